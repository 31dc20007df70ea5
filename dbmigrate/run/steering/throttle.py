"""How fast a run may go: rows per second of all its threads together, and half speed while the target is busy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dbmigrate.model.pace import Pace
from dbmigrate.model.stopwatch import Work, doing

LONGEST_PAUSE_SECONDS = 10.0


class Throttle:
    """Asked after each batch, by the thread that reads it, while the target has no transaction of that thread.

    ``is_slowed``: set while the target is busy; each thread then rests as long as its last batch took.
    """

    def __init__(
        self,
        max_rows_per_second: int | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.has_limit = max_rows_per_second is not None
        self.is_slowed = False
        self._pace = Pace(max_rows_per_second, clock=clock, sleep=sleep)
        self._clock = clock
        self._sleep = sleep
        self._of_thread = threading.local()

    def batch_rows(self, wanted: int) -> int:
        """Rows to take at once: about a second's worth where that is less."""
        return self._pace.batch_rows(wanted)

    def spend(self, rows: int) -> None:
        """Return when the next rows may be taken."""
        now = self._clock()
        took = now - getattr(self._of_thread, "rested_at", now)
        with doing(Work.WAIT):
            self._pace.spend(rows)
            if self.is_slowed and took > 0:
                self._sleep(min(took, LONGEST_PAUSE_SECONDS))
        self._of_thread.rested_at = self._clock()
