"""Rows that were lost in the target and brought again: the batches count them twice, and nothing is missing."""

from __future__ import annotations

import pytest

from dbmigrate.compute import brought
from dbmigrate.config.project import load_project
from dbmigrate.model.verdicts import TableVerdict
from dbmigrate.run.migration import Migration
from tests.run.job import Job

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, note {text})"
GROUP = '[[table]]\nsource = "calls"\ntarget_rows = "any"\nresync = { deleted = "delete" }\n'


def _filled(job: Job, group: str = GROUP) -> Job:
    job.both(CALLS).write(group, commit_rows=4)
    job.source.insert("calls", [(n, f"note {n}") for n in range(1, 21)])
    job.run()
    return job


def _counts(job: Job) -> TableVerdict:
    with Migration(load_project(job.project)) as migration:
        [found] = migration.verify(level="counts").tables
    return found


def _after(job: Job) -> dict[str, str]:
    with Migration(load_project(job.project)) as migration:
        return {one.name: str(one.status) for one in migration.look_after(migration.plan_of_migrated())}


@pytest.mark.parametrize("group", [GROUP, GROUP.replace('target_rows = "any"\n', "")], ids=["shared", "own"])
def test_by_a_resync(job: Job, group: str) -> None:
    _filled(job, group)
    job.target.run("DELETE FROM calls WHERE id IN (3, 9)")
    assert (str(_counts(job).verdict), _counts(job).rows_expected) == ("mismatch", 20)
    assert _after(job)["count"] == "failed"
    job.resync()
    found = _counts(job)
    assert (str(found.verdict), found.rows_expected, found.rows_found) == ("not_verified", 20, 20)
    assert _after(job)["count"] == "ok"
    job.target.run("DELETE FROM calls WHERE id = 3")
    assert (str(_counts(job).verdict), _counts(job).rows_expected) == ("mismatch", 20)
    assert _after(job)["count"] == "failed"


def test_by_a_pass_and_gone_from_the_source_since(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brought, "HELD_ROWS", 7)
    _filled(job)
    job.target.run("DELETE FROM calls WHERE id IN (3, 4, 9)")
    job.run(read_unchanged=True)
    job.source.run("DELETE FROM calls WHERE id IN (4, 5)")
    job.resync()
    found = _counts(job)
    assert (str(found.verdict), found.rows_expected, found.rows_found) == ("not_verified", 18, 18)
    job.source.insert("calls", [(5, "again")])
    job.run()
    assert (_counts(job).rows_expected, _counts(job).rows_found) == (19, 19)
    assert _after(job)["count"] == "ok"
