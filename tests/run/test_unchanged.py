"""A pass leaves a table alone where the source is provably as it was when the table was read, and nowhere else."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from rich.console import Console

from dbmigrate.config.project import load_project
from dbmigrate.engines.sqlite import state
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.model.events import Event, Notice, TablesLeftAlone
from dbmigrate.report.console import open_console
from dbmigrate.report.documents import run_document, status_document
from dbmigrate.report.run_text import show_run
from dbmigrate.report.status_text import show_status
from dbmigrate.run.before import unchanged as before_unchanged
from dbmigrate.run.migration import Migration
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after
from tests.run.undoing import undo

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {int}, note {text})"
NOTES = "CREATE TABLE notes (note {text} NOT NULL)"
ONE = '[[table]]\nsource = "calls"\nwatermark = { column = "started", overlap = "2s" }\n'
GROUP = ONE + '[[table]]\nsource = "notes"\n'

pytestmark = pytest.mark.skipif(os.uname().sysname != "Linux", reason="what a token is made of is known of Linux only")


def settle() -> None:
    """Until a change has another time than those before."""
    time.sleep(0.12)


@pytest.fixture
def small(make_job: MakeJob) -> Job:
    job = make_job("sqlite-sqlite")
    job.both(CALLS, NOTES).write(GROUP, commit_rows=4)
    job.source.insert("calls", [(n, n, f"call {n}") for n in range(1, 11)])
    job.source.insert("notes", [("a",), ("b",)])
    settle()
    return job


def unchanged(job: Job, **options: Any) -> dict[str, int | None]:
    outcome = job.run(read_unchanged=False, **options)
    assert outcome.state == "copied"
    return {table.table.removeprefix("public."): table.unchanged_since for table in outcome.tables}


def calls(job: Job) -> list[tuple[int, str]]:
    return [(key, note) for key, note in job.target.rows("SELECT id, note FROM calls ORDER BY id")]


def test_what_was_read_in_the_same_state_is_not_read_again(small: Job) -> None:
    assert unchanged(small)["calls"] is None
    heard: list[Event] = []
    assert unchanged(small, sink=heard.append)["calls"] == 1
    assert [event for event in heard if isinstance(event, TablesLeftAlone)] == [TablesLeftAlone(1, 0)], (
        "nothing new was expected"
    )
    assert unchanged(small)["calls"] == 1, "named is the run that has read it"
    assert small.verdict() == "match"
    gaps = next(table for table in small.gaps().tables if table.table == "calls")
    assert (gaps.rows_present, gaps.rows_missing, gaps.rows_new) == (10, 0, 0)


def test_it_is_read_when_asked_for(small: Job) -> None:
    small.run()
    assert sum(table.rows_present for table in small.run(read_unchanged=True).tables) == 3
    assert unchanged(small)["calls"] == 2


def _insert(path: Path) -> None:
    _write(path, "INSERT INTO calls VALUES (0, 1, 'late')")


def _write(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def _with_times_put_back(path: Path) -> None:
    before = path.stat()
    _insert(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _overwritten(path: Path) -> None:
    """By another file of the same size with the same change counter, in place, with the times of the first."""
    before = path.stat()
    other = path.with_suffix(".other")
    shutil.copy(path, other)
    _write(other, "UPDATE calls SET started = 3, note = 'other 1' WHERE id = 1")
    content = bytearray(other.read_bytes())
    content[:100] = path.read_bytes()[:100]
    assert len(content) == before.st_size
    with path.open("r+b") as file:
        file.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _in_wal(path: Path) -> None:
    """Only the log has the row: the writer dies."""
    program = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA journal_mode = wal')\n"
        "c.execute('PRAGMA wal_autocheckpoint = 0')\n"
        "c.execute(\"INSERT INTO calls VALUES (0, 1, 'late')\")\n"
        "os._exit(0)\n"
    )
    subprocess.run(["python3", "-c", program, str(path)], check=True)


CHANGES: dict[str, Callable[[Path], None]] = {
    "a row": _insert,
    "with the time put back": _with_times_put_back,
    "overwritten": _overwritten,
    "in the log": _in_wal,
    "vacuum": lambda path: _write(path, "VACUUM"),
    "there and back": lambda path: _write(
        path, "UPDATE calls SET note = 'x' WHERE id = 1", "UPDATE calls SET note = 'call 1' WHERE id = 1"
    ),
    "another table": lambda path: _write(path, "CREATE TABLE other (n)"),
}


def token(path: Path) -> str | None:
    engine = SqliteEngine(path, writable=False)
    view = engine.open_view()
    view.close()
    engine.dispose()
    return view.state_token


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_noticed(small: Job, change: Callable[[Path], None]) -> None:
    path = small.directory / "source.db"
    before = token(path)
    assert before is not None
    assert before == token(path)
    change(path)
    assert token(path) != before
    settle()
    after = token(path)
    assert after != before
    # SQLite gives a log that it opens to the owner of the file, if it may: then the log has changed just now.
    assert after is not None or (change is _in_wal and os.geteuid() == 0)


def test_a_row_that_came_in_is_read(small: Job) -> None:
    small.run()
    _insert(small.directory / "source.db")
    assert unchanged(small)["calls"] is None
    assert calls(small)[0] == (0, "late")
    settle()
    unchanged(small)
    assert unchanged(small)["calls"] in (2, 3), "once more if nothing could be known of a file just written"


def test_a_log_that_grows_is_noticed(small: Job) -> None:
    """An application keeps the file open in WAL mode; the file itself stays as it is."""
    path = small.directory / "source.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = wal")
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        settle()
        empty = token(path)
        assert empty is not None
        writer.execute("INSERT INTO calls VALUES (20, 20, 'one')")
        settle()
        one = token(path)
        assert one != empty
        assert one is not None or os.geteuid() == 0
        writer.execute("INSERT INTO calls VALUES (21, 21, 'two')")
        settle()
        assert token(path) not in (empty, one or empty)


def test_a_change_while_the_snapshot_is_taken(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be in the snapshot or not."""
    job = make_job("sqlite-sqlite")
    path = job.directory / "source.db"
    job.source.run("CREATE TABLE calls (id, started, note)")
    # In another mode nobody can write between the two looks.
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    settle()
    assert token(path) is not None
    asked: Iterator[Callable[[], None]] = iter([lambda: None, lambda: _insert(path)])
    before = SqliteEngine.state_token

    def slow(engine: SqliteEngine) -> str | None:
        next(asked)()
        return before(engine)

    monkeypatch.setattr(SqliteEngine, "state_token", slow)
    assert token(path) is None


