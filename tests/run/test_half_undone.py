"""What an undo must not take for unchanged, or for done."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from dbmigrate.errors import LedgerError, PlanRefusedError
from dbmigrate.undo import target_undo, whole_table
from tests.run.job import MakeJob
from tests.run.undoing import states, undo

CALLS = "CREATE TABLE {} (id {{int}} PRIMARY KEY, amount {{int}})"


def test_a_value_that_cannot_be_read_is_a_change(make_job: MakeJob) -> None:
    """It is shown as NULL, and NULL was written."""
    job = make_job("postgresql-sqlite").both(CALLS.format("calls")).write('[[table]]\nsource = "calls"\n')
    job.source.insert("calls", [(n, None) for n in range(1, 4)])
    job.run()
    job.target.run("UPDATE calls SET amount = 'of the application' WHERE id = 2")
    with pytest.raises(PlanRefusedError) as refused:
        undo(job, 1)
    assert refused.value.code == "DBM-4055"
    assert len(job.target.rows("SELECT * FROM calls")) == 3


def test_an_undo_of_one_table_does_not_end_that_of_another(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs stay refused until all that was begun is out."""
    names = ("first", "second")
    job = make_job("postgresql-sqlite").both(*(CALLS.format(name) for name in names))
    job.write("".join(f'[[table]]\nsource = "{name}"\n' for name in names), commit_rows=3)
    for name in names:
        job.source.insert(name, [(n, n) for n in range(9)])
    job.run()
    stop = threading.Event()
    monkeypatch.setattr(target_undo, "stop_point", lambda point: stop.set() if point == "undo_after_commit" else None)
    assert undo(job, 1, stop=stop, tables=("first",)).state == "stopped"
    monkeypatch.undo()
    assert 0 < len(job.target.rows("SELECT * FROM first")) < 9
    undo(job, 1, tables=("second",))
    assert states(job.target) == [(1, "undoing")]
    with pytest.raises(LedgerError) as refused:
        job.run()
    assert refused.value.code == "DBM-8008"
    undo(job, 1, tables=("first",))
    assert job.target.rows("SELECT * FROM first") == job.target.rows("SELECT * FROM second") == []


def test_rows_without_sums_that_a_later_run_has_updated(make_job: MakeJob) -> None:
    """The later run knows them only as the earlier one has left them, until they are out of the later one."""
    names = ("calls", "others")
    job = make_job("sqlite-sqlite").both(*(CALLS.format(name) for name in names))
    job.write("".join(f'[[table]]\nsource = "{name}"\n' for name in names))
    rows: list[Any] = [(n, n) for n in range(5)]
    for name in names:
        job.source.insert(name, rows)
    job.run()
    job.write("".join(f'[[table]]\nsource = "{name}"\nmode = "upsert"\n' for name in names))
    for name in names:
        job.source.run(f"UPDATE {name} SET amount = 50 WHERE id = 3")
    assert [table.rows_updated for table in job.run().tables] == [1, 1]
    with pytest.raises(PlanRefusedError) as found:
        undo(job, 1, tables=("calls",), even_if_changed=True)
    assert (found.value.code, found.value.next_step) == ("DBM-4054", "dbmigrate undo 2")
    undo(job, 2, tables=("calls",))
    undo(job, 1, tables=("calls",), even_if_changed=True)
    assert job.target.rows("SELECT * FROM calls") == []
    assert job.target.counted("others") == job.source.counted("others")


def test_a_table_without_key_that_is_out_is_out(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """An undo that goes on does not look for its rows again, which nothing tells from others."""
    names = ("lines", "more")
    job = make_job("postgresql-sqlite").both(*(f"CREATE TABLE {name} (line {{text}})" for name in names))
    job.write("".join(f'[[table]]\nsource = "{name}"\n' for name in names))
    for name in names:
        job.source.insert(name, [("a",), ("a",), ("b",)])
    job.run()
    places: list[str] = []

    def fail_at_the_second(place: str) -> None:
        places.append(place)
        if places.count("undo_deleted") == 2:
            raise InterruptedError

    monkeypatch.setattr(whole_table, "stop_point", fail_at_the_second)
    with pytest.raises(InterruptedError):
        undo(job, 1)
    monkeypatch.undo()
    assert sorted(len(job.target.rows(f"SELECT * FROM {name}")) for name in names) == [0, 3]
    assert undo(job, 1).state == "undone"
    assert [job.target.rows(f"SELECT * FROM {name}") for name in names] == [[], []]
