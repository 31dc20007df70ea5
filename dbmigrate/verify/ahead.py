"""Reads the next batch while the last one is compared: databases and drivers work beside the hashing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.reader_over import ReaderOver
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.large_values import ROOM
from dbmigrate.model.prefetch import Prefetch


class AheadReader(ReaderOver):
    """Another reader; one read at a time, as with that one.  A read that is left is over at once.

    A table with large values is read by the thread that compares, a row at a time.
    """

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        rows = self._reader.read(read, batch_rows=batch_rows, batch_bytes=batch_bytes)
        # Begun in this thread, which then has the room for large values if the table holds any.  Taken by two threads
        # that read the two sides of one comparison, each would wait for the other for ever.
        begun = list(islice(rows, 1))
        if ROOM.is_mine:
            yield from _each(begun, rows)
            return
        ahead = Prefetch(
            lambda: _each(begun, rows),
            1,
            weigh=lambda batch: batch.rows.nbytes,
            most=batch_bytes,
        )
        try:
            yield from ahead
        finally:
            ahead.close()


def _each(begun: list[SourceBatch], rows: Iterator[SourceBatch]) -> Iterator[SourceBatch]:
    """``begun``: the first one, which is not held here once it is handed over."""
    while begun:
        yield begun.pop()
    yield from rows
