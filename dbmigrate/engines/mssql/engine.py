"""SQL Server as source and target."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, cast

import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.engines.base import Capabilities, Engine, LoadSign, StateNote
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.moving import ServerSideMove
from dbmigrate.engines.mssql import ddl
from dbmigrate.engines.mssql.bulk import BulkCopySwitch
from dbmigrate.engines.mssql.catalog import SchemaCatalog, read_catalog
from dbmigrate.engines.mssql.columns import parameter_literal
from dbmigrate.engines.mssql.connecting import connect, connect_for_reading
from dbmigrate.engines.mssql.connection import Connection
from dbmigrate.engines.mssql.load import load_signs
from dbmigrate.engines.mssql.options import MssqlOptions
from dbmigrate.engines.mssql.read import read_table, where
from dbmigrate.engines.mssql.scan import MssqlScanSql
from dbmigrate.engines.mssql.session import LOCK_SQL, MssqlSession, dialect
from dbmigrate.engines.mssql.surroundings import surroundings
from dbmigrate.engines.mssql.suspend import foreign_key_suspension, is_broken, trigger_suspension
from dbmigrate.engines.mssql.values import parameter_rows, refusals
from dbmigrate.engines.mssql.write import STAGING_SCHEMA, MssqlWriter
from dbmigrate.engines.reader import Reader, TableRead, Tally
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.session import Session
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.doubts import DoubtKind, KeyComparison
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import Suspension, TablePlan
from dbmigrate.model.surroundings import Surroundings
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType

CAPABILITIES = Capabilities(
    supports_transactional_bulk_load=False,  # bulk copy opens a connection of its own (mssql-python, Cursor.bulkcopy)
    supports_transactional_ddl=True,
    supports_parallel_writers=True,
    supports_shared_snapshot=False,  # a snapshot transaction's version cannot be handed to another session
    supports_schemas=True,
    has_dynamic_types=False,
    tells_load=True,
    has_row_values=False,
    script_begin="BEGIN TRANSACTION;",
)

IDENTITY_SQL = "SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(256)), DB_NAME()"
VERSION_SQL = "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), @@VERSION"
COMPATIBLE_SQL = "SELECT CAST(SERVERPROPERTY('Babelfish') AS int)"
DATABASE_PERMISSION_SQL = "SELECT HAS_PERMS_BY_NAME(QUOTENAME(DB_NAME()), 'DATABASE', ?)"
"""A securable of NULL means the server itself (Transact-SQL reference, HAS_PERMS_BY_NAME)."""
TABLE_PERMISSION_SQL = "SELECT HAS_PERMS_BY_NAME(?, 'OBJECT', ?)"
SNAPSHOT_SQL = "SELECT snapshot_isolation_state FROM sys.databases WHERE name = DB_NAME()"
_NOT_A_KEY = {
    Kind.FLOAT: "holds floating-point numbers",
    Kind.XML: "has no order",
    Kind.OTHER: "has no order that is known",
}


class MssqlEngine:
    """Connects at once; ``schema`` None: the login's default schema."""

    name = "mssql"
    capabilities = CAPABILITIES
    script_settings: tuple[str, ...] = ("SET NOCOUNT ON", "SET XACT_ABORT ON", "SET DATEFORMAT ymd")

    def __init__(self, options: MssqlOptions, *, schema: str | None, writable: bool) -> None:
        self._options = options
        self._writable = writable
        # One connection for all questions; reading threads ask too, one at a time.
        self._control = MssqlSession(connect(options))
        self._asking = threading.Lock()
        self.schema = schema or str(self._one("SELECT SCHEMA_NAME()")[0] or "dbo")
        self._catalogs: dict[str, SchemaCatalog] = {}
        self._bulk_copy = BulkCopySwitch(on=options.bulk_copy and options.driver == "mssql-python")

    def identity(self) -> str:
        server, database = self._one(IDENTITY_SQL)
        return f"mssql:{server}:{database}:{self.schema}"

    def server_version(self) -> str:
        number, text = self._one(VERSION_SQL)
        return f"{number} ({str(text).splitlines()[0].strip()})"

    def list_tables(self) -> list[TableName]:
        return [table.name for table in self._catalog(self.schema).tables.values()]

    def list_unread(self) -> list[tuple[TableName, str]]:
        return []

    def describe_table(self, name: TableName) -> Table | None:
        return self._catalog(name.schema or self.schema).find(name.name)

    def forget_catalog(self) -> None:
        self._catalogs.clear()

    def expect_connections(self) -> None:
        """Each is opened as fast as it can be."""

    def filled(self, names: Collection[TableName]) -> set[TableName]:
        return {name for name in names if self._has_rows(name)}

    def _has_rows(self, name: TableName) -> bool:
        return self._any(TableName(name.name, name.schema or self.schema), "1 = 1")

    def key_defects(self, table: Table, key: Sequence[str]) -> str | None:
        for name in key:
            column = table.column(name)
            if column is None:
                return f"key column {name} does not exist"
            if why := _NOT_A_KEY.get(column.type.kind):
                return f"key column {name} {why}"
            if column.type.native in ("text", "ntext", "image"):
                return f"key column {name} is {column.type.native}, which has no order"
            if column.nullable and self._any(table.name, f"{ddl.quote(column.name)} IS NULL"):
                return f"key column {name} holds NULL"
        return None

    def _any(self, table: TableName, condition: str) -> bool:
        return bool(self._ask(f"SELECT TOP (1) 1 AS found FROM {ddl.quote_table(table)} WHERE {condition}"))

    def missing_permissions(self, tables: Sequence[TableName]) -> list[str]:
        """CREATE TABLE and CREATE SCHEMA for the ledger and staging; SELECT and INSERT on the tables, ALTER where
        an identity column is written."""
        lacking = []
        [schema_id] = self._one("SELECT SCHEMA_ID(?)", (STAGING_SCHEMA,))
        wanted = ["CREATE TABLE"] if schema_id is not None else ["CREATE SCHEMA", "CREATE TABLE"]
        for privilege in wanted:
            # NULL: this server does not know the privilege, which is not a lack of it.
            if self._one(DATABASE_PERMISSION_SQL, (privilege,))[0] == 0:
                lacking.append(f"{privilege} on the database, for the ledger and staging")
        for name in tables:
            table = self.describe_table(name)
            if table is None:
                continue
            identity = any(column.identity for column in table.columns)
            for privilege in ("SELECT", "INSERT", *(("ALTER",) if identity else ())):
                asked = (ddl.quote_table(table.name), privilege)
                if not self._one(TABLE_PERMISSION_SQL, asked)[0]:
                    lacking.append(f"{privilege} on {table.name}")
        return lacking

    def filter_defects(self, table: Table, column: Column) -> str | None:
        return None

    def keeps_every_character(self) -> bool:
        return True  # nvarchar

    def value_limits(self, column: Column) -> frozenset[DoubtKind]:
        match column.type.kind:
            case Kind.FLOAT:
                return frozenset({DoubtKind.NOT_A_NUMBER})
            case Kind.DATE | Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
                return frozenset({DoubtKind.YEARS})
        return frozenset()

    def key_comparison(self, table: Table, column: Column) -> KeyComparison:
        """Blanks at the end never count; whether case does is in the collation's name."""
        if column.type.kind is not Kind.TEXT:
            return KeyComparison.EXACT
        collation = self.collations(table.name).get(column.name.casefold(), "")
        return KeyComparison.CASE_AND_BLANKS if "_CI" in collation.upper() else KeyComparison.BLANKS

    def operating_state(self, tables: Sequence[Table]) -> list[StateNote]:
        """Foreign keys that are off, or that the server does not trust."""
        return [
            StateNote(
                "constraint",
                f"{table.name}.{key.name}",
                "is switched off" if key.disabled else "is not trusted: rows were let in without a check",
                f"ALTER TABLE {ddl.quote_table(table.name)} WITH CHECK CHECK CONSTRAINT {ddl.quote(key.name)}",
            )
            for table in tables
            for key in self._catalog(table.name.schema or self.schema).foreign_keys[table.name.name]
            if key.disabled or not key.trusted
        ]

    def load_signs(self, session: Session) -> list[LoadSign]:
        return load_signs(session)

    def surroundings(self, tables: Sequence[Table], *, fills: bool) -> Surroundings:
        return surroundings(self._ask, self.schema, tables, fills=fills)

    def scan_sql(self) -> ScanSql:
        return MssqlScanSql()

    def literals(self, column: Column, values: pa.Array, *, tagged: bool = False) -> list[str]:
        rows = parameter_rows([column], pa.RecordBatch.from_arrays([values], names=[column.name]))
        return [parameter_literal(column, value) for (value,) in rows]

    def render_sql(self, statement: sa.ClauseElement) -> str:
        return str(statement.compile(dialect=dialect(), compile_kwargs={"literal_binds": True}))

    def state_token(self) -> str | None:
        return None

    def open_view(self) -> MssqlView:
        return MssqlView(self)

    def open_session(self) -> MssqlWriter:
        return self.open_writer()

    def open_writer(self) -> MssqlWriter:
        return MssqlWriter(self.connect(), self.collations, self._bulk_copy)

    def open_loader(self) -> None:
        """A writer is as fast."""

    def takes(self, table: Table) -> bool:
        return False

    def pulls_from(self, source: Engine, table: TablePlan) -> bool:
        return False

    def server_side_move(self, session: Session, source: Engine, reader: Reader) -> ServerSideMove:
        raise EngineFault(Fault.TERMINAL, "SQL Server does not fetch rows from a source by itself")

    def create_scratch(
        self, session: Session, table: Table, columns: Sequence[str], key: Sequence[str], number: int
    ) -> TableName:
        return cast(MssqlWriter, session).create_staging(table, columns, number)

    def move_streams(self, source: Engine) -> None:
        """There is no such move."""

    def whole_move(self, move: ServerSideMove, table: TablePlan) -> None:
        """A table goes in ranges."""

    def acquire_lock(self, name: str) -> ApplicationRunLock | None:
        """An application lock of a connection: the server lets it go when the connection ends."""
        session = MssqlSession(self.connect())
        try:
            [(granted,)] = session.query(LOCK_SQL, (f"dbmigrate:{name}", "Exclusive", "Session", 0))
        except BaseException:
            session.close()
            raise
        if granted >= 0:
            return ApplicationRunLock(session)
        session.close()
        return None

    def refusals(self, column: Column, values: pa.Array) -> list[tuple[pa.Array, str]]:
        return refusals(column, values)

    def wire_type(self, column: Column) -> LogicalType:
        return column.type

    def suspensions(self, tables: Sequence[Table], broken: Collection[tuple[TableName, TableName]]) -> list[Suspension]:
        found: list[Suspension] = []
        for table in tables:
            catalog = self._catalog(table.name.schema or self.schema)
            found += [trigger_suspension(table.name, trigger) for trigger in catalog.triggers[table.name.name]]
        compatible = bool(self._one(COMPATIBLE_SQL)[0]) if broken else False
        for table in tables:
            catalog = self._catalog(table.name.schema or self.schema)
            found += [
                foreign_key_suspension(table.name, key, switches_work=not compatible)
                for key in catalog.foreign_keys[table.name.name]
                if is_broken(table.name, key, broken)
            ]
        return found

    def whole_type(self, logical: LogicalType) -> LogicalType:
        return logical

    def delayed_indexes(self, tables: Sequence[Table]) -> list[Suspension]:
        """None: that a load goes on with disabled indexes could not be tried on a server."""
        return []

    def is_back(self, session: Session, suspension: Suspension) -> bool:
        """Never known: switching on what is on already changes nothing."""
        return False

    def users_of(self, session: Session, table: TableName) -> list[str]:
        return []

    def needs_finishing(self, table: Table) -> bool:
        return any(column.identity for column in table.columns)

    def finish_table(self, session: Session, table: Table) -> None:
        """The next identity value goes above the greatest one, never back (DBCC CHECKIDENT with RESEED alone)."""
        if self.needs_finishing(table):
            session.run_sql(reseed_sql(table.name))

    def render_create_schema(self, tables: Sequence[Table]) -> str:
        return ddl.render_create_schema(tables)

    def dispose(self) -> None:
        with self._asking:
            self._control.close()

    def connect(self) -> Connection:
        return connect(self._options)

    def connect_for_reading(self) -> Connection:
        return connect_for_reading(self._options)

    def allows_snapshots(self) -> bool:
        """Whether the database has ALLOW_SNAPSHOT_ISOLATION on."""
        return bool(self._one(SNAPSHOT_SQL)[0] == 1)

    def collations(self, table: TableName) -> Mapping[str, str]:
        """Of the table's text columns, by folded name."""
        catalog = self._catalog(table.schema or self.schema)
        return {
            column.casefold(): collation
            for (name, column), collation in catalog.collations.items()
            if name.casefold() == table.name.casefold()
        }

    def _catalog(self, schema: str) -> SchemaCatalog:
        if schema not in self._catalogs:
            self._catalogs[schema] = read_catalog(self._ask, schema, most_fraction=self._options.most_fraction)
        return self._catalogs[schema]

    def _ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._asking:
            return self._control.query(sql, parameters)

    def _one(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
        return self._ask(sql, parameters)[0]


def reseed_sql(table: TableName) -> str:
    """Not every server takes N before the name; one beyond ASCII needs it."""
    name = ddl.render_string(ddl.quote_table(table))
    return f"DBCC CHECKIDENT ({name.removeprefix('N') if name.isascii() else name}, RESEED) WITH NO_INFOMSGS"


class ApplicationRunLock:
    """Held by its own connection."""

    def __init__(self, session: MssqlSession) -> None:
        self._session = session

    def release(self) -> None:
        self._session.close()


class MssqlView:
    """A transaction in snapshot isolation if the database allows it; never NOLOCK."""

    # Log sequence numbers are for administrators, change tracking is off unless asked for.
    state_token: str | None = None

    def __init__(self, engine: MssqlEngine) -> None:
        self._engine = engine
        self._connection = engine.connect_for_reading()
        if engine.allows_snapshots():
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
            self._connection.execute("BEGIN TRANSACTION")
            # The snapshot is of the moment of the first read, not of BEGIN.
            self._connection.execute("SELECT COUNT_BIG(*) AS n FROM sys.tables")
            self.description = "one snapshot transaction"
        else:
            self.description = (
                "no common view: ALLOW_SNAPSHOT_ISOLATION is off in the source, so each table is read as committed"
                " when its rows are reached"
            )

    def open_reader(self) -> MssqlReader:
        return MssqlReader(self._engine, self._connection)

    def close(self) -> None:
        self._connection.close()


class MssqlReader:
    """Reads on the view's connection, one query at a time."""

    def __init__(self, engine: MssqlEngine, connection: Connection) -> None:
        self._engine = engine
        self._connection = connection

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        collations = self._engine.collations(read.table.name)
        return read_table(self._connection, read, collations, batch_rows=batch_rows, batch_bytes=batch_bytes)

    def count(self, read: TableRead) -> int:
        condition, parameters = where(read, self._engine.collations(read.table.name))
        sql = f"SELECT COUNT_BIG(*) AS n FROM {ddl.quote_table(read.table.name)} AS t{condition}"
        return int(self._connection.execute(sql, parameters).rows[0][0])

    def tally(self, read: TableRead) -> Tally:
        """CHECKSUM of a single int is the int itself: squares tell two rows that came from two that went."""
        if not read.key:
            return Tally(self.count(read))
        condition, parameters = where(read, self._engine.collations(read.table.name))
        hashed = f"CAST(CHECKSUM({', '.join(f't.{ddl.quote(name)}' for name in read.key)}) AS bigint)"
        keys = f"CAST(SUM({hashed} * ({hashed} + 1181783497) % 2147483563) AS varchar(40))"
        sql = f"SELECT COUNT_BIG(*) AS n, {keys} AS k FROM {ddl.quote_table(read.table.name)} AS t{condition}"
        try:
            [(rows, found)] = self._connection.execute(sql, parameters).rows
        except EngineFault as fault:
            if fault.fault is not Fault.TERMINAL:
                raise
            return Tally(self.count(read))  # a type that CHECKSUM does not take
        return Tally(int(rows), str(found))

    def count_if_same(self, *_: object) -> None:
        """No such way."""

    def survey(self, *_: object) -> None:
        """No such way."""

    def split(self, read: TableRead, chunks: int) -> list[KeyRange]:
        """One range: a snapshot has one reader."""
        return [read.key_range]

    def high_water_mark(self, table: Table, column: str) -> str | None:
        found = table.column(column)
        moments = found is not None and found.type.kind in (Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)
        greatest = f"MAX({ddl.quote(column)})"
        if found is not None and found.type.kind is Kind.TIMESTAMPTZ:
            greatest = f"SWITCHOFFSET({greatest}, '+00:00')"
        shown = f"CONVERT(nvarchar(40), {greatest}, 121)" if moments else f"CAST({greatest} AS nvarchar(max))"
        [(value,)] = self._connection.execute(f"SELECT {shown} AS mark FROM {ddl.quote_table(table.name)}").rows
        return None if value is None else str(value)

    def close(self) -> None:
        """The connection belongs to the view."""
