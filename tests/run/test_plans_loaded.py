"""The plan of a run is a long document: a pass loads no more of them than it needs, however many runs there were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from dbmigrate.ledger.checked import CheckedSession
from tests.run.job import MakeJob


def test_a_pass_loads_one_plan(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job = make_job("sqlite-sqlite").both(*(f"CREATE TABLE {name} (id {{int}} PRIMARY KEY)" for name in ("a", "b")))
    job.write('[[table]]\nsource = "a"\n[[table]]\nsource = "b"\n')
    for number in range(3):
        job.source.insert("a", [(number,)])
        job.run(tables=["a"])
    job.source.insert("b", [(1,)])
    job.run(tables=["b"])
    loaded: list[str] = []
    original: Callable[[CheckedSession, sa.Executable], list[dict[str, Any]]] = CheckedSession.execute

    def execute(session: CheckedSession, statement: sa.Executable) -> list[dict[str, Any]]:
        rows = original(session, statement)
        loaded.extend(str(row["plan"]) for row in rows if "plan" in row)
        return rows

    monkeypatch.setattr(CheckedSession, "execute", execute)
    job.run()
    assert len(loaded) == 2, "the newest of each table"
    loaded.clear()
    job.run()
    assert len(loaded) == 1
