"""An undo takes out exactly what its run has written, and the same rows can be migrated again."""

from __future__ import annotations

import threading

import pytest

from dbmigrate.errors import LedgerError, PlanRefusedError, UsageError
from dbmigrate.model.undone import UndoOutcome
from tests.databases import Database
from tests.run.job import Job, MakeJob, create
from tests.run.stopping import stop_after
from tests.run.undoing import states, undo

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, note {text})"
ANY = '[[table]]\nsource = "calls"\ntarget_rows = "any"\n'
Rows = dict[int, str | None]


def calls(target: Database, table: str = "calls") -> Rows:
    return dict(target.rows(f"SELECT id, note FROM {table}"))


def numbered(first: int, last: int, note: str = "x") -> list[tuple[int, str]]:
    return [(n, f"{note} {n}") for n in range(first, last)]


@pytest.fixture
def shared(job: Job) -> Job:
    """Two passes into a table that has rows of its own: some before, some since."""
    job.both(CALLS).write(ANY)
    job.source.insert("calls", numbered(1, 20))
    job.target.insert("calls", [(5, "x 5"), (100, "own")])
    job.run()
    job.source.insert("calls", numbered(30, 40))
    job.target.insert("calls", [(33, "x 33"), (101, "own since")])
    job.run()
    return job


def own() -> Rows:
    return {5: "x 5", 100: "own", 33: "x 33", 101: "own since"}


def test_each_pass_goes_by_itself(shared: Job) -> None:
    first, second = dict(numbered(1, 20)), dict(numbered(30, 40))
    assert calls(shared.target) == {**first, **second, **own()}
    outcome = undo(shared, 1)
    assert (outcome.state, outcome.whole) == ("undone", True)
    [target] = outcome.targets
    assert (target.rows_deleted, target.rows_restored, target.rows_missing, target.remark) == (18, 0, 0, "")
    assert calls(shared.target) == {**second, **own()}
    assert states(shared.target) == [(1, "undone"), (2, "copied")]
    undo(shared, 2)
    assert calls(shared.target) == own()
    assert shared.target.staging_tables() == []
    again = shared.run()
    assert (again.run_id, again.pass_number) == (3, 1)
    assert calls(shared.target) == {**first, **second, **own()}
    assert shared.verdict() == "match"


def test_the_newest_pass_goes_and_comes_back(shared: Job) -> None:
    undo(shared, 2)
    assert calls(shared.target) == {**dict(numbered(1, 20)), **own()}
    [table] = shared.run().tables
    assert (table.rows_read, table.rows_inserted) == (29, 9)
    assert calls(shared.target) == {**dict(numbered(1, 20)), **dict(numbered(30, 40)), **own()}


def test_an_undone_run_is_undone_once(shared: Job) -> None:
    undo(shared, 1)
    before = calls(shared.target)
    assert undo(shared, 1).state == "undone"
    assert calls(shared.target) == before


def test_a_dry_run_takes_nothing_out(shared: Job) -> None:
    before = calls(shared.target)
    outcome = undo(shared, 1, dry_run=True)
    assert (outcome.state, outcome.rows_to_delete) == ("checked", 18)
    assert calls(shared.target) == before
    assert states(shared.target) == [(1, "copied"), (2, "copied")]
    assert shared.target.staging_tables() == []


def test_changed_and_missing_rows_are_told_and_asked_about(shared: Job) -> None:
    shared.target.run("UPDATE calls SET note = 'changed' WHERE id = 2", "DELETE FROM calls WHERE id IN (10, 11)")
    before = calls(shared.target)
    with pytest.raises(PlanRefusedError) as refused:
        undo(shared, 1)
    assert refused.value.code == "DBM-4055"
    assert "--even-if-changed" in refused.value.next_step
    assert "2 rows gone (such as" in refused.value.cause
    assert "changed since" in refused.value.cause
    assert calls(shared.target) == before
    assert states(shared.target)[0] == (1, "copied"), "a refused undo blocks nothing"
    outcome = undo(shared, 1, even_if_changed=True)
    assert (outcome.targets[0].rows_deleted, outcome.targets[0].rows_missing) == (16, 2)
    assert calls(shared.target) == {**dict(numbered(30, 40)), **own()}


