"""Tables of a source that mean the same, one for each member of a series: into shared targets, member by member."""

from __future__ import annotations

from typing import Any

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import ConfigurationError, PlanRefusedError, UsageError
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.run.migration import Migration
from tests.run.in_series import TABLES, TARGETS, calls, expected, fill, member, undo, verdicts, write
from tests.run.job import Job, MakeJob, create

PAIRS = ("sqlite-sqlite", "sqlite-postgresql")
ALL_MATCH = {"match"}


@pytest.fixture(params=PAIRS)
def job(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    made = make_job(request.param)
    create(made.target, *TARGETS)
    fill(made, "a", 7)
    fill(made, "b", 5)
    return write(made, [member("Alpha", "a"), member("Beta", "b")])


@pytest.fixture
def small(make_job: MakeJob) -> Job:
    made = make_job("sqlite-sqlite")
    create(made.target, *TARGETS)
    return made


def refusals(plan: MigrationPlan) -> list[tuple[str, str]]:
    return [(finding.code, finding.subject) for finding in plan.refusals]


def test_every_member_arrives_under_its_own_values(job: Job) -> None:
    assert job.run().rows_rejected == 0
    assert calls(job) == sorted(expected("a", "Alpha calls", 7) + expected("b", "Beta calls", 5), key=str)
    found = verdicts(job)
    assert set(found) == {"C_a_H", "C_a_D", "C_b_H", "C_b_D"} or set(found) == {"c_a_h", "c_a_d", "c_b_h", "c_b_d"}
    assert set().union(*found.values()) == ALL_MATCH
    # A later pass brings what is new, and nothing twice.
    fill(job, "b", 3, first=6)
    assert job.run().rows_rejected == 0
    assert calls(job) == sorted(expected("a", "Alpha calls", 7) + expected("b", "Beta calls", 8), key=str)
    assert set().union(*verdicts(job).values()) == ALL_MATCH


def test_one_member_of_two_is_migrated_undone_and_migrated_again(job: Job) -> None:
    assert job.run(filters={"workflow": "beta"}).rows_rejected == 0
    beta = calls(job)
    assert beta == sorted(expected("b", "Beta calls", 5), key=str)
    assert {table[2].lower() for table in verdicts(job, "Beta")} == {"b"}
    assert job.run().rows_rejected == 0
    both = calls(job)
    ids = job.target.rows("SELECT call_id, note FROM call ORDER BY 2")
    assert len(both) == 12
    assert undo(job, 2, "ALPHA") == "undone in part"
    assert calls(job) == beta
    with pytest.raises(UsageError, match="the run has no workflow Gamma") as unknown:
        undo(job, 2, "Gamma")
    assert unknown.value.next_step == "It has Alpha, Beta"
    assert job.run(filters={"workflow": ["Alpha"]}).rows_rejected == 0
    assert job.target.rows("SELECT call_id, note FROM call ORDER BY 2") == ids
    assert calls(job) == both
    assert set().union(*verdicts(job).values()) == ALL_MATCH


def test_a_target_that_has_rows_of_its_own(job: Job) -> None:
    own = [(3, "own", 9, "own note", None), (5, "own", 9, "other", None)]
    job.target.insert("call", own)
    job.target.insert("step", [(3, 33)])
    assert job.run().rows_rejected == 0
    added = expected("a", "Alpha calls", 7) + expected("b", "Beta calls", 5)
    assert calls(job) == sorted([*added, ("own", "own note", 33), ("own", "other", None)], key=str)
    assert set().union(*verdicts(job).values()) == ALL_MATCH
    assert undo(job, 1) == "undone"
    assert sorted(job.target.rows("SELECT * FROM call")) == own


def test_numbers_belong_to_a_key_however_it_is_written(small: Job) -> None:
    fill(small, "a", 4)
    write(small, [member("Alpha", "a")])
    small.run()
    before = small.target.rows("SELECT call_id, note FROM call ORDER BY 1")
    # The tables in capitals, another name of the member, and the expression with other blanks: the same rows.
    write(small, [member("Renamed", "A", campaign="Alpha calls")], TABLES.replace("id::varchar])", "ID :: VARCHAR ])"))
    fill(small, "a", 2, first=5)
    assert small.run().rows_rejected == 0
    assert small.target.rows("SELECT call_id, note FROM call ORDER BY 1")[:4] == before
    assert len(calls(small)) == 6
    # Another key would be another row.
    write(small, [member("Alpha", "a")], TABLES.replace("[member('tables'), id", "['x', id"))
    assert {code for code, _ in refusals(small.plan())} == {"DBM-4032"}


def test_two_sources_with_the_same_members_and_identities(small: Job, make_job: MakeJob) -> None:
    second = make_job("sqlite-sqlite", target=small.target, name="second")
    fill(small, "a", 6)
    fill(second, "a", 6)
    second.source.run("UPDATE C_a_H SET note = 'second ' || id")
    write(small, [member("Alpha", "a")])
    write(second, [member("Alpha", "a")])
    for each in (small, second, small, second):
        assert each.run().rows_rejected == 0
    notes = {note for _, note, _ in calls(small)}
    assert len(calls(small)) == 12
    assert notes == {f"a {n}" for n in range(1, 7)} | {f"second {n}" for n in range(1, 7)}
    for each in (small, second):
        assert set().union(*verdicts(each).values()) == ALL_MATCH
    # Each step belongs to a call of its own source.
    told = small.target.rows("SELECT c.note, s.took FROM call c JOIN step s ON s.call_id = c.call_id")
    assert sorted(told) == sorted([(f"{of} {n}", n * 10) for of in ("a", "second") for n in (1, 3, 5)])
    # Undoing the one leaves the other whole.
    assert undo(second, 2) == "undone"
    assert {note for _, note, _ in calls(small)} == {f"a {n}" for n in range(1, 7)}


def test_rows_of_a_table_that_all_members_share(small: Job) -> None:
    columns = "(id {int} PRIMARY KEY, dialed_by {text})"
    create(small.source, f"CREATE TABLE note {columns}")
    create(small.target, f"CREATE TABLE note {columns}")
    small.source.insert("note", [(1, "Alpha"), (2, "Beta"), (3, "Alpha"), (4, None)])
    fill(small, "a", 2)
    fill(small, "b", 2)
    shared = '[[table]]\nsource = "note"\nkey = ["id"]\nfilters = { workflow = "dialed_by" }\n'
    write(small, [member("Alpha", "a"), member("Beta", "b")], TABLES + shared)
    outcome = small.run(filters={"workflow": ["Alpha"]})
    assert {table.table: table.left_out for table in outcome.tables if table.left_out} == {
        "note": {"another workflow": 1, "no dialed_by": 1}
    }
    assert small.target.rows("SELECT id FROM note ORDER BY 1") == [(1,), (3,)]
    assert calls(small) == expected("a", "Alpha calls", 2)
    assert small.run().rows_rejected == 0
    assert small.target.rows("SELECT id FROM note ORDER BY 1") == [(1,), (2,), (3,), (4,)]
    assert calls(small) == expected("a", "Alpha calls", 2) + expected("b", "Beta calls", 2)


def test_tables_that_are_missing(small: Job) -> None:
    fill(small, "a", 2, details=False)
    gone = member("Gone", "gone")
    write(small, [member("Alpha", "a"), gone])
    plan = small.plan()
    assert refusals(plan) == [("DBM-4001", "C_gone_H")]
    assert "workflow Gone" in plan.refusals[0].message
    with pytest.raises(PlanRefusedError):
        small.run()
    write(small, [member("Alpha", "a"), {**gone, "excused": True, "reason": "never dialed"}])
    plan = small.plan()
    assert not plan.refusals
    left_out = {(left.table, left.reason) for left in plan.left_out}
    assert ("C_gone_H", "the source has no such table (workflow Gone: never dialed)") in left_out
    assert ("C_a_D", "the source has no such table (optional)") in left_out
    assert small.run().rows_rejected == 0
    assert calls(small) == expected("a", "Alpha calls", 2, details=False)


def test_tables_that_nobody_has_decided_about(small: Job) -> None:
    fill(small, "a", 2)
    create(small.source, 'CREATE TABLE "C_old one_H" (id {int})')
    write(small, [member("Alpha", "a")])
    assert refusals(small.plan()) == [("DBM-4035", "C_old one_H")]
    # One member can go before all is decided; the rest is told.
    part = small.plan({"workflow": ["Alpha"]})
    assert not part.refusals
    assert [finding.subject for finding in part.findings if finding.code == "DBM-4035"] == ["C_old one_H"]
    old = {"name": "Old", "tables": "old one", "take": False, "reason": "deleted in 2008"}
    write(small, [member("Alpha", "a"), old])
    plan = small.plan()
    assert not plan.refusals
    assert ("C_old one_H", "workflow Old: deleted in 2008") in {(left.table, left.reason) for left in plan.left_out}
    with pytest.raises(UsageError, match="is left out: deleted in 2008"):
        small.plan({"workflow": ["Old"]})
    with pytest.raises(UsageError, match="the project has no workflow 'Alhpa'") as unknown:
        small.plan({"workflow": ["Alhpa"]})
    assert unknown.value.cause == "Perhaps 'Alpha' is meant"


def test_columns_that_have_another_name_at_this_site(small: Job) -> None:
    create(
        small.source,
        "CREATE TABLE C_a_H (ident {int} PRIMARY KEY, placed_at {moment}, remark {text}, weather {text})",
        "CREATE TABLE C_b_H (id {int} PRIMARY KEY, placed {moment})",
    )
    small.source.insert("C_a_H", [(1, "2009-07-01 12:00:00", "said", "rain"), (2, "2009-01-01 12:00:00", None, None)])
    small.source.insert("C_b_H", [(1, "2009-07-01 12:00:00")])
    write(small, [member("Alpha", "a"), member("Beta", "b", time_zone="Europe/Berlin", campaign="L'été")])
    plan = small.plan()
    assert not plan.refusals
    notes = plan.table("C_a_H").notes
    assert notes == ("id is ident, placed is placed_at, note is remark",)
    assert "note is NULL, for want of note, remark" in plan.table("C_b_H").notes
    assert [f.subject for f in plan.findings if f.code == "DBM-4106"] == ["C_a_H.weather"]
    assert small.run().rows_rejected == 0
    found = small.target.rows("SELECT campaign, note, placed_utc FROM call ORDER BY campaign, placed_utc")
    assert [(campaign, note, str(moment)[:19]) for campaign, note, moment in found] == [
        ("Alpha calls", None, "2009-01-01 17:00:00"),
        ("Alpha calls", "said", "2009-07-01 16:00:00"),
        ("L'été", None, "2009-07-01 10:00:00"),
    ]
    assert set().union(*verdicts(small).values()) == ALL_MATCH
    # Filters and marks find the column, too.
    assert small.plan({"from": "2009-06-01"}).table("C_a_H").scope.text == '{"date": ["placed_at", "2009-06-01", null]}'


def test_a_column_that_must_be_there(small: Job) -> None:
    create(small.source, "CREATE TABLE C_a_H (id {int} PRIMARY KEY, note {text})")
    write(small, [member("Alpha", "a")])
    plan = small.plan()
    assert refusals(plan) == [("DBM-4037", "C_a_H")]
    assert plan.refusals[0].message == "placed: the source has none of placed, placed_at"


def test_a_row_that_is_rejected_is_tried_again_by_member(small: Job) -> None:
    fill(small, "a", 3)
    fill(small, "b", 3)
    small.source.run("UPDATE C_b_D SET took = 'much' WHERE id = 1")
    write(small, [member("Alpha", "a"), member("Beta", "b")])
    assert small.run().rows_rejected == 1
    assert [table for table, _, _ in small.rejects()] == ["C_b_D"]
    small.source.run("UPDATE C_b_D SET took = 10 WHERE id = 1")
    assert small.retry(tables=frozenset({"C_b_D"})).rejects_open == 0
    assert calls(small) == expected("a", "Alpha calls", 3) + expected("b", "Beta calls", 3)


def test_a_member_may_not_change_while_its_run_is_interrupted(small: Job) -> None:
    fill(small, "a", 3)
    small.source.run("UPDATE C_a_H SET placed = 'never'")
    write(small, [member("Alpha", "a")], max_rejects=0)
    with pytest.raises(Exception, match="rejected"):
        small.run()
    write(small, [member("Alpha", "a", campaign="Other")], max_rejects=100)
    with pytest.raises(Exception, match="campaign") as refused:
        small.run()
    assert refused.value.code == "DBM-8001"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("said", "complaint", "code"),
    [
        ({"weight": "heavy"}, "series.workflow[0].weight: 'heavy' is not of type integer", "DBM-3032"),
        ({"take": False}, "'Alpha' is left out: say why under reason", "DBM-3003"),
        ({"campain": "x"}, "the series workflow has no value 'campain'. Perhaps 'campaign' is meant", "DBM-3032"),
    ],
)
def test_faults_of_a_member(small: Job, said: dict[str, Any], complaint: str, code: str) -> None:
    write(small, [member("Alpha", "a", **said)])
    with pytest.raises(ConfigurationError) as refused:
        small.plan()
    assert complaint in str(refused.value)
    assert refused.value.code == code


