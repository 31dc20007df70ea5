"""Copies chunks of one table, batch after batch, each from its resume point; one stream."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.ledger.entries import BatchEntry, ChunkEntry, ResumePoint, TableEnds
from dbmigrate.model.batch import Next
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import ReadMethod, TablePlan
from dbmigrate.model.prefetch import Prefetch, is_heavy, with_last_flag
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.run.context import RunContext
from dbmigrate.run.opening import Opening
from dbmigrate.run.orphans import Orphans
from dbmigrate.run.range_mover import RangeMover
from dbmigrate.run.table_reading import ReadBatch, TableReading, empty_batch, read_of
from dbmigrate.run.whole_mover import WholeMover
from dbmigrate.transform.prepare import Preparer
from dbmigrate.write.batch_writer import NO_ENDS, SERVER_SIDE, BatchWriter
from dbmigrate.write.link import TargetLink

MOST_BYTES_BESIDE = 4 << 20
"""Of a last batch, for another table to be read beside."""

Recorder = Callable[[BatchEntry, int, TargetLink], None]
"""Told of each batch when it is committed: its entry, its bytes, and over which connections."""


def nothing() -> None:
    return


class ChunkCopy(Struct, frozen=True):
    """Used by one thread.  ``asks_target``: what prepares rows asks over the connection that writes.

    ``preparer``: of the thread that reads; ``own_preparer``: of this one.
    """

    context: RunContext
    table: TablePlan
    opening: Opening
    link: TargetLink
    reader: Reader
    writer: BatchWriter
    preparer: Preparer
    own_preparer: Preparer
    record: Recorder
    orphans: Orphans | None = None
    asks_target: bool = False
    ends: TableEnds = NO_ENDS
    early: Prefetch[ReadBatch] | None = None
    """A read of the whole table that has begun before; the caller closes it too."""
    when_read: Callable[[], None] = nothing
    """Called when the reader is free and the last batch, if it is a small one, is still to be written."""

    def copy(self, chunk: ChunkEntry) -> bool:
        """To the end of the chunk, which is still open; False if stopped on the way."""
        table = self.table
        point = self.opening.points.get(chunk.chunk_no, ResumePoint())
        read = read_of(table, self.opening, chunk)
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
        whole = WholeMover(self.context, self.table, self.link, self.reader, self.ends)
        point = whole.move_chunk(read, chunk.chunk_no, point, self._recorded)
        if point.closed:
            return True
        mover = RangeMover(self.context, self.table, self.link, self.writer, self.reader, self.ends)
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
        ahead = self.early or self._ahead(read)
        batch_no, after, rows = point.next_batch, point.after_key, 0
        try:
            for batch, last in with_last_flag(map(self._prepared, ahead), self._goes_at_once):
                rows += batch.rows_read
                full = read.most_rows is not None and rows >= read.most_rows
                closes = last and not full
                if closes and batch.size_bytes <= MOST_BYTES_BESIDE:
                    self.when_read()
                entry = self.writer.write(batch, chunk_no=chunk.chunk_no, batch_no=batch_no, closes_chunk=closes)
                self._recorded(entry, batch.size_bytes)
                batch_no, after = batch_no + 1, batch.through_key
                del batch  # not held while the next one is read
                if closes or full or self.context.stop.is_set():
                    return ResumePoint(batch_no, after, closed=closes)
        finally:
            ahead.close()
        self.when_read()
        self._close_empty(chunk.chunk_no, batch_no)
        return ResumePoint(batch_no + 1, after, closed=True)

    def _copy_at_once(self, read: TableRead, chunk: ChunkEntry) -> bool:
        """A table without key: all batches and the ledger's entries in one transaction."""
        writer = self.writer
        pending: list[tuple[BatchEntry, int]] = []
        writer.begin_table()
        # A book asks over the connection that writes: another one could have to wait for this very transaction.
        ahead = self._ahead(read, at_once=self.asks_target)
        try:
            for batch, last in with_last_flag(map(self._prepared, ahead), self._goes_at_once):
                entry = writer.write_within(batch, chunk_no=chunk.chunk_no, batch_no=len(pending), closes_chunk=last)
                pending.append((entry, batch.size_bytes))
                del batch
                if self.context.stop.is_set() and not last:
                    writer.rollback()
                    return False
            if not (pending and pending[-1][0].closes_chunk):
                empty, number = empty_batch(self.table, self.preparer), len(pending)
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
        empty = empty_batch(self.table, self.preparer)
        self._recorded(self.writer.write(empty, chunk_no=chunk_no, batch_no=batch_no, closes_chunk=True), 0)

    def _prepared(self, batch: ReadBatch) -> PreparedBatch:
        return batch if isinstance(batch, PreparedBatch) else self.own_preparer.prepare(batch)

    def _ahead(self, read: TableRead, *, at_once: bool = False) -> Prefetch[ReadBatch]:
        reading = TableReading(self.context, self.table, self.reader, self.preparer, self.orphans)
        return reading.ahead(read, None if at_once else self.context.settings.read_ahead_batches)

    def _goes_at_once(self, batch: PreparedBatch) -> bool:
        """Before it is known whether it is the last one."""
        return batch.next is not Next.UNKNOWN or is_heavy(batch.size_bytes, self.context.settings.commit_bytes)
