"""ADBC's low-level objects as one connection.

The driver manager's DB-API module is not used: it imports pyarrow.dataset, which costs 48 MB of memory
and a quarter of a second in every process (driver manager 1.13).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import adbc_driver_manager
import pyarrow as pa

_OPTIONS = adbc_driver_manager.StatementOptions


class AdbcConnection:
    """One connection in autocommit mode; transactions are statements.  Takes over ``database`` and closes it."""

    def __init__(self, database: adbc_driver_manager.AdbcDatabase) -> None:
        self._database = database
        try:
            self._connection = adbc_driver_manager.AdbcConnection(database)
        except BaseException:
            database.close()
            raise

    def execute(self, text: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Run one statement and fetch its rows, if it has any."""
        with adbc_driver_manager.AdbcStatement(self._connection) as statement:
            _prepare(statement, text, parameters)
            stream, _ = statement.execute_query()
            reader = pa.RecordBatchReader._import_from_c(stream.address)
            with reader:
                rows: list[dict[str, Any]] = reader.read_all().to_pylist() if len(reader.schema) else []
            return rows

    def stream(
        self, text: str, parameters: Sequence[Any] = (), options: dict[str, Any] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Result batches as the driver makes them."""
        with adbc_driver_manager.AdbcStatement(self._connection) as statement:
            if options:
                statement.set_options(**options)
            _prepare(statement, text, parameters)
            stream, _ = statement.execute_query()
            with pa.RecordBatchReader._import_from_c(stream.address) as reader:
                yield from reader

    def ingest(
        self, table: str, rows: pa.RecordBatch | pa.RecordBatchReader, *, schema: str | None, temporary: bool
    ) -> int:
        """Append to an existing table; columns are matched by name.  The number of rows, -1 if unknown."""
        with adbc_driver_manager.AdbcStatement(self._connection) as statement:
            wanted = {
                _OPTIONS.INGEST_TARGET_TABLE.value: table,
                _OPTIONS.INGEST_MODE.value: "adbc.ingest.mode.append",
            }
            if schema is not None:
                wanted[_OPTIONS.INGEST_TARGET_DB_SCHEMA.value] = schema
            statement.set_options(**wanted)
            if temporary:
                statement.set_options(**{_OPTIONS.INGEST_TEMPORARY.value: "true"})
            if isinstance(rows, pa.RecordBatch):
                statement.bind(rows)
            else:
                statement.bind_stream(rows)
            return int(statement.execute_update())

    def close(self) -> None:
        with suppress(adbc_driver_manager.Error, RuntimeError):
            self._connection.close()
            self._database.close()


def _prepare(statement: adbc_driver_manager.AdbcStatement, text: str, parameters: Sequence[Any]) -> None:
    statement.set_sql_query(text)
    if parameters:
        statement.prepare()
        names = [str(number) for number in range(len(parameters))]
        statement.bind(pa.record_batch([[value] for value in parameters], names=names))
