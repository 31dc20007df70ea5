"""Source rows that fit nowhere, or have no id yet, are counted and rejected a part at a time: memory does not grow
with their number."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from dbmigrate.verify import key_hashes
from tests.run.job import Job, MakeJob, create
from tests.run.rejected import open_rejects

GROUP = '[[table]]\nsource = "calls"\nwatermark = { column = "started", overlap = "5s" }\n'


def _with_unfit(make_job: MakeJob, rows: int, name: str) -> Job:
    """One row is migrated; then ``rows`` rows come in below its mark that do not fit."""
    job = make_job("sqlite-postgresql", name=name)
    create(job.source, "CREATE TABLE calls (id {int} PRIMARY KEY, started {int}, note {text})")
    job.target.run("CREATE TABLE calls (id bigint PRIMARY KEY, started bigint, note varchar(3))")
    job.write(GROUP, commit_rows=500)
    job.source.insert("calls", [(0, 1_000, "fit")])
    job.run()
    job.source.insert("calls", [(n, n % 900, "too long") for n in range(1, rows + 1)])
    return job


def _peak(job: Job) -> int:
    """Of one time: another one may meet what is imported late, or cycles that nobody has collected yet."""
    gc.collect()
    tracemalloc.start()
    try:
        job.resync(dry=True)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_of_a_dry_resync(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_hashes, "HELD_ROWS", 2_000)
    peaks: list[int] = []
    for rows in (2_000, 6_000):
        job = _with_unfit(make_job, rows, f"small{rows}")
        if not peaks:
            job.resync(dry=True)  # what is imported and cached at the first time
        peaks.append(min(_peak(job) for _ in range(3)))
    # Of 4,000 more rows the keys alone are more than that as texts of a dictionary.
    assert peaks[1] - peaks[0] < 300_000, peaks


def test_each_is_rejected_once(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_hashes, "HELD_ROWS", 7)
    job = _with_unfit(make_job, 30, "small")
    job.source.insert("calls", [(n, 5_000, "new, too long") for n in range(100, 120)])
    assert job.gaps().rows_missing == 30, "those above the mark are new"
    [found] = job.resync().tables
    assert found.rejected == 30
    assert open_rejects(job) == [(n,) for n in range(1, 31)]
    assert job.resync().tables[0].rejected == 0
    assert job.gaps().rows_missing == 0
