"""A reject is open until a run brings its row, finds it gone, or rejects it again."""

from __future__ import annotations

import pytest

from dbmigrate.ledger import rejects as ledger_rejects
from dbmigrate.write.settling import Settling
from tests.run.job import Job, MakeJob, create
from tests.run.rejected import open_rejects, outcomes

SOURCE = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})"
TARGET = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int} CHECK (amount < 100))"


def _prepared(job: Job) -> Job:
    create(job.source, SOURCE)
    create(job.target, TARGET)
    job.write('[[table]]\nsource = "items"\n', commit_rows=4)
    job.source.insert("items", [(n, f"note {n}", 500 if n in (3, 7) else n) for n in range(1, 11)])
    return job


@pytest.mark.parametrize("held", [True, False], ids=["hashes held", "looked up"])
def test_a_later_pass_settles_what_was_rejected(job: Job, monkeypatch: pytest.MonkeyPatch, held: bool) -> None:
    if not held:
        monkeypatch.setattr(ledger_rejects, "MOST_HASHES", 1)
    first = _prepared(job).run()
    assert (first.rows_rejected, first.rejects_open) == (2, 2)
    assert open_rejects(job) == [(3,), (7,)]
    job.source.run("UPDATE items SET amount = 30 WHERE id = 3")
    second = job.run()
    assert (second.rows_rejected, second.rejects_open) == (1, 1)
    assert outcomes(job) == [(1, "[3]", "migrated", 2), (1, "[7]", "again", 2)]
    assert open_rejects(job) == [(7,)]
    assert sorted(job.target.rows("SELECT id FROM items")) == [(n,) for n in range(1, 11) if n != 7]


def test_without_open_rejects_a_pass_asks_nothing(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    create(job.target, SOURCE)
    create(job.source, SOURCE)
    job.write('[[table]]\nsource = "items"\n')
    job.source.insert("items", [(n, "x", n) for n in range(8)])

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Settling, "__init__", never)
    assert job.run().rejects_open == 0
    assert job.run().rejects_open == 0


def test_what_an_undone_run_closed_is_open_again(job: Job) -> None:
    _prepared(job).run()
    job.source.run("UPDATE items SET amount = 30 WHERE id = 3")
    job.run()
    job.target.run("DELETE FROM items WHERE id = 3")
    job.target.run(f"UPDATE {job.target.ledger('run')} SET state = 'undone' WHERE run_id = 2")
    third = job.run()
    assert third.rejects_open == 1
    assert (1, "[3]", "migrated", 3) in outcomes(job)
    assert open_rejects(job) == [(7,)]


def test_rejects_of_a_run_that_left_nothing_else_are_settled(make_job: MakeJob) -> None:
    """The next run would let the target fetch the rows by itself, without looking at them."""
    job = make_job("sqlite-sqlite")
    create(job.source, SOURCE)
    create(job.target, TARGET)
    job.write('[[table]]\nsource = "items"\n')
    job.source.insert("items", [(1, "x", 500)])
    assert job.run().rejects_open == 1
    job.source.run("UPDATE items SET amount = 5")
    assert job.run().rejects_open == 0
    assert outcomes(job) == [(1, "[1]", "migrated", 2)]


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "postgresql-postgresql"])
def test_a_reject_that_is_closed_excuses_no_row(make_job: MakeJob, pair: str) -> None:
    """Rows that go as they are stored are known by their keys, others by their values."""
    job = make_job(pair)
    create(job.source, "CREATE TABLE items (id {int} PRIMARY KEY, at {moment}, amount {int})")
    create(job.target, "CREATE TABLE items (id {int} PRIMARY KEY, at {moment}, amount {int} CHECK (amount < 100))")
    job.write('[[table]]\nsource = "items"\n')
    job.source.insert("items", [(n, "2024-05-01 10:00:00", 500 if n == 3 else n) for n in range(1, 11)])
    assert job.run().rejects_open == 1
    assert job.verdict() == "match", "the row is on the list"
    job.target.run("ALTER TABLE items DROP CONSTRAINT items_amount_check")
    assert job.retry().rejects_open == 0
    assert job.verdict() == "match"
    job.target.run("DELETE FROM items WHERE id = 3")
    assert job.verdict() == "mismatch"
