"""Staging tables belong to one attempt, and end with its session where bulk loads take part in a transaction.

Those of engines whose bulk load commits by itself are known to the ledger: see the tests of these engines.
"""

from __future__ import annotations

from dbmigrate.config.project import load_project
from dbmigrate.run.migration import Migration
from dbmigrate.write.link import TargetLink
from dbmigrate.write.staging_area import StagingArea
from tests.run.job import Job


def test_names_are_those_of_run_attempt_table_and_target(job: Job) -> None:
    job.both("CREATE TABLE items (id {int} PRIMARY KEY, note {text})").write('[[table]]\nsource = "items"\n')
    job.run()
    with Migration(load_project(job.project)) as migration:
        link = TargetLink(migration.target)
        [table] = migration.plan().tables
        places = [(1, 1, 0), (1, 2, 0), (2, 1, 0), (1, 1, 1), (1, 10, 0), (11, 1, 0), (10, 2, 0)]
        names = set()
        for run, fence, number in places:
            _stand_at(link, run, fence)
            area = StagingArea(table, link, run_id=run, fence=fence, number=number)
            names.update(area.tables())
            assert area.tables() == area.tables()
        assert len(names) == len(places)
        assert job.target.staging_tables() == [], "they are temporary"
        link.close()
    assert job.target.staging_tables() == []


def _stand_at(link: TargetLink, run: int, fence: int) -> None:
    link.writer.execute(link.ledger.tables.run.update().values(run_id=run, fence=fence))
