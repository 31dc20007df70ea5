"""A retry that is killed at each named place: the next one ends with every row once and the list in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.child import KILLED, run_to_end
from tests.run.conftest import make_job  # noqa: F401 - a fixture
from tests.run.job import Job, MakeJob, create
from tests.run.rejected import open_rejects

PLACES = (
    "after_staging_load:2",
    "after_move:1",
    "before_record:2",
    "before_commit:1",
    "after_commit:2",
    "before_end:1",
)
OF_ONE_TRANSACTION = ("after_load:1", "before_record:1", "before_commit:1", "after_commit:1")


def _items(make: MakeJob, pair: str) -> Job:
    job = make(pair)
    create(job.source, "CREATE TABLE items (id {int} PRIMARY KEY, amount {int})")
    create(job.target, "CREATE TABLE items (id {int} PRIMARY KEY, amount {int} CHECK (amount < 100))")
    job.write('[[table]]\nsource = "items"\n', commit_rows=4)
    job.source.insert("items", [(n, 500 if n % 3 == 0 else n) for n in range(1, 16)])
    job.run()
    assert open_rejects(job) == [(3,), (6,), (9,), (12,), (15,)]
    job.source.run("UPDATE items SET amount = 1 WHERE id IN (3, 6, 12)", "DELETE FROM items WHERE id = 9")
    return job


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "sqlite-postgresql"])
@pytest.mark.parametrize("place", PLACES)
def test_killed_while_retrying(make_job: MakeJob, pair: str, place: str) -> None:  # noqa: F811
    job = _items(make_job, pair)
    killed = run_to_end(job.project, DBMIGRATE_STOP_AT=place, DBMIGRATE_TEST_VERB="retry")
    assert killed.exit_code == KILLED
    ended = run_to_end(job.project, DBMIGRATE_TEST_VERB="retry")
    assert (ended.exit_code, ended.result and ended.result["rejects_open"]) == (0, 1), ended.result
    assert open_rejects(job) == [(15,)]
    assert sorted(job.target.rows("SELECT id FROM items")) == [(n,) for n in range(1, 15) if n != 9]
    assert job.target.staging_tables() == []
    states = job.target.rows(f"SELECT kind, state FROM {job.target.ledger('run')} ORDER BY run_id")
    assert states[-1] == ("retry", "copied")
    again = job.run()
    assert (again.pass_number, again.resumed, again.rejects_open) == (2, False, 1)


@pytest.mark.parametrize("place", OF_ONE_TRANSACTION)
def test_killed_in_a_table_without_key(make_job: MakeJob, place: str, tmp_path: Path) -> None:  # noqa: F811
    job = make_job("sqlite-sqlite")
    create(job.source, "CREATE TABLE lines (n {int})")
    create(job.target, "CREATE TABLE lines (n {int})")
    job.target.run("CREATE UNIQUE INDEX once ON lines (n)")
    job.write('[[table]]\nsource = "lines"\n', commit_rows=2)
    job.source.insert("lines", [(n // 3,) for n in range(12)])
    assert job.run().rejects_open == 8
    job.target.run("DROP INDEX once")
    assert run_to_end(job.project, DBMIGRATE_STOP_AT=place, DBMIGRATE_TEST_VERB="retry").exit_code == KILLED
    ended = run_to_end(job.project, DBMIGRATE_TEST_VERB="retry")
    assert ended.result is not None
    assert ended.result["rejects_open"] == 0
    assert job.target.counted("lines") == job.source.counted("lines")
