"""PostgreSQL as source and target."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, cast

import adbc_driver_manager
import adbc_driver_postgresql
import psycopg
import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.engines.adbc_connection import AdbcConnection, SharedDatabase
from dbmigrate.engines.base import Capabilities, Engine, LoadSign, StateNote
from dbmigrate.engines.filled_tables import filled
from dbmigrate.engines.moving import ServerSideMove
from dbmigrate.engines.postgresql import ddl, delayed, loader, pass_through
from dbmigrate.engines.postgresql.catalog import SchemaCatalog
from dbmigrate.engines.postgresql.dialect import dialect
from dbmigrate.engines.postgresql.faults import sort_adbc, sort_psycopg
from dbmigrate.engines.postgresql.load import load_signs
from dbmigrate.engines.postgresql.loader import PostgresLoader
from dbmigrate.engines.postgresql.lock import AdvisoryRunLock, advisory_lock
from dbmigrate.engines.postgresql.pass_through import PassThrough
from dbmigrate.engines.postgresql.read import literals
from dbmigrate.engines.postgresql.scan import PostgresScanSql
from dbmigrate.engines.postgresql.session import PsycopgSession
from dbmigrate.engines.postgresql.silence import (
    SERVER_SETTINGS,
    Watch,
    WatchedConnection,
    connect_watched,
    opening_line,
    with_parameters,
)
from dbmigrate.engines.postgresql.state import operating_state
from dbmigrate.engines.postgresql.surroundings import surroundings
from dbmigrate.engines.postgresql.values import refusals
from dbmigrate.engines.postgresql.view import PostgresReader, PostgresView
from dbmigrate.engines.postgresql.write import STAGING_SCHEMA, PostgresWriter
from dbmigrate.engines.reader import Reader
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.session import Session
from dbmigrate.model import machine
from dbmigrate.model.doubts import DoubtKind, KeyComparison
from dbmigrate.model.plan import INDEX, Suspension, TablePlan
from dbmigrate.model.surroundings import Surroundings
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType, arrow_type, simple

CAPABILITIES = Capabilities(
    supports_transactional_bulk_load=True,  # COPY takes part in a transaction
    supports_transactional_ddl=True,
    supports_parallel_writers=True,
    supports_shared_snapshot=True,  # pg_export_snapshot()
    supports_schemas=True,
    has_dynamic_types=False,
    tells_load=True,
    max_identifier_bytes=63,  # NAMEDATALEN - 1
)

_SETTINGS = {
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "bytea_output": "hex",
    "standard_conforming_strings": "on",
    "extra_float_digits": "1",
    "lc_monetary": "C",  # the text of money, which is read and written as text
    "row_security": "off",  # a policy that hides rows becomes an error instead of fewer rows
    "statement_timeout": "0",
    "client_encoding": "UTF8",
    "client_min_messages": "warning",
    "application_name": "dbmigrate",
    **SERVER_SETTINGS,
}
_WHERE_KNOWN = {
    "idle_in_transaction_session_timeout": "0",  # since 9.6
    "idle_session_timeout": "0",  # since 14
    "transaction_timeout": "0",  # since 17
    # A server that sums or counts would not notice otherwise that its client has gone.  Since 14.
    "client_connection_check_interval": "5s",
}
_KNOWN = """
SELECT name FROM pg_settings WHERE name = ANY (%s)
AND (name <> 'client_connection_check_interval' OR version() !~* 'mingw|w64|visual c')
"""
"""Windows cannot look at a client's connection."""
_LASTS = (
    "set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
    " ELSE current_setting('synchronous_commit') END, false)"
)
"""A server, database or role may be set not to wait for the disk; what says that a table is done must."""
_AFTER_ARROW = "({0} >= '294247-01-01' AND {0} < 'infinity')"
_FOREIGN_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind = 'f' AND NOT c.relispartition ORDER BY c.relname
"""
_NOT_A_KEY = {
    # NaN and the infinities; written so that an index on the column serves.
    Kind.DECIMAL: "({0} > '9e131071'::numeric OR {0} < '-9e131071'::numeric)",
    Kind.TIMESTAMP: _AFTER_ARROW,
    Kind.TIMESTAMPTZ: _AFTER_ARROW,
}
_NOT_WHOLE = (Kind.DECIMAL, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.JSON)
_NEXTVAL = re.compile(r"^nextval\('(?P<sequence>.+)'::regclass\)$")


class PostgresEngine:
    """``uri``: a libpq URI with its password; it is never shown."""

    name = "postgresql"
    capabilities = CAPABILITIES
    script_settings: tuple[str, ...] = (
        "SET client_encoding = 'UTF8';",
        "SET standard_conforming_strings = on;",
        "SET datestyle = 'ISO, YMD';",
        "SET timezone = 'UTC';",
    )

    def __init__(self, uri: str, *, schema: str | None, writable: bool) -> None:
        self._writable = writable
        self._replacing = threading.Lock()
        try:
            self._uri = with_parameters(uri)
            self._watch = Watch(self._uri)
            self._control = connect_watched(self._watch, self._uri)
            self.schema = schema or self._default_schema()
            names = self._control.execute(_KNOWN, (list(_WHERE_KNOWN),)).fetchall()
            # Asked once: it takes as long as to connect.
            self._known = {name: _WHERE_KNOWN[name] for (name,) in names}
            self._set_up(self._control)
            # Known of Unix sockets alone: an address of this machine may be the near end of a tunnel.
            self._is_here = self._control.info.host.startswith(("/", "@"))
        except psycopg.Error as error:
            raise sort_psycopg(error) from None
        self._catalogs: dict[str, SchemaCatalog] = {}
        self._adbc = SharedDatabase(lambda: adbc_driver_postgresql.connect(self._uri))
        self._ahead: threading.Thread | None = None

    def _default_schema(self) -> str:
        row = self._control.execute("SELECT current_schema()").fetchone()
        return str(row[0]) if row and row[0] else "public"

    def _settings(self) -> str:
        """One statement for all settings of a session: one trip, and nothing depends on the server's defaults.

        Its row begins with what the session is known by.
        """
        wanted = {**_SETTINGS, **self._known, "search_path": f"{ddl.quote(self.schema)}, public"}
        settings = [f"set_config({ddl.quote_text(k)}, {ddl.quote_text(v)}, false)" for k, v in wanted.items()]
        session = (
            "pg_backend_pid() AS pid, (SELECT backend_start FROM pg_stat_get_activity(pg_backend_pid())) AS started"
        )
        return "SELECT " + ", ".join([session, *settings, _LASTS])

    def _set_up(self, connection: WatchedConnection) -> None:
        backend = connection.execute(self._settings()).fetchone()
        if connection.line is not None and backend is not None:
            connection.line.backend = backend[0], backend[1]

    def identity(self) -> str:
        row = self._one(
            "SELECT (SELECT system_identifier FROM pg_control_system())::text, current_database(), %s", (self.schema,)
        )
        return f"postgresql:{row[0]}:{row[1]}:{row[2]}"

    def server_version(self) -> str:
        return str(self._one("SHOW server_version")[0])

    def list_tables(self) -> list[TableName]:
        return [table.name for table in self._catalog(self.schema).tables.values()]

    def list_unread(self) -> list[tuple[TableName, str]]:
        reason = "a foreign table: its rows are in another database"
        return [(TableName(name, self.schema), reason) for (name,) in self._rows(_FOREIGN_TABLES, (self.schema,))]

    def describe_table(self, name: TableName) -> Table | None:
        return self._catalog(name.schema or self.schema).find(name.name)

    def expect_connections(self) -> None:
        if self._ahead is None:
            self._ahead = threading.Thread(target=self._open_ahead, name="postgresql-ahead")
            self._ahead.start()

    def _open_ahead(self) -> None:
        # Whatever is wrong, a connection that follows meets it too.
        with suppress(Exception):
            with opening_line(self._watch, self._control) as line:
                self._adbc.open()
            line.close()

    def filled(self, names: Collection[TableName]) -> set[TableName]:
        return filled(names, ddl.quote_table, lambda sql: self._rows(sql, ()))

    def filter_defects(self, table: Table, column: Column) -> str | None:
        return None

    def key_defects(self, table: Table, key: Sequence[str]) -> str | None:
        for name in key:
            column = table.column(name)
            if column is None:
                return f"key column {name} does not exist"
            if column.type.kind is Kind.FLOAT:
                return f"key column {name} holds floating-point numbers"
            if column.nullable and self._any(table, f"{ddl.quote(column.name)} IS NULL"):
                return f"key column {name} holds NULL"
            odd = _NOT_A_KEY.get(column.type.kind)
            if odd and self._any(table, odd.format(ddl.quote(column.name))):
                return f"key column {name} holds a value that cannot be read in order"
        return None

    def _any(self, table: Table, condition: str) -> bool:
        return bool(self._one(f"SELECT EXISTS (SELECT 1 FROM {ddl.quote_table(table.name)} WHERE {condition})")[0])

    def missing_permissions(self, tables: Sequence[TableName]) -> list[str]:
        """CREATE on the database, unless the ledger's schema is there and may be used; SELECT and INSERT on tables."""
        lacking = []
        [may_create] = self._one(
            "SELECT coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = %s),"
            " has_database_privilege(current_database(), 'CREATE'))",
            (STAGING_SCHEMA,),
        )
        if not may_create:
            lacking.append("CREATE on the database, for the ledger's schema")
        for name in tables:
            table = self.describe_table(name)
            if table is None:
                continue
            quoted = ddl.quote_table(table.name)
            for privilege in ("SELECT", "INSERT"):
                [held] = self._one("SELECT has_table_privilege(%s, %s)", (quoted, privilege))
                if not held:
                    lacking.append(f"{privilege} on {table.name}")
        return lacking

    def state_token(self) -> str | None:
        """Only views are asked: what a plan wants to know is answered by indexes here."""
        return None

    def open_view(self) -> PostgresView:
        return PostgresView(self)

    def open_session(self) -> PsycopgSession:
        return PsycopgSession(self.connect_psycopg(), dialect())

    def open_writer(self) -> PostgresWriter:
        return PostgresWriter(self.connect_adbc(), dialect(), sort_adbc, "BEGIN")

    def open_loader(self) -> PostgresLoader:
        return PostgresLoader(self.connect_psycopg(), dialect())

    def takes(self, table: Table) -> bool:
        return loader.takes(table)

    def create_scratch(
        self, session: Session, table: Table, columns: Sequence[str], key: Sequence[str], number: int
    ) -> TableName:
        scratch = TableName(f"tune_{number}", STAGING_SCHEMA)
        place, listed = ddl.quote_table(scratch), ", ".join(map(ddl.quote, columns))
        session.run_sql(f"CREATE SCHEMA IF NOT EXISTS {STAGING_SCHEMA}")
        session.run_sql(f"CREATE TABLE {place} AS SELECT {listed} FROM {ddl.quote_table(table.name)} WITH NO DATA")
        if key:
            session.run_sql(f"CREATE UNIQUE INDEX ON {place} ({', '.join(map(ddl.quote, key))})")
        return scratch

    def pulls_from(self, source: Engine, table: TablePlan) -> bool:
        """From another PostgreSQL that is not newer: a server reads what older ones send, not always the reverse."""
        if not isinstance(source, PostgresEngine) or not pass_through.fits(table):
            return False
        (theirs, their_encoding), (ours, our_encoding) = source.server, self.server
        return pass_through.OLDEST_MAJOR <= theirs <= ours and their_encoding == our_encoding

    @cached_property
    def server(self) -> tuple[int, str]:
        """Major version and encoding."""
        [version] = self._one("SHOW server_version_num")
        [encoding] = self._one("SHOW server_encoding")
        return int(version) // 10_000, str(encoding)

    def server_side_move(self, session: Session, source: Engine, reader: Reader) -> ServerSideMove:
        """On a connection of its own: ADBC has no call for raw COPY data."""
        return PassThrough(cast(PostgresReader, reader), self.open_session())

    def move_streams(self, source: Engine) -> int | None:
        """Where both servers are on this machine: one for each two processors.

        A stream keeps these busy, one for each server.  Two streams that share them are no faster, and as rows come
        into two places of the key's index it takes 10 to 40 % more of the target's time, and is left as much larger.
        """
        theirs = cast(PostgresEngine, source)
        return max(1, machine.processors() // 2) if self._is_here and theirs._is_here else None

    def whole_move(self, move: ServerSideMove, table: TablePlan) -> None:
        """A table goes in ranges."""

    def acquire_lock(self, name: str) -> AdvisoryRunLock | None:
        return advisory_lock(self.connect_psycopg(), name)

    def refusals(self, column: Column, values: pa.Array) -> list[tuple[pa.Array, str]]:
        return refusals(values)

    def value_limits(self, column: Column) -> frozenset[DoubtKind]:
        return frozenset({DoubtKind.NUL}) if pa.types.is_string(arrow_type(column.type)) else frozenset()

    def keeps_every_character(self) -> bool:
        return self.server[1] == "UTF8"

    def key_comparison(self, table: Table, column: Column) -> KeyComparison:
        """char(n) and citext; other collations compare bytes, unless they are nondeterministic."""
        if column.type.native == "citext":
            return KeyComparison.CASE
        if column.type.fixed:
            return KeyComparison.BLANKS
        row = self._one(
            "SELECT l.collisdeterministic FROM pg_attribute a JOIN pg_collation l ON l.oid = a.attcollation"
            " WHERE a.attrelid = to_regclass(%s) AND a.attname = %s",
            (ddl.quote_table(table.name), column.name),
        )
        return KeyComparison.CASE if row and row[0] is False else KeyComparison.EXACT

    def operating_state(self, tables: Sequence[Table]) -> list[StateNote]:
        return list(operating_state(self._rows, self.schema, tables))

    def _rows(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in self._asked().execute(sql, parameters or None).fetchall()]
        except psycopg.Error as error:
            raise sort_psycopg(error) from None

    def load_signs(self, session: Session) -> list[LoadSign]:
        return load_signs(session)

    def surroundings(self, tables: Sequence[Table], *, fills: bool) -> Surroundings:
        return surroundings(self._rows, self.schema, tables, fills=fills)

    def scan_sql(self) -> ScanSql:
        return PostgresScanSql(self.from_clause)

    def wire_type(self, column: Column) -> LogicalType:
        return column.type

    def whole_type(self, logical: LogicalType) -> LogicalType:
        """NaN, moments after the year 294246 and some JSON have no form in Arrow, but a text."""
        return simple(Kind.OTHER, logical.native) if logical.kind in _NOT_WHOLE else logical

    def suspensions(self, tables: Sequence[Table], broken: Collection[tuple[TableName, TableName]]) -> list[Suspension]:
        found: list[Suspension] = []
        for table in tables:
            name = ddl.quote_table(table.name)
            for trigger, state in self._catalog(table.name.schema or self.schema).trigger_states[table.name.name]:
                how = "ENABLE ALWAYS" if state == "A" else "ENABLE"
                found.append(
                    Suspension(
                        "trigger",
                        trigger,
                        table.name,
                        (f"ALTER TABLE {name} DISABLE TRIGGER {ddl.quote(trigger)}",),
                        (f"ALTER TABLE {name} {how} TRIGGER {ddl.quote(trigger)}",),
                        "would change rows while they are loaded",
                    )
                )
        for table in tables:
            name = ddl.quote_table(table.name)
            catalog = self._catalog(table.name.schema or self.schema)
            for constraint, definition, referred in catalog.foreign_key_definitions[table.name.name]:
                if (table.name, referred) in broken:
                    drop = f"ALTER TABLE {name} DROP CONSTRAINT IF EXISTS {ddl.quote(constraint)}"
                    add = ddl.add_constraint(table.name, constraint, definition)
                    reason = "part of a cycle or self-reference that no loading order satisfies"
                    found.append(Suspension("foreign key", constraint, table.name, (drop,), (add,), reason))
        return found

    def delayed_indexes(self, tables: Sequence[Table]) -> list[Suspension]:
        return delayed.delayed_indexes(self._rows, tables)

    def is_back(self, session: Session, suspension: Suspension) -> bool:
        """A trigger is only enabled, which harms nothing when it is done twice."""
        if suspension.kind == INDEX:
            found = session.run_sql(delayed.definition_sql(suspension))
            return [row["definition"] for row in found] == [suspension.restore_sql[0]]
        if suspension.kind != "foreign key":
            return False
        found = session.run_sql(
            "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE contype = 'f'"
            f" AND conname = {ddl.quote_text(suspension.name)}"
            f" AND conrelid = {ddl.quote_text(ddl.quote_table(suspension.table))}::regclass"
        )
        as_was = [ddl.add_constraint(suspension.table, suspension.name, str(row["definition"])) for row in found]
        return as_was == [suspension.restore_sql[0]]

    def users_of(self, session: Session, table: TableName) -> list[str]:
        return [row["who"] for row in session.run_sql(delayed.users_sql(table))]

    def from_clause(self, table: Table) -> str:
        """The table without the rows of tables that inherit from it, which are tables of their own."""
        catalog = self._catalog(table.name.schema or self.schema)
        only = "ONLY " if table.name.name in catalog.parents else ""
        return only + ddl.quote_table(table.name)

    def needs_finishing(self, table: Table) -> bool:
        return any(map(_counts_up, table.columns))

    def finish_table(self, session: Session, table: Table) -> None:
        """Sequences behind identity and serial columns go above the greatest value, never back."""
        name = ddl.quote_table(table.name)
        for column in table.columns:
            if not _counts_up(column):
                continue
            found = _NEXTVAL.match(column.default_sql or "")
            own = f"pg_get_serial_sequence({ddl.quote_text(name)}, {ddl.quote_text(column.name)})"
            sequence = ddl.quote_text(found["sequence"].replace("''", "'")) if found else own
            of = ddl.quote(column.name)
            within = f"{of} BETWEEN -9223372036854775807 AND 9223372036854775806"
            session.run_sql(
                "SELECT setval(s.seqrelid::regclass, least(greatest(m.edge, s.seqmin), s.seqmax))"
                f" FROM pg_sequence s CROSS JOIN LATERAL (SELECT CASE WHEN s.seqincrement > 0"
                f" THEN ceil((SELECT max({of}) FROM {name} WHERE {within}))"
                f" ELSE floor((SELECT min({of}) FROM {name} WHERE {within})) END::bigint AS edge) m"
                f" WHERE s.seqrelid = {sequence}::regclass AND (m.edge - coalesce("
                "pg_sequence_last_value(s.seqrelid::regclass), s.seqstart - s.seqincrement)) * s.seqincrement > 0"
            )

    def literals(self, column: Column, values: pa.Array, *, tagged: bool = False) -> list[str]:
        return literals(column, values)

    def render_sql(self, statement: sa.ClauseElement) -> str:
        return str(statement.compile(dialect=dialect(), compile_kwargs={"literal_binds": True}))

    def render_create_schema(self, tables: Sequence[Table]) -> str:
        return ddl.render_create_schema(tables)

    def dispose(self) -> None:
        if self._ahead is not None:
            self._ahead.join()
        self._adbc.close()
        self._control.close()

    def connect_psycopg(self) -> psycopg.Connection[Any]:
        try:
            connection = connect_watched(self._watch, self._uri)
            self._set_up(connection)
        except psycopg.Error as error:
            raise sort_psycopg(error) from None
        return connection

    def connect_adbc(self) -> AdbcConnection:
        try:
            with opening_line(self._watch, self._control) as line:
                connection = self._adbc.connect()
            connection.waiting, connection.closed = line.waiting, line.close
            [row] = connection.execute(self._settings())
            line.backend = row["pid"], row["started"]
        except (adbc_driver_manager.Error, OSError) as error:
            raise sort_adbc(error) from None
        return connection

    def forget_catalog(self) -> None:
        """Read the catalogue again at the next question (after DDL)."""
        self._catalogs.clear()
        self._adbc.renew()

    def _catalog(self, schema: str) -> SchemaCatalog:
        if schema not in self._catalogs:
            try:
                self._catalogs[schema] = SchemaCatalog(self._control, schema)
            except psycopg.Error as error:
                raise sort_psycopg(error) from None
        return self._catalogs[schema]

    def _asked(self) -> WatchedConnection:
        """For questions; once it was found lost, the next one has another."""
        with self._replacing:
            if self._control.closed:
                connection = connect_watched(self._watch, self._uri)
                self._set_up(connection)
                self._control.close()
                self._control = connection
            return self._control

    def _one(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
        try:
            row = self._asked().execute(sql, parameters or None).fetchone()
        except psycopg.Error as error:
            raise sort_psycopg(error) from None
        return tuple(row) if row else ()


def _counts_up(column: Column) -> bool:
    return column.identity and column.type.kind in (Kind.INTEGER, Kind.DECIMAL)
