"""The gap audit finds each source row that is in no target and on no list, and calls nothing else a gap."""

from __future__ import annotations

import pytest

from dbmigrate.model.verdicts import TableGaps
from dbmigrate.verify import key_hashes
from tests.run.job import Job, MakeJob, create

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, note {text})"
WATERMARK = '[[table]]\nsource = "calls"\nwatermark = { column = "started", overlap = "5m" }\n'


def _at(minute: int) -> str:
    return f"2024-05-01 {10 + minute // 60}:{minute % 60:02}:00"


def _only(job: Job) -> TableGaps:
    [found] = job.gaps().tables
    return found


def _numbers(found: TableGaps) -> tuple[int | None, int, int, int]:
    return found.rows_present, found.rows_rejected, found.rows_new, found.rows_missing


def _keys(found: TableGaps) -> list[str]:
    return [gap.key for gap in found.gaps]


def test_by_a_mark(job: Job) -> None:
    job.both(CALLS).write(WATERMARK, commit_rows=4)
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, 31)])
    job.run()
    assert _numbers(_only(job)) == (30, 0, 0, 0)
    job.source.insert("calls", [(100, _at(40), "new"), (0, _at(41), "new"), (101, _at(31), "new")])
    found = _only(job)
    assert (str(found.verdict), *_numbers(found)) == ("match", 30, 0, 3, 0)
    job.target.run("DELETE FROM calls WHERE id = 6")
    job.target.insert("calls", [(500, _at(1), "of the application")])
    job.source.insert("calls", [(55, _at(2), "late, below the mark")])
    found = _only(job)
    assert (str(found.verdict), *_numbers(found)) == ("mismatch", 29, 0, 3, 2)
    assert sorted(_keys(found)) == ["[55]", "[6]"]
    places = {gap.key: gap.belongs_in for gap in found.gaps}
    assert places["[6]"] == "run 1, chunk 0, batch 1 (4, 8]"
    assert places["[55]"] in (
        "run 1, behind the end of its last batch (30, end]",
        "run 1, chunk 0, batch 7 (28, end]",
    )
    assert found.rows_in_scope == 34


def test_by_the_last_key_where_there_is_no_mark(job: Job) -> None:
    job.both(CALLS).write('[[table]]\nsource = "calls"\n', commit_rows=4)
    job.source.insert("calls", [(n * 2, None, "x") for n in range(1, 12)])
    job.run()
    job.source.insert("calls", [(99, None, "new"), (5, None, "in between")])
    found = _only(job)
    assert (_numbers(found), _keys(found)) == ((11, 0, 1, 1), ["[5]"])
    job.target.run("DELETE FROM calls WHERE id = 22")
    assert sorted(_keys(_only(job))) == ["[22]", "[5]"], "the last row of all was read once"
    job.run()
    assert _numbers(_only(job)) == (13, 0, 0, 0)


def test_rejects_are_no_gaps_until_they_are_closed(job: Job) -> None:
    create(job.source, CALLS)
    create(job.target, CALLS.replace("note {text}", "note {text} CHECK (note <> 'bad')"))
    job.write('[[table]]\nsource = "calls"\n', commit_rows=4)
    job.source.insert("calls", [(n, _at(n), "bad" if n in (3, 9) else "x") for n in range(1, 11)])
    job.run()
    assert _numbers(_only(job)) == (8, 2, 0, 0)
    job.source.run("UPDATE calls SET note = 'good' WHERE id = 3")
    job.retry()
    assert _numbers(_only(job)) == (9, 1, 0, 0)
    job.target.run("DELETE FROM calls WHERE id = 3")
    found = _only(job)
    assert (_numbers(found), _keys(found)) == ((8, 1, 0, 1), ["[3]"])


def test_in_groups_of_buckets(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_hashes, "HELD_ROWS", 3)
    job.both(CALLS).write(WATERMARK, commit_rows=10)
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, 31)])
    job.run()
    job.target.run("DELETE FROM calls WHERE id % 4 = 0")
    job.source.insert("calls", [(n, _at(n), "new") for n in range(40, 45)])
    found = _only(job)
    assert _numbers(found) == (23, 0, 5, 7)
    assert sorted(_keys(found)) == sorted(f"[{n}]" for n in range(4, 31, 4))


def test_each_target_of_a_read(make_job: MakeJob) -> None:
    job = make_job("sqlite-postgresql")
    create(job.source, CALLS)
    create(
        job.target,
        "CREATE TABLE a (id {int} PRIMARY KEY, note {text})",
        "CREATE TABLE b (code {text}, part {int}, PRIMARY KEY (code, part))",
    )
    job.write(
        '[[table]]\nsource = "calls"\n[[table.into]]\ntarget = "a"\n[[table.into]]\ntarget = "b"\n'
        'columns = { code = "\'c\' || id", part = "1" }\n'
    )
    job.source.insert("calls", [(n, _at(n), "x") for n in range(1, 9)])
    job.run()
    job.target.run("DELETE FROM a WHERE id = 2", "DELETE FROM b WHERE code IN ('c4', 'c5')")
    assert [sorted(_keys(one)) for one in job.gaps().tables] == [["[2]"], ["[4]", "[5]"]]


def test_what_is_not_known(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    job.both("CREATE TABLE lines (line {text})", CALLS)
    job.write('[[table]]\nsource = "lines"\n[[table]]\nsource = "calls"\n')
    job.source.insert("lines", [("a",)])
    assert [str(one.verdict) for one in job.gaps().tables] == ["not_verified", "not_verified"]
    job.run()
    told = {one.table.split(".")[-1]: (str(one.verdict), one.reason) for one in job.gaps().tables}
    assert told["lines"] == ("not_verified", "no key by which rows can be told apart")
    assert told["calls"][0] == "match"


def test_filters_and_sets(job: Job) -> None:
    job.both(CALLS)
    job.write(WATERMARK + 'filters = { date = "started" }\n', commit_rows=4)
    job.source.insert("calls", [(n, _at(n), "x") for n in range(30)])
    job.run(filters={"from": _at(0), "before": _at(10)})
    found = _only(job)
    assert (_numbers(found), found.rows_source, sum(found.left_out.values())) == ((10, 0, 0, 0), 30, 20)
    job.run(filters={"from": _at(20), "before": _at(25)})
    job.target.run("DELETE FROM calls WHERE id = 21", "DELETE FROM calls WHERE id = 3")
    job.source.insert("calls", [(300, _at(23), "came later, between the days")])
    found = _only(job)
    assert (found.rows_source, sum(found.left_out.values())) == (31, 15)
    assert _numbers(found)[0] == 13
    assert {"[21]", "[3]"} <= set(_keys(found))
