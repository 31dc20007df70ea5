"""An interrupted run goes on where its last commit ended, and only as the same run."""

from __future__ import annotations

import pytest

from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.errors import DbmigrateError, FingerprintMismatchError, LeaseLostError, TargetError
from dbmigrate.run import table_copy
from dbmigrate.write.batch_writer import BatchWriter
from tests.marks import seldom
from tests.run.job import Job, MakeJob, create
from tests.run.stopping import stop_after

PAIRS = ("sqlite-sqlite", "postgresql-postgresql")
ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})"
PLAIN = '[[table]]\nsource = "items"\n'


def _fill(job: Job, rows: int = 10) -> Job:
    job.source.insert("items", [(n, f"note {n}", n) for n in range(rows)])
    return job


def test_a_stopped_run_goes_on_after_its_last_batch(job: Job) -> None:
    _fill(job.both(ITEMS).write(PLAIN))
    first = stop_after(job, 2)
    assert (first.state, len(job.target.rows("SELECT * FROM items"))) == ("stopped", 6)
    second = job.run()
    assert (second.state, second.resumed, second.run_id) == ("copied", True, first.run_id)
    [table] = second.tables
    assert (table.rows_read, table.rows_inserted) == (10, 10), "what earlier attempts did counts"
    assert len(job.target.rows("SELECT * FROM items")) == 10
    attempts = job.target.rows(f"SELECT outcome FROM {job.target.ledger('attempt')} ORDER BY fence")
    assert attempts == [("stopped",), ("copied",)]


def test_stopped_exactly_on_the_last_batch_of_the_last_table(job: Job) -> None:
    _fill(job.both(ITEMS).write(PLAIN), 5)
    assert stop_after(job, 2).state == "copied"


def test_the_rest_of_the_source_is_gone_at_resume(job: Job) -> None:
    _fill(job.both(ITEMS).write(PLAIN))
    stop_after(job, 2)
    job.source.run("DELETE FROM items WHERE id > 2")
    assert job.run().state == "copied"
    assert len(job.target.rows("SELECT * FROM items")) == 6
    batches = job.target.rows(f"SELECT batch_no, rows_read, closes_chunk FROM {job.target.ledger('batch')} ORDER BY 1")
    assert batches == [(0, 3, 0), (1, 3, 0), (2, 0, 1)]
    assert job.run().pass_number == 2


def test_a_changed_plan_is_refused_by_name_and_goes_on_when_accepted(job: Job) -> None:
    _fill(job.both(ITEMS).write(PLAIN))
    stop_after(job, 1)
    job.write('[[table]]\nsource = "items"\ncolumns = { note = "upper(note)" }\n')
    with pytest.raises(FingerprintMismatchError) as refused:
        job.run()
    error = refused.value
    assert (error.code, int(error.exit_code)) == ("DBM-8001", 8)
    names = [word for word in error.next_step.split() if word.startswith("tables.")]
    assert names
    assert "upper(note)" in error.cause
    assert len(job.target.rows("SELECT * FROM items")) == 3
    [(state,)] = job.target.rows(f"SELECT state FROM {job.target.ledger('run')}")
    assert state == "stopped", "a refusal changes nothing"
    with pytest.raises(FingerprintMismatchError):
        job.run(accept_changes=frozenset({"tables.items.key"}))
    every = frozenset(part.partition(":")[0] for part in error.cause.split(": ", 1)[1].split("; "))
    assert job.run(accept_changes=every).state == "copied"
    assert job.target.rows(f"SELECT fingerprint FROM {job.target.ledger('run')}") == [(job.plan().fingerprint,)]
    notes = [note for (note,) in job.target.rows("SELECT note FROM items ORDER BY id")]
    assert notes == ["note 0", "note 1", "note 2", *(f"NOTE {n}" for n in range(3, 10))]


@pytest.mark.parametrize(
    "changed",
    [
        '[[table]]\nsource = "items"\nkey = ["amount"]\n',
        '[[table]]\nsource = "items"\ntarget = "elsewhere"\n',
        '[[table]]\nsource = "items"\nkey = []\n',
    ],
)
def test_a_change_that_would_lose_rows_cannot_be_accepted(job: Job, changed: str) -> None:
    """Where the table has got is said by its key; the rows that are in are in its target."""
    job.both(ITEMS, ITEMS.replace("items", "elsewhere")).write(PLAIN)
    job.source.insert("items", [(n, "x", 100 - n) for n in range(10)])
    stop_after(job, 1)
    job.write(changed)
    with pytest.raises(FingerprintMismatchError) as refused:
        job.run(accept_changes=frozenset({"all"}))
    assert refused.value.code == "DBM-8005"
    job.write(PLAIN)
    assert job.run().state == "copied"
    assert len(job.target.rows("SELECT * FROM items")) == 10


def test_a_moved_source_is_another_source_until_the_operator_says_otherwise(make_job: MakeJob) -> None:
    job = _fill(make_job("sqlite-sqlite").both(ITEMS).write(PLAIN))
    stop_after(job, 1)
    copy = job.directory / "copy.db"
    copy.write_bytes((job.directory / "source.db").read_bytes())
    job.source = type(job.source)("sqlite", str(copy))
    job.write(PLAIN)
    with pytest.raises(Exception, match=r"source|not empty"):
        job.run()
    assert len(job.target.rows("SELECT * FROM items")) == 3


