"""Every state of the protocol's model keeps the promises; a flawed protocol does not; and the model is the code's."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.sqlite.attached import AttachedSource
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.engines.sqlite.write import SqliteWriter
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.progress import Progress
from dbmigrate.run import range_mover
from dbmigrate.run.range_mover import RangeMover
from dbmigrate.write import batch_writer
from dbmigrate.write.batch_writer import BatchWriter
from dbmigrate.write.batch_writer_model import (
    ASK_STEPS,
    DIRECT_PATH,
    FIRST_START_STEPS,
    STAGED_INSIDE_PATH,
    STAGED_PATH,
    START_STEPS,
    Flaw,
    Protocol,
)
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import STOP_POINTS
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after
from tests.write.visiting import visit

PRESENT = frozenset({1})
_OF_STAGING = (Flaw.SHARED_STAGING, Flaw.NO_ANTI_JOIN)


@pytest.mark.parametrize("staged", [False, True], ids=["direct", "staged"])
def test_every_state_keeps_the_promises(staged: bool) -> None:
    """Two processes of unequal commits; a kill, and a lost connection, COMMIT or lock, at every step."""
    found = visit(Protocol(staged=staged, present=PRESENT if staged else frozenset()))
    assert found.broken == "", found.trail
    assert found.stuck == 0
    assert found.states > 10_000  # otherwise something keeps the model from moving


@pytest.mark.parametrize(
    ("flaw", "staged"),
    [(flaw, staged) for flaw in list(Flaw)[1:] for staged in (False, True) if staged or flaw not in _OF_STAGING],
)
def test_a_flawed_protocol_breaks_a_promise(flaw: Flaw, staged: bool) -> None:
    assert flaw is not Flaw.NONE
    found = visit(Protocol(staged=staged, flaw=flaw, losses=2, present=PRESENT if staged else frozenset()))
    assert found.broken, flaw
    assert found.trail


def test_a_model_that_cannot_move_is_noticed() -> None:
    """Without a start nothing is copied, and with one start and one kill some ways end before the end."""
    assert visit(Protocol(starts=0, crashes=0)).states == 1
    assert visit(Protocol(starts=1, losses=0, crashes=0)).states < 200


# The model's steps are the program's


class Trace:
    """``steps`` taken while a batch is written; ``within`` what is done by a step is part of it."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.start: list[str] = []
        self.asked: list[str] = []
        self._inside = 0
        self._writing = False

    def step(self, name: str) -> None:
        if self._inside:
            return
        if self._writing:
            self.batches[-1].append(name)
        elif name in START_STEPS:
            self.start.append(name)

    def watch(self, patch: pytest.MonkeyPatch, owner: type, method: str, name: str) -> None:
        original: Callable[..., Any] = getattr(owner, method)

        def watched(instance: object, *args: object, **kwargs: object) -> object:
            self.step(name)
            self._inside += 1
            try:
                return original(instance, *args, **kwargs)
            finally:
                self._inside -= 1

        patch.setattr(owner, method, watched)

    def watch_batches(self, patch: pytest.MonkeyPatch, owner: type, method: str) -> None:
        write: Callable[..., Any] = getattr(owner, method)

        def watched(instance: object, *args: object, **kwargs: object) -> object:
            self.batches.append([])
            self._writing = True
            try:
                return write(instance, *args, **kwargs)
            finally:
                self._writing = False

        patch.setattr(owner, method, watched)


@pytest.fixture
def trace(monkeypatch: pytest.MonkeyPatch) -> Trace:
    trace = Trace()
    for owner, method, name in (
        (SqliteWriter, "load", "load"),
        (SqliteWriter, "load_staging", "load_staging"),
        (SqliteWriter, "create_staging", "create_staging"),
        (SqliteWriter, "move_staged", "move"),
        (AdbcSession, "begin", "begin"),
        (AdbcSession, "commit", "commit"),
        (Ledger, "hold_fence", "hold_fence"),
        (Ledger, "record_batch", "record"),
        (Ledger, "await_commits", "await_commits"),
        (Ledger, "start_attempt", "start_attempt"),
        (Progress, "has_batch", "has_batch"),
        (Progress, "planned_tables", "read_resume"),
        (Progress, "chunks", "read_resume"),
        (AttachedSource, "pull", "load"),
        (SqliteEngine, "acquire_lock", "lock"),
        (TargetLink, "reconnect", "reconnect"),
    ):
        trace.watch(monkeypatch, owner, method, name)
    trace.watch_batches(monkeypatch, BatchWriter, "write")
    trace.watch_batches(monkeypatch, RangeMover, "_pull")
    for module in (batch_writer, range_mover):
        monkeypatch.setattr(module, "stop_point", trace.step)
    return trace


def job_of(make_job: MakeJob, how: str, pair: str = "postgresql-sqlite") -> Job:
    job = make_job(pair).write(f'[[table]]\nsource = "t"\n{how}')
    job.both("CREATE TABLE t (id {int} PRIMARY KEY, note {text})")
    job.source.insert("t", [(n, f"note {n}") for n in range(12)])
    return job


@pytest.mark.parametrize(
    ("how", "pair", "path"),
    [
        ("", "postgresql-sqlite", DIRECT_PATH),
        ("", "sqlite-sqlite", DIRECT_PATH),
        ('mode = "upsert"', "postgresql-sqlite", STAGED_INSIDE_PATH),
    ],
    ids=["direct", "server-side", "staged"],
)
def test_a_batch_takes_the_model_s_steps(
    make_job: MakeJob, trace: Trace, how: str, pair: str, path: tuple[str, ...]
) -> None:
    assert job_of(make_job, how, pair).run().state == "copied"
    assert len(trace.batches) >= 4
    # The first staged batch makes its table on the way.
    assert {tuple(steps) for steps in trace.batches[1:]} == {path}


def test_a_start_takes_the_model_s_steps(make_job: MakeJob, trace: Trace) -> None:
    job = job_of(make_job, "")
    stop_after(job, 1)
    assert tuple(dict.fromkeys(trace.start)) == FIRST_START_STEPS
    trace.start.clear()
    assert job.run().resumed
    assert tuple(dict.fromkeys(trace.start)) == START_STEPS


def test_a_lost_answer_takes_the_model_s_steps(
    make_job: MakeJob, trace: Trace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a batch that the ledger has is not written again."""
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.0)
    trace.watch(monkeypatch, AdbcSession, "rollback", "rollback")
    commit = AdbcSession.commit
    lost: list[str] = []

    def lose_one(session: AdbcSession) -> None:
        commit(session)
        if trace.batches and not lost and trace.batches[-1][-2:] == ["before_commit", "commit"]:
            lost.append("")
            raise EngineFault(Fault.CONNECTION, "the answer was lost")

    monkeypatch.setattr(AdbcSession, "commit", lose_one)
    job = job_of(make_job, "")
    assert job.run().state == "copied"
    assert lost
    steps = trace.batches[0]
    after = steps[steps.index("commit") + 1 :]
    assert tuple(step for step in after[after.index("reconnect") :]) == ASK_STEPS
    assert sorted(job.target.rows("SELECT id FROM t")) == [(n,) for n in range(12)]


def test_no_stop_point_of_a_batch_is_left_out() -> None:
    named = set(re.findall(r'stop_point\("(\w+)"\)', Path(batch_writer.__file__).read_text()))
    assert named == {*DIRECT_PATH, *STAGED_PATH} & set(STOP_POINTS)
