"""Rows whose parent is not in the source: on the reject list with that reason, and in the target once it is there."""

from __future__ import annotations

import random

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.run.migration import Migration
from tests.marks import seldom
from tests.run.job import Job, MakeJob

TABLES = (
    "CREATE TABLE parent (id {int} PRIMARY KEY)",
    "CREATE TABLE child (id {int}, at {moment}, p {int}, PRIMARY KEY (id))",
)
ENTRIES = """
[[table]]
source = "parent"

[[table]]
source = "child"
parent = { table = "parent", on = { p = "id" }, orphans = "reject" }
"""
MARK = 'watermark = { column = "at", overlap = "1d" }\n'
PAIRS = ("sqlite-sqlite", "postgresql-postgresql", seldom("sqlite-postgresql"))


@pytest.fixture(params=PAIRS)
def family(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    job = make_job(request.param).both(*TABLES).write(ENTRIES + MARK)
    job.source.insert("parent", [(1,), (2,)])
    rows = [(1, 1), (2, 9), (3, None), (4, 2), (5, 9), (6, 8), (7, 1), (8, 2)]
    job.source.insert("child", [(n, f"2020-01-0{n} 00:00:00", parent) for n, parent in rows])
    return job


def migrated(job: Job) -> list[int]:
    return [row[0] for row in job.target.rows("SELECT id FROM child ORDER BY 1")]


def gaps(job: Job) -> int:
    return job.gaps().rows_missing


def test_a_resync_brings_no_row_that_has_lost_its_parent(make_job: MakeJob) -> None:
    """That is for a pass to judge, which puts it on the list."""
    job = make_job("sqlite-postgresql").both(*TABLES).write(ENTRIES + MARK)
    job.source.insert("parent", [(1,), (2,)])
    job.source.insert("child", [(n, f"2020-01-0{n} 00:00:00", 1 + n % 2) for n in range(1, 7)])
    job.source.insert("child", [(7, "2020-01-07 00:00:00", None)])
    assert job.run().rows_rejected == 0
    job.source.run("DELETE FROM parent WHERE id = 2", "UPDATE child SET at = '2020-01-01 12:00:00' WHERE id IN (2, 3)")
    job.target.run("DELETE FROM child WHERE id IN (4, 5, 7)")
    before = job.target.counted("child")
    job.resync()
    moved = job.target.counted("child") - before
    assert sorted(key for key, *_ in moved) == [2, 4, 7], "the seventh names no parent"
    assert 5 not in migrated(job)


def test_a_row_that_names_its_parent_by_half_names_none(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").both(
        "CREATE TABLE parent (site {int}, id {int}, PRIMARY KEY (site, id))",
        "CREATE TABLE child (id {int} PRIMARY KEY, site {int}, p {int})",
    )
    job.write(ENTRIES.replace("{ p =", '{ site = "site", p ='))
    job.source.insert("parent", [(1, 1)])
    job.source.insert("child", [(1, 1, 1), (2, 1, None), (3, None, 1), (4, 1, 2)])
    assert job.run().rows_rejected == 1
    assert migrated(job) == [1, 2, 3]


def test_orphans_are_rejected_and_come_in_with_their_parent(family: Job) -> None:
    with Migration(load_project(family.project)) as migration:
        found = migration.scan_values(migration.plan()).refused
    assert [(one.kind, one.count) for one in found] == [("orphan", 3)]
    assert family.run(max_rejects=99).rows_rejected == 3
    assert [(table, key, reason) for table, key, reason in family.rejects()] == [
        ("child", f"[{n}]", "no_parent") for n in (2, 5, 6)
    ]
    assert migrated(family) == [1, 3, 4, 7, 8]
    assert (family.verdict(), gaps(family)) == ("match", 0)
    assert family.resync().rejects_open == 3
    assert migrated(family) == [1, 3, 4, 7, 8]
    # Still without their parent: still rejected, and no row twice on the list.
    outcome = family.retry()
    assert (outcome.rejects_open, migrated(family)) == (3, [1, 3, 4, 7, 8])
    family.source.insert("parent", [(9,)])
    assert family.retry().rejects_open == 1
    assert migrated(family) == [1, 2, 3, 4, 5, 7, 8]
    family.run(max_rejects=99)  # brings the new parent itself
    assert (family.verdict(), gaps(family), migrated(family)) == ("match", 0, [1, 2, 3, 4, 5, 7, 8])


def test_a_later_pass_finds_new_orphans_and_old_ones_whose_parent_came(family: Job) -> None:
    family.run(max_rejects=99)
    family.source.insert("parent", [(9,)])
    family.source.insert("child", [(9, "2020-01-09 00:00:00", 7), (10, "2020-01-09 00:00:00", 9)])
    family.write(ENTRIES)  # every row is read again
    family.run(max_rejects=99)
    assert migrated(family) == [1, 2, 3, 4, 5, 7, 8, 10]
    with Migration(load_project(family.project)) as migration:
        status = migration.status()
    assert sum(int(one["rows"]) for one in status.reject_counts) == 2
    assert family.verdict() == "match"


@pytest.mark.parametrize("pair", PAIRS[1:])
@pytest.mark.long
def test_a_resync_leaves_orphans_to_the_next_pass(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both(*TABLES).write(ENTRIES + MARK)
    job.source.insert("parent", [(1,), (2,)])
    job.source.insert("child", [(n, f"2020-01-0{n} 00:00:00", 1 + n % 2) for n in range(1, 9)])
    job.run()
    job.source.insert("child", [(0, "2020-01-01 00:00:00", 7), (9, "2020-01-01 00:00:00", None)])
    job.source.run("DELETE FROM parent WHERE id = 2")
    [_, child] = job.resync().tables
    assert (child.inserted, child.updated, child.rejected, child.deleted_listed) == (1, 0, 0, 0)
    assert (migrated(job), gaps(job)) == ([*range(1, 10)], 1)
    job.run(max_rejects=99)
    assert ("child", "[0]", "no_parent") in job.rejects()
    assert gaps(job) == 0


@pytest.mark.parametrize("pair", PAIRS)
def test_any_family_is_told_apart(make_job: MakeJob, pair: str) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    job = make_job(pair).both(*TABLES).write(ENTRIES, commit_rows=chance.choice((1, 2, 7, 100)))
    parents = {chance.randrange(20) for _ in range(chance.randrange(1, 12))}
    rows = {n: chance.choice([None, *range(20)]) for n in range(1, chance.randrange(2, 60))}
    job.source.insert("parent", [(n,) for n in sorted(parents)])
    job.source.insert("child", [(n, None, parent) for n, parent in rows.items()])
    lost = sorted(n for n, parent in rows.items() if parent is not None and parent not in parents)
    assert job.run(max_rejects=99).rows_rejected == len(lost)
    assert sorted(key for _, key, _ in job.rejects()) == sorted(f"[{n}]" for n in lost)
    assert migrated(job) == sorted(set(rows) - set(lost))
    assert job.verdict() == "match"


def test_a_table_whose_rows_cannot_be_told_apart_is_refused(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").both("CREATE TABLE parent (id {int} PRIMARY KEY)", "CREATE TABLE child (p {int})")
    job.write(ENTRIES)
    assert "DBM-4034" in {finding.code for finding in job.plan().refusals}
