"""A row that cannot go in is in the reject list with its reason; the rest of its batch is in the target."""

from __future__ import annotations

import hashlib
import json

import pytest

from dbmigrate.errors import RejectLimitError
from tests.marks import seldom
from tests.run.job import Job, MakeJob, create

PAIRS = ("sqlite-sqlite", "postgresql-postgresql", seldom("sqlite-postgresql"))
SOURCE = "CREATE TABLE items (id {int} PRIMARY KEY, code {text}, amount {int})"
ROWS = [(n, f"code {n}", n) for n in range(12)]

TARGETS = {
    "check": "CREATE TABLE items (id {int} PRIMARY KEY, code {text}, amount {int} CHECK (amount <> 4 AND amount <> 5))",
    "unique": "CREATE TABLE items (id {int} PRIMARY KEY, code {text} UNIQUE, amount {int})",
    "not null": "CREATE TABLE items (id {int} PRIMARY KEY, code {text} NOT NULL, amount {int})",
}


def _rows_of(kind: str) -> tuple[list[tuple[object, ...]], set[int]]:
    """Source rows, and the keys of those that must be refused."""
    rows: list[tuple[object, ...]] = list(ROWS)
    if kind == "check":
        return rows, {4, 5}
    if kind == "unique":
        rows[4] = (4, "code 3", 4)  # clashes with a row of its own batch
        rows[11] = (11, "code 0", 11)  # and with one that is committed
        return rows, {4, 11}
    rows[7] = (7, None, 7)
    return rows, {7}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("extra", ["", 'target_rows = "any"'], ids=["direct", "staged"])
@pytest.mark.parametrize("kind", TARGETS)
def test_refused_rows_are_found_and_recorded(make_job: MakeJob, pair: str, kind: str, extra: str) -> None:
    job = make_job(pair).write(f'[[table]]\nsource = "items"\n{extra}\n', commit_rows=5)
    rows, refused = _rows_of(kind)
    _create(job, SOURCE, TARGETS[kind])
    job.source.insert("items", rows)
    outcome = job.run()
    [table] = outcome.tables
    assert (table.rows_read, table.rows_inserted, table.rows_rejected) == (12, 12 - len(refused), len(refused))
    assert sorted(job.target.rows("SELECT * FROM items")) == [row for row in rows if row[0] not in refused]
    listed = job.target.rows(f"SELECT source_key, source_row, message FROM {job.target.ledger('reject')}")
    assert {json.loads(key)[0] for key, _, _ in listed} == refused
    assert [json.loads(row)["id"] for _, row, _ in listed] == [json.loads(key)[0] for key, _, _ in listed]
    assert all(message for _, _, message in listed)
    sums = job.target.rows(
        f"SELECT sum(rows_read), sum(rows_rejected) FROM {job.target.ledger('batch')} UNION ALL"
        f" SELECT sum(rows_inserted), 0 FROM {job.target.ledger('batch_target')}"
    )
    assert [tuple(map(int, row)) for row in sums] == [(12, len(refused)), (12 - len(refused), 0)]


@pytest.mark.parametrize("pair", ["postgresql-postgresql", "sqlite-postgresql"])
def test_a_missing_parent(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair)
    parents, children = (
        "CREATE TABLE parents (id {int} PRIMARY KEY)",
        "CREATE TABLE children (id {int} PRIMARY KEY, p {int}",
    )
    _create(job, parents, parents)
    _create(job, f"{children})", f"{children} REFERENCES parents (id))")
    job.write('[[table]]\nsource = "children"\n[[table]]\nsource = "parents"\n')
    job.source.insert("parents", [(1,), (2,)])
    job.source.insert("children", [(1, 1), (2, 7), (3, None), (4, 2), (5, 8)])
    job.run()
    assert sorted(row[0] for row in job.target.rows("SELECT id FROM children")) == [1, 3, 4]
    assert [json.loads(key) for _, key, _ in job.rejects()] == [[2], [5]]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_table_without_key(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).write('[[table]]\nsource = "items"\n', commit_rows=4)
    _create(
        job,
        "CREATE TABLE items (code {text}, amount {int})",
        "CREATE TABLE items (code {text}, amount {int} CHECK (amount < 9))",
    )
    job.source.insert("items", [("same", 1)] * 3 + [(f"c{n}", n) for n in range(10)] + [("same", 1)])
    [table] = job.run().tables
    assert (table.rows_read, table.rows_inserted, table.rows_rejected) == (14, 13, 1)
    assert sorted(job.target.rows("SELECT * FROM items")) == sorted(
        [("same", 1)] * 4 + [(f"c{n}", n) for n in range(9)]
    )
    [(row,)] = job.target.rows(f"SELECT source_row FROM {job.target.ledger('reject')}")
    assert json.loads(row) == {"code": "c9", "amount": 9}


@pytest.mark.parametrize("pair", PAIRS)
def test_a_batch_of_which_nothing_goes_in(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).write('[[table]]\nsource = "items"\n', commit_rows=4)
    _create(job, SOURCE, SOURCE.replace("amount {int}", "amount {int} CHECK (amount < 4 OR amount > 7)"))
    job.source.insert("items", ROWS)
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_rejected) == (8, 4)
    assert job.target.rows(f"SELECT count(*) FROM {job.target.ledger('batch')} WHERE rows_rejected = 4") == [(1,)]


