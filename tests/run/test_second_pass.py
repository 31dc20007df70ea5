"""A repeated run takes what is new, once, and says so when a row has changed."""

from __future__ import annotations

import json

import pytest

from dbmigrate.model.events import Event, Notice
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after
from tests.run.undoing import undo

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, note {text})"
WATERMARK = '[[table]]\nsource = "calls"\nwatermark = {{ column = "started", overlap = "{}" }}\n'


def _at(minute: int) -> str:
    return f"2024-05-01 10:{minute:02}:00"


def _calls(job: Job) -> list[tuple[int, str]]:
    return [(key, note) for key, note in job.target.rows("SELECT id, note FROM calls ORDER BY id")]


def test_late_and_equal_watermarks_arrive_once(job: Job) -> None:
    job.both(CALLS).write(WATERMARK.format("15m"))
    job.source.insert("calls", [(n, _at(n), f"first {n}") for n in range(1, 31)])
    first = job.run()
    assert first.rows_read == 30
    late = (100, _at(20), "late, inside the overlap")
    equal = (101, _at(30), "as the mark itself")
    new = (0, _at(45), "new, with a smaller key")
    unknown = (102, None, "without a moment")
    job.source.insert("calls", [late, equal, new, unknown])
    second = job.run()
    assert second.pass_number == 2
    [table] = second.tables
    assert table.rows_inserted == 4
    assert 4 < table.rows_read < 34, "only the overlap is read again"
    assert table.rows_present == table.rows_read - 4
    assert _calls(job) == sorted(
        [(n, f"first {n}") for n in range(1, 31)] + [(row[0], row[2]) for row in (late, equal, new, unknown)]
    )
    assert job.rejects() == []
    assert job.verdict() == "match"


def test_a_pass_that_is_interrupted_goes_on_above_its_own_bound(make_job: MakeJob) -> None:
    """Not above the newest mark: what the pass has not come to lies below it."""
    job = make_job("sqlite-sqlite").both(CALLS).write(WATERMARK.format("15m"))
    for first, rows in ((0, 12), (12, 10)):
        job.source.insert("calls", [(first + n, f"2024-05-01 1{first // 12}:{n * 4:02}:00", "x") for n in range(rows)])
        assert stop_after(job, 1).state == "stopped"
        assert job.run().state == "copied"
        assert job.target.counted("calls") == job.source.counted("calls")


def test_without_overlap_a_tie_with_the_mark_is_not_lost(job: Job) -> None:
    job.both(CALLS).write(WATERMARK.format("0s"))
    job.source.insert("calls", [(1, _at(1), "a"), (2, _at(0), "b")])
    job.run()
    job.source.insert("calls", [(3, _at(1), "tie")])
    [table] = job.run().tables
    assert table.rows_read == 2
    assert _calls(job) == [(1, "a"), (2, "b"), (3, "tie")]


def test_rows_that_come_in_below_the_overlap_are_noticed_and_read(job: Job) -> None:
    job.both(CALLS).write(WATERMARK.format("5m"))
    job.source.insert("calls", [(n, _at(n), "in time") for n in range(10, 31)])
    job.run()
    job.source.insert("calls", [(1, _at(3), "two hours late"), (40, _at(40), "new")])
    heard: list[Event] = []
    [table] = job.run(sink=heard.append).tables
    assert (table.rows_inserted, table.rows_present) == (2, 21)
    assert any(isinstance(event, Notice) and "came in late" in event.message for event in heard)
    [table] = job.run().tables
    assert table.rows_inserted == 0
    assert table.rows_read < 10, "after that the overlap alone is read again"
    assert job.verdict() == "match"


@pytest.mark.parametrize(("late", "purged"), [((1,), (15,)), ((1, 8), (4, 7)), ((5, 12), (13, 4))])
def test_as_many_rows_that_came_late_as_were_purged(job: Job, late: tuple[int, ...], purged: tuple[int, ...]) -> None:
    """Also where the sums of their keys, or of the squares of these, are the same."""
    job.both(CALLS).write(WATERMARK.format("5m"))
    job.source.insert("calls", [(n, _at(n % 31), "in time") for n in range(2, 40) if n not in late])
    job.run()
    job.source.run(f"DELETE FROM calls WHERE id IN ({', '.join(map(str, purged))})")
    job.source.insert("calls", [(n, _at(3), "late") for n in late])
    heard: list[Event] = []
    [table] = job.run(sink=heard.append).tables
    assert table.rows_inserted == len(late)
    assert any(isinstance(event, Notice) and "but other ones" in event.message for event in heard)
    [table] = job.run().tables
    assert table.rows_read < 15, "after that the overlap alone is read again"


