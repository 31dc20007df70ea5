"""Rows that went from PostgreSQL to PostgreSQL as they are stored: values without a form in Arrow are compared too."""

from __future__ import annotations

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.model.verdicts import VerificationReport
from dbmigrate.run.migration import Migration, VerifyScope
from tests.run.job import Job, MakeJob, create

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, amount numeric(10,2), made timestamp, body jsonb)"
ENTRY = '[[table]]\nsource = "items"\nwatermark = { column = "made", overlap = "1d" }\n'
ODD = (3, "NaN", "2024-05-03 00:00:00", '{"a": 1e400}')
LATE = (4, "1.50", "294276-01-01 00:00:00", None)


@pytest.fixture
def job(make_job: MakeJob) -> Job:
    job = make_job("postgresql-postgresql")
    create(job.source, ITEMS)
    create(job.target, ITEMS.replace(", made", " CONSTRAINT few CHECK (amount <> 77), made"))
    job.write(ENTRY, commit_rows=2)
    plain = [(n, f"{n}.25", f"2024-05-{n:02} 10:00:00", "{}") for n in range(5, 20)]
    job.source.insert("items", [(1, None, None, None), ODD, LATE, *plain, (20, "77", "2024-05-20", None)])
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_rejected) == (18, 1)
    return job


def _verified(job: Job, scope: VerifyScope) -> VerificationReport:
    with Migration(load_project(job.project)) as migration:
        return migration.verify(scope=scope)


def _rows(job: Job) -> list[tuple[str]]:
    return job.target.rows("SELECT items::text FROM items ORDER BY id")


@pytest.mark.parametrize("level", ["hashes", "source"])
def test_all_rows_are_compared_but_the_rejected(job: Job, level: str) -> None:
    report = _verified(job, VerifyScope(level))
    assert str(report.verdict) == "match", report
    assert (report.tables[0].rows_expected, report.tables[0].rows_found) == (19, 18)


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("UPDATE items SET amount = 1 WHERE id = 3", "changed"),
        ("UPDATE items SET body = '{\"a\": 1e401}' WHERE id = 3", "changed"),
        ("UPDATE items SET made = '294276-01-02' WHERE id = 4", "changed"),
        ("DELETE FROM items WHERE id = 3", "missing"),
        ("DELETE FROM items WHERE id = 10", "missing"),
        ("UPDATE items SET amount = 'NaN' WHERE id = 11", "changed"),
    ],
)
def test_damage_is_found_and_put_right(job: Job, damage: str, kind: str) -> None:
    before, scope = _rows(job), VerifyScope("hashes")
    job.target.run(damage)
    report = _verified(job, scope)
    assert [difference.kind for difference in report.tables[0].differences] == [kind]
    with Migration(load_project(job.project)) as migration:
        assert str(migration.repair(report, scope, limit=10).verdict) == "match"
    assert _rows(job) == before


def test_rows_of_some_dates(job: Job) -> None:
    for database in (job.source, job.target):
        database.run("DELETE FROM items WHERE id = 4")
    dates = VerifyScope("source", since="2024-05-03", until="2024-05-15")
    assert str(_verified(job, dates).verdict) == "match"
    job.target.run("UPDATE items SET amount = 1 WHERE id IN (1, 16)")
    assert str(_verified(job, dates).verdict) == "match"
    job.target.run("UPDATE items SET amount = 1 WHERE id = 3")
    assert str(_verified(job, dates).verdict) == "mismatch"
