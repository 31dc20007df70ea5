"""What a run has left off in the target: who puts it back, and when; once, and for good."""

from __future__ import annotations

import pytest

from dbmigrate.plan import delayed
from dbmigrate.run import suspensions
from tests.run.job import Job, MakeJob, create
from tests.run.stopping import stop_after

TABLE = "CREATE TABLE t (id {int} PRIMARY KEY, note {text}, size {int})"
ENTRY = '[[table]]\nsource = "t"\n'
TRIGGER = (
    "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.note := 'theirs'; RETURN NEW; END$$",
    "CREATE TRIGGER stamp BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION stamp()",
)


def _indexes(job: Job) -> set[str]:
    return {name for (name,) in job.target.rows("SELECT indexname FROM pg_indexes WHERE tablename = 't'")}


def _is_on(job: Job) -> bool:
    [(enabled,)] = job.target.rows("SELECT tgenabled FROM pg_trigger WHERE tgname = 'stamp'")
    return bool(enabled == "O")


def test_what_an_interrupted_run_needs_off_stays_off(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of another source comes to its end meanwhile."""
    monkeypatch.setattr(delayed, "LARGE_ROWS", 1)
    job = make_job("postgresql-postgresql").both(TABLE).write(ENTRY)
    create(job.target, "CREATE INDEX by_size ON t (size)", *TRIGGER)
    job.source.insert("t", [(n, f"note {n}", n) for n in range(10)])
    job.source.run("ANALYZE t")
    assert stop_after(job, 2).state == "stopped"
    other = make_job("sqlite-postgresql", target=job.target, name="other").both("CREATE TABLE u (id {int} PRIMARY KEY)")
    other.write('[[table]]\nsource = "u"\n')
    assert other.run().state == "copied"
    assert (_indexes(job), _is_on(job)) == (set(), False)
    job.run()
    assert (_indexes(job), _is_on(job)) == ({"t_pkey", "by_size"}, True)
    assert job.target.counted("t") == job.source.counted("t"), "no row has met the trigger"


def test_what_another_run_has_put_back_is_nobody_s_any_more(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job = make_job("sqlite-postgresql").both(TABLE)
    create(job.target, *TRIGGER)
    job.write(ENTRY + 'resync = { changed = "update" }\n')
    job.source.insert("t", [(n, f"note {n}", n) for n in range(10)])
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
    job.target.run("ALTER TABLE t DISABLE TRIGGER stamp")
    job.run()
    assert not _is_on(job), "whoever has switched it off since has meant it"
