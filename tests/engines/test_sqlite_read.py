"""A read of a SQLite table that begins without asking for storage classes ends as one that always asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.engines.sqlite.view import SqliteReader
from dbmigrate.model.table import Table, TableName
from dbmigrate.model.types import Kind, floating, simple

DECLARED = {
    "INTEGER": 7,
    "BOOLEAN": 1,
    "REAL": 1.5,
    "DECIMAL(12,2)": 3.25,
    "DECIMAL(20,2)": 3.25,
    "DECIMAL_TEXT": "3.25",
    "VARCHAR(20)": "été",
    "DATETIME": "2020-02-29 12:00:00",
    "DATE": "2020-02-29",
    "JSON": '{"a": 1}',
    "BLOB": b"\x00\xff",
    "": b"any",
}
ODD = {
    "null": None,
    "integer": 2,
    "large integer": 2**53 + 1,
    "real": 2.5,
    "large real": 1e300,
    "text": "odd",
    "empty text": "",
    "number as text": "12",
    "blob": b"odd",
    "empty blob": b"",
    "broken text": None,
}
ROWS, PLACE = 40, 25


@pytest.fixture(params=DECLARED)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteEngine]:
    """A table for each odd value, which is in its midst."""
    path = tmp_path / "odd.db"
    with closing(sqlite3.connect(path)) as connection:
        for number, (what, odd) in enumerate(ODD.items()):
            connection.execute(f"CREATE TABLE t{number} (id TEXT PRIMARY KEY NOT NULL, v {request.param})")
            usual = DECLARED[request.param]
            rows = [(f"{ROWS - n:04}", odd if n == PLACE else usual) for n in range(ROWS)]
            connection.executemany(f"INSERT INTO t{number} VALUES (?, ?)", rows)
            if what == "broken text":
                connection.execute(f"UPDATE t{number} SET v = CAST(x'c328' AS TEXT) WHERE id = '{ROWS - PLACE:04}'")
        connection.commit()
    engine = SqliteEngine(path, writable=False)
    yield engine
    engine.dispose()


def described(engine: SqliteEngine, number: int, kind: Kind | None) -> Table:
    """``kind``: of the values, whatever their column declares."""
    table = engine.describe_table(TableName(f"t{number}"))
    assert table is not None
    if kind is None:
        return table
    as_what = floating(64) if kind is Kind.FLOAT else simple(kind)
    columns = tuple(
        replace(c, type=as_what.with_native(c.type.native)) if kind is Kind.STORAGE or c.name == "v" else c
        for c in table.columns
    )
    return replace(table, columns=columns)


def rows_of(reader: SqliteReader, read: TableRead) -> tuple[list[Any], list[tuple[int, str, str]]]:
    """Rows, and what is unreadable by row."""
    rows: list[Any] = []
    unreadable = []
    for batch in reader.read(read, batch_rows=10, batch_bytes=1 << 20):
        unreadable += [(len(rows) + flaw.row, flaw.column, flaw.reason) for flaw in batch.unreadable]
        rows += batch.rows.to_pylist()
    return rows, unreadable


@pytest.mark.parametrize("kind", [None, Kind.STORAGE, Kind.FLOAT], ids=["typed", "tagged", "doubles"])
def test_odd_values_come_as_if_all_had_been_looked_at(engine: SqliteEngine, kind: Kind | None) -> None:
    with closing(engine.open_view()) as view:
        reader = view.open_reader()
        for number, what in enumerate(ODD):
            table = described(engine, number, kind)
            keyed = TableRead(table, table.columns, ("id",))
            expected = rows_of(reader, replace(keyed, key_is_unique=False))
            assert len(expected[0]) == ROWS
            assert rows_of(reader, keyed) == expected, what
            # In the order in which they were inserted, which is the other way round.
            stored, flaws = rows_of(reader, TableRead(table, table.columns))
            assert stored == expected[0][::-1], what
            assert sorted((ROWS - 1 - row, *rest) for row, *rest in flaws) == sorted(expected[1]), what


def test_a_table_that_hides_its_rowid(tmp_path: Path) -> None:
    path = tmp_path / "hidden.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE a (RowId TEXT, v INTEGER)")
        connection.execute("CREATE TABLE b (k TEXT PRIMARY KEY, v INTEGER) WITHOUT ROWID")
        for name in "ab":
            connection.executemany(f"INSERT INTO {name} VALUES (?, ?)", [("y", 1), ("x", 2), ("z", 3)])
        connection.commit()
    engine = SqliteEngine(path, writable=False)
    with closing(engine.open_view()) as view:
        for name in "ab":
            table = engine.describe_table(TableName(name))
            assert table is not None
            assert not engine.has_rowid(table)
            rows, _ = rows_of(view.open_reader(), TableRead(table, table.columns))
            assert sorted(row["v"] for row in rows) == [1, 2, 3]
    engine.dispose()
