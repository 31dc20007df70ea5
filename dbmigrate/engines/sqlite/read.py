"""Ordered, typed reads from SQLite as Arrow.

ADBC takes the Arrow types from the first rows and then turns what differs into text or refuses it
(driver 1.13: a REAL among text becomes ``2.500000e+00`` without a word).  So each query starts with one
made-up row that sets the types and sorts first because its key is NULL, and values of a wrong storage
class are flagged by a guard column.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing, nullcontext
from functools import partial

import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.batching import rebatch_with_next
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.reader import TableRead, Tally
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.large_rows import LargeRows, Stretch
from dbmigrate.engines.sqlite.types import Affinity, affinity, logical_type
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
_EXACT = 2**53
_MOST_COLUMNS = 2_000
"""SQLITE_MAX_COLUMN of the driver's SQLite, which is the default (sqlite.org/limits.html)."""
_MOMENTS = (Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)


class _Output(Struct, frozen=True):
    """How one column is selected: ``sql`` gives values of Arrow type ``carrier``, like ``filler``; ``flaw`` is true for
    a value that the carrier would change.  ``reals``: REALs are NULL there, and follow in a column of their own.
    """

    column: Column
    sql: str
    filler: str
    carrier: pa.DataType
    flaw: str | None
    reals: bool = False
    tag: str = ""
    """Of values that come without their storage class, because they have but one."""
    raw: str = ""
    """SQL for the bytes of large values, of which ``sql`` gives the storage class alone; they follow, too."""

    @property
    def as_doubles(self) -> bool:
        """All values come as REALs would."""
        is_made_of_them = self.column.type.kind in (Kind.DECIMAL, Kind.STORAGE)
        return is_made_of_them and pa.types.is_floating(self.carrier)


def storage_text(name: str) -> str:
    """SQL for a value with its storage class in front; REALs are NULL here and travel as doubles beside it."""
    return (
        f"CASE typeof({name}) WHEN 'integer' THEN 'i' || {name} WHEN 'blob' THEN 'b' || hex({name})"
        f" WHEN 'text' THEN 't' || {name} END"
    )


def _strict(column: Column) -> _Output:
    """Each value is asked for its storage class; NULL stands for one that does not fit."""
    name = quote(column.name)
    kind = column.type.kind
    of = f"typeof({name})"

    def guarded(*classes: str) -> str:
        return f"CASE WHEN {of} IN ({', '.join(repr(c) for c in classes)}) THEN {name} END"

    def unless(*classes: str) -> str:
        return f"{of} NOT IN ({', '.join(repr(c) for c in (*classes, 'null'))})"

    if kind is Kind.STORAGE:
        return _Output(column, storage_text(name), "''", pa.string(), None, reals=True)
    if kind in (Kind.INTEGER, Kind.BOOLEAN):
        return _Output(column, guarded("integer"), "0", pa.int64(), unless("integer"))
    if kind is Kind.FLOAT:
        safe = (
            f"CASE {of} WHEN 'real' THEN {name} WHEN 'integer' THEN"
            f" CASE WHEN {name} BETWEEN -{_EXACT} AND {_EXACT} THEN CAST({name} AS REAL) END END"
        )
        flaw = f"({unless('real')} AND NOT ({of} = 'integer' AND {name} BETWEEN -{_EXACT} AND {_EXACT}))"
        return _Output(column, safe, "0.0", pa.float64(), flaw)
    if kind is Kind.DECIMAL:
        as_text = f"CASE {of} WHEN 'integer' THEN CAST({name} AS TEXT) WHEN 'text' THEN {name} END"
        return _Output(column, as_text, "''", pa.string(), unless("integer", "text", "real"), reals=True)
    if kind is Kind.BYTES:
        return _Output(column, guarded("blob"), "x''", pa.binary(), unless("blob"))
    as_text = f"CASE {of} WHEN 'text' THEN {name} WHEN 'integer' THEN CAST({name} AS TEXT) END"
    # Numbers cannot be in a column of text affinity.
    only_text = kind in _MOMENTS and affinity(column.type.native) is not Affinity.TEXT
    return _Output(column, as_text, "''", pa.string(), unless("text") if only_text else unless("text", "integer"))


