"""What is read from the tracking tables, looked at first: somebody else may have written to them.

A number that is none, or a key that nobody can read, is told as what it is instead of ending in an internal error
somewhere behind.  What looks right and is wrong is for ``verify`` to find.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.errors import LedgerError
from dbmigrate.ledger.key_journal import decode_rows
from dbmigrate.model.keys import decode_key

Looks = Callable[[Any], bool]


class Reads(Protocol):
    """A session, as far as the readers of the ledger need it."""

    def execute(self, statement: sa.Executable) -> list[dict[str, Any]]: ...


class CheckedSession:
    """Runs statements as ``session`` does; raises LedgerError DBM-8012 for what no run has written."""

    def __init__(self, session: Reads) -> None:
        self._session = session

    def execute(self, statement: sa.Executable) -> list[dict[str, Any]]:
        rows = self._session.execute(statement)
        if rows and isinstance(statement, sa.Select):
            for name, column, looks in _looked_at(statement):
                _check(rows, name, column, looks)
        return rows


def journalled(payload: bytes) -> tuple[pa.RecordBatch, tuple[str, ...]]:
    """The rows of a journal entry, and which of their columns are tagged; raises LedgerError DBM-8012."""
    try:
        return decode_rows(payload)
    except (pa.ArrowException, OSError, StopIteration) as error:
        raise spoilt("batch_key.payload", f"{len(payload):,} bytes that are no journal: {error}") from None


def is_sum(text: str) -> bool:
    """Whether it is one of a digest's sums, as this program writes them."""
    return text.isascii() and text.isdigit()


def planned(text: str) -> dict[str, Any]:
    """The document of a plan, as a run was started with it; raises LedgerError DBM-8012."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("tables"), dict):
        raise spoilt("run.plan", text)
    return found


def spoilt(place: str, value: object) -> LedgerError:
    """``place``: table and column."""
    shown = repr(value)
    return LedgerError(
        "the ledger in the target holds what no run has written",
        code="DBM-8012",
        where=place,
        cause=f"it says {shown if len(shown) <= 80 else shown[:77] + '...'}",
        safe="Nothing was changed by this; rows and entries that are committed stay as they are",
        next_step="Somebody has written to the tracking tables: put this value back from a backup of the target,"
        " or begin anew with an empty target and without its tracking tables",
    )


@lru_cache(maxsize=16)
def _looked_at(statement: sa.Select[Any]) -> list[tuple[str, Any, Looks]]:
    """The columns of its rows that are looked at.  Few are kept: of statements that are used again, there is one."""
    named = (
        (name, column, _LOOKS.get(name) or _looks_of(column)) for name, column in statement.selected_columns.items()
    )
    return [(name, column, looks) for name, column, looks in named if looks is not None]


def _check(rows: list[dict[str, Any]], name: str, column: Any, looks: Looks) -> None:
    for row in rows:
        value = row[name]
        if value is not None and not looks(value):
            table = getattr(column, "table", None)
            of = str(getattr(getattr(table, "element", table), "name", "")).removeprefix("dbmigrate_")
            raise spoilt(f"{of}.{name}".lstrip("."), value)


def _looks_of(column: Any) -> Looks | None:
    """By its type; a sum may come as a decimal, or as its text."""
    if isinstance(column.type, sa.Integer):
        return _is_whole if isinstance(column, sa.Column) else _counts
    return _is_text if isinstance(column.type, sa.String) and isinstance(column, sa.Column) else None


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and value == int(value)


def _counts(value: Any) -> bool:
    return str(value).removeprefix("-").isdecimal()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _json_of(kind: type) -> Looks:
    def looks(value: Any) -> bool:
        try:
            return isinstance(json.loads(value), kind)
        except (TypeError, ValueError):
            return False

    return looks


def _is_key(value: Any) -> bool:
    try:
        return decode_key(value) is not None
    except (TypeError, ValueError, KeyError, AttributeError):
        return False


def _is_scope(value: Any) -> bool:
    """One set of rows, or a list of sets."""
    try:
        found = json.loads(value)
    except (TypeError, ValueError):
        return False
    return isinstance(found, dict) or (isinstance(found, list) and all(isinstance(each, dict) for each in found))


_LOOKS: dict[str, Looks] = {
    "after_key": _is_key,
    "through_key": _is_key,
    "chunk_through": _is_key,
    "filters": _json_of(dict),
    "left_out": _json_of(dict),
    "scope": _is_scope,
    "changes": _json_of(dict),
    "restore_sql": _json_of(list),
    "accepted_changes": _json_of(list),
}
"""Columns of JSON text, by name; digests are looked at where they are compared, plans where they are opened."""
