"""Connections by pyodbc, over any installed ODBC driver for SQL Server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyodbc

from dbmigrate.engines.base import EngineFault, Fault
from dbmigrate.engines.mssql.connection import Answer, BulkCopyRefusedError
from dbmigrate.engines.mssql.faults import make_fault
from dbmigrate.engines.mssql.options import MssqlOptions

_NUMBER = re.compile(r"\((-?\d+)\) \(SQL\w+\)")
_MICROSOFT = re.compile(r"ODBC Driver (\d+) for SQL Server")

# A pooled connection would keep its application locks after it is closed.
pyodbc.pooling = False


def with_odbc_driver(options: MssqlOptions) -> MssqlOptions:
    """The options with an ODBC driver named: the newest of Microsoft's, unless the URL names one."""
    if "Driver" in options.keywords:
        if "freetds" in options.keywords["Driver"].casefold():
            # fast_executemany over it has crashed the process, and it stores empty text for what it cannot encode.
            raise EngineFault(Fault.TERMINAL, "the FreeTDS driver loses characters; name Microsoft's ODBC driver")
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


class PyodbcConnection:
    """One connection; used by one thread at a time."""

    has_bulk_copy = False

    def __init__(self, options: MssqlOptions) -> None:
        options = with_odbc_driver(options)
        try:
            self._connection = pyodbc.connect(
                options.connection_string(), autocommit=True, timeout=options.login_seconds
            )
        except pyodbc.Error as error:
            raise _fault(error) from None

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

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        try:
            with self._connection.cursor() as cursor:
                # Without it pyodbc cuts the fraction off a time, besides being slow.
                cursor.fast_executemany = True
                cursor.executemany(sql, list(rows))
        except pyodbc.Error as error:
            raise _fault(error) from None

    def stream(
        self, sql: str, parameters: Sequence[Any], fetch_rows: int, wanted: pa.Schema | None = None
    ) -> Iterator[pa.RecordBatch]:
        raise EngineFault(Fault.TERMINAL, "pyodbc reads no Arrow; reading goes through arrow-odbc")

    def bulk_copy(self, table: str, batch: pa.RecordBatch, seconds: int) -> int:
        raise BulkCopyRefusedError("pyodbc has no bulk copy")

    def close(self) -> None:
        with suppress(pyodbc.Error):
            self._connection.close()


def _fault(error: pyodbc.Error) -> EngineFault:
    state = str(error.args[0]) if error.args else ""
    message = str(error.args[1]) if len(error.args) > 1 else str(error)
    found = _NUMBER.search(message)
    return make_fault(int(found[1]) if found else 0, state, message)