def _plain(column: Column) -> _Output:
    """Values as they are, for tables without surprises: ``flaw`` is true for every value that ``_strict`` must see.

    Storage classes compare as NULL < numbers < text < BLOBs (sqlite.org/datatype3.html, section 4.1), and a
    comparison costs half as much as typeof().
    """
    name = quote(column.name)
    kind = column.type.kind
    if kind is Kind.STORAGE:
        return _plain_storage(column)
    if kind in (Kind.INTEGER, Kind.BOOLEAN):
        return _Output(column, name, "0", pa.int64(), None)  # the driver refuses anything else
    if kind is Kind.FLOAT:
        return _Output(column, name, "0.0", pa.float64(), f"typeof({name}) NOT IN ('real', 'null')")
    if kind is Kind.DECIMAL and affinity(column.type.native) is Affinity.TEXT:
        return _strict(column)
    if kind is Kind.DECIMAL:
        return _Output(column, name, "0.0", pa.float64(), f"{name} NOT BETWEEN -{_EXACT} AND {_EXACT}")
    if kind is Kind.BYTES:
        return _Output(column, name, "x''", pa.binary(), f"{name} < x''")
    number = "" if affinity(column.type.native) is Affinity.TEXT else f"{name} < '' OR "
    return _Output(column, name, "''", pa.string(), f"{number}{name} >= x''")


def _plain_storage(column: Column) -> _Output:
    """In the one storage class that the declared type makes likely; the tag is cheaper to put on in Arrow."""
    name = quote(column.name)
    expected = affinity(column.type.native)
    if expected is Affinity.INTEGER:
        return _Output(column, name, "0", pa.int64(), f"typeof({name}) NOT IN ('integer', 'null')", tag="i")
    if expected is Affinity.REAL:
        return _Output(column, name, "0.0", pa.float64(), f"typeof({name}) NOT IN ('real', 'null')")
    if expected is Affinity.TEXT:
        return _Output(column, name, "''", pa.string(), f"{name} >= x''", tag="t")
    if logical_type(column.type.native).kind in _MOMENTS:
        return _Output(column, name, "''", pa.string(), f"{name} < '' OR {name} >= x''", tag="t")
    return _strict(column)


def _large(column: Column) -> _Output:
    """For a column that holds large values: each is loaded once, and never spelled in hex by SQLite.

    typeof() and octet_length() do not load a value, a comparison does.
    """
    if column.type.kind is not Kind.STORAGE:
        return _strict(column)
    name = quote(column.name)
    is_large = f"octet_length({name}) > {LARGE_BYTES}"
    shown = f"CASE WHEN {is_large} THEN substr(typeof({name}), 1, 1) ELSE {storage_text(name)} END"
    raw = f"CASE WHEN {is_large} THEN CAST({name} AS BLOB) END"
    return _Output(column, shown, "''", pa.string(), None, reals=True, raw=raw)


def storage_flaw(column: Column) -> str:
    """SQL that is true for a value whose storage class does not fit the column; ``0`` where any fits."""
    return _strict(column).flaw or "0"


