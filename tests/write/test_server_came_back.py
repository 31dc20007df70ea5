"""A server that has lost what it had committed is not written to behind the gap."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa

from dbmigrate.errors import TargetError
from dbmigrate.ledger.entries import BatchEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.events import BatchCommitted, Event
from dbmigrate.write import batch_writer
from tests.databases import Database
from tests.run.job import Job, MakeJob


def lose_the_last_batch(target: Database) -> None:
    """As a crash does: every connection ends, and the last transaction was never there."""
    last = "batch_no = (SELECT max(batch_no) FROM dbmigrate.batch)"
    with psycopg.connect(target.place) as session:
        session.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        session.execute("DELETE FROM calls WHERE id >= 3")
        for table in ("batch_key", "batch_target", "batch"):
            session.execute(f"DELETE FROM dbmigrate.{table} WHERE {last}")


WAYS = pytest.mark.parametrize(
    ("pair", "how"),
    [("sqlite-postgresql", ""), ("postgresql-postgresql", ""), ("sqlite-postgresql", 'mode = "upsert"')],
    ids=["loaded", "passed through", "staged"],
)


def job_of_four_batches(make_job: MakeJob, pair: str, how: str) -> Job:
    job = make_job(pair).both("CREATE TABLE calls (id {int} PRIMARY KEY)")
    job.write(f'[[table]]\nsource = "calls"\n{how}\n', commit_rows=3)
    job.source.insert("calls", [(n,) for n in range(12)])
    return job


@WAYS
def test_the_last_batch_of_a_chunk_waits_for_the_disk(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str, how: str
) -> None:
    job = job_of_four_batches(make_job, pair, how)
    seen: list[tuple[bool, str]] = []
    record = Ledger.record_batch

    def look(ledger: Ledger, run_id: int, fence: int, entry: BatchEntry, digest_name: str) -> None:
        record(ledger, run_id, fence, entry, digest_name)
        [row] = ledger.session.execute(sa.select(sa.func.current_setting("synchronous_commit").label("it")))
        seen.append((entry.closes_chunk, str(row["it"])))

    monkeypatch.setattr(Ledger, "record_batch", look)
    job.run()
    assert len(seen) >= 4
    assert set(seen[:-1]) == {(False, "off")}
    assert seen[-1] == (True, "on")


@WAYS
def test_a_batch_that_was_lost_is_noticed(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str, how: str
) -> None:
    job = job_of_four_batches(make_job, pair, how)
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    committed = 0

    def crash_after_two(event: Event) -> None:
        nonlocal committed
        if isinstance(event, BatchCommitted):
            committed += 1
            if committed == 2:
                lose_the_last_batch(job.target)

    with pytest.raises(TargetError) as refused:
        job.run(sink=crash_after_two)
    assert refused.value.code == "DBM-6015"
    assert job.target.rows("SELECT id FROM calls ORDER BY id") == [(0,), (1,), (2,)]
    assert job.run().state == "copied"
    assert job.target.rows("SELECT id FROM calls ORDER BY id") == [(n,) for n in range(12)]
    assert job.verdict() == "match"
