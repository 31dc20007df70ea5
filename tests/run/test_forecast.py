"""The estimate of a run from the ledger, and what the run says it took."""

from __future__ import annotations

import time

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.model.estimate import Basis, TimeEstimate
from dbmigrate.run.migration import Migration
from tests.run.job import Job, MakeJob
from tests.run.pausing import PausedRun
from tests.run.stopping import stop_after

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})"
RATE = 400
ROWS = 800


def _job(make_job: MakeJob, pair: str = "sqlite-postgresql") -> Job:
    job = make_job(pair).both(ITEMS).write('[[table]]\nsource = "items"\n', commit_rows=100)
    job.source.insert("items", [(n, f"note {n}", n) for n in range(ROWS)])
    return job


def _estimate(job: Job) -> TimeEstimate:
    with Migration(load_project(job.project)) as migration:
        return migration.estimate(migration.plan())


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "sqlite-sqlite"])
def test_the_same_table_goes_as_fast_as_it_went(make_job: MakeJob, pair: str) -> None:
    job = _job(make_job, pair)
    before = _estimate(job)
    assert before.basis is Basis.DEFAULT
    assert before.rows == ROWS
    first = job.run(max_rows_per_second=RATE)
    assert first.estimate is not None
    assert first.estimate.seconds >= ROWS / RATE, "the pace that the run was given"
    again = _estimate(job)
    assert again.basis is Basis.LEDGER
    assert again.seconds >= 0.4 * ROWS / RATE, "read again as a whole: there is no watermark"
    assert again.seconds <= first.seconds * 1.1, "however slow the machine was"


@pytest.mark.long
def test_time_between_attempts_and_pauses_is_no_copying(make_job: MakeJob) -> None:
    job = _job(make_job)
    stop_after(job, 3, max_rows_per_second=RATE)
    left = _estimate(job)
    assert left.rows == ROWS - 300
    time.sleep(3)
    PausedRun(job).after(2, lambda: time.sleep(3), max_rows_per_second=RATE)
    assert _estimate(job).seconds < ROWS / RATE + 3


def test_only_a_tune_of_the_same_databases_counts(make_job: MakeJob) -> None:
    job = _job(make_job)
    plan = job.plan()
    kept = job.directory / "reports" / "tune.json"
    kept.parent.mkdir()
    for source, basis in ((plan.source_identity, Basis.TUNE), ("another", Basis.DEFAULT)):
        kept.write_text(
            f'{{"source_identity": "{source}", "target_identity": "{plan.target_identity}", "values_per_second": 2400}}'
        )
        assert _estimate(job).basis is basis
    kept.write_text("{")
    assert _estimate(job).basis is Basis.DEFAULT