@pytest.mark.parametrize("pair", PAIRS)
def test_too_many_rejects_stop_the_run_which_keeps_its_list(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).write('[[table]]\nsource = "items"\n')
    _create(job, SOURCE, SOURCE.replace("amount {int}", "amount {int} CHECK (amount % 2 = 0)"))
    job.source.insert("items", ROWS)
    with pytest.raises(RejectLimitError) as limit:
        job.run(max_rejects=2)
    assert int(limit.value.exit_code) == 9
    assert len(job.rejects()) == 3, "it ends behind the batch with the first one too many"
    with pytest.raises(RejectLimitError):
        job.run(max_rejects=3)
    assert len(job.rejects()) == 4, "those of earlier attempts count"
    outcome = job.run(max_rejects=6)
    assert (outcome.state, outcome.resumed) == ("copied", True)
    assert [json.loads(key)[0] for _, key, _ in job.rejects()] == [1, 3, 5, 7, 9, 11]
    assert len(job.target.rows("SELECT * FROM items")) == 6


def test_consented_changes_are_counted(make_job: MakeJob) -> None:
    job = make_job("sqlite-postgresql")
    job.source.run("CREATE TABLE items (id INTEGER PRIMARY KEY, code TEXT)")
    job.target.run("CREATE TABLE items (id bigint PRIMARY KEY, code varchar(4))")
    job.write('[[table]]\nsource = "items"\n[table.consent]\ntruncate = ["code"]\nempty_as_null = ["code"]\n')
    job.source.insert("items", [(1, "long enough"), (2, "ok"), (3, ""), (4, "fits"), (5, "truncated")])
    [table] = job.run().tables
    assert sum(table.changes.values()) == 3
    assert {change.split()[0]: count for change, count in table.changes.items()} == {"truncate": 2, "empty_as_null": 1}
    assert job.target.rows("SELECT code FROM items ORDER BY id") == [("long",), ("ok",), (None,), ("fits",), ("trun",)]


def _create(job: Job, source: str, target: str) -> None:
    create(job.source, source)
    create(job.target, target)


CALCULATED = """
[[table]]
source = "items"
[[table.into]]
target = "items"
[table.into.columns]
amount = "code::integer + 1"
"""


@pytest.mark.parametrize("pair", PAIRS)
def test_values_that_an_expression_cannot_take(make_job: MakeJob, pair: str) -> None:
    """Their rows alone, in the middle and at both ends of a batch, and a batch of nothing else."""
    job = make_job(pair).write(CALCULATED, commit_rows=4)
    _create(job, SOURCE, "CREATE TABLE items (id {int} PRIMARY KEY, code {text}, amount {int})")
    wrong = {0, 2, 4, 5, 6, 7, 11}
    job.source.insert("items", [(n, "none" if n in wrong else str(n), -1) for n in range(12)])
    job.run()
    assert sorted(job.target.rows("SELECT id, amount FROM items")) == [(n, n + 1) for n in range(12) if n not in wrong]
    listed = job.target.rows(f"SELECT source_key, reason, column_name, message FROM {job.target.ledger('reject')}")
    assert {json.loads(key)[0] for key, *_ in listed} == wrong
    assert {(reason, column) for _, reason, column, _ in listed} == {("does_not_fit", "amount")}
    assert all("Could not convert string 'none'" in message for *_, message in listed), listed
    job.source.run("UPDATE items SET code = '40' WHERE id = 5")
    job.retry()
    assert job.target.rows("SELECT amount FROM items WHERE id = 5") == [(41,)]


def test_an_expression_that_no_value_suits_is_refused_by_the_plan(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").write(CALCULATED.replace("code::integer", "date_trunc('day', code)"))
    _create(job, SOURCE, SOURCE)
    [finding] = [one for one in job.plan().findings if one.refuses]
    assert (finding.code, finding.subject) == ("DBM-4016", "items.amount")
    assert "date_trunc('day', code)" in finding.message


@pytest.mark.parametrize("extra", ["", 'target_rows = "any"'], ids=["direct", "staged"])
def test_a_value_that_is_too_long_for_an_index_of_the_target(make_job: MakeJob, extra: str) -> None:
    """PostgreSQL takes 2,704 bytes there, and says 54000: a limit of the program, and not of the row."""
    job = make_job("sqlite-postgresql").write(f'[[table]]\nsource = "items"\n{extra}\n', commit_rows=5)
    _create(job, SOURCE, SOURCE)
    job.target.run("CREATE INDEX long ON items (code)")
    long = "".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(200))
    job.source.insert("items", [(*row[:1], long if row[0] in (3, 7) else row[1], row[2]) for row in ROWS])

    [table] = job.run().tables

    assert (table.rows_inserted, table.rows_rejected) == (10, 2)
    assert [(key, reason) for _, key, reason in job.rejects()] == [
        ("[3]", "refused_by_target"),
        ("[7]", "refused_by_target"),
    ]
