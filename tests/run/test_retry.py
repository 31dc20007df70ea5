"""Rejects tried again after source or target was mended: just they go in, and nothing else is touched."""

from __future__ import annotations

import json
from collections import Counter

import psycopg
import pytest

from dbmigrate.errors import LedgerError
from tests.databases import Database
from tests.run.job import Job, MakeJob, create
from tests.run.rejected import open_rejects, outcomes

SOURCE = "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})"


def _ids(job: Job) -> list[int]:
    return [key for (key,) in job.target.rows("SELECT id FROM items ORDER BY id")]


def test_by_every_outcome(job: Job) -> None:
    create(job.source, SOURCE)
    create(job.target, "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int} CHECK (amount < 100))")
    job.write('[[table]]\nsource = "items"\n', commit_rows=4)
    job.source.insert("items", [(n, f"note {n}", 500 if n % 5 == 0 else n) for n in range(1, 31)])
    assert job.run().rejects_open == 6
    job.source.run(
        "UPDATE items SET amount = 1 WHERE id IN (5, 10, 30)",
        "DELETE FROM items WHERE id IN (15, 16)",
        "UPDATE items SET note = 'changed since' WHERE id = 6",
    )
    job.source.insert("items", [(99, "new", 1)])
    found = job.retry()
    assert [(t.migrated, t.again, t.gone) for t in found.tables] == [(3, 2, 1)]
    assert (found.state, found.rejects_open) == ("copied", 2)
    assert _ids(job) == [n for n in range(1, 31) if n not in (15, 20, 25)], "row 99 is not its business, nor is 16"
    assert job.target.rows("SELECT note FROM items WHERE id = 6") == [("note 6",)]
    assert open_rejects(job) == [(20,), (25,)]
    kinds = job.target.rows(f"SELECT kind, state FROM {job.target.ledger('run')} ORDER BY run_id")
    assert kinds == [("pass", "copied"), ("retry", "copied")]
    assert outcomes(job)[0] == (1, "[10]", "migrated", 2)
    again = job.retry()
    assert [(t.migrated, t.again, t.gone) for t in again.tables] == [(0, 2, 0)]
    job.source.run("UPDATE items SET amount = 1 WHERE id IN (20, 25)")
    last = job.retry()
    assert (last.rejects_open, last.tables[0].migrated) == (0, 2)
    assert job.retry().run_id is None
    second = job.run()
    assert (second.pass_number, second.resumed, second.tables[0].rows_inserted) == (2, False, 1)


def test_by_every_reason(make_job: MakeJob) -> None:
    """Unreadable, does not fit, refused, other row present: mended on the side where the fault is."""
    job = make_job("sqlite-postgresql")
    expression = 'columns = { amount = "amount + 0" }'
    job.source.run("CREATE TABLE items (id INTEGER PRIMARY KEY, note TEXT, amount INTEGER)")
    job.target.run("CREATE TABLE items (id bigint PRIMARY KEY, note varchar(6) NOT NULL, amount bigint UNIQUE)")
    job.write(f'[[table]]\nsource = "items"\ntarget_rows = "any"\n{expression}', commit_rows=2)
    rows = [(1, "a", 1), (2, "b", "text"), (3, "too long", 3), (4, "d", 1), (5, "e", 5), (6, None, 6)]
    job.source.insert("items", rows)
    job.target.insert("items", [(5, "other", 55), (77, "own", 77)])
    job.run()
    assert {key: reason for _, key, reason in job.rejects()} == {
        "[2]": "unreadable",
        "[3]": "does_not_fit",
        "[4]": "refused_by_target",
        "[5]": "other_row_present",
        "[6]": "does_not_fit",
    }
    for reason, key, mend in (
        ("unreadable", 2, "UPDATE items SET amount = 2 WHERE id = 2"),
        ("does_not_fit", 3, "UPDATE items SET note = 'short' WHERE id = 3"),
        ("refused_by_target", 4, "UPDATE items SET amount = 4 WHERE id = 4"),
        ("does_not_fit", 6, "UPDATE items SET note = 'f' WHERE id = 6"),
    ):
        job.source.run(mend)
        job.retry(reason=reason)
        assert (key,) not in open_rejects(job)
    job.target.run("DELETE FROM items WHERE id = 5")
    assert job.retry(tables=frozenset({"items"})).rejects_open == 0
    assert sorted(job.target.rows("SELECT id, note, amount FROM items")) == [
        (1, "a", 1), (2, "b", 2), (3, "short", 3), (4, "d", 4), (5, "e", 5), (6, "f", 6), (77, "own", 77),
    ]  # fmt: skip


