"""A stand-in for an Oracle server behind python-oracledb, for the order of steps and what each leaves behind.

Rows are in SQLite; the statements are Oracle's, put into SQLite's words below, and one that is not known
fails.  What it does as Oracle does, and who says so:

=====================================================  ======================================================
behaviour                                              source
=====================================================  ======================================================
``''`` is NULL, in binds and in direct path            SQL Language Reference, "Nulls"; driver, converters.pyx
DDL commits before and after itself                    Database Concepts, "Transactions"
direct path commits, also what was open before it      python-oracledb guide, "Direct Path Loads"
direct path checks and converts nothing; an            driver, direct_path_prepare.pyx ("the server does not
NVARCHAR2 gets UTF-8 bytes as they are                 perform any validation or conversion")
moments lose what is below a microsecond               driver, converters.pyx (Python's datetime)
unquoted names are in upper case, quoted ones exact    SQL Language Reference, "Database Object Names"
AS OF SCN reads what was committed then; a forgotten   SQL Language Reference, "flashback_query_clause";
one is ORA-01555                                       Error Messages
FOR UPDATE NOWAIT on a locked row is ORA-00054         Error Messages
an identity column GENERATED ALWAYS is ORA-32795       Error Messages
a closed session takes its transaction along           Database Concepts, "Transactions"
=====================================================  ======================================================

What it does not do: optimise, wait, convert character sets, pad CHAR, run PL/SQL but the lock's one call.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import oracledb
import pyarrow as pa
from oracledb import errors

from tests.engines.oracle.sqlite_words import FUNCTIONS, in_sqlite_words, named_table


class Crash(BaseException):
    """The process dies here."""


def fault(number: int, text: str) -> oracledb.Error:
    made = errors._Error(f"ORA-{number:05}: {text}", code=number)
    return made.exc_type(made)


def driver_fault(code: str, text: str) -> oracledb.Error:
    made = errors._Error(f"{code}: {text}")
    return made.exc_type(made)


_NUMBER = re.compile(r"NUMBER(?:\((?P<p>\*|\d+)(?:, ?(?P<s>-?\d+))?\))?")
_TEXT = re.compile(r"(N?VARCHAR2|N?CHAR)\((\d+)(?: (CHAR|BYTE))?\)")


@dataclass
class Col:
    """``kind``: as DDL spells it, ``NUMBER(10,0)``."""

    name: str
    kind: str
    nullable: bool = True
    identity: str | None = None
    virtual: str | None = None

    @property
    def is_integer(self) -> bool:
        found = _NUMBER.fullmatch(self.kind)
        return self.kind == "INTEGER" or bool(
            found and found["p"] not in (None, "*") and int(found["p"]) <= 19 and int(found["s"] or 0) == 0
        )

    def sqlite(self) -> str:
        name = f'"{self.name}"'
        if self.virtual:
            return f"{name} GENERATED ALWAYS AS ({self.virtual}) VIRTUAL"
        parts = [name, "INT" if self.is_integer else "BLOB" if self.kind.startswith(("RAW", "BLOB")) else "TEXT"]
        if not self.nullable:
            parts.append("NOT NULL")
        if (found := _NUMBER.fullmatch(self.kind)) and found["p"] not in (None, "*"):
            parts.append(f"CONSTRAINT ora01438 CHECK (fits_number({name}, {found['p']}, {found['s'] or 0}))")
        if found := _TEXT.fullmatch(self.kind):
            size = f"length(CAST({name} AS BLOB))" if found[3] == "BYTE" else f"length({name})"
            parts.append(f"CONSTRAINT ora12899 CHECK ({size} <= {found[2]})")
        return " ".join(parts)


@dataclass
class FakeTable:
    owner: str
    name: str
    columns: list[Col]
    key: tuple[str, ...] = ()
    triggers: dict[str, bool] = field(default_factory=dict)

    def column(self, name: str) -> Col | None:
        return next((column for column in self.columns if column.name == name), None)


class FakeOracle:
    """``crash_at``: the driver call before or after which everything dies, counted from 1."""

    def __init__(self, directory: Path, *, login: str = "MOVER", charset: str = "AL32UTF8") -> None:
        self.path = directory / "oracle.db"
        self.directory = directory
        self.login = login
        self.charset = charset
        self.version = "19.3.0.0.0"
        self.tables: dict[tuple[str, str], FakeTable] = {}
        self.scn = 1000
        self.snapshots: dict[int, Path] = {}
        self.forgotten: set[int] = set()
        self.grants = {"DBMS_FLASHBACK", "DBMS_LOCK"}
        self.privileges = {"CREATE TABLE", "UNLIMITED TABLESPACE", "CREATE SESSION"}
        self.locks: dict[Any, FakeConnection] = {}
        self.connections: list[FakeConnection] = []
        self.steps = 0
        self.crash_at: int | None = None
        self.calls: Counter[str] = Counter()
        self.log: list[str] = []
        self.failures: list[tuple[str, oracledb.Error, bool]] = []
        """(piece of a statement, error, whether the act is done all the same): each raised once."""
        self.store = self._open(self.path)
        self.store.execute("PRAGMA journal_mode = wal")
        for statement in _DICTIONARY:
            self.store.execute(statement)
        self.store.execute("INSERT INTO all_users VALUES (?, '2024-01-01 00:00:00')", (login,))
        self.store.execute("INSERT INTO nls_database_parameters VALUES ('NLS_CHARACTERSET', ?)", (charset,))
        self._refresh_privileges()

    def _open(self, path: Path) -> sqlite3.Connection:
        store = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
        for name, arity, act in FUNCTIONS:
            store.create_function(name, arity, act, deterministic=True)
        store.create_function("SYS_CONTEXT", 2, self._context)
        return store

    def _context(self, _: str, name: str) -> str:
        return {"DB_UNIQUE_NAME": "ORCL", "CON_NAME": "PDB1"}.get(name, self.login)

    def _refresh_privileges(self) -> None:
        self.store.execute("DELETE FROM session_privs")
        self.store.executemany("INSERT INTO session_privs VALUES (?)", [(each,) for each in sorted(self.privileges)])

    # What a test does by hand

    def create_table(
        self, name: str, columns: Sequence[Col], key: Sequence[str] = (), *, owner: str | None = None
    ) -> FakeTable:
        made = FakeTable(owner or self.login, name, list(columns), tuple(key))
        self._make(made)
        return made

    def add_trigger(self, table: FakeTable, name: str) -> None:
        table.triggers[name] = True
        self._describe(table)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """In SQLite's words."""
        return self.store.execute(sql).fetchall()

    def insert(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(rows[0]))
        stored = [[None if value == "" else value for value in row] for row in rows]
        self.store.executemany(f'INSERT INTO "{table}" VALUES ({marks})', stored)

    def staging(self) -> list[str]:
        return sorted(name for _, name in self.tables if name.startswith("DBMIGRATE_STAGE_"))

    def connect(self, *_: Any) -> FakeConnection:
        self.step("connect")
        self.connections.append(FakeConnection(self))
        return self.connections[-1]

    # Faults

    def step(self, what: str) -> None:
        self.steps += 1
        self.log.append(what)
        if self.crash_at is not None and self.steps >= self.crash_at:
            self.die()
            raise Crash(f"at step {self.steps}: {what}")

    def die(self) -> None:
        for connection in self.connections:
            connection.lose()
        self.connections.clear()

    def failing(self, what: str) -> tuple[oracledb.Error, bool] | None:
        for number, (piece, error, done) in enumerate(self.failures):
            if piece in what:
                del self.failures[number]
                return error, done
        return None

    # The catalogue

    def table(self, owner: str, name: str) -> FakeTable:
        found = self.tables.get((owner, name))
        if found is None:
            raise fault(942, f"table or view {owner}.{name} does not exist")
        return found

    def _make(self, table: FakeTable) -> None:
        if (table.owner, table.name) in self.tables:
            raise fault(955, "name is already used by an existing object")
        lines = [column.sqlite() for column in table.columns]
        if table.key:
            listed = ", ".join(f'"{name}"' for name in table.key)
            lines.append(f"PRIMARY KEY ({listed})")
        self.store.execute(f'CREATE TABLE "{self.stored_name(table.owner, table.name)}" ({", ".join(lines)})')
        self.tables[table.owner, table.name] = table
        self._describe(table)

    def drop(self, table: FakeTable) -> None:
        self.store.execute(f'DROP TABLE "{self.stored_name(table.owner, table.name)}"')
        del self.tables[table.owner, table.name]
        self._forget(table)

    def stored_name(self, owner: str, name: str) -> str:
        return name if owner == self.login else f"{owner}.{name}"

    def _forget(self, table: FakeTable) -> None:
        place = (table.owner, table.name)
        for view in ("all_tables", "all_tab_cols", "all_constraints", "all_tab_identity_cols"):
            self.store.execute(f"DELETE FROM {view} WHERE owner = ? AND table_name = ?", place)
        self.store.execute("DELETE FROM all_cons_columns WHERE owner = ? AND table_name = ?", place)
        self.store.execute("DELETE FROM all_triggers WHERE table_owner = ? AND table_name = ?", place)

    def _describe(self, table: FakeTable) -> None:
        self._forget(table)
        owner, name = table.owner, table.name
        self.store.execute("INSERT INTO all_tables VALUES (?, ?, NULL, 'NO', 'N', 'N', 'NO', NULL)", (owner, name))
        for number, column in enumerate(table.columns, 1):
            self.store.execute(
                f"INSERT INTO all_tab_cols VALUES ({', '.join('?' * 17)})",
                (owner, name, column.name, *_described(column), number, "NO", "YES", "NO"),
            )
            if column.identity:
                place = (owner, name, column.name, column.identity)
                self.store.execute("INSERT INTO all_tab_identity_cols VALUES (?, ?, ?, ?)", place)
        if table.key:
            key = f"{name}_PK"
            row = (owner, name, key, "P", "ENABLED", "VALIDATED", None, None)
            self.store.execute("INSERT INTO all_constraints VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            for position, column_name in enumerate(table.key, 1):
                member = (owner, name, key, column_name, position)
                self.store.execute("INSERT INTO all_cons_columns VALUES (?, ?, ?, ?, ?)", member)
        for trigger, enabled in table.triggers.items():
            facts = (owner, name, owner, trigger, "TABLE", "ENABLED" if enabled else "DISABLED", "INSERT")
            self.store.execute("INSERT INTO all_triggers VALUES (?, ?, ?, ?, ?, ?, ?)", facts)

    def create(self, owner: str, name: str, body: str) -> None:
        columns, key = _columns_of(body)
        self._make(FakeTable(owner, name, columns, key))

    def alter_table(self, table: FakeTable, change: str) -> None:
        if found := re.fullmatch(r'MODIFY \("(\w+)" GENERATED (ALWAYS|BY DEFAULT(?: ON NULL)?) AS IDENTITY.*', change):
            column = table.column(found[1])
            if column is None:
                raise fault(904, f"{found[1]}: invalid identifier")
            column.identity = found[2]
            self._describe(table)
        elif not re.fullmatch(r'(DISABLE|ENABLE VALIDATE) CONSTRAINT "\w+"', change):
            raise fault(900, f"not known here: {change}")

    def alter_trigger(self, owner: str, name: str, state: str) -> None:
        for table in self.tables.values():
            if table.owner == owner and name in table.triggers:
                table.triggers[name] = state == "ENABLE"
                self._describe(table)
                return
        raise fault(4080, f"trigger {name} does not exist")

    # System change numbers

    def take_scn(self) -> int:
        self.scn += 1
        place = self.directory / f"scn_{self.scn}.db"
        with sqlite3.connect(place) as copy:
            self.store.backup(copy)
        copy.close()
        self.snapshots[self.scn] = place
        return self.scn

    def as_of(self, scn: int) -> sqlite3.Connection:
        if scn in self.forgotten:
            raise fault(1555, "snapshot too old: rollback segment number 5 too small")
        if scn not in self.snapshots:
            raise fault(8180, "no snapshot found based on specified time")
        return self._open(self.snapshots[scn])

    def dispose(self) -> None:
        self.die()
        self.store.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class FakeConnection:
    def __init__(self, server: FakeOracle) -> None:
        self._server = server
        self._store: sqlite3.Connection | None = server._open(server.path)
        self.version = server.version
        self.module = ""
        self.autocommit = False
        self.touched = -1

    @property
    def store(self) -> sqlite3.Connection:
        if self._store is None:
            raise driver_fault("DPY-4011", "the database or network closed the connection")
        return self._store

    def act(self, what: str, done: Callable[[], Any]) -> Any:
        """One trip to the server: the process may die before it and after it."""
        self.store  # noqa: B018 - a lost connection fails here
        self._server.step(f"before {what}")
        failure = self._server.failing(what)
        if failure is not None and not failure[1]:
            self._lose_if_gone(failure[0])
            raise failure[0]
        result = done()
        if failure is not None:
            self._lose_if_gone(failure[0])
            raise failure[0]
        self._server.step(f"after {what}")
        return result

    def _lose_if_gone(self, error: oracledb.Error) -> None:
        if error.args[0].full_code == "DPY-4011":
            self.lose()

    def lose(self) -> None:
        """The session ends; the server rolls its transaction back and frees its locks."""
        store, self._store = self._store, None
        if store is not None:
            self._free()
            with suppress(sqlite3.Error):
                if store.in_transaction:
                    store.execute("ROLLBACK")
            store.close()

    def _free(self, *, sessions: bool = True) -> None:
        locks = self._server.locks
        for place, owner in list(locks.items()):
            if owner is self and (sessions or place[0] != "DBMS_LOCK"):
                del locks[place]

    def change(self) -> None:
        """A transaction begins with the first change."""
        if not self.store.in_transaction:
            self.store.execute("BEGIN IMMEDIATE")

    def end(self, how: str) -> None:
        if self.store.in_transaction:
            self.store.execute(how)
        self._free(sessions=False)

    def commit(self) -> None:
        self.act("COMMIT", lambda: self.end("COMMIT"))

    def rollback(self) -> None:
        self.act("ROLLBACK", lambda: self.end("ROLLBACK"))

    def close(self) -> None:
        self.lose()

    def cursor(self) -> FakeCursor:
        return FakeCursor(self, self._server)

    def direct_path_load(
        self, schema_name: str, table_name: str, column_names: list[str], data: pa.Table, *, batch_size: int
    ) -> None:
        assert batch_size > 0

        def load() -> None:
            self.end("COMMIT")
            table = self._server.table(schema_name, table_name)
            columns = [table.column(name) for name in column_names]
            if None in columns:
                raise fault(904, "invalid identifier")
            listed = ", ".join(f'"{name}"' for name in column_names)
            marks = ", ".join("?" * len(column_names))
            rows = [
                tuple(
                    _stored_raw(value, column.kind if column else "")
                    for value, column in zip(row, columns, strict=True)
                )
                for row in zip(*[values.to_pylist() for values in _plain(data)], strict=True)
            ]
            self.store.execute("PRAGMA ignore_check_constraints = ON")
            self.store.execute("BEGIN IMMEDIATE")
            place = self._server.stored_name(schema_name, table_name)
            self.store.executemany(f'INSERT INTO "{place}" ({listed}) VALUES ({marks})', rows)
            self.store.execute("COMMIT")
            self.store.execute("PRAGMA ignore_check_constraints = OFF")

        self._server.calls["direct_path_load"] += 1
        self.act(f"direct path {table_name}", load)

    def fetch_df_batches(
        self,
        statement: str,
        parameters: dict[str, Any] | None = None,
        size: int = 100,
        *,
        fetch_decimals: bool = False,
        requested_schema: pa.Schema,
    ) -> Iterator[pa.Table]:
        assert fetch_decimals
        found = self.act(f"fetch {statement}", lambda: self._server_rows(statement, parameters or {}))
        self._server.calls["fetch"] += 1
        for start in range(0, len(found), size):
            part = found[start : start + size]
            columns = [[row[at] for row in part] for at in range(len(requested_schema))]
            arrays = [_arrow(values, one.type) for values, one in zip(columns, requested_schema, strict=True)]
            yield pa.Table.from_arrays(arrays, schema=requested_schema)

    def _server_rows(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self.run(statement, values)[1]

    def run(
        self, statement: str, values: dict[str, Any] | Sequence[Any]
    ) -> tuple[list[str] | None, list[tuple[Any, ...]]]:
        store = self.store
        if found := re.search(r" AS OF SCN (\d+)", statement):
            store = self._server.as_of(int(found[1]))
            statement = statement.replace(found[0], "")
        if isinstance(values, dict):
            values = {name.strip('"'): _stored(value) for name, value in values.items()}
        text = in_sqlite_words(statement, self._server.login)
        for owner, name in named_table(statement, self._server.login):
            self._server.table(owner, name)
        try:
            cursor = store.execute(text, values)
        except sqlite3.IntegrityError as error:
            raise _refused(str(error)) from None
        self.touched = cursor.rowcount
        names = None if cursor.description is None else [described[0] for described in cursor.description]
        return names, cursor.fetchall()


class FakeCursor:
    def __init__(self, connection: FakeConnection, server: FakeOracle) -> None:
        self._connection = connection
        self._server = server
        self.description: list[tuple[str]] | None = None
        self.rowcount = -1
        self._rows: list[tuple[Any, ...]] = []

    def __enter__(self) -> FakeCursor:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def var(self, _: type) -> FakeVar:
        return FakeVar()

    def execute(
        self,
        text: str,
        values: dict[str, Any] | None = None,
        *,
        fetch_lobs: bool | None = None,
        fetch_decimals: bool | None = None,
    ) -> None:
        del fetch_lobs, fetch_decimals
        self._connection.act(text, lambda: self._execute(text, values or {}))

    def executemany(self, text: str, rows: pa.Table) -> None:
        def bind() -> None:
            self._connection.change()
            self._identity_guard(text)
            for row in zip(*[values.to_pylist() for values in _plain(rows)], strict=True):
                self._connection.run(text, tuple(_stored(value) for value in row))

        self._server.calls["executemany"] += 1
        self._connection.act(text, bind)

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows

    def _execute(self, text: str, values: dict[str, Any]) -> None:
        self.description, self._rows = None, []
        connection, _server = self._connection, self._server
        head = text.split(None, 2)
        match " ".join(head[:2]).upper():
            case "ALTER SESSION" | "SET CONSTRAINTS":
                return
            case "SET TRANSACTION":
                connection.store.execute("BEGIN")
                connection.store.execute("SELECT COUNT(*) FROM all_users")  # the snapshot is taken now
                return
            case "BEGIN :OUTCOME":
                self._take_user_lock(values)
                return
            case "CREATE TABLE" | "DROP TABLE" | "TRUNCATE TABLE" | "ALTER TABLE" | "ALTER TRIGGER":
                connection.end("COMMIT")
                self._define(text)
                return
        if head[0].upper() in ("SAVEPOINT", "ROLLBACK"):
            connection.change()
            connection.store.execute(text)
            return
        if text in _SCN_STATEMENTS:
            self._rows = [(self._scn(text),)]
            self.description = [("SCN",)]
            return
        if found := re.search(r"\s+FOR UPDATE( NOWAIT)?$", text):
            text = text[: found.start()]
            self._lock_row((text, tuple(values.values())), wait=found[1] is None)
        elif head[0].upper() != "SELECT":
            connection.change()
            self._identity_guard(text)
        names, self._rows = connection.run(text, values)
        self.rowcount = connection.touched
        self.description = None if names is None else [(name.upper(),) for name in names]

    def _scn(self, text: str) -> int:
        needed = "DBMS_FLASHBACK" if "DBMS_FLASHBACK" in text else "V$DATABASE" if "V$DATABASE" in text else None
        if needed is not None and needed not in self._server.grants:
            raise fault(904 if needed == "DBMS_FLASHBACK" else 942, f"{needed}: invalid identifier")
        return self._server.take_scn()

    def _take_user_lock(self, values: dict[str, Any]) -> None:
        if "DBMS_LOCK" not in self._server.grants:
            raise fault(6550, "PLS-00201: identifier 'DBMS_LOCK' must be declared")
        place = ("DBMS_LOCK", values["id"])
        owner = self._server.locks.setdefault(place, self._connection)
        values["outcome"].value = 0 if owner is self._connection else 1

    def _lock_row(self, place: tuple[Any, ...], *, wait: bool) -> None:
        owner = self._server.locks.setdefault(place, self._connection)
        if owner is not self._connection:
            raise fault(60, "deadlock detected") if wait else fault(54, "resource busy and acquire with NOWAIT")

    def _define(self, text: str) -> None:
        server = self._server
        if found := re.fullmatch(r'\s*CREATE TABLE ("?[\w$]+"?) \((.*)\)[\w\s]*', text, re.DOTALL):
            server.create(server.login, _folded(found[1]), found[2])
        elif found := re.fullmatch(r'DROP TABLE ("?[\w$]+"?) PURGE', text):
            server.drop(server.table(server.login, _folded(found[1])))
        elif found := re.fullmatch(r'TRUNCATE TABLE ("?[\w$]+"?)', text):
            server.table(server.login, _folded(found[1]))
            self._connection.store.execute(f'DELETE FROM "{_folded(found[1])}"')
        elif found := re.fullmatch(r'ALTER TABLE "(\w+)"\."(\w+)" (.*)', text):
            server.alter_table(server.table(found[1], found[2]), found[3])
        elif found := re.fullmatch(r'ALTER TRIGGER "(\w+)"\."(\w+)" (ENABLE|DISABLE)', text):
            server.alter_trigger(found[1], found[2], found[3])
        else:
            raise fault(900, f"not known here: {text}")

    def _identity_guard(self, text: str) -> None:
        found = re.match(r'INSERT INTO "(\w+)"\."(\w+)" \(([^)]*)\)', text)
        if found is None:
            return
        table = self._server.table(found[1], found[2])
        for name in re.findall(r'"([^"]+)"', found[3]):
            column = table.column(name)
            if column is not None and column.identity == "ALWAYS":
                raise fault(32795, "cannot insert into a generated always identity column")


@dataclass
class FakeVar:
    value: int = -1

    def getvalue(self) -> int:
        return self.value


_SCN_STATEMENTS = (
    "SELECT DBMS_FLASHBACK.GET_SYSTEM_CHANGE_NUMBER FROM DUAL",
    "SELECT CURRENT_SCN FROM V$DATABASE",
    "SELECT TIMESTAMP_TO_SCN(SYSTIMESTAMP) FROM DUAL",
)

_DICTIONARY = (
    "CREATE TABLE dual (dummy)",
    "INSERT INTO dual VALUES ('X')",
    "CREATE TABLE all_users (username, created)",
    "CREATE TABLE nls_database_parameters (parameter, value)",
    "CREATE TABLE session_privs (privilege)",
    "CREATE TABLE session_roles (role)",
    "CREATE TABLE user_ts_quotas (tablespace_name, max_bytes)",
    "CREATE TABLE all_tab_privs (grantor, grantee, table_schema, table_name, privilege)",
    "CREATE TABLE all_mviews (owner, container_name)",
    "CREATE TABLE all_tables (owner, table_name, num_rows, nested, secondary, temporary, dropped, iot_type)",
    (
        "CREATE TABLE all_tab_cols (owner, table_name, column_name, data_type, data_type_owner, data_length,"
        " char_length, char_used, data_precision, data_scale, nullable, virtual_column, data_default,"
        " internal_column_id, hidden_column, user_generated, default_on_null)"
    ),
    "CREATE TABLE all_tab_identity_cols (owner, table_name, column_name, generation_type)",
    (
        "CREATE TABLE all_constraints (owner, table_name, constraint_name, constraint_type, status, validated, r_owner,"
        " r_constraint_name)"
    ),
    "CREATE TABLE all_cons_columns (owner, table_name, constraint_name, column_name, position)",
    "CREATE TABLE all_indexes (owner, table_owner, table_name, index_name, uniqueness, index_type)",
    "CREATE TABLE all_ind_columns (index_owner, index_name, column_name, column_position)",
    (
        "CREATE TABLE all_triggers (table_owner, table_name, owner, trigger_name, base_object_type, status,"
        " triggering_event)"
    ),
)


def _described(column: Col) -> tuple[Any, ...]:
    """data_type to data_default of ALL_TAB_COLS."""
    length = chars = precision = scale = used = None
    name = column.kind
    if found := _TEXT.fullmatch(column.kind):
        name, chars = found[1], int(found[2])
        used = "B" if found[3] == "BYTE" else "C"
        length = chars if used == "B" else chars * (2 if name.startswith("N") else 4)
    elif found := _NUMBER.fullmatch(column.kind):
        name = "NUMBER"
        precision = None if found["p"] in (None, "*") else int(found["p"])
        scale = None if found["p"] is None else int(found["s"] or 0)
    elif column.kind == "INTEGER":
        name, scale = "NUMBER", 0
    elif found := re.fullmatch(r"RAW\((\d+)\)", column.kind):
        name, length = "RAW", int(found[1])
    nullable = "Y" if column.nullable else "N"
    virtual = "YES" if column.virtual else "NO"
    return name, None, length, chars, used, precision, scale, nullable, virtual, column.virtual


def _columns_of(body: str) -> tuple[list[Col], tuple[str, ...]]:
    """Of the statements that dbmigrate itself writes: staging, the ledger, the lock."""
    columns: list[Col] = []
    key: tuple[str, ...] = ()
    for line in re.split(r",\s*(?![^(]*\))", body.strip()):
        line = line.strip()
        if found := re.fullmatch(r"PRIMARY KEY \(([^)]*)\)", line):
            key = tuple(_folded(name.strip()) for name in found[1].split(","))
            continue
        found = re.fullmatch(r'("[^"]+"|[\w$]+)\s+([A-Z][A-Z0-9_]*(?:\([^)]*\))?)( NOT NULL)?( PRIMARY KEY)?', line)
        if found is None:
            raise fault(902, f"not known here: {line}")
        columns.append(Col(_folded(found[1].strip()), found[2], nullable=found[3] is None))
        if found[4]:
            key = (columns[-1].name,)
    return columns, key


def _folded(name: str) -> str:
    return name[1:-1] if name.startswith('"') else name.upper()


def _plain(rows: pa.Table) -> list[pa.ChunkedArray]:
    """Nanoseconds would not become datetimes here; the driver cuts them, and so does this."""
    columns = []
    for values in rows.columns:
        if pa.types.is_timestamp(values.type) and values.type.unit == "ns":
            values = values.cast(pa.timestamp("us"), safe=False)
        columns.append(values)
    return columns


def _stored(value: Any) -> Any:
    """As SQLite keeps it: moments as text with nine digits, decimals as plain text, '' as NULL."""
    if value in ("", b""):
        return None
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.").rjust(20, "0") + f"{value.microsecond:06}000"
    if isinstance(value, date):
        return f"{value.isoformat()} 00:00:00.000000000"
    if isinstance(value, Decimal):
        shown = format(value, "f")
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    return value


def _stored_raw(value: Any, kind: str) -> Any:
    if isinstance(value, str) and kind.startswith(("NVARCHAR2", "NCHAR")):
        value = value.encode().decode("utf-16-be", errors="replace")
    return _stored(value)


def _arrow(values: list[Any], wanted: pa.DataType) -> pa.Array:
    """As the driver makes them of what the server sends; six digits of a second."""
    if pa.types.is_timestamp(wanted):
        return pa.array([None if value is None else datetime.fromisoformat(value[:26]) for value in values], wanted)
    if pa.types.is_decimal(wanted):
        return pa.array([None if value is None else Decimal(str(value)) for value in values], wanted)
    if pa.types.is_integer(wanted):
        return pa.array([None if value is None else int(value) for value in values], wanted)
    if pa.types.is_floating(wanted):
        return pa.array([None if value is None else float(value) for value in values], wanted)
    return pa.array(values, wanted)


def _refused(message: str) -> oracledb.Error:
    if "ora01438" in message:
        return fault(1438, "value larger than specified precision allowed for this column")
    if "ora12899" in message:
        return fault(12899, "value too large for column")
    if message.startswith("NOT NULL"):
        return fault(1400, f"cannot insert NULL into {message.rpartition(' ')[2]}")
    if message.startswith("UNIQUE"):
        return fault(1, f"unique constraint violated: {message}")
    return fault(2291, f"integrity constraint violated: {message}")
