"""Rows from PostgreSQL to PostgreSQL in the servers' own binary COPY form; no value is decoded on the way.

Which tables may go this way is decided by their types: what the one server sends must be what the other one
would send for the same value, and every value must fit.  Everything else goes through Arrow.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import psycopg
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault, Fault, SourceFault
from dbmigrate.engines.moving import Into, Seen, ServerSideRange, nothing_meanwhile
from dbmigrate.engines.postgresql.copy_stream import Feed, RowStream, Wire, as_text, write_rows
from dbmigrate.engines.postgresql.ddl import quote, quote_table
from dbmigrate.engines.postgresql.faults import sort_psycopg
from dbmigrate.engines.postgresql.read import select_as_stored
from dbmigrate.engines.postgresql.session import CHECK_CONSTRAINTS, PsycopgSession
from dbmigrate.engines.postgresql.stream_keys import StreamKeys
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import Session
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyRange, KeyScalar, KeyValue
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import Kind, LogicalType, arrow_type

OLDEST_MAJOR = 10
"""An older server may have been built with floating-point timestamps (release notes of 10)."""

AS_STORED = frozenset(
    "boolean|smallint|integer|bigint|real|double precision|numeric|money|oid|"
    'text|character varying|character|bpchar|name|"char"|bytea|uuid|json|jsonb|'
    "date|time without time zone|time with time zone|timestamp without time zone|timestamp with time zone|interval|"
    "bit|bit varying|inet|cidr|macaddr|macaddr8|point|line|lseg|box|path|polygon|circle|tsvector|tsquery|pg_lsn|"
    "int4range|int8range|numrange|daterange|tsrange|tstzrange".split("|")
)
"""Built-in types, as ``format_type`` names them.  Not among them: xml, whose binary form names an encoding; the
``reg`` types, whose numbers mean other objects in another database; types of users, whose numbers differ."""

_READ_ROWS, _READ_BYTES = 20_000, 16 * 1024 * 1024

_LENGTH = re.compile(r"\([^)]*\)")
_TEXTS = ("text", "character varying")
_BY_THEMSELVES = (Kind.BYTES, Kind.INTEGER, Kind.TEXT)
"""Kinds of key columns whose values are told without asking the server how it spells them."""


def goes_as_stored(source: LogicalType, target: LogicalType) -> bool:
    """Whether the binary form of every value of the one type is that of the same value in the other."""
    if source.kind is not target.kind:
        return False  # the group file has the column read as something else
    before, after = _LENGTH.sub("", source.native), _LENGTH.sub("", target.native)
    if before.removesuffix("[]") not in AS_STORED:
        return False
    if source.native == target.native:
        return True
    if before in _TEXTS and after in _TEXTS:
        return target.length is None or (source.length is not None and source.length <= target.length)
    # A numeric is padded with zeros or rounded without a word, so only the same precision and scale will do.
    return (
        before == after
        and source.kind in (Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)
        and (source.fraction or 0) <= (target.fraction or 0)
    )


def fits(table: TablePlan) -> bool:
    """Whether every column of the table goes as it is stored, and its key among them."""
    if len(table.into) != 1:
        return False
    taken = set()
    for column in table.into[0].columns:
        read = None if column.source is None else table.source.column(column.source)
        if read is None or not goes_as_stored(read.type, column.target.type):
            return False
        taken.add(read.name)
    return taken.issuperset(table.key)


class CopySource(Protocol):
    """A reader of the source, as far as it is needed here."""

    def connect_psycopg(self) -> psycopg.Connection[Any]:
        """One more connection under the reader's snapshot."""

    def from_clause(self, table: Table) -> str: ...

    def distinct_values(self, read: TableRead, column: Column) -> list[str]: ...

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]: ...


class _Ahead(Struct, frozen=True):
    """A stream that goes on where the last range ended, and the read that would give the same rows."""

    stream: RowStream
    read: TableRead
    sources: tuple[str, ...]


