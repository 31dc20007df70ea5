"""One state of a SQLite file, and connections that read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.reader import BoundOf, Reader, Survey, TableRead, Tally
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.read import read_table
from dbmigrate.engines.sqlite.same_rows import Comparing, count_if_same
from dbmigrate.engines.sqlite.survey import survey
from dbmigrate.engines.sqlite.tally import count_rows, tally_rows
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Column, Table


class ViewedFile(Protocol):
    path: Path

    def connect_session(self) -> AdbcSession: ...

    def state_token(self) -> str | None: ...

    def has_rowid(self, table: Table) -> bool: ...

    def key_collations(self, read: TableRead) -> dict[str, str]:
        """The collation in which each key column of a read is compared, by folded name."""


class SqliteView:
    """One read transaction on one connection; all reads of a pass share it."""

    description = "one read transaction"

    def __init__(self, engine: ViewedFile) -> None:
        self._engine = engine
        self._session = engine.connect_session()
        before = engine.state_token()
        self._session.begin()
        self._session.run_sql("SELECT count(*) FROM sqlite_master")  # takes the snapshot
        # What was written while it was taken may be in it or not.
        self.state_token = before if before is not None and before == engine.state_token() else None

    def open_reader(self) -> SqliteReader:
        return SqliteReader(self._engine, self._session)

    def close(self) -> None:
        self._session.close()


class SqliteReader:
    """``session``: the view's."""

    def __init__(self, engine: ViewedFile, session: AdbcSession) -> None:
        self._engine = engine
        self.session = session
        # Not the view's session: nothing can be detached inside its transaction.
        self._comparing = Comparing(engine.connect_session)

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        return read_table(
            self.session,
            read,
            self._collations(read),
            batch_rows=batch_rows,
            batch_bytes=batch_bytes,
            by_rowid=self._engine.has_rowid(read.table),
        )

    def count(self, read: TableRead) -> int:
        return count_rows(self.session, read, self._collations(read))

    def count_if_same(self, read: TableRead, other: Reader, others: TableRead, streams: int) -> int | None:
        if not isinstance(other, SqliteReader):
            return None
        return count_if_same(self._comparing, self._engine, read, other._engine, others, streams)

    def tally(self, read: TableRead) -> Tally:
        return tally_rows(self.session, read, self._collations(read))

    def survey(self, read: TableRead, column: Column, bound: int | str, bound_of: BoundOf, /) -> Survey | None:
        return survey(self.session, read, column, bound, bound_of) if self._engine.has_rowid(read.table) else None

    def split(self, read: TableRead, chunks: int) -> list[KeyRange]:
        """One range: a single writer or a single reader gains nothing from more."""
        return [read.key_range]

    def high_water_mark(self, table: Table, column: str) -> int | str | None:
        """The greatest value, text or integer; NULL, or a value of another storage class, gives no mark.

        Text sorts behind every number, so where the greatest value is an integer there is no text.
        """
        name = quote(column)
        rows = self.session.query(f"SELECT max({name}), typeof(max({name})) FROM {quote(table.name.name)}")
        value, storage = rows[0]
        return value if storage in ("text", "integer") else None

    def close(self) -> None:
        """The session for reading belongs to the view."""
        self._comparing.close()

    def _collations(self, read: TableRead) -> dict[str, str]:
        return self._engine.key_collations(read)
