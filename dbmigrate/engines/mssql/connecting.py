"""New connections to SQL Server by the driver of the options, with the session's settings made."""

from __future__ import annotations

from collections.abc import Callable

from dbmigrate.engines.mssql.connection import Connection
from dbmigrate.engines.mssql.options import MssqlOptions
from dbmigrate.engines.mssql.unheard import unheard_limit

LOCK_TIMEOUT_MILLISECONDS = 60_000
"""Error 1222 after that: transient, the batch is tried again."""

SETTINGS = (
    "SET NOCOUNT ON",
    "SET XACT_ABORT OFF",  # a refused row must not take the whole transaction with it
    "SET IMPLICIT_TRANSACTIONS OFF",
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "SET LANGUAGE us_english",
    "SET DATEFORMAT ymd",
    f"SET LOCK_TIMEOUT {LOCK_TIMEOUT_MILLISECONDS}",
    # What indexed views, computed columns and filtered indexes need of who writes to them.
    "SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON",
    "SET NUMERIC_ROUNDABORT OFF",
)


def connect(options: MssqlOptions) -> Connection:
    """A new connection with the session's settings made."""
    if options.driver == "pyodbc":
        from dbmigrate.engines.mssql.pyodbc_connection import PyodbcConnection

        made: Callable[[MssqlOptions], Connection] = PyodbcConnection
    else:
        from dbmigrate.engines.mssql.native_connection import NativeConnection

        made = NativeConnection
    return _opened(made, options)


def connect_for_reading(options: MssqlOptions) -> Connection:
    """A new connection whose ``stream`` takes part in its own transactions."""
    if options.driver != "pyodbc":
        return connect(options)
    from dbmigrate.engines.mssql.arrow_odbc_connection import ArrowOdbcConnection

    return _opened(ArrowOdbcConnection, options)


def _opened(made: Callable[[MssqlOptions], Connection], options: MssqlOptions) -> Connection:
    with unheard_limit():
        connection = made(options)
    return prepared(connection)


def prepared(connection: Connection) -> Connection:
    """The connection after the session's settings; closed if they cannot be made."""
    try:
        connection.execute("; ".join(SETTINGS))
    except BaseException:
        connection.close()
        raise
    return connection
