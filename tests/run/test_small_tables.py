"""Small tables that share a transaction: each of them whole and with its entries, or none of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.session import PsycopgSession
from dbmigrate.errors import LeaseLostError, TargetError
from dbmigrate.ledger.entries import BatchEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.events import Event, TableFinished, TableStarted
from dbmigrate.model.prefetch import Prefetch
from dbmigrate.run import level_copy, small_batches, small_tables, table_reading, table_reads
from dbmigrate.write import batch_writer
from tests.faults.child import KILLED, run_to_end
from tests.run.job import Job, MakeJob
from tests.run.undoing import undo

# Each pair shares transactions in a way of its own.
pytestmark = pytest.mark.every_engine

PAIRS = ["sqlite-sqlite", "postgresql-postgresql", "sqlite-postgresql"]
MODULES = (small_tables, small_batches)
NAMES = [f"t{number}" for number in range(6)]
ROWS = 10


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The tables of each transaction that several share."""
    found: list[list[str]] = []
    record = Ledger.record_batches

    def noted(self: Ledger, run_id: int, fence: int, entries: Sequence[BatchEntry], name: str) -> None:
        found.append([entry.table_name.rpartition(".")[2] for entry in entries])
        record(self, run_id, fence, entries, name)

    monkeypatch.setattr(Ledger, "record_batches", noted)
    return found


def _job(make_job: MakeJob, pair: str, *, into: str = "", **settings: Any) -> Job:
    job = make_job(pair)
    for number, name in enumerate(NAMES):
        job.both(f"CREATE TABLE {name} (id {{int}} NOT NULL, note {{text}}, at {{moment}}, PRIMARY KEY (id))")
        if number:
            job.source.insert(name, [(n, f"{name} {n}", None) for n in range(ROWS * number)])
    if into:
        job.target.run(into)
    _know_sizes(job)
    return job.write(
        "".join(f'[[table]]\nsource = "{name}"\n' for name in NAMES), **{"commit_rows": 20_000, **settings}
    )


def _know_sizes(job: Job) -> None:
    if job.source.engine == "postgresql":
        job.source.run("ANALYZE")


def _counts(job: Job) -> list[int]:
    return [len(job.target.rows(f"SELECT id FROM {name}")) for name in NAMES]


def _whole(job: Job) -> bool:
    return all(job.target.counted(name) == job.source.counted(name) for name in NAMES)


@pytest.mark.parametrize("pair", PAIRS)
def test_each_has_what_it_would_have_by_itself(make_job: MakeJob, together: list[list[str]], pair: str) -> None:
    told: list[Event] = []
    job = _job(make_job, pair)
    outcome = job.run(sink=told.append)
    assert together == [NAMES]
    assert [table.table.rpartition(".")[2] for table in outcome.tables] == NAMES
    assert [table.rows_inserted for table in outcome.tables] == _counts(job) == [ROWS * n for n in range(6)]
    assert _whole(job)
    assert job.verdict() == "match"
    entries = job.target.rows(
        f"SELECT chunk_no, batch_no, rows_read, closes_chunk FROM {job.target.ledger('batch')} ORDER BY table_name"
    )
    assert entries == [(0, 0, ROWS * n, 1) for n in range(6)]
    for kind in (TableStarted, TableFinished):
        assert sum(isinstance(event, kind) for event in told) == len(NAMES)
    assert undo(job, 1, even_if_changed=True).state == "undone"
    assert _counts(job) == [0] * 6


@pytest.mark.parametrize("pair", PAIRS)
def test_a_row_that_the_target_refuses(make_job: MakeJob, together: list[list[str]], pair: str) -> None:
    """All go by themselves then, and it alone is rejected."""
    job = _job(make_job, pair)
    job.target.run("DROP TABLE t3")
    job.target.run("CREATE TABLE t3 (id BIGINT NOT NULL PRIMARY KEY, note TEXT, at TIMESTAMP, CHECK (id <> 4))")
    job.run()
    assert _counts(job) == [0, 10, 20, 29, 40, 50]
    assert [(table, reason) for table, _, reason in job.rejects()] == [("t3", "refused_by_target")]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("place", ["before_begin", "after_load:3", "before_record", "before_commit", "after_commit"])
