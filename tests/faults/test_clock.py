"""A clock that runs backwards: moments in the ledger are for people, nothing is decided by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.ledger import clock
from dbmigrate.run.migration import Migration
from tests.databases import Database
from tests.faults.inspection import assert_complete
from tests.run.conftest import job, make_job
from tests.run.job import Job
from tests.run.stopping import stop_after
from tests.run.undoing import undo

__all__ = ["job", "make_job"]

Prepare = Callable[..., tuple[Path, Database]]


@pytest.fixture
def set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """By five hours at every look."""
    looks = 0

    class Backwards(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            nonlocal looks
            looks += 1
            return datetime(2026, 11, 1, tzinfo=UTC) - looks * timedelta(hours=5)

    monkeypatch.setattr(clock, "datetime", Backwards)


@pytest.mark.usefixtures("set_back")
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_set_back_at_every_look(prepare: Prepare, engine: str) -> None:
    project, target = prepare("sqlite", engine)
    with Migration(load_project(project)) as migration:
        assert migration.run().state == "copied"
    moments = target.rows(f"SELECT committed_at FROM {target.ledger('batch')} WHERE table_name LIKE '%orders'")
    assert len(moments) > 1
    assert [m for (m,) in moments] == sorted((m for (m,) in moments), reverse=True)
    assert_complete(target)
    with Migration(load_project(project)) as migration:
        assert migration.verify(level="source").verdict == "match"
        again = migration.run()
    assert again.state == "copied"
    assert not any(table.rows_inserted for table in again.tables)


def _moments(job: Job, numbers: range) -> list[tuple[int, str]]:
    return [(n, f"2026-11-{n + 1:02} 12:00:00") for n in numbers]


@pytest.mark.usefixtures("set_back")
def test_set_back_across_stops_passes_and_an_undo(job: Job) -> None:
    """What is new is told by the source's rows, which pass was last by its number."""
    job.both("CREATE TABLE calls (id {int} PRIMARY KEY, at {moment})")
    job.write('[[table]]\nsource = "calls"\nwatermark = { column = "at", overlap = "1h" }\n', commit_rows=3)
    job.source.insert("calls", _moments(job, range(12)))
    assert stop_after(job, 2).state == "stopped"
    outcome = job.run()
    assert (outcome.state, outcome.resumed, outcome.tables[0].rows_inserted) == ("copied", True, 12)
    job.source.insert("calls", _moments(job, range(12, 20)))
    assert stop_after(job, 1).state == "stopped"
    second = job.run()
    assert (second.state, second.pass_number, second.tables[0].rows_inserted) == ("copied", 2, 8)
    assert job.target.counted("calls") == job.source.counted("calls")
    assert job.verdict() == "match"
    undo(job, 2, even_if_changed=True)
    assert len(job.target.rows("SELECT id FROM calls")) == 12
    with Migration(load_project(job.project)) as migration:
        found = migration.status()
    assert [(run["run_id"], run["state"]) for run in found.runs] == [(2, "undone"), (1, "copied")]
    assert job.run().tables[0].rows_inserted == 8
    assert job.target.counted("calls") == job.source.counted("calls")
    assert job.verdict() == "match"
    assert [(run.run_id, run.pass_number) for run in [job.run()]] == [(4, 3)]
    asked = f"SELECT started_at FROM {job.target.ledger('attempt')} ORDER BY run_id, fence"
    begun = [moment for (moment,) in job.target.rows(asked)]
    assert len(begun) == 7
    assert begun == sorted(begun, reverse=True)
