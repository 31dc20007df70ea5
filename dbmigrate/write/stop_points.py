"""Named places at which a test can make the process die, to prove that a rerun mends it.

``DBMIGRATE_STOP_AT=name:N`` kills the process with SIGKILL the N-th time the named place is reached.
Nothing else reads the variable, and nothing but tests sets it.
"""

from __future__ import annotations

import os
import signal
import threading

STOP_POINTS = (
    "before_begin",
    "after_load",
    "after_staging_load",
    "after_move",
    "before_record",
    "before_commit",
    "after_commit",
    "after_suspend",
    "before_restore",
    "after_restore",
    "after_chunk_plan",
    "before_end",
)

_lock = threading.Lock()
_passed: dict[str, int] = {}


def stop_point(name: str) -> None:
    """Die here if the environment says so."""
    wanted = os.environ.get("DBMIGRATE_STOP_AT")
    if not wanted:
        return
    place, _, count = wanted.partition(":")
    if place != name:
        return
    with _lock:
        _passed[name] = _passed.get(name, 0) + 1
        if _passed[name] == int(count or "1"):
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
