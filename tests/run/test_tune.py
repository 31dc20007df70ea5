"""Tuning measures with real rows, leaves nothing behind, and says what follows from the numbers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.write import PostgresWriter
from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.tuning import Advice, Measured, Rate, TuneOutcome
from dbmigrate.run.migration import Migration
from dbmigrate.run.tune.advice import LEAST_ROWS, MOST_BYTES, MOST_ROWS, advise, round_up, seconds_per_row, wall_of
from tests.databases import Database
from tests.run.job import Job, MakeJob
from tests.run.pausing import await_it

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})"
SMALL = ITEMS.replace("items", "small")
TABLES = '[[table]]\nsource = "small"\n[[table]]\nsource = "items"\n'
ROWS = 12_000
PAIRS = ("sqlite-postgresql", "postgresql-sqlite", "postgresql-postgresql", "sqlite-sqlite")


def _filled(job: Job, rows: int = ROWS) -> Job:
    job.both(ITEMS, SMALL).write(TABLES, commit_rows=2000, workers=2)
    series = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
    job.source.run(
        f"{series} INSERT INTO items SELECT i, 'a note of some length', i FROM n",
        "INSERT INTO small VALUES (1, 'x', 1)",
    )
    if job.source.engine == "postgresql":
        job.source.run("ANALYZE")
    return job


def _tune(job: Job, seconds: float = 1.0) -> TuneOutcome:
    with Migration(load_project(job.project)) as migration:
        return migration.tune(seconds=seconds)


def everything_in(database: Database) -> list[Any]:
    """Names of all tables, indexes, sequences and schemas."""
    if database.is_sqlite:
        return sorted(database.rows("SELECT type, name FROM sqlite_master"))
    relations = database.rows(
        "SELECT nspname, relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
    )
    return sorted(relations) + sorted(database.rows("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'"))


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("after_a_run", [False, True])
def test_it_measures_and_leaves_nothing_behind(make_job: MakeJob, pair: str, after_a_run: bool) -> None:
    job = _filled(make_job(pair))
    if after_a_run:
        job.run()
    before = everything_in(job.target), job.target.counted("items"), everything_in(job.source)
    found = _tune(job)
    assert (everything_in(job.target), job.target.counted("items"), everything_in(job.source)) == before
    first = found.tables[0]
    assert first.table.endswith("items"), "the largest table is measured first"
    if pair in ("sqlite-sqlite", "postgresql-postgresql"):
        assert found.wall == "both databases"
        assert first.move.rows_per_second
    else:
        assert found.wall in ("source", "target", "this machine")
        assert all(rate.rows_per_second for rate in (first.read, first.transform, first.hash, first.write))
        assert first.row_bytes > 20
    assert found.rows_per_second > 0
    assert found.values_per_second == pytest.approx(found.rows_per_second * 3)
    if pair == "postgresql-postgresql":
        assert [number for number, _ in first.by_streams] == [n for n in (1, 2, 4, 8) if n <= (os.cpu_count() or 1)]
    assert LEAST_ROWS <= found.advice.commit_rows <= MOST_ROWS
    assert any("taken to cost" in note for note in found.notes) is not after_a_run
    assert job.run().state == "copied"
    assert job.target.counted("items") == job.source.counted("items")


def test_a_load_that_fails_leaves_nothing_behind_and_is_told(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _filled(make_job("sqlite-postgresql"))
    before = everything_in(job.target)
    load, loads = PostgresWriter.load, []

    def failing(self: PostgresWriter, table: Any, batch: pa.RecordBatch, tagged: Any = ()) -> None:
        load(self, table, batch, tagged)
        loads.append(table)
        if len(loads) == 3:
            raise EngineFault(Fault.TERMINAL, "the disk is full", "53100")

    monkeypatch.setattr(PostgresWriter, "load", failing)
    found = _tune(job)
    assert len(loads) >= 3
    assert any("the disk is full" in note for note in found.notes)
    assert found.tables[0].write.rows == 0
    assert everything_in(job.target) == before


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "postgresql-postgresql", "sqlite-sqlite"])
def test_killed_while_it_measures_it_leaves_nothing_behind(make_job: MakeJob, pair: str) -> None:
    job = _filled(make_job(pair), 60_000)
    before = everything_in(job.target)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(job.project)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert "made" in process.stdout.readline(), "the scratch table is there when the process is killed"
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    process.stdout.close()
    # A server takes a moment to notice.
    await_it(lambda: everything_in(job.target) == before, 20)
    assert job.run().state == "copied"
    assert job.target.counted("items") == job.source.counted("items")


KILLED_IN_THE_MIDDLE = """
import sys, time
from dbmigrate.config.project import load_project
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.run.migration import Migration

