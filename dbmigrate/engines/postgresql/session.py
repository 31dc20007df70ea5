"""A session on psycopg, for what ADBC has no call for: COPY data as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from psycopg import pq
from psycopg.adapt import Transformer

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.copy_stream import Wire
from dbmigrate.engines.postgresql.definitions import definition_texts
from dbmigrate.engines.postgresql.faults import sort_psycopg
from dbmigrate.engines.postgresql.trips import Statement, Trips, can_carry
from dbmigrate.engines.statements import insert_text, text_and_parameters

CHECK_CONSTRAINTS = "SET CONSTRAINTS ALL IMMEDIATE"
RELAX_DURABILITY = "SET LOCAL synchronous_commit TO off"


class PsycopgSession:
    """``connection`` is in autocommit mode, so that BEGIN and COMMIT are ours; it is closed with the session.

    ``dialect``: with the parameter style ``$1``, which is the server's own.
    """

    def __init__(self, connection: psycopg.Connection[Any], dialect: sa.Dialect) -> None:
        self.connection = connection
        # At a ROLLBACK or DROP psycopg has the server forget all that is prepared, ``Trips``' statements too (3.3,
        # ``PrepareManager.clear``), if it has prepared one itself.
        connection.prepare_threshold = None
        self._dialect = dialect
        self._wire = Wire(connection)
        self._trips = Trips(self._wire) if psycopg.Pipeline.is_supported() else None
        self._rows_of = Transformer(connection)
        self._waiting: list[Statement] = []

    def begin(self) -> None:
        self.soon("BEGIN")

    def commit(self) -> None:
        # A failed transaction answers COMMIT with ROLLBACK, and with no error.
        if self._run("COMMIT", ()).command_status != b"COMMIT":
            raise EngineFault(Fault.TERMINAL, "the transaction had failed and was rolled back")

    def relax_durability(self) -> None:
        self.soon(RELAX_DURABILITY)

    def soon(self, text: str) -> None:
        """A statement without an answer: it goes with the next one, in the same trip."""
        self._waiting.append((text, ()))

    def tell(self, text: str) -> None:
        """The same at once."""
        self._run(text, ())

    def wire(self) -> Wire:
        """For who speaks with the server by himself; all that was to go before has gone."""
        if self._waiting:
            self._send([])
        return self._wire

    def rollback(self) -> None:
        self._waiting.clear()
        if self.connection.pgconn.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            # The transaction may be gone with its connection; the first error is the one to show.
            with suppress(EngineFault):
                self.run_sql("ROLLBACK")

    def execute(self, statement: sa.Executable) -> list[dict[str, Any]]:
        return self._rows(self._run(*text_and_parameters(statement, self._dialect)))

    def insert_rows(self, rows: Iterable[tuple[sa.Table, Mapping[str, Any]]]) -> None:
        self._send([insert_text(table, values, self._dialect) for table, values in rows])

    def run_sql(self, text: str) -> list[dict[str, Any]]:
        """The text may hold several statements, so it is neither prepared nor sent with others."""
        self.wire()
        return self._rows(self._ask(text, ()))

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
        for text in definition_texts(tables, self._dialect):
            self.run_sql(text)

    def take_notices(self) -> list[str]:
        return []

    def close(self) -> None:
        self._wire.close()
        self.connection.close()

    def _run(self, text: str, values: Sequence[Any]) -> pq.abc.PGresult:
        return self._send([(text, values)])[-1]

    def _send(self, statements: Sequence[Statement]) -> list[pq.abc.PGresult]:
        """What waits, and then these: one trip, if all of it can go that way."""
        every, self._waiting = [*self._waiting, *statements], []
        if self._trips is None or not all(can_carry(values) for _, values in every):
            return [self._ask(text, values) for text, values in every]
        try:
            return self._trips.run(every)
        except psycopg.Error as error:
            raise sort_psycopg(error) from error

    def _ask(self, text: str, values: Sequence[Any]) -> pq.abc.PGresult:
        cursor = psycopg.RawCursor(self.connection)
        try:
            cursor.execute(text.encode(), values or None)
        except psycopg.Error as error:
            raise sort_psycopg(error) from error
        return cast(pq.abc.PGresult, cursor.pgresult)

    def _rows(self, result: pq.abc.PGresult) -> list[dict[str, Any]]:
        if not result.nfields:
            return []
        names = [(result.fname(number) or b"").decode() for number in range(result.nfields)]
        self._rows_of.set_pgresult(result)
        return self._rows_of.load_rows(0, result.ntuples, lambda values: dict(zip(names, values, strict=True)))
