"""Killed at each place of the write protocol: a rerun uses the numbers that were committed, and no number twice."""

from __future__ import annotations

import pytest

from tests.faults.child import KILLED, run_to_end
from tests.marks import seldom
from tests.run.job import MakeJob, create
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

POINTS = (
    "before_begin",
    "after_load",
    "after_staging_load",
    "after_move",
    "before_record",
    "before_commit",
    "after_commit",
)
OFTEN = {
    "sqlite-sqlite": ("after_load", "before_record", "before_commit", "after_commit"),
    "postgresql-postgresql": ("before_commit", "after_commit"),
}
CASES = [(pair, point) if point in often else seldom(pair, point) for pair, often in OFTEN.items() for point in POINTS]


@pytest.mark.parametrize(("pair", "point"), CASES)
def test_killed_while_numbers_are_given_out(make_job: MakeJob, pair: str, point: str) -> None:
    job = make_job(pair)
    create(job.source, *TABLES, MEASURES)
    create(job.target, *TABLES, *REFORMED)
    write(job, ENTITIES.replace('"visit"\ntarget_rows = "any"', '"visit"') + SERIES)
    fill(job)
    rows = [(name, n, 2000 if n == 2 else n) for n in range(5) for name in "abc"]
    job.source.insert("measure", rows)
    job.target.insert("series", [(7, "b")])
    job.target.insert("point", [(100, 7, -1)])
    for occurrence in (2, 3):
        ended = run_to_end(job.project, DBMIGRATE_STOP_AT=f"{point}:{occurrence}")
        assert ended.exit_code == KILLED
    ended = run_to_end(job.project)
    assert ended.result is not None
    assert ended.result.get("state") == "copied", ended.result
    assert entities(job) == expected_entities()
    assert points(job) == sorted(row for row in rows if row[2] < 1000)
    kept = job.target.rows(f"SELECT map_name, target_key, count(*) FROM {job.target.ledger('key_map')} GROUP BY 1, 2")
    assert {number for _, _, number in kept} == {1}, "one number for two values"
    assert len(job.target.rows("SELECT * FROM point")) == 1 + len(points(job))
    assert verdicts(job) == set()