@pytest.mark.parametrize("pair", [*PAIRS, seldom("sqlite-postgresql")])
@pytest.mark.parametrize("after", range(1, 7))
def test_ties_in_an_unenforced_key_survive_a_resume(make_job: MakeJob, pair: str, after: int) -> None:
    job = make_job(pair).both("CREATE TABLE ties (k {int} NOT NULL, c {text} NOT NULL, note {text})")
    job.write('[[table]]\nsource = "ties"\nkey = ["k", "c"]\n', commit_rows=4)
    rows = [(n // 7, "tie" if n % 2 else "TIE", f"note {n % 5}") for n in range(40)]
    job.source.insert("ties", rows)
    stop_after(job, after)
    job.run()
    found = sorted(job.target.rows("SELECT k, c, note FROM ties"))
    assert found == sorted(rows)


def test_what_follows_a_table_is_made_up_for_when_its_attempt_died(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last batch closes the table; identity values and staging tables come after it."""
    job = make_job("sqlite-postgresql")
    job.source.run("CREATE TABLE items (id INTEGER PRIMARY KEY, note TEXT)")
    job.target.run("CREATE TABLE items (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, note text)")
    job.write('[[table]]\nsource = "items"\ntarget_rows = "any"\n')
    job.source.insert("items", [(n, "x") for n in range(1, 8)])

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(table_copy, "finish_tables", die)
        with pytest.raises(KeyboardInterrupt):
            job.run()
    assert job.run().state == "copied"
    assert job.target.staging_tables() == []
    job.target.run("INSERT INTO items (note) VALUES ('own')")
    assert job.target.rows("SELECT max(id) FROM items") == [(8,)]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_process_that_was_taken_over_commits_nothing_more(
    make_job: MakeJob, pair: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _fill(make_job(pair).both(ITEMS).write(PLAIN + 'target_rows = "any"\n'))
    write = BatchWriter.write

    def overtaken(self: BatchWriter, *args: object, **kwargs: int) -> object:
        if kwargs["batch_no"] == 2:
            job.target.run(f"UPDATE {job.target.ledger('run')} SET fence = fence + 1")
        return write(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(BatchWriter, "write", overtaken)
    with pytest.raises(LeaseLostError) as lost:
        job.run()
    assert int(lost.value.exit_code) == 8
    assert len(job.target.rows("SELECT * FROM items")) == 6
    [(state,)] = job.target.rows(f"SELECT state FROM {job.target.ledger('run')}")
    assert state == "started", "the run belongs to the other process, which alone may end it"
    monkeypatch.undo()
    assert job.run().state == "copied"
    assert len(job.target.rows("SELECT * FROM items")) == 10
    assert job.target.staging_tables() == []


@pytest.mark.parametrize("pair", PAIRS)
def test_a_restoration_that_fails_is_tried_again(make_job: MakeJob, pair: str) -> None:
    if pair.endswith("sqlite"):
        job = make_job(pair).both(ITEMS)
        job.target.run("CREATE TRIGGER watch AFTER INSERT ON items BEGIN SELECT raise(FAIL, 'no'); END")
        spoil, mend = "CREATE TRIGGER watch AFTER DELETE ON items BEGIN SELECT 1; END", "DROP TRIGGER watch"
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%AFTER INSERT%'"
    else:
        job = make_job(pair).both(ITEMS)
        job.target.run("ALTER TABLE items ADD CONSTRAINT watch FOREIGN KEY (amount) REFERENCES items (id)")
        spoil, mend = "INSERT INTO items VALUES (900, 'own', 901)", "DELETE FROM items WHERE id = 900"
        found = "SELECT conname FROM pg_constraint WHERE contype = 'f'"
    _fill(job.write(PLAIN))
    stop_after(job, 1)
    job.target.run(spoil)
    with pytest.raises(TargetError) as failed:
        job.run()
    assert failed.value.code == "DBM-6012"
    assert len(job.target.rows("SELECT * FROM items WHERE id < 900")) == 10
    job.target.run(mend)
    again = job.run()
    assert (again.state, again.resumed) == ("copied", True)
    assert job.target.rows(found) == [("watch",)]


def test_there_is_no_going_on_after_a_key_that_cannot_be_read(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row came behind the plan, which asks for such keys.  Nothing would be found behind it any more."""
    job = make_job("postgresql-sqlite")
    create(job.source, "CREATE TABLE items (moment timestamp PRIMARY KEY)")
    create(job.target, "CREATE TABLE items (moment TIMESTAMP PRIMARY KEY NOT NULL)")
    job.write(PLAIN, commit_rows=4)
    job.source.insert("items", [(f"2024-05-01 10:0{n}:00",) for n in range(6)])
    job.source.insert("items", [("294270-01-01",)])
    monkeypatch.setattr(PostgresEngine, "key_defects", lambda *_: None)
    with pytest.raises(DbmigrateError, match="a key value could not be read"):
        job.run()
    job.source.run("DELETE FROM items WHERE moment > '3000-01-01'")
    assert job.run().state == "copied"
    assert len(job.target.rows("SELECT * FROM items")) == 6
