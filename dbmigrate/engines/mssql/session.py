"""A session: explicit transactions, SQLAlchemy Core statements, and no way to go on in half a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.mssql.base import MSDialect
from sqlalchemy.schema import CreateTable

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql.columns import BINARY_ORDER
from dbmigrate.engines.mssql.connection import Answer, Connection
from dbmigrate.engines.mssql.ddl import MssqlDdl
from dbmigrate.engines.mssql.faults import TRANSACTION_GONE, make_fault
from dbmigrate.engines.mssql.parameters import without_nulls
from dbmigrate.engines.statements import text_and_parameters

_DDL = MssqlDdl()
_LOCK_TIMED_OUT = 1222
STILL_OPEN = f"IF @@TRANCOUNT = 0 THROW {TRANSACTION_GONE}, N'the transaction is gone', 1;\n"
"""Before each statement of a transaction.  A server may end it at a moment that no error tells of: drivers ask
it to describe parameters before they send a statement, and pass over its refusal."""
_ALONE = ("CREATE", "ALTER")  # many of these must be the first statement of their batch

LOCK_SQL = (
    # Not every server keeps the locks of its databases apart.
    "DECLARE @granted int, @name nvarchar(255) = LEFT(CONCAT(DB_NAME(), N':', ?), 255);"
    " EXEC @granted = sp_getapplock @Resource = @name, @LockMode = ?, @LockOwner = ?, @LockTimeout = ?;"
    " SELECT @granted AS granted"
)


def dialect() -> MSDialect:
    """What compiles Core statements: ``?`` markers, ``nvarchar(max)`` for text."""
    return MSDialect(paramstyle="qmark", deprecate_large_types=True)  # type: ignore[no-untyped-call]


class MssqlSession:
    """``connection`` is closed with the session."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = dialect()
        self._in_transaction = False
        self._broken = False
        self._notices: list[str] = []

    def begin(self) -> None:
        self.run_sql("BEGIN TRANSACTION")
        self._in_transaction = True

    def commit(self) -> None:
        self.run_sql("COMMIT TRANSACTION")
        self._in_transaction = False

    def relax_durability(self) -> None:
        """Each COMMIT waits for the disk here."""

    def rollback(self) -> None:
        if self._in_transaction:
            self._in_transaction = self._broken = False
            # The transaction may be gone with its connection; the first error is the one to show.
            with suppress(EngineFault):
                self._connection.execute("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION")

    def savepoint(self, name: str) -> None:
        self.run_sql(f"SAVE TRANSACTION {name}")

    def rollback_to(self, name: str) -> None:
        """Fails if the server has rolled the whole transaction back: then its savepoint is gone with it."""
        self._connection.execute(f"ROLLBACK TRANSACTION {name}")
        self._broken = False

    def release(self, name: str) -> None:
        """Nothing: savepoints end with their transaction."""

    def execute(self, statement: sa.Executable) -> list[dict[str, Any]]:
        text, parameters = text_and_parameters(statement, self._dialect)
        self._lock_rows(statement, parameters)
        return self._run(*without_nulls(text, parameters))

    def insert_rows(self, rows: Iterable[tuple[sa.Table, Mapping[str, Any]]]) -> None:
        for table, values in rows:
            self.execute(sa.insert(table).values(values))

    def run_sql(self, text: str) -> list[dict[str, Any]]:
        return self._run(text, ())

    def results(self, text: str) -> Iterator[Iterator[dict[str, Any]]]:
        self._refuse_if_broken()
        with self._broken_by_faults():
            for names, rows in self._connection.results(self._guard(text)):
                yield self._named(names, rows)

    def _named(self, names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
        with self._broken_by_faults():
            for row in rows:
                yield dict(zip(names, row, strict=True))

    def query(self, text: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows as tuples, for the engine's own queries."""
        self._refuse_if_broken()
        return self._guarded(text, parameters).rows

    def make_tables(self, schema: str | None, tables: Sequence[sa.Table]) -> None:
        if schema is not None and (create := _DDL.render_create_namespace(schema)):
            self.run_sql(create)
        self.begin()
        self.add_tables(tables)
        self.commit()

    def add_tables(self, tables: Sequence[sa.Table]) -> None:
        for table in tables:
            name = _DDL.render_string(table.fullname)
            create = str(CreateTable(_exact_table(table)).compile(dialect=self._dialect)).strip()
            self.run_sql(f"IF OBJECT_ID({name}) IS NULL {create}")

    def take_notices(self) -> list[str]:
        taken, self._notices = self._notices, []
        return taken

    def close(self) -> None:
        self.rollback()
        self._connection.close()

    def _lock_rows(self, statement: sa.Executable, parameters: Sequence[Any]) -> None:
        """Row locks of a SELECT, as an application lock on what it selects, until the transaction ends.

        Only the program's own transactions read and write these rows, so a lock by name holds them off as
        well as a row's would, on every server that has the procedure and under every isolation level.
        """
        wanted = getattr(statement, "_for_update_arg", None)
        if wanted is None:
            return
        [table] = statement.get_final_froms()  # type: ignore[attr-defined]
        resource = f"dbmigrate:{table.fullname}:{','.join(str(value) for value in parameters)}"
        mode = "Shared" if wanted.read else "Exclusive"
        [(granted,)] = self.query(LOCK_SQL, (resource, mode, "Transaction", 60_000))
        if granted < 0:
            self._broken = True
            raise make_fault(_LOCK_TIMED_OUT, "", f"the lock {resource} was not granted ({granted})")

    def _run(self, text: str, parameters: Sequence[Any]) -> list[dict[str, Any]]:
        self._refuse_if_broken()
        answer = self._guarded(text, parameters)
        return [dict(zip(answer.names, row, strict=True)) for row in answer.rows]

    def _guarded(self, text: str, parameters: Sequence[Any]) -> Answer:
        with self._broken_by_faults():
            return self._connection.execute(self._guard(text), parameters)

    def _guard(self, text: str) -> str:
        guarded = self._in_transaction and not text.lstrip().upper().startswith(_ALONE)
        return STILL_OPEN + text if guarded else text

    @contextmanager
    def _broken_by_faults(self) -> Iterator[None]:
        try:
            yield
        except EngineFault:
            self._broken = self._in_transaction
            raise

    def _refuse_if_broken(self) -> None:
        """Some errors roll the server's transaction back by themselves, others leave it open; what is sent
        afterwards would be committed alone.  So nothing is sent until the transaction is rolled back."""
        if self._broken:
            raise EngineFault(Fault.TERMINAL, "the transaction was ended by an earlier error")


def _exact_table(table: sa.Table) -> sa.Table:
    """The table with text that holds any character and is compared bit by bit, and keys of up to 1,700 bytes
    (a clustered key has 900)."""
    copy = table.to_metadata(sa.MetaData())
    for column in copy.columns:
        if isinstance(column.type, sa.Text):
            column.type = sa.UnicodeText(collation=BINARY_ORDER)
        elif isinstance(column.type, sa.String):
            column.type = sa.Unicode(column.type.length, collation=BINARY_ORDER)
    copy.primary_key.dialect_options["mssql"]["clustered"] = False
    return copy
