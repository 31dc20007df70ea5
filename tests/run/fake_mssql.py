"""A stand-in for SQL Server that behaves as its driver does where the write protocol depends on it.

Transactions and locks are real ones, of a SQLite file; what is sent is the engine's own T-SQL, changed only
where SQLite has another word.  As with the real driver, bulk copy opens a connection of its own: rows that it
has loaded survive a rollback, and it would wait for ever if the session held staging.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql.bulk import BulkCopySwitch
from dbmigrate.engines.mssql.catalog import SchemaCatalog
from dbmigrate.engines.mssql.connection import Answer, BulkCopyRefusedError
from dbmigrate.engines.mssql.engine import MssqlEngine
from dbmigrate.engines.mssql.faults import make_fault
from dbmigrate.engines.mssql.options import MssqlOptions
from dbmigrate.engines.mssql.session import STILL_OPEN, MssqlSession
from dbmigrate.engines.mssql.types import logical_type
from dbmigrate.model.table import Column, Table, TableName

NUMBERS = {"UNIQUE": 2627, "NOT NULL": 515, "FOREIGN KEY": 547, "CHECK": 547}
_WORDS = (
    (r"^TRUNCATE TABLE (\S+)$", r"DELETE FROM \1"),
    (r"^BEGIN TRANSACTION$", "BEGIN IMMEDIATE"),
    (r"^COMMIT TRANSACTION$", "COMMIT"),
    (r"^SAVE TRANSACTION (\w+)$", r"SAVEPOINT \1"),
    (r"^ROLLBACK TRANSACTION (\w+)$", r"ROLLBACK TO \1"),
    (r"\bWITH \(TABLOCK\)", ""),
    (r"\bCOLLATE \w+", ""),
    (r"\bCOUNT_BIG\b", "COUNT"),
    (r"\bDATALENGTH\b", "LENGTH"),
    (r"\bNONCLUSTERED\b", ""),
    (r"\(max\)", "(0)"),
    (r"\bN'", "'"),
    (r"^SELECT TOP \(?(\d+)\)? (.*)$", r"SELECT \2 LIMIT \1"),
    (r"^UPDATE t SET (.*?)\s+FROM (\S+) AS t JOIN (\S+) AS s ON (.*?)\s+WHERE (.*)$",
     r"UPDATE \2 AS t SET \1 FROM \3 AS s WHERE \4 AND (\5)"),
)  # fmt: skip


class CrashError(BaseException):
    """The process is gone; nothing that would tidy up may run."""


@dataclass
class FakeServer:
    """``crash_at``: the number of the statement, or of the bulk copy, before which the process dies;
    ``changes_text``: bulk copy stores other text than it was given, without an error; ``late_with``: the first load
    with this column is given up, and its rows arrive all the same when the next transaction begins."""

    directory: Path
    crash_at: int | None = None
    refuses_bulk_copy: bool = False
    changes_text: bool = False
    late_with: str | None = None
    late: list[tuple[str, list[tuple[Any, ...]]]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    locks: dict[str, tuple[FakeConnection, str]] = field(default_factory=dict)
    connections: list[FakeConnection] = field(default_factory=list)
    crashed: bool = False

    def restarted(self) -> FakeServer:
        """After a crash: open transactions are rolled back, locks are free, what was committed is there."""
        for connection in self.connections:
            connection.drop()
        return FakeServer(self.directory, refuses_bulk_copy=self.refuses_bulk_copy)

    def step(self, sql: str) -> None:
        if self.crashed:
            raise CrashError
        self.sent.append(sql)
        if self.crash_at is not None and len(self.sent) == self.crash_at:
            self.crashed = True
            raise CrashError

    def arrive(self) -> None:
        while self.late:
            self.store(*self.late.pop())

    def store(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        other = self.open_file()
        try:
            other.execute("BEGIN IMMEDIATE")
            for row in rows:
                other.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
            other.execute("COMMIT")
        finally:
            other.close()

    def open_file(self) -> sqlite3.Connection:
        opened = sqlite3.connect(self.directory / "main.db", isolation_level=None, timeout=0.5, check_same_thread=False)
        for schema in ("dbo", "dbmigrate"):
            opened.execute(f"ATTACH DATABASE '{self.directory / f'{schema}.db'}' AS {schema}")
        return opened


class FakeConnection:
    has_bulk_copy = True
    needs_lengths = False

    def __init__(self, server: FakeServer) -> None:
        self._server = server
        self._file = server.open_file()
        server.connections.append(self)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        sql = sql.removeprefix(STILL_OPEN)
        self._server.step(sql)
        if sql == "BEGIN TRANSACTION":
            self._server.arrive()
        if sql.startswith("SET "):
            return Answer((), [])
        if "sp_getapplock" in sql:
            return Answer(("granted",), [(self._lock(*parameters),)])
        if sql.startswith("IF @@TRANCOUNT"):
            self._end()
            return Answer((), [])
        conditional = re.match(r"IF (OBJECT_ID|SCHEMA_ID)\(N'([^']*)'\) IS (NOT )?NULL (.*)", sql, re.DOTALL)
        if conditional:
            _, name, present, rest = conditional.groups()
            if rest.startswith("EXEC") or self._is_there(name) != bool(present):
                return Answer((), [])
            sql = rest
        head, separator, _ = sql.partition(";\nSELECT @@ROWCOUNT")
        cursor = self._run(head, parameters)
        if separator:
            return Answer(("affected",), [(cursor.rowcount,)])
        names = tuple(column[0] for column in cursor.description or ())
        if sql == "COMMIT TRANSACTION":
            self._unlock("Transaction")
        return Answer(names, cursor.fetchall() if names else [], cursor.rowcount)

    def results(self, sql: str) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]]:
        answer = self.execute(sql)
        yield answer.names, iter(answer.rows)

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self._server.step(sql)
        for row in rows:
            self._run(sql, row)

    def stream(
        self, sql: str, parameters: Sequence[Any], fetch_rows: int, wanted: pa.Schema | None = None
    ) -> Iterator[pa.RecordBatch]:
        answer = self.execute(sql, parameters)
        for start in range(0, len(answer.rows), fetch_rows):
            part = answer.rows[start : start + fetch_rows]
            yield pa.RecordBatch.from_arrays([pa.array(c) for c in zip(*part, strict=True)], names=list(answer.names))

    def expect_bytes(self, longest: int) -> None: ...

    def bulk_copy(self, table: str, batch: pa.RecordBatch, seconds: int) -> int:
        self._server.step(f"BULK COPY {table}")
        if self._server.refuses_bulk_copy:
            raise BulkCopyRefusedError("the server does not know the bulk protocol")
        rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        if len(rows) > 1 and self._server.late_with in batch.schema.names:
            self._server.late_with = None
            self._server.late.append((table, rows))
            raise BulkCopyRefusedError("no answer within 660 seconds")
        if self._server.changes_text:
            rows = [tuple(f"{v}?" if isinstance(v, str) else v for v in row) for row in rows]
        self._server.store(table, rows)
        return int(batch.num_rows)

    def close(self) -> None:
        if not self._server.crashed:
            self.drop()

    def drop(self) -> None:
        self._unlock("Session")
        with suppress(sqlite3.Error):
            self._file.close()

    def _run(self, sql: str, parameters: Sequence[Any]) -> sqlite3.Cursor:
        for pattern, word in _WORDS:
            sql = re.sub(pattern, word, sql, flags=re.DOTALL)
        try:
            return self._file.execute(sql, tuple(parameters))
        except sqlite3.Error as error:
            text = str(error)
            number = next((n for word, n in NUMBERS.items() if text.startswith(word)), 0)
            if "no such table" in text:
                number = 208
            raise make_fault(number, "", text) if number else EngineFault(Fault.TERMINAL, f"{text}: {sql}") from None

    def _is_there(self, name: str) -> bool:
        schema, _, table = name.partition(".")
        found = self._file.execute(f"SELECT 1 FROM {schema}.sqlite_master WHERE name = ?", (table,))
        return found.fetchone() is not None

    def _lock(self, resource: str, mode: str, owner: str, timeout: int) -> int:
        holder, _ = self._server.locks.get(resource, (self, ""))
        if holder is not self:
            return -1
        if mode == "Exclusive":
            self._server.locks[resource] = (self, owner)
        return 0

    def _unlock(self, owner: str) -> None:
        for resource, (holder, whose) in list(self._server.locks.items()):
            if holder is self and owner in (whose, "Session"):
                del self._server.locks[resource]

    def _end(self) -> None:
        if self._file.in_transaction:
            self._file.execute("ROLLBACK")
        self._unlock("Transaction")


class FakeMssqlEngine(MssqlEngine):
    """Over a ``FakeServer`` and the tables that it has."""

    def __init__(self, server: FakeServer, tables: Sequence[Table]) -> None:
        self._server = server
        self._tables = tables
        self.schema = "dbo"
        self._options = MssqlOptions("fake", "fake", "fake", None, None)
        self._control = MssqlSession(FakeConnection(server))
        self._catalogs: dict[str, SchemaCatalog] = {}
        self._bulk_copy = BulkCopySwitch(on=True)

    def connect(self) -> FakeConnection:
        return FakeConnection(self._server)

    connect_for_reading = connect

    def identity(self) -> str:
        return "mssql:fake:fake:dbo"

    def allows_snapshots(self) -> bool:
        return False

    def describe_table(self, name: TableName) -> Table | None:
        return self._catalog("dbo").find(name.name)

    def collations(self, table: TableName) -> Mapping[str, str]:
        return {}

    def dispose(self) -> None:
        self._control.close()

    def _catalog(self, schema: str) -> SchemaCatalog:
        if schema not in self._catalogs:
            self._catalogs[schema] = SchemaCatalog(schema, {table.name.name: table for table in self._tables})
        return self._catalogs[schema]

    def _ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._control.query(sql, parameters)


def table(name: str, *columns: str, key: tuple[str, ...] = ("id",)) -> Table:
    """Columns named ``id`` are bigint, all others nvarchar(60)."""
    described = tuple(
        Column(
            column,
            logical_type("bigint", 8, 19, 0) if column == "id" else logical_type("nvarchar", 120, 0, 0),
            nullable=column not in key,
        )
        for column in columns
    )
    return replace(Table(TableName(name, "dbo"), described), primary_key=key)
