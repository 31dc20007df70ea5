"""Retries and resyncs are undone like any run: rejects are open again, rows are as they were."""

from __future__ import annotations

import pytest

from tests.run.job import Job, create
from tests.run.rejected import open_rejects
from tests.run.undoing import undo

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, amount {int})"


def _filled(job: Job) -> Job:
    create(job.source, ITEMS)
    create(job.target, ITEMS.replace("amount {int}", "amount {int} CHECK (amount < 100)"))
    job.write('[[table]]\nsource = "items"\n', commit_rows=4)
    job.source.insert("items", [(n, 500 if n in (3, 7) else n) for n in range(1, 11)])
    job.run()
    return job


def test_a_retry(job: Job) -> None:
    _filled(job)
    job.source.run("UPDATE items SET amount = 1 WHERE id = 3", "DELETE FROM items WHERE id = 7")
    assert job.retry().rejects_open == 0
    undo(job, 2)
    assert open_rejects(job) == [(3,), (7,)]
    assert (3,) not in job.target.rows("SELECT id FROM items")
    assert [gap.rows_rejected for gap in job.gaps().tables] == [1], "of the two, row 7 is not in the source"
    assert job.retry().rejects_open == 0
    assert job.verdict() == "match"


def test_one_table_of_a_retry(job: Job) -> None:
    tables = ("items", "others")
    create(job.source, *(ITEMS.replace("items", name) for name in tables))
    checked = ITEMS.replace("amount {int}", "amount {int} CHECK (amount < 100)")
    create(job.target, *(checked.replace("items", name) for name in tables))
    job.write("".join(f'[[table]]\nsource = "{name}"\n' for name in tables))
    for name in tables:
        job.source.insert(name, [(n, 500 if n == 3 else n) for n in range(1, 6)])
    assert job.run().rejects_open == 2
    job.source.run(*(f"UPDATE {name} SET amount = 1 WHERE id = 3" for name in tables))
    assert job.retry().rejects_open == 0
    undo(job, 2, tables=("others",))
    assert {name: (3, 1) in job.target.rows(f"SELECT * FROM {name}") for name in tables} == {
        "items": True,
        "others": False,
    }
    again = job.retry()
    assert [(one.table.split(".")[-1], one.migrated) for one in again.tables] == [("others", 1)]
    assert job.verdict() == "match"


@pytest.mark.long
def test_a_resync(job: Job) -> None:
    _filled(job)
    job.source.run("UPDATE items SET amount = 50 WHERE id IN (2, 9)")
    job.target.run("DELETE FROM items WHERE id = 4")
    before = job.target.counted("items")
    [found] = job.resync().tables
    assert (found.updated, found.inserted) == (2, 1)
    undo(job, 2)
    assert job.target.counted("items") == before
    [again] = job.resync().tables
    assert (again.updated, again.inserted) == (2, 1)
