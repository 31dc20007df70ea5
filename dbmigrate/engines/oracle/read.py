"""Ordered reads from Oracle as Arrow batches, all of them as of one SCN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

import oracledb
import pyarrow as pa

from dbmigrate.engines.batching import rebatch
from dbmigrate.engines.conditions import ConditionWriter
from dbmigrate.engines.last_key import last_key
from dbmigrate.engines.moments import time_text
from dbmigrate.engines.oracle.ddl import quote, quote_table
from dbmigrate.engines.oracle.fetching import ZONE_CONSENT, Fetched, fetched
from dbmigrate.engines.oracle.moments import DATE_FORMAT
from dbmigrate.engines.oracle.session import sorted_faults
from dbmigrate.engines.oracle.types import is_large, is_national
from dbmigrate.engines.reader import TableRead, Tally
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import SourceBatch, Unreadable
from dbmigrate.model.keys import KeyRange, KeyScalar, KeyValue
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import Kind, arrow_type

FromClause = Callable[[Table], str]

FETCH_BYTES = 4 * 1024 * 1024
LARGE_FETCH_ROWS = 64
"""Rows per trip where a value may be a LOB: the driver holds all of a trip's values at once."""
MOST_FETCH_ROWS = 10_000
_FIXED_WIDTH = 24

_STAMP = f"{DATE_FORMAT}.FF9"


def bound(placeholder: str, column: Column) -> str:
    """SQL that turns a key's plain value (integer, text or bytes) back into the column's own type."""
    match column.type.kind:
        case Kind.DECIMAL:
            return f"TO_NUMBER({placeholder})"
        case Kind.TIMESTAMP | Kind.DATE if column.type.native == "DATE":
            return f"TO_DATE({placeholder}, '{DATE_FORMAT}')"
        case Kind.TIMESTAMP | Kind.DATE:
            return f"TO_TIMESTAMP({placeholder}, '{_STAMP}')"
        case Kind.TIMESTAMPTZ:
            return f"FROM_TZ(TO_TIMESTAMP({placeholder}, '{_STAMP}'), '+00:00')"
    return placeholder


def literal(value: int | str, column: Column) -> str:
    """A value of a condition as SQL of the column's type."""
    if isinstance(value, int):
        return str(value)
    text = str(_plain(value, column)).replace("'", "''")
    national = "N" if is_national(column.type.native) else ""
    return bound(f"{national}'{text}'", column)


def where(read: TableRead, from_clause: FromClause) -> tuple[str, dict[str, KeyScalar]]:
    """The condition of a read with its binds.  Oracle compares no row values, so a composite key is spelled out."""
    clauses: list[str] = []
    values: dict[str, KeyScalar] = {}
    columns = [read.table.named(name) for name in read.key]
    ends: tuple[tuple[str, KeyValue | None], ...] = (
        ("after", read.key_range.after),
        ("through", read.key_range.through),
    )
    for end, key in ends:
        if key is not None:
            names = [f"{end}_{number}" for number in range(1, len(key) + 1)]
            values.update(
                {name: _plain(value, column) for name, value, column in zip(names, key, columns, strict=True)}
            )
            clauses.append(_beyond(columns, names, ">" if end == "after" else "<="))
    if read.where is not None:
        clauses.append(ConditionWriter(quote, literal, from_clause).sql(read.where, "t"))
    return (f" WHERE {' AND '.join(clauses)}" if clauses else ""), values


def _beyond(columns: list[Column], names: list[str], operator: str) -> str:
    """``(a, b) > (:1, :2)`` as ``a >= :1 AND (a > :1 OR (a = :1 AND b > :2))``; the first part serves an index."""
    own = [f"t.{quote(column.name)}" for column in columns]
    given = [bound(f":{name}", column) for name, column in zip(names, columns, strict=True)]
    if len(own) == 1:
        return f"{own[0]} {operator} {given[0]}"
    strict = operator[0]
    alternatives = []
    for last in range(len(own)):
        same = [f"{own[before]} = {given[before]}" for before in range(last)]
        sign = operator if last == len(own) - 1 else strict
        alternatives.append(f"({' AND '.join([*same, f'{own[last]} {sign} {given[last]}'])})")
    return f"{own[0]} {strict}= {given[0]} AND ({' OR '.join(alternatives)})"


