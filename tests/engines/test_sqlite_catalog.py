"""What SQLite's PRAGMAs say in words that are easy to misread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.engines.sqlite.types import Affinity, affinity
from dbmigrate.model.table import Table, TableName

OpenSqlite = Callable[[str], SqliteEngine]


@pytest.fixture
def open_sqlite(tmp_path: Path) -> Iterator[OpenSqlite]:
    engines: list[SqliteEngine] = []

    def make(script: str) -> SqliteEngine:
        with closing(sqlite3.connect(tmp_path / "one.db")) as connection:
            connection.executescript(script)
        engines.append(SqliteEngine(tmp_path / "one.db", writable=True))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


def described(engine: SqliteEngine, name: str = "t") -> Table:
    table = engine.describe_table(TableName(name))
    assert table is not None
    return table


def test_only_an_index_that_holds_for_every_row_is_a_unique_key(open_sqlite: OpenSqlite) -> None:
    engine = open_sqlite(
        "CREATE TABLE t (a, b, c, UNIQUE (c)); CREATE UNIQUE INDEX partial ON t (a) WHERE b IS NULL;"
        " CREATE UNIQUE INDEX folded ON t (b, lower(a)); CREATE UNIQUE INDEX whole ON t (b, a);"
    )
    assert {key.columns for key in described(engine).unique_keys} == {("c",), ("b", "a")}


def test_pages_follow_the_index_that_enforces_the_key(open_sqlite: OpenSqlite) -> None:
    """Another one on the same column may compare otherwise: pages in its order would leave rows out."""
    engine = open_sqlite(
        "CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v); INSERT INTO t VALUES ('a', 1), ('B', 2), ('c', 3), ('D', 4);"
        " CREATE UNIQUE INDEX partial ON t (k COLLATE NOCASE) WHERE v > 9;"
    )
    table = described(engine)
    with closing(engine.open_view()) as view, closing(view.open_reader()) as reader:
        read = TableRead(table, table.columns, ("k",))
        keys = [batch.through_key for batch in reader.read(read, batch_rows=1, batch_bytes=1 << 20)]
    assert keys == [("B",), ("D",), ("a",), ("c",)]


@pytest.mark.parametrize(
    "declared",
    [
        *("INT", "BIGINT", "CHARINT", "FLOATING POINT", "VARCHAR(5)", "TEXT", "CLOB", "BLOB", "", "REAL", "DOUBLE"),
        *("FLOAT", "UNREAL", "NUMERIC", "DECIMAL(9,2)", "BOOLEAN", "DATE", "STRING", "XMLBLOB", "TEXTBLOB", "REALBLOB"),
    ],
)
def test_affinity_is_what_sqlite_makes_of_a_declaration(declared: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE t (v {declared})")
        connection.executemany("INSERT INTO t VALUES (?)", [("5",), (5,), (5.0,)])
        kept = tuple(kind for (kind,) in connection.execute("SELECT typeof(v) FROM t ORDER BY rowid"))
    expected = {
        Affinity.INTEGER: ("integer", "integer", "integer"),
        Affinity.NUMERIC: ("integer", "integer", "integer"),
        Affinity.REAL: ("real", "real", "real"),
        Affinity.TEXT: ("text", "text", "text"),
        Affinity.BLOB: ("text", "integer", "real"),
    }
    assert expected[affinity(declared)] == kept
