"""Connections by pyodbc, over any installed ODBC driver for SQL Server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyodbc

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql.connection import Answer, BulkCopyRefusedError
from dbmigrate.engines.mssql.faults import make_fault
from dbmigrate.engines.mssql.options import MssqlOptions
from dbmigrate.engines.mssql.parameters import input_sizes, parted, without_nulls
from dbmigrate.engines.mssql.pyodbc_rows import CONVERTERS, as_batch
from dbmigrate.engines.result_rows import FETCH_ROWS, pass_over

_NUMBER = re.compile(r"\((-?\d+)\) \(SQL\w+\)")
_MICROSOFT = re.compile(r"ODBC Driver (\d+) for SQL Server")

# A pooled connection would keep its application locks after it is closed.
pyodbc.pooling = False


def with_odbc_driver(options: MssqlOptions) -> MssqlOptions:
    """The options with an ODBC driver named: the newest of Microsoft's, unless the URL names one."""
    if "Driver" in options.keywords:
        refuse_freetds(options.keywords["Driver"])
        return options
    found = [name for name in pyodbc.drivers() if _MICROSOFT.fullmatch(name)]
    if not found:
        raise EngineFault(
            Fault.TERMINAL,
            "no Microsoft ODBC driver for SQL Server is installed; install one, name another by ?driver=,"
            " or write mssql:// for the driver that needs no installation",
        )
    newest = max(found, key=lambda name: int(_MICROSOFT.fullmatch(name)[1]))  # type: ignore[index]
    return replace(options, keywords={"Driver": newest, **options.keywords})


def refuse_freetds(driver: str) -> None:
    """``driver``: its name, its file, or what it calls itself."""
    if re.search("freetds|tdsodbc", driver, re.IGNORECASE):
        # fast_executemany over it has crashed the process, and it stores empty text for what it cannot encode.
        raise EngineFault(Fault.TERMINAL, "the FreeTDS driver loses characters; name Microsoft's ODBC driver")


class PyodbcConnection:
    """One connection; used by one thread at a time."""

    has_bulk_copy = False
    needs_lengths = False

    def __init__(self, options: MssqlOptions) -> None:
        options = with_odbc_driver(options)
        try:
            self._connection = pyodbc.connect(
                options.connection_string(), autocommit=True, timeout=options.login_seconds
            )
        except pyodbc.Error as error:
            raise _fault(error) from None
        try:
            # A driver may be known to this machine under any name.
            refuse_freetds(str(self._connection.getinfo(pyodbc.SQL_DRIVER_NAME)))
        except EngineFault:
            self.close()
            raise

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, *parameters)
                while cursor.description is None and cursor.nextset():
                    pass
                if cursor.description is None:
                    return Answer((), [], cursor.rowcount)
                names = tuple(str(column[0]) for column in cursor.description)
                return Answer(names, [tuple(row) for row in cursor.fetchall()], cursor.rowcount)
        except pyodbc.Error as error:
            raise _fault(error) from None

    def results(self, sql: str) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql)
                while True:
                    if cursor.description is not None:
                        rows = _fetched(cursor)
                        yield tuple(str(column[0]) for column in cursor.description), rows
                        pass_over(rows)
                    if not cursor.nextset():
                        return
        except pyodbc.Error as error:
            raise _fault(error) from None

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        try:
            small, large = parted(rows)
            with self._connection.cursor() as cursor:
                if small:
                    # Without it pyodbc cuts the fraction off a time, besides being slow.
                    cursor.fast_executemany = True
                    cursor.setinputsizes(input_sizes(small))
                    cursor.executemany(sql, small)
                cursor.setinputsizes(None)
                for row in large:
                    text, values = without_nulls(sql, row)
                    cursor.execute(text, *values)
        except pyodbc.Error as error:
            raise _fault(error) from None

    def stream(
        self, sql: str, parameters: Sequence[Any], fetch_rows: int, wanted: pa.Schema | None = None
    ) -> Iterator[pa.RecordBatch]:
        """For what must be read inside the open transaction; whole tables are read by arrow-odbc, which is quicker."""
        try:
            with self._connection.cursor() as cursor, self._exact_moments():
                cursor.execute(sql, *parameters)
                names = [str(column[0]) for column in cursor.description]
                while rows := cursor.fetchmany(fetch_rows):
                    yield as_batch(names, rows, wanted)
        except (pyodbc.Error, pa.ArrowInvalid) as error:
            raise _fault(error) from None

    @contextmanager
    def _exact_moments(self) -> Iterator[None]:
        for kind, convert in CONVERTERS.items():
            self._connection.add_output_converter(kind, convert)
        try:
            yield
        finally:
            for kind in CONVERTERS:
                self._connection.remove_output_converter(kind)

    def expect_bytes(self, longest: int) -> None:
        """Nothing: each value is taken as long as it is."""

    def bulk_copy(self, table: str, batch: pa.RecordBatch, seconds: int) -> int:
        raise BulkCopyRefusedError("pyodbc has no bulk copy")

    def close(self) -> None:
        with suppress(pyodbc.Error):
            self._connection.close()


def _fetched(cursor: pyodbc.Cursor) -> Iterator[tuple[Any, ...]]:
    try:
        while rows := cursor.fetchmany(FETCH_ROWS):
            yield from map(tuple, rows)
    except pyodbc.Error as error:
        raise _fault(error) from None


def _fault(error: Exception) -> EngineFault:
    if not isinstance(error, pyodbc.Error):
        return EngineFault(Fault.TERMINAL, str(error))
    state = str(error.args[0]) if error.args else ""
    message = str(error.args[1]) if len(error.args) > 1 else str(error)
    found = _NUMBER.search(message)
    return make_fault(int(found[1]) if found else 0, state, message)