def test_members_that_collide_and_a_project_without_any(small: Job) -> None:
    write(small, [member("Alpha", "a"), member("Beta", "A")])
    with pytest.raises(ConfigurationError, match=r"series.workflow\[1\].tables: 'Beta' has the tables of 'Alpha': A"):
        small.plan()
    write(small, [])
    with pytest.raises(ConfigurationError, match=r"there is no entry \[\[series.workflow\]\]") as none:
        small.plan()
    assert none.value.code == "DBM-3033"


def test_a_time_zone_that_nobody_knows(small: Job) -> None:
    fill(small, "a", 1)
    write(small, [member("Alpha", "a", time_zone="America/Newyork")])
    assert refusals(small.plan()) == [("DBM-4036", "workflow Alpha")]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("{workflow}_H", "{worklow}_H"), "declares no series 'worklow' under [series.worklow]. Perhaps 'workflow'"),
        (("member('campaign')", "member('campain')"), "asks for member('campain'), and the series has name, tables,"),
        (("member('campaign')", "member(campaign)"), "member takes one name in quotes"),
        (('target_rows = "any"\nincomplete', "incomplete"), "many tables of the series feed call"),
        (('date = "placed"', 'workflow = "placed"'), "are chosen as a whole by its members"),
    ],
)
def test_faults_of_a_package(small: Job, change: tuple[str, str], complaint: str) -> None:
    write(small, [member("Alpha", "a")])
    small.group_file.write_text(small.group_file.read_text().replace(*change))
    with pytest.raises(ConfigurationError) as refused:
        Migration(load_project(small.project))
    assert complaint in str(refused.value)
