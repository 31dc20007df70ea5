"""One process at a time writes to a target."""

from __future__ import annotations

import time

from dbmigrate.engines.base import Engine, RunLock
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import LeaseLostError

# A server takes a moment to notice that the process that held the lock has died.
LOCK_PATIENCE_SECONDS = 3.0
LOCK_PAUSE_SECONDS = 0.1


def lock_target(target: Engine) -> RunLock:
    """Raises LeaseLostError DBM-8004 while another process has it, TargetError DBM-6031."""
    try:
        lock = target.acquire_lock("run")
        patience = time.monotonic() + LOCK_PATIENCE_SECONDS
        while lock is None and time.monotonic() < patience:
            time.sleep(LOCK_PAUSE_SECONDS)
            lock = target.acquire_lock("run")
    except EngineFault as fault:
        raise side_error(fault, "target", "the run could not be locked", number=31) from None
    if lock is None:
        raise LeaseLostError(
            "another dbmigrate process is writing to this target",
            code="DBM-8004",
            safe="Nothing was changed",
            next_step="Wait until it ends (dbmigrate status --json shows host and process), then run again",
        )
    return lock
