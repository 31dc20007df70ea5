"""Reads and prepares the rows of one table in a thread of its own, ahead of who writes them.

Where reading is the slower side, who writes has nothing to do meanwhile: he gets rows as they were read, and prepares
them himself.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pyarrow as pa
from msgspec import Struct

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.ledger.entries import ChunkEntry, ResumePoint
from dbmigrate.model.batch import Next, SourceBatch
from dbmigrate.model.handing_over import each_once
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.prefetch import Prefetch
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.model.stopwatch import Work, each_doing
from dbmigrate.model.types import arrow_type
from dbmigrate.run.context import RunContext
from dbmigrate.run.opening import Opening
from dbmigrate.run.orphans import Orphans
from dbmigrate.run.profile import READING
from dbmigrate.run.table_reads import reading, resumable
from dbmigrate.transform.prepare import Preparer

ReadBatch = PreparedBatch | SourceBatch
"""A source's batch is for who takes it to prepare."""


def read_of(table: TablePlan, opening: Opening, chunk: ChunkEntry) -> TableRead:
    """What is left of the chunk."""
    point = opening.points.get(chunk.chunk_no, ResumePoint())
    after = point.after_key if point.after_key is not None else chunk.key_range.after
    key_range = KeyRange(after, chunk.key_range.through)
    return TableRead(table.source, table.read_columns, table.key, key_range, opening.where, table.key_is_enforced)


def empty_batch(table: TablePlan, preparer: Preparer) -> PreparedBatch:
    schema = pa.schema([(column.name, arrow_type(column.type)) for column in table.read_columns])
    return preparer.prepare(SourceBatch(pa.RecordBatch.from_pylist([], schema=schema), None))


class TableReading(Struct, frozen=True):
    context: RunContext
    table: TablePlan
    reader: Reader
    preparer: Preparer
    orphans: Orphans | None = None

    def ahead(self, read: TableRead, depth: int | None) -> Prefetch[ReadBatch]:
        # A row of 50 MB is a batch by itself; it is read, written and forgotten before the next.
        most = self.context.settings.commit_bytes
        # Batches that the bytes have cut are a little lighter than that: one of them waits, and not a second one.
        awaited = threading.Event()
        return Prefetch(
            lambda: self._batches(read, awaited),
            depth,
            self._timed,
            weigh=self._weight,
            most=most,
            ahead=most // 2,
            awaited=awaited,
        )

    def _weight(self, batch: ReadBatch) -> int:
        """What comes before a large row is written before that is read."""
        most = self.context.settings.commit_bytes
        return max(batch.size_bytes, 2 * most) if batch.next is Next.LARGE_ROW else batch.size_bytes

    def _timed(self) -> AbstractContextManager[None]:
        return self.context.profile.timed(self.table.name, READING)

    def _batches(self, read: TableRead, awaited: threading.Event) -> Iterator[ReadBatch]:
        table, settings, throttle = self.table, self.context.settings, self.context.throttle
        batch_rows = throttle.batch_rows(settings.commit_rows)
        after = read.key_range
        safe = "Every batch before it is committed or on its way, and none will be repeated"
        with reading(table, number=10, safe=safe, left=lambda: after):
            batches = resumable(self.reader, table, read, batch_rows=batch_rows, batch_bytes=settings.commit_bytes)
            for batch in each_once(each_doing(Work.READ, batches)):
                throttle.spend(batch[0].rows.num_rows)
                through = batch[0].through_key
                if None in (through or ()):
                    raise EngineFault(Fault.TERMINAL, "a key value could not be read, so there is no going on after it")
                lost = () if self.orphans is None else self.orphans.rows(batch[0], after)
                after = KeyRange(through, read.key_range.through)
                if awaited.is_set() and not lost and self._may_go_on(batch[0]):
                    yield batch.pop()
                else:
                    yield self.preparer.prepare(batch.pop(), lost)

    def _may_go_on(self, batch: SourceBatch) -> bool:
        """As it was read.  Not what takes all the room; nor where ids are handed out in the order of the rows."""
        most = self.context.settings.commit_bytes
        return self.preparer.is_stateless and batch.next is not Next.LARGE_ROW and batch.size_bytes <= most