def hold(create):
    def made(self, *given):
        place = create(self, *given)
        print("made", place, flush=True)
        time.sleep(60)
        return place
    return made

for engine in (PostgresEngine, SqliteEngine):
    engine.create_scratch = hold(engine.create_scratch)
with Migration(load_project(sys.argv[1])) as migration:
    migration.tune(seconds=2)
"""


def test_without_rows_there_is_nothing_to_measure_with(make_job: MakeJob) -> None:
    job = make_job("sqlite-postgresql").both(ITEMS).write('[[table]]\nsource = "items"\n')
    with pytest.raises(PlanRefusedError) as refused:
        _tune(job)
    assert refused.value.code == "DBM-4060"


def test_it_takes_about_the_time_it_is_given(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-sqlite"))
    started = time.monotonic()
    _tune(job, 0.5)
    assert time.monotonic() - started < 20


def _measured(**seconds: float) -> Measured:
    rates = {name: Rate(100_000, took) for name, took in seconds.items()}
    return Measured("t", 20, False, 200.0, 0.01, **rates)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seconds", "wall"),
    [
        ({"read": 1, "transform": 0.1, "hash": 0.1, "write": 3}, "target"),
        ({"read": 3, "transform": 0.1, "hash": 0.1, "write": 1}, "source"),
        ({"read": 1, "transform": 2, "hash": 1, "write": 1}, "this machine"),
        # No thread waits, and a faster target would gain most.
        ({"read": 1, "transform": 0.4, "hash": 0.4, "write": 1.5}, "target"),
    ],
)
def test_the_wall_is_what_the_rows_wait_for(seconds: dict[str, float], wall: str) -> None:
    assert wall_of(_measured(**seconds)) == wall


@pytest.mark.parametrize(
    ("seconds", "took"),
    [
        ({"read": 1, "transform": 1, "write": 5}, 5),
        ({"read": 5, "hash": 1, "write": 1}, 5),
        ({"read": 2, "transform": 1, "hash": 1, "write": 1}, 2.5),
    ],
)
def test_two_threads_share_what_is_neither_reading_nor_writing(seconds: dict[str, float], took: float) -> None:
    assert seconds_per_row(_measured(**seconds)) == pytest.approx(took / 100_000)


NOW = Advice(20_000, 16 << 20, 2)


def test_batches_are_as_large_as_their_commits_are_dear() -> None:
    near = _measured(read=1.0, write=1.0)
    assert advise([near], NOW).commit_rows in (50_000, 51_000)
    far = Measured("t", 20, False, 200.0, 0.5, read=near.read, write=near.write)
    assert advise([far], NOW).commit_rows == MOST_ROWS
    wide = Measured("t", 20, False, 1_000_000.0, 0.5, read=near.read, write=near.write)
    assert advise([wide], NOW).commit_rows == 53, "a batch stays within what memory is meant for it"
    assert advise([wide], NOW).commit_bytes == MOST_BYTES
    moved = Measured("t", 20, True, 0.0, 0.01, move=near.read)
    assert advise([moved], NOW).commit_bytes == NOW.commit_bytes, "what was not measured stays as it is"


@pytest.mark.parametrize(
    ("by_streams", "workers"),
    [
        ((), 1),
        (((1, 100.0), (2, 110.0)), 1),
        (((1, 100.0), (2, 190.0), (4, 200.0)), 2),
        (((1, 9.0), (2, 12.0), (4, 30.0)), 4),
    ],
)
def test_another_stream_must_be_worth_it(by_streams: Any, workers: int) -> None:
    measured = Measured("t", 20, False, 200.0, 0.01, read=Rate(10, 1.0), by_streams=by_streams)
    assert advise([measured], NOW).workers == workers


def test_round_numbers() -> None:
    assert [round_up(rows) for rows in (0.2, 7.5, 99, 13_127, 195_001)] == [1, 8, 100, 14_000, 200_000]
