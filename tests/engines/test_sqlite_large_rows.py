"""Rows of a SQLite table that fill a batch by themselves come alone, and what lies between them as ever."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.model.batch import Next
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import TableName

SMALL, LARGE = 10_000, 300_000
BATCH_BYTES = 64 * 1024


def read(path: Path, *, after: int | None = None, through: int | None = None) -> list[tuple[list[int], Next]]:
    """The numbers of the rows in each batch, and what is said to follow."""
    engine = SqliteEngine(path, writable=False)
    try:
        table = engine.describe_table(TableName("t"))
        assert table is not None
        bounds = KeyRange(*(None if n is None else (f"K{n:03}", n) for n in (after, through)))
        reader = engine.open_view().open_reader()
        rows = TableRead(table, table.columns, ("code", "id"), bounds, None, True)
        found = []
        for batch in reader.read(rows, batch_rows=1000, batch_bytes=BATCH_BYTES):
            numbers = batch.rows.column("id").to_pylist()
            assert batch.through_key == (f"K{numbers[-1]:03}", numbers[-1])
            for number, text, raw in zip(numbers, *(batch.rows.column(c).to_pylist() for c in "ab"), strict=True):
                assert (text, raw) == values(number, len(raw) * 2)
            found.append((numbers, batch.next))
        return found
    finally:
        engine.dispose()


def values(number: int, size: int) -> tuple[str, bytes]:
    return f"{number:05}" * (size // 10), f"{number:05}".encode() * (size // 10)


def filled(path: Path, large: set[int]) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE t (id INTEGER NOT NULL, a TEXT, b BLOB, code TEXT COLLATE NOCASE NOT NULL,"
            " PRIMARY KEY (code, id))"
        )
        for number in range(30):
            row = (number, *values(number, LARGE if number in large else SMALL), f"K{number:03}")
            connection.execute("INSERT INTO t VALUES (?, ?, ?, ?)", row)
        connection.commit()
    return path


@pytest.mark.parametrize("large", [{12}, {0}, {29}, {0, 1, 2, 17, 18, 29}, set(range(30)), set()])
def test_a_large_row_comes_alone(tmp_path: Path, large: set[int]) -> None:
    batches = read(filled(tmp_path / "rows.db", large))
    assert [number for numbers, _ in batches for number in numbers] == list(range(30))
    assert {numbers[0] for numbers, _ in batches if len(numbers) == 1} >= large
    assert not [numbers for numbers, _ in batches if len(numbers) > 1 and large & set(numbers)]
    for (numbers, said), (following, _) in pairwise(batches):
        if following[0] in large and numbers[0] not in large:
            assert said is Next.LARGE_ROW
        if numbers[0] not in large and following[0] not in large:
            assert said is Next.ROWS
    assert batches[-1][1] is Next.UNKNOWN


def test_bounds_of_the_read_hold_for_large_rows(tmp_path: Path) -> None:
    path = filled(tmp_path / "rows.db", {3, 8, 15, 20})
    found = [number for numbers, _ in read(path, after=3, through=15) for number in numbers]
    assert found == list(range(4, 16))
    assert [number for numbers, _ in read(path, after=8, through=14) for number in numbers] == list(range(9, 15))


def test_a_text_key_where_rows_are_fetched_one_by_one(tmp_path: Path) -> None:
    """The longest is more than half a batch, and no large row."""
    path = filled(tmp_path / "rows.db", set())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE t SET a = ?, b = ? WHERE id = 7", values(7, 40_000))
        connection.commit()
    assert [number for numbers, _ in read(path) for number in numbers] == list(range(30))


def test_an_odd_storage_class_beside_large_rows(tmp_path: Path) -> None:
    """What was read without looking is read again with it, from where it was."""
    path = filled(tmp_path / "rows.db", {12})
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE t SET a = CAST(a AS BLOB) WHERE id IN (5, 12, 25)")
        connection.commit()
    engine = SqliteEngine(path, writable=False)
    try:
        table = engine.describe_table(TableName("t"))
        assert table is not None
        rows = TableRead(table, table.columns, ("code", "id"), KeyRange(), None, True)
        batches = list(engine.open_view().open_reader().read(rows, batch_rows=1000, batch_bytes=BATCH_BYTES))
    finally:
        engine.dispose()
    assert [number for batch in batches for number in batch.rows.column("id").to_pylist()] == list(range(30))
    odd = [batch.rows.column("id")[flaw.row].as_py() for batch in batches for flaw in batch.unreadable]
    assert odd == [5, 12, 25]
