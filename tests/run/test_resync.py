"""Rows that changed in the source after they were migrated: brought, or listed, and no other row touched."""

from __future__ import annotations

from typing import Any

import pytest

from dbmigrate.model.reconciled import ResyncedTable
from dbmigrate.verify import key_hashes
from tests.run.job import Job, MakeJob, create
from tests.run.rejected import open_rejects, outcomes

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, note {text})"
PLAIN = '[[table]]\nsource = "calls"\n'
WATERMARK = PLAIN + 'watermark = { column = "started", overlap = "5m" }\n'


def _at(minute: int) -> str:
    return f"2024-05-01 10:{minute:02}:00"


def _notes(job: Job, table: str = "calls") -> dict[int, Any]:
    return dict(job.target.rows(f"SELECT id, note FROM {table}"))


def _only(job: Job, **options: Any) -> ResyncedTable:
    [found] = job.resync(**options).tables
    return found


def _filled(job: Job, group: str = WATERMARK) -> Job:
    job.both(CALLS).write(group, commit_rows=4)
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, 31)])
    job.run()
    return job


def _change(job: Job) -> None:
    job.source.run(
        "UPDATE calls SET note = 'changed' WHERE id IN (3, 17, 30)",
        "UPDATE calls SET note = NULL WHERE id = 4",
        "DELETE FROM calls WHERE id IN (8, 9)",
    )
    job.source.insert("calls", [(100, _at(40), "above the mark"), (101, _at(2), "below the mark")])
    job.target.run("DELETE FROM calls WHERE id = 20")
    job.target.insert("calls", [(900, _at(1), "of the application"), (901, _at(50), "of the application")])


def test_updates_inserts_and_lists(job: Job) -> None:
    _filled(job)
    _change(job)
    dry = _only(job, dry=True)
    assert (dry.changed_listed, dry.missing_listed, dry.deleted_listed, dry.not_ours) == (4, 2, 2, 0)
    assert (dry.updated, dry.inserted) == (0, 0)
    assert _notes(job)[3] == "note 3"
    assert job.target.rows(f"SELECT count(*) FROM {job.target.ledger('run')}") == [(1,)]
    found = _only(job)
    assert (found.updated, found.inserted, found.deleted, found.changed_listed) == (4, 2, 0, 0)
    assert (found.deleted_listed, sorted(found.deleted_keys)) == (2, ["[8]", "[9]"])
    expected = {n: f"note {n}" for n in range(1, 31)} | {3: "changed", 17: "changed", 30: "changed", 4: None}
    expected |= {101: "below the mark", 900: "of the application", 901: "of the application"}
    assert _notes(job) == expected
    again = _only(job)
    assert (again.updated, again.inserted, again.deleted_listed) == (0, 0, 2)
    second = job.run()
    assert (second.pass_number, second.resumed) == (2, False)
    assert _notes(job) == expected | {100: "above the mark"}
    assert job.rejects() == []


def test_listed_as_the_group_says(job: Job) -> None:
    _filled(job, WATERMARK + 'resync = { changed = "list" }\n')
    _change(job)
    found = _only(job)
    assert (found.updated, found.inserted, found.changed_listed) == (0, 2, 4)
    assert sorted(found.changed_keys) == ["[17]", "[30]", "[3]", "[4]"]
    assert _notes(job)[3] == "note 3"


def test_in_groups_of_buckets(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_hashes, "HELD_ROWS", 2)
    _filled(job)
    _change(job)
    found = _only(job)
    assert (found.updated, found.inserted, found.deleted_listed) == (4, 2, 2)
    assert job.gaps().rows_missing == 0


def test_a_row_of_the_application_is_not_overwritten(job: Job) -> None:
    job.both(CALLS).write(PLAIN + 'target_rows = "any"\n', commit_rows=4)
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, 9)])
    job.target.insert("calls", [(5, _at(5), "of the application")])
    job.run()
    assert open_rejects(job) == [(5,)]
    job.source.run("UPDATE calls SET note = 'changed' WHERE id IN (5, 6)")
    found = _only(job)
    assert (found.updated, found.not_ours, found.not_ours_keys) == (1, 1, ("[5]",))
    assert _notes(job)[5] == "of the application"
    assert open_rejects(job) == [(5,)]


def test_a_changed_row_that_a_pass_rejected(job: Job) -> None:
    """Changed inside the overlap: rejected by the second pass, brought by a resync, and off the list."""
    _filled(job)
    job.source.run("UPDATE calls SET note = 'changed' WHERE id = 29")
    assert job.run().rejects_open == 1
    assert job.resync().rejects_open == 0
    assert outcomes(job) == [(2, "[29]", "migrated", 3)]
    assert job.verdict() == "match"