def test_a_row_that_changed_inside_the_overlap_is_in_the_reject_list(job: Job) -> None:
    job.both(CALLS).write(WATERMARK.format("15m"))
    job.source.insert("calls", [(n, _at(n), f"first {n}") for n in range(1, 8)])
    job.run()
    job.source.run("UPDATE calls SET note = 'changed' WHERE id = 5")
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_present, table.rows_rejected) == (0, 6, 1)
    assert _calls(job)[4] == (5, "first 5")
    [(of, key, reason)] = job.rejects()
    assert (of, key, reason) == ("calls", "[5]", "other_row_present")
    [(row,)] = job.target.rows(f"SELECT source_row FROM {job.target.ledger('reject')}")
    assert json.loads(row)["note"] == "changed", "the row that is not in the target is in the list"


def test_nothing_new(job: Job) -> None:
    job.both(CALLS).write(WATERMARK.format("1s"))
    job.source.insert("calls", [(n, _at(n), "x") for n in range(1, 8)])
    job.run()
    again = job.run()
    assert (again.state, again.rows_read) == ("copied", 1)
    assert len(_calls(job)) == 7


def test_a_table_without_watermark_is_compared_by_key(job: Job) -> None:
    job.both(CALLS).write('[[table]]\nsource = "calls"\n')
    job.source.insert("calls", [(n, _at(n), "x") for n in range(1, 8)])
    job.run()
    job.source.insert("calls", [(-3, _at(1), "new"), (50, _at(1), "new")])
    [table] = job.run().tables
    assert (table.rows_read, table.rows_inserted, table.rows_present) == (9, 2, 7)
    assert len(_calls(job)) == 9


def test_upsert_updates_what_changed(job: Job) -> None:
    job.both(CALLS).write('[[table]]\nsource = "calls"\nmode = "upsert"\n')
    job.source.insert("calls", [(n, _at(n), "x") for n in range(1, 8)])
    job.run()
    job.source.run("UPDATE calls SET note = NULL WHERE id = 2", "UPDATE calls SET note = 'y' WHERE id = 7")
    job.source.insert("calls", [(9, _at(1), "new")])
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_updated, table.rows_present) == (1, 2, 5)
    assert _calls(job) == [(1, "x"), (2, None), *((n, "x") for n in range(3, 7)), (7, "y"), (9, "new")]
    assert job.rejects() == []
    assert job.verdict() == "match"


def test_a_table_without_key_is_not_read_again(job: Job) -> None:
    job.both("CREATE TABLE lines (line {text})").write('[[table]]\nsource = "lines"\n')
    job.source.insert("lines", [("a",), ("a",), ("b",)])
    job.run()
    job.source.insert("lines", [("c",)])
    events: list[Event] = []
    again = job.run(sink=events.append)
    assert again.rows_read == 0
    assert any(isinstance(e, Notice) and "lines" in e.message and e.level == "warning" for e in events)
    assert sorted(job.target.rows("SELECT line FROM lines")) == [("a",), ("a",), ("b",)]


def test_a_target_without_the_key_is_not_filled_twice(job: Job) -> None:
    """The source has a key, but nothing in the target tells one of its rows from another."""
    job.source.run("CREATE TABLE tags (id INTEGER PRIMARY KEY, tag TEXT)")
    job.target.run("CREATE TABLE tags (tag TEXT)")
    job.write('[[table]]\nsource = "tags"\nexclude = ["id"]\n')
    job.source.insert("tags", [(1, "a"), (2, "a"), (3, "b"), (4, "c")])
    job.run()
    assert job.run().rows_read == 0
    assert sorted(job.target.rows("SELECT tag FROM tags")) == [("a",), ("a",), ("b",), ("c",)]


def test_a_unique_key_that_holds_null_does_not_double_rows(job: Job) -> None:
    job.source.run("CREATE TABLE codes (id INTEGER PRIMARY KEY, code TEXT)")
    job.target.run("CREATE TABLE codes (id INTEGER, code TEXT UNIQUE)")
    job.write('[[table]]\nsource = "codes"\n')
    job.source.insert("codes", [(1, None), (2, "b"), (3, None)])
    job.run()
    job.run()
    assert sorted(job.target.rows("SELECT id FROM codes")) == [(1,), (2,), (3,)]


def test_another_watermark_column_does_not_use_the_old_mark(job: Job) -> None:
    job.both("CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, ended {moment}, note {text})")
    job.write(WATERMARK.format("1m"))
    job.source.insert("calls", [(1, "2030-01-01 00:00:00", "2024-01-01 00:00:00", "a")])
    job.run()
    job.write('[[table]]\nsource = "calls"\nwatermark = { column = "ended", overlap = "1m" }\n')
    job.source.insert("calls", [(2, "2024-01-02 00:00:00", "2024-01-02 00:00:00", "b")])
    job.run()
    assert _calls(job) == [(1, "a"), (2, "b")]


