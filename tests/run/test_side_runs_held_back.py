"""A resync and a retry go no faster than they may, and wait while they are to pause."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.model.events import Event, RunPaused, RunWentOn, TableStarted
from dbmigrate.model.rejected import RejectQuery
from dbmigrate.run.migration import Migration, RunOptions
from dbmigrate.run.steering.control import Control
from tests.run.job import Job, MakeJob

ROWS = 12


@pytest.fixture
def changed(make_job: MakeJob) -> Job:
    """Of twelve rows one has changed since, and another was refused and has been mended."""
    job = make_job("sqlite-sqlite")
    job.source.run("CREATE TABLE items (id INTEGER PRIMARY KEY, note TEXT)")
    job.target.run("CREATE TABLE items (id INTEGER PRIMARY KEY, note TEXT CHECK (note <> 'bad'))")
    job.write('[[table]]\nsource = "items"\n', commit_rows=ROWS)
    job.source.insert("items", [(n, "bad" if n == 3 else "x") for n in range(ROWS)])
    job.run()
    job.source.run("UPDATE items SET note = 'changed' WHERE id IN (3, 5)")
    return job


def resync(migration: Migration, sink: Callable[[Event], None], speed: int | None) -> int:
    options = RunOptions(max_rows_per_second=speed)
    [table] = migration.resync(RejectQuery(), options=options, sink=sink).tables
    return table.updated


def retry(migration: Migration, sink: Callable[[Event], None], speed: int | None) -> int:
    options = RunOptions(max_rows_per_second=speed)
    [table] = migration.retry(RejectQuery(), options=options, sink=sink).tables
    return table.migrated


BOTH = pytest.mark.parametrize("do", [resync, retry])


@BOTH
def test_no_faster(changed: Job, do: Callable[[Migration, Callable[[Event], None], int | None], int]) -> None:
    with Migration(load_project(changed.project)) as migration:
        started = time.monotonic()
        assert do(migration, lambda event: None, 10) == 1
        assert time.monotonic() - started > (ROWS - 10) / 10, "the first second's worth is free"


@BOTH
def test_a_pause(changed: Job, do: Callable[[Migration, Callable[[Event], None], int | None], int]) -> None:
    control, heard = Control(changed.project), list[Event]()

    def listen(event: Event) -> None:
        heard.append(event)
        if isinstance(event, TableStarted):
            control.ask("a test")
            time.sleep(0.5)  # so that it has been seen before the rows are read
        if isinstance(event, RunPaused):
            said = control.at_work()
            assert said is not None
            assert said.state == "paused"
            control.withdraw()

    with Migration(load_project(changed.project)) as migration:
        assert do(migration, listen, None) == 1
    paused = [event for event in heard if isinstance(event, RunPaused | RunWentOn)]
    assert [type(event) for event in paused] == [RunPaused, RunWentOn]
    assert "a test" in heard[heard.index(paused[0])].reason  # type: ignore[union-attr]
    assert control.at_work() is None
