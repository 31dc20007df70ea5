"""DuckDB without access to files, network or extensions: one in-memory database for the process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import duckdb

InputValue = str | int | float | bool


@cache
def _sealed_database() -> duckdb.DuckDBPyConnection:
    """One in-memory database for the process: opening one takes 30 ms, a connection to it 0.1 ms."""
    database = duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    database.execute("SET lock_configuration = true")
    return database


def sealed_connection(inputs: Mapping[str, InputValue]) -> duckdb.DuckDBPyConnection:
    """A connection to an in-memory DuckDB that reaches nothing outside; package inputs are its variables.

    For one thread; closed by the caller.
    """
    connection = _sealed_database().cursor()
    for name, value in inputs.items():
        quoted = '"' + name.replace('"', '""') + '"'
        connection.execute(f"SET VARIABLE {quoted} = $1", [value])
    return connection
