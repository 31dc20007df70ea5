"""Runs the recipe of a package: DuckDB SQL files that make the tables of a synthetic source.

A recipe sees two variables, ``rows`` (about how many rows to make in all) and ``seed``.  Its files run in
the order of their names in an empty database in memory, without access to files or the network.  A table
whose name begins with ``_`` is a working table and is not exported.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from dbmigrate.errors import ConfigurationError, UsageError
from dbmigrate.model.table import TableName

MAX_SEED = 2**31 - 1
WORKING_TABLE_PREFIX = "_"
DEFAULT_SCHEMA = "main"
ROWS_PER_BATCH = 65_536


def synthesise(recipe_dir: Path, *, rows: int, seed: int) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the tables of the recipe.

    ``rows``: about how many rows in all, at least 1.  ``seed``: 0 to 2**31-1; the same seed gives the same
    rows on every machine.  ``UsageError`` for values outside these ranges; ``ConfigurationError`` naming the
    file when there is no recipe or one of its files fails.
    """
    if rows < 1:
        raise UsageError("The number of rows must be at least 1", where=str(rows))
    if not 0 <= seed <= MAX_SEED:
        raise UsageError(f"The seed must be a whole number from 0 to {MAX_SEED}", where=str(seed))
    files = sorted(recipe_dir.glob("*.sql"), key=lambda file: file.name)
    if not files:
        raise ConfigurationError(
            "The package has no recipe for a synthetic source",
            where=str(recipe_dir),
            next_step="Choose a package that has *.sql files in its folder demo",
        )
    connection = duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    try:
        connection.execute(f"SET VARIABLE rows = {rows:d}")
        connection.execute(f"SET VARIABLE seed = {seed:d}")
        known: set[TableName] = set()
        for file in files:
            _run(connection, file, known)
    except BaseException:
        connection.close()
        raise
    return connection


def exported_tables(connection: duckdb.DuckDBPyConnection) -> tuple[TableName, ...]:
    """The tables a recipe has made for export, by schema and name; the default schema comes as None."""
    found = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal AND NOT starts_with(table_name, $1) "
        "ORDER BY schema_name <> $2, schema_name, table_name",
        [WORKING_TABLE_PREFIX, DEFAULT_SCHEMA],
    ).fetchall()
    return tuple(TableName(name, None if schema == DEFAULT_SCHEMA else schema) for schema, name in found)


def table_batches(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[TableName, pa.RecordBatchReader]]:
    """Every exported table with a reader over its rows, in the order of ``exported_tables``.

    A reader is good until the next one is asked for.
    """
    for table in exported_tables(connection):
        cursor = connection.cursor()
        try:
            yield table, cursor.sql(f"FROM {_quoted(table)}").to_arrow_reader(ROWS_PER_BATCH)
        finally:
            cursor.close()


def recipe_files(connection: duckdb.DuckDBPyConnection) -> dict[TableName, str]:
    """The path of the recipe file that made each exported table."""
    found = connection.execute("SELECT schema_name, table_name, comment FROM duckdb_tables()").fetchall()
    origins = {TableName(name, None if schema == DEFAULT_SCHEMA else schema): origin for schema, name, origin in found}
    return {table: str(origins[table]) for table in exported_tables(connection)}


def _run(connection: duckdb.DuckDBPyConnection, file: Path, known: set[TableName]) -> None:
    """Run one file and add the tables it makes to ``known``."""
    try:
        connection.execute(file.read_text(encoding="utf-8"))
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise ConfigurationError("A file of the recipe fails", where=str(file), cause=str(error).strip()) from error
    path = str(file).replace("'", "''")
    for table in set(exported_tables(connection)) - known:
        # The catalogue remembers where a table comes from, for the messages of later stages.
        connection.execute(f"COMMENT ON TABLE {_quoted(table)} IS '{path}'")
        known.add(table)


def _quoted(table: TableName) -> str:
    parts = (table.schema or DEFAULT_SCHEMA, table.name)
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)
