"""Reads the next batch while the last one is compared: databases and drivers work beside the hashing."""

from __future__ import annotations

from collections.abc import Iterator

from dbmigrate.engines.base import TableRead
from dbmigrate.engines.reader_over import ReaderOver
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.prefetch import Prefetch


class AheadReader(ReaderOver):
    """Another reader; one read at a time, as with that one.  A read that is left is over at once."""

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        ahead = Prefetch(
            lambda: self._reader.read(read, batch_rows=batch_rows, batch_bytes=batch_bytes),
            1,
            weigh=lambda batch: batch.rows.nbytes,
            most=batch_bytes,
        )
        try:
            yield from ahead
        finally:
            ahead.close()
