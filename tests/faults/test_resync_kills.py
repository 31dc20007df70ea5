"""A resync that is killed at each named place, and simply done again."""

from __future__ import annotations

import pytest

from tests.faults.child import KILLED, run_to_end
from tests.run.conftest import make_job  # noqa: F401 - a fixture
from tests.run.job import MakeJob

PLACES = (
    "after_staging_load:1",
    "after_move:2",
    "before_record:1",
    "before_commit:2",
    "after_commit:1",
    "before_end:1",
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
