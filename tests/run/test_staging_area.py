"""Staging tables belong to one attempt: a process that was taken over cannot touch those of its successor."""

from __future__ import annotations

from dbmigrate.config.project import load_project
from dbmigrate.run.finishing import drop_old_staging
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
        assert len(job.target.staging_tables()) == len(places)
        _stand_at(link, 10, 1)
        own = StagingArea(table, link, run_id=10, fence=1, number=0)
        own.tables()
        drop_old_staging(link.ledger, link.writer, 10, 1)
        assert len(job.target.staging_tables()) == 1, "only its own are left"
        own.drop()
        link.close()
    assert job.target.staging_tables() == []


def _stand_at(link: TargetLink, run: int, fence: int) -> None:
    link.writer.execute(link.ledger.tables.run.update().values(run_id=run, fence=fence))
