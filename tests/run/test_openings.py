"""What a run reads of a table is in the ledger with its first batch or before: never later, and never without it for
a table of one small chunk."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql import split
from dbmigrate.engines.postgresql.session import PsycopgSession
from dbmigrate.model import machine
from dbmigrate.model.events import BatchCommitted, Event
from dbmigrate.run import range_mover, whole_mover
from dbmigrate.write import batch_writer
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after
from tests.run.test_unchanged import settle

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, note {text})"
MARKED = '[[table]]\nsource = "calls"\nwatermark = { column = "started", overlap = "2s" }\n'
WAYS = [
    ("postgresql-sqlite", batch_writer, AdbcSession),
    ("sqlite-postgresql", batch_writer, PsycopgSession),
    ("sqlite-sqlite", range_mover, AdbcSession),
    ("sqlite-sqlite", whole_mover, AdbcSession),
    ("postgresql-postgresql", range_mover, PsycopgSession),
]
IDS = ["direct", "loaded", "attached", "whole", "passed through"]
TABLES = ("chunk", "table_scope", "high_water_mark", "batch", "source_state")


def _job(make_job: MakeJob, pair: str, *, whole: bool, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(whole_mover, "LEAST_COMMIT_ROWS", 1 if whole else 1_000)
    job = make_job(pair).both(CALLS).write(MARKED, commit_rows=4)
    job.source.insert("calls", [(n, f"2024-01-01 00:00:{n:02}", "x") for n in range(10)])
    settle()
    return job


def _recorded(job: Job) -> dict[str, int]:
    return {name: len(job.target.rows(f"SELECT * FROM {job.target.ledger(name)}")) for name in TABLES}


def _is_complete(job: Job, *, read_at_once: bool = True) -> None:
    states = 1 if read_at_once else 0
    assert _recorded(job) == {**dict.fromkeys(TABLES, 1), "batch": 3, "source_state": states}
    assert sorted(job.target.rows("SELECT id FROM calls")) == [(n,) for n in range(10)]
    assert job.verdict() == "match"


@pytest.mark.every_engine
@pytest.mark.parametrize(("pair", "module", "session"), WAYS, ids=IDS)
def test_a_first_batch_that_is_not_committed_leaves_nothing(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str, module: ModuleType, session: type[Any]
) -> None:
    job = _job(make_job, pair, whole=module is whole_mover, monkeypatch=monkeypatch)

    def die(place: str) -> None:
        if place == "before_commit":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "stop_point", die)
        with pytest.raises(KeyboardInterrupt):
            job.run()
    assert _recorded(job) == dict.fromkeys(TABLES, 0)
    assert job.run().resumed
    _is_complete(job)


@pytest.mark.every_engine
@pytest.mark.parametrize("executed", [False, True])
@pytest.mark.parametrize(("pair", "module", "session"), WAYS, ids=IDS)
def test_an_answer_that_is_lost_with_the_first_batch(
    make_job: MakeJob,
    monkeypatch: pytest.MonkeyPatch,
    pair: str,
    module: ModuleType,
    session: type[Any],
    executed: bool,
) -> None:
    """Whether the batch was committed or not, it is in once, and so is what it brings with it."""
    job = _job(make_job, pair, whole=module is whole_mover, monkeypatch=monkeypatch)
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.0)
    commit = session.commit
    at: list[str] = []

    def lose_the_first(self: Any) -> None:
        if at != ["before_commit"]:
            return commit(self)
        at.append("lost")
        if executed:
            commit(self)
        self.rollback()
        raise EngineFault(Fault.CONNECTION, "the answer was lost")

    def note(place: str) -> None:
        if place == "before_commit" and not at:
            at.append(place)

    monkeypatch.setattr(module, "stop_point", note)
    monkeypatch.setattr(session, "commit", lose_the_first)
    if module is whole_mover:  # a connection within the process cannot be lost
        with pytest.raises(Exception, match="lost"):
            job.run()
        monkeypatch.undo()
    assert job.run().state == "copied"
    assert module is whole_mover or at == ["before_commit", "lost"]
    _is_complete(job)


def test_what_was_stopped_on_its_way_was_not_read_in_one_state(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _job(make_job, "sqlite-sqlite", whole=False, monkeypatch=monkeypatch)
    stop_after(job, 2)
    assert _recorded(job) == {**dict.fromkeys(TABLES, 1), "batch": 2, "source_state": 0}
    job.run()
    _is_complete(job, read_at_once=False)


def test_a_table_of_several_chunks_was_read_when_all_are_closed(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split, "LEAST_PAGES", 1)
    monkeypatch.setattr(machine, "processors", lambda: 4)
    job = (
        make_job("postgresql-postgresql").both(CALLS).write('[[table]]\nsource = "calls"\n', commit_rows=20, workers=2)
    )
    job.source.insert("calls", [(n, None, "x" * 100) for n in range(700)])
    states: list[int] = []

    def note(event: Event) -> None:
        if isinstance(event, BatchCommitted):
            states.append(_recorded(job)["source_state"])

    assert job.run(sink=note).state == "copied"
    assert set(states) == {0}
    found = _recorded(job)
    assert (found["chunk"] > 1, found["source_state"]) == (True, 1)