def test_killed(make_job: MakeJob, pair: str, place: str) -> None:
    job = _job(make_job, pair)
    ended = run_to_end(job.project, DBMIGRATE_STOP_AT=place if ":" in place else f"{place}:1")
    assert ended.exit_code == KILLED
    assert _counts(job) in ([0] * 6, [ROWS * n for n in range(6)])
    assert (sum(_counts(job)) > 0) == (place == "after_commit")
    assert len(job.target.rows(f"SELECT * FROM {job.target.ledger('batch')}")) == (6 if place == "after_commit" else 0)
    assert job.run().resumed
    assert _whole(job)
    assert job.verdict() == "match"


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("fault", [Fault.CONNECTION, Fault.TRANSIENT, Fault.TERMINAL])
@pytest.mark.parametrize("is_done", [True, False], ids=["done", "not done"])
def test_the_answer_to_commit_is_lost(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str, fault: Fault, is_done: bool
) -> None:
    job = _job(make_job, pair)
    session: Any = PsycopgSession if pair.endswith("postgresql") else AdbcSession
    commit, lost = session.commit, list[str]()

    def losing(self: Any) -> None:
        if at_it and not lost:
            lost.append("once")
            if is_done:
                commit(self)
            raise EngineFault(fault, "no answer")
        commit(self)

    at_it: list[str] = []

    def note(place: str) -> None:
        if place == "before_commit":
            at_it.append(place)

    for module in MODULES:
        monkeypatch.setattr(module, "stop_point", note)
    monkeypatch.setattr(session, "commit", losing)
    assert job.run().state == "copied"
    assert lost
    assert _whole(job)
    assert not job.rejects()
    assert job.verdict() == "match"


@pytest.mark.parametrize("pair", PAIRS)
def test_another_process_has_taken_the_run_over(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str) -> None:
    job = _job(make_job, pair)

    def take_over(place: str) -> None:
        if place == "before_begin":
            job.target.run(f"UPDATE {job.target.ledger('run')} SET fence = fence + 1")

    for module in MODULES:
        monkeypatch.setattr(module, "stop_point", take_over)
    with pytest.raises(LeaseLostError):
        job.run()
    assert _counts(job) == [0] * 6


@pytest.mark.parametrize("pair", PAIRS)
def test_larger_ones_go_by_themselves(
    make_job: MakeJob, together: list[list[str]], monkeypatch: pytest.MonkeyPatch, pair: str
) -> None:
    for module in MODULES:
        monkeypatch.setattr(module, "MOST_ROWS", 35)
    job = _job(make_job, pair)
    job.run()
    assert together == [["t0", "t1", "t2"], ["t3"]]
    assert _whole(job)


def test_one_that_has_grown_since_it_was_counted(make_job: MakeJob, together: list[list[str]]) -> None:
    job = _job(make_job, "postgresql-postgresql")
    job.source.run("INSERT INTO t2 SELECT i, 'late', NULL FROM generate_series(100, 25000) AS i")
    job.run()
    assert together == []
    assert _whole(job)


def test_one_of_more_than_a_batch(make_job: MakeJob, together: list[list[str]]) -> None:
    """Nobody knows how many rows a SQLite table holds before they are read."""
    job = _job(make_job, "sqlite-postgresql")
    job.source.insert("t2", [(n, "more", None) for n in range(100, 20_100)])
    job.run()
    assert together == [["t0", "t1"], ["t3", "t4", "t5"]]
    assert _whole(job)
    assert job.verdict() == "match"


def test_those_that_are_not_prepared_when_they_are_asked_for(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, together: list[list[str]]
) -> None:
    job = _job(make_job, "sqlite-postgresql")
    given: list[type] = []
    only = Prefetch.only

    def noted(self: Prefetch[Any]) -> list[Any] | None:
        found = only(self)
        given.extend(type(batch) for batch in found or ())
        return found

    def slow(*arguments: Any, **options: Any) -> Iterator[Any]:
        time.sleep(0.1)
        yield from table_reads.resumable(*arguments, **options)

    monkeypatch.setattr(Prefetch, "only", noted)
    monkeypatch.setattr(table_reading, "resumable", slow)
    job.run()
    assert SourceBatch in given
    assert together == [NAMES]
    assert _whole(job)
    assert job.verdict() == "match"


