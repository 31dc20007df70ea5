"""Ordered, typed reads from SQLite as Arrow."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, nullcontext
from functools import partial

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.batching import rebatch_with_next
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.large_rows import LargeRows, Stretch
from dbmigrate.engines.sqlite.query import Query
from dbmigrate.engines.sqlite.types import logical_type
from dbmigrate.engines.sqlite.values import from_storage, with_large
from dbmigrate.engines.sqlite.where import where
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import Next, SourceBatch, Unreadable
from dbmigrate.model.handing_over import each_once
from dbmigrate.model.keys import KeyRange, KeyValue
from dbmigrate.model.large_values import LARGE_BYTES, ROOM
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, arrow_type

FETCH_ROWS = 8_192
_FETCH_VALUES = 400_000
"""Of a wide table: 8,192 rows of 200 columns were more than a batch, and each second batch was what was left over."""
ROWID = "rowid"


def read_table(
    session: AdbcSession,
    read: TableRead,
    collations: dict[str, str],
    *,
    batch_rows: int,
    batch_bytes: int,
    of: str | None = None,
    schema: str = "main",
    by_rowid: bool = False,
) -> Iterator[SourceBatch]:
    """Batches in key order; an odd storage class met half way switches to the strict query from there.

    ``of``: what stands after FROM, if it is not the table.  ``schema``: in which the source's tables are.
    ``by_rowid``: a read without a key may go by the rowid, in whose order the table is stored.
    """
    if by_rowid and not read.key:
        hidden = replace(read, key=(ROWID,), key_is_unique=True)
        rows = read_table(
            session, hidden, {ROWID: "BINARY"}, batch_rows=batch_rows, batch_bytes=batch_bytes, of=of, schema=schema
        )
        yield from map(_without_key, rows)
        return
    of = of or quote(read.table.name.name)
    last: KeyValue | None = None
    # Without a unique key there is no way to go on from the middle, so such a read is strict from the start.
    goes_on = bool(read.key) and read.key_is_unique
    strict = not goes_on
    longest = _longest(session, read, of, where(read, collations, schema))
    # The key of the made-up row is NULL, and a driver that has seen nothing else takes it to be a whole number.
    fewest = 1 if all(_is_whole_number(read, name) for name in read.key) else 2
    most = min(FETCH_ROWS, batch_rows + 1, _FETCH_VALUES // len(read.columns))
    fetch_rows = max(fewest, _fetch_rows(most, longest, batch_bytes))
    stretches: Iterable[Stretch] = [Stretch(read.key_range.through)]
    if goes_on and sum(longest.values()) > batch_bytes:
        large_rows = LargeRows(longest, batch_bytes)
        others = _longest(session, read, of, where(read, collations, schema, large_rows.is_other))
        fetch_rows = max(fewest, _fetch_rows(most, others, batch_bytes))
        stretches = large_rows.stretches(session, read, of, collations, schema)
    large = {name for name, size in longest.items() if size > LARGE_BYTES}
    if large and session.query("PRAGMA encoding") != [("UTF-8",)]:
        large = set()  # the bytes of a text are those of another encoding
    with ROOM.taken() if large and read.compares else nullcontext():
        for stretch in stretches:
            if stretch.is_large_row:
                pa.default_memory_pool().release_unused()
            while True:
                after = read.key_range.after if last is None else last
                rest = replace(read, key_range=KeyRange(after, stretch.through))
                try:
                    query = Query(rest, collations, strict=strict, of=of, schema=schema, large=large, also=stretch.also)
                    at_once = fewest if stretch.is_large_row else fetch_rows
                    behind = Next.LARGE_ROW if stretch.also else Next.UNKNOWN
                    batches = _read_once(session, query, at_once, batch_rows, batch_bytes, behind)
                    for batch in each_once(batches):
                        last = batch[0].through_key
                        # A statement holds the row that it stands on: its large values would be there once more.
                        ends = goes_on and query.has_met_large
                        if ends:
                            batches.close()
                        yield batch.pop()
                        if ends:
                            break
                    else:
                        break
                    if stretch.is_large_row:
                        break
                except _MixedStorage:
                    strict = True
                except EngineFault as fault:
                    if strict or "Type mismatch" not in fault.message:
                        raise
                    strict = True


def _without_key(batch: SourceBatch) -> SourceBatch:
    return replace(batch, through_key=None)


def _is_whole_number(read: TableRead, name: str) -> bool:
    column = read.table.column(name)
    return column.type.kind is Kind.INTEGER if column else name == ROWID


def _fetch_rows(most: int, longest: dict[str, int], batch_bytes: int) -> int:
    """How many rows the driver is to put into one batch; ``longest``: as ``_longest`` tells."""
    return max(1, min(most, batch_bytes // (2 * sum(longest.values()) + 1))) if longest else most


class _MixedStorage(Exception):  # noqa: N818 - control flow within this module
    """Values of other storage classes than the columns announce."""


def _read_once(
    session: AdbcSession, query: Query, fetch_rows: int, batch_rows: int, batch_bytes: int, behind: Next
) -> Generator[SourceBatch]:
    """``behind``: what comes after the last row."""
    text = query.text()
    parameters = query.where()[1]
    with closing(session.stream(text, parameters, {"adbc.sqlite.query.batch_rows": fetch_rows})) as stream:
        rows = rebatch_with_next(_without_first_row(stream, query), batch_rows=batch_rows, batch_bytes=batch_bytes)
        # map() holds no batch while it asks for the next one.
        yield from map(partial(_source_batch, query, behind), rows)


def _longest(
    session: AdbcSession, read: TableRead, of: str, condition: tuple[str, list[int | str | bytes]]
) -> dict[str, int]:
    """The length of the longest value of each column that may hold any: the driver puts as many rows into one batch as
    it is told to, and asks nobody how large they are.

    SQLite knows the length of a value without reading it, so this takes a twentieth of the read.
    """
    unbounded = [column.name for column in read.columns if _is_unbounded(column)]
    if not unbounded:
        return {}
    clause, parameters = condition
    asked = ", ".join(f"coalesce(max(octet_length({quote(name)})), 0) AS c{n}" for n, name in enumerate(unbounded))
    [found] = session.query(f"SELECT {asked} FROM {of}{clause}", parameters)
    return dict(zip(unbounded, map(int, found), strict=True))


def _is_unbounded(column: Column) -> bool:
    logical = logical_type(column.type.native) if column.type.kind is Kind.STORAGE else column.type
    return logical.length is None and logical.kind in (Kind.BYTES, Kind.TEXT, Kind.JSON, Kind.XML)


def _without_first_row(stream: Iterator[pa.RecordBatch], query: Query) -> Iterator[pa.RecordBatch]:
    skipped = False
    for batch in each_once(stream):
        if not skipped:
            skipped = True
            _check_types(batch[0].schema, query)
            batch[0] = batch[0].slice(1)
        if batch[0].num_rows:
            yield batch.pop()


def _check_types(schema: pa.Schema, query: Query) -> None:
    for place, output in zip(query.places, query.outputs, strict=True):
        if schema.field(place).type != output.carrier:
            raise _MixedStorage(output.column.name)


def _source_batch(query: Query, behind: Next, cut: tuple[pa.RecordBatch, bool]) -> SourceBatch:
    batch, rows_follow = cut
    query.has_met_large = batch.nbytes > LARGE_BYTES and batch.num_rows == 1
    width = len(query.read.key)
    guard = batch.column(batch.num_columns - 1)
    unreadable = _guarded_rows(query, guard)
    if unreadable and not query.strict:
        raise _MixedStorage
    arrays = []
    for number, output in enumerate(query.outputs):
        reals = batch.column(query.reals[number]) if number in query.reals else None
        values = batch.column(query.places[number])
        if output.as_doubles:
            values, reals = pa.nulls(len(values), pa.string()), values
        elif output.tag:
            values = _tagged(values, output.tag)
        array, failed = from_storage(output.column.type, values, reals)
        unreadable += [Unreadable(row, output.column.name, reason) for row, reason in failed.items()]
        if number in query.raws:
            array = with_large(array, batch.column(query.raws[number]), marks=query.read.marks)
        arrays.append(array)
    schema = pa.schema([pa.field(o.column.name, arrow_type(o.column.type)) for o in query.outputs])
    last = batch.num_rows - 1
    through = tuple(batch.column(i)[last].as_py() for i in range(width)) if width else None
    rows = pa.RecordBatch.from_arrays(arrays, schema=schema)
    return SourceBatch(rows, through, tuple(unreadable), Next.ROWS if rows_follow else behind)


def _tagged(values: pa.Array, tag: str) -> pa.Array:
    try:
        values.validate(full=True)
    except pa.ArrowInvalid:
        raise _MixedStorage from None  # text that is not UTF-8
    return pc.binary_join_element_wise(tag, values.cast(pa.string()), "")


def _guarded_rows(query: Query, guard: pa.Array) -> list[Unreadable]:
    if not pc.any(pc.not_equal(guard, 0)).as_py():
        return []
    found = []
    for row, number in enumerate(guard.to_pylist()):
        if number:
            column = query.outputs[number - 1].column
            found.append(Unreadable(row, column.name, f"storage class does not fit declared type {column.type.native}"))
    return found
