"""Rows that a database moves by itself are as many as the keys that the ledger gets, or none of them stays."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from msgspec.structs import replace

from dbmigrate.engines.moving import ServerSideRange
from dbmigrate.engines.postgresql.stream_keys import StreamKeys
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.attached import AttachedSource
from dbmigrate.errors import TargetError
from dbmigrate.run import whole_mover
from tests.run.job import Job, MakeJob

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, note {text})"


@pytest.fixture
def filled(make_job: MakeJob) -> Job:
    job = make_job("sqlite-sqlite").both(CALLS).write('[[table]]\nsource = "calls"\n', commit_rows=5)
    job.source.insert("calls", [(n, "x") for n in range(12)])
    return job


def _nothing_is_in(job: Job) -> None:
    with pytest.raises(TargetError, match="13 rows were moved|6 rows were moved"):
        job.run()
    assert job.target.rows("SELECT * FROM calls") == []
    assert job.target.rows(f"SELECT * FROM {job.target.ledger('batch')}") == []


def test_a_whole_table(filled: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_mover, "LEAST_COMMIT_ROWS", 1)
    whole = AttachedSource.pull_whole

    def one_more(self: AttachedSource, read: TableRead, into: Any) -> tuple[int, ...]:
        return tuple(rows + 1 for rows in whole(self, read, into))

    monkeypatch.setattr(AttachedSource, "pull_whole", one_more)
    _nothing_is_in(filled)


def test_a_range(filled: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    ranges = AttachedSource.pull

    def one_more(self: AttachedSource, *arguments: Any) -> ServerSideRange:
        pulled = ranges(self, *arguments)
        return replace(pulled, rows=pulled.rows + 1)

    monkeypatch.setattr(AttachedSource, "pull", one_more)
    _nothing_is_in(filled)


def test_keys_of_rows_that_have_gone_by(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job = make_job("postgresql-postgresql").both(CALLS).write('[[table]]\nsource = "calls"\n', commit_rows=6)
    job.source.insert("calls", [(n, "x") for n in range(12)])
    whole = StreamKeys.rows

    def one_less(self: StreamKeys, *arguments: Any) -> pa.RecordBatch | None:
        rows = whole(self, *arguments)
        return None if rows is None else rows[:-1]

    monkeypatch.setattr(StreamKeys, "rows", one_less)
    _nothing_is_in(job)
