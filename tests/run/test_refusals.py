"""What a plan refuses, each with its code, and that nothing is written then."""

from __future__ import annotations

import pytest

from dbmigrate.errors import PlanRefusedError
from tests.run.job import Job, MakeJob, create

PLAIN = '[[table]]\nsource = "items"\n'
ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text})"

CASES = {
    "no source table": (None, ITEMS, PLAIN, "DBM-4001"),
    "no target table": (ITEMS, None, PLAIN, "DBM-4002"),
    "target column missing": (ITEMS, ITEMS, PLAIN + 'columns = { nowhere = "note" }\n', "DBM-4005"),
    "NOT NULL not covered": (ITEMS, ITEMS.replace(")", ", more {text} NOT NULL)"), PLAIN, "DBM-4004"),
    "source column unused": (ITEMS.replace(")", ", more {text})"), ITEMS, PLAIN, "DBM-4006"),
    "expression reads nothing": (ITEMS, ITEMS, PLAIN + 'columns = { note = "lower(absent)" }\n', "DBM-4016"),
    "types do not fit": (ITEMS, ITEMS.replace("{text}", "bytea"), PLAIN, "DBM-4007"),
    "no key for rows that may be there": (
        "CREATE TABLE items (note {text})",
        "CREATE TABLE items (note {text})",
        PLAIN + 'target_rows = "any"\n',
        "DBM-4009",
    ),
    "upsert by a key that nothing enforces": (
        "CREATE TABLE items (id {int} NOT NULL, note {text})",
        "CREATE TABLE items (id {int} NOT NULL, note {text})",
        PLAIN + 'mode = "upsert"\nkey = ["id"]\n',
        "DBM-4009",
    ),
    "upsert from a source without a usable key": (
        "CREATE TABLE items (id {int}, note {text})",
        ITEMS,
        PLAIN + 'mode = "upsert"\n',
        "DBM-4014",
    ),
    "no column in common": ("CREATE TABLE items (a {int})", "CREATE TABLE items (b {int})", PLAIN, "DBM-4010"),
    "key column missing": (ITEMS, ITEMS, PLAIN + 'key = ["absent"]\n', "DBM-4011"),
    "watermark column missing": (ITEMS, ITEMS, PLAIN + 'watermark = { column = "w", overlap = "1m" }\n', "DBM-4011"),
}


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "postgresql-postgresql", "sqlite-postgresql"])
@pytest.mark.parametrize("case", CASES)
def test_refused_with_its_code(make_job: MakeJob, pair: str, case: str) -> None:
    source, target, tables, code = CASES[case]
    if pair == "sqlite-sqlite" and case == "types do not fit":
        target = "CREATE TABLE items (id INTEGER PRIMARY KEY, note BLOB)"  # which is what a bytea is there
    job = make_job(pair).write(tables)
    create(job.source, *([source] if source else []))
    create(job.target, *([target] if target else []))
    assert code in [finding.code for finding in job.plan().refusals]
    _refused_without_a_trace(job, code)


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "postgresql-postgresql"])
def test_a_target_that_is_not_empty(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both(ITEMS).write(PLAIN)
    job.target.insert("items", [(1, "own")])
    _refused_without_a_trace(job, "DBM-4003")


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "postgresql-postgresql"])
def test_source_and_target_are_one(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both(ITEMS)
    job.source = job.target
    _refused_without_a_trace(job.write(PLAIN), "DBM-4008")


def _refused_without_a_trace(job: Job, code: str) -> None:
    with pytest.raises(PlanRefusedError) as refused:
        job.run()
    assert code in str(refused.value.cause) or refused.value.code == code
    assert int(refused.value.exit_code) == 4
    where = (
        "SELECT name FROM sqlite_master WHERE name LIKE 'dbmigrate%'"
        if job.target.is_sqlite
        else "SELECT nspname FROM pg_namespace WHERE nspname = 'dbmigrate'"
    )
    assert job.target.rows(where) == []
