"""Ordered reads from PostgreSQL through ADBC (COPY binary).

ADBC uses COPY only for a query without parameters, and COPY takes none; key bounds are therefore
literals, written by ``literal`` below and always cast to the column's own type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from decimal import Decimal
from functools import partial
from typing import cast

import pyarrow as pa

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.batching import rebatch
from dbmigrate.engines.conditions import ConditionWriter
from dbmigrate.engines.last_key import last_key
from dbmigrate.engines.moments import infinities_as_text, time_text
from dbmigrate.engines.postgresql.ddl import quote
from dbmigrate.engines.postgresql.large_reads import PIECES_BYTES, select_in_pieces, whole_rows
from dbmigrate.engines.postgresql.marks import digest_if_large, large_columns, marked_columns, unless_large, with_marks
from dbmigrate.engines.postgresql.values import from_copy
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import SourceBatch, Unreadable
from dbmigrate.model.keys import KeyScalar
from dbmigrate.model.large_values import ROOM
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import Kind, arrow_type

FETCH_BYTES = 4 * 1024 * 1024

_READ_AS_TEXT = (Kind.OTHER, Kind.JSON, Kind.XML, Kind.UUID)


def literal(value: KeyScalar, native: str) -> str:
    """A value as SQL text of the given type; needs standard_conforming_strings = on (set per session)."""
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    return f"{_untyped(str(value))}::{native}"


def _untyped(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a NUL character cannot be part of a PostgreSQL literal")
    return "'" + text.replace("'", "''") + "'"


def literals(column: Column, values: pa.Array) -> list[str]:
    """Values as PostgreSQL's own SQL text, cast to the column's type; a whole number as it is."""
    if column.type.kind is Kind.INTEGER:
        return ["NULL" if value is None else str(value) for value in values.to_pylist()]
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        values = infinities_as_text(values)
    elif pa.types.is_time(values.type):
        values = time_text(values)
    shown = [
        None if value is None else value if isinstance(value, bytes) else _text_of(value)
        for value in values.to_pylist()
    ]
    return ["NULL" if value is None else literal(value, column.type.native) for value in shown]


def _text_of(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def select_expression(column: Column) -> str:
    name = quote(column.name)
    return f"{name}::text" if column.type.kind in _READ_AS_TEXT else name


def compared(value: int | str, column: Column) -> str:
    """A value beside a column in a comparison, which need not be one that the column can hold: the server reads it in
    the type that the column has without its length and without what a domain says."""
    if column.type.kind is Kind.INTEGER:
        return format(Decimal(value), "f")
    return _untyped(str(value))


def key_hash(read: TableRead) -> str | None:
    """A hash of the key of each row ``t``, whose sum is exact; None without a key.

    hashint8 and hashtext give the same for the same value as long as the server stays at its major version.
    """
    parts = []
    for name in read.key:
        column = read.table.column(name)
        value = f"t.{quote(name)}"
        whole = column is not None and column.type.kind is Kind.INTEGER
        parts.append(f"hashint8({value}::int8)" if whole else f"hashtext({value}::text)")
    if len(parts) < 2:
        return parts[0] if parts else None
    return " + ".join(f"{2 * number + 1}::int8 * {part}" for number, part in enumerate(parts))


def where(read: TableRead, from_clause: Callable[[Table], str]) -> str:
    """``from_clause``: a table as it stands after FROM."""
    clauses = []
    types = [_native(read, name) for name in read.key]
    left = ", ".join(quote(name) for name in read.key)
    for bound, operator in ((read.key_range.after, ">"), (read.key_range.through, "<=")):
        if bound is not None:
            right = ", ".join(literal(value, native) for value, native in zip(bound, types, strict=True))
            clauses.append(f"({left}) {operator} ({right})")
    if read.where is not None:
        clauses.append(ConditionWriter(quote, compared, from_clause).sql(read.where, "t"))
    return f" WHERE {' AND '.join(clauses)}" if clauses else ""


def _native(read: TableRead, name: str) -> str:
    return read.table.named(name).type.native


def select(read: TableRead, from_clause: Callable[[Table], str], marked: Sequence[Column] = ()) -> str:
    """Key columns are among the columns of every read that has a key.

    ``marked``: columns whose large values are NULL, and whose SHA-256 follows behind all columns.
    """
    chosen = [
        f"{unless_large(column) if column in marked else select_expression(column)} AS {quote(column.name)}"
        for column in read.columns
    ]
    chosen += [f"{digest_if_large(column)} AS {quote(f'digest {n}')}" for n, column in enumerate(marked)]
    listed = ", ".join(chosen)
    return f"SELECT {listed} {_rows(read, from_clause)}{_limit(read)}"


def _limit(read: TableRead) -> str:
    return "" if read.most_rows is None else f" LIMIT {int(read.most_rows)}"


def select_as_stored(read: TableRead, from_clause: Callable[[Table], str], columns: Sequence[str]) -> str:
    """The same rows in the same order, with these columns and none of them cast."""
    return f"SELECT {', '.join('t.' + quote(name) for name in columns)} {_rows(read, from_clause)}"


def _rows(read: TableRead, from_clause: Callable[[Table], str]) -> str:
    # Sort by the table's own column, not by the output alias that may be its text form.
    order = f" ORDER BY {', '.join('t.' + quote(name) for name in read.key)}" if read.key else ""
    return f"FROM {from_clause(read.table)} AS t{where(read, from_clause)}{order}"


def read_table(
    session: AdbcSession,
    read: TableRead,
    from_clause: Callable[[Table], str],
    *,
    batch_rows: int,
    batch_bytes: int,
) -> Iterator[SourceBatch]:
    options = {"adbc.postgresql.batch_size_hint_bytes": min(FETCH_BYTES, batch_bytes)}
    marked = marked_columns(session, read) if read.marks else []
    large = [] if read.marks else large_columns(session, read, from_clause(read.table), where(read, from_clause))
    with ROOM.taken() if large and read.compares else nullcontext():
        if large:
            places = [read.columns.index(column) for column in large]
            options["adbc.postgresql.batch_size_hint_bytes"] = min(PIECES_BYTES, batch_bytes)
            pieces = session.stream(_select_in_pieces(read, from_clause, places), (), options)
            stream = whole_rows(pieces, len(read.columns), places)
        else:
            stream = session.stream(select(read, from_clause, marked), (), options)
        batches = rebatch(stream, batch_rows=batch_rows, batch_bytes=batch_bytes)
        # map() holds no batch while it asks for the next one.
        yield from map(partial(_source_batch, read, marked), batches)


def _select_in_pieces(read: TableRead, from_clause: Callable[[Table], str], large: Sequence[int]) -> str:
    chosen = [(select_expression(column), column) for column in read.columns]
    of = f"{_rows(read, from_clause)}{_limit(read)}"
    return select_in_pieces(chosen, large, [quote(name) for name in read.key], of)


def _source_batch(read: TableRead, marked: Sequence[Column], batch: pa.RecordBatch) -> SourceBatch:
    arrays, unreadable = [], []
    for column, values in zip(read.columns, batch.columns[: len(read.columns)], strict=True):
        array, failed = from_copy(column.type, values)
        unreadable += [Unreadable(row, column.name, reason) for row, reason in failed.items()]
        arrays.append(array)
    for number, column in enumerate(marked, len(read.columns)):
        place = read.columns.index(column)
        arrays[place] = with_marks(arrays[place], batch.column(number))
    schema = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in read.columns])
    rows = pa.RecordBatch.from_arrays(arrays, schema=schema)
    return SourceBatch(rows, last_key(read, rows, _scalar), tuple(unreadable))


def _scalar(value: pa.Array) -> KeyScalar:
    """A key value as an integer, bytes, or text that ``literal`` turns back into the same value; None, which no bound
    can be, where it could not be read."""
    kind = value.type
    if not value[0].is_valid:
        return cast(KeyScalar, None)
    if pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_binary(kind):
        plain: KeyScalar = value[0].as_py()
        return plain
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return str(infinities_as_text(value)[0])
    return str((time_text(value) if pa.types.is_time(kind) else pc.cast(value, pa.string()))[0])
