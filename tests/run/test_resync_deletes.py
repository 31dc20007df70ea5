"""Rows that have gone from the source, deleted from the target as the group says: those of ours alone, and only as they
were brought; and put back by an undo."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import PlanRefusedError
from dbmigrate.model import deletions
from dbmigrate.model.reconciled import ResyncedTable
from dbmigrate.model.rejected import RejectQuery
from dbmigrate.model.table import TableName
from dbmigrate.run.migration import Migration
from dbmigrate.run.reconcile import resync_delete
from dbmigrate.verify import key_hashes
from dbmigrate.write import batch_writer
from dbmigrate.write.delete_writer import DeleteWriter
from tests.run.job import Job, MakeJob, create
from tests.run.undoing import undo

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, note {text})"
DELETES = 'resync = { deleted = "delete" }\n'
GROUP = '[[table]]\nsource = "calls"\nwatermark = { column = "started", overlap = "5m" }\n' + DELETES


def _at(minute: int) -> str:
    return f"2024-05-01 10:{minute:02}:00"


def _filled(job: Job, group: str = GROUP, rows: int = 20) -> Job:
    job.both(CALLS).write(group, commit_rows=4)
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, rows + 1)])
    job.run()
    return job


def _only(job: Job, **options: Any) -> ResyncedTable:
    [found] = job.resync(**options).tables
    return found


def _ids(job: Job, table: str = "calls") -> list[int]:
    return [row[0] for row in job.target.rows(f"SELECT id FROM {table} ORDER BY id")]


def _kept(found: ResyncedTable) -> dict[str, tuple[int, list[str]]]:
    return {one.reason: (one.rows, sorted(one.keys)) for one in found.kept}


def test_deletes_what_is_as_it_was_brought(job: Job) -> None:
    _filled(job)
    job.source.run("DELETE FROM calls WHERE id IN (3, 4, 5, 9, 17)", "UPDATE calls SET note = 'new' WHERE id = 6")
    job.target.run("UPDATE calls SET note = 'of the application' WHERE id = 4", "DELETE FROM calls WHERE id = 17")
    job.target.insert("calls", [(900, _at(1), "of the application")])
    dry = _only(job, dry=True)
    assert (dry.deleted, dry.deleted_listed, dry.deletable_listed) == (0, 4, 3)
    assert sorted(dry.deleted_keys) == ["[3]", "[4]", "[5]", "[9]"]
    assert 3 in _ids(job)
    found = _only(job)
    assert (found.deleted, found.deleted_listed, found.updated, found.inserted) == (3, 1, 1, 0)
    assert _kept(found) == {deletions.CHANGED: (1, ["[4]"])}
    assert _ids(job) == [n for n in range(1, 21) if n not in (3, 5, 9, 17)] + [900]
    again = _only(job)
    assert (again.deleted, again.deleted_listed, again.updated) == (0, 1, 0)
    assert job.gaps().rows_missing == 0
    job.run()
    assert 3 not in _ids(job)


def test_so_many_that_it_may_be_the_wrong_source(job: Job) -> None:
    _filled(job)
    job.source.run("DELETE FROM calls WHERE id IN (3, 5, 9)", "UPDATE calls SET note = 'new' WHERE id = 6")
    found = _only(job, max_deletes=2)
    assert (found.updated, found.deleted, found.deleted_listed, found.deletable_listed) == (1, 0, 3, 0)
    assert _kept(found) == {deletions.TOO_MANY: (3, [])}
    assert _ids(job) == list(range(1, 21))
    assert _only(job, max_deletes=3).deleted == 3


def test_undone(job: Job) -> None:
    _filled(job)
    before = job.target.counted("calls")
    job.source.run("DELETE FROM calls WHERE id IN (3, 5, 9)", "UPDATE calls SET note = NULL WHERE id = 6")
    assert _only(job).deleted == 3
    undo(job, 2)
    assert job.target.counted("calls") == before
    assert _only(job).deleted == 3


def test_no_script_puts_rows_back(make_job: MakeJob, tmp_path: Path) -> None:
    """Of a run that has written rows, too: the script would take these out, and call the run undone."""
    job = _filled(make_job("sqlite-sqlite"))
    job.source.run("DELETE FROM calls WHERE id = 3")
    job.target.run("DELETE FROM calls WHERE id = 6")
    found = _only(job)
    assert (found.deleted, found.inserted) == (1, 1)
    with pytest.raises(PlanRefusedError) as refused:
        undo(job, 2, script=tmp_path / "undo.sql", even_if_changed=True)
    assert (refused.value.code, list(tmp_path.glob("*.sql*"))) == ("DBM-4059", [])


def test_undone_where_another_row_has_the_key(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-sqlite"))
    job.source.run("DELETE FROM calls WHERE id IN (3, 5)")
    assert _only(job).deleted == 2
    job.target.insert("calls", [(3, _at(1), "of the application")])
    with pytest.raises(PlanRefusedError, match="not, or not for certain") as refused:
        undo(job, 2)
    assert refused.value.code == "DBM-4055"
    assert "1 row that cannot be put back" in (refused.value.cause or "")
    assert 5 not in _ids(job)
    undo(job, 2, even_if_changed=True)
    assert job.target.rows("SELECT note FROM calls WHERE id IN (3, 5) ORDER BY id") == [
        ("of the application",),
        ("note 5",),
    ]


def test_an_earlier_run_is_undone_after_the_deletion(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-sqlite"))
    job.source.run("DELETE FROM calls WHERE id = 3")
    assert _only(job).deleted == 1
    with pytest.raises(PlanRefusedError, match="later runs have deleted") as refused:
        undo(job, 1)
    assert refused.value.code == "DBM-4054"
    undo(job, 2)
    undo(job, 1)
    assert _ids(job) == []


def test_a_deleted_key_is_ours_no_longer(make_job: MakeJob) -> None:
    """A row of the application under it is neither deleted nor overwritten, even one that looks the same."""
    job = _filled(make_job("sqlite-sqlite"))
    job.source.run("DELETE FROM calls WHERE id IN (3, 5)")
    assert _only(job).deleted == 2
    job.target.insert("calls", [(3, _at(3), "note 3"), (5, _at(5), "of the application")])
    found = _only(job)
    assert (found.deleted, found.deleted_listed) == (0, 0)
    job.source.insert("calls", [(5, _at(5), "again in the source")])
    found = _only(job)
    assert (found.updated, found.not_ours) == (0, 1)


def test_a_row_that_came_again_is_ours_again(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-sqlite"))
    job.source.run("DELETE FROM calls WHERE id = 3")
    assert _only(job).deleted == 1
    job.source.insert("calls", [(3, _at(3), "another note")])
    assert _only(job).inserted == 1
    job.source.run("DELETE FROM calls WHERE id = 3")
    assert _only(job).deleted == 1
    assert 3 not in _ids(job)


def test_an_updated_row_has_the_hash_of_its_update(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-sqlite"))
    job.source.run("UPDATE calls SET note = 'new' WHERE id IN (3, 4)")
    assert _only(job).updated == 2
    job.target.run("UPDATE calls SET note = 'note 4' WHERE id = 4")
    job.source.run("DELETE FROM calls WHERE id IN (3, 4)")
    found = _only(job)
    assert (found.deleted, _kept(found)) == (1, {deletions.CHANGED: (1, ["[4]"])})


def test_rows_from_before_the_setting_stay(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-sqlite"), GROUP.replace(DELETES, ""))
    job.write(GROUP, commit_rows=4)
    job.source.insert("calls", [(n, _at(n), "x") for n in (30, 31)])
    job.run()
    job.source.run("DELETE FROM calls WHERE id IN (3, 30)")
    found = _only(job)
    assert (found.deleted, _kept(found)) == (1, {deletions.UNKNOWN: (1, ["[3]"])})


def test_an_empty_source_deletes_nothing(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-sqlite"))
    job.source.run("DELETE FROM calls")
    found = _only(job)
    assert (found.deleted, found.deleted_listed, len(_ids(job))) == (0, 20, 20)
    assert [one.reason for one in found.kept] == [deletions.EMPTY_SOURCE]


def test_a_key_that_is_made_otherwise_deletes_nothing(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-postgresql"))
    job.write(GROUP + 'columns = { id = "id + 1000" }\n')
    found = _only(job)
    assert found.deleted == 0
    assert [one.reason for one in found.kept] == [deletions.OTHER_KEY]
    assert set(range(1, 21)) <= set(_ids(job))


def test_a_key_that_an_input_makes_otherwise_deletes_nothing(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite").both(CALLS)
    job.write(GROUP + "columns = { id = \"id + getvariable('shift')\" }\n")
    package, answer = job.group_file.parent / "package.toml", "[inputs]\nshift = {}\n"
    package.write_text(package.read_text() + '[inputs.shift]\ntitle = "Shift"\ntype = "integer"\n')
    project = job.project.read_text()
    job.project.write_text(project + answer.format(0))
    job.source.insert("calls", [(n, _at(n), "x") for n in range(1, 6)])
    job.run()
    job.project.write_text(project + answer.format(1000))
    found = _only(job)
    assert (found.deleted, [one.reason for one in found.kept]) == (0, [deletions.OTHER_KEY])
    assert set(range(1, 6)) <= set(_ids(job))


def test_columns_that_no_run_fills(make_job: MakeJob) -> None:
    """They come back with the row; a row in which somebody has filled one stays."""
    job = make_job("sqlite-postgresql")
    create(job.source, CALLS)
    job.target.run(
        "CREATE TABLE calls (id bigint PRIMARY KEY, started timestamp, note text, seen text,"
        " made timestamptz DEFAULT clock_timestamp(), twice bigint GENERATED ALWAYS AS (id * 2) STORED)"
    )
    job.write(GROUP, commit_rows=4)
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, 9)])
    job.run()
    job.target.run("UPDATE calls SET seen = 'by me' WHERE id = 4")
    before = job.target.counted("calls")
    job.source.run("DELETE FROM calls WHERE id IN (3, 4)")
    found = _only(job)
    assert (found.deleted, _kept(found)) == (1, {deletions.CHANGED: (1, ["[4]"])})
    undo(job, 2)
    assert job.target.counted("calls") == before


def test_a_row_that_could_not_be_put_back_stays(make_job: MakeJob) -> None:
    """It holds a value that no other row of the program can, in a column that is not the program's."""
    job = make_job("sqlite-postgresql")
    create(job.source, CALLS)
    create(job.target, CALLS.replace("note {text}", "note {text}, seen timestamp"))
    job.write(GROUP)
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, 9)])
    job.run()
    job.target.run("UPDATE calls SET seen = '294276-12-31 23:59:59' WHERE id = 4")
    job.source.run("DELETE FROM calls WHERE id IN (3, 4, 5)")
    found = _only(job)
    assert (found.deleted, _kept(found)) == (2, {deletions.UNREADABLE: (1, ["[4]"])})
    assert _ids(job) == [1, 2, 4, 6, 7, 8]


