"""How a verb ends: by Ctrl-C, or with the exit status of what it found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.cli.failure import report_failure
from dbmigrate.cli.interrupt import leave_now


@contextmanager
def ended_at_once_by_ctrl_c(call: Invocation) -> Iterator[None]:
    """The work goes on in its thread while KeyboardInterrupt is raised; only the end of the process ends it."""
    try:
        yield
    except KeyboardInterrupt as error:
        leave_now(report_failure(error, [call.verb], wants_json=call.wants_json))


def end_with(call: Invocation, error: Exception | None) -> None:
    """End with the error's exit status; with ``--json`` the document has said it all."""
    if error is None:
        return
    if call.wants_json:
        raise typer.Exit(int(getattr(error, "exit_code", 1)))
    raise error
