"""A SQLite column may hold anything; a key must not."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.sqlite import odd_keys
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.model.table import TableName

USUAL = {"text": "'k' || n", "integer": "n", "blob": "CAST('k' || n AS BLOB)"}
UNUSUAL = {
    "text": "'zz'",
    "empty text": "''",
    "integer": "-5",
    "real": "1e300",
    "infinity": "-9e999",
    "blob": "x'00'",
    "empty blob": "x''",
    "null": "NULL",
    "stray byte": "CAST(x'6bff' AS TEXT)",
    "surrogate": "CAST(x'eda080' AS TEXT)",
    "cut short": "CAST(x'c3' AS TEXT)",
    "NUL and beyond": "CAST(x'6b0080' AS TEXT)",
    "accents": "'Jürgen'",
    "NUL": "'a' || char(0) || 'b'",
}
FIT = {
    "text": {"text", "empty text", "accents", "NUL"},
    "integer": {"integer"},
    "blob": {"blob", "empty blob"},
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("collation", ["", "COLLATE NOCASE"])
@pytest.mark.parametrize("unusual", UNUSUAL)
@pytest.mark.parametrize("usual", USUAL)
def test_one_value_among_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usual: str, unusual: str, collation: str, large: bool
) -> None:
    """With an index on it, without one, and as the second column of a key; looked for by one thread or two."""
    if large:
        monkeypatch.setattr(odd_keys, "LARGE_ROWS", 2_000)
    with closing(sqlite3.connect(tmp_path / "keys.db")) as connection, connection:
        connection.executescript(
            f"CREATE TABLE t (plain {collation}, listed {collation}, n INTEGER PRIMARY KEY);"
            "CREATE INDEX i ON t (listed);"
            "WITH RECURSIVE numbers(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM numbers WHERE n < 2500)"
            f" INSERT INTO t SELECT {USUAL[usual]}, {USUAL[usual]}, n FROM numbers;"
            f"INSERT INTO t VALUES ({UNUSUAL[unusual]}, {UNUSUAL[unusual]}, 5000);"
        )
    engine = SqliteEngine(tmp_path / "keys.db", writable=True)
    try:
        found = engine.describe_table(TableName("t"))
        assert found is not None
        for key in (("plain",), ("listed",), ("listed", "plain"), ("n", "plain")):
            assert (engine.key_defects(found, key) is None) is (unusual in FIT[usual]), key
    finally:
        engine.dispose()


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_text_is_looked_at_in_the_encoding_of_the_file(tmp_path: Path, encoding: str) -> None:
    """Two letters beyond ASCII, one of them beyond what 16 bits hold; then half of one."""
    cut_short = {"UTF-8": "c3", "UTF-16le": "3cd8", "UTF-16be": "d83c"}[encoding]
    with closing(sqlite3.connect(tmp_path / "keys.db")) as connection, connection:
        connection.executescript(
            f"PRAGMA encoding = '{encoding}'; CREATE TABLE t (k TEXT PRIMARY KEY);"
            "INSERT INTO t VALUES ('Jürgen'), (char(127926) || 'A')"
        )
    engine = SqliteEngine(tmp_path / "keys.db", writable=True)
    try:
        found = engine.describe_table(TableName("t"))
        assert found is not None
        assert engine.key_defects(found, ("k",)) is None

        with closing(sqlite3.connect(tmp_path / "keys.db")) as connection, connection:
            connection.execute(f"INSERT INTO t VALUES (CAST(x'{cut_short}' AS TEXT))")
        assert engine.key_defects(found, ("k",)) == f"key column k holds text that is not {encoding}"
    finally:
        engine.dispose()


def _large(place: Path, monkeypatch: pytest.MonkeyPatch, odd: str) -> SqliteEngine:
    monkeypatch.setattr(odd_keys, "LARGE_ROWS", 100)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.executescript(
            "CREATE TABLE t (k);"
            "WITH RECURSIVE numbers(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5000)"
            f" INSERT INTO t SELECT 'k' || n FROM numbers; {odd}"
        )
    return SqliteEngine(place, writable=True)


def test_what_is_told_first_is_the_same_for_a_large_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = _large(tmp_path / "k.db", monkeypatch, "INSERT INTO t VALUES (CAST(x'ff' AS TEXT)), (NULL)")
    with closing(sqlite3.connect(tmp_path / "k.db")) as connection, connection:
        connection.execute("UPDATE t SET k = CAST(x'ff' AS TEXT) WHERE k = 'k7'")
    try:
        found = engine.describe_table(TableName("t"))
        assert found is not None
        assert engine.key_defects(found, ("k",)) == "key column k holds NULL"
    finally:
        engine.dispose()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sqlite-keys")]


def test_a_fault_of_the_second_thread_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = _large(tmp_path / "k.db", monkeypatch, "")

    def fails(*_: object) -> bool:
        raise EngineFault(Fault.TERMINAL, "the disk cannot be read")

    monkeypatch.setattr(odd_keys, "_has_broken_text", fails)
    try:
        found = engine.describe_table(TableName("t"))
        assert found is not None
        with pytest.raises(EngineFault, match="the disk"):
            engine.key_defects(found, ("k",))
    finally:
        engine.dispose()
