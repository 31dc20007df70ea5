"""DuckDB without access to files, network or extensions: one in-memory database for the process."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from dbmigrate.model.inputs import InputValue, TableInput

if TYPE_CHECKING:
    import duckdb

_opening = threading.Lock()


@cache
def _sealed_database() -> duckdb.DuckDBPyConnection:
    """One in-memory database for the process: opening one takes 30 ms, a connection to it 0.1 ms."""
    import duckdb  # a tenth of a second, and many a command evaluates nothing

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
    with _opening:
        connection = _sealed_database().cursor()
    for name, value in inputs.items():
        if isinstance(value, TableInput):
            _set_table(connection, name, value)
        else:
            connection.execute(f"SET VARIABLE {_quoted(name)} = $1", [value])
    return connection


def _set_table(connection: duckdb.DuckDBPyConnection, name: str, table: TableInput) -> None:
    """The variable ``name``, a list of structs; and ``name_at(moment)``, the row in force at that moment."""
    fields = ", ".join(f"{_quoted(column)} {kind}" for column, kind in table.columns)
    names = [column for column, _ in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    connection.execute(f"SET VARIABLE {_quoted(name)} = $1::STRUCT({fields})[]", [rows])
    if table.valid is None:
        return
    begins, ends = (f"r.{_quoted(column)}" for column in table.valid)
    in_force = f"({begins} IS NULL OR moment >= {begins}) AND ({ends} IS NULL OR moment < {ends})"
    text = name.replace("'", "''")
    connection.execute(
        f"CREATE TEMP MACRO {_quoted(name + '_at')}(moment) AS"
        f" list_last(list_filter(getvariable('{text}'), lambda r: {in_force}))"
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
