"""How a run at work is reached from elsewhere on its machine: by files beside the project file.

``.NAME.run.lock`` is locked through the operating system for as long as a run is at work, so it tells the living
from the dead.  ``.NAME.run.json`` says what the run is doing.  While ``.NAME.pause`` is there, the run pauses.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from msgspec import Struct

from dbmigrate.ledger.clock import now
from dbmigrate.ledger.origin import os_user

RUNNING, PAUSED = "running", "paused"
_PATIENCE_SECONDS = 0.5
_asked_here: dict[Path, str] = {}
"""By the file that could perhaps not be written: what this very process was asked for, by a signal."""


class AtWork(Struct, frozen=True):
    """What a run says of itself.  ``state``: running or paused; ``reason``: why it is paused."""

    state: str
    reason: str
    since: str
    process_id: int


class Control:
    """The files of one project, used by the run as well as by those who ask it for something."""

    def __init__(self, project: Path) -> None:
        place = project.absolute()
        self._lock = place.with_name(f".{place.name}.run.lock")
        self._state = place.with_name(f".{place.name}.run.json")
        self._request = place.with_name(f".{place.name}.pause")

    # For the run

    @contextmanager
    def held(self) -> Iterator[bool]:
        """While the run is at work; False where others cannot reach it, because no file can be written here."""
        lock = FileLock(self._lock)
        try:
            # Somebody who only asks whether a run is at work has it for a moment.
            lock.acquire(timeout=_PATIENCE_SECONDS)
        except (Timeout, OSError):
            yield False
            return
        try:
            self.withdraw()
            self.tell(RUNNING)
            yield True
        finally:
            self.withdraw()
            with suppress(OSError):
                self._state.unlink(missing_ok=True)
            lock.release()

    def tell(self, state: str, reason: str = "") -> None:
        said = {"state": state, "reason": reason, "since": now(), "process_id": os.getpid()}
        with suppress(OSError):
            _write(self._state, said)

    @property
    def request(self) -> str:
        """Who has asked for a pause, and when; empty if nobody has."""
        try:
            said = json.loads(self._request.read_text(encoding="utf-8"))
            return f"asked for by {said['by']} at {said['at']}"
        except FileNotFoundError:
            return _asked_here.get(self._request, "")
        except (OSError, ValueError, KeyError, TypeError):
            return f"asked for by the file {self._request.name}"

    # For others, and for signals

    def at_work(self) -> AtWork | None:
        """What the run that is at work here says of itself; None if there is none."""
        if not self._lock.exists():
            return None
        lock, is_held = FileLock(self._lock), False
        try:
            lock.acquire(timeout=0)
            lock.release()
            return None
        except Timeout:
            is_held = True
        except OSError:
            is_held = False  # somebody else's file: only what the run says of itself counts
        try:
            said = json.loads(self._state.read_text(encoding="utf-8"))
            return AtWork(str(said["state"]), str(said["reason"]), str(said["since"]), int(said["process_id"]))
        except (OSError, ValueError, KeyError, TypeError):
            return AtWork(RUNNING, "", "", 0) if is_held else None

    def ask(self, by: str = "") -> None:
        """Ask for a pause.  Raises OSError where the file cannot be written."""
        if not self._request.exists():
            _write(self._request, {"by": by or f"{os_user()} on {socket.gethostname()}", "at": now()})

    def ask_here(self, by: str) -> None:
        """As ``ask``, from within the run; without the file, if it must be."""
        _asked_here[self._request] = f"asked for by {by} at {now()}"
        with suppress(OSError):
            self.ask(by)

    def withdraw(self) -> None:
        """Go on."""
        _asked_here.pop(self._request, None)
        with suppress(OSError):
            self._request.unlink(missing_ok=True)


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all: others read it at any moment."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.draft")
    try:
        draft.write_text(json.dumps(content), encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