class PassThrough:
    """One table after the other; the source's query of a table goes on from range to range."""

    def __init__(self, source: CopySource, target: PsycopgSession) -> None:
        self.session: Session = target
        self._target = target
        self._source = source
        self._from: tuple[psycopg.Connection[Any], Wire] | None = None
        self._ahead: _Ahead | None = None
        self._keys: StreamKeys | None = None

    def pull(
        self,
        read: TableRead,
        into: Into,
        rows: int,
        size_bytes: float,
        meanwhile: Callable[[Seen], None] = nothing_meanwhile,
    ) -> ServerSideRange:
        [(table, columns, sources)] = into
        columns, sources = _key_first(read, columns, sources)
        key = [read.table.named(name) for name in read.key]
        self._keys = StreamKeys(key) if StreamKeys.can_tell(key) else None
        try:
            stream = self._stream(read, tuple(sources))
            most = (rows, size_bytes) if read.key else (None, math.inf)
            taken, last = self._copy(stream, read, table, columns, most, meanwhile)
        except BaseException:
            self._disconnect_source()
            raise
        through = self._key(read, last) if taken and read.key else None
        if not stream.ended:
            rest = replace(read, key_range=KeyRange(through, read.key_range.through))
            self._ahead = _Ahead(stream, rest, tuple(sources))
        return ServerSideRange(taken, through, stream.ended)

    def check_constraints(self) -> None:
        # A constraint that is checked at COMMIT would be one more way for a COMMIT to fail.
        self._target.soon(CHECK_CONSTRAINTS)

    def holds_few(self, read: TableRead, rows: int) -> bool:
        """By the server's estimate."""
        return read.table.row_estimate is not None and read.table.row_estimate <= rows

    def distinct_values(self, read: TableRead, column: Column) -> list[str]:
        try:
            return self._source.distinct_values(read, column)
        except EngineFault as fault:
            raise _of_source(fault) from None

    def pulled_rows(self, read: TableRead, columns: Sequence[Column]) -> Iterator[SourceBatch]:
        """As they came by, or asked for on the reader's own connection, where nothing else is going on."""
        seen = self._seen(read, columns)
        if seen is not None:
            yield SourceBatch(seen, read.key_range.through)
            return
        taken = {column.name for column in columns}
        also = [column for column in (read.table.named(name) for name in read.key) if column.name not in taken]
        wanted = replace(read, columns=(*columns, *also))
        names = [column.name for column in columns]
        try:
            for batch in self._source.read(wanted, batch_rows=_READ_ROWS, batch_bytes=_READ_BYTES):
                for flaw in batch.unreadable:
                    raise EngineFault(Fault.TERMINAL, f"a value of key column {flaw.column} could not be read")
                yield SourceBatch(batch.rows.select(names), batch.through_key)
        except EngineFault as fault:
            raise _of_source(fault) from None

    def _seen(self, read: TableRead, columns: Sequence[Column], feed: Feed | None = None) -> pa.RecordBatch | None:
        """Of the last pull; None unless all of them are columns of the key, read as what they are.

        ``feed``: the target's, which is to have something to do meanwhile.
        """
        key = {name: read.table.named(name) for name in read.key}
        if self._keys is None or any(
            column.name not in key or arrow_type(column.type) != arrow_type(key[column.name].type) for column in columns
        ):
            return None
        if feed is None:
            rows = self._keys.rows()
        else:
            rows = self._keys.rows(feed.pump)
            feed.pump()
        return None if rows is None else rows.select([column.name for column in columns])

    def close(self) -> None:
        self._disconnect_source()
        self.session.close()

    def _stream(self, read: TableRead, sources: tuple[str, ...]) -> RowStream:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            if (ahead.read, ahead.sources) == (read, sources):
                return ahead.stream
            self._disconnect_source()  # in the middle of another stream
        try:
            if self._from is None:
                connection = self._source.connect_psycopg()
                self._from = connection, Wire(connection)
            return RowStream(self._from[1], select_as_stored(read, self._source.from_clause, sources))
        except psycopg.Error as error:
            raise _of_source(sort_psycopg(error)) from None
        except EngineFault as fault:
            raise _of_source(fault) from None

    def _copy(
        self,
        stream: RowStream,
        read: TableRead,
        table: Table,
        columns: Sequence[str],
        most: tuple[int | None, float],
        meanwhile: Callable[[Seen], None],
    ) -> tuple[int, list[bytes | None]]:
        """How many rows, and the key of the last of them."""
        last: list[bytes | None] = []

        def fill(feed: Feed) -> int:
            nonlocal last
            try:
                watch = None if self._keys is None else self._keys.add
                taken, last = stream.take(most[0], feed, watch, len(read.key), most[1])
            except psycopg.Error as error:
                raise _of_source(sort_psycopg(error)) from None
            if taken:
                meanwhile(lambda wanted: self._seen(read, wanted, feed))
            return taken

        into = f"{quote_table(table.name)} ({', '.join(map(quote, columns))})"
        return write_rows(self._target.wire(), into, fill), last

    def _key(self, read: TableRead, values: Sequence[bytes | None]) -> KeyValue:
        """As ``read_table`` gives it: integers, text and bytes by themselves, anything else as the server's text."""
        found = [(value or b"", read.table.named(name)) for value, name in zip(values, read.key, strict=True)]
        asked = [(value, column.type.native) for value, column in found if column.type.kind not in _BY_THEMSELVES]
        texts = iter(as_text(self._target.wire(), asked) if asked else ())
        return tuple(_scalar(column, value, texts) for value, column in found)

    def _disconnect_source(self) -> None:
        self._ahead = None
        if self._from is not None:
            connection, wire = self._from
            self._from = None
            wire.close()
            connection.close()


def _key_first(
    read: TableRead, columns: Sequence[str], sources: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same pairs of columns, those of the read's key in front and in its order."""
    first = [list(sources).index(name) for name in read.key]
    order = [*first, *(place for place in range(len(sources)) if place not in first)]
    return tuple(columns[place] for place in order), tuple(sources[place] for place in order)


def _scalar(column: Column, value: bytes, texts: Iterator[str]) -> KeyScalar:
    match column.type.kind:
        case Kind.BYTES:
            return value
        case Kind.INTEGER:
            return int.from_bytes(value, "big", signed=True)
        case Kind.TEXT:
            return value.decode()  # a cast to text takes the blanks off char(n)
    return next(texts)


def _of_source(fault: EngineFault) -> SourceFault:
    return SourceFault(fault.fault, fault.message, fault.native_code)
