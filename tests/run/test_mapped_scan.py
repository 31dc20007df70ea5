"""The scan before a run judges ids that go through maps by what the maps make of them."""

from __future__ import annotations

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.run.migration import Migration
from tests.marks import seldom
from tests.run.job import Job, MakeJob, create
from tests.run.mapped import ENTITIES, MEASURES, REFORMED, SERIES, TABLES, fill, write

PAIRS = ("sqlite-sqlite", "postgresql-postgresql", seldom("sqlite-postgresql"))


def refused(job: Job) -> list[tuple[str, str, int]]:
    with Migration(load_project(job.project)) as migration:
        found = migration.scan_values(migration.plan()).refused
    return sorted((one.table.rpartition(".")[2], one.kind, one.count) for one in found)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_name_that_becomes_a_number_is_not_accused(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair)
    create(job.source, MEASURES)
    create(job.target, *REFORMED)
    write(job, SERIES)
    job.source.insert("measure", [("a", 1, 10), ("a", 2, 10), ("b", 1, 20)])
    assert refused(job) == []
    assert job.run().rows_rejected == 0


@pytest.mark.parametrize("pair", PAIRS)
def test_ids_of_no_row_are_found(make_job: MakeJob, pair: str) -> None:
    job = write(make_job(pair).both(*TABLES), ENTITIES)
    fill(job)
    # Two kinds of one name become one row: nothing to accuse.
    job.source.insert("kind", [(6, "User", 1)])
    assert refused(job) == []
    job.source.insert("person", [(100, 77, "of no kind")])
    job.source.insert("visit", [(100, 1, 78, -1), (101, 1, 77, -1)])
    assert refused(job) == [("person", "orphan", 1), ("visit", "orphan", 2)]
    assert job.run(max_rejects=10).rows_rejected == 3
