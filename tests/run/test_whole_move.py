"""A table that goes from one SQLite file into another in one statement, with an entry for each ``commit_rows`` rows."""

from __future__ import annotations

from contextlib import closing
from unittest.mock import Mock

import adbc_driver_sqlite
import pytest
from msgspec.structs import replace

from dbmigrate.engines.adbc_connection import AdbcConnection
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.attached import AttachedSource
from dbmigrate.engines.sqlite.types import logical_type
from dbmigrate.engines.sqlite.where import where
from dbmigrate.ledger.key_journal import decode_rows
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.storage import stored_value
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.run import whole_mover
from dbmigrate.run.whole_mover import WholeMover
from tests.faults.child import KILLED, run_to_end
from tests.run.job import Job, MakeJob

ROWS = 50
TABLE = '[[table]]\nsource = "t"'
FILL = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) INSERT INTO t SELECT "


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_mover, "LEAST_COMMIT_ROWS", 20)


def job_of(make_job: MakeJob, declared: str, values: str, **settings: int) -> Job:
    job = make_job("sqlite-sqlite").both(f"CREATE TABLE t ({declared}{'' if 'WITHOUT ROWID' in declared else ')'}")
    job.source.run(FILL + values + " FROM n")
    return job.write(TABLE, **{"commit_rows": 20, **settings})


def keys_of(job: Job) -> list[tuple[object, ...]]:
    """All keys that the journal has, in its order."""
    found: list[tuple[object, ...]] = []
    for (payload,) in job.target.rows(f"SELECT payload FROM {job.target.ledger('batch_key')} ORDER BY batch_no"):
        rows, tagged = decode_rows(payload)
        columns = [
            [stored_value(v) for v in values.to_pylist()] if name in tagged else values.to_pylist()
            for name, values in zip(rows.schema.names, rows.columns, strict=True)
        ]
        found += zip(*columns, strict=True)
    return found


@pytest.mark.parametrize(
    ("declared", "values", "key"),
    [
        ("id INTEGER PRIMARY KEY, v TEXT", "i * 3, 'v' || i", "id"),
        ("k char(9), n smallint, v, PRIMARY KEY (k, n)", "'k' || (i % 7), i, i / 2.0", "k, n"),
        ("k TEXT COLLATE NOCASE PRIMARY KEY NOT NULL, v", "char(97 + i % 26 - 32 * (i % 2)) || i, NULL", "k"),
        ("k TEXT PRIMARY KEY NOT NULL, v", "'a' || char(31) || i, x'00'", "k"),
        ("k TEXT PRIMARY KEY NOT NULL, v", "'a' || char(0) || i, ''", "k"),
        ("k TEXT PRIMARY KEY NOT NULL, v", "CASE i WHEN 9 THEN '' ELSE 'é' || i END, 1", "k"),
        ("k BLOB PRIMARY KEY NOT NULL, v", "CAST(i AS BLOB), 1", "k"),
        ("k PRIMARY KEY NOT NULL, v", "i, 1", "k"),
        ("k INTEGER NOT NULL, v, PRIMARY KEY (k DESC)", "i - 25, 1", "k"),
        ("k TEXT, v, PRIMARY KEY (k)", "i, 1", "k"),
        ("k TEXT NOT NULL, v, PRIMARY KEY (k)) WITHOUT ROWID", "i, 1", "k"),
    ],
    ids=[
        "rowid", "two", "nocase", "separator", "nul", "empty", "blob", "no type", "descending", "numerals", "no rowid",
    ],
)  # fmt: skip
def test_rows_entries_and_keys(make_job: MakeJob, declared: str, values: str, key: str) -> None:
    job = job_of(make_job, declared, values)

    assert job.run().state == "copied"

    every = "SELECT *, rowid FROM t ORDER BY 1, 2" if "ROWID" not in declared else "SELECT * FROM t ORDER BY 1"
    assert job.target.rows(every) == job.source.rows(every)
    assert job.target.rows("PRAGMA integrity_check") == [("ok",)]
    batches = f"SELECT rows_read, closes_chunk FROM {job.target.ledger('batch')} ORDER BY batch_no"
    assert job.target.rows(batches) == [(20, 0), (20, 0), (10, 1)]
    assert sorted(keys_of(job)) == sorted(job.source.rows(f"SELECT {key} FROM t"))
    assert job.verdict() == "match"


def test_tables_that_are_not_alike(make_job: MakeJob) -> None:
    """Same names, in another order and with one column more."""
    job = make_job("sqlite-sqlite")
    job.source.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)", FILL + "i, 'a' || i, 'b' || i FROM n")
    job.target.run("CREATE TABLE t (b, id INTEGER PRIMARY KEY, c DEFAULT 5, a)")
    job.write(TABLE, commit_rows=20)

    assert job.run().state == "copied"

    expected = [(i, f"a{i}", f"b{i}", 5) for i in range(1, ROWS + 1)]
    assert job.target.rows("SELECT id, a, b, c FROM t ORDER BY id") == expected
    assert job.verdict() == "match"


