"""Oracle as source and target."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

import pyarrow as pa
import sqlalchemy as sa
from msgspec.structs import replace

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import Capabilities, Engine, LoadSign, StateNote
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.moving import ServerSideMove
from dbmigrate.engines.oracle import ddl
from dbmigrate.engines.oracle.catalog import SchemaCatalog
from dbmigrate.engines.oracle.connection import open_connection, read_url
from dbmigrate.engines.oracle.literals import literals
from dbmigrate.engines.oracle.load import load_signs
from dbmigrate.engines.oracle.lock import OracleRunLock, take_lock
from dbmigrate.engines.oracle.privileges import lacking_privileges, may_flash_back
from dbmigrate.engines.oracle.scan import OracleScanSql
from dbmigrate.engines.oracle.session import OracleSession, dialect
from dbmigrate.engines.oracle.state import operating_state
from dbmigrate.engines.oracle.surroundings import surroundings
from dbmigrate.engines.oracle.suspending import suspensions
from dbmigrate.engines.oracle.types import is_large, is_national, target_type
from dbmigrate.engines.oracle.values import UNICODE_CHARSETS, refusals
from dbmigrate.engines.oracle.view import OracleView
from dbmigrate.engines.oracle.write import OracleWriter
from dbmigrate.engines.reader import Reader
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.session import Session
from dbmigrate.model.doubts import DoubtKind, KeyComparison
from dbmigrate.model.plan import Suspension, TablePlan
from dbmigrate.model.surroundings import Surroundings
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType

CAPABILITIES = Capabilities(
    supports_transactional_bulk_load=False,  # direct_path_load always commits; array binds do not, see __init__
    supports_transactional_ddl=False,  # every DDL statement commits before and after itself
    supports_parallel_writers=True,
    supports_shared_snapshot=True,  # AS OF SCN
    supports_schemas=False,  # a schema is a user: the ledger lies in the login's, under a prefix
    has_dynamic_types=False,
    tells_load=True,
    max_identifier_bytes=128,
    empty_text_is_null=True,  # SQL Language Reference, "Nulls"
    has_row_values=False,
    script_begin="",
)
OLD_IDENTIFIER_BYTES = 30
"""Before release 12.2, or with COMPATIBLE below it."""
DIRECT_PATH_CHARSET = "AL32UTF8"

FACTS = (
    "SELECT SYS_CONTEXT('USERENV', 'SESSION_USER'), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'),"
    " (SELECT value FROM nls_database_parameters WHERE parameter = 'NLS_CHARACTERSET') FROM DUAL"
)
IDENTITY = (
    "SELECT SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME') || ':' || SYS_CONTEXT('USERENV', 'CON_NAME') || ':' ||"
    " u.username || ':' || TO_CHAR(u.created, 'YYYYMMDDHH24MISS') FROM all_users u WHERE u.username = :owner"
)
_IDENTITY_BEFORE_12 = IDENTITY.replace("SYS_CONTEXT('USERENV', 'CON_NAME')", "''")
_FIRST_READABLE = {
    "us": "TIMESTAMP '0001-01-01 00:00:00'",
    "ns": "TIMESTAMP '1678-01-01 00:00:00'",
}
_END_OF_NANOSECONDS = "TIMESTAMP '2262-01-01 00:00:00'"


class OracleEngine:
    """``url`` carries its secrets; they are never shown."""

    name = "oracle"
    script_settings: tuple[str, ...] = ("SET DEFINE OFF", "SET SQLBLANKLINES ON")

    def __init__(self, url: ConnectionUrl, *, schema: str | None, writable: bool) -> None:
        self._address = read_url(url)
        self._writable = writable
        connection = self._connect()
        self._version = tuple(int(part) for part in str(connection.version).split("."))
        self._dialect = dialect(self._version)
        self._control = OracleSession(connection, self._dialect)
        try:
            self._login, current, self._charset = (str(value) for value in self._one(FACTS))
            self.schema = self._spelled(schema) if schema else current
            self._may_flash_back = self.schema == self._login or may_flash_back(self._control, self.schema)
        except EngineFault:
            self._control.close()
            raise
        self._direct_path = self._address.bulk == "direct_path" and self._charset == DIRECT_PATH_CHARSET
        long_names = self._version >= (12, 2)
        self._renderer = ddl.OracleDdl(128 if long_names else OLD_IDENTIFIER_BYTES)
        self.capabilities = replace(
            CAPABILITIES,
            supports_transactional_bulk_load=not self._direct_path,
            supports_shared_snapshot=self._may_flash_back,
            max_identifier_bytes=self._renderer.max_name_bytes,
        )
        self._catalogs: dict[str, SchemaCatalog] = {}
        self._spellings: dict[str, str] = {self.schema: self.schema}

    def _connect(self) -> Any:
        return open_connection(self._address)

    def _spelled(self, schema: str) -> str:
        """A user's name as the catalogue has it: written without quotes, it is in upper case."""
        rows = self._control.query(
            "SELECT username FROM all_users WHERE username = :name OR username = UPPER(:name)", {"name": schema}
        )
        names = [str(name) for (name,) in rows]
        if not names:
            raise EngineFault(Fault.TERMINAL, f"there is no schema {schema}, or this login sees nothing of it")
        return schema if schema in names else names[0]

    def identity(self) -> str:
        statement = IDENTITY if self._version >= (12,) else _IDENTITY_BEFORE_12
        return f"oracle:{self._one(statement, {'owner': self.schema})[0]}"

    def server_version(self) -> str:
        self._control.run_sql("SELECT 1 FROM DUAL")
        return ".".join(str(number) for number in self._version)

    def list_tables(self) -> list[TableName]:
        return [table.name for table in self._catalog(self.schema).tables.values()]

    def list_unread(self) -> list[tuple[TableName, str]]:
        return []

    def describe_table(self, name: TableName) -> Table | None:
        return self._catalog(self._schema_of(name)).find(name.name)

    def forget_catalog(self) -> None:
        self._catalogs.clear()

    def expect_connections(self) -> None:
        """Each is opened as fast as it can be."""

    def filled(self, names: Collection[TableName]) -> set[TableName]:
        return {name for name in names if self._has_rows(name)}

    def _has_rows(self, name: TableName) -> bool:
        table = self.describe_table(name)
        return self._any(TableName(name.name, name.schema) if table is None else table.name)

    def filter_defects(self, table: Table, column: Column) -> str | None:
        return None

    def key_defects(self, table: Table, key: Sequence[str]) -> str | None:
        for name in key:
            column = table.column(name)
            if column is None:
                return f"key column {name} does not exist"
            native, kind = column.type.native, column.type.kind
            if kind is Kind.FLOAT:
                return f"key column {name} holds floating-point numbers"
            if is_large(native):
                return f"key column {name} is a {native}, which has no order"
            if is_national(native) and self._charset not in UNICODE_CHARSETS:
                return f"key column {name} is a {native} in a database whose own character set is not Unicode"
            quoted = ddl.quote(column.name)
            if column.nullable and self._any(table.name, f"{quoted} IS NULL"):
                return f"key column {name} holds NULL"
            if kind in (Kind.TIMESTAMP, Kind.TIMESTAMPTZ) and self._any(table.name, _unreadable(quoted, column)):
                return f"key column {name} holds a value that cannot be read in order"
        return None

    def missing_permissions(self, tables: Sequence[TableName]) -> list[str]:
        known = [table.name for name in tables if (table := self.describe_table(name)) is not None]
        return lacking_privileges(self._control, self._login, known)

    def state_token(self) -> str | None:
        return None

    def open_view(self) -> OracleView:
        return OracleView(self._connect, may_flash_back=self._may_flash_back)

    def open_session(self) -> OracleWriter:
        return self.open_writer()

    def open_loader(self) -> None:
        """A writer is as fast."""

    def takes(self, table: Table) -> bool:
        return False

    def open_writer(self) -> OracleWriter:
        return OracleWriter(
            self._connect(),
            self._dialect,
            owner=self._login,
            direct_path=self._direct_path,
            max_name_bytes=self._renderer.max_name_bytes or OLD_IDENTIFIER_BYTES,
        )

    def pulls_from(self, source: Engine, table: TablePlan) -> bool:
        return False

    def server_side_move(self, session: Session, source: Engine, reader: Reader) -> ServerSideMove:
        raise EngineFault(Fault.TERMINAL, "Oracle does not fetch rows from a source by itself")

    def create_scratch(
        self, session: Session, table: Table, columns: Sequence[str], key: Sequence[str], number: int
    ) -> TableName:
        return cast(OracleWriter, session).create_staging(table, columns, number)

    def move_streams(self, source: Engine) -> None:
        """There is no such move."""

    def whole_move(self, move: ServerSideMove, table: TablePlan) -> None:
        """A table goes in ranges."""

    def acquire_lock(self, name: str) -> OracleRunLock | None:
        return take_lock(self._connect(), f"{self._login}:{name}")

    def refusals(self, column: Column, values: pa.Array) -> list[tuple[pa.Array, str]]:
        return refusals(column, values, self._charset)

    def value_limits(self, column: Column) -> frozenset[DoubtKind]:
        kind = column.type.kind
        if kind is Kind.FLOAT:
            return frozenset({DoubtKind.MINUS_ZERO})
        if kind in (Kind.TIMESTAMP, Kind.TIMESTAMPTZ):
            return frozenset({DoubtKind.YEARS})
        return frozenset({DoubtKind.EMPTY_TEXT}) if kind is Kind.TEXT else frozenset()

    def keeps_every_character(self) -> bool:
        """The driver sends every bind in the database's character set, for N columns too."""
        return self._charset in UNICODE_CHARSETS

    def key_comparison(self, table: Table, column: Column) -> KeyComparison:
        """CHAR is padded, everything else is compared byte by byte."""
        return KeyComparison.BLANKS if column.type.fixed else KeyComparison.EXACT

    def operating_state(self, tables: Sequence[Table]) -> list[StateNote]:
        by_owner: dict[str, list[str]] = {}
        for table in tables:
            by_owner.setdefault(self._schema_of(table.name), []).append(table.name.name)
        return [
            note for owner, names in by_owner.items() for note in operating_state(self._control.query, owner, names)
        ]

    def load_signs(self, session: Session) -> list[LoadSign]:
        return load_signs(session)

    def surroundings(self, tables: Sequence[Table], *, fills: bool) -> Surroundings:
        return surroundings(self._control.query, self._login, self.schema, tables, fills=fills)

    def scan_sql(self) -> ScanSql:
        return OracleScanSql(self._renderer, has_fetch_first=self._version >= (12,))

    def wire_type(self, column: Column) -> LogicalType:
        return target_type(column.type)

    def whole_type(self, logical: LogicalType) -> LogicalType:
        return logical

    def suspensions(self, tables: Sequence[Table], broken: Collection[tuple[TableName, TableName]]) -> list[Suspension]:
        return suspensions(tables, broken, lambda table: self._catalog(self._schema_of(table.name)))

    def delayed_indexes(self, tables: Sequence[Table]) -> list[Suspension]:
        """None: that a load goes on with disabled indexes could not be tried on a server."""
        return []

    def is_back(self, session: Session, suspension: Suspension) -> bool:
        """Never known: every statement may be run twice."""
        return False

    def users_of(self, session: Session, table: TableName) -> list[str]:
        return []

    def needs_finishing(self, table: Table) -> bool:
        return table.name.name in self._catalog(self._schema_of(table.name)).identities

    def finish_table(self, session: Session, table: Table) -> None:
        """The next identity value goes above the greatest one.  DDL: commits by itself, harmless twice."""
        identity = self._catalog(self._schema_of(table.name)).identities.get(table.name.name)
        if identity is not None:
            session.run_sql(identity_sql(table.name, identity.column, on_null=identity.on_null))

    def literals(self, column: Column, values: pa.Array, *, tagged: bool = False) -> list[str]:
        return literals(column, values)

    def render_sql(self, statement: sa.ClauseElement) -> str:
        return str(statement.compile(dialect=self._dialect, compile_kwargs={"literal_binds": True}))

    def render_create_schema(self, tables: Sequence[Table]) -> str:
        return self._renderer.render_create_schema(tables)

    def dispose(self) -> None:
        self._control.close()

    def _schema_of(self, name: TableName) -> str:
        if name.schema is None:
            return self.schema
        if name.schema not in self._spellings:
            self._spellings[name.schema] = self._spelled(name.schema)
        return self._spellings[name.schema]

    def _catalog(self, schema: str) -> SchemaCatalog:
        if schema not in self._catalogs:
            self._catalogs[schema] = SchemaCatalog(self._control.query, schema, self._version)
        return self._catalogs[schema]

    def _any(self, name: TableName, condition: str = "1 = 1") -> bool:
        text = f"SELECT COUNT(*) FROM {ddl.quote_table(name)} WHERE {condition} AND ROWNUM = 1"
        return bool(self._one(text)[0])

    def _one(self, text: str, values: dict[str, Any] | None = None) -> tuple[Any, ...]:
        rows = self._control.query(text, values)
        return rows[0] if rows else ()


def identity_sql(name: TableName, column: str, *, on_null: bool) -> str:
    """START WITH LIMIT VALUE takes the greatest value there is (SQL Language Reference, ALTER TABLE, 12.1 on)."""
    default = "BY DEFAULT ON NULL" if on_null else "BY DEFAULT"
    return (
        f"ALTER TABLE {ddl.quote_table(name)} MODIFY ({ddl.quote(column)}"
        f" GENERATED {default} AS IDENTITY (START WITH LIMIT VALUE))"
    )


def _unreadable(quoted: str, column: Column) -> str:
    if (column.type.fraction or 0) <= 6:
        return f"{quoted} < {_FIRST_READABLE['us']}"
    return f"({quoted} < {_FIRST_READABLE['ns']} OR {quoted} >= {_END_OF_NANOSECONDS})"