def test_what_was_just_written_has_no_token(small: Job) -> None:
    """Another write in the same tick of the clock could leave the same times."""
    _insert(small.directory / "source.db")
    assert token(small.directory / "source.db") is None


@pytest.mark.parametrize("kind", ["nfs4", "fuse.sshfs", "vfat", "overlay", "btrfs"])
def test_file_systems_that_are_not_known(
    small: Job, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = small.directory / "source.db"
    device = path.stat().st_dev
    mounts = tmp_path / "mounts"
    mounts.write_text(f"36 35 {os.major(device)}:{os.minor(device)} / /data rw - {kind} server:/x rw\n")
    file = state.OpenFile(path)
    assert state.state_token(file, path) is not None
    monkeypatch.setattr(state, "_MOUNTS", mounts)
    assert state.state_token(file, path) is None
    file.close()


def test_another_boot_is_another_state(small: Job, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = small.directory / "source.db"
    file = state.OpenFile(path)
    before = state.state_token(file, path)
    boot = tmp_path / "boot"
    boot.write_text("another\n")
    monkeypatch.setattr(state, "_BOOT", boot)
    assert state.state_token(file, path) not in (None, before)
    file.close()


def test_looking_at_the_file_lets_no_lock_go(small: Job) -> None:
    """POSIX drops the locks of a process on a file with any descriptor that it closes: so would the snapshot."""
    path = small.directory / "source.db"
    engine = SqliteEngine(path, writable=False)
    view = engine.open_view()
    other = SqliteEngine(path, writable=False)
    other.dispose()
    program = (
        "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1], timeout=0)\nc.execute('DELETE FROM calls')\nc.commit()"
    )
    done = subprocess.run(["python3", "-c", program, str(path)], capture_output=True, text=True, check=False)
    assert "locked" in done.stderr
    view.close()
    engine.dispose()


def test_a_virtual_table_may_show_what_is_elsewhere(small: Job) -> None:
    small.source.run("CREATE VIRTUAL TABLE found USING fts5(word)")
    settle()
    small.run()
    assert unchanged(small)["calls"] is None


def test_a_resumed_run_has_not_read_it_in_one_state(small: Job) -> None:
    assert stop_after(small, 1).state == "stopped"
    assert unchanged(small)["calls"] is None
    assert unchanged(small)["calls"] is None, "read once more, from its first batch on"
    assert unchanged(small)["calls"] == 2


def test_other_terms(small: Job) -> None:
    small.run()
    small.group_file.write_text(small.group_file.read_text().replace('overlap = "2s"', 'overlap = "3s"'))
    assert unchanged(small)["calls"] is None
    assert unchanged(small)["calls"] == 2


def test_open_rejects_are_tried_again(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    job.source.run("CREATE TABLE calls (id INTEGER PRIMARY KEY, note TEXT)")
    job.target.run("CREATE TABLE calls (id INTEGER PRIMARY KEY, note TEXT CHECK (note <> 'bad'))")
    job.write('[[table]]\nsource = "calls"\n')
    job.source.insert("calls", [(1, "good"), (2, "bad")])
    settle()
    job.run()
    assert unchanged(job)["calls"] is None
    assert len(job.target.rows("SELECT * FROM dbmigrate_reject")) == 2


def test_what_was_undone_is_read(small: Job) -> None:
    small.run()
    undo(small, 1, even_if_changed=True)
    assert unchanged(small)["calls"] is None
    assert len(calls(small)) == 10


def test_an_undo_of_what_came_later_too(small: Job) -> None:
    """The second run has brought back what was missing, and was taken out: there is something to do."""
    small.write('[[table]]\nsource = "calls"\n')
    small.run()
    small.target.run("DELETE FROM calls WHERE id = 3")
    assert small.run().tables[0].rows_inserted == 1
    undo(small, 2)
    assert unchanged(small)["calls"] is None
    assert len(calls(small)) == 10


def test_rows_that_are_missing_in_the_target(small: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Noticed by their number, where tables are small enough to be counted."""
    small.write('[[table]]\nsource = "calls"\n')
    small.run()
    small.target.run("DELETE FROM calls WHERE id = 3")
    monkeypatch.setattr(before_unchanged, "COUNTED_ROWS", 9)
    assert unchanged(small)["calls"] == 1
    monkeypatch.undo()
    heard: list[Event] = []
    assert unchanged(small, sink=heard.append)["calls"] is None
    warned = [event.message for event in heard if isinstance(event, Notice)]
    assert warned == ["calls holds 9 rows, and run 1 left 10 there: it is read again"]
    assert len(calls(small)) == 10
    assert unchanged(small)["calls"] == 3


def test_rows_that_are_missing_below_a_mark(small: Job) -> None:
    small.run()
    small.target.run("DELETE FROM calls WHERE id = 3")
    heard: list[Event] = []
    assert unchanged(small, sink=heard.append)["calls"] is None
    assert any("dbmigrate run --resync" in event.message for event in heard if isinstance(event, Notice))
    assert len(calls(small)) == 9
    small.resync()
    assert unchanged(small)["calls"] is None
    assert unchanged(small)["calls"] == 4, "the fourth run has read the overlap alone, and cannot tell"
    assert len(calls(small)) == 10


@pytest.mark.parametrize("counted", [10, 9], ids=["counted", "too large"])
def test_an_emptied_target_is_filled_again(small: Job, monkeypatch: pytest.MonkeyPatch, counted: int) -> None:
    monkeypatch.setattr(before_unchanged, "COUNTED_ROWS", counted)
    small.write('[[table]]\nsource = "calls"\n')
    small.run()
    small.target.run("DELETE FROM calls")
    assert unchanged(small)["calls"] is None
    assert len(calls(small)) == 10


def test_sets_have_states_of_their_own(small: Job) -> None:
    small.write('[[table]]\nsource = "calls"\nfilters = { site = "started" }\n')
    assert unchanged(small, filters={"site": [1, 2]})["calls"] is None
    assert unchanged(small, filters={"site": [3]})["calls"] is None
    assert unchanged(small, filters={"site": [3]})["calls"] == 2
    outcome = small.run(read_unchanged=False, filters={"site": [3]})
    assert sum(outcome.tables[0].left_out.values()) == 9
    assert unchanged(small)["calls"] is None
    assert len(calls(small)) == 10


def test_run_and_status_say_so(small: Job) -> None:
    small.run()
    outcome = small.run(read_unchanged=False)
    document = run_document(outcome)
    assert {table["table"]: table["unchanged_since"] for table in document["tables"]} == {"calls": 1, "notes": None}
    told = "1 table was not read: the source is unchanged since run 1"
    assert told in shown(lambda console: show_run(console, document))
    with Migration(load_project(small.project)) as migration:
        status = status_document(migration.status())
    assert status["runs"][0]["unchanged"] == [{"table_name": "calls", "unchanged_since": 1}]
    assert status["runs"][1]["unchanged"] == []
    status["verification"] = {"verdict": "match", "verified_at": ""}
    assert told in shown(lambda console: show_status(console, status))


def shown(show: Callable[[Console], None]) -> str:
    held = io.StringIO()
    show(open_console(held))
    return held.getvalue()


def test_a_source_in_postgresql(make_job: MakeJob) -> None:
    """Equal only where not one transaction has written in between, in any database of the server."""
    job = make_job("postgresql-sqlite")
    job.both(CALLS).write(ONE)
    job.source.insert("calls", [(n, n, f"call {n}") for n in range(1, 11)])
    for _ in range(5):
        # Autovacuum, or the tests of another worker, may write to this server in between.
        job.run()
        if unchanged(job)["calls"] is not None:
            break
    else:
        pytest.fail("a token was never found again")
    job.source.insert("calls", [(0, 1, "late")])
    assert unchanged(job)["calls"] is None
    assert calls(job)[0] == (0, "late")


def test_no_token_while_somebody_writes(make_job: MakeJob) -> None:
    job = make_job("postgresql-sqlite")
    job.both(CALLS).write(ONE)
    with psycopg.connect(job.source.place) as writer:
        writer.execute("INSERT INTO calls VALUES (1, 1, 'not committed')")
        job.run()
        writer.execute("SELECT 1")
        writer.commit()
    states = job.target.rows("SELECT count(*) FROM dbmigrate_source_state")
    assert states == [(0,)] or calls(job) == []
    assert unchanged(job)["calls"] is None
    assert calls(job) == [(1, "not committed")]
