"""Named places at which a test can make the process die, to prove that a rerun mends it.

``DBMIGRATE_STOP_AT=name:N`` kills the process with SIGKILL the N-th time the named place is reached.
Nothing else reads the variable, and nothing but tests sets it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter

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

ONLY_WHERE_DDL_COMMITS = ("before_suspend",)
"""Places that are passed only where a definition cannot be part of a transaction."""

_lock = threading.Lock()
_passed: Counter[str] = Counter()


def stop_point(name: str) -> None:
    """Die here if the environment says so."""
    wanted = os.environ.get("DBMIGRATE_STOP_AT")
    if not wanted:
        return
    place, _, count = wanted.partition(":")
    with _lock:
        _passed[name] += 1
        if place == name and _passed[name] == int(count or "1"):
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def passed() -> dict[str, int]:
    """How often each place was reached, counted only while the variable is set."""
    with _lock:
        return dict(_passed)
