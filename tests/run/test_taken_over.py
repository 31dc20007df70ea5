"""Whoever has lost a run to another process changes nothing more, whichever way rows go in or out."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from dbmigrate.errors import LeaseLostError
from dbmigrate.run import opening, range_mover, whole_mover
from dbmigrate.run.undo import attempt
from dbmigrate.undo import target_undo
from dbmigrate.write import batch_writer, delete_writer
from tests.run.job import Job, MakeJob
from tests.run.undoing import states, undo

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, note {text})"
LINES = "CREATE TABLE lines (line {text})"
GROUP = '[[table]]\nsource = "calls"\nresync = { deleted = "delete" }\n'
KEYLESS = '[[table]]\nsource = "lines"\n'


def _lost_at(job: Job, monkeypatch: pytest.MonkeyPatch, module: ModuleType, place: str) -> None:
    """Another process takes all runs over when this one comes to that place."""

    def take_over(name: str) -> None:
        if name == place:
            job.target.run(f"UPDATE {job.target.ledger('run')} SET fence = fence + 1")

    monkeypatch.setattr(module, "stop_point", take_over)


def _rows(job: Job) -> list[Any]:
    return [sorted(job.target.counted(name).items(), key=str) for name in ("calls", "lines")]


@pytest.mark.parametrize(
    ("pair", "table", "module", "place"),
    [
        ("sqlite-sqlite", "calls", whole_mover, "before_begin"),
        ("sqlite-sqlite", "calls", range_mover, "before_begin"),
        ("postgresql-postgresql", "calls", range_mover, "before_begin"),
        ("postgresql-sqlite", "calls", batch_writer, "before_begin"),
        ("sqlite-postgresql", "lines", opening, "after_chunk_plan"),
    ],
)
def test_rows_that_are_copied(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, pair: str, table: str, module: ModuleType, place: str
) -> None:
    job = make_job(pair).both(CALLS, LINES).write(f'[[table]]\nsource = "{table}"\n')
    job.source.insert("calls", [(n, None, "x") for n in range(10)])
    job.source.insert("lines", [("a",), ("b",)])
    monkeypatch.setattr(whole_mover, "LEAST_COMMIT_ROWS", 1 if module is whole_mover else 1_000)
    _lost_at(job, monkeypatch, module, place)
    with pytest.raises(LeaseLostError):
        job.run()
    assert _rows(job) == [[], []]


def _resync(job: Job) -> None:
    job.resync()


def _undo(job: Job) -> None:
    undo(job, 1, even_if_changed=True)


@pytest.mark.parametrize(
    ("group", "work", "module", "place"),
    [
        (GROUP, _resync, delete_writer, "before_begin"),
        (GROUP, _undo, target_undo, "undo_staged"),
        (KEYLESS, _undo, attempt, "undo_begun"),
    ],
    ids=["deleted", "undone", "undone as a whole"],
)
def test_rows_that_are_taken_out(
    make_job: MakeJob,
    monkeypatch: pytest.MonkeyPatch,
    group: str,
    work: Callable[[Job], None],
    module: ModuleType,
    place: str,
) -> None:
    job = make_job("postgresql-sqlite").both(CALLS, LINES).write(group)
    job.source.insert("calls", [(n, None, "x") for n in range(10)])
    job.source.insert("lines", [("a",), ("b",)])
    job.run()
    job.source.run("DELETE FROM calls WHERE id = 7")
    before = _rows(job)
    assert any(before)
    _lost_at(job, monkeypatch, module, place)
    with pytest.raises(LeaseLostError):
        work(job)
    assert _rows(job) == before


def test_an_undo_that_another_process_goes_on_with(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its beginning nor its end is said by the one that has lost the run."""
    job = make_job("postgresql-sqlite").both(CALLS).write('[[table]]\nsource = "calls"\n')
    job.source.insert("calls", [(n, None, "x") for n in range(10)])
    job.run()
    _lost_at(job, monkeypatch, attempt, "undo_before_end")
    with pytest.raises(LeaseLostError):
        undo(job, 1, even_if_changed=True)
    assert states(job.target) == [(1, "undoing")]
    monkeypatch.undo()
    assert undo(job, 1, even_if_changed=True).state == "undone"