def test_somebody_is_asked(shared: Job) -> None:
    shared.target.run("DELETE FROM calls WHERE id = 10")
    asked: list[UndoOutcome] = []

    def refuse(outcome: UndoOutcome) -> bool:
        asked.append(outcome)
        return False

    with pytest.raises(PlanRefusedError) as refused:
        undo(shared, 1, consent=refuse)
    assert refused.value.code == "DBM-4056"
    assert asked[0].is_changed
    assert undo(shared, 1, consent=lambda outcome: True).state == "undone"


def test_a_row_that_a_later_run_has_written_again_is_that_runs(shared: Job) -> None:
    shared.target.run("DELETE FROM calls WHERE id = 10")
    shared.run()
    assert calls(shared.target)[10] == "x 10"
    with pytest.raises(PlanRefusedError, match="written again by a later run"):
        undo(shared, 1)
    undo(shared, 1, even_if_changed=True)
    assert calls(shared.target) == {10: "x 10", **dict(numbered(30, 40)), **own()}
    undo(shared, 3)
    assert calls(shared.target) == {**dict(numbered(30, 40)), **own()}


def test_a_row_that_one_run_has_written_twice(make_job: MakeJob) -> None:
    """What was written last is taken back first."""
    job = make_job("postgresql-sqlite")
    create(job.source, "CREATE TABLE changes (seq {int} PRIMARY KEY, id {int}, note {text})")
    create(job.target, CALLS)
    into = '[[table.into]]\ntarget = "calls"\nkey = ["id"]\ncolumns = { id = "id", note = "note" }'
    job.write(f'[[table]]\nsource = "changes"\nmode = "upsert"\n{into}\n', commit_rows=2)
    job.target.insert("calls", [(1, "before"), (9, "own")])
    job.source.insert("changes", [(n, 1 + n % 2, f"change {n}") for n in range(8)])
    assert job.run().state == "copied"
    assert calls(job.target) == {1: "change 6", 2: "change 7", 9: "own"}
    undo(job, 1, even_if_changed=True)
    assert calls(job.target) == {1: "before", 9: "own"}


def test_updated_rows_get_their_old_values_back(job: Job) -> None:
    job.both(CALLS).write('[[table]]\nsource = "calls"\nmode = "upsert"\n')
    before: Rows = {1: "old", 2: None, 3: "x 3", 50: "own"}
    job.target.insert("calls", list(before.items()))
    job.source.insert("calls", numbered(1, 10))
    job.run()
    job.source.run("UPDATE calls SET note = 'second' WHERE id IN (2, 7)")
    first = calls(job.target)
    job.run()
    with pytest.raises(PlanRefusedError) as refused:
        undo(job, 1)
    assert (refused.value.code, refused.value.next_step) == ("DBM-4054", "dbmigrate undo 2")
    outcome = undo(job, 2)
    assert (outcome.targets[0].rows_deleted, outcome.targets[0].rows_restored) == (0, 2)
    assert calls(job.target) == first
    outcome = undo(job, 1)
    assert (outcome.targets[0].rows_deleted, outcome.targets[0].rows_restored) == (6, 2)
    assert calls(job.target) == before


