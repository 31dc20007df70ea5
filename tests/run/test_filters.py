"""Only some rows: roots by date and site, children with their parents; what was left out is counted."""

from __future__ import annotations

import random
from typing import Any

import pytest

from dbmigrate.errors import LedgerError
from dbmigrate.model.plan import MigrationPlan
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after

RECORDINGS = "CREATE TABLE recordings (id {int} PRIMARY KEY, made {moment}, site {int})"
AUDIT = "CREATE TABLE audit (id {int} PRIMARY KEY, recording {int}, at {moment}, what {text})"
NOTES = "CREATE TABLE notes (id {int} PRIMARY KEY, entry {int}, body {text})"
GROUP = """
[[table]]
source    = "recordings"
watermark = { column = "made", overlap = "1d" }
filters   = { date = "made", site = "site" }
[[table]]
source    = "audit"
parent    = { table = "recordings", on = { recording = "id" } }
watermark = { column = "at", overlap = "1d" }
filters   = { date = "at" }
[[table]]
source    = "notes"
parent    = { table = "audit", on = { entry = "id" } }
"""
RANGE = {"from": "2010-04-15", "before": "2010-09-15"}


def _recorder(job: Job) -> Job:
    """Twelve recordings, one on the first of each month; the first is played back a year later."""
    job.both(RECORDINGS, AUDIT, NOTES).write(GROUP)
    job.source.insert("recordings", [(month, f"2010-{month:02}-01 08:00:00", month % 2) for month in range(1, 13)])
    entries = [(month, month, f"2010-{month:02}-01 09:00:00", "made") for month in range(1, 13)]
    entries += [(100 + month, month, "2011-12-24 10:00:00", "played") for month in range(1, 13)]
    job.source.insert("audit", entries)
    job.source.insert("notes", [(number, number, "heard") for number in (1, 6, 106, 112)])
    return job


def _keys(job: Job, table: str) -> list[int]:
    return [key for (key,) in job.target.rows(f"SELECT id FROM {table} ORDER BY id")]


def test_five_recordings_and_all_that_belongs_to_them(job: Job) -> None:
    _recorder(job)
    outcome = job.run(filters=RANGE)
    months = [5, 6, 7, 8, 9]
    assert _keys(job, "recordings") == months
    assert _keys(job, "audit") == months + [100 + month for month in months], "whatever their own date"
    assert _keys(job, "notes") == [6, 106]
    left_out = {table.table.split(".")[-1]: table.left_out for table in outcome.tables}
    assert left_out["recordings"] == {"before 2010-04-15": 4, "2010-09-15 or later": 3}
    assert list(left_out["audit"].values()) == [14]
    assert list(left_out["notes"].values()) == [2]
    for table in outcome.tables:
        total = len(job.source.rows(f"SELECT 1 FROM {table.table.split('.')[-1]}"))
        assert table.rows_read + sum(table.left_out.values()) == total
    assert job.verdict() == "match", "only the rows of the set are expected"


def test_a_child_without_its_parent_and_a_row_without_a_date_are_counted(job: Job) -> None:
    _recorder(job)
    job.source.insert("recordings", [(50, None, 1)])
    job.source.insert("audit", [(50, 50, "2010-06-01 00:00:00", "of no date"), (51, None, None, "of nothing")])
    outcome = job.run(filters=RANGE)
    left_out = {table.table.split(".")[-1]: table.left_out for table in outcome.tables}
    assert left_out["recordings"]["no made"] == 1
    orphaned = [rows for why, rows in left_out["audit"].items() if why.startswith("no row in")]
    assert orphaned == [1]
    assert 50 not in _keys(job, "audit")


def test_sets_one_by_one_add_up_to_the_whole(job: Job) -> None:
    _recorder(job)
    job.run(filters={"from": "2010-01-01", "before": "2010-04-15"})
    job.run(filters=RANGE)
    job.run(filters={"from": "2010-09-15"})
    assert _keys(job, "recordings") == list(range(1, 13))
    assert len(_keys(job, "audit")) == 24
    assert job.verdict() == "match"
    # A set that is run again takes what came to it since, and no more.
    job.source.insert("recordings", [(20, "2010-05-20 08:00:00", 0), (21, "2010-01-20 08:00:00", 0)])
    job.source.insert("audit", [(220, 20, "2010-05-20 09:00:00", "late")])
    job.run(filters=RANGE)
    assert 20 in _keys(job, "recordings")
    assert 21 not in _keys(job, "recordings")
    assert 220 in _keys(job, "audit")
    last = job.run()
    assert 21 in _keys(job, "recordings")
    assert sum(table.rows_inserted for table in last.tables) == 1
    assert job.verdict() == "match"


