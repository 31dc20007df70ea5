"""A session over an ADBC connection: explicit transactions, SQLAlchemy Core statements, Arrow both ways.

The connection stays in ADBC's autocommit mode and BEGIN/COMMIT are sent as statements, because SQLite
needs BEGIN IMMEDIATE and PostgreSQL needs an isolation level; bulk ingest takes part in a transaction
opened this way (tested for both drivers in tests/engines).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from operator import itemgetter
from typing import Any

import adbc_driver_manager
import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.engines.adbc_connection import AdbcConnection
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.result_rows import pass_over
from dbmigrate.engines.statements import definitions, insert_text, text_and_parameters

FaultSorter = Callable[[adbc_driver_manager.Error | OSError], EngineFault]


class AdbcSession:
    """``connection`` is closed with the session."""

    def __init__(
        self, connection: AdbcConnection, dialect: sa.Dialect, sort_fault: FaultSorter, begin_sql: str
    ) -> None:
        self._connection = connection
        self._dialect = dialect
        self._sort_fault = sort_fault
        self._begin_sql = begin_sql
        self._in_transaction = False

    def begin(self) -> None:
        self._tell(self._begin_sql)
        self._in_transaction = True

    def commit(self) -> None:
        self._tell("COMMIT")
        self._in_transaction = False

    def relax_durability(self) -> None:
        """Each COMMIT waits for the disk here."""

    def rollback(self) -> None:
        if self._in_transaction:
            self._in_transaction = False
            # The transaction may be gone with its connection; the first error is the one to show.
            with suppress(EngineFault):
                self._tell("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """The open transaction, or one of its own."""
        if self._in_transaction:
            yield
            return
        self.begin()
        try:
            yield
            self.commit()
        finally:
            self.rollback()

    def execute(self, statement: sa.Executable) -> list[dict[str, Any]]:
        return self._run(*text_and_parameters(statement, self._dialect))

    def insert_rows(self, rows: Iterable[tuple[sa.Table, Mapping[str, Any]]]) -> None:
        texts = (insert_text(table, values, self._dialect) for table, values in rows)
        for text, alike in groupby(texts, key=itemgetter(0)):
            self._run_many(text, [values for _, values in alike])

    def run_sql(self, text: str) -> list[dict[str, Any]]:
        return self._run(text, ())

    def results(self, text: str) -> Iterator[Iterator[dict[str, Any]]]:
        rows = (row for batch in self.stream(text) for row in batch.to_pylist())
        yield rows
        pass_over(rows)

    def make_tables(self, schema: str | None, tables: Sequence[sa.Table]) -> None:
        self.begin()
        if schema is not None:
            self.run_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self.add_tables(tables)
        self.commit()

    def add_tables(self, tables: Sequence[sa.Table]) -> None:
        for definition in definitions(tables):
            self.execute(definition)

    def savepoint(self, name: str) -> None:
        self.run_sql(f"SAVEPOINT {name}")

    def rollback_to(self, name: str) -> None:
        self.run_sql(f"ROLLBACK TO SAVEPOINT {name}")

    def release(self, name: str) -> None:
        self.run_sql(f"RELEASE SAVEPOINT {name}")

    def take_notices(self) -> list[str]:
        return []

    def query(self, text: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows as tuples, for the engine's own catalogue queries."""
        return [tuple(row.values()) for row in self._run(text, tuple(parameters))]

    def ingest(self, table: str, batch: pa.RecordBatch, *, schema: str | None = None, temporary: bool = False) -> None:
        """Append a batch to an existing table; columns are matched by name."""
        try:
            self._connection.ingest(table, batch, schema=schema, temporary=temporary)
        except (adbc_driver_manager.Error, OSError) as error:
            raise self._sort_fault(error) from error

    def stream(
        self, text: str, parameters: Sequence[Any] = (), options: dict[str, Any] | None = None
    ) -> Generator[pa.RecordBatch]:
        """Result batches as the driver makes them; the schema comes with each."""
        try:
            yield from self._connection.stream(text, parameters, options)
        except (adbc_driver_manager.Error, OSError, pa.ArrowInvalid) as error:
            raise self._sort_fault(error) from error

    def close(self) -> None:
        self.rollback()
        self._connection.close()

    def _run_many(self, text: str, rows: Sequence[tuple[Any, ...]]) -> None:
        try:
            self._connection.execute_many(text, rows)
        except (adbc_driver_manager.Error, OSError, pa.ArrowInvalid) as error:
            raise self._sort_fault(error) from error

    def _tell(self, text: str) -> None:
        """One or several statements without rows: one trip to PostgreSQL, where its driver prepares what may have rows,
        and so takes two for each."""
        try:
            self._connection.run_script(text)
        except (adbc_driver_manager.Error, OSError) as error:
            raise self._sort_fault(error) from error

    def _run(self, text: str, parameters: tuple[Any, ...]) -> list[dict[str, Any]]:
        try:
            return self._connection.execute(text, parameters)
        except (adbc_driver_manager.Error, OSError, pa.ArrowInvalid) as error:
            raise self._sort_fault(error) from error
