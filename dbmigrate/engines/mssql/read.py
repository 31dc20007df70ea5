"""Ordered reads from SQL Server as Arrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, cast

import pyarrow as pa

from dbmigrate.engines.batching import rebatch
from dbmigrate.engines.conditions import ConditionWriter
from dbmigrate.engines.decimals import plain_decimals
from dbmigrate.engines.last_key import last_key
from dbmigrate.engines.moments import moment_text, time_text
from dbmigrate.engines.mssql import columns
from dbmigrate.engines.mssql.connection import Connection
from dbmigrate.engines.mssql.ddl import quote, quote_table
from dbmigrate.engines.mssql.values import from_driver
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import SourceBatch, Unreadable
from dbmigrate.model.keys import KeyScalar, KeyValue
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, arrow_type

FETCH_ROWS = 8_192
Parameters = list[Any]
Collations = Mapping[str, str]
"""By folded column name."""


def where(read: TableRead, collations: Collations) -> tuple[str, Parameters]:
    """The WHERE clause of a read, with its parameters."""
    clauses: list[str] = []
    parameters: Parameters = []
    key = [read.table.named(name) for name in read.key]
    for value, operator in ((read.key_range.after, ">"), (read.key_range.through, "<=")):
        if value is not None:
            text, more = _beyond(key, value, operator, collations)
            clauses.append(text)
            parameters += more
    if read.where is not None:
        own = set(read.table.columns)

        def literal(value: int | str, column: Column) -> str:
            collation = collations.get(column.name.casefold()) if column in own else None
            return columns.typed_literal(column, value, collation)

        writer = ConditionWriter(quote, literal, lambda table: quote_table(table.name))
        clauses.append(writer.sql(read.where, "t"))
    return (f" WHERE {' AND '.join(clauses)}" if clauses else ""), parameters


def _beyond(key: list[Column], value: KeyValue, operator: str, collations: Collations) -> tuple[str, Parameters]:
    """``(a, b) > (x, y)`` for a server without row constructors, led by a condition that an index serves."""
    strict = operator[0]
    alternatives: list[str] = []
    parameters: Parameters = []
    bounds = [
        columns.bound(column, scalar, collations.get(column.name.casefold()))
        for column, scalar in zip(key, value, strict=True)
    ]
    for last in range(len(key)):
        parts = []
        for position in range(last + 1):
            here = "=" if position < last else (operator if last == len(key) - 1 else strict)
            parts.append(f"{quote(key[position].name)} {here} {bounds[position][0]}")
            parameters += bounds[position][1]
        alternatives.append(" AND ".join(parts))
    if len(alternatives) == 1:
        return alternatives[0], parameters
    leading = f"{quote(key[0].name)} {strict}= {bounds[0][0]}"
    return f"{leading} AND (({') OR ('.join(alternatives)}))", [*bounds[0][1], *parameters]


def select(read: TableRead, collations: Collations, of: str = "") -> tuple[str, Parameters]:
    """The query of a read: its columns, then the offsets of those that have one.

    ``of``: what stands behind FROM in the place of the table.
    """
    chosen = [f"{columns.select_expression(column)} AS {quote(column.name)}" for column in read.columns]
    chosen += [f"{columns.offset_expression(column)} AS {quote(f'offset {n}')}" for n, column in offsets(read)]
    condition, parameters = where(read, collations)
    # Sort by the table's own column, not by the output alias that may be another form of it.
    order = f" ORDER BY {', '.join('t.' + quote(read.table.named(name).name) for name in read.key)}" if read.key else ""
    return f"SELECT {', '.join(chosen)} FROM {of or quote_table(read.table.name)} AS t{condition}{order}", parameters


def offsets(read: TableRead) -> list[tuple[int, Column]]:
    """The columns whose offset is read beside their moment, by position."""
    return [(n, column) for n, column in enumerate(read.columns) if columns.base_name(column.type) == "datetimeoffset"]


def read_table(
    connection: Connection,
    read: TableRead,
    collations: Collations,
    of: str = "",
    *,
    batch_rows: int,
    batch_bytes: int,
) -> Iterator[SourceBatch]:
    """Batches in key order, lazily."""
    sql, parameters = select(read, collations, of)
    fetch_rows = min(batch_rows, FETCH_ROWS)
    if lengths := _longest(connection, read, collations, of):
        # Whoever fetches holds all rows of a fetch whole.
        fetch_rows = max(1, min(fetch_rows, batch_bytes // (2 * sum(lengths) + 1)))
        if connection.needs_lengths:
            connection.expect_bytes(max(lengths))
    wanted = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in read.columns])
    stream = connection.stream(sql, parameters, fetch_rows, wanted)
    # map() holds no batch while it asks for the next one.
    yield from map(partial(_source_batch, read), rebatch(stream, batch_rows=batch_rows, batch_bytes=batch_bytes))


def _longest(connection: Connection, read: TableRead, collations: Collations, of: str) -> list[int]:
    """Bytes of the longest value of each column without a declared length, as the server sends it.

    The server knows the length of a value without reading it.
    """
    unlimited = [column for column in read.columns if _is_unlimited(column)]
    if not unlimited:
        return []
    longest = ", ".join(
        f"COALESCE(MAX(CAST(DATALENGTH({columns.select_expression(column)}) AS bigint)), 0) AS n{number}"
        for number, column in enumerate(unlimited)
    )
    condition, parameters = where(read, collations)
    source = of or quote_table(read.table.name)
    [found] = connection.execute(f"SELECT {longest} FROM {source} AS t{condition}", parameters).rows
    return [int(length) for length in found]


def _is_unlimited(column: Column) -> bool:
    return column.type.length is None and column.type.kind in (Kind.TEXT, Kind.BYTES, Kind.XML)


def _source_batch(read: TableRead, batch: pa.RecordBatch) -> SourceBatch:
    arrays, unreadable = [], []
    for column, values in zip(read.columns, batch.columns, strict=False):
        array, failed = from_driver(column.type, values)
        unreadable += [Unreadable(row, column.name, reason) for row, reason in failed.items()]
        arrays.append(array)
    for place, (_, column) in enumerate(offsets(read)):
        minutes = batch.column(len(read.columns) + place)
        unreadable += _shown_elsewhere(column, minutes)
    schema = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in read.columns])
    rows = pa.RecordBatch.from_arrays(arrays, schema=schema)
    return SourceBatch(rows, last_key(read, rows, _scalar), tuple(unreadable))


def _shown_elsewhere(column: Column, minutes: pa.Array) -> list[Unreadable]:
    """The offset is part of the value, and only the moment would arrive."""
    away = pc.fill_null(pc.not_equal(minutes, 0), False)
    if not pc.any(away).as_py():
        return []
    return [
        Unreadable(row, column.name, f"has the offset {_offset(minutes[row].as_py())}, which would be lost", "to_utc")
        for row in pc.indices_nonzero(away).to_pylist()
    ]


def _offset(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _scalar(value: pa.Array) -> KeyScalar:
    """A key value as an integer, bytes, or text that ``columns.bound`` turns back into the same value; None, which no
    bound can be, where it could not be read."""
    kind = value.type
    if not value[0].is_valid:
        return cast(KeyScalar, None)
    if pa.types.is_boolean(kind):
        return int(value[0].as_py())
    if pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_binary(kind):
        plain: KeyScalar = value[0].as_py()
        return plain
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return str(moment_text(value)[0]).rstrip("Z")
    return str((time_text(value) if pa.types.is_time(kind) else plain_decimals(value))[0])
