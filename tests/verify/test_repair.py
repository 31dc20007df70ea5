"""Just the rows that differ are copied again, by the writer of every batch, and the ledger adds up afterwards."""

from __future__ import annotations

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.errors import LedgerError, VerificationMismatchError
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.verdicts import Verdict, VerificationReport
from dbmigrate.run.migration import Migration, VerifyScope
from tests.databases import Database
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after
from tests.verify.corruptions import CORRUPTIONS
from tests.verify.test_corruptions import PAIRS, copy

MENDED = ("missing", "changed")


@pytest.fixture(params=PAIRS)
def copied(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    return copy(make_job, request.param)


def repaired(job: Job, *, limit: int = 1000, level: str = "hashes") -> VerificationReport:
    with Migration(load_project(job.project)) as migration:
        scope = VerifyScope(level)
        return migration.repair(migration.verify(scope=scope), scope, limit=limit)


def shown(target: Database) -> list[str]:
    return [repr(row) for row in target.rows("SELECT * FROM item ORDER BY id")]


def batches(target: Database) -> int:
    return int(target.rows(f"SELECT count(*) FROM {target.ledger('batch')}")[0][0])


def test_all_damage_at_once_is_put_right(copied: Job) -> None:
    target = copied.target
    before = shown(target)
    damage = [
        c for c in reversed(CORRUPTIONS) if c.table == "item" and set(c.kinds) <= set(MENDED) and target.engine in c.sql
    ]
    for corruption in damage:
        target.run(*corruption.sql[target.engine])
    target.run("DELETE FROM item WHERE id IN (1, 20, 40)")
    assert shown(target) != before
    found = repaired(copied)
    assert found.verdict is Verdict.MATCH
    assert found.repair is not None
    assert found.repair.left == ()
    assert shown(target) == before
    recorded = target.rows(f"SELECT rows_inserted, changes FROM {target.ledger('batch_target')} WHERE changes <> ''")
    assert recorded == [(0, f'{{"repair": {sum(found.repair.rows.values())}}}')]
    _assert_nothing_left_to_do(copied)


def test_some_tables_of_a_run_are_repaired(make_job: MakeJob) -> None:
    """By the newest run that has them: the last one was of another table alone."""
    job = copy(make_job, "sqlite-sqlite")
    before = shown(job.target)
    with Migration(load_project(job.project), tables=["line"]) as migration:
        assert migration.run().run_id == 2
    job.target.run("DELETE FROM item WHERE id = 3")
    with Migration(load_project(job.project), tables=["item"]) as migration:
        scope = VerifyScope("source")
        found = migration.repair(migration.verify(scope=scope), scope, limit=10)
    assert (found.verdict, found.repair and found.repair.run_id) == (Verdict.MATCH, 1)
    assert shown(job.target) == before


def _assert_nothing_left_to_do(job: Job) -> None:
    """The ledger's numbers are as after the copy, and another run finds nothing new."""
    with Migration(load_project(job.project)) as migration:
        for level in ("counts", "hashes", "source"):
            assert migration.verify(level=level).verdict is not Verdict.MISMATCH, level
    assert job.target.staging_tables() == []
    outcome = job.run()
    assert outcome.state == "copied"
    assert not any(table.rows_inserted for table in outcome.tables)


def test_what_an_engine_may_take_for_equal(make_job: MakeJob) -> None:
    """It is written all the same."""
    job = copy(make_job, "sqlite-postgresql")
    before = shown(job.target)
    for corruption in CORRUPTIONS:
        if corruption.name not in ("-0.0 for 0.0", "NaN for a number", "a changed case", "a trailing blank"):
            continue
        job.target.run(*corruption.sql["postgresql"])
        assert repaired(job).verdict is Verdict.MATCH, corruption.name
        assert shown(job.target) == before, corruption.name


def test_surplus_rows_and_rows_without_a_key_are_left_and_told(copied: Job) -> None:
    copied.target.run(
        "INSERT INTO item (id) VALUES (900)",
        "DELETE FROM item WHERE id = 3",
        "DELETE FROM line WHERE text = 'line 3'",
    )
    found = repaired(copied)
    assert found.verdict is Verdict.MISMATCH
    assert found.repair is not None
    assert list(found.repair.rows.values()) == [1]
    said = " ".join(found.repair.left)
    assert "1 surplus rows are left" in said
    assert "has no key" in said
    assert (900,) in copied.target.rows("SELECT id FROM item")
    assert (3,) in copied.target.rows("SELECT id FROM item")


def test_too_many_differences_change_nothing(copied: Job) -> None:
    copied.target.run("UPDATE item SET label = 'x'")
    before, entries = shown(copied.target), batches(copied.target)
    with pytest.raises(VerificationMismatchError) as caught:
        repaired(copied, limit=5)
    assert caught.value.code == "DBM-7001"
    assert (shown(copied.target), batches(copied.target)) == (before, entries)


def test_an_unfinished_run_is_not_repaired(make_job: MakeJob) -> None:
    job = copy(make_job, "postgresql-postgresql")
    job.source.run("INSERT INTO item SELECT id + 100, label, note, amount, ratio, picture, moment, day FROM item")
    assert stop_after(job, 2).state == "stopped"
    job.target.run("DELETE FROM item WHERE id = 3")
    with pytest.raises(LedgerError) as caught:
        repaired(job, level="source")
    assert caught.value.code == "DBM-8010"


def test_another_plan_is_not_repaired(make_job: MakeJob) -> None:
    job = copy(make_job, "postgresql-postgresql")
    job.target.run("DELETE FROM item WHERE id = 3")
    job.group_file.write_text(
        job.group_file.read_text().replace('source = "item"', 'source = "item"\ncolumns = { label = "upper(label)" }')
    )
    with pytest.raises(LedgerError) as caught:
        repaired(job)
    assert caught.value.code == "DBM-8011"


def test_a_lost_commit_answer_is_asked_for(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """The repair's batch is in the ledger once, though its COMMIT seemed to fail."""
    job = copy(make_job, "sqlite-postgresql")
    job.target.run("DELETE FROM item WHERE id IN (3, 4)")
    record = Ledger.record_batch
    lost = []

    def then_lose(self: Ledger, *args: object) -> None:
        record(self, *args)  # type: ignore[arg-type]
        commit = self.session.commit

        def commit_and_lose() -> None:
            commit()
            lost.append(True)
            raise EngineFault(Fault.CONNECTION, "the answer was lost")

        if not lost:
            monkeypatch.setattr(self.session, "commit", commit_and_lose)

    entries = batches(job.target)
    monkeypatch.setattr(Ledger, "record_batch", then_lose)
    assert repaired(job).verdict is Verdict.MATCH
    assert lost == [True]
    assert batches(job.target) == entries + 1
