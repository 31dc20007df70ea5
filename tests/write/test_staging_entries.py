"""What the ledger knows of staging tables: said once, and never held against a row of the batch."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dbmigrate.config.project import load_project
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.run.migration import Migration
from dbmigrate.write import batch_writer
from dbmigrate.write.link import TargetLink
from dbmigrate.write.staging_area import StagingArea
from tests.run.conftest import make_job
from tests.run.job import MakeJob

__all__ = ["make_job"]
MADE = "SELECT staging_name, event FROM dbmigrate_staging"


def test_an_entry_that_was_committed_unheard_is_no_fault_of_a_row(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with an engine whose bulk loads commit by themselves: there staging tables outlive their session."""
    job = make_job("sqlite-sqlite").both("CREATE TABLE items (id {int} PRIMARY KEY)")
    job.write('[[table]]\nsource = "items"\n')
    job.run()
    with Migration(load_project(job.project)) as migration:
        [table] = migration.plan().tables
        facts = replace(migration.target.capabilities, supports_transactional_bulk_load=False)
        monkeypatch.setattr(migration.target, "capabilities", facts)
        link = TargetLink(migration.target)
        first, second = (StagingArea(table, link, run_id=1, fence=1, number=0) for _ in range(2))
        assert first.tables() == second.tables()
        [(name, event)] = job.target.rows(MADE)
        assert event == "made"
        job.target.run(
            "CREATE TRIGGER no_more BEFORE INSERT ON dbmigrate_staging "
            "BEGIN SELECT raise(abort, 'UNIQUE constraint failed'); END"
        )
        with pytest.raises(EngineFault) as refused:
            StagingArea(table, link, run_id=1, fence=1, number=1).tables()
        assert refused.value.fault is Fault.TERMINAL
        assert job.target.rows(MADE) == [(name, event)]
        link.close()


def test_staging_that_ended_with_its_session_is_made_again(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is ended behind the move, before the COMMIT: the batch goes in by another one, in the same run."""
    job = make_job("sqlite-postgresql").both("CREATE TABLE items (id {int} PRIMARY KEY, note {text})")
    job.write('[[table]]\nsource = "items"\ntarget_rows = "any"\n')
    job.source.insert("items", [(n, "x") for n in range(10)])
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    ended: list[object] = []

    def end_once(place: str) -> None:
        if place == "before_commit" and not ended:
            ended.extend(
                job.target.rows(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND state = 'idle in transaction'"
                )
            )

    monkeypatch.setattr(batch_writer, "stop_point", end_once)
    assert job.run().state == "copied"
    assert ended == [(True,)]
    assert sorted(n for n, _ in job.target.rows("SELECT * FROM items")) == list(range(10))
    assert job.verdict() == "match"
