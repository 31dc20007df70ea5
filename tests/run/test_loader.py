"""Where the library that spells rows for PostgreSQL has no wheel, rows go as before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql import loader
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.write import batch_writer
from tests.run.job import MakeJob


def test_without_it_the_writer_loads(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "is_installed", lambda: False)
    monkeypatch.setattr(PostgresEngine, "open_loader", lambda _: pytest.fail("there is none"))
    job = make_job("sqlite-postgresql").both("CREATE TABLE t (id {int} PRIMARY KEY, note {text})")
    job.source.insert("t", [(number, f"note {number}") for number in range(50)])
    job.write('[[table]]\nsource = "t"\n').run()
    assert job.verdict() == "match"


def test_a_target_that_is_away_for_a_while(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """What gives up the batch must not open the connection that it gives up."""
    job = make_job("sqlite-postgresql").both("CREATE TABLE t (id {int} PRIMARY KEY, note {text})")
    job.source.insert("t", [(number, f"note {number}") for number in range(50)])
    job.write('[[table]]\nsource = "t"\n', commit_rows=10)
    away = 0
    loads = 0
    load = loader.PostgresLoader.load

    def cut(session: loader.PostgresLoader, *given: Any) -> None:
        nonlocal away, loads
        loads += 1
        if loads == 3:
            away = 4
            session.connection.close()
        load(session, *given)

    def not_yet(opens: Callable[[PostgresEngine], Any]) -> Callable[[PostgresEngine], Any]:
        def try_to_open(engine: PostgresEngine) -> Any:
            nonlocal away
            if away:
                away -= 1
                raise EngineFault(Fault.CONNECTION, "the server is starting up", "57P03")
            return opens(engine)

        return try_to_open

    monkeypatch.setattr(loader.PostgresLoader, "load", cut)
    monkeypatch.setattr(PostgresEngine, "open_loader", not_yet(PostgresEngine.open_loader))
    monkeypatch.setattr(PostgresEngine, "open_writer", not_yet(PostgresEngine.open_writer))
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    assert job.run().state == "copied"
    assert away == 0
    assert job.verdict() == "match"
