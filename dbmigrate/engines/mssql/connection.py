"""What the engine asks of a connection to SQL Server, whichever driver makes it.

Connections are in autocommit mode and transactions are opened by statements, as with the other engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from dbmigrate.engines.mssql.options import MssqlOptions

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


@dataclass(frozen=True, slots=True)
class Answer:
    """``names`` empty: the statement gave no rows; ``affected``: as the server counts, -1 unknown."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    affected: int = -1


class BulkCopyRefusedError(Exception):
    """The server, or the driver, would not take a bulk copy; what it has left in the table is not known."""


class Connection(Protocol):
    """Raises EngineFault for every error of the driver."""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Answer: ...

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """One statement for many rows of parameters, inside the open transaction if there is one."""

    def stream(
        self, sql: str, parameters: Sequence[Any], fetch_rows: int, wanted: pa.Schema | None = None
    ) -> Iterator[pa.RecordBatch]:
        """The result, as the driver makes Arrow of it; ended early, it leaves the connection usable.

        ``wanted``: the types that the caller would like best, by name, for drivers that can choose."""

    def bulk_copy(self, table: str, batch: pa.RecordBatch, seconds: int) -> int:
        """Load by the bulk protocol; rows that the server took.  On a connection of its own: what is
        loaded stays, whatever becomes of the open transaction.  Raises BulkCopyRefusedError, also when it has
        not come to its end in this time (and some more): nobody waits for ever."""

    @property
    def has_bulk_copy(self) -> bool: ...

    def close(self) -> None: ...


def connect(options: MssqlOptions) -> Connection:
    """A new connection with the session's settings made."""
    if options.driver == "pyodbc":
        from dbmigrate.engines.mssql.pyodbc_connection import PyodbcConnection

        connection: Connection = PyodbcConnection(options)
    else:
        from dbmigrate.engines.mssql.native_connection import NativeConnection

        connection = NativeConnection(options)
    return prepared(connection)


def connect_for_reading(options: MssqlOptions) -> Connection:
    """A new connection whose ``stream`` takes part in its own transactions."""
    if options.driver != "pyodbc":
        return connect(options)
    from dbmigrate.engines.mssql.arrow_odbc_connection import ArrowOdbcConnection

    return prepared(ArrowOdbcConnection(options))


def prepared(connection: Connection) -> Connection:
    """The connection after the session's settings; closed if they cannot be made."""
    try:
        connection.execute("; ".join(SETTINGS))
    except BaseException:
        connection.close()
        raise
    return connection
