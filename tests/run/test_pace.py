"""The pace is kept by all workers together, also where rows go as they are stored."""

from __future__ import annotations

import threading
import time

import pytest

from dbmigrate.model.events import BatchCommitted, Event
from tests.run.job import Job, MakeJob

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})"
KEYLESS = "CREATE TABLE lines (note {text}, amount {int})"
RATE = 2000
SECONDS = 2


class Clocked:
    """When how many rows were committed."""

    def __init__(self) -> None:
        self.commits: list[tuple[float, int]] = []
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        if isinstance(event, BatchCommitted):
            with self._lock:
                self.commits.append((time.monotonic(), event.rows_read))

    def most_in_a_second(self) -> int:
        return max(sum(rows for at, rows in self.commits if begin <= at < begin + 1) for begin, _ in self.commits)


@pytest.mark.parametrize("pair", ["postgresql-postgresql", "sqlite-postgresql", "sqlite-sqlite"])
def test_all_workers_together_keep_the_pace(make_job: MakeJob, pair: str) -> None:
    names = ("one", "two", "three")
    job = make_job(pair).both(*(ITEMS.replace("items", name) for name in names))
    job.write("".join(f'[[table]]\nsource = "{name}"\n' for name in names), commit_rows=500, workers=3)
    for name in names:
        job.source.insert(name, [(n, f"note {n}", n) for n in range(RATE * SECONDS // 3)])
    clocked = Clocked()
    started = time.monotonic()
    outcome = job.run(sink=clocked, max_rows_per_second=RATE)
    assert outcome.state == "copied"
    assert time.monotonic() - started >= SECONDS - 500 / RATE
    # Each of three threads may have read a batch, and two more be on their way, before the second began.
    assert clocked.most_in_a_second() <= RATE + 3 * 3 * 500
    assert all(rows <= 500 for _, rows in clocked.commits)
    begun = clocked.commits[0][0]
    for at, _ in clocked.commits:
        so_far = sum(rows for moment, rows in clocked.commits if moment <= at)
        assert so_far <= RATE * (at - begun) + 3 * 500, "no more than the pace from the first commit on"


def test_a_batch_is_at_most_a_second_of_the_pace(make_job: MakeJob) -> None:
    job = _items(make_job("sqlite-sqlite"), 90)
    clocked = Clocked()
    job.run(sink=clocked, max_rows_per_second=40, commit_rows=1000)
    assert [rows for _, rows in clocked.commits if rows] == [40, 40, 10]


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "postgresql-postgresql"])
def test_a_table_without_key_is_not_moved_in_one_piece(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both(KEYLESS).write('[[table]]\nsource = "lines"\n', commit_rows=100)
    job.source.insert("lines", [(f"note {n // 2}", n % 3) for n in range(1000)])
    started = time.monotonic()
    job.run(max_rows_per_second=1000)
    assert time.monotonic() - started >= 0.9
    assert job.target.counted("lines") == job.source.counted("lines")


def test_the_project_file_sets_the_pace(make_job: MakeJob) -> None:
    job = _items(make_job("sqlite-sqlite"), 60, max_rows_per_second=60)
    started = time.monotonic()
    job.run()
    assert time.monotonic() - started >= 0.9


def _items(job: Job, rows: int, **settings: int) -> Job:
    job.both(ITEMS).write('[[table]]\nsource = "items"\n', **settings)
    job.source.insert("items", [(n, f"note {n}", n) for n in range(rows)])
    return job
