"""Moves between two SQLite files inside one connection: the source is attached, rows never leave SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import quote as percent_encode

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.moving import Into, Seen, ServerSideRange, nothing_meanwhile
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import Session
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.keys import key_columns, read_keys
from dbmigrate.engines.sqlite.read import read_table
from dbmigrate.engines.sqlite.where import where
from dbmigrate.engines.sqlite.write import SqliteWriter
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.table import Column

ATTACHED = "dbmigrate_source"
_FETCH_ROWS, _FETCH_BYTES = 20_000, 16 * 1024 * 1024


class SourceFile(Protocol):
    path: Path

    def key_collations(self, read: TableRead) -> dict[str, str]:
        """The collation in which each key column of a read is compared, by folded name."""


class AttachedSource:
    """Another SQLite file, attached to a write connection.

    ``reading``: the source's own session, which keeps its writers out, so that both see one state of it.
    """

    def __init__(self, session: SqliteWriter, source: SourceFile, reading: AdbcSession) -> None:
        self.session: Session = session
        self.source = source
        self._session = session
        self._reading = reading
        self._keys: pa.RecordBatch | None = None
        """Of the rows pulled last."""
        attach(session, source.path)

    def pull(
        self,
        read: TableRead,
        into: Into,
        rows: int,
        size_bytes: float,
        meanwhile: Callable[[Seen], None] = nothing_meanwhile,
    ) -> ServerSideRange:
        """Of any size: nothing of it is seen here."""
        named = [(table.name.name, columns, sources) for table, columns, sources in into]
        pulled, self._keys = pull(self._session, read, named, self.source.key_collations(read), rows)
        return pulled

    def check_constraints(self) -> None:
        """Nothing waits for COMMIT: only foreign keys could, and they are not enforced."""

    def holds_few(self, read: TableRead, rows: int) -> bool:
        clause, parameters = where(read, self.source.key_collations(read), ATTACHED)
        some = f"SELECT 1 FROM {ATTACHED}.{quote(read.table.name.name)}{clause} LIMIT {int(rows) + 1}"
        [(found,)] = self._session.query(f"SELECT count(*) FROM ({some})", parameters)
        return int(found) <= rows

    def pull_whole(self, read: TableRead, into: Into) -> tuple[int, ...]:
        collations = self.source.key_collations(read)
        return tuple(
            pull_whole(self._session, read, table.name.name, columns, sources, collations)
            for table, columns, sources in into
        )

    def key_rows(self, read: TableRead, columns: Sequence[Column], rows: int) -> Iterator[SourceBatch]:
        return read_keys(self._reading, read, columns, self.source.key_collations(read), rows)

    def distinct_values(self, read: TableRead, column: Column) -> list[str]:
        return distinct_values(self._session, read, column, self.source.key_collations(read))

    def pulled_rows(self, read: TableRead, columns: Sequence[Column]) -> Iterator[SourceBatch]:
        if self._keys is None or not {column.name for column in columns} <= set(read.key):
            yield from read_range(self._session, read, columns, self.source.key_collations(read))
            return
        yield SourceBatch(key_columns(self._keys, columns), None)

    def close(self) -> None:
        self._session.rollback()  # nothing can be detached inside a transaction
        detach(self._session)


def attach(session: AdbcSession, path: Path) -> None:
    """Make the source's tables reachable; read-only."""
    uri = f"file:{percent_encode(str(path))}?mode=ro".replace("'", "''")
    session.run_sql(f"ATTACH DATABASE '{uri}' AS {ATTACHED}")


def detach(session: AdbcSession) -> None:
    session.run_sql(f"DETACH DATABASE {ATTACHED}")


