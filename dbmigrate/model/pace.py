"""Work beside production goes no faster than it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pyarrow as pa

from dbmigrate.model.handing_over import each_once


class Pace:
    """At most so many rows a second, of all threads together (and of both sides, where both are read); None: as
    fast as it goes.

    No burst is saved up: after a pause the rate is the same as before it.
    """

    def __init__(
        self,
        rows_per_second: int | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate = rows_per_second
        self._clock = clock
        self._sleep = sleep
        self._free_at = clock()
        self._lock = threading.Lock()

    @property
    def is_limited(self) -> bool:
        return self._rate is not None

    def batch_rows(self, wanted: int) -> int:
        """Rows to read at once: about a second's worth when that is less."""
        return wanted if self._rate is None else max(1, min(wanted, self._rate))

    def through(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The same batches, each after the time that its rows take."""
        for batch in each_once(batches):
            self.spend(batch[0].num_rows)
            yield batch.pop()

    def spend(self, rows: int) -> None:
        if self._rate is None:
            return
        with self._lock:
            self._free_at = max(self._free_at, self._clock()) + rows / self._rate
            wait = self._free_at - self._clock()
        if wait > 0:
            self._sleep(wait)