def test_what_comes_later_in_a_range_has_not_gone(job: Job) -> None:
    """A batch of the run is read again in many of the retry's; only the last of them knows what did not turn up."""
    job.both("CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int})")
    job.target.run("CREATE UNIQUE INDEX once ON items (amount)")
    job.source.insert("items", [(n, f"note {n}", 7 if n % 4 == 0 else n * 10) for n in range(1, 21)])
    job.write('[[table]]\nsource = "items"\n', commit_rows=50)
    assert job.run().rejects_open == 4
    job.source.run("UPDATE items SET amount = id * 10 WHERE id % 4 = 0", "DELETE FROM items WHERE id = 12")
    job.write('[[table]]\nsource = "items"\n', commit_rows=2)
    [table] = job.retry().tables
    assert (table.migrated, table.again, table.gone) == (3, 0, 1)
    assert sorted(outcome for _, _, outcome, _ in outcomes(job)) == ["gone", "migrated", "migrated", "migrated"]
    assert open_rejects(job) == []


def test_into_a_database_that_lacks_characters(make_job: MakeJob) -> None:
    """The list of rejects and the key through which a batch went are kept there too."""
    job = make_job("sqlite-postgresql")
    name = f"western_{job.target.rows('SELECT current_database()')[0][0]}"
    with psycopg.connect(job.target.place, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        try:
            with psycopg.connect(job.target.place, dbname=name) as western:
                host = western.info.host
            job.target = Database("postgresql", f"postgresql://postgres@/{name}?host={host}")
            job.both("CREATE TABLE items (id {text} PRIMARY KEY, note {text})")
            job.write('[[table]]\nsource = "items"\n', commit_rows=2)
            job.source.insert("items", [("a", "é"), ("b", "€"), ("c", "d"), ("č", "f"), ("ł", "g")])
            assert job.run().rejects_open == 3
            assert [(json.loads(key), reason) for _, key, reason in job.rejects()] == [
                (["b"], "refused_by_target"), (["č"], "refused_by_target"), (["ł"], "refused_by_target"),
            ]  # fmt: skip
            assert job.verdict() == "match"
            job.source.run("UPDATE items SET note = 'euro' WHERE id = 'b'", "UPDATE items SET id = 'e' WHERE id = 'č'")
            [table] = job.retry().tables
            assert (table.migrated, table.again, table.gone) == (1, 1, 1)
            assert job.run().tables[0].rows_inserted == 1
            assert job.target.counted("items") == Counter([("a", "é"), ("b", "euro"), ("c", "d"), ("e", "f")])
        finally:
            session.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_parent_and_its_children(make_job: MakeJob) -> None:
    job = make_job("postgresql-postgresql")
    create(
        job.source, "CREATE TABLE p (id {int} PRIMARY KEY, n {int})", "CREATE TABLE c (id {int} PRIMARY KEY, p {int})"
    )
    create(
        job.target,
        "CREATE TABLE p (id {int} PRIMARY KEY, n {int} CHECK (n > 0))",
        "CREATE TABLE c (id {int} PRIMARY KEY, p {int} REFERENCES p (id))",
    )
    job.write('[[table]]\nsource = "c"\n[[table]]\nsource = "p"\n')
    job.source.insert("p", [(1, 1), (2, -2), (3, 3)])
    job.source.insert("c", [(n, n % 3 + 1) for n in range(9)])
    assert job.run().rejects_open == 4
    job.source.run("UPDATE p SET n = 2 WHERE id = 2")
    assert job.retry().rejects_open == 0
    assert job.verdict() == "match"


def test_a_table_without_key(job: Job) -> None:
    create(job.source, "CREATE TABLE lines (line {text}, n {int})")
    create(job.target, "CREATE TABLE lines (line {text}, n {int})", "CREATE TABLE allowed (n {int})")
    job.write('[[table]]\nsource = "lines"\n', commit_rows=2)
    trigger = (
        ("CREATE UNIQUE INDEX once ON lines (n)",)
        if job.target.is_sqlite
        else ("ALTER TABLE lines ADD CONSTRAINT once UNIQUE (n)",)
    )
    job.target.run(*trigger)
    job.source.insert("lines", [("a", 1), ("b", 2), ("b", 2), ("b", 2), ("c", 1), ("d", 4)])
    assert job.run().rejects_open == 3
    job.target.run("DROP INDEX once" if job.target.is_sqlite else "ALTER TABLE lines DROP CONSTRAINT once")
    job.source.run("DELETE FROM lines WHERE line = 'c'")
    [table] = job.retry().tables
    assert (table.migrated, table.again, table.gone) == (2, 0, 1)
    assert job.target.counted("lines") == job.source.counted("lines")
    assert job.retry().run_id is None


def test_rows_that_share_a_key(job: Job) -> None:
    """Only the row that was rejected goes in, not its sibling that is there."""
    create(job.source, "CREATE TABLE ties (k {int} NOT NULL, n {int})")
    create(job.target, "CREATE TABLE ties (k {int} NOT NULL, n {int} CHECK (n < 90))")
    job.write('[[table]]\nsource = "ties"\nkey = ["k"]\n', commit_rows=2)
    job.source.insert("ties", [(n // 3, n + (90 if n in (4, 5) else 0)) for n in range(9)])
    assert job.run().rejects_open == 2
    if job.target.is_sqlite:
        job.target.run(
            "ALTER TABLE ties RENAME TO old", "CREATE TABLE ties (k INTEGER NOT NULL, n INTEGER)",
            "INSERT INTO ties SELECT * FROM old", "DROP TABLE old",
        )  # fmt: skip
    else:
        job.target.run("ALTER TABLE ties DROP CONSTRAINT ties_n_check")
    assert job.retry().rejects_open == 0
    assert job.target.counted("ties") == job.source.counted("ties")


def test_one_read_into_two_targets(job: Job) -> None:
    create(job.source, SOURCE)
    create(
        job.target,
        "CREATE TABLE names (id {int} PRIMARY KEY, note {text})",
        "CREATE TABLE sums (id {int} PRIMARY KEY, amount {int} CHECK (amount < 100))",
    )
    job.write('[[table]]\nsource = "items"\n[[table.into]]\ntarget = "names"\n[[table.into]]\ntarget = "sums"\n')
    job.source.insert("items", [(n, f"note {n}", 500 if n == 4 else n) for n in range(1, 9)])
    assert job.run().rejects_open == 1
    job.source.run("UPDATE items SET amount = 4 WHERE id = 4")
    assert job.retry().rejects_open == 0
    assert sorted(job.target.rows("SELECT id FROM names")) == sorted(job.target.rows("SELECT id FROM sums"))
    assert job.verdict() == "match"


def test_while_a_pass_is_interrupted(make_job: MakeJob) -> None:
    """The pass goes on where it was, and what it has left off is put back by it alone."""
    from tests.run.stopping import stop_after

    job = make_job("sqlite-sqlite")
    create(job.source, SOURCE)
    create(job.target, "CREATE TABLE items (id {int} PRIMARY KEY, note {text}, amount {int} CHECK (amount < 100))")
    job.target.run("CREATE TRIGGER watch AFTER INSERT ON items BEGIN DELETE FROM items WHERE id = 4; END")
    job.write('[[table]]\nsource = "items"\n', commit_rows=4)
    job.source.insert("items", [(n, "x", 500 if n == 3 else n) for n in range(1, 13)])
    assert stop_after(job, 1).state == "stopped"
    job.source.run("UPDATE items SET amount = 3 WHERE id = 3")
    assert job.retry().rejects_open == 0
    assert job.target.rows("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") == [(0,)]
    resumed = job.run()
    assert (resumed.state, resumed.resumed, resumed.pass_number) == ("copied", True, 1)
    assert _ids(job) == list(range(1, 13))
    assert job.target.rows("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") == [(1,)]


def test_before_the_first_run(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").both(SOURCE).write('[[table]]\nsource = "items"\n')
    with pytest.raises(LedgerError, match="nothing has been copied"):
        job.retry()
    assert job.target.rows("SELECT name FROM sqlite_master WHERE name LIKE 'dbmigrate%'") == []
