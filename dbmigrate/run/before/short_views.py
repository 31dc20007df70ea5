"""One view of the source for many small tables, and none that is held for long.

A view is a connection, and a connection may take seconds to open: with one for each table a check of some hundred
small tables spent nine tenths of its time on connections.  One for the whole check would keep a snapshot for hours,
which the source pays for (old row versions; with SQLite, writers that wait).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import Reader, SourceView

VIEW_SECONDS = 10.0
"""A view older than this is not used for another table."""


class ShortViews:
    """A context manager; used by one thread at a time."""

    def __init__(self, source: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._view: SourceView | None = None
        self._reader: Reader | None = None
        self._since = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def release_if_old(self) -> None:
        """To be called before long work that reads nothing."""
        if self._clock() - self._since >= VIEW_SECONDS:
            self._close()

    def reader(self) -> Reader:
        """For one table.  Raises EngineFault."""
        self.release_if_old()
        if self._reader is None:
            self._view = self._source.open_view()
            self._since = self._clock()
            self._reader = self._view.open_reader()
        return self._reader

    def _close(self) -> None:
        reader, view, self._reader, self._view = self._reader, self._view, None, None
        try:
            if reader is not None:
                reader.close()
        finally:
            if view is not None:
                view.close()
