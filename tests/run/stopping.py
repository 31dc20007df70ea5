"""Stop a run after some batches, as the first Ctrl-C does."""

from __future__ import annotations

import threading
from typing import Any

from dbmigrate.model.events import BatchCommitted, Event
from dbmigrate.model.outcome import RunOutcome
from tests.run.job import Job


def stop_after(job: Job, batches: int, **options: Any) -> RunOutcome:
    stop = threading.Event()
    seen = 0

    def count(event: Event) -> None:
        nonlocal seen
        seen += isinstance(event, BatchCommitted)
        if seen >= batches:
            stop.set()

    return job.run(sink=count, stop=stop, **options)
