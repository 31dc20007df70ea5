"""What a run says of itself when it is asked to pause or to go on."""

from __future__ import annotations

from typing import Any, Protocol

from rich.console import Console

from dbmigrate.report.console import line

VERSION = 1


class Said(Protocol):
    """``run.control.AtWork``."""

    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def since(self) -> str: ...
    @property
    def process_id(self) -> int: ...


def at_work_document(found: Said | None) -> dict[str, Any] | None:
    """None where no run is at work on this machine."""
    if found is None:
        return None
    return {"state": found.state, "reason": found.reason, "since": found.since, "process_id": found.process_id}


def pause_document(found: Said | None, verb: str) -> dict[str, Any]:
    return {"kind": verb, "version": VERSION, "at_work": at_work_document(found), "exit_code": 0}


def show_pause(console: Console, document: dict[str, Any]) -> None:
    """What holds now, and what is to be expected."""
    found = document["at_work"]
    if found is None:
        line(console, "The run has ended meanwhile.")
    elif found["state"] == "paused":
        line(console, f"The run (process {found['process_id']}) is paused since {found['since']}: {found['reason']}.")
        if document["kind"] == "pause":
            line(console, "It goes on with: dbmigrate resume")
    elif document["kind"] == "pause":
        line(console, f"The run (process {found['process_id']}) is asked to pause, and will after the batch at hand.")
    else:
        line(console, f"The run (process {found['process_id']}) goes on.")