def test_a_value_that_cannot_be_read_is_a_change(make_job: MakeJob) -> None:
    """It is shown as NULL, and NULL was brought."""
    job = make_job("postgresql-sqlite").both("CREATE TABLE calls (id {int} PRIMARY KEY, amount {int})")
    job.write('[[table]]\nsource = "calls"\n' + DELETES)
    job.source.insert("calls", [(n, None) for n in range(1, 6)])
    job.run()
    job.source.run("DELETE FROM calls WHERE id > 3")
    job.target.run("UPDATE calls SET amount = 'of the application' WHERE id = 4")
    found = _only(job)
    assert (found.deleted, _kept(found)) == (1, {deletions.CHANGED: (1, ["[4]"])})
    assert _ids(job) == [1, 2, 3, 4]


@pytest.mark.parametrize("at", ["before", "behind"])
def test_a_row_that_is_changed_meanwhile_stays(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """Before the rows are looked at for the last time, or behind that, when they are to be deleted."""
    job = _filled(make_job("sqlite-postgresql"))
    job.source.run("DELETE FROM calls WHERE id IN (3, 4, 5)")
    look = DeleteWriter._found
    changes = ["UPDATE calls SET note = 'of the application' WHERE id = 4"]

    def looked(self: DeleteWriter, staging: TableName, keys: pa.RecordBatch) -> object:
        if changes and at == "before":
            job.target.run(changes.pop())
        found = look(self, staging, keys)
        if changes:
            job.target.run(changes.pop())
        return found

    monkeypatch.setattr(DeleteWriter, "_found", looked)
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    found = _only(job)
    assert (found.deleted, _kept(found)) == (2, {deletions.CHANGED: (1, ["[4]"])})
    undo(job, 2)
    assert _ids(job) == list(range(1, 21))
    assert job.target.rows("SELECT note FROM calls WHERE id = 4") == [("of the application",)]


def test_a_row_that_the_target_does_not_let_go_is_told(make_job: MakeJob) -> None:
    """No description of the target tells why: a trigger is in the way."""
    job = _filled(make_job("sqlite-postgresql"))
    job.source.run("DELETE FROM calls WHERE id IN (3, 4, 5)")
    job.target.run(
        "CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE check_violation; END'",
        "CREATE TRIGGER stays BEFORE DELETE ON calls FOR EACH ROW WHEN (old.id = 4) EXECUTE FUNCTION stay()",
    )
    found = _only(job)
    assert (found.deleted, _kept(found)) == (2, {deletions.REFUSED: (1, ["[4]"])})
    assert _ids(job) == [n for n in range(1, 21) if n not in (3, 5)]


def test_a_key_that_a_second_row_has_taken(make_job: MakeJob) -> None:
    """Which of the two was brought is not known for certain, whatever they look like."""
    job = make_job("postgresql-sqlite")
    create(job.source, CALLS)
    create(job.target, CALLS.replace("PRIMARY KEY", "NOT NULL"))
    job.write(f'{GROUP}[[table.into]]\ntarget = "calls"\nkey = ["id"]\n')
    job.source.insert("calls", [(n, _at(n), f"note {n}") for n in range(1, 9)])
    job.run()
    job.target.run("INSERT INTO calls SELECT * FROM calls WHERE id = 3")
    job.target.run("INSERT INTO calls SELECT id, started, 'own' FROM calls WHERE id = 4")
    job.source.run("DELETE FROM calls WHERE id IN (3, 4, 5)")
    found = _only(job)
    assert found.deleted == 1
    assert deletions.CHANGED in _kept(found)
    assert _ids(job) == [1, 2, 3, 3, 4, 4, 6, 7, 8]


def test_in_groups_and_pages(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_hashes, "HELD_ROWS", 5)
    monkeypatch.setattr(resync_delete, "KEYS_HELD", 2)
    job = _filled(make_job("sqlite-sqlite"), rows=40)
    job.source.run("DELETE FROM calls WHERE id > 5")
    job.target.run("UPDATE calls SET note = 'mine' WHERE id IN (10, 20)")
    found = _only(job)
    assert (found.deleted, found.deleted_listed) == (33, 2)
    assert _ids(job) == [1, 2, 3, 4, 5, 10, 20]


def test_rows_that_are_too_large_for_one_batch(make_job: MakeJob) -> None:
    job = make_job("sqlite-postgresql").both(CALLS).write(GROUP, commit_rows=50, commit_bytes=65_536)
    job.source.insert("calls", [(n, _at(n), str(n) * 10_000) for n in range(1, 31)])
    job.run()
    before = job.target.counted("calls")
    job.source.run("DELETE FROM calls WHERE id < 30")
    assert _only(job).deleted == 29
    [(largest,)] = job.target.rows("SELECT max(rows) FROM dbmigrate.batch_key WHERE kind = 'deleted'")
    assert 1 < largest < 8
    undo(job, 2)
    assert job.target.counted("calls") == before


def test_stopped_before_and_while_rows_are_deleted(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-sqlite"))
    job.source.run("DELETE FROM calls WHERE id <= 10", "UPDATE calls SET note = 'new' WHERE id = 20")
    stop = threading.Event()
    with Migration(load_project(job.project)) as migration:
        outcome = migration.resync(RejectQuery(), dry=False, sink=lambda _: stop.set(), stop=stop)
    [found] = outcome.tables
    assert (outcome.state, found.deleted, found.deleted_listed) == ("stopped", 0, 10)
    assert _kept(found) == {deletions.NOT_TRIED: (10, [])}
    assert _only(job).deleted == 10


def test_children_before_parents(job: Job) -> None:
    family = (
        "CREATE TABLE parents (id {int} PRIMARY KEY, note {text})",
        "CREATE TABLE children (id {int} PRIMARY KEY, parent {int} REFERENCES parents (id) ON DELETE CASCADE)",
    )
    job.both(*family)
    job.write("".join(f'[[table]]\nsource = "{name}"\n{DELETES}' for name in ("parents", "children")), commit_rows=2)
    job.source.insert("parents", [(n, "p") for n in range(1, 7)])
    job.source.insert("children", [(10 * n + k, n) for n in range(1, 7) for k in (1, 2)])
    job.run()
    before = job.target.counted("parents") + job.target.counted("children")
    job.target.insert("children", [(500, 3)])
    job.source.run("DELETE FROM children WHERE parent IN (2, 3, 4)", "DELETE FROM parents WHERE id IN (2, 3, 4)")
    parents, children = job.resync().tables
    assert (parents.deleted, children.deleted) == (2, 6)
    assert _kept(parents) == {deletions.REFERRED: (1, ["[3]"])}
    assert (_ids(job, "parents"), 500 in _ids(job, "children")) == ([1, 3, 5, 6], True)
    undo(job, 2)
    job.target.run("DELETE FROM children WHERE id = 500")
    assert job.target.counted("parents") + job.target.counted("children") == before


def test_rows_that_refer_to_their_own_table(job: Job) -> None:
    job.both("CREATE TABLE nodes (id {int} PRIMARY KEY, above {int} REFERENCES nodes (id))")
    job.write('[[table]]\nsource = "nodes"\n' + DELETES, commit_rows=3)
    # 1 refers to itself; 2 to 1, 3 to 2 and so on, and 20 to 4.
    job.source.insert("nodes", [(1, 1), *((n, n - 1) for n in range(2, 5)), (20, 4), (30, None)])
    job.run()
    before = job.target.counted("nodes")
    job.source.run("UPDATE nodes SET above = NULL WHERE id = 20", "DELETE FROM nodes WHERE id BETWEEN 1 AND 4")
    job.target.insert("nodes", [(90, 3)])
    found = _only(job)
    assert (found.deleted, _kept(found)) == (1, {deletions.REFERRED: (3, ["[1]", "[2]", "[3]"])})
    job.target.run("DELETE FROM nodes WHERE id = 90")
    assert _only(job).deleted == 3
    assert _ids(job, "nodes") == [20, 30]
    undo(job, 3)
    undo(job, 2)
    assert job.target.counted("nodes") == before


def test_verified_and_counted(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-postgresql"))
    job.source.run("DELETE FROM calls WHERE id IN (3, 5)")
    assert _only(job).deleted == 2
    with Migration(load_project(job.project)) as migration:
        for level in ("counts", "hashes", "source"):
            [table] = migration.verify(level=level).tables
            assert (table.rows_expected, table.rows_found, table.differences_total) == (18, 18, 0)
            if level == "hashes":
                assert table.method == "target against the digests recorded while copying"
        [total] = migration.status().totals
        assert (total["rows_inserted"], total["rows_deleted"]) == (20, 2)
