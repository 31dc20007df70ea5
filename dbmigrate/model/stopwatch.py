"""Where the time of a thread goes, by kind of work.

A few looks at the clock for each batch, so it is always on.  Each moment counts once: for the innermost
``doing`` of its thread.  A thread without a stopwatch is not timed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from dbmigrate.model.handing_over import each_once

Item = TypeVar("Item")


class Work(StrEnum):
    READ = "read"
    TRANSFORM = "transform"
    """Expressions, id maps, and making values exact in the target's types."""
    HASH = "hash"
    MOVE = "move"
    """Rows that go as they are stored: read and written at once."""
    WRITE = "write"
    """Loading, and what is recorded of the batch in its transaction."""
    COMMIT = "commit"
    WAIT = "wait"
    """For the other thread of the table, for the pace, or to try again."""
    OTHER = "other"
    """Opening and finishing the table: marks, counts, staging, statistics."""


class Stopwatch:
    """Of one thread; ``seconds`` is complete when it has stopped."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds = dict.fromkeys(Work, 0.0)
        self._clock = clock
        self._doing = Work.OTHER
        self._since = clock()

    def switch(self, work: Work) -> Work:
        """From now on the time is this work's; the work it was until now."""
        now, before = self._clock(), self._doing
        self.seconds[before] += now - self._since
        self._since, self._doing = now, work
        return before


class ThreadTime(Struct, frozen=True):
    """What threads of one role did for one table.  ``role``: reading or writing; ``wall_seconds``: all of them
    together, from begin to end, which is what ``seconds`` add up to."""

    table: str
    role: str
    seconds: dict[Work, float]
    wall_seconds: float


_running = threading.local()


@contextmanager
def timed(clock: Callable[[], float] = time.perf_counter) -> Iterator[Stopwatch]:
    """A stopwatch for what this thread does meanwhile."""
    before: Stopwatch | None = getattr(_running, "watch", None)
    watch = _running.watch = Stopwatch(clock)
    try:
        yield watch
    finally:
        watch.switch(Work.OTHER)
        _running.watch = before


@contextmanager
def doing(work: Work) -> Iterator[None]:
    """The time of this thread is meanwhile that work's."""
    watch: Stopwatch | None = getattr(_running, "watch", None)
    if watch is None:
        yield
        return
    before = watch.switch(work)
    try:
        yield
    finally:
        watch.switch(before)


def each_doing(work: Work, items: Iterable[Item]) -> Iterator[Item]:
    """The same items; getting each is that work."""
    iterator = each_once(items)
    while True:
        with doing(work):
            try:
                item = next(iterator)
            except StopIteration:
                return
        yield item.pop()
