"""Where the library that spells rows for PostgreSQL has no wheel, rows go as before."""

from __future__ import annotations

import pytest

from dbmigrate.engines.postgresql import loader
from dbmigrate.engines.postgresql.engine import PostgresEngine
from tests.run.job import MakeJob


def test_without_it_the_writer_loads(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "is_installed", lambda: False)
    monkeypatch.setattr(PostgresEngine, "open_loader", lambda _: pytest.fail("there is none"))
    job = make_job("sqlite-postgresql").both("CREATE TABLE t (id {int} PRIMARY KEY, note {text})")
    job.source.insert("t", [(number, f"note {number}") for number in range(50)])
    job.write('[[table]]\nsource = "t"\n').run()
    assert job.verdict() == "match"
