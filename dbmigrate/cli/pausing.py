"""The verbs ``pause`` and ``resume``: for a run of this project that is at work on this machine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from dbmigrate.run.steering.control import AtWork, Control

PATIENCE_SECONDS = 10.0
NOT_AT_WORK = "DBM-2010"
NOT_ASKED = "DBM-3120"
_LOOK_SECONDS = 0.1


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command()(pause)
    app.command()(resume)


def pause(ctx: typer.Context) -> None:
    """Make the run that is at work wait after the batch at hand.

    Meanwhile it holds no transaction and no lock but its own against a second run.  It goes on with dbmigrate
    resume, and ends with Ctrl-C.
    """
    from dbmigrate.run.steering.control import PAUSED

    call = Invocation(ctx)
    control, _ = _reached(call)
    try:
        control.ask()
    except OSError as error:
        raise ConfigurationError(
            "the run cannot be asked to pause",
            code=NOT_ASKED,
            where=str(call.project_path.parent),
            cause=str(error.strerror or error),
            safe="The run goes on",
            next_step="Make the project's directory writable, or send the process SIGUSR1",
        ) from None
    _answer(call, _awaited(control, PAUSED), "pause")


def resume(ctx: typer.Context) -> None:
    """Let the run go on that dbmigrate pause has made wait.  One that waits for a busy target goes on by itself."""
    from dbmigrate.run.steering.control import RUNNING

    call = Invocation(ctx)
    control, _ = _reached(call)
    control.withdraw()
    _answer(call, _awaited(control, RUNNING), "resume")


def _reached(call: Invocation) -> tuple[Control, AtWork]:
    from dbmigrate.run.steering.control import Control

    project = call.load_project()
    control = Control(project.path)
    found = control.at_work()
    if found is None:
        raise UsageError(
            "no run of this project is at work on this machine",
            code=NOT_AT_WORK,
            where=str(project.path),
            safe="Nothing was done",
            next_step="See what the ledger knows with: dbmigrate status; start or go on with: dbmigrate run",
        )
    return control, found


def _awaited(control: Control, state: str) -> AtWork | None:
    """What the run says when it has got there, or when patience is at its end; None if it has ended meanwhile."""
    until = time.monotonic() + PATIENCE_SECONDS
    found = control.at_work()
    while found is not None and found.state != state and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
        found = control.at_work()
    return found


def _answer(call: Invocation, found: AtWork | None, verb: str) -> None:
    from dbmigrate.report.pause_text import pause_document, show_pause

    document = pause_document(found, verb)
    call.answer(document, lambda console: show_pause(console, document))
