"""A run that is to be courteous gives way to a busy PostgreSQL; the rule, and a real server with waiting sessions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import psycopg
import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import LoadSign
from dbmigrate.engines.registry import open_engine
from dbmigrate.model.events import Event, Notice, RunPaused, RunWentOn
from dbmigrate.run.steering import watch
from dbmigrate.run.steering.halt import Halt
from dbmigrate.run.steering.throttle import Throttle
from tests.run.job import Job, MakeJob
from tests.run.pausing import await_it

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})"
OVERLOADED = 16


def _job(make_job: MakeJob) -> Job:
    job = make_job("sqlite-postgresql").both(ITEMS).write('[[table]]\nsource = "items"\n', max_rows_per_second=20)
    job.source.insert("items", [(n, f"note {n}", n) for n in range(60)])
    return job


@contextmanager
def waiting_sessions(url: str, number: int) -> Iterator[Callable[[], None]]:
    """So many sessions of somebody else that wait for a lock; what is given lets them go."""
    with ExitStack() as open_, psycopg.connect(url) as holder:
        holder.execute("CREATE TABLE IF NOT EXISTS elsewhere (id int)")
        holder.commit()
        holder.execute("LOCK TABLE elsewhere")
        threads = []
        for _ in range(number):
            session = open_.enter_context(psycopg.connect(url))
            thread = threading.Thread(target=_wait_in, args=(session,), daemon=True)
            thread.start()
            threads.append(thread)

        def let_go() -> None:
            holder.rollback()
            for thread in threads:
                thread.join(30)

        with psycopg.connect(url, autocommit=True) as looker:
            asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            await_it(lambda: looker.execute(asked).fetchall()[0][0] >= number)
        yield let_go
        let_go()


def _wait_in(session: psycopg.Connection[Any]) -> None:
    with suppress(psycopg.Error):
        session.execute("LOCK TABLE elsewhere")
        session.rollback()


def test_an_overloaded_target_pauses_the_run_until_it_is_calm(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SECONDS_BETWEEN_LOOKS", 0.3)
    job = _job(make_job)
    events: list[Event] = []
    with waiting_sessions(job.target.place, OVERLOADED) as let_go:

        def sink(event: Event) -> None:
            events.append(event)
            if isinstance(event, RunPaused):
                threading.Thread(target=let_go, daemon=True).start()

        outcome = job.run(sink=sink, courtesy=True)
    assert outcome.state == "copied"
    assert outcome.paused_seconds > 0
    [paused] = [event for event in events if isinstance(event, RunPaused)]
    assert "overloaded" in paused.reason
    assert "16" in paused.reason
    assert any(isinstance(event, RunWentOn) for event in events)
    assert len(job.target.rows("SELECT * FROM items")) == 60


def test_nobody_asked_for_courtesy(make_job: MakeJob) -> None:
    job = _job(make_job)
    with waiting_sessions(job.target.place, OVERLOADED):
        assert job.run(max_rows_per_second=1000).paused_seconds == 0


def test_a_login_that_cannot_see_others_says_so(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as session:
        session.execute("DROP ROLE IF EXISTS plain")
        session.execute("CREATE ROLE plain LOGIN")
    url = ConnectionUrl.parse(postgres_url.replace("postgres@", "plain@"))
    engine = open_engine(url, side="target", schema=None)
    writer = engine.open_writer()
    try:
        assert [sign.value for sign in engine.load_signs(writer)] == [None, None]
    finally:
        writer.close()
        engine.dispose()


class FakeTarget:
    """As a server whose load is what the test says."""

    class Capabilities:
        tells_load = True

    capabilities = Capabilities()

    def __init__(self) -> None:
        self.waiting: float | None = 0.0

    def open_writer(self) -> Any:
        return self

    def close(self) -> None: ...

    def load_signs(self, session: Any) -> list[LoadSign]:
        return [LoadSign("sessions that wait:", self.waiting, 4, 16)]


def test_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SECONDS_BETWEEN_LOOKS", 0.0)
    target, halt, throttle = FakeTarget(), Halt(), Throttle()
    told: list[Event] = []
    load = watch._Load(halt, throttle, told.append, target)  # type: ignore[arg-type]
    seen = []
    for waiting in (0, 3, 4, 15, 16, 5, 0, 20, 1, 16, 1, 1, None, None):
        target.waiting = waiting
        load.look()
        seen.append((throttle.is_slowed, halt.is_set()))
    slow, full, held = (True, False), (False, False), (True, True)
    waits = (False, True)
    assert seen == [full, full, slow, slow, held, held, full, held, waits, held, waits, full, full, full]
    warnings = [event.message for event in told if isinstance(event, Notice) and event.level == "warning"]
    assert warnings == ["courtesy: the login cannot see: sessions that wait"]


def test_half_speed_is_a_rest_as_long_as_the_work() -> None:
    now = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    throttle = Throttle(clock=lambda: now[0], sleep=sleep)
    throttle.is_slowed = True
    for work in (1.0, 2.0, 3.0, 60.0):
        now[0] += work
        throttle.spend(10)
    assert slept == [2.0, 3.0, 10.0], "the first batch's beginning is not known; no rest is longer than ten seconds"
