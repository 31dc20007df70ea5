"""Pairs of connections that go from table to table: opening them takes longer than copying a small table."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from msgspec import Struct

from dbmigrate.engines.reader import Reader
from dbmigrate.write.link import TargetLink

MOST_IDLE_SECONDS = 30.0
"""After that what lies between may have dropped a connection, and nobody would hear of it."""
MOST_TABLES = 200
"""A server's session keeps what it has learnt of each table, and the temporary tables that values are cast in."""


class Seat(Struct):
    """For one thread at a time.  ``idle_since``: when it was given back."""

    reader: Reader
    link: TargetLink
    tables: int = 0
    idle_since: float = 0.0

    def close(self) -> None:
        with ExitStack() as both:
            both.callback(self.reader.close)
            both.callback(self.link.close)

    @property
    def is_worn(self) -> bool:
        return self.tables >= MOST_TABLES or time.monotonic() - self.idle_since > MOST_IDLE_SECONDS


class Seats:
    """Of one view.  No more are open than were ever taken at once; who takes one holds a stream of the run."""

    def __init__(self, open_reader: Callable[[], Reader], open_link: Callable[[], TargetLink]) -> None:
        self.open_reader = open_reader
        """One more beside those of the seats."""
        self._open_link = open_link
        self._free: list[Seat] = []
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[Seat]:
        """A failure closes it: nobody knows what its connections are in the middle of."""
        seat = self._kept() or self._open()
        try:
            yield seat
        except BaseException:
            seat.close()
            raise
        seat.link.rollback()
        seat.idle_since = time.monotonic()
        with self._lock:
            self._free.append(seat)

    def close(self) -> None:
        """After the threads that take seats have ended."""
        with ExitStack() as every:
            while self._free:
                every.callback(self._free.pop().close)

    def _kept(self) -> Seat | None:
        while True:
            with self._lock:
                if not self._free:
                    return None
                seat = self._free.pop()
            if not seat.is_worn:
                return seat
            seat.close()

    def _open(self) -> Seat:
        reader = self.open_reader()
        try:
            return Seat(reader, self._open_link())
        except BaseException:
            reader.close()
            raise
