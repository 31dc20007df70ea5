"""The first run of a ledger asks nothing of runs before it; and knows when it is not the first after all."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from dbmigrate.ledger.checked import CheckedSession
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.leftovers import Leftovers
from dbmigrate.ledger.rejects import Rejects
from dbmigrate.model.events import Event, TableStarted
from dbmigrate.run import conductor
from dbmigrate.run.conductor import Conductor
from dbmigrate.run.resumption import open_run
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after

LINES = "CREATE TABLE lines (line {text})"
CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, note {text})"
TABLES = '[[table]]\nsource = "calls"\n[[table]]\nsource = "lines"\n'


class _NoLock:
    """Of a process that does not know that it has lost it."""

    def release(self) -> None:
        return


def _job(make_job: MakeJob, pair: str = "sqlite-postgresql") -> Job:
    job = make_job(pair).both(CALLS, LINES).write(TABLES)
    job.source.insert("calls", [(n, "x") for n in range(10)])
    job.source.insert("lines", [("a",), ("b",), ("b",)])
    return job


def _is_complete(job: Job) -> bool:
    rows = [sum(job.target.counted(name).values()) for name in ("calls", "lines")]
    return rows == [10, 3] and job.verdict() == "match"


def _asked_before_rows(job: Job, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ledger's tables that are read before the first table is begun; those that only the run's own batches fill
    need not be."""
    asked: list[str] = []
    begun: list[Event] = []
    execute = CheckedSession.execute

    def listening(session: CheckedSession, statement: sa.Executable) -> list[dict[str, Any]]:
        if isinstance(statement, sa.Select) and not begun:
            asked.extend(sorted({str(getattr(each, "name", each)) for each in statement.get_final_froms()}))
        return execute(session, statement)

    def see(event: Event) -> None:
        if isinstance(event, TableStarted):
            begun.append(event)

    with monkeypatch.context() as patch:
        patch.setattr(CheckedSession, "execute", listening)
        job.run(sink=see)
    return [name.removeprefix("dbmigrate_") for name in asked]


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "sqlite-sqlite"])
def test_it_asks_nothing_of_runs_before_it(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str) -> None:
    job = _job(make_job, pair)
    assert {"batch", "batch_target", "chunk", "reject"}.isdisjoint(_asked_before_rows(job, monkeypatch))
    assert _is_complete(job)
    assert {"batch", "batch_target", "chunk", "reject"} <= set(_asked_before_rows(job, monkeypatch))
    assert _is_complete(job)


def test_what_it_has_done_itself_it_knows_at_its_end(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in ("open_tables", "open_suspensions"):
        of = Rejects if name == "open_tables" else Leftovers
        inner = getattr(of, name)

        def noted(self: Any, name: str = name, inner: Any = inner) -> Any:
            asked.append(name)
            return inner(self)

        monkeypatch.setattr(of, name, noted)
    job = _job(make_job)
    assert job.run().rejects_open == 0
    assert asked == []
    assert job.run().rejects_open == 0
    assert asked == ["open_tables", "open_suspensions", "open_tables"]


def test_rows_that_it_has_rejected_are_open(make_job: MakeJob) -> None:
    job = _job(make_job)
    job.source.run("UPDATE calls SET note = NULL WHERE id = 3")
    job.target.run("DROP TABLE calls", "CREATE TABLE calls (id bigint PRIMARY KEY, note text NOT NULL)")
    assert job.run().rejects_open == 1


def test_a_run_that_has_begun_meanwhile_is_seen(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runs were read, then the lock was lost, and another process has copied everything."""
    job = _job(make_job)
    inner: list[str] = []

    def late(ledger: Ledger, *arguments: Any) -> Any:
        if not inner:
            inner.append("begun")
            assert job.run().run_id == 1
            with monkeypatch.context() as patch:
                patch.setattr(Ledger, "runs", lambda _: [])
                return open_run(ledger, *arguments)
        return open_run(ledger, *arguments)

    monkeypatch.setattr(conductor, "lock_target", lambda _: _NoLock())
    monkeypatch.setattr(conductor, "open_run", late)
    assert job.run().run_id == 2
    assert _is_complete(job)


def test_a_run_that_another_process_has_gone_on_with_is_looked_at(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was begun, then the lock was lost, and another process has copied a part of it."""
    job = _job(make_job)
    open_attempt = Conductor._open_attempt
    inner: list[str] = []

    def late(self: Conductor, *arguments: Any, **options: Any) -> int:
        if not inner:
            inner.append("begun")
            assert stop_after(job, 2).resumed
        return open_attempt(self, *arguments, **options)

    monkeypatch.setattr(conductor, "lock_target", lambda _: _NoLock())
    monkeypatch.setattr(Conductor, "_open_attempt", late)
    outcome = job.run()
    assert (outcome.run_id, outcome.state) == (1, "copied")
    assert _is_complete(job)