def test_an_empty_table(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").both("CREATE TABLE t (id INTEGER PRIMARY KEY, v)").write(TABLE, commit_rows=20)
    assert job.run().state == "copied"
    assert job.target.rows(f"SELECT rows_read, closes_chunk FROM {job.target.ledger('batch')}") == [(0, 1)]


def test_a_row_that_the_target_refuses(make_job: MakeJob) -> None:
    """Nothing of the statement stays, and the ordinary way finds the row."""
    job = job_of(make_job, "id INTEGER PRIMARY KEY, v", "i, i % 49")
    job.target.run("CREATE UNIQUE INDEX u ON t (v)")

    assert job.run().state == "copied"

    assert job.target.rows("SELECT count(*) FROM t") == [(ROWS - 1,)]
    assert [(table, reason) for table, _, reason in job.rejects()] == [("t", "refused_by_target")]


@pytest.mark.parametrize(("settings", "whole"), [({}, True), ({"commit_rows": 19}, False)])
def test_who_asks_for_small_commits_gets_them(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, settings: dict[str, int], whole: bool
) -> None:
    moved = Mock(wraps=AttachedSource.pull_whole)
    monkeypatch.setattr(AttachedSource, "pull_whole", lambda *of: moved(*of))  # noqa: PLW0108 - a Mock is no method
    assert job_of(make_job, "id INTEGER PRIMARY KEY, v", "i, i", **settings).run().state == "copied"
    assert moved.called == whole


def test_a_large_file_goes_in_ranges(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_of(make_job, "id INTEGER PRIMARY KEY, v", "i, i")
    monkeypatch.setattr("dbmigrate.engines.sqlite.engine.WHOLE_BYTES", 4096)
    monkeypatch.setattr(WholeMover, "_move", None)
    assert job.run().state == "copied"
    assert job.verdict() == "match"


@pytest.mark.parametrize(
    "place", ["after_load:1", "before_record:1", "before_record:2", "before_commit:1", "after_commit:1"]
)
def test_killed_in_its_one_transaction(make_job: MakeJob, place: str) -> None:
    job = job_of(make_job, "k TEXT, n INTEGER, v, PRIMARY KEY (k, n)", "'k' || i % 5, i, i", commit_rows=20_000)
    if place == "before_record:2":
        rows = "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)"
        job.source.run(f"{rows} INSERT INTO t SELECT 'k', i, i FROM n")
    every = "SELECT * FROM t ORDER BY k, n"

    assert run_to_end(job.project, DBMIGRATE_STOP_AT=place).exit_code == KILLED
    there = job.target.rows("SELECT count(*) FROM t")[0][0]
    assert there == (job.source.rows("SELECT count(*) FROM t")[0][0] if place == "after_commit:1" else 0)

    ended = run_to_end(job.project)
    assert ended.result is not None
    assert ended.result["state"] == "copied"
    assert job.target.rows(every) == job.source.rows(every)
    assert len(keys_of(job)) == len(job.source.rows(every))


@pytest.mark.parametrize(
    ("collation", "searched"),
    # With a collation of its own SQLite searches by the first column alone.
    [("BINARY", "(k,n)>(?,?)"), ("NOCASE", "(k>?)")],
)
def test_ranges_are_found_by_the_key_s_index(make_job: MakeJob, collation: str, searched: str) -> None:
    """A collation in the wrong place has SQLite read the index from its beginning for each of them."""
    job = job_of(make_job, f"k TEXT COLLATE {collation}, n INTEGER, v, PRIMARY KEY (k, n)", "'k', i, i")
    with closing(adbc_driver_sqlite.connect(job.source.place)) as database:
        table = Table(
            TableName("t"),
            (Column("k", logical_type("TEXT")), Column("n", logical_type("INTEGER"))),
            primary_key=("k", "n"),
        )
        collations = {"k": collation, "n": "BINARY"}
        read = TableRead(table, table.columns, table.primary_key, KeyRange(("k", 5), ("k", 9)))
        connection = AdbcConnection(database, owns=False)
        clause, parameters = where(read, collations)
        rows = connection.execute(f"SELECT n FROM t{clause} ORDER BY n", parameters)
        rest, after = where(replace(read, key_range=KeyRange(("k", 5))), collations)
        [step] = connection.execute(f"EXPLAIN QUERY PLAN SELECT n FROM t{rest}", after)
        connection.close()
    assert [row["n"] for row in rows] == [6, 7, 8, 9]
    assert searched in step["detail"]


def test_columns_in_another_order(make_job: MakeJob) -> None:
    """Records may be copied without a look only where both tables have the same columns in the same places."""
    job = make_job("sqlite-sqlite").write(TABLE, commit_rows=20)
    job.source.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)", f"{FILL} i, 'a' || i, 'b' || i FROM n")
    job.target.run("CREATE TABLE t (id INTEGER PRIMARY KEY, b, a)")
    job.run()
    shown = "SELECT id, a, b FROM t ORDER BY id"
    assert job.target.rows(shown) == job.source.rows(shown)
    assert len(job.target.rows(shown)) == ROWS
