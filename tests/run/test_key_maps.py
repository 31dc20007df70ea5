"""Ids of a source become the target's: allocated once, matched by name, given by the operator."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.verdicts import Verdict
from dbmigrate.run.migration import Migration, VerifyScope
from tests.marks import seldom
from tests.run.job import Job, MakeJob, create
from tests.run.mapped import (
    ENTITIES,
    MEASURES,
    REFORMED,
    SERIES,
    TABLES,
    entities,
    expected_entities,
    fill,
    points,
    verdicts,
    write,
)
from tests.run.undoing import run_script, undo

PAIRS = ("sqlite-sqlite", "postgresql-postgresql", seldom("sqlite-postgresql"))


@pytest.fixture(params=PAIRS)
def entity_job(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    return write(make_job(request.param).both(*TABLES), ENTITIES)


def test_ids_follow_into_an_empty_target(entity_job: Job) -> None:
    fill(entity_job)
    assert entity_job.run().rows_rejected == 0
    assert entities(entity_job) == expected_entities()
    # Free numbers stay; those that are always allocated begin at one.
    assert entity_job.target.rows("SELECT kind_id FROM kind ORDER BY 1") == [(1,), (2,), (5,)]
    assert verdicts(entity_job) == set()


def test_verified_by_several_workers_at_once(make_job: MakeJob) -> None:
    """They shared one connection for questions about ids, and waited for each other for ever."""
    job = write(make_job("sqlite-postgresql").both(*TABLES), ENTITIES)
    fill(job)
    job.run()
    with Migration(load_project(job.project)) as migration:
        for _ in range(3):
            assert migration.verify(scope=VerifyScope("source", workers=3)).verdict is Verdict.MATCH


def test_ids_avoid_those_of_the_target(entity_job: Job) -> None:
    fill(entity_job)
    entity_job.target.insert("kind", [(2, "User", 9), (1, "Own", 9)])
    assert entity_job.run().rows_rejected == 0
    assert entities(entity_job) == expected_entities()
    kinds = dict(entity_job.target.rows("SELECT coalesce(name, '-'), kind_id FROM kind"))
    assert kinds["User"] == 2
    assert kinds["Own"] == 1
    assert len(kinds) == 4
    assert verdicts(entity_job) == set()


def test_a_second_pass_uses_the_same_ids(entity_job: Job) -> None:
    fill(entity_job)
    entity_job.run()
    before = entity_job.target.rows("SELECT * FROM visit ORDER BY 1")
    entity_job.source.insert("person", [(20, 2, "late")])
    entity_job.source.insert("visit", [(30, 20, 2, 1)])
    outcome = entity_job.run()
    assert outcome.rows_rejected == 0
    assert sum(table.rows_inserted for table in outcome.tables) == 2
    assert entity_job.target.rows("SELECT * FROM visit ORDER BY 1")[: len(before)] == before
    assert ("late", "Contact", "Contact", 1) in entities(entity_job)
    assert verdicts(entity_job) == set()


def test_production_takes_numbers_between_two_passes(entity_job: Job) -> None:
    fill(entity_job)
    entity_job.run()
    entity_job.target.insert("person", [(9, 1, "own 9"), (10, 1, "own 10")])
    entity_job.source.insert("person", [(9, 1, "late 9"), (10, 2, "late 10")])
    entity_job.source.insert("visit", [(40, 9, 1, 1), (41, 10, 1, 1)])
    assert entity_job.run().rows_rejected == 0
    found = entities(entity_job)
    assert ("late 9", "User", "User", 1) in found
    assert ("late 10", "User", "Contact", 1) in found
    assert not [row for row in found if row[0].startswith("own")]
    assert verdicts(entity_job) == set()


def test_a_reference_to_nothing_is_refused_with_its_reason(entity_job: Job) -> None:
    fill(entity_job)
    entity_job.source.insert("person", [(50, 77, "of an unknown kind")])
    assert entity_job.run().rows_rejected == 1
    assert entity_job.rejects() == [("person", "[50]", "unmapped")]
    assert verdicts(entity_job) == set()


def test_a_row_that_was_never_copied_is_missed(entity_job: Job) -> None:
    fill(entity_job)
    entity_job.run()
    entity_job.source.insert("visit", [(99, 1, 1, 1)])
    [found] = verdicts(entity_job)
    assert found.startswith(("visit: mismatch", "public.visit: mismatch"))
    assert "missing" in found


@pytest.fixture(params=PAIRS)
def series_job(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    job = make_job(request.param)
    create(job.source, MEASURES)
    create(job.target, *REFORMED)
    return write(job, SERIES)


def test_one_row_becomes_dimension_profile_and_fact(series_job: Job) -> None:
    series_job.target.insert("series", [(7, "b"), (8, "own")])
    series_job.target.insert("point", [(100, 8, 1)])
    rows = [(name, n, n) for n in range(6) for name in ("a", "b", "c")]
    series_job.source.insert("measure", rows)
    assert series_job.run().rows_rejected == 0
    assert points(series_job) == sorted(rows)
    assert len(series_job.target.rows("SELECT * FROM series")) == 4
    assert series_job.target.rows("SELECT min(point_id) FROM point WHERE series_id <> 8") == [(101,)]
    assert verdicts(series_job) == set()
    more = [("d", 9, 9), ("a", 9, 9)]
    series_job.source.insert("measure", more)
    assert series_job.run().rows_rejected == 0
    assert points(series_job) == sorted(rows + more)
    assert verdicts(series_job) == set()


def test_a_refused_fact_takes_no_dimension_from_others(series_job: Job) -> None:
    """Batches of three: the first row of a name is refused, the next ones come in the same batch and in later ones."""
    rows = [
        ("a", 1, 5000),
        ("a", 2, 1),
        ("a", 3, 1),
        ("a", 4, 1),
        ("b", 1, 5000),
        ("c", 1, 5000),
        ("c", 2, 1),
        ("c", 9, 9),
    ]
    series_job.source.insert("measure", rows)
    assert series_job.run().rows_rejected == 3
    assert points(series_job) == sorted(row for row in rows if row[2] < 1000)
    assert verdicts(series_job) == set()


def test_two_sources_keep_apart(make_job: MakeJob) -> None:
    north = write(make_job("sqlite-postgresql", name="north"), ENTITIES)
    create(north.source, *TABLES)
    create(north.target, *TABLES)
    fill(north)
    assert north.run().rows_rejected == 0
    south = write(make_job("sqlite-postgresql", name="south", target=north.target), ENTITIES)
    create(south.source, *TABLES)
    south.source.insert("kind", [(2, "User", 1), (1, "Guest", 2), (5, None, 3)])
    south.source.insert("person", [(n, 2, f"south {n}") for n in range(1, 8)])
    south.source.insert("visit", [(n, n % 7 + 1, 1, 1) for n in range(1, 12)])
    with pytest.raises(PlanRefusedError, match="site 1") as refused:
        south.run()
    assert refused.value.exit_code == 4
    assert "north" in str(refused.value.cause)
    write(south, ENTITIES, "[maps.site]\n1 = 2\n")
    assert south.run().rows_rejected == 0
    both = entities(north)
    assert [row for row in both if row[0].startswith("note")] == expected_entities()
    southern = [row for row in both if row[0].startswith("south")]
    assert southern == sorted((f"south {n % 7 + 1}", "Guest", "User", 2) for n in range(1, 12))
    assert verdicts(south) == set()
    assert verdicts(north) == set()
    # Another map would bring the same rows in again.
    write(south, ENTITIES, "[maps.site]\n1 = 3\n")
    with pytest.raises(PlanRefusedError) as changed:
        south.run()
    assert changed.value.code == "DBM-4032"


def test_parallel_workers_share_the_maps(make_job: MakeJob) -> None:
    job = make_job("postgresql-postgresql")
    names = [f"m{n}" for n in range(4)]
    for name in names:
        create(job.source, MEASURES.replace("measure", name))
    create(job.target, *REFORMED, *(f"CREATE TABLE s{n} (id {{int}} PRIMARY KEY, site {{int}})" for n in range(4)))
    create(job.source, *(f"CREATE TABLE s{n} (id {{int}} PRIMARY KEY, site {{int}})" for n in range(4)))
    tables = "".join(SERIES.replace('"measure"', f'"{name}"').replace("[name,", f"['{name}', name,") for name in names)
    tables += "".join(f'[[table]]\nsource = "s{n}"\n' for n in range(4))
    write(job, tables, workers=4)
    for number, name in enumerate(names):
        job.source.insert(name, [(f"n{n % 5}", n, number) for n in range(40)])
        job.source.insert(f"s{number}", [(n, n % 3) for n in range(40)])
    assert job.run().rows_rejected == 0
    assert points(job) == sorted((f"n{n % 5}", n, number) for n in range(40) for number in range(4))
    assert len(job.target.rows("SELECT * FROM series")) == 5
    assert verdicts(job) == set()


@pytest.mark.parametrize("pair", ["sqlite-sqlite", seldom("postgresql-postgresql")])
def test_a_random_history(make_job: MakeJob, pair: str) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    job = make_job(pair)
    create(job.source, MEASURES)
    create(job.target, *REFORMED)
    write(job, SERIES, commit_rows=chance.randint(1, 9))
    there: dict[tuple[str, int], int] = {}
    own: set[tuple[str, int, int]] = set()
    for _ in range(5):
        fresh = {(chance.choice("abcdef"), chance.randrange(60)): chance.randrange(1100) for _ in range(20)}
        fresh = {key: value for key, value in fresh.items() if key not in there}
        job.source.insert("measure", [(*key, value) for key, value in fresh.items()])
        there |= fresh
        if chance.random() < 0.5:
            number = 1 + max(job.target.rows("SELECT coalesce(max(point_id), 0) FROM point"))[0]
            name, dimension = f"own {number}", number + chance.randrange(5)
            job.target.insert("series", [(1000 + dimension, name)])
            job.target.insert("point", [(number, 1000 + dimension, 1)])
            job.target.insert("point_value", [(number, 1)])
            own.add((name, 1, 1))
        job.run()
        wanted = {(*key, value) for key, value in there.items() if value < 1000} | own
        assert points(job) == sorted(wanted), f"seed {seed}"
    assert verdicts(job) == set(), f"seed {seed}"


@pytest.mark.parametrize("pair", PAIRS)
def test_children_come_before_their_parents(make_job: MakeJob, pair: str) -> None:
    """A number is decided when it is first met: as the parent of a row, or as a row."""
    job = make_job(pair)
    create(job.source, "CREATE TABLE part (id {int} PRIMARY KEY, parent_id {int}, name {text})")
    create(
        job.target,
        "CREATE TABLE part (id {int} PRIMARY KEY, "
        "parent_id {int} CONSTRAINT part_parent REFERENCES part (id), name {text})",
    )
    domain = '[domains.part]\nrule = "allocate"\nhome = "part.id"\ncolumns = ["part.parent_id"]\n'
    job.write('[[table]]\nsource = "part"\ntarget_rows = "any"\n' + domain)
    job.target.insert("part", [(2, None, "own"), (5, 2, "own child")])
    family = [(n, n + 2 if n < 19 else None, f"part {n}") for n in range(1, 21)]
    job.source.insert("part", family)
    assert job.run().rows_rejected == 0
    job.source.insert("part", [(30, 7, "late"), (31, 33, "before its parent"), (33, None, "parent")])
    assert job.run().rows_rejected == 0
    joined = "SELECT c.name, p.name FROM part c JOIN part p ON p.id = c.parent_id WHERE c.name NOT LIKE 'own%'"
    expected = [(name, f"part {parent}") for _, parent, name in family if parent is not None]
    assert sorted(job.target.rows(joined)) == sorted([*expected, ("late", "part 7"), ("before its parent", "parent")])
    assert verdicts(job) == set()
    if not job.target.is_sqlite:
        assert job.target.rows("SELECT count(*) FROM pg_constraint WHERE conname = 'part_parent'") == [(1,)]


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize("pair", ["sqlite-sqlite", "sqlite-postgresql"])
def test_ids_that_later_runs_use_outlive_an_undo(make_job: MakeJob, pair: str, script: bool, tmp_path: Path) -> None:
    job = write(make_job(pair).both(*TABLES), ENTITIES)
    fill(job)
    job.run()
    held = dict(job.target.rows("SELECT note, person_id FROM person"))
    job.source.insert("visit", [(30, 3, 2, 1)])
    job.run()
    if script:
        file = tmp_path / "undo.sql"
        outcome = undo(job, 1, script=file)
        run_script(job.target, file.read_text())
    else:
        outcome = undo(job, 1)
        assert outcome.state == "undone"
    # Visits got ids of all four kinds; run 2 wrote a visit, which has them all.
    assert (outcome.mapped_keys, outcome.kept_for) == (0, (2,))
    assert job.target.rows("SELECT count(*) FROM person") == [(0,)]
    assert job.run().rows_rejected == 0
    assert dict(job.target.rows("SELECT note, person_id FROM person")) == held
    assert len(entities(job)) == 12
    assert verdicts(job) == set()
    # Taken out newest first, nothing is left of them.
    undo(job, 3)
    undo(job, 2)
    assert job.target.rows(f"SELECT * FROM {job.target.ledger('key_map')}") == []
