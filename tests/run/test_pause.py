"""A paused run holds nothing open, and goes on as the same run."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest

from dbmigrate.errors import LeaseLostError
from dbmigrate.model.events import RunPaused, RunWentOn
from dbmigrate.run.steering.control import Control
from tests.databases import Database
from tests.faults.child import KILLED, Child, run_to_end
from tests.run.job import Job, MakeJob
from tests.run.pausing import PausedRun, await_it

PAIRS = ("sqlite-sqlite", "postgresql-postgresql", "sqlite-postgresql", "postgresql-sqlite")
ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})"
OTHERS = ITEMS.replace("items", "others")
KEYLESS = "CREATE TABLE lines (note {text}, amount {int})"
TABLES = '[[table]]\nsource = "items"\n[[table]]\nsource = "others"\n'
ROWS = [(n, f"note {n}", n) for n in range(40)]


def _two_tables(job: Job, **settings: int) -> Job:
    job.both(ITEMS, OTHERS).write(TABLES, **settings)
    job.source.insert("items", ROWS)
    job.source.insert("others", ROWS)
    return job


def holds_nothing(database: Database) -> None:
    """Anybody may write to any table, and no transaction of ours is open."""
    if database.is_sqlite:
        with closing(sqlite3.connect(database.place, timeout=0)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
        return
    with psycopg.connect(database.place) as session:
        ours = session.execute(
            "SELECT state, xact_start, query FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'dbmigrate'"
        ).fetchall()
        assert all(state == "idle" and begun is None for state, begun, _ in ours), ours
        locks = session.execute(
            "SELECT l.locktype, l.mode FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE a.datname = current_database() AND a.application_name = 'dbmigrate'"
        ).fetchall()
        # The run's own lock, in the target, which keeps a second run out.
        assert all(kind == "advisory" for kind, _ in locks), locks


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pause_holds_nothing_and_the_run_goes_on(make_job: MakeJob, pair: str) -> None:
    job = _two_tables(make_job(pair), workers=2)
    run = PausedRun(job)

    def look() -> None:
        holds_nothing(job.source)
        holds_nothing(job.target)
        said = Control(job.project).at_work()
        assert said is not None
        assert said.state == "paused"
        assert "asked for by" in said.reason
        [(state,)] = job.target.rows(f"SELECT state FROM {job.target.ledger('run')}")
        assert state == "paused"

    times = 2 if pair == PAIRS[0] else 1
    outcome = run.after(3, look, times=times)
    assert outcome.state == "copied"
    assert sorted(job.target.rows("SELECT * FROM items")) == ROWS
    assert sorted(job.target.rows("SELECT * FROM others")) == ROWS
    assert {(table.table.split(".")[-1], table.rows_read) for table in outcome.tables} == {
        ("items", 40),
        ("others", 40),
    }
    attempts = job.target.rows(f"SELECT outcome FROM {job.target.ledger('attempt')} ORDER BY fence")
    assert attempts == [*[("paused",)] * times, ("copied",)]
    assert outcome.paused_seconds > 0
    assert sum(isinstance(event, RunPaused) for event in run.events) == times
    assert sum(isinstance(event, RunWentOn) for event in run.events) == times
    assert Control(job.project).at_work() is None
    assert [path.name for path in job.directory.glob(".*")] in ([], [".migration.toml.run.lock"])
    assert job.verdict() == "match"


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "sqlite-sqlite"])
def test_a_table_without_a_key_gives_its_transaction_up(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both(KEYLESS, ITEMS).write('[[table]]\nsource = "items"\n[[table]]\nsource = "lines"\n')
    job.source.insert("items", ROWS)
    job.source.insert("lines", [(f"note {n // 2}", n % 3) for n in range(600)])
    outcome = PausedRun(job).after(14, lambda: holds_nothing(job.target))
    assert outcome.state == "copied"
    assert job.target.counted("lines") == job.source.counted("lines")
    assert job.target.counted("items") == job.source.counted("items")


def test_a_paused_run_can_be_stopped(make_job: MakeJob) -> None:
    job = _two_tables(make_job("sqlite-postgresql"))
    run = PausedRun(job)
    outcome = run.after(3, run.stop.set)
    assert outcome.state == "stopped"
    assert job.target.rows(f"SELECT state FROM {job.target.ledger('run')}") == [("stopped",)]
    assert job.run().state == "copied"
    assert sorted(job.target.rows("SELECT * FROM others")) == ROWS


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "postgresql-postgresql"])
def test_a_run_killed_while_it_is_paused_goes_on_later(make_job: MakeJob, pair: str) -> None:
    job = _two_tables(make_job(pair), max_rows_per_second=12)
    control = Control(job.project)
    child = Child(job.project)
    await_it(lambda: control.at_work() is not None)
    control.ask()
    await_it(lambda: getattr(control.at_work(), "state", "") == "paused")
    child.kill()
    assert child.wait().exit_code == KILLED
    assert control.at_work() is None
    job.write(TABLES)
    ended = run_to_end(job.project)
    assert ended.result == {"state": "copied", "resumed": True, "passed": ended.result and ended.result["passed"]}
    assert sorted(job.target.rows("SELECT * FROM items")) == ROWS
    assert sorted(job.target.rows("SELECT * FROM others")) == ROWS


def test_a_run_that_was_taken_over_while_it_was_paused_does_not_take_it_back(make_job: MakeJob) -> None:
    """The connection that holds the run's lock may be cut in a long pause, and somebody else go on."""
    job = _two_tables(make_job("sqlite-postgresql"))

    def take_over() -> None:
        job.target.run(f"UPDATE {job.target.ledger('run')} SET fence = fence + 1")

    with pytest.raises(LeaseLostError):
        PausedRun(job).after(3, take_over)
    assert job.target.rows(f"SELECT count(*) FROM {job.target.ledger('attempt')}") == [(1,)]
    assert job.run().state == "copied"
    assert sorted(job.target.rows("SELECT * FROM items")) == ROWS


def test_a_request_that_was_left_over_pauses_no_later_run(make_job: MakeJob) -> None:
    job = _two_tables(make_job("sqlite-sqlite"))
    Control(job.project).ask()
    assert job.run().state == "copied"


def test_consented_changes_are_counted_over_a_pause(make_job: MakeJob) -> None:
    job = make_job("postgresql-postgresql")
    job.source.run("CREATE TABLE notes (id bigint PRIMARY KEY, note text)")
    job.target.run("CREATE TABLE notes (id bigint PRIMARY KEY, note varchar(4))")
    job.write('[[table]]\nsource = "notes"\nconsent = { truncate = ["note"] }\n')
    job.source.insert("notes", [(n, "longer than four") for n in range(30)])
    outcome = PausedRun(job).after(3, lambda: None)
    [table] = outcome.tables
    assert sum(table.changes.values()) == 30
    assert table.rows_inserted == 30


def test_without_a_place_for_its_files_a_run_works_and_cannot_be_asked(make_job: MakeJob) -> None:
    job = _two_tables(make_job("sqlite-sqlite"))
    lock = job.directory / ".migration.toml.run.lock"
    lock.mkdir()
    assert job.run().state == "copied"
    lock.rmdir()
