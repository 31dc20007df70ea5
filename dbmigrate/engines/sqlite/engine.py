"""SQLite as source and target."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import quote as percent_encode

import adbc_driver_sqlite
import pyarrow as pa
import sqlalchemy as sa
from filelock import FileLock, Timeout
from msgspec.structs import replace
from sqlalchemy.dialects import sqlite as sqlite_dialect

from dbmigrate.engines.adbc_connection import AdbcConnection
from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.base import Capabilities, Engine, LoadSign, StateNote
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.filled_tables import filled
from dbmigrate.engines.moving import ServerSideMove
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.session import Session
from dbmigrate.engines.sqlite import ddl
from dbmigrate.engines.sqlite.asking import Asked
from dbmigrate.engines.sqlite.attached import AttachedSource
from dbmigrate.engines.sqlite.catalog import FileCatalog
from dbmigrate.engines.sqlite.faults import fault_without_code
from dbmigrate.engines.sqlite.odd_keys import key_defects
from dbmigrate.engines.sqlite.scan import SqliteScanSql
from dbmigrate.engines.sqlite.state import OpenFile, state_token
from dbmigrate.engines.sqlite.surroundings import surroundings
from dbmigrate.engines.sqlite.values import literals, refusals, value_limits
from dbmigrate.engines.sqlite.view import SqliteReader, SqliteView
from dbmigrate.engines.sqlite.write import SqliteWriter
from dbmigrate.model.doubts import DoubtKind, KeyComparison
from dbmigrate.model.plan import INDEX, Suspension, TablePlan
from dbmigrate.model.surroundings import Surroundings
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType

BUSY_TIMEOUT_MILLISECONDS = 30_000
WHOLE_BYTES = 2 << 30
"""A file up to this size is moved a table at a time: half a minute, where it is one table and the disk is slow."""

CAPABILITIES = Capabilities(
    supports_transactional_bulk_load=True,  # ADBC ingest inside BEGIN IMMEDIATE; tests/engines
    supports_transactional_ddl=True,  # sqlite.org/lang_transaction.html
    supports_parallel_writers=False,  # one writer per file
    supports_shared_snapshot=False,  # sqlite3_snapshot_open is not reachable from Python drivers
    supports_schemas=False,
    has_dynamic_types=True,
    enforces_foreign_keys=False,  # PRAGMA foreign_keys is off unless a connection asks for it
)

_COMPARISONS = {"NOCASE": KeyComparison.ASCII_CASE, "RTRIM": KeyComparison.BLANKS}
"""sqlite.org/datatype3.html, section 7.1."""


def _refuse_missing(path: Path) -> None:
    """What cannot be opened, and what cannot be made either."""
    try:
        if path.is_file():
            return
        fault, cure = f"there is no file {path}", ""
        if path.exists():
            fault, cure = f"{path} is not a file", "Name a database file in the URL"
        elif not path.parent.is_dir():
            fault, cure = f"there is no directory {path.parent}", "Make the directory, or correct the path in the URL"
    except OSError as error:
        fault, cure = f"{error.strerror}: {path}", "Check the path in the URL, and the rights to its directories"
    raise EngineFault(Fault.TERMINAL, fault, "SQLITE_CANTOPEN", next_step=cure)


class SqliteEngine:
    """``path``: the database file; it must exist."""

    name = "sqlite"
    capabilities = CAPABILITIES
    script_settings: tuple[str, ...] = ()

    def __init__(self, path: Path, *, writable: bool) -> None:
        self.path = path
        _refuse_missing(path)
        self._file = OpenFile(path)
        self._writable = writable
        try:
            head = self._file.head(16)
            if head and head != b"SQLite format 3\x00":
                raise EngineFault(Fault.TERMINAL, f"{path} is not a SQLite database", "SQLITE_NOTADB")
            # One catalogue connection for all questions; reading threads ask it too, one at a time.
            self._asked = Asked(self._connect("ro"))
        except BaseException:
            self._file.close()
            raise
        self._asking = threading.Lock()
        self._known: FileCatalog | None = None

    def identity(self) -> str:
        status = self.path.stat()
        return f"sqlite:{status.st_dev}:{status.st_ino}"

    def server_version(self) -> str:
        with self._catalog() as connection:
            return str(connection.execute("SELECT sqlite_version()")[0][0])

    def list_tables(self) -> list[TableName]:
        return self._schema().list_tables()

    def list_unread(self) -> list[tuple[TableName, str]]:
        return self._schema().list_unread()

    def describe_table(self, name: TableName) -> Table | None:
        # There are no schemas in a SQLite file; a schema in the name is dropped, as render_create_schema does.
        found = self._schema().find(name.name)
        if found is None and self._is_new(name.name):
            self.forget_catalog()
            found = self._schema().find(name.name)
        return found

    def _is_new(self, table: str) -> bool:
        with self._catalog() as connection:
            listed = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE"
            return connection.execute(listed, (table,)).fetchone() is not None

    def forget_catalog(self) -> None:
        with self._asking:
            self._known = None

    def _schema(self) -> FileCatalog:
        with self._catalog() as connection:
            if self._known is None:
                self._known = FileCatalog(connection)
            return self._known

    def expect_connections(self) -> None:
        """Each is opened as fast as it can be."""

    def filled(self, names: Collection[TableName]) -> set[TableName]:
        with self._catalog() as connection:
            return filled(names, lambda name: ddl.quote(name.name), connection.execute)

    def filter_defects(self, table: Table, column: Column) -> str | None:
        """SQLite has no type for moments; only those that are held as text compare with a date's text."""
        name = ddl.quote(column.name)
        with self._catalog() as connection:
            odd = connection.execute(
                f"SELECT typeof({name}) FROM {ddl.quote(table.name.name)}"
                f" WHERE typeof({name}) NOT IN ('text', 'null') LIMIT 1"
            ).fetchone()
        return None if odd is None else f"it holds values of storage class {odd[0]}, which are no dates"

    def key_defects(self, table: Table, key: Sequence[str]) -> str | None:
        with self._catalog() as connection:
            return key_defects(connection, lambda: closing(Asked(self._connect("ro"))), table, key)

    def storage_classes(self, table: Table) -> dict[str, set[str]]:
        """The storage classes that each column really holds (one scan); NULL is left out."""
        found: dict[str, set[str]] = {}
        with self._catalog() as connection:
            for column in table.columns:
                name = ddl.quote(column.name)
                rows = connection.execute(
                    f"SELECT DISTINCT typeof({name}) FROM {ddl.quote(table.name.name)}"
                ).fetchall()
                found[column.name] = {kind for (kind,) in rows} - {"null"}
        return found

    def missing_permissions(self, tables: Sequence[TableName]) -> list[str]:
        """The file system decides: the file, and its directory for the journal."""
        wanted = ((self.path, "write to the file"), (self.path.parent, "write to its directory"))
        return [f"{what} {place}" for place, what in wanted if not os.access(place, os.W_OK)]

    def open_view(self) -> SqliteView:
        return SqliteView(self)

    def open_session(self) -> SqliteWriter:
        return self.open_writer()

    def open_writer(self) -> SqliteWriter:
        return SqliteWriter(self.connect_adbc(), _dialect(), fault_without_code, "BEGIN IMMEDIATE")

    def open_loader(self) -> None:
        """A writer is as fast."""

    def takes(self, table: Table) -> bool:
        return False

    def create_scratch(
        self, session: Session, table: Table, columns: Sequence[str], key: Sequence[str], number: int
    ) -> TableName:
        scratch = TableName(f"dbmigrate_tune_{number}")
        place, listed = ddl.quote(scratch.name), ", ".join(map(ddl.quote, columns))
        session.run_sql(f"CREATE TABLE main.{place} AS SELECT {listed} FROM main.{ddl.quote(table.name.name)} WHERE 0")
        if key:
            index = ddl.quote(f"{scratch.name}_key")
            session.run_sql(f"CREATE UNIQUE INDEX main.{index} ON {place} ({', '.join(map(ddl.quote, key))})")
        return scratch

    def pulls_from(self, source: Engine, table: TablePlan) -> bool:
        """From another file, unless it is in WAL mode: there an open read does not hold writers back, and
        each batch would see another state of the source.  Nor can a file of another text encoding be attached."""
        keeps_storage = all(column.wire.kind is Kind.STORAGE for into in table.into for column in into.columns)
        if not keeps_storage or not isinstance(source, SqliteEngine):
            return False
        return source.journal_mode() != "wal" and source.text_encoding() == self.text_encoding()

    def server_side_move(self, session: Session, source: Engine, reader: Reader) -> AttachedSource:
        theirs = cast(SqliteEngine, source)
        return AttachedSource(cast(SqliteWriter, session), theirs, cast(SqliteReader, reader).session)

    def move_streams(self, source: Engine) -> int:
        """One writer per file."""
        return 1

    def whole_move(self, move: ServerSideMove, table: TablePlan) -> AttachedSource | None:
        """A stop waits for the end of it, and a crash undoes it: so only what takes seconds."""
        attached_source = cast(AttachedSource, move)
        return attached_source if attached_source.source.path.stat().st_size <= WHOLE_BYTES else None

    def journal_mode(self) -> str:
        return self._schema().journal_mode

    def text_encoding(self) -> str:
        """``UTF-8``, ``UTF-16le`` or ``UTF-16be``."""
        return self._schema().text_encoding

    def key_collations(self, read: TableRead) -> dict[str, str]:
        """The collation in which each key column of a read is compared, by folded name."""
        return self._schema().key_collations(read.table, read.key) if read.key else {}

    def has_rowid(self, table: Table) -> bool:
        return self._schema().has_rowid(table)

    def acquire_lock(self, name: str) -> FileRunLock | None:
        lock = FileLock(f"{self.path}-dbmigrate-{name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None
        return FileRunLock(lock)

    def refusals(self, column: Column, values: pa.Array) -> list[tuple[pa.Array, str]]:
        return refusals(column, values)

    def value_limits(self, column: Column) -> frozenset[DoubtKind]:
        return value_limits(column)

    def keeps_every_character(self) -> bool:
        return self.text_encoding() == "UTF-8"

    def key_comparison(self, table: Table, column: Column) -> KeyComparison:
        """By the collation of the unique index that the column belongs to; the coarsest, if there are several."""
        collations = self._schema().unique_collations(table, column.name)
        return next((compared for name, compared in _COMPARISONS.items() if name in collations), KeyComparison.EXACT)

    def operating_state(self, tables: Sequence[Table]) -> list[StateNote]:
        """Nothing can be switched off or invalid in a SQLite file; it may lack statistics."""
        with self._catalog() as connection:
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
                return []
        return [StateNote("statistics", self.path.name, "was never analyzed", "Run ANALYZE after the last run")]

    def load_signs(self, session: Session) -> list[LoadSign]:
        """There is no server."""
        return []

    def surroundings(self, tables: Sequence[Table], *, fills: bool) -> Surroundings:
        def pragma(name: str) -> int:
            with self._catalog() as connection:
                return int(connection.execute(f"PRAGMA {name}")[0][0])

        return surroundings(self.path, pragma)

    def scan_sql(self) -> ScanSql:
        return SqliteScanSql()

    def wire_type(self, column: Column) -> LogicalType:
        """SQLite enforces no length and pads nothing."""
        if column.type.kind in (Kind.TEXT, Kind.BYTES):
            return replace(column.type, length=None, fixed=False)
        return column.type

    def whole_type(self, logical: LogicalType) -> LogicalType:
        return logical

    def suspensions(self, tables: Sequence[Table], broken: Collection[tuple[TableName, TableName]]) -> list[Suspension]:
        """Insert triggers; foreign keys need nothing, SQLite does not enforce them unless asked to."""
        return [
            Suspension(
                "trigger",
                name,
                table.name,
                (f"DROP TRIGGER IF EXISTS {ddl.quote(name)}",),
                (text,),
                "would change rows while they are loaded",
            )
            for table in tables
            for name, text in self._schema().triggers(table.name.name)
        ]

    def delayed_indexes(self, tables: Sequence[Table]) -> list[Suspension]:
        """A unique one refuses rows, and so may an expression; a primary key cannot be dropped."""
        return [
            Suspension(
                INDEX,
                name,
                table.name,
                (f"DROP INDEX IF EXISTS {ddl.quote(name)}",),
                (text,),
                "to be built behind the load, which is faster",
                may_stay=True,
            )
            for table in tables
            for name, text in self._schema().plain_indexes(table)
        ]

    def is_back(self, session: Session, suspension: Suspension) -> bool:
        schema = sa.table("sqlite_master", sa.column("type"), sa.column("name"), sa.column("sql"))
        found = session.execute(
            sa.select(schema.c.sql).where(schema.c.type == suspension.kind, schema.c.name == suspension.name)
        )
        return [row["sql"] for row in found] == list(suspension.restore_sql)

    def users_of(self, session: Session, table: TableName) -> list[str]:
        """Who waits for a lock gives up after a while, and says so."""
        return []

    def needs_finishing(self, table: Table) -> bool:
        """AUTOINCREMENT follows explicit keys by itself."""
        return False

    def finish_table(self, session: Session, table: Table) -> None: ...

    def literals(self, column: Column, values: pa.Array, *, tagged: bool = False) -> list[str]:
        return literals(column, values, tagged=tagged)

    def render_sql(self, statement: sa.ClauseElement) -> str:
        return str(statement.compile(dialect=_dialect(), compile_kwargs={"literal_binds": True}))

    def render_create_schema(self, tables: Sequence[Table]) -> str:
        return ddl.render_create_schema(tables)

    def state_token(self) -> str | None:
        """Of the file as it is on disk now; None where it holds tables whose rows need not be in it."""
        return None if self._schema().has_virtual_tables else state_token(self._file, self.path)

    def dispose(self) -> None:
        with self._asking:
            self._asked.close()
        self._file.close()

    def connect_adbc(self) -> AdbcConnection:
        return self._connect("rw" if self._writable else "ro")

    def connect_session(self) -> AdbcSession:
        return AdbcSession(self.connect_adbc(), _dialect(), fault_without_code, "BEGIN")

    def _connect(self, mode: str) -> AdbcConnection:
        connection = AdbcConnection(
            adbc_driver_sqlite.connect(f"file:{percent_encode(str(self.path))}?mode={mode}"), keeps=True
        )
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
        return connection

    @contextmanager
    def _catalog(self) -> Iterator[Asked]:
        with self._asking:
            yield self._asked


class FileRunLock:
    """Held through the operating system, so it ends with the process."""

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    def release(self) -> None:
        self._lock.release()


def _dialect() -> sqlite_dialect.base.SQLiteDialect:
    return sqlite_dialect.dialect(paramstyle="qmark")
