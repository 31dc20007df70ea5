"""One target is written by one process at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import Database
from tests.faults.child import KILLED, Child, run_to_end
from tests.faults.inspection import assert_complete, has_ledger

Prepare = Callable[..., tuple[Path, Database]]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_second_is_refused_and_takes_over_once_the_first_is_dead(prepare: Prepare, engine: str) -> None:
    project, target = prepare(engine, engine)
    first = Child(project, DBMIGRATE_TEST_PAUSE_AT="before_commit:5", DBMIGRATE_STOP_AT="nowhere")
    _wait_for_batches(target, 4)
    before = _seen(target)
    second = run_to_end(project)
    assert second.result is not None
    assert (second.result["exit_code"], second.result["code"]) == (8, "DBM-8004")
    assert _seen(target) == before, "a refused process changes nothing"
    first.kill()
    assert first.wait().exit_code == KILLED
    third = run_to_end(project)
    assert third.result is not None
    assert third.result.get("state") == "copied", third.result
    assert_complete(target)


def _wait_for_batches(target: Database, wanted: int) -> None:
    patience = time.monotonic() + 60
    while time.monotonic() < patience:
        if _batches(target) >= wanted:
            return
        time.sleep(0.05)
    raise AssertionError(f"{wanted} batches were not committed within a minute")


def _batches(target: Database) -> int:
    return int(target.rows(f"SELECT count(*) FROM {target.ledger('batch')}")[0][0]) if has_ledger(target) else 0


def _seen(target: Database) -> list[object]:
    return [
        target.rows(f"SELECT * FROM {target.ledger(name)} ORDER BY 1, 2") for name in ("run", "attempt", "batch")
    ] + [sorted(target.counted(table).items(), key=str) for table in ("orders", "codes")]


def test_one_that_comes_back_late_commits_nothing(prepare: Prepare, tmp_path: Path) -> None:
    """It loses its lock without noticing; another takes over and ends; then it goes on where it was."""
    project, target = prepare("sqlite", "postgresql")
    go_on = tmp_path / "go-on"
    first = Child(
        project, DBMIGRATE_TEST_PAUSE_AT="before_begin:5", DBMIGRATE_STOP_AT="nowhere", DBMIGRATE_TEST_GO_ON=str(go_on)
    )
    _wait_for_batches(target, 4)
    ended = target.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    assert ended == [(True,)], "it did not lose its lock"
    second = run_to_end(project)
    assert second.result is not None
    assert second.result.get("state") == "copied", second.result
    before = _rows_and_batches(target)
    go_on.touch()
    late = first.wait()
    assert late.result is not None
    assert (late.result["exit_code"], late.result["code"]) == (8, "DBM-8002"), late.result
    assert _rows_and_batches(target) == before  # it may only say of its own attempt that it has failed
    assert_complete(target)


def _rows_and_batches(target: Database) -> list[object]:
    run, _, *rest = _seen(target)
    return [run, *rest]
