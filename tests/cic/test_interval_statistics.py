"""Queue statistics of 3.0 in the 4.0 tables: the views give the old rows back, in a target that has its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cic.conftest import MakeSource
from tests.cic.contact_centre import Project, columns_of, empty_target, rows
from tests.databases import Database
from tests.marks import seldom

QUEUES = ("IAgentQueueStats", "IWrkgrpQueueStats", "IStatsGroup")
PROFILE = '"StatisticsSet", "DimensionSet", "ConfigurationSet", "dIntervalStart", "I3TimeStampGMT", "nDuration"'
OWN = (
    """INSERT INTO "DQConfig" ("ConfigurationSet", "dIntervalStartUTC", "nServiceLevel", "cServiceLevels")
    VALUES (5, '2015-01-01 00:00:00', 20, '<levels>10,20,30</levels>')""",
    """INSERT INTO "StatDimensions"
    ("DimensionSet", "cType", "cDimension1", "cDimension2", "cDimension3", "cDimension4")
    VALUES (17, 'W', 'Sales', 'Commercial', '*', '*')""",
    f"""INSERT INTO "StatProfile" ({PROFILE}, "SiteId", "SchemaMajorVersion", "SchemaMinorVersion")
    VALUES (900, 17, 5, '2015-06-01 08:00:00', '2015-06-01 08:31:00', 1800, 9, 16, 1)""",
)
LEVELS = """
[[inputs.service_levels]]
valid_to       = {first}
nServiceLevel  = 20
cServiceLevels = "<levels>10,20,30</levels>"
[[inputs.service_levels]]
valid_from     = {first}
valid_to       = {second}
nServiceLevel  = 30
cServiceLevels = "<levels>15,30,60</levels>"
"""


@pytest.fixture(params=[seldom("sqlite"), "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> Database:
    return empty_target(request.param, tmp_path, postgres_url)


def assert_given_back(project: Project, *, but_site: str = "") -> None:
    for table in QUEUES:
        names = columns_of(project.source, table)
        found = rows(project.target, table, names)
        site = names.index("SiteId")
        assert [row for row in found if row[site] != but_site] == rows(project.source, table, names), table


def test_the_views_give_the_rows_back(tmp_path: Path, contact_centre: MakeSource, target: Database) -> None:
    target.run(*OWN)
    project = Project(tmp_path, "one", contact_centre("one", 3), target, ["interval_statistics"])
    assert project.run().rows_rejected == 0
    assert_given_back(project, but_site="9")
    assert project.unproven("hashes") == []
    # What the target had is used where it is the same, and left alone.
    dimensions = target.rows(
        """SELECT "DimensionSet" FROM "StatDimensions" WHERE "cType" = 'W' AND "cDimension1" = 'Sales'"""
    )
    assert dimensions == [(17,)]
    assert target.rows('SELECT min("StatisticsSet") FROM "StatProfile" WHERE "SiteId" <> 9') == [(901,)]
    assert len(target.rows('SELECT * FROM "DQConfig"')) == 2

    # A second pass adds what is new, under the ids of the first.
    project.source.run(
        'UPDATE "IAgentQueueStats" SET "cName" = "cName"',
        """INSERT INTO "IAgentQueueStats" SELECT * FROM (SELECT * FROM "IAgentQueueStats" LIMIT 1) WHERE false""",
    )
    names = columns_of(project.source, "IAgentQueueStats")
    listed = ", ".join(f'"{name}"' for name in names)
    moved = listed.replace('"dIntervalStart"', "'2013-01-01 08:00:00'").replace(
        '"I3TimeStampGMT"', "'2013-01-01 14:00:00'"
    )
    project.source.run(
        f'INSERT INTO "IAgentQueueStats" ({listed}) SELECT {moved} FROM "IAgentQueueStats" '
        'WHERE "cName" IN (SELECT DISTINCT "cName" FROM "IAgentQueueStats" LIMIT 3) GROUP BY "cName"'
    )
    before = target.rows('SELECT count(*) FROM "StatDimensions"')
    assert project.run().rows_rejected == 0
    assert_given_back(project, but_site="9")
    assert target.rows('SELECT count(*) FROM "StatDimensions"') == before
    assert project.unproven("source") == []


def test_a_row_points_to_the_service_levels_of_its_time(
    tmp_path: Path, contact_centre: MakeSource, target: Database
) -> None:
    target.run(*OWN)
    project = Project(tmp_path, "one", contact_centre("one", 3), target, ["interval_statistics"])
    listed = ", ".join(f'"{name}"' for name in columns_of(project.source, "IStatsGroup"))
    for year in (2011, 2012, 2013):
        later = listed.replace('"dIntervalStart"', f"'{year}-01-01 08:00:00'")
        later = later.replace('"I3TimeStampGMT"', f"'{year}-01-01 14:00:00'")
        project.source.run(f'INSERT INTO "IStatsGroup" ({listed}) SELECT {later} FROM "IStatsGroup" LIMIT 1')
    starts = sorted({str(moment) for (moment,) in project.source.rows('SELECT "dIntervalStart" FROM "IStatsGroup"')})
    first, second = starts[len(starts) // 3], starts[2 * len(starts) // 3]
    project.write(LEVELS.format(first=first.replace(" ", "T"), second=second.replace(" ", "T")))
    assert project.run().rows_rejected == 0
    found = target.rows(
        'SELECT p."dIntervalStart", c."ConfigurationSet", c."nServiceLevel" FROM "StatProfile" p '
        'JOIN "DQConfig" c ON c."ConfigurationSet" = p."ConfigurationSet" WHERE p."SiteId" <> 9'
    )
    levels = {(str(started) >= first, str(started) >= second, level) for started, _, level in found}
    assert levels == {(False, False, 20), (True, False, 30), (True, True, 0)}
    # The definition that the target had before is the same one.
    assert {identifier for _, identifier, level in found if level == 20} == {5}
    assert len(target.rows('SELECT * FROM "DQConfig"')) == 3
    assert_given_back(project, but_site="9")
    assert project.unproven("source") == []
