"""A large row is read when all that comes before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dbmigrate.engines.sqlite.large_rows import LargeRows, Stretch
from dbmigrate.model.events import BatchCommitted, Event
from tests.run.job import Job, MakeJob

ROWS, LARGE = 60, (20, 40, 41)


@pytest.fixture
def job(make_job: MakeJob) -> Job:
    job = make_job("sqlite-sqlite")
    job.both("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)")
    job.source.insert("t", [(n, bytes(200_000 if n in LARGE else 5_000)) for n in range(ROWS)])
    # An expression, so that rows do not go as they are stored.
    entry = '[[table]]\nsource = "t"\ncolumns = { b = "b || b" }'
    return job.write(entry, commit_rows=20_000, commit_bytes=32_768)


def test_nothing_waits_while_a_large_row_is_read(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    committed = [0]
    before: list[int] = []

    def sink(event: Event) -> None:
        if isinstance(event, BatchCommitted):
            committed[0] += event.rows_read

    def watched(rows: LargeRows, *asked: Any) -> Iterator[Stretch]:
        for stretch in stretches(rows, *asked):
            if stretch.is_large_row:
                before.append(committed[0])
            yield stretch

    stretches = LargeRows.stretches
    monkeypatch.setattr(LargeRows, "stretches", watched)
    job.run(sink=sink)
    assert before == list(LARGE)
    assert committed == [ROWS]