def test_a_row_that_does_not_fit(make_job: MakeJob, together: list[list[str]]) -> None:
    job = _job(make_job, "sqlite-postgresql")
    job.source.run("UPDATE t3 SET note = 'one' || char(0) || 'two' WHERE id = 4")
    outcome = job.run()
    assert together == [["t0", "t1", "t2"], ["t4", "t5"]]
    assert _counts(job) == [0, 10, 20, 29, 40, 50]
    assert [table for table, _, _ in job.rejects()] == ["t3"]
    assert [table.rows_rejected for table in outcome.tables] == [0, 0, 0, 1, 0, 0]


def test_stopped_between_small_ones(make_job: MakeJob, together: list[list[str]]) -> None:
    """What is loaded is committed, and the run can be resumed behind it."""
    job = _job(make_job, "sqlite-postgresql")
    stop = threading.Event()

    def stop_after_two(place: str) -> None:
        if place == "after_load" and len(loaded) < 3:
            loaded.append(place)
            if len(loaded) == 2:
                stop.set()

    loaded: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_writer, "stop_point", stop_after_two)
        assert job.run(stop=stop).state == "stopped"
    assert together == [["t0", "t1"]]
    assert _counts(job) == [0, 10, 0, 0, 0, 0]
    assert job.run().state == "copied"
    assert _whole(job)


def test_one_that_nobody_has_counted(make_job: MakeJob, together: list[list[str]]) -> None:
    job = _job(make_job, "postgresql-postgresql")
    job.source.run("DROP TABLE t2")
    job.source.run("CREATE TABLE t2 (id bigint NOT NULL PRIMARY KEY, note text, at timestamp)")
    job.source.insert("t2", [(n, "x", None) for n in range(30)])
    job.run()
    assert together == [["t0", "t1"], ["t3", "t4", "t5"]]
    assert _whole(job)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_constraint_that_is_checked_at_commit(make_job: MakeJob, together: list[list[str]], pair: str) -> None:
    """It is the row's fault, not the COMMIT's."""
    into = "CREATE UNIQUE INDEX once ON t5 (note)"
    if pair.endswith("postgresql"):
        into = "ALTER TABLE t5 ADD UNIQUE (note) DEFERRABLE INITIALLY DEFERRED"
    job = _job(make_job, pair, into=into)
    job.source.run("UPDATE t5 SET note = 'same' WHERE id IN (7, 8)")
    job.run()
    assert _counts(job)[:5] == [0, 10, 20, 30, 40]
    assert len(job.rejects()) == 50 - _counts(job)[5] > 0


def test_several_streams_share_them(
    make_job: MakeJob, together: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(level_copy, "LANES_PER_STREAM", 1)
    job = _job(make_job, "postgresql-postgresql", workers=2)
    outcome = job.run()
    assert sorted(together) == [["t0", "t1", "t2"], ["t3", "t4", "t5"]]
    assert [table.table.rpartition(".")[2] for table in outcome.tables] == NAMES
    assert _whole(job)


def test_who_asks_for_smaller_commits_gets_them(make_job: MakeJob, together: list[list[str]]) -> None:
    job = _job(make_job, "sqlite-sqlite", commit_rows=1_000)
    job.run()
    assert together == []
    assert _whole(job)


@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_is_committed_when_it_cannot_be_recorded(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str
) -> None:
    job = _job(make_job, pair)

    def full(*_: object) -> None:
        raise EngineFault(Fault.TERMINAL, "the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "record_batches", full)
        patch.setattr(Ledger, "record_batch", full)
        with pytest.raises(TargetError, match="disk is full"):
            job.run()
    assert _counts(job) == [0] * 6
    assert job.run().state == "copied"
    assert _whole(job)