def pull(
    session: AdbcSession,
    read: TableRead,
    into: Sequence[tuple[str, Sequence[str], Sequence[str]]],
    collations: dict[str, str],
    rows: int,
) -> tuple[ServerSideRange, pa.RecordBatch | None]:
    """Insert the next ``rows`` rows of the read, in key order; all of them when there is no key.

    ``into``: (target table, target columns, source columns) for each target.  Also the keys of these rows as
    SQLite gives them: a key holds one storage class (``key_defects``), so nothing is changed on the way.
    """
    of = f"{ATTACHED}.{quote(read.table.name.name)}"
    ordered = [f"{quote(k)} COLLATE {quote(collations[k.casefold()])}" for k in read.key]
    order = f" ORDER BY {', '.join(ordered)}" if ordered else ""
    through = keys = None
    limit = ""
    clause, parameters = where(read, collations, ATTACHED)
    if read.key:
        listed = ", ".join(quote(k) for k in read.key)
        # Reading the keys costs what skipping them to find the border would.
        limited = f"SELECT {listed} FROM {of}{clause}{order} LIMIT {int(rows)}"
        options = {"adbc.sqlite.query.batch_rows": min(rows, _FETCH_ROWS)}
        parts = [part for part in session.stream(limited, parameters, options) if part.num_rows]
        keys = pa.concat_batches(parts) if parts else None
        if keys is not None and keys.num_rows == rows:
            through = tuple(column[rows - 1].as_py() for column in keys.columns)
        # The same rows, counted: to compare each with the last key would take a quarter of the time.
        limit = f" LIMIT {0 if keys is None else keys.num_rows}"
    moved = 0
    for target, columns, sources in into:
        session.query(
            f"INSERT INTO main.{quote(target)} ({', '.join(map(quote, columns))})"
            f" SELECT {', '.join(map(quote, sources))} FROM {of}{clause}{order}{limit}",
            parameters,
        )
        moved = int(session.query("SELECT changes()")[0][0])
        if keys is not None and moved != keys.num_rows:
            raise EngineFault(Fault.TERMINAL, f"{keys.num_rows} keys were read, but {moved} rows were moved")
    return ServerSideRange(moved, through, ended=through is None), keys


def pull_whole(
    session: AdbcSession,
    read: TableRead,
    target: str,
    columns: Sequence[str],
    sources: Sequence[str],
    collations: dict[str, str],
) -> int:
    """Insert every row of the read as the source stores them: without an order, and where both tables are alike in the
    words that have SQLite copy records and indexes without looking into them (``xferOptimization`` in its insert.c)."""
    clause, parameters = where(read, collations, ATTACHED)
    of = f"{ATTACHED}.{quote(read.table.name.name)}"
    alike = not clause and all(
        _columns_of(session, schema, table) == list(names)
        for schema, table, names in (("main", target, columns), (ATTACHED, read.table.name.name, sources))
    )
    if alike:
        session.run_sql(f"INSERT INTO main.{quote(target)} SELECT * FROM {of}")
    else:
        session.query(
            f"INSERT INTO main.{quote(target)} ({', '.join(map(quote, columns))})"
            f" SELECT {', '.join(map(quote, sources))} FROM {of}{clause}",
            parameters,
        )
    return int(session.query("SELECT changes()")[0][0])


def _columns_of(session: AdbcSession, schema: str, table: str) -> list[str]:
    """Also those that cannot be written, so that a table that has them is like no other."""
    return [
        str(name) for (name,) in session.query(f"SELECT name FROM pragma_table_xinfo('{_text(table)}', '{schema}')")
    ]


def _text(value: str) -> str:
    return value.replace("'", "''")


def distinct_values(session: AdbcSession, read: TableRead, column: Column, collations: dict[str, str]) -> list[str]:
    """A BLOB is left out: it is no value that anybody could name."""
    clause, parameters = where(read, collations, ATTACHED)
    name, of = quote(column.name), f"{ATTACHED}.{quote(read.table.name.name)}"
    # The values first, then their text: an index on the column serves.
    rows = session.query(
        f"SELECT CAST(v AS TEXT) FROM (SELECT DISTINCT {name} AS v FROM {of}{clause})"
        " WHERE typeof(v) NOT IN ('null', 'blob')",
        parameters,
    )
    return [str(text) for (text,) in rows]


def read_range(
    session: AdbcSession, read: TableRead, columns: Sequence[Column], collations: dict[str, str]
) -> Iterator[SourceBatch]:
    """Columns of the source's rows in the read's range."""
    of = f"{ATTACHED}.{quote(read.table.name.name)}"
    wanted = replace(read, columns=tuple(columns))
    yield from read_table(
        session, wanted, collations, batch_rows=_FETCH_ROWS, batch_bytes=_FETCH_BYTES, of=of, schema=ATTACHED
    )