def test_a_set_that_says_nothing_of_a_table_is_all_of_it(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    _recorder(job).both("CREATE TABLE logs (id {int} PRIMARY KEY, at {moment})")
    job.write(GROUP + '[[table]]\nsource = "logs"\nfilters = { date = "at" }\n')
    job.source.insert("logs", [(month, f"2010-{month:02}-01 08:00:00") for month in range(1, 13)])
    job.run(filters={"site": [1]})
    job.run(filters=RANGE)
    assert _keys(job, "logs") == list(range(1, 13))
    assert job.verdict() == "match"
    job.target.run("DELETE FROM logs WHERE id = 2")
    assert job.verdict() == "mismatch"


LINES = "CREATE TABLE lines (made {moment}, line {text})"
LINES_GROUP = """
[[table]]
source  = "lines"
key     = []
filters = { date = "made" }
"""


def _lines(job: Job) -> list[str]:
    return sorted(line for (line,) in job.target.rows("SELECT line FROM lines"))


def test_sets_of_a_table_without_key_add_up_too(job: Job) -> None:
    job.both(LINES).write(LINES_GROUP)
    months = [(f"2010-{month:02}-01 08:00:00", f"{month:02}") for month in range(1, 13)]
    job.source.insert("lines", [*months, *months, (None, "undated")])
    job.run(filters={"before": "2010-04-15"})
    assert _lines(job) == sorted(2 * [f"{month:02}" for month in range(1, 5)])
    [overlapping] = job.run(filters={"from": "2010-03-01", "before": "2010-07-15"}).tables
    assert _lines(job) == sorted(2 * [f"{month:02}" for month in range(1, 8)])
    assert overlapping.left_out["in by an earlier set"] == 4
    assert overlapping.rows_read + sum(overlapping.left_out.values()) == 25
    assert job.verdict() == "match"
    [again] = job.run(filters={"before": "2010-04-15"}).tables
    assert again.note.startswith("not read again")
    [whole] = job.run().tables
    assert whole.left_out == {"in by an earlier set": 14}
    assert _lines(job) == sorted([*2 * [line for _, line in months], "undated"])
    [nothing] = job.run(filters={"from": "2010-03-01"}).tables
    assert nothing.note.startswith("not read again")
    assert job.verdict() == "match"


def test_rows_that_no_set_can_name_come_with_all_others(make_job: MakeJob) -> None:
    """Of no site, of no parent, and of a parent that is left out; of tables whose rows are never compared by key."""
    job = make_job("sqlite-sqlite")
    job.both(
        "CREATE TABLE recordings (id {int} PRIMARY KEY, site {int})",
        "CREATE TABLE lines (site {int}, line {text})",
        "CREATE TABLE heard (recording {int}, line {text})",
    )
    job.write(
        '[[table]]\nsource = "recordings"\nfilters = { site = "site" }\n'
        '[[table]]\nsource = "lines"\nkey = []\nfilters = { site = "site" }\n'
        '[[table]]\nsource = "heard"\nkey = []\nparent = { table = "recordings", on = { recording = "id" } }\n'
    )
    job.source.insert("recordings", [(1, 1), (2, 2), (3, None)])
    job.source.insert("lines", [(1, "a"), (2, "b"), (None, "c")])
    job.source.insert("heard", [(1, "a"), (2, "b"), (3, "c"), (9, "of none"), (None, "of nothing")])
    job.run(filters={"site": [1]})
    assert [_lines(job), len(job.target.rows("SELECT * FROM heard"))] == [["a"], 1]
    job.run()
    for table in ("recordings", "lines", "heard"):
        assert job.target.counted(table) == job.source.counted(table)


def test_an_interrupted_set_of_a_table_without_key_is_finished(job: Job) -> None:
    job.both(LINES, RECORDINGS).write(LINES_GROUP + '[[table]]\nsource = "recordings"\n')
    job.source.insert("lines", [(f"2010-{month:02}-01 08:00:00", f"{month:02}") for month in range(1, 13)])
    job.source.insert("recordings", [(month, None, month) for month in range(1, 13)])
    job.run(filters={"before": "2010-04-15"})
    stop_after(job, 1, filters=RANGE)
    job.run(filters=RANGE)
    assert _lines(job) == [f"{month:02}" for month in range(1, 10)]


def test_sites(job: Job) -> None:
    _recorder(job)
    [recordings, audit, _] = job.run(filters={"site": [1]}).tables
    assert _keys(job, "recordings") == [1, 3, 5, 7, 9, 11]
    assert recordings.left_out == {"another site": 6}
    assert sum(audit.left_out.values()) == 12


@pytest.mark.parametrize("before", ["2010-05-01 08:00:00", "2010-05-01T08:00"])
def test_the_end_is_left_out_and_the_beginning_taken(job: Job, before: str) -> None:
    _recorder(job)
    job.run(filters={"from": "2010-03-01 08:00", "before": before})
    assert _keys(job, "recordings") == [3, 4]


def test_a_resume_under_other_filters_is_refused(job: Job) -> None:
    _recorder(job)
    stop_after(job, 1, filters=RANGE)
    with pytest.raises(LedgerError) as refused:
        job.run(filters={"from": "2010-01-01"})
    assert refused.value.exit_code == 8
    assert "filters" in str(refused.value.cause)
    job.run(filters=RANGE)
    assert _keys(job, "recordings") == [5, 6, 7, 8, 9]


def _refusals(plan: MigrationPlan) -> list[tuple[str, str]]:
    return [(finding.code, finding.subject) for finding in plan.refusals]


def test_what_cannot_be_filtered_is_refused(job: Job) -> None:
    _recorder(job).write(GROUP.replace('date = "made"', 'date = "site"'))
    assert _refusals(job.plan(filters=RANGE)) == [("DBM-4030", "recordings.site")]
    job.write(GROUP)
    assert _refusals(job.plan(filters={"site": ["Berlin"]})) == [("DBM-4030", "recordings.site")]
    assert not job.plan(filters=RANGE).refusals


def test_a_table_brings_along_what_it_depends_on(job: Job) -> None:
    _recorder(job)
    assert [table.name.split(".")[-1] for table in job.plan(tables=["audit"]).tables] == ["recordings", "audit"]
    job.run(tables=["AUDIT"])
    assert len(_keys(job, "audit")) == 24
    assert _keys(job, "notes") == []
    job.run()
    assert _keys(job, "notes") == [1, 6, 106, 112]


def test_any_order_of_sets_and_changes(job: Job) -> None:
    """Against a plain computation of which rows each pass must bring."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print("seed", seed)
    job.both(RECORDINGS, AUDIT, NOTES).write(GROUP)
    recordings: dict[int, tuple[int, str, int]] = {}
    audit: dict[int, int] = {}
    expected: dict[str, set[int]] = {"recordings": set(), "audit": set()}
    for step in range(6):
        new: list[tuple[Any, ...]] = []
        entries: list[tuple[Any, ...]] = []
        for key in range(step * 20, step * 20 + 20):
            day = f"2010-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} 10:00:00"
            recordings[key] = (key, day, chance.randint(1, 2))
            new.append(recordings[key])
            audit[key] = chance.choice(list(recordings))
            entries.append((key, audit[key], f"2010-{chance.randint(1, 12):02}-01 00:00:00", "x"))
        job.source.insert("recordings", new)
        job.source.insert("audit", entries)
        filters: dict[str, Any] = {}
        if chance.random() < 0.8:
            first, last = sorted(chance.sample(range(1, 13), 2))
            filters |= {"from": f"2010-{first:02}-01", "before": f"2010-{last:02}-01"}
        if chance.random() < 0.4:
            filters["site"] = [chance.randint(1, 2)]
        wanted = {
            key
            for key, (_, day, site) in recordings.items()
            if filters.get("from", "") <= day
            and day < filters.get("before", "9")
            and site in filters.get("site", (1, 2))
        }
        expected["recordings"] |= wanted
        expected["audit"] |= {key for key, parent in audit.items() if parent in wanted}
        job.run(filters=filters)
        for table, keys in expected.items():
            assert set(_keys(job, table)) == keys, (seed, step, filters)
    job.run()
    assert _keys(job, "recordings") == sorted(recordings)
    assert _keys(job, "audit") == sorted(audit)
    assert job.verdict() == "match", seed


@pytest.mark.parametrize(
    ("kind", "site", "other"),
    [("varchar(3)", "abc", "abcd"), ("char(3)", "abc", "abcd"), ("smallint", 7, 70_000), ("short", "abc", "abcd")],
)
def test_a_site_that_the_column_cannot_hold(make_job: MakeJob, kind: str, site: int | str, other: int | str) -> None:
    """It is nobody's, not another one's whose name it begins with."""
    job = make_job("postgresql-sqlite")
    job.source.run("CREATE DOMAIN short AS varchar(3)", f"CREATE TABLE items (id int PRIMARY KEY, site {kind})")
    job.target.run("CREATE TABLE items (id INTEGER PRIMARY KEY, site TEXT)")
    job.write('[[table]]\nsource = "items"\nfilters = { site = "site" }\n')
    job.source.insert("items", [(1, site)])
    for wanted in (other, site):
        job.run(filters={"site": [str(wanted)]})
        assert _keys(job, "items") == ([1] if wanted == site else [])
