"""Connections by arrow-odbc, for reading only: what it inserts is declared varchar and loses characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import arrow_odbc
import pyarrow as pa

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql.connection import Answer, BulkCopyRefusedError
from dbmigrate.engines.mssql.faults import make_fault
from dbmigrate.engines.mssql.options import MssqlOptions
from dbmigrate.engines.mssql.pyodbc_connection import with_odbc_driver

_RECORD = re.compile(r"State: (?P<state>\w{5}), Native error: (?P<number>-?\d+)")
_BATCH_BYTES = 16 * 1024 * 1024
_LONGEST_IN_ROW = 8_000
"""Letters, and bytes, of a column with a declared length.  A longer value than is expected ends the read."""


class ArrowOdbcConnection:
    """One connection; used by one thread at a time."""

    has_bulk_copy = False
    needs_lengths = True

    def __init__(self, options: MssqlOptions) -> None:
        try:
            self._connection: Any = arrow_odbc.connect(
                with_odbc_driver(options).connection_string(), login_timeout_sec=options.login_seconds
            )
        except arrow_odbc.Error as error:
            raise _fault(error) from None
        self._longest = _LONGEST_IN_ROW

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        try:
            if not sql.lstrip().upper().startswith(("SELECT", "DECLARE")):
                self._connection.execute(sql, parameters=_texts(parameters), payload_text_encoding=_UTF16)
                return Answer((), [])
        except arrow_odbc.Error as error:
            raise _fault(error) from None
        names: tuple[str, ...] = ()
        rows: list[tuple[Any, ...]] = []
        for batch in self.stream(sql, parameters, 1000):
            names = tuple(batch.schema.names)
            rows += zip(*(column.to_pylist() for column in batch.columns), strict=True)
        return Answer(names, rows)

    def results(self, sql: str) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]]:
        raise EngineFault(Fault.TERMINAL, "arrow-odbc is for reading tables only")

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        raise EngineFault(Fault.TERMINAL, "arrow-odbc is for reading only")

    def stream(
        self, sql: str, parameters: Sequence[Any], fetch_rows: int, wanted: pa.Schema | None = None
    ) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._connection.read_arrow_batches(
                sql,
                batch_size=fetch_rows,
                parameters=_texts(parameters),
                max_bytes_per_batch=_BATCH_BYTES,
                max_text_size=self._longest,
                max_binary_size=self._longest,
                map_schema=lambda found: _with_wanted_moments(found, wanted),
                fetch_concurrently=False,
                payload_text_encoding=_UTF16,
            )
        except arrow_odbc.Error as error:
            raise _fault(error) from None

    def expect_bytes(self, longest: int) -> None:
        # Bytes as the server stores them are never fewer than UTF-16 units.
        self._longest = max(_LONGEST_IN_ROW, longest)

    def bulk_copy(self, table: str, batch: pa.RecordBatch, seconds: int) -> int:
        raise BulkCopyRefusedError("arrow-odbc has no bulk copy")

    def close(self) -> None:
        self._connection = None


def _with_wanted_moments(found: pa.Schema, wanted: pa.Schema | None) -> pa.Schema:
    """Timestamps in the unit that their column needs: in nanoseconds most years have no value."""
    if wanted is None:
        return found
    units = {field.name: field.type.unit for field in wanted if pa.types.is_timestamp(field.type)}
    return pa.schema(
        [
            field.with_type(pa.timestamp(units[field.name]))
            if field.name in units and pa.types.is_timestamp(field.type)
            else field
            for field in found
        ]
    )


_UTF16 = arrow_odbc.TextEncoding.UTF16


def _texts(parameters: Sequence[Any]) -> list[str | None] | None:
    """All parameters go as text; every one stands in a CAST that names its type."""
    return [None if value is None else str(value) for value in parameters] or None


def _fault(error: Exception) -> EngineFault:
    message = str(error)
    found = _RECORD.search(message)
    return make_fault(int(found["number"]), found["state"], message) if found else make_fault(0, "", message)
