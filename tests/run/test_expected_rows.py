"""How many rows a run says that it will read: what progress and the time left are told by."""

from __future__ import annotations

import pytest

from dbmigrate.model.events import Event, RunStarted, TableStarted
from dbmigrate.report.tally import RunTally
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after

TABLE = "CREATE TABLE t (id {int} PRIMARY KEY, changed {moment})"
OTHER = "CREATE TABLE u (id {int} PRIMARY KEY)"
ENTRY = """
[[table]]
source = "t"
watermark = { column = "changed", overlap = "1m" }
[[table]]
source = "u"
"""


@pytest.fixture
def job(make_job: MakeJob) -> Job:
    job = make_job("sqlite-sqlite").both(TABLE, OTHER).write(ENTRY, commit_rows=4)
    job.source.insert("t", [(n, f"2024-01-01 {n:02}:00:00") for n in range(1, 21)])
    job.source.insert("u", [(n,) for n in range(1, 11)])
    return job


def told(job: Job) -> tuple[int | None, dict[str, tuple[int | None, int]]]:
    """Of the run, and of each table with what was there already."""
    heard: list[Event] = []
    job.run(sink=heard.append)
    [run] = [event for event in heard if isinstance(event, RunStarted)]
    tables = [event for event in heard if isinstance(event, TableStarted)]
    return run.row_estimate, {event.table: (event.row_estimate, event.rows_already_done) for event in tables}


def test_a_pass_above_a_mark_reads_what_is_new(job: Job) -> None:
    assert told(job) == (30, {"t": (20, 0), "u": (10, 0)})
    job.source.insert("t", [(21, "2024-01-02 00:00:00"), (22, "2024-01-02 00:00:00")])
    assert told(job) == (12, {"t": (2, 0), "u": (10, 0)})


def test_an_interrupted_run_counts_what_its_attempts_read(job: Job) -> None:
    stop_after(job, 3)
    total, tables = told(job)
    assert tables["t"] == (20, 12)
    assert total == 30


def test_what_is_left_does_not_count_tables_that_are_done(job: Job) -> None:
    stop_after(job, 5)
    heard: list[Event] = []
    job.run(sink=heard.append)
    tally = RunTally()
    for event in heard:
        match event:
            case RunStarted():
                tally.start_run(event, 0.0)
            case TableStarted():
                tally.start_table(event, 0.0)
    assert tally.estimate is not None
    assert tally.estimate - tally.done_before == 10
