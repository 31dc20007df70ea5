"""A migration in a process of its own, which a test can kill or hold still.

Processes are forked from a server that has imported everything once, so that a run takes a fraction
of a second; none of them shares a connection or a thread with another.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dbmigrate.model import machine
from dbmigrate.model.events import ignore
from dbmigrate.model.rejected import RejectQuery
from dbmigrate.run.undo.selection import UndoOptions
from dbmigrate.run.undo.undoing import undo_run

if TYPE_CHECKING:
    from dbmigrate.run.migration import Migration

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "dbmigrate.run.migration",
        "dbmigrate.engines.sqlite.engine",
        "dbmigrate.engines.postgresql.engine",
        "pandas",
        "tests.faults.child",
    ]
)
KILLED = -9
_PASSWORDS = ("DBMIGRATE_SOURCE_PASSWORD", "DBMIGRATE_TARGET_PASSWORD")
LONGEST_SECONDS = 120


@dataclass(frozen=True)
class Ended:
    """``exit_code``: of the process; ``result``: what the migration said, None if it could say nothing."""

    exit_code: int
    result: dict[str, Any] | None


def migrate(project: str, result: str, environment: dict[str, str]) -> None:
    """In the child: run, and write down the outcome or the error."""
    from dbmigrate.config.project import load_project
    from dbmigrate.errors import DbmigrateError
    from dbmigrate.plan import delayed
    from dbmigrate.run.migration import Migration
    from dbmigrate.write.stop_points import passed

    delayed.LARGE_ROWS = 1
    pytest.MonkeyPatch().setattr(machine, "processors", lambda: 6)  # several streams, on whatever machine this is
    os.environ.update(environment)
    if place := environment.get("DBMIGRATE_TEST_PAUSE_AT"):
        _pause_at(*place.split(":"))
    try:
        with Migration(load_project(project)) as migration:
            said: dict[str, Any] = _done(migration, environment.get("DBMIGRATE_TEST_VERB", "run"))
        said["passed"] = passed()
    except DbmigrateError as error:
        said = error.as_dict()
    _say(result, said)


def _say(result: str, said: dict[str, Any]) -> None:
    written = Path(result)
    draft = written.with_suffix(".draft")
    draft.write_text(json.dumps(said))
    draft.rename(written)


def _done(migration: Migration, verb: str) -> dict[str, Any]:
    """``verb``: run, retry, resync, or undo (of run 1, or of ``DBMIGRATE_TEST_RUN``)."""
    if verb == "retry":
        retried = migration.retry(RejectQuery())
        return {"state": retried.state, "rejects_open": retried.rejects_open}
    if verb == "undo":
        run_id = int(os.environ.get("DBMIGRATE_TEST_RUN", "1"))
        undone = undo_run(migration.project, run_id, UndoOptions(even_if_changed=True), sink=ignore)
        return {"state": undone.state}
    if verb == "resync":
        resynced = migration.resync(RejectQuery())
        return {"state": resynced.state, "rejects_open": resynced.rejects_open}
    outcome = migration.run()
    return {"state": outcome.state, "resumed": outcome.resumed}


def _pause_at(place: str, occurrence: str) -> None:
    """Hold still at a stop point, alive and with all locks, until the file ``DBMIGRATE_TEST_GO_ON`` is there."""
    from dbmigrate.run import range_mover
    from dbmigrate.write import batch_writer

    left = [int(occurrence)]

    def pause(name: str) -> None:
        left[0] -= name == place
        go_on = Path(os.environ.get("DBMIGRATE_TEST_GO_ON", "/nowhere"))
        while name == place and left[0] == 0 and not go_on.exists():
            time.sleep(0.05)

    for module in (batch_writer, range_mover):
        setattr(module, "stop_point", pause)  # noqa: B010 - the type checker would have to be told otherwise


class Child:
    def __init__(self, project: Path, **environment: str) -> None:
        # The server that processes are forked from was started with another environment.
        passwords = {name: value for name, value in os.environ.items() if name in _PASSWORDS}
        environment = {**passwords, **environment}
        self._result = project.with_name(f"result-{time.monotonic_ns()}.json")
        self.process: BaseProcess = _CONTEXT.Process(
            target=migrate, args=(str(project), str(self._result), environment)
        )
        self.process.start()

    def kill(self) -> None:
        self.process.kill()

    def wait(self) -> Ended:
        self.process.join(LONGEST_SECONDS)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            self.process.join()
            raise AssertionError(f"the migration did not end within {LONGEST_SECONDS} s")
        said = json.loads(self._result.read_text()) if self._result.exists() else None
        return Ended(code, said)


def run_to_end(project: Path, **environment: str) -> Ended:
    return Child(project, **environment).wait()
