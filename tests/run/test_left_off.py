"""What a run has left off in the target: who puts it back, and when; once, and for good."""

from __future__ import annotations

import pytest

from dbmigrate.errors import TargetError
from dbmigrate.run import suspensions
from tests.run.job import Job, MakeJob, create
from tests.run.stopping import stop_after

ENTRY = '[[table]]\nsource = "t"\n'
TRIGGER = "CREATE TRIGGER stamp AFTER INSERT ON t BEGIN UPDATE t SET note = 'theirs' WHERE id = NEW.id; END"


@pytest.fixture
def job(make_job: MakeJob) -> Job:
    job = make_job("sqlite-sqlite").both("CREATE TABLE t (id {int} PRIMARY KEY, note {text}, size {int})")
    create(job.target, TRIGGER)
    job.source.insert("t", [(n, f"note {n}", n) for n in range(10)])
    return job.write(ENTRY + 'resync = { changed = "update" }\n')


def _is_on(job: Job) -> bool:
    return bool(job.target.rows("SELECT 1 FROM sqlite_master WHERE name = 'stamp'"))


def test_what_an_interrupted_run_needs_off_stays_off(job: Job, make_job: MakeJob) -> None:
    """A run of another source comes to its end meanwhile."""
    assert stop_after(job, 2).state == "stopped"
    other = make_job("sqlite-sqlite", target=job.target, name="other").both("CREATE TABLE u (id {int} PRIMARY KEY)")
    assert other.write('[[table]]\nsource = "u"\n').run().state == "copied"
    assert not _is_on(job)
    job.run()
    assert _is_on(job)
    assert job.target.counted("t") == job.source.counted("t"), "no row has met the trigger"


def test_what_another_run_has_put_back_is_nobody_s_any_more(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    job.run()
    job.source.run("UPDATE t SET size = 100 WHERE id = 4")

    def fail(place: str) -> None:
        if place == "before_restore":
            raise InterruptedError

    monkeypatch.setattr(suspensions, "stop_point", fail)
    with pytest.raises(InterruptedError):
        job.resync()
    monkeypatch.undo()
    assert not _is_on(job)
    job.run()
    assert _is_on(job)
    job.target.run("DROP TRIGGER stamp")
    job.run()
    assert not _is_on(job), "whoever has dropped it since has meant it"


def test_another_of_the_same_name_is_not_it(job: Job) -> None:
    assert stop_after(job, 2).state == "stopped"
    job.target.run("CREATE TRIGGER stamp AFTER DELETE ON t BEGIN SELECT 1; END")
    with pytest.raises(TargetError, match="stamp on t could not be put back"):
        job.run()
    job.target.run("DROP TRIGGER stamp")
    job.run()
    assert job.target.rows("SELECT sql FROM sqlite_master WHERE name = 'stamp'") == [(TRIGGER,)]


def test_another_foreign_key_of_that_name_is_not_it(make_job: MakeJob) -> None:
    node = (
        "CREATE TABLE node (id {int} PRIMARY KEY, above {int}, CONSTRAINT upward FOREIGN KEY (above) REFERENCES node)"
    )
    job = make_job("postgresql-postgresql").both(node).write('[[table]]\nsource = "node"\n')
    job.source.insert("node", [(n, n // 2 or None) for n in range(1, 10)])
    assert stop_after(job, 2).state == "stopped"
    job.target.run("ALTER TABLE node ADD CONSTRAINT upward FOREIGN KEY (above) REFERENCES node ON DELETE CASCADE")
    with pytest.raises(TargetError, match="upward on public.node could not be put back"):
        job.run()
    job.target.run("ALTER TABLE node DROP CONSTRAINT upward")
    job.run()
    defined = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'upward'"
    assert job.target.rows(defined) == [("FOREIGN KEY (above) REFERENCES node(id)",)]