def _plain(value: KeyScalar, column: Column) -> KeyScalar:
    if isinstance(value, str) and column.type.kind in (Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.DATE):
        shown = value.removesuffix("Z").removesuffix("+00:00").replace("T", " ")
        shown = shown if len(shown) > 10 else f"{shown} 00:00:00"
        if column.type.native == "DATE":
            return shown[:19]
        return shown if "." in shown else f"{shown}.000000"
    return value


def as_of(scn: int | None) -> FromClause:
    """A table as it stands behind FROM, the same moment for all of them."""
    return lambda table: quote_table(table.name) + (f" AS OF SCN {scn}" if scn is not None else "")


def select(read: TableRead, from_clause: FromClause) -> tuple[str, dict[str, KeyScalar], list[Fetched]]:
    """The statement, its binds, and what is fetched for each column; guards come behind all columns."""
    wanted = [fetched(column) for column in read.columns]
    listed = [f"{each.value} AS C{number}" for number, each in enumerate(wanted)]
    listed += [f"{each.guard} AS G{number}" for number, each in enumerate(wanted) if each.guard]
    listed += [f"{each.zone} AS Z{number}" for number, each in enumerate(wanted) if each.zone]
    condition, values = where(read, from_clause)
    order = f" ORDER BY {', '.join('t.' + quote(name) for name in read.key)}" if read.key else ""
    return f"SELECT {', '.join(listed)} FROM {from_clause(read.table)} t{condition}{order}", values, wanted


def requested_schema(wanted: list[Fetched]) -> pa.Schema:
    """One field for each selected expression: the driver's own choice would be a double for many numbers."""
    fields = [pa.field(f"C{number}", each.wire) for number, each in enumerate(wanted)]
    fields += [pa.field(f"G{number}", pa.string()) for number, each in enumerate(wanted) if each.guard]
    fields += [pa.field(f"Z{number}", pa.string()) for number, each in enumerate(wanted) if each.zone]
    return pa.schema(fields)


def fetch_rows(columns: tuple[Column, ...], batch_rows: int) -> int:
    """Rows per trip, so that a trip's values stay within bounds whatever is in them."""
    if any(is_large(column.type.native) for column in columns):
        return min(batch_rows, LARGE_FETCH_ROWS)
    width = sum(column.type.length or _FIXED_WIDTH for column in columns)
    return max(1, min(batch_rows, MOST_FETCH_ROWS, FETCH_BYTES // max(1, width)))


def read_table(
    connection: Any, read: TableRead, from_clause: FromClause, *, batch_rows: int, batch_bytes: int
) -> Iterator[SourceBatch]:
    statement, values, wanted = select(read, from_clause)
    stream = _stream(connection, statement, values, requested_schema(wanted), fetch_rows(read.columns, batch_rows))
    for batch in rebatch(stream, batch_rows=batch_rows, batch_bytes=batch_bytes):
        yield source_batch(read, wanted, batch)


def source_batch(read: TableRead, wanted: list[Fetched], batch: pa.RecordBatch) -> SourceBatch:
    arrays, unreadable = [], []
    for number, (column, each) in enumerate(zip(read.columns, wanted, strict=True)):
        guard = batch.column(f"G{number}") if each.guard else None
        values, failed = each.finish(batch.column(f"C{number}"), guard)
        unreadable += [Unreadable(row, column.name, reason) for row, reason in failed.items()]
        if each.zone:
            zones = batch.column(f"Z{number}")
            for row in pc.indices_nonzero(pc.is_valid(zones)).to_pylist():
                reason = f"has the offset {zones[row]}, which the moment in UTC does not keep"
                unreadable.append(Unreadable(row, column.name, reason, ZONE_CONSENT))
        arrays.append(values)
    schema = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in read.columns])
    rows = pa.RecordBatch.from_arrays(arrays, schema=schema)
    return SourceBatch(rows, last_key(read, rows, key_scalar), tuple(unreadable))


