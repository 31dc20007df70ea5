"""A run in a thread of this process, paused after some batches, looked at, and let go on."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from dbmigrate.model.events import BatchCommitted, Event, RunPaused, RunWentOn
from dbmigrate.model.outcome import RunOutcome
from dbmigrate.run.steering.control import Control
from tests.run.job import Job

PATIENCE_SECONDS = 60.0


@dataclass
class PausedRun:
    """``look``: called while the run is paused; ``stop``: to end it instead of letting it go on."""

    job: Job
    stop: threading.Event = field(default_factory=threading.Event)
    events: list[Event] = field(default_factory=list)

    def after(self, batches: int, look: Callable[[], Any], *, times: int = 1, **options: Any) -> RunOutcome:
        """Pauses after so many batches, ``times`` over."""
        control = Control(self.job.project)
        paused = threading.Event()
        lock, pauses = threading.Lock(), itertools.count(1)
        committed, asked = 0, 0

        def is_due(event: Event) -> bool:
            nonlocal committed, asked
            with lock:
                self.events.append(event)
                if isinstance(event, RunWentOn):
                    committed, asked = 0, asked - 1
                committed += isinstance(event, BatchCommitted)
                if committed < batches or asked or next(pauses) > times:
                    return False
                asked = 1
                return True

        def sink(event: Event) -> None:
            if is_due(event):
                control.ask()
                # The thread that looks every moment has seen it by then.
                time.sleep(0.5)
            if isinstance(event, RunPaused):
                paused.set()

        with ThreadPoolExecutor(1) as pool:
            running: Future[RunOutcome] = pool.submit(self.job.run, sink=sink, stop=self.stop, **options)
            for _ in range(times):
                await_it(lambda: paused.is_set() or running.done())
                assert paused.is_set(), running.result() if running.done() else "the run did not pause"
                paused.clear()
                look()
                control.withdraw()
            return running.result(PATIENCE_SECONDS)


def await_it(holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
