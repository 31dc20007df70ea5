"""Dialer history by workflow: two Dialer databases with names and numbers in common, into one target."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.config.filters import RowFilters
from dbmigrate.model.rejected import RejectQuery
from tests.cic.dialer import (
    Project,
    agent_events,
    as_postgresql,
    empty_target,
    expected_events,
    expected_history,
    history,
    make_source,
    place,
    shown,
    workflow,
)
from tests.faults.child import KILLED, run_to_end
from tests.marks import seldom

COLLECTIONS = workflow("Collections", "Collections", "north")
SPRING = workflow("Spring offer", "SpringOffer", "north")
OLD = workflow("Winback", "Winback08", "north", campaign="Spring offer 2009")
NORTH = [COLLECTIONS, SPRING, {**OLD, "take": False, "reason": "deleted in 2008"}]
SOUTH = [
    workflow("Collections", "Collections", "south"),
    workflow("Survey call-back", "Survey", "south", excused=True, reason="has never dialed"),
]

SAME = ("sqlite-sqlite", "postgresql-postgresql")

Made = tuple[Project, Project]
MakeProjects = Callable[[str], Made]


@pytest.fixture
def projects(tmp_path: Path, postgres_databases: Callable[[], str]) -> MakeProjects:
    """``projects("sqlite-postgresql")``: the north and the south, and an empty target that both share."""

    def make(pair: str) -> Made:
        of_source, of_target = pair.split("-")
        target = empty_target(of_target, tmp_path, postgres_databases() if of_target == "postgresql" else "")
        made = []
        for of, workflows in (("north", NORTH), ("south", SOUTH)):
            source = make_source(tmp_path / f"{of}.db", of)
            if of_source == "postgresql":
                source = as_postgresql(source, of, postgres_databases())
            made.append(Project(tmp_path, of, source, target).write(workflows))
        return made[0], made[1]

    return make


def whole(north: Project, south: Project) -> list[tuple[Any, ...]]:
    return sorted(expected_history(north.source, [COLLECTIONS, SPRING]) + expected_history(south.source, SOUTH[:1]))


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "postgresql-sqlite", *map(seldom, SAME)])
def test_two_dialer_databases_in_one_target(projects: MakeProjects, pair: str) -> None:
    north, south = projects(pair)
    target = north.target
    # The target dials already.
    columns = "(callhistory_id, campaignname, siteid)"
    target.run(f"INSERT INTO {place(target, 'CallHistory')} {columns} VALUES (3, 'Own', 'ODS-new')")
    assert north.run().rows_rejected == 0
    assert south.run().rows_rejected == 0
    found = history(target)
    [of_target] = [row for row in found if row[0] == "Own"]
    assert [row for row in found if row != of_target] == whole(north, south)
    events = expected_events(north.source, [COLLECTIONS, SPRING]) + expected_events(south.source, SOUTH[:1])
    assert agent_events(target) == sorted(events)
    # No call of either has the number of another one, and no step is without its call.
    numbers = f"SELECT count(*), count(DISTINCT callhistory_id) FROM {place(target, 'CallHistory')}"
    assert target.rows(numbers) == [(len(found), len(found))]
    steps = target.rows(f"SELECT count(*) FROM {place(target, 'CallHistory_Details')}")
    joined = f"{place(target, 'CallHistory')} h JOIN {place(target, 'CallHistory_Details')} d"
    assert target.rows(f"SELECT count(*) FROM {joined} ON d.callhistory_id = h.callhistory_id") == steps
    assert north.unproven() == []
    assert south.unproven() == []


@pytest.mark.parametrize("pair", ["sqlite-postgresql", seldom("sqlite-sqlite")])
def test_one_workflow_of_several_is_undone_and_migrated_again(projects: MakeProjects, pair: str) -> None:
    north, south = projects(pair)
    south.run()
    # Sets that add up: one workflow first, then whatever is missing.
    north.run(filters=RowFilters(workflow=("collections",)))
    assert history(north.target) == sorted(
        expected_history(north.source, [COLLECTIONS]) + expected_history(south.source, SOUTH[:1])
    )
    north.run()
    assert history(north.target) == whole(north, south)
    before = north.target.rows(f"SELECT * FROM {place(north.target, 'CallHistory')} ORDER BY callhistory_id")
    assert north.undo(3, "Spring offer") == "undone in part"
    assert not [row for row in history(north.target) if row[0] == SPRING["campaign"]]
    assert north.undo(2, "Collections") == "undone"
    assert history(north.target) == expected_history(south.source, SOUTH[:1])
    assert south.unproven() == []
    north.run(filters=RowFilters(workflow=("Spring offer",)))
    assert north.unproven(workflows=["Spring offer"]) == []
    north.run()
    assert history(north.target) == whole(north, south)
    assert north.unproven() == []
    # Each got a number again that is nobody else's.
    after = north.target.rows(f"SELECT * FROM {place(north.target, 'CallHistory')} ORDER BY callhistory_id")
    assert len({row[0] for row in after}) == len(before)


def test_later_passes_bring_what_is_new(projects: MakeProjects) -> None:
    north, south = projects("sqlite-sqlite")
    late = 'INSERT INTO "I3_Collections_CH0" SELECT * FROM late_calls'
    north.source.run(
        'CREATE TABLE late_calls AS SELECT * FROM "I3_Collections_CH0" WHERE ch_id > 30',
        'CREATE TABLE late_steps AS SELECT * FROM "I3_Collections_CD0" WHERE ch_id > 30',
        'DELETE FROM "I3_Collections_CH0" WHERE ch_id > 30',
        'DELETE FROM "I3_Collections_CD0" WHERE ch_id > 30 AND ch_id < 36',
    )
    north.run()
    first = north.target.rows(f"SELECT callhistory_id, phonenumber FROM {place(north.target, 'CallHistory')}")
    # Steps that came before their calls have given them their numbers.
    north.source.run(late, 'INSERT INTO "I3_Collections_CD0" SELECT * FROM late_steps WHERE ch_id < 36')
    assert north.run().rows_rejected == 0
    assert history(north.target) == expected_history(north.source, [COLLECTIONS, SPRING])
    now = north.target.rows(f"SELECT callhistory_id, phonenumber FROM {place(north.target, 'CallHistory')}")
    assert set(first) < set(now)
    assert north.unproven() == []
    south.run()
    assert history(north.target) == whole(north, south)


def test_a_deleted_workflow_becomes_one_with_another(projects: MakeProjects) -> None:
    north, _ = projects("sqlite-sqlite")
    with north.opened() as migration:
        plan = migration.plan()
    assert ("I3_Winback08_CH0", "workflow Winback: deleted in 2008") in {(o.table, o.reason) for o in plan.left_out}
    north.write([COLLECTIONS, SPRING])
    with north.opened() as migration:
        refused = {(finding.code, finding.subject) for finding in migration.plan().refusals}
    assert refused == {("DBM-4035", "I3_Winback08_AS0, I3_Winback08_CD0, I3_Winback08_CH0")}
    north.write([COLLECTIONS, SPRING, OLD])
    assert north.run().rows_rejected == 0
    assert history(north.target) == expected_history(north.source, [COLLECTIONS, SPRING, OLD])
    # The rows' own campaigns, where the operator wants them.
    north.undo(1)
    north.write([COLLECTIONS, SPRING, OLD], inputs='campaign_names = "row"')
    north.run()
    assert {row[0] for row in history(north.target)} == {"Collections 2009", "Spring offer", "Winback 2008"}


def test_filters_say_what_they_leave_behind(projects: MakeProjects) -> None:
    north, _ = projects("sqlite-sqlite")
    chosen = RowFilters.model_validate({"from": "2009-01-06", "workflow": ["Collections"]})
    outcome = north.run(filters=chosen)
    [(older,)] = north.source.rows("""SELECT count(*) FROM "I3_Collections_CH0" WHERE callplacedtime < '2009-01-06'""")
    told = {table.table: table.left_out for table in outcome.tables}
    assert told["I3_Collections_CH0"] == {"before 2009-01-06": older}
    assert sum(told["I3_Collections_CD0"].values()) > 0
    assert len(told) == 3
    rest = north.run()
    assert rest.rows_rejected == 0
    assert history(north.target) == expected_history(north.source, [COLLECTIONS, SPRING])


def test_a_row_that_does_not_fit_is_listed_and_tried_again(projects: MakeProjects) -> None:
    north, _ = projects("sqlite-sqlite")
    north.source.run("""UPDATE "I3_Collections_CH0" SET length = 'long' WHERE ch_id = 7""")
    assert north.run().rows_rejected == 1
    with north.opened(workflows=["Collections"]) as migration, migration.rejects(RejectQuery()) as listed:
        assert [(row["table_name"], row["source_key"]) for row in listed.rows()] == [("I3_Collections_CH0", "[7]")]
    # Its steps have gone over under the number that the call is to have.
    north.source.run("""UPDATE "I3_Collections_CH0" SET length = 77 WHERE ch_id = 7""")
    with north.opened() as migration:
        assert migration.retry(RejectQuery()).rejects_open == 0
    assert history(north.target) == expected_history(north.source, [COLLECTIONS, SPRING])
    assert north.unproven() == []


@pytest.mark.parametrize("unit", [("seconds", -18000), ("minutes", -300), ("milliseconds", -18_000_000)])
def test_inputs_for_what_is_not_documented(projects: MakeProjects, unit: tuple[str, int]) -> None:
    north, _ = projects("sqlite-sqlite")
    north.write(NORTH, inputs=f'odsoffset_unit = "{unit[0]}"\ndetail_times = "local"')
    north.run(filters=RowFilters(workflow=("Spring offer",)))
    offsets = north.target.rows('SELECT DISTINCT "odsoffset" FROM "AgentStats"')
    assert set(offsets) == {(unit[1],)}
    names = ("call_requested", "insert_time")
    listed = ", ".join(names)
    moved = north.target.rows(f'SELECT {listed} FROM "CallHistory_Details"')
    assert shown(moved) == shown(north.source.rows(f'SELECT {listed} FROM "I3_SpringOffer_CD0"'))


GAP = [("2009-03-08 01:59:59", "06:59:59"), ("2009-03-08 02:30:00", "07:30:00"), ("2009-03-08 03:00:00", "07:00:00")]
TWICE = [("2009-11-01 00:59:59", "04:59:59"), ("2009-11-01 01:00:00", "06:00:00"), ("2009-11-01 01:59:59", "06:59:59")]


def test_hours_around_a_change_of_the_clock(projects: MakeProjects) -> None:
    north, _ = projects("sqlite-sqlite")
    for number, (local, _) in enumerate(GAP + TWICE, start=1):
        changed = f"SET callplacedtime = '{local}', phonenumber = '{number}' WHERE ch_id = {number}"
        north.source.run(f'UPDATE "I3_SpringOffer_CH0" {changed}')
    north.run(filters=RowFilters(workflow=("Spring offer",)), tables=["I3_SpringOffer_CH0"])
    wanted = 'SELECT "callplacedtimeUTC" FROM "CallHistory" WHERE length("phonenumber") = 1 ORDER BY "phonenumber"'
    assert [str(moment)[11:19] for (moment,) in north.target.rows(wanted)] == [utc for _, utc in GAP + TWICE]


@pytest.mark.parametrize("pair", ["sqlite-sqlite", seldom("postgresql-postgresql")])
def test_killed_in_the_middle(projects: MakeProjects, pair: str) -> None:
    north, south = projects(pair)
    north.write(NORTH, commit_rows=10, workers=1)
    for point in ("after_commit:2", "before_commit:2", "after_move:2"):
        assert run_to_end(north.path, DBMIGRATE_STOP_AT=point).exit_code == KILLED
    partial = len(history(north.target))
    assert 0 < partial < len(expected_history(north.source, [COLLECTIONS, SPRING]))
    assert north.run().rows_rejected == 0
    south.run()
    assert history(north.target) == whole(north, south)
    assert north.unproven() == []


def test_every_database_of_the_demonstration_has_the_same_macros() -> None:
    demo = Path(__file__).parents[2] / "table_groups" / "cic_dialer_3_0_to_4_0" / "demo"
    assert len({(demo / of / "00_macros.sql").read_bytes() for of in ("north", "south")}) == 1


def test_a_site_with_other_names(projects: MakeProjects) -> None:
    north, _ = projects("sqlite-sqlite")
    renamed: list[tuple[str, str]] = [("ch_id", "id"), ("callplacedtime", "placedtime"), ("finishcode", "wrapupcode")]
    kept = expected_history(north.source, [SPRING])
    for old, new in renamed:
        north.source.run(f'ALTER TABLE "I3_SpringOffer_CH0" RENAME COLUMN "{old}" TO "{new}"')
    north.source.run('ALTER TABLE "I3_SpringOffer_CH0" DROP COLUMN "messageplaytime"')
    only = RowFilters(workflow=("Spring offer",))
    with north.opened(filters=only) as migration:
        plan = migration.plan()
    assert not plan.refusals
    [note] = [text for text in plan.table("I3_SpringOffer_CH0").notes if "for want of" in text]
    assert "ch_id is id, callplacedtime is placedtime, messageplaytime is NULL::timestamp" in note
    not_carried = [finding.subject for finding in plan.findings if finding.code == "DBM-4106"]
    assert "I3_SpringOffer_CH0.workflowname" in not_carried
    assert north.run(filters=only).rows_rejected == 0
    assert history(north.target) == kept
