"""A survey says what the newest value, two tallies and a condition on the column say, or nothing."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from dbmigrate.engines.reader import Survey
from dbmigrate.engines.sqlite.engine import SqliteEngine
from tests.engines.surveys import bound_of, surveyed

SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", str(time.time_ns() % 1_000_000)))


@pytest.mark.parametrize("definition", ["id INTEGER PRIMARY KEY, {}", "id TEXT PRIMARY KEY, {}"])
@pytest.mark.parametrize("index", [False, True])
@pytest.mark.parametrize("moments", ["INTEGER", "TEXT NOT NULL", "ANY"])
def test_surveys(tmp_path: Path, definition: str, index: bool, moments: str) -> None:
    print(f"DBMIGRATE_TEST_SEED={SEED}")
    pick = random.Random(f"{SEED} {definition} {index} {moments}")
    path = tmp_path / "source.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"CREATE TABLE items ({definition.format('moment ' + moments)}, amount REAL)")
        if index:
            connection.execute("CREATE INDEX by_moment ON items (moment)")
        for now in (0, 5, 9, 10, 40, 20):
            for _ in range(pick.randint(0, 6)):
                moment = now - pick.choice([0, 0, 1, 5, 30])
                value: int | str | None = moment if moments == "INTEGER" else f"m{max(moment, 0) + 100:03}"
                if moments != "TEXT NOT NULL" and pick.random() < 0.2:
                    value = None
                if moments == "ANY" and pick.random() < 0.05:
                    value = pick.choice([7, b"x"])  # type: ignore[assignment]
                connection.execute("INSERT OR IGNORE INTO items VALUES (?, ?, 1.5)", (pick.randrange(90), value))
            if pick.random() < 0.3:
                connection.execute("DELETE FROM items WHERE id % 3 = ?", (pick.randrange(3),))
            bound: int | str = now - 4 if moments == "INTEGER" else f"m{now + 96:03}"
            compared(path, bound)
        newest = 60 if moments == "INTEGER" else "m160"
        connection.execute("DELETE FROM items WHERE typeof(moment) NOT IN ('null', ?)", (typed(newest),))
        connection.execute("INSERT INTO items VALUES (99, ?, 1.5)", (newest,))
        lower = bound_of(newest)
        assert lower is not None
        assert compared(path, lower) is not None


def typed(value: int | str) -> str:
    return "integer" if isinstance(value, int) else "text"


def compared(path: Path, bound: int | str) -> Survey | None:
    engine = SqliteEngine(path, writable=False)
    try:
        return surveyed(engine, bound)
    finally:
        engine.dispose()


def test_none_without_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "source.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, moment INTEGER) WITHOUT ROWID")
        connection.execute("INSERT INTO items VALUES (1, 1)")
    assert compared(path, 0) is None