def test_old_values_keep_their_storage_class(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    job.both("CREATE TABLE odd (id INTEGER PRIMARY KEY, n INTEGER, t TEXT)")
    job.write('[[table]]\nsource = "odd"\nmode = "upsert"\n')
    before = [(1, "not a number", b"\x00blob"), (2, 2.5, "2.5")]
    job.target.insert("odd", before)
    job.source.insert("odd", [(1, 1, "one"), (2, 2, "two"), (3, 3, "three")])
    job.run()
    undo(job, 1)
    assert job.target.rows("SELECT * FROM odd ORDER BY id") == before


def test_children_go_before_their_parents(job: Job) -> None:
    tables = (
        "CREATE TABLE parent (id {int} PRIMARY KEY, boss {int} REFERENCES parent (id))",
        "CREATE TABLE child (id {int} PRIMARY KEY, parent_id {int} REFERENCES parent (id))",
    )
    create(job.target, *tables)
    create(job.source, *(text.replace("REFERENCES parent (id)", "") for text in tables))
    job.write('[[table]]\nsource = "child"\n[[table]]\nsource = "parent"\n')
    job.source.insert("parent", [(1, None), *((n, (n * 7) % 10 + 1 if n > 1 else 1) for n in range(2, 11))])
    job.source.insert("child", [(n, n % 10 + 1) for n in range(15)])
    job.run()
    undo(job, 1, even_if_changed=True)
    assert job.target.rows("SELECT * FROM parent") == job.target.rows("SELECT * FROM child") == []
    if not job.target.is_sqlite:
        keys = job.target.rows("SELECT conname FROM pg_constraint WHERE contype = 'f' ORDER BY 1")
        assert keys == [("child_parent_id_fkey",), ("parent_boss_fkey",)]
    job.run()
    assert len(job.target.rows("SELECT * FROM child")) == 15
    assert job.verdict() == "match"


def test_rows_of_others_keep_what_they_refer_to(job: Job) -> None:
    job.both("CREATE TABLE parent (id {int} PRIMARY KEY)")
    on_delete = "ON DELETE CASCADE"
    job.both(f"CREATE TABLE child (id {{int}} PRIMARY KEY, parent_id {{int}} REFERENCES parent (id) {on_delete})")
    job.target.run(f"CREATE TABLE own (id INTEGER, parent_id INTEGER REFERENCES parent (id) {on_delete})")
    job.write('[[table]]\nsource = "child"\n[[table]]\nsource = "parent"\n')
    job.source.insert("parent", [(n,) for n in range(10)])
    job.source.insert("child", [(n, n) for n in range(5)])
    job.run()
    job.target.insert("own", [(1, 7)])
    with pytest.raises(PlanRefusedError, match="1 rows of .*own refer"):
        undo(job, 1, even_if_changed=True)
    assert len(job.target.rows("SELECT * FROM child")) == 5, "nothing is out yet"
    job.target.run("DELETE FROM own")
    job.source.insert("child", [(20, 3)])
    job.run()
    with pytest.raises(PlanRefusedError, match="1 rows of .*child refer"):
        undo(job, 1, even_if_changed=True)
    assert (3,) in job.target.rows("SELECT id FROM parent")
    assert (20, 3) in job.target.rows("SELECT * FROM child")
    undo(job, 2)
    undo(job, 1, even_if_changed=True)
    assert job.target.rows("SELECT * FROM parent") == []


def test_a_table_without_key_goes_as_a_whole_or_not_at_all(job: Job) -> None:
    lines = [("a",), ("a",), (None,), ("b",)]
    job.both("CREATE TABLE lines (line {text})").write('[[table]]\nsource = "lines"\n')
    job.source.insert("lines", lines)
    job.run()
    for spoil, mend in (
        ("INSERT INTO lines VALUES ('own')", "DELETE FROM lines WHERE line = 'own'"),
        ("UPDATE lines SET line = 'c' WHERE line = 'b'", "UPDATE lines SET line = 'b' WHERE line = 'c'"),
    ):
        job.target.run(spoil)
        before = job.target.counted("lines")
        with pytest.raises(PlanRefusedError) as refused:
            undo(job, 1, even_if_changed=True)
        assert refused.value.code == "DBM-4052"
        assert job.target.counted("lines") == before
        job.target.run(mend)
    assert undo(job, 1).targets[0].rows_deleted == 4
    assert job.target.rows("SELECT * FROM lines") == []
    job.run()
    assert job.target.counted("lines") == job.source.counted("lines")


def test_one_read_that_feeds_several_targets(job: Job) -> None:
    job.source.run("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, mail TEXT)")
    job.target.run(
        "CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE mails (id INTEGER PRIMARY KEY, mail TEXT)",
    )
    job.write(
        '[[table]]\nsource = "people"\ntarget_rows = "any"\n[[table.into]]\ntarget = "names"\n'
        '[[table.into]]\ntarget = "mails"\n'
    )
    job.source.insert("people", [(n, f"name {n}", f"mail {n}") for n in range(10)])
    job.target.insert("mails", [(3, "mail 3"), (77, "own")])
    job.run()
    outcome = undo(job, 1)
    deleted = {target.target.split(".")[-1]: target.rows_deleted for target in outcome.targets}
    assert deleted == {"names": 10, "mails": 9}
    assert job.target.rows("SELECT * FROM names") == []
    assert sorted(job.target.rows("SELECT * FROM mails")) == [(3, "mail 3"), (77, "own")]


def test_one_table_of_a_run(job: Job) -> None:
    job.both(CALLS, "CREATE TABLE other (id {int} PRIMARY KEY)")
    job.write(ANY + '[[table]]\nsource = "other"\ntarget_rows = "any"\n')
    job.source.insert("calls", numbered(1, 8))
    job.source.insert("other", [(n,) for n in range(5)])
    job.run()
    outcome = undo(job, 1, tables=("Calls",))
    assert (outcome.state, outcome.whole) == ("undone in part", False)
    assert states(job.target) == [(1, "copied")]
    assert (calls(job.target), len(job.target.rows("SELECT * FROM other"))) == ({}, 5)
    again = job.run()
    by_name = {table.table: (table.rows_read, table.rows_inserted) for table in again.tables}
    assert {name.split(".")[-1]: rows for name, rows in by_name.items()} == {"calls": (7, 7), "other": (5, 0)}
    assert calls(job.target) == dict(numbered(1, 8))
    undo(job, 1)
    assert states(job.target)[0] == (1, "undone")
    assert calls(job.target) == dict(numbered(1, 8)), "run 2 has written them"
    assert job.target.rows("SELECT * FROM other") == []
    with pytest.raises(UsageError):
        undo(job, 2, groups=("nothing",))
    with pytest.raises(LedgerError, match="no run 9"):
        undo(job, 9)


def test_a_stopped_run_goes_as_a_whole(job: Job) -> None:
    job.both(CALLS, "CREATE TABLE other (id {int} PRIMARY KEY)").write(ANY + '[[table]]\nsource = "other"\n')
    job.source.insert("calls", numbered(1, 20))
    stop_after(job, 2)
    assert 0 < len(calls(job.target)) < 19
    with pytest.raises(PlanRefusedError) as refused:
        undo(job, 1, tables=("calls",))
    assert refused.value.code == "DBM-4057"
    undo(job, 1)
    assert calls(job.target) == {}
    assert (job.run().run_id, calls(job.target)) == (2, dict(numbered(1, 20)))


def test_a_stopped_undo_blocks_runs_until_it_has_ended(shared: Job) -> None:
    stop = threading.Event()
    stop.set()
    assert undo(shared, 1, stop=stop).state == "stopped"
    assert states(shared.target)[0] == (1, "undoing")
    with pytest.raises(LedgerError) as refused:
        shared.run()
    assert (refused.value.code, "dbmigrate undo 1" in refused.value.next_step) == ("DBM-8008", True)
    undo(shared, 1)
    shared.run()
    assert calls(shared.target) == {**dict(numbered(1, 20)), **dict(numbered(30, 40)), **own()}


def test_ids_of_a_map_that_no_later_run_uses_are_free_again(shared: Job) -> None:
    shared.target.run(f"INSERT INTO {shared.target.ledger('key_map')} VALUES ('m', 'o', '1', '2', 1, 1)")
    outcome = undo(shared, 1)
    assert (outcome.mapped_keys, outcome.kept_keys) == (1, 0)
    assert shared.target.rows(f"SELECT * FROM {shared.target.ledger('key_map')}") == []


def test_rows_that_sqlite_moved_by_itself(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    job.both(CALLS).write('[[table]]\nsource = "calls"\n')
    job.source.insert("calls", numbered(1, 20))
    job.run()
    job.target.insert("calls", [(100, "own")])
    with pytest.raises(PlanRefusedError, match="nothing says whether"):
        undo(job, 1)
    assert undo(job, 1, even_if_changed=True).targets[0].rows_deleted == 19
    assert calls(job.target) == {100: "own"}
