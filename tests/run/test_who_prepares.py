"""Rows are made ready by the thread that has time for it, and are the same whoever does it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dbmigrate.model.batch import SourceBatch
from dbmigrate.run import table_reading, table_reads
from dbmigrate.transform.prepare import Preparer
from dbmigrate.write.batch_writer import BatchWriter
from tests.marks import seldom
from tests.run.job import Job, MakeJob, create
from tests.run.mapped import ENTITIES, TABLES, entities, expected_entities, fill, write

PAIRS = ("sqlite-postgresql", "postgresql-sqlite", seldom("postgresql-postgresql"), seldom("sqlite-sqlite"))
SOURCE = "CREATE TABLE items (id {int} PRIMARY KEY, code {text}, parent {int})"
TARGET = "CREATE TABLE items (id {int} PRIMARY KEY, code varchar(8), twice {int}, CHECK (twice <> 14))"
GROUP = """
[[table]]
source = "items"
[table.columns]
twice = "parent * 2"
"""
ROWS = [(n, "too long for it" if n == 5 else f"code {n}", n) for n in range(40)]
SECONDS = 0.05


def _slowed(make: Callable[..., Any]) -> Callable[..., Any]:
    def slow(*arguments: Any, **options: Any) -> Any:
        time.sleep(SECONDS)
        return make(*arguments, **options)

    return slow


def _slow_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = table_reads.resumable

    def slow(*arguments: Any, **options: Any) -> Iterator[Any]:
        for batch in read(*arguments, **options):
            time.sleep(SECONDS)
            yield batch

    monkeypatch.setattr(table_reading, "resumable", slow)


def _slow_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BatchWriter, "write", _slowed(BatchWriter.write))


def _threads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many batches each kind of thread prepares from now on."""
    found: Counter[str] = Counter()
    prepare = Preparer.prepare

    def counted(self: Preparer, batch: SourceBatch, *others: Any) -> Any:
        if batch.rows.num_rows:
            name = threading.current_thread().name
            found["reading" if name == "dbmigrate-read" else "writing"] += 1
        return prepare(self, batch, *others)

    monkeypatch.setattr(Preparer, "prepare", counted)
    return found


def _job(make_job: MakeJob, pair: str) -> Job:
    job = make_job(pair).write(GROUP, commit_rows=4)
    create(job.source, SOURCE)
    create(job.target, TARGET)
    job.source.insert("items", ROWS)
    return job


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("slow", [_slow_to_read, _slow_to_write])
def test_who_waits_prepares(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str, slow: Callable[[pytest.MonkeyPatch], None]
) -> None:
    job = _job(make_job, pair)
    slow(monkeypatch)
    by = _threads(monkeypatch)
    [table] = job.run().tables
    assert sum(by.values()) == len(ROWS) / 4
    if slow is _slow_to_read:
        assert by["writing"] >= 9
    else:
        assert by["reading"] >= 7
    # By its length, which SQLite does not limit; and by the target.
    refused = {7: "refused_by_target"} if job.target.engine == "sqlite" else {5: "does_not_fit", 7: "refused_by_target"}
    assert (table.rows_read, table.rows_inserted, table.rows_rejected) == (40, 40 - len(refused), len(refused))
    assert sorted(job.target.rows("SELECT id, code, twice FROM items")) == [
        (n, code, 2 * n) for n, code, _ in ROWS if n not in refused
    ]
    assert [(key, reason) for _, key, reason in job.rejects()] == [(f"[{n}]", why) for n, why in refused.items()]
    assert job.verdict() == "match"


def test_ids_are_handed_out_by_one_thread(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job = write(make_job("sqlite-postgresql").both(*TABLES), ENTITIES)
    fill(job)
    _slow_to_read(monkeypatch)
    by = _threads(monkeypatch)
    assert job.run().rows_rejected == 0
    assert set(by) == {"reading"}
    assert entities(job) == expected_entities()


def test_what_fills_a_batch_by_itself_is_prepared_where_it_was_read(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the next one would be read meanwhile."""
    job = make_job("sqlite-postgresql").write('[[table]]\nsource = "items"\n', commit_bytes=100_000)
    job.both("CREATE TABLE items (id {int} PRIMARY KEY, body {text})")
    job.source.insert("items", [(n, "x" * 300_000) for n in range(4)])
    _slow_to_read(monkeypatch)
    by = _threads(monkeypatch)
    assert job.run().tables[0].rows_inserted == 4
    assert set(by) == {"reading"}
