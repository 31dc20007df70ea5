"""The staged protocol against a target whose bulk copy commits by itself: dead before any statement, run again."""

from __future__ import annotations

import itertools
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.base import Engine
from dbmigrate.engines.registry import open_engine
from dbmigrate.errors import TargetError
from dbmigrate.model.events import Event, Notice
from dbmigrate.model.tuning import TuneOutcome
from dbmigrate.run import migration as run_migration
from dbmigrate.run.migration import Migration
from tests.databases import Database, sqlite_database
from tests.run.fake_mssql import CrashError, FakeMssqlEngine, FakeServer, table
from tests.run.job import Job

TABLES = [
    table("items", "id", "note"),
    table("stock", "id", "note"),
    table("pairs", "a", "b", "note", key=("a", "b")),
    table("lines", "note", "more", key=()),
]
CREATE = {
    "items": "CREATE TABLE {0}items (id INTEGER PRIMARY KEY, note TEXT UNIQUE)",
    "stock": "CREATE TABLE {0}stock (id INTEGER PRIMARY KEY, note TEXT)",
    "pairs": "CREATE TABLE {0}pairs (a TEXT NOT NULL, b TEXT NOT NULL, note TEXT, PRIMARY KEY (a, b))",
    "lines": "CREATE TABLE {0}lines (note TEXT, more TEXT)",
}
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "items": [(n, f"note {n}") for n in range(1, 9)],
    "stock": [(n, f"new {n}") for n in range(1, 6)],
    "pairs": [(a, b, a + b) for a in "aAb" for b in "xX"],
    "lines": [("line", str(n % 3)) for n in range(7)],
}
PRESENT: dict[str, list[tuple[Any, ...]]] = {"stock": [(2, "old 2"), (3, "new 3"), (90, "own")]}
GROUP = """
[[table]]
source = "items"
[[table]]
source = "stock"
mode = "upsert"
[[table]]
source = "pairs"
[[table]]
source = "lines"
"""
Run = Callable[[FakeServer], str]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    source = sqlite_database(tmp_path / "source.db")
    for name, text in CREATE.items():
        source.run(text.format("").replace(" UNIQUE", ""))
        source.insert(name, ROWS[name])
    made = Job(tmp_path, source, Database("mssql", "mssql://nobody@fake/fake"))
    return made.write(GROUP, commit_rows=4)


@pytest.fixture
def server(tmp_path: Path) -> FakeServer:
    server = FakeServer(tmp_path)
    file = server.open_file()
    for name, text in CREATE.items():
        file.execute(text.format("dbo."))
        for row in PRESENT.get(name, []):
            file.execute(f"INSERT INTO dbo.{name} VALUES ({', '.join('?' * len(row))})", row)
    file.close()
    return server


def run(job: Job, server: FakeServer, events: list[Event] | None = None) -> str:
    def opened(url: Any, *, side: Any, schema: str | None = None) -> Engine:
        return open_engine(url, side=side) if side == "source" else FakeMssqlEngine(server, TABLES)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_migration, "open_engine", opened)
        with Migration(load_project(job.project)) as migration:
            return migration.run(sink=([] if events is None else events).append).state


def assert_complete(server: FakeServer, rows: dict[str, list[tuple[Any, ...]]] | None = None) -> None:
    file = server.open_file()
    expected = {name: Counter(of) for name, of in (rows or ROWS).items()}
    expected["stock"][(90, "own")] += 1
    for name, counted in expected.items():
        assert Counter(file.execute(f"SELECT * FROM dbo.{name}").fetchall()) == counted, name
    read = dict(file.execute("SELECT table_name, sum(rows_read) FROM dbmigrate.batch GROUP BY 1").fetchall())
    assert {name.split(".")[-1]: count for name, count in read.items()} == {n: len(of) for n, of in ROWS.items()}
    assert file.execute("SELECT state FROM dbmigrate.run").fetchall() == [("copied",)]
    assert file.execute("SELECT name FROM dbmigrate.sqlite_master WHERE name GLOB 'stage_*'").fetchall() == []
    file.close()


def test_bulk_copy_goes_before_the_transaction_that_moves_and_records(job: Job, server: FakeServer) -> None:
    assert run(job, server) == "copied"
    assert_complete(server)
    proof, start, *_ = [n for n, sql in enumerate(server.sent) if sql.startswith("BULK COPY")]
    assert [" ".join(sql.split()[:3]) for sql in server.sent[proof + 1 : start]] == [
        "INSERT INTO [dbmigrate].[stage_1000010000000]",
        "SELECT COUNT_BIG(*) AS",
        "TRUNCATE TABLE [dbmigrate].[stage_1000010000000]",
    ]
    shown = [" ".join(sql.split()[:3]) for sql in server.sent[start - 1 : start + 11]]
    assert shown == [
        "TRUNCATE TABLE [dbmigrate].[stage_1000010000000]",
        "BULK COPY [dbmigrate].[stage_1000010000000]",
        "SELECT COUNT_BIG(*) FROM",
        "BEGIN TRANSACTION",
        "DECLARE @granted int,",
        "SELECT dbmigrate.run.fence FROM",
        "SELECT s.[id] FROM",
        "SELECT [id] AS",
        "SELECT COUNT_BIG(*) FROM",
        "INSERT INTO [dbo].[items]",
        "TRUNCATE TABLE [dbmigrate].[stage_1000010000000]",
        "INSERT INTO dbmigrate.batch",
    ]