def test_rows_that_are_rejected_stay_on_their_list(make_job: MakeJob) -> None:
    job = make_job("sqlite-postgresql")
    create(job.source, CALLS)
    job.target.run("CREATE TABLE calls (id bigint PRIMARY KEY, started timestamp, note varchar(8))")
    job.write(WATERMARK, commit_rows=4)
    job.source.insert("calls", [(n, _at(n), "much too long" if n == 5 else f"note {n}") for n in range(1, 12)])
    job.run()
    job.source.run("UPDATE calls SET note = 'too long now' WHERE id = 7", "UPDATE calls SET note = 'x' WHERE id = 8")
    found = _only(job)
    assert (found.updated, found.inserted, found.rejected, found.deleted_listed) == (1, 0, 1, 0)
    assert open_rejects(job) == [(5,), (7,)]
    assert (_notes(job)[7], _notes(job)[8]) == ("note 7", "x")
    again = _only(job)
    assert (again.updated, again.rejected) == (0, 0)
    job.source.run("UPDATE calls SET note = 'y' WHERE id IN (5, 7)")
    assert _only(job).updated == 1
    assert open_rejects(job) == [(5,)]
    assert job.retry().rejects_open == 0
    assert job.verdict() == "match"


def test_one_read_into_two_targets(job: Job) -> None:
    create(job.source, "CREATE TABLE calls (id {int} PRIMARY KEY, note {text}, sum {int})")
    create(
        job.target,
        "CREATE TABLE notes (id {int} PRIMARY KEY, note {text})",
        "CREATE TABLE sums (id {int} PRIMARY KEY, sum {int})",
    )
    job.write('[[table]]\nsource = "calls"\n[[table.into]]\ntarget = "notes"\n[[table.into]]\ntarget = "sums"\n')
    job.source.insert("calls", [(n, f"note {n}", n) for n in range(1, 12)])
    job.run()
    job.source.run("UPDATE calls SET note = 'changed' WHERE id = 3", "UPDATE calls SET sum = 0 WHERE id IN (4, 5)")
    job.run()
    assert open_rejects(job) == [(3,), (4,), (5,)]
    job.target.run("DELETE FROM sums WHERE id = 9")
    notes, sums = job.resync().tables
    assert (notes.updated, notes.inserted, sums.updated, sums.inserted) == (1, 0, 2, 1)
    assert open_rejects(job) == []
    assert job.verdict() == "match"


def test_a_reject_is_open_while_one_of_two_targets_lacks_the_row(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    create(job.source, "CREATE TABLE calls (id {int} PRIMARY KEY, note {text}, sum {int})")
    create(
        job.target,
        "CREATE TABLE notes (id {int} PRIMARY KEY, note {text})",
        "CREATE TABLE sums (id {int} PRIMARY KEY, sum {int})",
        "INSERT INTO sums VALUES (7, -1)",
    )
    into = '[[table.into]]\ntarget = "notes"\n[[table.into]]\ntarget = "sums"\n'
    job.write(f'[[table]]\nsource = "calls"\ntarget_rows = "any"\nresync = {{ changed = "update" }}\n{into}')
    job.source.insert("calls", [(n, f"note {n}", n) for n in range(1, 12)])
    job.run()
    assert open_rejects(job) == [(7,)]
    job.source.run("UPDATE calls SET note = 'changed' WHERE id = 7")
    notes, sums = job.resync().tables
    assert (notes.updated, sums.updated, sums.not_ours) == (1, 0, 1)
    assert open_rejects(job) == [(7,)], "the row of the application is still in its place"


def test_what_filters_leave_out_is_not_deleted(job: Job) -> None:
    job.both(CALLS).write(WATERMARK + 'filters = { date = "started" }\n', commit_rows=4)
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, 21)])
    job.run(filters={"from": _at(0), "before": _at(10)})
    job.source.run(
        f"UPDATE calls SET started = '{_at(30)}' WHERE id = 4",
        "UPDATE calls SET note = 'changed' WHERE id IN (5, 15)",
        "DELETE FROM calls WHERE id = 6",
    )
    found = _only(job)
    assert (found.updated, found.inserted, found.deleted_listed) == (1, 0, 1)
    assert found.deleted_keys == ("[6]",)
    assert sorted(_notes(job)) == list(range(1, 10))


def test_without_key(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").both("CREATE TABLE lines (line {text})").write('[[table]]\nsource = "lines"\n')
    job.source.insert("lines", [("a",)])
    job.run()
    found = job.resync()
    assert (found.run_id, found.tables[0].reason) == (None, "no key by which rows can be told apart")
