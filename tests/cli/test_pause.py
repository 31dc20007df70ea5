"""Pause and resume between processes: by the verbs, by signals, and what status and progress say of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.run.steering.control import Control
from tests.cli.conftest import Call, document
from tests.databases import Database

ROWS = 500
RATE = 120
PROGRAM = "import sys; from dbmigrate.cli.main import main; sys.argv = ['dbmigrate', *sys.argv[1:]]; main()"
PATIENCE_SECONDS = 30


@pytest.fixture
def source(project: Path) -> Database:
    found = Database("sqlite", str(project.with_name("source.db")))
    found.insert("Orders", [(n, f"note {n}") for n in range(ROWS)])
    return found


@contextmanager
def running(project: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """``dbmigrate run``, slow enough to be met at work; it is when this is entered."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "run", "--max-rows-per-second", str(RATE), *arguments],
        cwd=project.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _await(lambda: _state(project) == "running")
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                with closing(stream):
                    pass
        process.wait()


def _state(project: Path) -> str:
    found = Control(project).at_work()
    return "" if found is None else found.state


def _await(holds: Any) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_paused_and_resumed_by_the_verbs(project: Path, source: Database, call: Call) -> None:
    with running(project, "--json") as process:
        paused = document(call("pause", "--json"))
        assert paused["at_work"]["state"] == "paused"
        assert paused["at_work"]["process_id"] == process.pid
        status = document(call("status", "--json"))
        assert status["runs"][0]["state"] == "paused"
        assert status["at_work"]["state"] == "paused"
        assert "asked for by" in status["at_work"]["reason"]
        there = status["totals"][0]["rows_inserted"]
        text = call("status").stdout
        assert "paused since" in text
        assert "dbmigrate resume" in text
        assert call("pause").exit_code == 0, "asked twice"
        time.sleep(1.5)
        assert document(call("status", "--json"))["totals"][0]["rows_inserted"] == there, "nothing moves meanwhile"
        assert document(call("resume", "--json"))["at_work"]["state"] == "running"
        output, progress = process.communicate(timeout=60)
    assert process.returncode == 0, progress
    said = json.loads(output)
    assert (said["state"], said["rows_inserted"]) == ("copied", ROWS)
    assert said["paused_seconds"] > 1
    assert "PAUSED: asked for by" in progress
    assert "Going on after a pause" in progress
    target = Database("sqlite", str(project.with_name("target.db")))
    assert target.rows("SELECT count(*), count(DISTINCT Id) FROM OrderArchive") == [(ROWS, ROWS)]


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="no such signals here")
def test_paused_and_resumed_by_signals(project: Path, source: Database) -> None:
    with running(project, "--quiet") as process:
        process.send_signal(signal.SIGUSR1)
        _await(lambda: _state(project) == "paused")
        found = Control(project).at_work()
        assert found is not None
        assert "SIGUSR1" in found.reason
        process.send_signal(signal.SIGUSR2)
        _await(lambda: _state(project) == "running")
        process.send_signal(signal.SIGUSR1)
        _await(lambda: _state(project) == "paused")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130, "Ctrl-C ends a paused run"
    assert Control(project).at_work() is None


def test_without_a_run_there_is_nothing_to_pause(project: Path, call: Call) -> None:
    for verb in ("pause", "resume"):
        refused = call(verb, "--json")
        assert refused.exit_code == 2
        assert document(refused)["error"]["code"] == "DBM-2010"
    assert not list(project.parent.glob(".*.pause"))


def test_a_request_that_cannot_be_written_is_told(project: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Control, by: str = "") -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Control, "ask", refuse)
    with Control(project).held():
        refused = call("pause", "--json")
    assert refused.exit_code == 3
    assert document(refused)["error"]["code"] == "DBM-3120"


def test_profile_and_estimate_are_shown(project: Path, source: Database, call: Call) -> None:
    planned = document(call("plan", "--json"))
    assert planned["time"]["basis"] == "default"
    assert planned["time"]["rows"] == ROWS
    assert "nobody has measured here" in " ".join(call("plan").stdout.split())
    shown = call("run", "--profile", "--verbose").stdout
    assert "Where the time went, in seconds" in shown
    assert "Estimated" in shown
    assert "it took" in shown
    profile = document(call("run", "--read-unchanged", "--json"))["profile"]
    for thread in profile["threads"]:
        parts = [seconds for name, seconds in thread.items() if name not in ("table", "role", "wall_seconds")]
        assert sum(parts) == pytest.approx(thread["wall_seconds"], rel=0.03, abs=0.01)
    assert profile["total"]["wall_seconds"] > 0
    assert "Where the time went" not in call("run").stdout


def test_tune_shows_keeps_and_writes(project: Path, source: Database, call: Call) -> None:
    before = project.read_text()
    shown = call("tune", "--seconds", "2")
    assert shown.exit_code == 0, shown.output
    assert "Settings for [run] in migration.toml" in shown.stdout
    assert project.read_text() == before
    assert document(call("plan", "--json"))["time"]["basis"] == "tune"
    found = document(call("tune", "--seconds", "2", "--write", "--json"))
    assert found["written"] is True
    assert project.read_text().startswith(before)
    assert f"commit_rows = {found['settings']['commit_rows']}" in project.read_text()
    assert call("run").exit_code == 0


def test_resync_takes_no_profile(project: Path, call: Call) -> None:
    assert call("run", "--resync", "--profile").exit_code == 2
