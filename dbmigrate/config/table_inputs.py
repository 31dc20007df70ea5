"""Inputs of type ``table``: rows that the operator gives in ``[[inputs.NAME]]``."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

from pydantic import Field

from dbmigrate.config.table_entries import Name
from dbmigrate.config.toml_file import Section
from dbmigrate.model.inputs import TableInput

ColumnType = Literal["text", "integer", "number", "boolean", "moment"]

_DUCKDB_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "moment": "TIMESTAMP",
}


class Validity(Section):
    """The columns that say from when (included) to when (excluded) a row is in force."""

    begins: Name = Field(validation_alias="from")
    ends: Name = Field(validation_alias="to")


def table_input(
    columns: Mapping[str, str],
    valid: Validity | None,
    defaults: Sequence[Mapping[str, Any]],
    given: Sequence[Mapping[str, Any]],
) -> TableInput:
    """The package's own rows and behind them the operator's.  Raises ValueError saying what is wrong."""
    bounds = (valid.begins, valid.ends) if valid else ()
    rows = [_row(row, columns, bounds, number) for number, row in enumerate(given, 1)]
    if valid:
        _refuse_overlaps(rows, valid)
    every = [*(_row(row, columns, bounds, None) for row in defaults), *rows]
    return TableInput(
        tuple((name, _DUCKDB_TYPES[kind]) for name, kind in columns.items()),
        tuple(tuple(row[name] for name in columns) for row in every),
        (valid.begins, valid.ends) if valid else None,
    )


def _row(
    row: Mapping[str, Any], columns: Mapping[str, str], bounds: Sequence[str], number: int | None
) -> dict[str, Any]:
    at = "a default row" if number is None else f"row {number}"
    if not isinstance(row, Mapping):
        raise ValueError(f"{at} is not a table")  # noqa: TRY004 - a value of a file, not of a program
    for name in row:
        if name not in columns:
            raise ValueError(f"{at} has {name!r}; the columns are {', '.join(columns)}")
    values = {}
    for name, kind in columns.items():
        if name not in row and name not in bounds:
            raise ValueError(f"{at} does not say {name!r}")
        values[name] = _value(row[name], kind, f"{at}, {name!r}") if name in row else None
    return values


def _value(value: object, kind: str, where: str) -> object:
    if kind == "moment":
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            raise ValueError(f"{where}: write the moment without an offset, as the column that it is compared with")
        if isinstance(value, dt.datetime):
            return value
        if isinstance(value, dt.date):
            return dt.datetime.combine(value, dt.time())
    fits = {
        "text": isinstance(value, str),
        "integer": isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63,
        "number": isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value),
        "boolean": isinstance(value, bool),
    }
    if not fits.get(kind, False):
        raise ValueError(f"{where}: {value!r} is not of type {kind}")
    return value


def _refuse_overlaps(rows: Sequence[Mapping[str, Any]], valid: Validity) -> None:
    first, last = dt.datetime.fromisoformat("0001-01-01"), dt.datetime.fromisoformat("9999-12-31")
    spans = sorted((row[valid.begins] or first, row[valid.ends] or last) for row in rows)
    for begins, ends in spans:
        if begins >= ends:
            raise ValueError(f"a row ends at {ends}, not after it begins at {begins}")
    for (_, ends), (begins, _) in pairwise(spans):
        if begins < ends:
            raise ValueError(f"two rows are in force at {begins}")
