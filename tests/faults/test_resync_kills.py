"""A resync that is killed at each named place, and simply done again."""

from __future__ import annotations

import pytest

from tests.faults.child import KILLED, run_to_end
from tests.marks import seldom
from tests.run.conftest import make_job  # noqa: F401 - a fixture
from tests.run.job import Job, MakeJob
from tests.run.undoing import undo

PLACES = (
    seldom("after_staging_load:1"),
    seldom("after_move:2"),
    seldom("before_record:1"),
    "before_commit:2",
    "after_commit:1",
    seldom("before_end:1"),
)


@pytest.mark.parametrize("place", PLACES)
def test_killed_while_following_changes(make_job: MakeJob, place: str) -> None:  # noqa: F811
    job = make_job("sqlite-postgresql")
    job.both("CREATE TABLE items (id {int} PRIMARY KEY, note {text})")
    job.write('[[table]]\nsource = "items"\n', commit_rows=4)
    job.source.insert("items", [(n, f"note {n}") for n in range(1, 21)])
    job.run()
    job.source.run("UPDATE items SET note = 'changed' WHERE id IN (2, 3, 9, 18)")
    job.target.run("DELETE FROM items WHERE id IN (5, 15)")
    job.target.insert("items", [(900, "of the application")])
    assert run_to_end(job.project, DBMIGRATE_STOP_AT=place, DBMIGRATE_TEST_VERB="resync").exit_code == KILLED
    ended = run_to_end(job.project, DBMIGRATE_TEST_VERB="resync")
    assert (ended.exit_code, ended.result and ended.result["state"]) == (0, "copied"), ended.result
    expected = dict(job.source.rows("SELECT id, note FROM items")) | {900: "of the application"}
    assert dict(job.target.rows("SELECT id, note FROM items")) == expected
    assert job.target.staging_tables() == []
    again = job.run()
    assert (again.pass_number, again.resumed, again.rejects_open) == (2, False, 0)


FAMILY = (
    "CREATE TABLE parents (id {int} PRIMARY KEY, note {text})",
    "CREATE TABLE children (id {int} PRIMARY KEY, parent {int} REFERENCES parents (id))",
)


def _without_half(job: Job) -> Job:
    job.both(*FAMILY)
    entry = '[[table]]\nsource = "{}"\nresync = {{ deleted = "delete" }}\n'
    job.write(entry.format("parents") + entry.format("children"), commit_rows=2)
    job.source.insert("parents", [(n, f"note {n}") for n in range(1, 9)])
    job.source.insert("children", [(10 * n, n) for n in range(1, 9)])
    job.run()
    job.target.insert("parents", [(900, "of the application")])
    job.source.run("DELETE FROM children WHERE parent > 4", "DELETE FROM parents WHERE id > 4")
    return job


def _rows(job: Job) -> list[object]:
    return [job.target.counted(name) for name in ("parents", "children")]


# Two batches of children and two of parents.
@pytest.mark.parametrize(
    "place",
    [
        seldom("after_staging_load:1"),
        seldom("after_move:2"),
        seldom("before_record:3"),
        "before_commit:2",
        "after_commit:3",
        seldom("before_end:1"),
    ],
)
def test_killed_while_deleting(make_job: MakeJob, place: str) -> None:  # noqa: F811
    job = _without_half(make_job("sqlite-postgresql"))
    before = _rows(job)
    assert run_to_end(job.project, DBMIGRATE_STOP_AT=place, DBMIGRATE_TEST_VERB="resync").exit_code == KILLED
    ended = run_to_end(job.project, DBMIGRATE_TEST_VERB="resync")
    assert (ended.exit_code, ended.result and ended.result["state"]) == (0, "copied"), ended.result
    after = [job.source.counted(name) for name in ("parents", "children")]
    after[0][900, "of the application"] += 1
    assert _rows(job) == after
    assert job.target.staging_tables() == []
    undo(job, 3)
    undo(job, 2)
    assert _rows(job) == before


@pytest.mark.parametrize(
    "place", ["undo_deleted:2", seldom("undo_after_commit:3"), seldom("undo_before_commit:1"), seldom("undo_begun:1")]
)
def test_killed_while_putting_back(make_job: MakeJob, place: str) -> None:  # noqa: F811
    job = _without_half(make_job("sqlite-postgresql"))
    before = _rows(job)
    assert [one.deleted for one in job.resync().tables] == [4, 4]
    again = {"DBMIGRATE_TEST_VERB": "undo", "DBMIGRATE_TEST_RUN": "2"}
    assert run_to_end(job.project, DBMIGRATE_STOP_AT=place, **again).exit_code == KILLED
    ended = run_to_end(job.project, **again)
    assert (ended.exit_code, ended.result and ended.result["state"]) == (0, "undone"), ended.result
    assert _rows(job) == before
