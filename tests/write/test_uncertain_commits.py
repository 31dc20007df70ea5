"""Whether a batch is in is asked of the ledger until it has said so, whatever else goes wrong meanwhile."""

from __future__ import annotations

import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.write import batch_writer
from tests.run.job import MakeJob


def test_a_busy_server_does_not_make_a_batch_uncommitted(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job = make_job("postgresql-sqlite").both("CREATE TABLE calls (id {int} PRIMARY KEY)")
    job.write('[[table]]\nsource = "calls"\n', commit_rows=4)
    job.source.insert("calls", [(n,) for n in range(10)])
    happened: list[str] = []
    await_commits = Ledger.await_commits

    def lose_the_answer(place: str) -> None:
        if place == "after_commit" and not happened:
            happened.append("lost")
            raise EngineFault(Fault.CONNECTION, "gone with the answer to COMMIT")

    def be_busy_once(self: Ledger, run_id: int) -> None:
        if happened == ["lost"]:
            happened.append("busy")
            raise EngineFault(Fault.TRANSIENT, "busy")
        await_commits(self, run_id)

    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(batch_writer, "stop_point", lose_the_answer)
    monkeypatch.setattr(Ledger, "await_commits", be_busy_once)
    [table] = job.run().tables
    assert happened == ["lost", "busy"]
    assert (table.rows_inserted, table.rows_rejected) == (10, 0)
    assert job.verdict() == "match"
