"""Where the time of a run goes, gathered from its threads."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from dbmigrate.model.stopwatch import ThreadTime, Work, timed

READING, WRITING = "reading", "writing"


class Profile:
    """By table and role; threads of the same role are added up, and so are the times before and after a pause."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[str, str], dict[Work, float]] = defaultdict(lambda: dict.fromkeys(Work, 0.0))
        self._wall: dict[tuple[str, str], float] = defaultdict(float)
        self._lock = threading.Lock()

    @contextmanager
    def timed(self, table: str, role: str) -> Iterator[None]:
        """What this thread does meanwhile is for that table."""
        started = time.perf_counter()
        with timed() as watch:
            try:
                yield
            finally:
                watch.switch(Work.OTHER)
                wall = time.perf_counter() - started
                with self._lock:
                    for work, seconds in watch.seconds.items():
                        self._seconds[table, role][work] += seconds
                    self._wall[table, role] += wall

    def threads(self) -> tuple[ThreadTime, ...]:
        """In the order in which they began to end."""
        with self._lock:
            return tuple(
                ThreadTime(table, role, dict(seconds), self._wall[table, role])
                for (table, role), seconds in self._seconds.items()
            )