def test_a_key_that_nothing_enforces_is_no_key_for_a_second_pass(job: Job) -> None:
    """A third row equal to two that are there could not be told from them."""
    job.both("CREATE TABLE ties (k {int} NOT NULL, note {text})").write('[[table]]\nsource = "ties"\nkey = ["k"]\n')
    job.source.insert("ties", [(n // 4, f"note {n}") for n in range(12)])
    assert job.run().tables[0].rows_inserted == 12
    again = job.run()
    assert (again.rows_read, again.rows_rejected) == (0, 0)
    assert "no usable key" in again.tables[0].note
    assert len(job.target.rows("SELECT * FROM ties")) == 12


def test_a_text_key_leads_to_its_row_in_the_reject_list(job: Job) -> None:
    job.both("CREATE TABLE codes (k {text} NOT NULL, n {int} NOT NULL, note {text}, PRIMARY KEY (k, n))")
    job.write('[[table]]\nsource = "codes"\n')
    job.source.insert("codes", [("ä", 1, "a"), ("b'", -2, "b"), ("", 0, "c")])
    job.run()
    job.source.run("UPDATE codes SET note = 'changed ' || k")
    assert job.run().tables[0].rows_rejected == 3
    rows = job.target.rows(f"SELECT source_key, source_row FROM {job.target.ledger('reject')}")
    assert sorted(json.loads(key) for key, _ in rows) == [["", 0], ["b'", -2], ["ä", 1]]
    assert {json.loads(row)["note"] for _, row in rows} == {"changed ", "changed b'", "changed ä"}


EQUAL = {
    "sqlite-sqlite": (
        "CREATE TABLE items (id INTEGER PRIMARY KEY, v, w TEXT COLLATE NOCASE)",
        "INSERT INTO items VALUES (1, 1, 'a'), (2, 1.0, 'A')",
        "UPDATE items SET v = CASE id WHEN 1 THEN 1.0 ELSE v END, w = CASE id WHEN 2 THEN 'a' ELSE w END",
        "SELECT id, typeof(v), v, w FROM items",
    ),
    "postgresql-postgresql": (
        "CREATE TABLE items (id bigint PRIMARY KEY, v double precision, w interval, x json)",
        "INSERT INTO items SELECT id, 0, '1 month', '[1]' FROM generate_series(1, 3) id",
        (
            "UPDATE items SET v = CASE id WHEN 1 THEN '-0' ELSE v END, x = CASE id WHEN 3 THEN '[1 ]' ELSE x END,"
            " w = CASE id WHEN 2 THEN interval '30 days' ELSE w END"
        ),
        "SELECT id, v::text, w::text, x::text FROM items",
    ),
}


@pytest.mark.every_engine
@pytest.mark.parametrize("pair", EQUAL)
def test_what_an_engine_takes_for_equal_is_updated_all_the_same(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).write('[[table]]\nsource = "items"\nmode = "upsert"\n')
    table, rows, change, shown = EQUAL[pair]
    for side in (job.source, job.target):
        side.run(table)
    job.source.run(rows)
    job.run()
    before = job.target.rows(shown)
    job.source.run(change)
    outcome = job.run()
    assert outcome.tables[0].rows_updated == len(before)
    assert sorted(map(repr, job.target.rows(shown))) == sorted(map(repr, job.source.rows(shown)))
    assert sorted(map(repr, job.target.rows(shown))) != sorted(map(repr, before))
    undo(job, 2, even_if_changed=True)
    assert sorted(map(repr, job.target.rows(shown))) == sorted(map(repr, before))


@pytest.mark.parametrize(("pair", "width"), [("postgresql-sqlite", 1500), ("sqlite-sqlite", 990)])
def test_a_second_pass_of_a_very_wide_table(make_job: MakeJob, pair: str, width: int) -> None:
    """SQLite allows 2000 columns, two for each value with its storage class, and expressions 1000 deep."""
    columns = ", ".join(f"c{n} int" for n in range(width))
    job = make_job(pair).both(f"CREATE TABLE wide (id {{int}} PRIMARY KEY, {columns})")
    job.write('[[table]]\nsource = "wide"\n')
    job.source.insert("wide", [(row, *range(width)) for row in range(4)])
    assert job.run().rows_read == 4
    job.source.run("UPDATE wide SET c900 = -1 WHERE id = 2")
    job.source.insert("wide", [(9, *range(width))])

    [table] = job.run().tables

    assert (table.rows_inserted, table.rows_rejected) == (1, 1), "the changed row is found"


def test_a_change_in_any_column_of_a_wide_table(make_job: MakeJob) -> None:
    """So many columns are compared in parts, and none lies between two of them."""
    width = 202
    columns = ", ".join(f"c{n} int" for n in range(width))
    job = make_job("sqlite-sqlite").both(f"CREATE TABLE wide (id {{int}} PRIMARY KEY, {columns})")
    job.write('[[table]]\nsource = "wide"\nmode = "upsert"\n', commit_rows=500)
    job.source.insert("wide", [(row, *range(width)) for row in range(width)])
    job.run()
    job.source.run(*(f"UPDATE wide SET c{n} = -1 WHERE id = {n}" for n in range(width)))
    assert job.run().tables[0].rows_updated == width
    assert job.target.counted("wide") == job.source.counted("wide")
