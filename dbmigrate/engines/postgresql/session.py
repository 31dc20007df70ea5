"""A session on psycopg, for what ADBC has no call for: COPY data as they are."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.rows import dict_row

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.faults import sort_psycopg
from dbmigrate.engines.statements import definitions, insert_text, text_and_parameters

# Of a pipeline that ends with an error it says on the screen that all behind the error was aborted.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

RELAX_DURABILITY = "SET LOCAL synchronous_commit TO off"


class PsycopgSession:
    """``connection`` is in autocommit mode, so that BEGIN and COMMIT are ours; it is closed with the session.

    ``dialect``: with the parameter style ``$1``, which is the server's own.
    """

    def __init__(self, connection: psycopg.Connection[Any], dialect: sa.Dialect) -> None:
        self.connection = connection
        self._dialect = dialect

    def begin(self) -> None:
        self.run_sql("BEGIN")

    def commit(self) -> None:
        # A failed transaction answers COMMIT with ROLLBACK, and with no error.
        if self._run("COMMIT", ()).statusmessage != "COMMIT":
            raise EngineFault(Fault.TERMINAL, "the transaction had failed and was rolled back")

    def relax_durability(self) -> None:
        self.run_sql(RELAX_DURABILITY)

    def rollback(self) -> None:
        if self.connection.pgconn.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            # The transaction may be gone with its connection; the first error is the one to show.
            with suppress(EngineFault):
                self.run_sql("ROLLBACK")

    def execute(self, statement: sa.Executable) -> list[dict[str, Any]]:
        return _rows(self._run(*text_and_parameters(statement, self._dialect)))

    def insert_rows(self, rows: Iterable[tuple[sa.Table, Mapping[str, Any]]]) -> None:
        with self._together():
            for table, values in rows:
                self._run(*insert_text(table, values, self._dialect))

    @contextmanager
    def _together(self) -> Iterator[None]:
        """The answers to what is sent meanwhile are waited for at the end."""
        try:
            with self.connection.pipeline() if psycopg.Pipeline.is_supported() else nullcontext():
                yield
        except psycopg.Error as error:
            raise sort_psycopg(error) from error

    def run_sql(self, text: str) -> list[dict[str, Any]]:
        return _rows(self._run(text, ()))

    def results(self, text: str) -> Iterator[Iterator[dict[str, Any]]]:
        """Held whole: scripts are run on the other kind of session."""
        yield iter(self.run_sql(text))

    def make_tables(self, schema: str | None, tables: Sequence[sa.Table]) -> None:
        self.begin()
        if schema is not None:
            self.run_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self.add_tables(tables)
        self.commit()

    def add_tables(self, tables: Sequence[sa.Table]) -> None:
        for definition in definitions(tables):
            self.execute(definition)

    def take_notices(self) -> list[str]:
        return []

    def close(self) -> None:
        self.connection.close()

    def _run(self, text: str, parameters: tuple[Any, ...]) -> psycopg.Cursor[dict[str, Any]]:
        cursor = psycopg.RawCursor(self.connection, row_factory=dict_row)
        try:
            return cursor.execute(text.encode(), parameters or None)
        except psycopg.Error as error:
            raise sort_psycopg(error) from error


def _rows(cursor: psycopg.Cursor[dict[str, Any]]) -> list[dict[str, Any]]:
    return cursor.fetchall() if cursor.description else []
