"""Builds a synthetic source database in SQLite from a package's recipe."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa
from msgspec import Struct

from dbmigrate.demo.recipe import recipe_files, synthesise, table_batches
from dbmigrate.demo.storage import stored_batches
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.errors import ConfigurationError, UsageError
from dbmigrate.model.table import TableName

UNFINISHED = ".unfinished"


class _Column(Struct, frozen=True):
    name: str
    required: bool
    """NOT NULL and without a default: an insert must give it a value."""


def build_sqlite_source(
    path: Path,
    create_script: Path,
    recipe_dir: Path,
    *,
    rows: int,
    seed: int,
    progress: Callable[[str, int], None] | None = None,
) -> int:
    """Make the SQLite database ``path`` and return how many rows it holds.

    ``create_script`` makes the tables; ``recipe_dir`` says what goes into them; ``rows`` and ``seed`` are
    those of ``synthesise``.  ``progress`` is called after each table with its name and number of rows.
    The database has another name until it is complete, so a run that ends early leaves no half source.

    ``UsageError`` when ``path`` exists; ``ConfigurationError`` when script and recipe do not fit each other.
    """
    if path.exists():
        raise UsageError(
            "A file of that name is already there",
            where=str(path),
            next_step="Choose another directory, or remove the file",
        )
    unfinished = path.with_name(path.name + UNFINISHED)
    _remove(unfinished)
    try:
        _create_tables(unfinished, create_script)
        with closing(synthesise(recipe_dir, rows=rows, seed=seed)) as made:
            written = _load(unfinished, made, progress)
        _check_references(unfinished, recipe_dir)
        unfinished.replace(path)
    except BaseException:
        _remove(unfinished)
        raise
    return written


def _remove(database: Path) -> None:
    for name in (database.name, database.name + "-journal", database.name + "-wal", database.name + "-shm"):
        database.with_name(name).unlink(missing_ok=True)


def _create_tables(database: Path, create_script: Path) -> None:
    try:
        script = create_script.read_text(encoding="utf-8")
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(script)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError("The script cannot be read", where=str(create_script), cause=str(error)) from error
    except sqlite3.Error as error:
        raise ConfigurationError(
            "The script that creates the source fails", where=str(create_script), cause=str(error)
        ) from error


def _load(database: Path, made: duckdb.DuckDBPyConnection, progress: Callable[[str, int], None] | None) -> int:
    layout = _layout(database)
    origins = recipe_files(made)
    written = 0
    with closing(SqliteEngine(database, writable=True).open_writer()) as writer:
        writer.begin()
        for table, reader in table_batches(made):
            origin = origins[table]
            target = _target_name(table, layout, origin)
            names = _matched(table, reader.schema.names, layout[target], origin)
            count = 0
            try:
                for batch in stored_batches(reader, names):
                    writer.ingest(target, batch)
                    count += batch.num_rows
            except (EngineFault, pa.ArrowException) as error:
                raise ConfigurationError(
                    "The recipe makes rows that the source does not take",
                    where=f"{origin}, table {table}",
                    cause=str(error).strip(),
                ) from error
            written += count
            if progress is not None:
                progress(str(table), count)
        writer.commit()
    return written


def _layout(database: Path) -> dict[str, tuple[_Column, ...]]:
    """The columns of every table of the database."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: tuple(
                _Column(name, bool(not_null) and default is None)
                for name, not_null, default in connection.execute(
                    'SELECT name, "notnull", dflt_value FROM pragma_table_info(?)', (table,)
                )
            )
            for table in tables
        }


def _target_name(table: TableName, layout: dict[str, tuple[_Column, ...]], origin: str) -> str:
    """The table's name in SQLite, which has no schemas: with its schema before a dot, or alone."""
    by_name = {name.casefold(): name for name in layout}
    for spelling in (str(table), table.name):
        if spelling.casefold() in by_name:
            return by_name[spelling.casefold()]
    raise ConfigurationError(
        "The recipe makes a table that the source does not have",
        where=f"{origin}, table {table}",
        next_step="Remove it from the recipe, or begin its name with _ if it is a working table",
    )


def _matched(table: TableName, made: Sequence[str], columns: Sequence[_Column], origin: str) -> list[str]:
    """The source's spelling of each column that the recipe makes, in the recipe's order."""
    by_name = {column.name.casefold(): column for column in columns}
    for name in made:
        if name.casefold() not in by_name:
            raise ConfigurationError(
                "The recipe makes a column that the source does not have",
                where=f"{origin}, table {table}, column {name}",
            )
    given = {name.casefold() for name in made}
    for column in columns:
        if column.required and column.name.casefold() not in given:
            raise ConfigurationError(
                "The recipe leaves out a column that must have a value",
                where=f"{origin}, table {table}, column {column.name}",
            )
    return [by_name[name.casefold()].name for name in made]


def _check_references(database: Path, recipe_dir: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphan is not None:
        child, row, parent, _ = orphan
        raise ConfigurationError(
            "The recipe makes a row whose parent does not exist",
            where=f"{recipe_dir}, table {child}, row {row}",
            cause=f"It refers to {parent}",
        )
