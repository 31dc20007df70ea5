"""One state of a PostgreSQL source, seen by any number of connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import psycopg

from dbmigrate.engines.adbc_connection import AdbcConnection
from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.postgresql.ddl import quote, quote_text
from dbmigrate.engines.postgresql.dialect import dialect
from dbmigrate.engines.postgresql.faults import sort_adbc, sort_psycopg
from dbmigrate.engines.postgresql.read import key_hash, read_table, select_expression, where
from dbmigrate.engines.postgresql.same_rows import RowSums, count_if_same, row_sums
from dbmigrate.engines.postgresql.split import split
from dbmigrate.engines.postgresql.state_token import state_token
from dbmigrate.engines.postgresql.survey import survey
from dbmigrate.engines.reader import BoundOf, Reader, Survey, TableRead, Tally
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Column, Table


class ViewedEngine(Protocol):
    def connect_psycopg(self) -> psycopg.Connection[Any]: ...

    def connect_adbc(self) -> AdbcConnection: ...

    def from_clause(self, table: Table) -> str: ...


class PostgresView:
    """A REPEATABLE READ transaction whose snapshot every reader imports."""

    description = "one exported snapshot"

    def __init__(self, engine: ViewedEngine) -> None:
        self._engine = engine
        self._holder = engine.connect_psycopg()
        try:
            self._holder.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self.state_token = state_token(self._holder)
            row = self._holder.execute("SELECT pg_export_snapshot()").fetchone()
        except psycopg.Error as error:
            self._holder.close()
            raise sort_psycopg(error) from None
        self.snapshot = str(row[0]) if row else ""

    def open_reader(self) -> PostgresReader:
        session = AdbcSession(
            self._engine.connect_adbc(), dialect(), sort_adbc, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        )
        session.begin()
        session.run_sql(f"SET TRANSACTION SNAPSHOT {quote_text(self.snapshot)}")
        return PostgresReader(session, self._engine, self.snapshot)

    def close(self) -> None:
        self._holder.close()


class PostgresReader:
    def __init__(self, session: AdbcSession, engine: ViewedEngine, snapshot: str) -> None:
        self._session = session
        self._engine = engine
        self._snapshot = snapshot

    def connect_psycopg(self) -> psycopg.Connection[Any]:
        """One more connection with the same view."""
        connection = self._engine.connect_psycopg()
        try:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.execute(f"SET TRANSACTION SNAPSHOT {quote_text(self._snapshot)}".encode())
        except psycopg.Error as error:
            connection.close()
            raise sort_psycopg(error) from None
        return connection

    def from_clause(self, table: Table) -> str:
        return self._engine.from_clause(table)

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        return read_table(self._session, read, self._engine.from_clause, batch_rows=batch_rows, batch_bytes=batch_bytes)

    def count(self, read: TableRead) -> int:
        of = self._engine.from_clause
        return int(self._session.query(f"SELECT count(*) FROM {of(read.table)} AS t{where(read, of)}")[0][0])

    def count_if_same(self, read: TableRead, other: Reader, others: TableRead, streams: int) -> int | None:
        if not isinstance(other, PostgresReader):
            return None
        return count_if_same(lambda: self.row_sums(read), lambda: other.row_sums(others))

    def row_sums(self, read: TableRead) -> RowSums | None:
        return row_sums(self._session, read, self._engine.from_clause)

    def tally(self, read: TableRead) -> Tally:
        of, hashed = self._engine.from_clause, key_hash(read)
        if hashed is None:
            return Tally(self.count(read))
        [(rows, keys)] = self._session.query(
            f"SELECT count(*), sum({hashed})::text FROM {of(read.table)} AS t{where(read, of)}"
        )
        return Tally(int(rows), str(keys))

    def distinct_values(self, read: TableRead, column: Column) -> list[str]:
        """As text, without NULL."""
        of, shown = self._engine.from_clause, select_expression(column)
        rows = self._session.query(f"SELECT DISTINCT {shown} FROM {of(read.table)} AS t{where(read, of)}")
        return [str(value) for (value,) in rows if value is not None]

    def survey(self, read: TableRead, column: Column, bound: int | str, bound_of: BoundOf, /) -> Survey | None:
        return survey(self._session, read, column, bound, bound_of, self._engine.from_clause)

    def split(self, read: TableRead, chunks: int) -> list[KeyRange]:
        return split(self._session, read, chunks, self._engine.from_clause)

    def high_water_mark(self, table: Table, column: str) -> str | None:
        rows = self._session.query(f"SELECT max({quote(column)})::text FROM {self._engine.from_clause(table)}")
        return None if rows[0][0] is None else str(rows[0][0])

    def close(self) -> None:
        self._session.close()
