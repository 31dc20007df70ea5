"""Copies chunks of one table, batch after batch, each from its resume point; one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import pyarrow as pa

from dbmigrate.engines.base import EngineFault, Fault, Reader, TableRead
from dbmigrate.ledger.entries import BatchEntry, ChunkEntry, ResumePoint
from dbmigrate.model.batch import Next, SourceBatch
from dbmigrate.model.handing_over import each_once
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import ReadMethod, TablePlan
from dbmigrate.model.prefetch import Prefetch, is_heavy, with_last_flag
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.model.stopwatch import Work, each_doing
from dbmigrate.model.types import arrow_type
from dbmigrate.run.context import RunContext
from dbmigrate.run.opening import Opening
from dbmigrate.run.orphans import Orphans
from dbmigrate.run.profile import READING
from dbmigrate.run.range_mover import RangeMover
from dbmigrate.run.table_reads import reading, resumable
from dbmigrate.run.whole_mover import WholeMover
from dbmigrate.transform.prepare import Preparer
from dbmigrate.write.batch_writer import SERVER_SIDE, BatchWriter
from dbmigrate.write.link import TargetLink

Recorder = Callable[[BatchEntry, int, TargetLink], None]
"""Told of each batch when it is committed: its entry, its bytes, and over which connections."""


@dataclass(frozen=True, slots=True)
class ChunkCopy:
    """Used by one thread.  ``asks_target``: what prepares rows asks over the connection that writes."""

    context: RunContext
    table: TablePlan
    opening: Opening
    link: TargetLink
    reader: Reader
    writer: BatchWriter
    preparer: Preparer
    record: Recorder
    orphans: Orphans | None = None
    asks_target: bool = False

    def copy(self, chunk: ChunkEntry) -> bool:
        """To the end of the chunk, which is still open; False if stopped on the way."""
        table = self.table
        point = self.opening.points.get(chunk.chunk_no, ResumePoint())
        after = point.after_key if point.after_key is not None else chunk.key_range.after
        key_range = KeyRange(after, chunk.key_range.through)
        where = self.opening.where
        read = TableRead(table.source, table.read_columns, table.key, key_range, where, table.key_is_enforced)
        if self.opening.protocol == SERVER_SIDE:
            return self._copy_as_stored(read, chunk, point)
        if table.method is ReadMethod.ONE_TRANSACTION:
            return self._copy_at_once(read, chunk)
        return self._copy_batches(read, chunk, point).closed

    def _recorded(self, entry: BatchEntry, size_bytes: int) -> None:
        self.record(entry, size_bytes, self.link)

    def _copy_as_stored(self, read: TableRead, chunk: ChunkEntry, point: ResumePoint) -> bool:
        """A range that fails goes the ordinary way: one the first time, then twice as many with each failure."""
        stop = self.context.stop
        whole = WholeMover(self.context, self.table, self.link, self.reader)
        point = whole.move_chunk(read, chunk.chunk_no, point, self._recorded)
        if point.closed:
            return True
        mover = RangeMover(self.context, self.table, self.link, self.writer, self.reader)
        ranges = 1
        while True:
            point = mover.move_chunk(read, chunk.chunk_no, point, self._recorded)
            if point.closed or stop.is_set():
                return point.closed
            read = replace(read, key_range=KeyRange(point.after_key, chunk.key_range.through))
            some = replace(read, most_rows=ranges * self.context.settings.commit_rows)
            point = self._copy_batches(some, chunk, point)
            if point.closed or stop.is_set():
                return point.closed
            read = replace(read, key_range=KeyRange(point.after_key, chunk.key_range.through))
            ranges *= 2

    def _copy_batches(self, read: TableRead, chunk: ChunkEntry, point: ResumePoint) -> ResumePoint:
        """Where the chunk is afterwards: closed, or open because the run was stopped or the read has all its rows."""
        ahead = self._ahead(read, self.context.settings.read_ahead_batches)
        batch_no, after, rows = point.next_batch, point.after_key, 0
        try:
            for batch, last in with_last_flag(iter(ahead), self._goes_at_once):
                rows += batch.rows_read
                full = read.most_rows is not None and rows >= read.most_rows
                closes = last and not full
                entry = self.writer.write(batch, chunk_no=chunk.chunk_no, batch_no=batch_no, closes_chunk=closes)
                self._recorded(entry, batch.size_bytes)
                batch_no, after = batch_no + 1, batch.through_key
                del batch  # not held while the next one is read
                if closes or full or self.context.stop.is_set():
                    return ResumePoint(batch_no, after, closed=closes)
        finally:
            ahead.close()
        self._close_empty(chunk.chunk_no, batch_no)
        return ResumePoint(batch_no + 1, after, closed=True)

    def _copy_at_once(self, read: TableRead, chunk: ChunkEntry) -> bool:
        """A table without key: all batches and the ledger's entries in one transaction."""
        writer = self.writer
        pending: list[tuple[BatchEntry, int]] = []
        writer.begin_table()
        # A book asks over the connection that writes: another one could have to wait for this very transaction.
        depth = None if self.asks_target else self.context.settings.read_ahead_batches
        ahead = self._ahead(read, depth)
        try:
            for batch, last in with_last_flag(iter(ahead), self._goes_at_once):
                entry = writer.write_within(batch, chunk_no=chunk.chunk_no, batch_no=len(pending), closes_chunk=last)
                pending.append((entry, batch.size_bytes))
                del batch
                if self.context.stop.is_set() and not last:
                    writer.rollback()
                    return False
            if not (pending and pending[-1][0].closes_chunk):
                empty, number = self._empty_batch(), len(pending)
                entry = writer.write_within(empty, chunk_no=chunk.chunk_no, batch_no=number, closes_chunk=True)
                pending.append((entry, 0))
            writer.commit_table()
        except EngineFault as fault:
            writer.rollback()
            if fault.fault is Fault.CONNECTION:
                raise EngineFault(
                    fault.fault, f"{fault.message} (the table's one transaction)", fault.native_code
                ) from None
            raise
        finally:
            ahead.close()
            writer.rollback()
        for entry, size_bytes in pending:
            self._recorded(entry, size_bytes)
        return True

    def _close_empty(self, chunk_no: int, batch_no: int) -> None:
        empty = self._empty_batch()
        self._recorded(self.writer.write(empty, chunk_no=chunk_no, batch_no=batch_no, closes_chunk=True), 0)

    def _empty_batch(self) -> PreparedBatch:
        schema = pa.schema([(c.name, arrow_type(c.type)) for c in self.table.read_columns])
        rows = pa.RecordBatch.from_pylist([], schema=schema)
        return self.preparer.prepare(SourceBatch(rows, None))

    def _timed_reading(self) -> AbstractContextManager[None]:
        return self.context.profile.timed(self.table.name, READING)

    def _ahead(self, read: TableRead, depth: int | None) -> Prefetch[PreparedBatch]:
        # A row of 50 MB is a batch by itself; it is read, written and forgotten before the next.
        most = self.context.settings.commit_bytes
        # Batches that the bytes have cut are a little lighter than that: one of them waits, and not a second one.
        return Prefetch(
            lambda: self._prepared(read), depth, self._timed_reading, weigh=self._weight, most=most, ahead=most // 2
        )

    def _weight(self, batch: PreparedBatch) -> int:
        """What comes before a large row is written before that is read."""
        most = self.context.settings.commit_bytes
        return max(batch.size_bytes, 2 * most) if batch.next is Next.LARGE_ROW else batch.size_bytes

    def _goes_at_once(self, batch: PreparedBatch) -> bool:
        """Before it is known whether it is the last one."""
        return batch.next is not Next.UNKNOWN or is_heavy(batch.size_bytes, self.context.settings.commit_bytes)

    def _prepared(self, read: TableRead) -> Iterator[PreparedBatch]:
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
                yield self.preparer.prepare(batch.pop(), lost)