def _stream(
    connection: Any, statement: str, values: dict[str, KeyScalar], schema: pa.Schema, rows: int
) -> Iterator[pa.RecordBatch]:
    with sorted_faults():
        for frame in connection.fetch_df_batches(
            statement, values or None, rows, fetch_decimals=True, requested_schema=schema
        ):
            yield from pa.table(frame).to_batches()


def key_scalar(value: pa.Array) -> KeyScalar:
    """None, which no bound can be, where the value could not be read."""
    kind = value.type
    if not value[0].is_valid:
        return cast(KeyScalar, None)
    if pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_binary(kind):
        plain: KeyScalar = value[0].as_py()
        return plain
    if pa.types.is_timestamp(kind):
        value = value.cast(pa.timestamp(kind.unit))
    return str(time_text(value)[0] if pa.types.is_time(kind) else pc.cast(value, pa.string())[0])


class OracleReader:
    """``owns``: the connection is closed with the reader."""

    def __init__(self, connection: Any, scn: int | None, *, owns: bool) -> None:
        self._connection = connection
        self._from_clause = as_of(scn)
        self._owns = owns

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        return read_table(self._connection, read, self._from_clause, batch_rows=batch_rows, batch_bytes=batch_bytes)

    def count(self, read: TableRead) -> int:
        condition, values = where(read, self._from_clause)
        return int(self._one(f"SELECT COUNT(*) FROM {self._from_clause(read.table)} t{condition}", values))

    def tally(self, read: TableRead) -> Tally:
        if not read.key:
            return Tally(self.count(read))
        condition, values = where(read, self._from_clause)
        # A bucket count and a seed of its own for each part, so that (1, 2) and (2, 1) are told apart.
        hashed = " + ".join(
            f"{number * 31 + 1} * ORA_HASH(t.{quote(name)}, 4294967295, {number})"
            for number, name in enumerate(read.key)
        )
        told = f"COUNT(*) || ' ' || TO_CHAR(SUM({hashed}), 'TM9')"
        found = self._one(f"SELECT {told} FROM {self._from_clause(read.table)} t{condition}", values)
        rows, _, keys = str(found).partition(" ")
        return Tally(int(rows), keys or "0")  # '' would be NULL in an Oracle ledger

    def count_if_same(self, *_: object) -> None:
        """No such way."""

    def survey(self, *_: object) -> None:
        """No such way."""

    def split(self, read: TableRead, chunks: int) -> list[KeyRange]:
        return [read.key_range]

    def high_water_mark(self, table: Table, column: str) -> int | str | None:
        found = table.column(column)
        if found is None or is_large(found.type.native):
            return None
        text = mark_text(f"MAX(t.{quote(found.name)})", found)
        value = self._one(f"SELECT {text} FROM {self._from_clause(table)} t", {})
        return None if value is None else str(value)

    def close(self) -> None:
        if self._owns:
            with suppress(oracledb.Error, OSError):
                self._connection.close()

    def _one(self, text: str, values: dict[str, KeyScalar]) -> Any:
        with sorted_faults(), self._connection.cursor() as cursor:
            cursor.execute(text, values)
            row = cursor.fetchone()
        return row[0] if row else None


def mark_text(greatest: str, column: Column) -> str:
    """As ``bound`` reads it back, and ISO 8601 for moments."""
    match column.type.kind:
        case Kind.INTEGER | Kind.DECIMAL:
            return f"TO_CHAR({greatest}, 'TM9')"
        case Kind.TIMESTAMP | Kind.DATE if column.type.native == "DATE":
            return f"TO_CHAR({greatest}, '{DATE_FORMAT}')"
        case Kind.TIMESTAMP | Kind.DATE:
            return f"TO_CHAR({greatest}, '{DATE_FORMAT}.FF6')"
        case Kind.TIMESTAMPTZ:
            return f"TO_CHAR(SYS_EXTRACT_UTC({greatest}), '{DATE_FORMAT}.FF6') || '+00:00'"
        case Kind.BYTES:
            return f"RAWTOHEX({greatest})"
    return greatest