class FilesOfTarget:
    """Without the source's: while a file is fresh its state is not recorded, and there are fewer statements."""

    def __init__(self, job: Job, server: FakeServer) -> None:
        self._source = Path(job.source.place)
        self._directory = server.directory
        self._contents = {path: path.read_bytes() for path in self._found()}

    def put_back(self) -> None:
        for path in self._found():
            path.unlink()
        for path, content in self._contents.items():
            path.write_bytes(content)

    def _found(self) -> list[Path]:
        return [path for path in self._directory.glob("*.db*") if not path.name.startswith(self._source.name)]


def _kind(sql: str) -> str:
    return re.sub(r"\d+", "#", sql.partition("\n")[0])


def test_dead_before_any_statement_and_run_again(job: Job, server: FakeServer) -> None:
    """Every place between two different kinds of statement, each from the same target; a sixth in make test."""
    undisturbed = FilesOfTarget(job, server)
    assert run(job, server) == "copied"
    steps = len(server.sent)
    places = {}
    first = next(number for number, sql in enumerate(server.sent) if "OBJECT_ID(N'dbmigrate.stage_" in sql)
    for number, (before, after) in enumerate(itertools.pairwise(map(_kind, server.sent[first - 5 :])), first - 3):
        places[before, after] = number  # the last of its kind: most has gone before
    assert len(places) > 30
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    every = 1 if os.environ.get("DBMIGRATE_TEST_LONG") else 6
    for step in list(places.values())[chance.randrange(every) :: every]:
        undisturbed.put_back()
        dying = FakeServer(server.directory, crash_at=step)
        with pytest.raises(CrashError):
            run(job, dying)
        again = dying.restarted()
        # A run that had only not said that it had ended is followed by a second pass: nothing is new then.
        assert run(job, again) == "copied", step
        if step < steps - 3:
            assert_complete(again)


def test_a_server_that_refuses_bulk_copy_gets_parameters(job: Job, server: FakeServer) -> None:
    server.refuses_bulk_copy = True
    events: list[Event] = []
    assert run(job, server, events) == "copied"
    assert_complete(server)
    notices = [event.message for event in events if isinstance(event, Notice)]
    assert sum("bulk copy was refused" in notice for notice in notices) >= 1


def test_a_server_whose_bulk_copy_changes_values_gets_parameters(job: Job, server: FakeServer) -> None:
    server.changes_text = True
    events: list[Event] = []
    assert run(job, server, events) == "copied"
    assert_complete(server)
    notices = [event.message for event in events if isinstance(event, Notice)]
    assert [notice for notice in notices if "changes values of type nvarchar" in notice]
    assert not any("refused" in notice for notice in notices)


def test_a_load_that_was_given_up_and_arrives_all_the_same_doubles_nothing(job: Job, server: FakeServer) -> None:
    """Into a table without a key, where no constraint would notice."""
    server.late_with = "a"
    with pytest.raises(TargetError, match="2627"):
        run(job, server)
    assert server.late_with is None
    assert not server.late
    assert run(job, server) == "copied"
    assert_complete(server)


def test_a_row_that_the_target_refuses_is_found_and_the_rest_goes_in(job: Job, server: FakeServer) -> None:
    job.source.run("UPDATE items SET note = 'note 1' WHERE id = 6")
    assert run(job, server) == "copied"
    rows = dict(ROWS, items=[row for row in ROWS["items"] if row[0] != 6])
    file = server.open_file()
    assert Counter(file.execute("SELECT * FROM dbo.items").fetchall()) == Counter(rows["items"])
    [(key, reason, message)] = file.execute("SELECT source_key, reason, message FROM dbmigrate.reject").fetchall()
    assert (key, reason) == ("[6]", "refused_by_target")
    assert "2627" in message
    file.close()


def tune(job: Job, server: FakeServer) -> TuneOutcome:
    def opened(url: Any, *, side: Any, schema: str | None = None) -> Engine:
        return open_engine(url, side=side) if side == "source" else FakeMssqlEngine(server, TABLES)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_migration, "open_engine", opened)
        with Migration(load_project(job.project)) as migration:
            return migration.tune(seconds=0.2)


def test_tuning_loads_into_staging_that_the_ledger_knows_and_drops_it(job: Job, server: FakeServer) -> None:
    found = tune(job, server)
    assert found.tables[0].write.rows_per_second
    file = server.open_file()
    assert file.execute("SELECT name FROM dbmigrate.sqlite_master WHERE name GLOB 'stage_*'").fetchall() == []
    events = Counter(event for (event,) in file.execute("SELECT event FROM dbmigrate.staging").fetchall())
    assert events["made"] == events["dropped"] > 0
    assert file.execute("SELECT count(*) FROM dbo.items").fetchall() == [(0,)]
    file.close()
    assert run(job, server) == "copied"
    assert_complete(server)


def test_what_tuning_leaves_when_it_dies_the_next_run_drops(job: Job, server: FakeServer) -> None:
    undisturbed = FilesOfTarget(job, server)
    tune(job, server)
    acts = ("CREATE TABLE [dbmigrate].[stage_", "BULK COPY [dbmigrate].[stage_", "IF OBJECT_ID(N'dbmigrate.stage_")
    places = {
        act: number for number, sql in enumerate(server.sent, start=1) for act in acts if sql.startswith(act)
    }  # the last of each kind
    assert set(places) == set(acts)
    every = 1 if os.environ.get("DBMIGRATE_TEST_LONG") else 3
    for step in list(places.values())[random.randrange(every) :: every]:
        undisturbed.put_back()
        dying = FakeServer(server.directory, crash_at=step)
        with pytest.raises(CrashError):
            tune(job, dying)
        again = dying.restarted()
        assert run(job, again) == "copied", step
        assert_complete(again)
