"""Rows that a later run found in the target, and that go with the run that had brought them, are brought again."""

from __future__ import annotations

from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.report.documents import status_document
from dbmigrate.report.status_text import advice
from dbmigrate.run.migration import Migration
from tests.run.job import Job, MakeJob
from tests.run.test_unchanged import settle
from tests.run.undoing import run_script, undo

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, site {int}, at {moment})"
ENTRY = '[[table]]\nsource = "calls"\nfilters = { site = "site" }\n'
WATERMARK = 'watermark = { column = "at", overlap = "10m" }\n'


@pytest.fixture(params=["", WATERMARK], ids=["read whole", "above a mark"])
def sets(job: Job, request: pytest.FixtureRequest) -> Job:
    """One set by run 1, all by run 2, which finds the rows of run 1 in the target; nothing new for run 3."""
    job.both(CALLS).write(ENTRY + request.param)
    job.source.insert("calls", [(n, n % 2, f"2024-05-01 {n:02}:00:00") for n in range(20)])
    settle()
    assert job.run(filters={"site": [1]}).rows_read == 10
    assert job.run().tables[0].rows_inserted == 10
    job.run(read_unchanged=False)
    return job


def _ids(job: Job) -> list[int]:
    return [key for (key,) in job.target.rows("SELECT id FROM calls ORDER BY id")]


@pytest.mark.parametrize("by_script", [False, True], ids=["undo", "script"])
def test_the_next_pass_brings_them(sets: Job, by_script: bool, tmp_path: Path) -> None:
    if by_script:
        undo(sets, 1, even_if_changed=True, script=tmp_path / "undo.sql")
        run_script(sets.target, (tmp_path / "undo.sql").read_text())
    else:
        undo(sets, 1, even_if_changed=True)
    assert _ids(sets) == list(range(0, 20, 2))

    sets.run(read_unchanged=False)

    assert _ids(sets) == list(range(20))
    assert sets.verdict() == "match"


def test_an_undo_of_what_came_later_is_none_of_it(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").both(CALLS).write(ENTRY + WATERMARK)
    job.source.insert("calls", [(n, 1, f"2024-05-01 {n:02}:00:00") for n in range(10)])
    job.run()
    job.source.insert("calls", [(n, 1, f"2024-05-01 {n:02}:00:00") for n in range(10, 20)])
    job.run()
    undo(job, 2, even_if_changed=True)
    assert job.run().rows_read == 11, "the mark of the first run holds"
    assert job.run().rows_read == 1
    undo(job, 1, even_if_changed=True)
    assert job.run().rows_read == 20
    assert job.run().rows_read == 1, "the rows that were lost are there again"
    assert _ids(job) == list(range(20))


def test_status_does_not_call_it_complete(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").both(CALLS).write(ENTRY)
    job.source.insert("calls", [(n, n % 2, f"2024-05-01 {n:02}:00:00") for n in range(20)])
    job.run(filters={"site": [1]})
    job.run()
    assert _said(job).startswith("Everything is copied")
    undo(job, 1, even_if_changed=True)
    assert _said(job) == "Rows of run 1 were taken out again by undo. Bring them back with: dbmigrate run"
    undo(job, 2, even_if_changed=True)
    assert _said(job).startswith("Rows of runs 1, 2 were")
    job.run()
    assert _said(job).startswith("Everything is copied")


def _said(job: Job) -> str:
    with Migration(load_project(job.project)) as migration:
        document = status_document(migration.status())
    return " ".join(advice({**document, "verification": {"verdict": "not_verified", "reason": "nobody has"}}))
