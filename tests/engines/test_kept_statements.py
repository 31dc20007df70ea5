"""Statements that stay prepared on a connection to a SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import adbc_driver_manager
import adbc_driver_sqlite
import pytest

from dbmigrate.engines.adbc_connection import AdbcConnection

INSERT = "INSERT INTO t (a, b) VALUES (?, ?)"


@pytest.fixture
def file(tmp_path: Path) -> str:
    return f"file:{tmp_path / 'held.db'}"


@pytest.fixture
def connection(file: str) -> Iterator[AdbcConnection]:
    connection = AdbcConnection(adbc_driver_sqlite.connect(file), keeps=True)
    connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b)")
    yield connection
    connection.close()


def _held(connection: AdbcConnection) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in connection.execute("SELECT a, b FROM t ORDER BY a")]


def test_nothing_of_one_use_is_left_for_the_next(connection: AdbcConnection) -> None:
    connection.execute_many(INSERT, [(1, "x"), (2, "y"), (3, "z")])
    connection.execute_many(INSERT, [(4, None)])
    connection.execute_many(INSERT, [(5, b"\x00")])
    connection.execute_many(INSERT, [(6, 7)])
    kinds = connection.execute("SELECT group_concat(typeof(b)) AS kinds, group_concat(b) AS texts FROM t WHERE a <> 5")
    assert kinds == [{"kinds": "text,text,text,null,integer", "texts": "x,y,z,7"}]


def test_one_that_has_failed_is_made_anew(connection: AdbcConnection) -> None:
    connection.execute_many(INSERT, [(1, "x")])
    for _ in range(2):
        with pytest.raises(adbc_driver_manager.Error):
            connection.execute_many(INSERT, [(0, "before"), (1, "again"), (2, "behind")])
        connection.execute("DELETE FROM t WHERE a = 0")
    connection.execute_many(INSERT, [(2, "y")])
    assert _held(connection) == [(1, "x"), (2, "y")]


def test_a_question_sees_what_is_there_now(connection: AdbcConnection) -> None:
    question = "SELECT count(*) AS n FROM t WHERE a > ?"
    for number in range(1, 4):
        connection.execute_many(INSERT, [(number, None)])
        assert connection.execute(question, [0]) == [{"n": number}]


def test_it_holds_no_lock(connection: AdbcConnection, file: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute_many(INSERT, [(1, "x")])
    assert connection.execute("SELECT b FROM t WHERE a < ?", [5])
    connection.execute("COMMIT")
    other = AdbcConnection(adbc_driver_sqlite.connect(file))
    other.execute("DROP TABLE t")
    other.close()


def test_a_table_that_was_made_anew(connection: AdbcConnection) -> None:
    connection.execute_many(INSERT, [(1, "x")])
    connection.execute("DROP TABLE t")
    connection.execute("CREATE TABLE t (b, c, a)")
    connection.execute_many(INSERT, [(2, "y")])
    assert connection.execute("SELECT * FROM t") == [{"b": "y", "c": None, "a": 2}]


def test_only_so_many_are_kept(connection: AdbcConnection) -> None:
    for number in range(200):
        assert connection.execute(f"SELECT ? + {number} AS n", [1]) == [{"n": 1 + number}]
    assert len(connection._kept) == 50
