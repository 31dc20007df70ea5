"""A gap audit and a resync of tables whose ids are the target's own."""

from __future__ import annotations

from typing import Any

import pytest

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
from tests.run.rejected import open_rejects

PAIRS = ("sqlite-sqlite", seldom("postgresql-postgresql"), seldom("sqlite-postgresql"))
WATCHED = SERIES.replace('"measure"\n', '"measure"\nwatermark = { column = "started", overlap = "0s" }\n', 1)


def _gaps(job: Job) -> dict[str, tuple[Any, ...]]:
    """By target: present, rejected, not yet, missing, keys of the missing ones."""
    return {
        one.target.split(".")[-1]: (
            one.rows_present,
            one.rows_rejected,
            one.rows_new,
            one.rows_missing,
            sorted(gap.key for gap in one.gaps),
        )
        for one in job.gaps().tables
    }


def _resynced(job: Job, **options: Any) -> dict[str, tuple[int, ...]]:
    """By target: updated, inserted, rejected, deleted in the source, not ours."""
    found = job.resync(**options).tables
    assert not [one.reason for one in found if one.reason]
    return {
        one.target.split(".")[-1]: (one.updated, one.inserted, one.rejected, one.deleted_listed, one.not_ours)
        for one in found
    }


@pytest.fixture(params=PAIRS)
def entity_job(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    """The target has ids of its own, so that most ids of the source become others."""
    job = write(make_job(request.param).both(*TABLES), ENTITIES, "[maps.site]\n1 = 7\n")
    job.target.insert("kind", [(9, "User", 9), (1, "Own", 9)])
    job.target.insert("person", [(n, 1, f"own {n}") for n in range(1, 6)])
    fill(job)
    assert job.run().rows_rejected == 0
    return job


def test_nothing_is_missing_and_nothing_changed(entity_job: Job) -> None:
    assert _gaps(entity_job) == {
        "kind": (3, 0, 0, 0, []),
        "person": (8, 0, 0, 0, []),
        "visit": (11, 0, 0, 0, []),
    }
    before = [entity_job.target.counted(table) for table in ("kind", "person", "visit")]
    assert set(_resynced(entity_job).values()) == {(0, 0, 0, 0, 0)}
    assert [entity_job.target.counted(table) for table in ("kind", "person", "visit")] == before


def test_gaps_by_the_ids_of_the_target(entity_job: Job) -> None:
    job = entity_job
    people = dict(job.target.rows("SELECT note, person_id FROM person"))
    job.target.run(
        f"DELETE FROM person WHERE person_id = {people['note 3']}",
        f"DELETE FROM visit WHERE person_id = {people['note 4']}",
        "DELETE FROM kind WHERE name = 'Contact'",
        "DELETE FROM person WHERE note = 'own 3'",
    )
    job.source.insert("visit", [(0, 1, 1, 1), (99, 1, 1, 1)])
    job.source.insert("person", [(0, 2, "before the last one"), (80, 44, "of an unknown kind")])
    visits = [n for n in range(1, 12) if 1 + n % 8 == 4]
    assert _gaps(job) == {
        "kind": (2, 0, 0, 1, ["[2]"]),
        "person": (7, 0, 1, 2, ["[0]", "[3]"]),
        "visit": (11 - len(visits), 0, 1, 1 + len(visits), sorted(f"[{n}]" for n in (0, *visits))),
    }


def test_changes_follow_to_the_rows_of_other_ids(entity_job: Job) -> None:
    job = entity_job
    job.source.run(
        "UPDATE person SET note = 'changed', kind_id = 1 WHERE person_id = 2",
        "UPDATE visit SET person_id = 7, kind_id = 5 WHERE visit_id = 4",
        "UPDATE kind SET rank = 33 WHERE kind_id = 1",
        "UPDATE kind SET rank = 44 WHERE kind_id = 2",
        "DELETE FROM visit WHERE visit_id = 5",
    )
    dry = {one.target.split(".")[-1]: one.changed_listed for one in job.resync(dry=True).tables}
    assert dry == {"kind": 1, "person": 1, "visit": 1}
    # The kind of that name is the target's own row, and stays as it is.
    assert _resynced(job) == {"kind": (1, 0, 0, 0, 0), "person": (1, 0, 0, 0, 0), "visit": (1, 0, 0, 1, 0)}
    assert job.target.rows("SELECT rank FROM kind WHERE name = 'User'") == [(9,)]
    assert job.target.rows("SELECT rank FROM kind WHERE name = 'Contact'") == [(44,)]
    found = entities(job)
    assert ("changed", "User", "User", 7) in found
    assert [row for row in found if row[:2] == ("note 7", "-")] == [("note 7", "-", "Contact", -1)]
    assert job.target.rows("SELECT count(*) FROM person WHERE note LIKE 'own%'") == [(5,)]
    assert set(_resynced(job).values()) == {(0, 0, 0, 0, 0), (0, 0, 0, 1, 0)}


def test_rows_below_the_mark_are_given_ids(entity_job: Job) -> None:
    job = entity_job
    job.source.insert("person", [(0, 2, "late")])
    job.source.insert("visit", [(0, 0, 2, 1), (50, 0, 1, 1)])
    dry = {one.target.split(".")[-1]: one.missing_listed for one in job.resync(dry=True).tables}
    assert dry == {"kind": 0, "person": 1, "visit": 1}
    assert _resynced(job) == {"kind": (0, 0, 0, 0, 0), "person": (0, 1, 0, 0, 0), "visit": (0, 1, 0, 0, 0)}
    assert ("late", "Contact", "Contact", 7) in entities(job)
    assert len(entities(job)) == 12
    # Behind the last key: the next pass brings it, under the id that its person has been given.
    assert job.run().rows_rejected == 0
    assert ("late", "User", "Contact", 7) in entities(job)
    assert verdicts(job) == set()
    assert open_rejects(job) == []


def test_a_missing_row_comes_back_under_its_id(entity_job: Job) -> None:
    job = entity_job
    before = [job.target.counted(table) for table in ("kind", "person", "visit")]
    job.target.run("DELETE FROM visit WHERE visit_id IN (2, 3)", "DELETE FROM person WHERE note = 'note 6'")
    assert _resynced(job) == {"kind": (0, 0, 0, 0, 0), "person": (0, 1, 0, 0, 0), "visit": (0, 2, 0, 0, 0)}
    assert [job.target.counted(table) for table in ("kind", "person", "visit")] == before
    assert entities(job) == expected_entities(site=7)


def test_rows_that_are_listed_stay_listed(entity_job: Job) -> None:
    job = entity_job
    job.source.insert("person", [(60, 77, "of an unknown kind")])
    assert job.run().rows_rejected == 1
    assert _gaps(job)["person"] == (8, 1, 0, 0, [])
    assert _resynced(job)["person"] == (0, 0, 0, 0, 0)
    assert open_rejects(job) == [(60,)]
    job.source.run("UPDATE person SET kind_id = 66 WHERE person_id = 2")
    assert _resynced(job)["person"] == (0, 0, 1, 0, 0)
    assert open_rejects(job) == [(2,), (60,)]


@pytest.fixture(params=PAIRS)
def series_job(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    job = make_job(request.param)
    create(job.source, MEASURES)
    create(job.target, *REFORMED)
    write(job, WATCHED)
    job.target.insert("series", [(7, "b"), (8, "own")])
    job.target.insert("point", [(100, 8, 1)])
    job.source.insert("measure", [(name, n, n) for n in range(1, 7) for name in ("a", "b", "c")])
    assert job.run().rows_rejected == 0
    return job


def test_several_targets_of_a_row(series_job: Job) -> None:
    job = series_job
    assert _gaps(job) == {"series": (18, 0, 0, 0, []), "point": (18, 0, 0, 0, []), "point_value": (18, 0, 0, 0, [])}
    assert set(_resynced(job).values()) == {(0, 0, 0, 0, 0)}
    job.source.run("UPDATE measure SET value = 500 WHERE name = 'a' AND started = 3")
    job.source.insert("measure", [("e", 2, 22), ("b", 0, 20), ("n", 9, 9), ("a", 9, 9)])
    gone = job.target.rows("SELECT p.point_id FROM point p JOIN series s ON s.series_id = p.series_id WHERE name = 'c'")
    job.target.run(f"DELETE FROM point_value WHERE point_id = {gone[0][0]}")
    found = _gaps(job)
    assert found["series"] == (20, 0, 1, 1, ['["e", 2]'])
    assert found["point"] == (18, 0, 2, 2, ['["b", 0]', '["e", 2]'])
    assert found["point_value"][:4] == (17, 0, 2, 3)
    assert _resynced(job) == {"series": (0, 1, 0, 0, 0), "point": (0, 2, 0, 0, 0), "point_value": (1, 3, 0, 0, 0)}
    wanted = {(name, n): n for n in range(1, 7) for name in ("a", "b", "c")}
    wanted |= {("a", 3): 500, ("e", 2): 22, ("b", 0): 20}
    assert points(job) == sorted((*key, value) for key, value in wanted.items())
    assert job.target.rows("SELECT count(*) FROM series") == [(5,)]
    job.run()
    assert points(job) == sorted((*key, value) for key, value in {**wanted, ("n", 9): 9, ("a", 9): 9}.items())
    assert verdicts(job) == set()


def test_a_dimension_whose_only_row_was_refused(series_job: Job) -> None:
    job = series_job
    job.source.insert("measure", [("z", 8, 5000), ("y", 8, 5000), ("y", 9, 9)])
    assert job.run().rows_rejected == 2
    before = job.target.counted("series")
    assert set(_resynced(job).values()) == {(0, 0, 0, 0, 0)}
    job.target.run("DELETE FROM series WHERE name = 'y'")
    assert _resynced(job)["series"] == (0, 1, 0, 0, 0)
    assert job.target.counted("series") == before
    assert len(open_rejects(job)) == 2
