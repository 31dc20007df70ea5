"""The type of each column of a dynamically typed source: by what it declares, if its values agree.

Each column gets a ladder of types, the declared one first where the storage classes allow it.  A trial
read, through the same reader that a run uses, then walks down every ladder until each value can be read:
what is drafted is proved, not guessed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import NoReturn, Protocol, cast

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import (
    MAX_DECIMAL256_DIGITS,
    Kind,
    LogicalType,
    binary,
    decimal,
    floating,
    integer,
    simple,
    text,
    timestamp,
)

TRIAL_ROWS = 4096
TRIAL_BYTES = 8 << 20

_MOMENTS = frozenset({Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ})
_TEXTS = frozenset({Kind.TEXT, Kind.UUID, Kind.JSON, Kind.XML})
_READABLE: dict[Kind, frozenset[str]] = {
    Kind.BOOLEAN: frozenset({"integer"}),
    Kind.INTEGER: frozenset({"integer"}),
    Kind.FLOAT: frozenset({"integer", "real"}),
    Kind.DECIMAL: frozenset({"integer", "real", "text"}),
    Kind.BYTES: frozenset({"blob"}),
    **dict.fromkeys(_MOMENTS, frozenset({"text"})),
    **dict.fromkeys(_TEXTS, frozenset({"integer", "text"})),
}
_CANONICAL_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class StorageEngine(Engine, Protocol):
    """An engine whose columns may hold values of any storage class."""

    def storage_classes(self, table: Table) -> dict[str, set[str]]:
        """The classes that each column holds; NULL is left out."""


def storage_types(engine: Engine, table: Table, keyed: Collection[str]) -> tuple[Table, dict[str, str]]:
    """The table with types that every value can be read in, and what its columns hold, for people.

    ``keyed``: columns of keys and indexes, folded; they get no type without an order, such as JSON.
    """
    found = cast("StorageEngine", engine).storage_classes(table)
    ladders = {
        column.name: _ladder(column.type, frozenset(found[column.name]), column.name.casefold() in keyed)
        for column in table.columns
    }
    unproved = {name for name, ladder in ladders.items() if _needs_trial(ladder[0], found[name])}
    if unproved:
        _walk_down(engine, table, ladders, unproved, found)
    columns = tuple(
        replace(column, type=ladders[column.name][0].with_native(column.type.native)) for column in table.columns
    )
    return replace(table, columns=columns), {name: ", ".join(sorted(kinds)) for name, kinds in found.items()}


def same_type(one: LogicalType, other: LogicalType) -> bool:
    """Whether values of both are read alike; lengths of text do not matter in such a source."""
    if one.kind is not other.kind:
        return False
    return one.kind is not Kind.DECIMAL or (one.precision, one.scale) == (other.precision, other.scale)


def _ladder(declared: LogicalType, found: frozenset[str], keyed: bool) -> list[LogicalType]:
    """Types to try in turn; the last one always holds.  ``found`` empty: nothing contradicts the declaration."""
    if declared.kind is Kind.DECIMAL:
        declared = _possible(declared)
    unordered = keyed and declared.kind in (Kind.JSON, Kind.XML)
    if keyed and declared.kind is Kind.DECIMAL and not declared.scale and found <= {"integer"}:
        # Key and foreign key must agree, and NUMERIC is what some call their whole numbers.
        return [integer(64)]
    if not found:
        return [text() if unordered or not declared.native.strip() else declared]
    ladder: list[LogicalType] = []
    # A text type that holds numbers only is a name that means nothing here, such as YEAR.
    says_nothing = declared.kind in _TEXTS and "text" not in found
    if found <= _READABLE[declared.kind] and not says_nothing and not unordered:
        ladder.append(declared)
    if declared.kind is Kind.DECIMAL and found <= _READABLE[Kind.DECIMAL]:
        ladder.append(decimal())
    if found == {"integer"}:
        ladder.append(integer(64))
    elif found <= {"integer", "real"}:
        ladder += [floating(64), decimal()]
    elif found <= {"integer", "text"}:
        if declared.kind is Kind.DATE and found == {"text"}:
            ladder.append(timestamp(6))
        ladder.append(text())
    elif found == {"blob"}:
        ladder.append(binary())
    return [*ladder, simple(Kind.STORAGE)]


def _possible(declared: LogicalType) -> LogicalType:
    """Declared digits that are none, such as DECIMAL(0), are as good as not declared."""
    precision, scale = declared.precision, declared.scale or 0
    if precision is None or (1 <= precision <= MAX_DECIMAL256_DIGITS and scale <= precision):
        return declared
    return decimal()


def _needs_trial(logical: LogicalType, found: Collection[str]) -> bool:
    """Whether the storage classes alone do not prove that every value can be read."""
    if not found:
        return False
    if logical.kind is Kind.FLOAT:
        return "integer" in found
    return logical.kind in {Kind.BOOLEAN, Kind.DECIMAL, Kind.UUID, Kind.JSON, *_MOMENTS}


def _walk_down(
    engine: Engine,
    table: Table,
    ladders: dict[str, list[LogicalType]],
    unproved: set[str],
    found: dict[str, set[str]],
) -> None:
    """Take the topmost types under which a read of the whole table meets no value it cannot take."""
    view = engine.open_view()
    try:
        reader = view.open_reader()
        try:
            while unproved:
                columns = [
                    replace(column, type=ladders[column.name][0].with_native(column.type.native))
                    for column in table.columns
                    if column.name in unproved
                ]
                failed = _first_failures(reader, table, columns)
                if not failed:
                    return
                for name in failed:
                    del ladders[name][0]
                    if not _needs_trial(ladders[name][0], found[name]):
                        unproved.discard(name)
        finally:
            reader.close()
    finally:
        view.close()


def _first_failures(reader: Reader, table: Table, columns: Sequence[Column]) -> set[str]:
    """The columns with a value that does not fit, in the first batch that has any."""
    read = TableRead(table, tuple(columns))
    for batch in reader.read(read, batch_rows=TRIAL_ROWS, batch_bytes=TRIAL_BYTES):
        failed = {fault.column for fault in batch.unreadable}
        failed |= {
            column.name
            for column, values in zip(columns, batch.rows.columns, strict=True)
            if not _keeps_its_spelling(column.type.kind, values)
        }
        if failed:
            return failed
    return set()


def _keeps_its_spelling(kind: Kind, values: pa.Array) -> bool:
    """JSON that every engine takes for JSON; UUIDs in the one spelling that comes back unchanged."""
    if kind is Kind.UUID:
        return bool(pc.all(pc.fill_null(pc.match_substring_regex(values, _CANONICAL_UUID), True)).as_py() is not False)
    if kind is not Kind.JSON:
        return True
    try:
        for value in values.to_pylist():
            if value is not None:
                json.loads(value, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