class Query:
    """The SELECT for a read.  Columns: key parts, then values (each with REAL twin and raw one), then the guard.

    ``large``: columns that hold large values.  ``also``: a further condition.
    """

    def __init__(
        self,
        read: TableRead,
        collations: dict[str, str],
        *,
        strict: bool,
        of: str,
        schema: str = "main",
        large: Collection[str] = (),
        also: str = "",
    ) -> None:
        self.read = read
        self._also = also
        self.strict = strict
        self.of = of
        self._schema = schema
        made = _strict if strict else _plain
        self.outputs = [_large(column) if column.name in large else made(column) for column in read.columns]
        self._collations = collations
        self.places: list[int] = []
        """Of each column its position in the result."""
        self.reals: dict[int, int] = {}
        self.raws: dict[int, int] = {}
        self.has_met_large = False
        """Whether the batch made last was of large values."""

    def text(self) -> str:
        first, rest, position = ["NULL"] * len(self.read.key), [quote(k) for k in self.read.key], len(self.read.key)
        for number, output in enumerate(self.outputs):
            first.append(output.filler)
            rest.append(output.sql)
            self.places.append(position)
            position += 1
            if output.reals:
                name = quote(output.column.name)
                first.append("0.0")
                rest.append(f"CASE WHEN typeof({name}) = 'real' THEN {name} END")
                self.reals[number] = position
                position += 1
            if output.raw:
                first.append("x''")
                rest.append(output.raw)
                self.raws[number] = position
                position += 1
        first.append("0")
        rest.append(self._guard())
        if len(first) > _MOST_COLUMNS:
            raise EngineFault(
                Fault.TERMINAL,
                f"{self.read.table.name} has too many columns to be read: a result of SQLite has at most"
                f" {_MOST_COLUMNS:,}, and {len(first):,} are needed to keep the storage class of each value",
                "SQLITE_MAX_COLUMN",
            )
        order = ", ".join(
            f"{number} COLLATE {quote(self._collations[column.casefold()])}"
            for number, column in enumerate(self.read.key, 1)
        )
        aliased = ", ".join(f"{sql} AS c{number}" for number, sql in enumerate(first))
        return f"SELECT {aliased} UNION ALL SELECT {', '.join(rest)} FROM {self.of}{self.where()[0]}" + (
            f" ORDER BY {order}" if order else ""
        )

    def where(self) -> tuple[str, list[int | str | bytes]]:
        """The WHERE clause and its parameters."""
        return where(self.read, self._collations, self._schema, self._also)

    def _guard(self) -> str:
        """The number of the first column with a flaw, or 0."""
        flaws = [(number, output.flaw) for number, output in enumerate(self.outputs, 1) if output.flaw]
        if not flaws:
            return "0"
        # One CASE is cheaper than adding up flaws per column: 10 % of the read, not 50 %; and ORs nest too deeply.
        cases = " ".join(f"WHEN {flaw} THEN {number}" for number, flaw in flaws)
        return f"CASE {cases} ELSE 0 END"


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


HASHED = "sum(rowid * (rowid + 1181783497) % 2147483563)"
"""Of row numbers; see ``tally_rows``."""


def count_rows(session: AdbcSession, read: TableRead, collations: dict[str, str]) -> int:
    clause, parameters = where(read, collations)
    rows = session.query(f"SELECT count(*) FROM {quote(read.table.name.name)}{clause}", parameters)
    return int(rows[0][0])


def tally_rows(session: AdbcSession, read: TableRead, collations: dict[str, str]) -> Tally:
    """By the row's number, which every key has behind it; a VACUUM may give other ones, then everything is read again.

    The sum of squares tells two rows that came from two that went, where their plain sums agree (half as dear as the
    count itself: 10 M rows measured).
    """
    clause, parameters = where(read, collations)
    of = f"FROM {quote(read.table.name.name)}{clause}"
    try:
        rows = session.query(f"SELECT count(*), {HASHED} {of}", parameters)
    except EngineFault as fault:
        if fault.fault is not Fault.TERMINAL:
            raise
        return Tally(count_rows(session, read, collations))  # WITHOUT ROWID
    [(count, keys)] = rows
    return Tally(int(count), tally_text(int(count), keys))


def tally_text(rows: int, keys: int | None) -> str | None:
    return None if keys is None and rows else str(keys)


def fault_without_code(error: Exception) -> EngineFault:
    """The SQLite driver gives no extended result code on bulk ingest, only SQLite's own fixed message."""
    message = str(error).partition("\nquery was:")[0]
    of_a_row = ("constraint failed", "datatype mismatch", "string or blob too big", "cannot store")
    if any(words in message for words in of_a_row):
        return EngineFault(Fault.ROW, message)
    if "database is locked" in message or "database table is locked" in message:
        return EngineFault(Fault.TRANSIENT, message, "SQLITE_BUSY")
    return EngineFault(Fault.TERMINAL, message)
