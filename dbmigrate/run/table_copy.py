"""Copies one table: chunks and high-water mark first, then batch after batch from the resume point."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pyarrow as pa

from dbmigrate.engines.base import EngineFault, Fault, Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import BatchEntry, ChunkEntry, ResumePoint
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.events import BatchCommitted, Notice, TableFinished, TableStarted
from dbmigrate.model.handing_over import each_once
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.outcome import TableOutcome
from dbmigrate.model.plan import ReadMethod, TablePlan
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.model.stopwatch import Work, each_doing
from dbmigrate.model.types import arrow_type
from dbmigrate.read.ties import keep_ties_together
from dbmigrate.run.claims import claim_values
from dbmigrate.run.context import RunContext
from dbmigrate.run.finishing import finish_tables
from dbmigrate.run.key_books import open_book
from dbmigrate.run.opening import Opening, open_table
from dbmigrate.run.orphans import Orphans
from dbmigrate.run.prefetch import Prefetch, is_heavy, with_last_flag
from dbmigrate.run.profile import READING
from dbmigrate.run.range_mover import RangeMover
from dbmigrate.run.whole_mover import WholeMover
from dbmigrate.transform.prepare import Preparer
from dbmigrate.write.batch_writer import DIRECT, SERVER_SIDE, BatchWriter
from dbmigrate.write.link import TargetLink
from dbmigrate.write.settling import Settling


class TableCopy:
    """``number``: position of the table in the plan, names its staging tables.  ``open_reader``: another one of the
    view that the rows are read under."""

    def __init__(
        self,
        context: RunContext,
        table: TablePlan,
        number: int,
        link: TargetLink,
        open_reader: Callable[[], Reader],
    ) -> None:
        self._context = context
        self._link = link
        self._table = table
        self._number = number
        self._book = open_book(context, table, link)
        self._preparer = Preparer(table, context.target, context.settings.inputs, book=self._book)
        self._refit = Preparer(table, context.target, context.settings.inputs)
        self._open_reader = open_reader
        self._orphans: Orphans | None = None
        self._counts: Counter[str] = Counter()
        self._changes: Counter[str] = Counter()
        self._left_out: dict[str, int] = {}

    def run(self, reader: Reader) -> TableOutcome | None:
        """Copy to the end; None if stopped on the way."""
        started = time.monotonic()
        try:
            finished = self._copy(reader)
        except EngineFault as fault:
            raise side_error(
                fault,
                "target",
                f"write of {self._table.name} failed",
                where=", ".join(str(into.table.name) for into in self._table.into),
                safe=f"{self._counts['batches']} batches of this table were committed in this attempt "
                "and will not be repeated",
                number=10,
            ) from None
        finally:
            if self._orphans is not None:
                self._orphans.close()
            self._preparer.close()
            self._refit.close()
        seconds = time.monotonic() - started
        if not finished:
            return None
        outcome = self._outcome(seconds)
        self._context.sink(
            TableFinished(
                self._table.name,
                outcome.rows_read,
                outcome.rows_inserted + outcome.rows_updated,
                outcome.rows_rejected,
                seconds,
            )
        )
        return outcome

    def _copy(self, reader: Reader) -> bool:
        table, context = self._table, self._context
        opening = open_table(context, table, self._link, reader)
        self._left_out = opening.left_out
        settling = None
        if table.name in context.with_open_rejects:
            settling = Settling(table, self._link, context.scope, self._refit)
            if opening.protocol == SERVER_SIDE:
                # Which rows settle an old reject is only known of rows that pass through here.
                opening = replace(opening, protocol=DIRECT)
        if context.throttle.has_limit and opening.protocol == SERVER_SIDE and not table.key:
            # Moved as it is stored it would go in one piece, as fast as it goes.
            opening = replace(opening, protocol=DIRECT)
        if self._finds_orphans(opening) and opening.protocol == SERVER_SIDE:
            opening = replace(opening, protocol=DIRECT)
        if opening.protocol == SERVER_SIDE and not claim_values(context, table, self._link, reader, opening.where):
            opening = replace(opening, protocol=DIRECT)
        self._restore_counts(opening.points)
        context.sink(
            TableStarted(
                table.group,
                table.name,
                tuple(str(into.table.name) for into in table.into),
                table.row_estimate,
                self._counts["rows_read"],
                opening.protocol,
            )
        )
        try:
            writer = BatchWriter(
                table,
                self._link,
                run_id=context.run_id,
                fence=context.fence,
                protocol=opening.protocol,
                number=self._number,
                refit=self._refit,
                settling=settling,
            )
            for chunk in opening.chunks:
                point = opening.points.get(chunk.chunk_no, ResumePoint())
                if point.closed:
                    continue
                if not self._copy_chunk(writer, reader, chunk, point, opening):
                    return False
            read_as = context.source_states.get(table.name) if opening.is_new else None
            finish_tables(self._link.ledger, context, [table], read_as=read_as)
            writer.drop_staging()
            return True
        finally:
            self._link.writer.rollback()

    def _finds_orphans(self, opening: Opening) -> bool:
        """Whether rows have to be told from those whose parent is there: only if there are any."""
        rule, table = self._table.orphans, self._table
        if rule is None:
            return False
        found = Orphans(table, rule, self._context.source, self._preparer, self._open_reader, opening.where)
        try:
            if found.are_there():
                self._orphans = found
                return True
        except EngineFault as fault:
            message = f"rows of {table.name} without parent could not be counted"
            raise side_error(fault, "source", message, number=14) from None
        finally:
            if self._orphans is None:
                found.close()
        return False

    def _copy_chunk(
        self, writer: BatchWriter, reader: Reader, chunk: ChunkEntry, point: ResumePoint, opening: Opening
    ) -> bool:
        key_range = KeyRange(
            point.after_key if point.after_key is not None else chunk.key_range.after, chunk.key_range.through
        )
        table = self._table
        read = TableRead(table.source, table.read_columns, table.key, key_range, opening.where, table.key_is_enforced)
        if opening.protocol == SERVER_SIDE:
            return self._copy_as_stored(writer, reader, read, chunk, point)
        if table.method is ReadMethod.ONE_TRANSACTION:
            return self._copy_at_once(writer, reader, read, chunk)
        return self._copy_batches(writer, reader, read, chunk, point).closed

    def _copy_as_stored(
        self, writer: BatchWriter, reader: Reader, read: TableRead, chunk: ChunkEntry, point: ResumePoint
    ) -> bool:
        """A range that fails goes the ordinary way: one the first time, then twice as many with each failure."""
        point = WholeMover(self._context, self._table, self._link, reader).move_chunk(
            read, chunk.chunk_no, point, self._record
        )
        if point.closed:
            return True
        mover = RangeMover(self._context, self._table, self._link, writer, reader)
        ranges = 1
        while True:
            point = mover.move_chunk(read, chunk.chunk_no, point, self._record)
            if point.closed or self._context.stop.is_set():
                return point.closed
            read = replace(read, key_range=KeyRange(point.after_key, chunk.key_range.through))
            some = replace(read, most_rows=ranges * self._context.settings.commit_rows)
            point = self._copy_batches(writer, reader, some, chunk, point)
            if point.closed or self._context.stop.is_set():
                return point.closed
            read = replace(read, key_range=KeyRange(point.after_key, chunk.key_range.through))
            ranges *= 2

    def _copy_batches(
        self, writer: BatchWriter, reader: Reader, read: TableRead, chunk: ChunkEntry, point: ResumePoint
    ) -> ResumePoint:
        """Where the chunk is afterwards: closed, or open because the run was stopped or the read has all its rows."""
        ahead = self._ahead(reader, read, self._context.settings.read_ahead_batches)
        batch_no, after, rows = point.next_batch, point.after_key, 0
        try:
            for batch, last in with_last_flag(iter(ahead), self._is_heavy):
                rows += batch.rows_read
                full = read.most_rows is not None and rows >= read.most_rows
                closes = last and not full
                entry = writer.write(batch, chunk_no=chunk.chunk_no, batch_no=batch_no, closes_chunk=closes)
                self._record(entry, batch.size_bytes)
                batch_no, after = batch_no + 1, batch.through_key
                del batch  # not held while the next one is read
                if closes or full or self._context.stop.is_set():
                    return ResumePoint(batch_no, after, closed=closes)
        finally:
            ahead.close()
        self._close_empty(writer, chunk.chunk_no, batch_no)
        return ResumePoint(batch_no + 1, after, closed=True)

    def _copy_at_once(self, writer: BatchWriter, reader: Reader, read: TableRead, chunk: ChunkEntry) -> bool:
        """A table without key: all batches and the ledger's entries in one transaction."""
        pending: list[tuple[BatchEntry, int]] = []
        writer.begin_table()
        # A book asks over the connection that writes: another one could have to wait for this very transaction.
        depth = self._context.settings.read_ahead_batches if self._book is None else None
        ahead = self._ahead(reader, read, depth)
        try:
            for batch, last in with_last_flag(iter(ahead), self._is_heavy):
                entry = writer.write_within(batch, chunk_no=chunk.chunk_no, batch_no=len(pending), closes_chunk=last)
                pending.append((entry, batch.size_bytes))
                del batch
                if self._context.stop.is_set() and not last:
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
            self._record(entry, size_bytes)
        return True

    def _timed_reading(self) -> AbstractContextManager[None]:
        return self._context.profile.timed(self._table.name, READING)

    def _close_empty(self, writer: BatchWriter, chunk_no: int, batch_no: int) -> None:
        empty = self._empty_batch()
        self._record(writer.write(empty, chunk_no=chunk_no, batch_no=batch_no, closes_chunk=True), 0)

    def _empty_batch(self) -> PreparedBatch:
        schema = pa.schema([(c.name, arrow_type(c.type)) for c in self._table.read_columns])
        rows = pa.RecordBatch.from_pylist([], schema=schema)
        return self._preparer.prepare(SourceBatch(rows, None))

    def _ahead(self, reader: Reader, read: TableRead, depth: int | None) -> Prefetch[PreparedBatch]:
        # A row of 50 MB is a batch by itself; it is read, written and forgotten before the next.
        most = self._context.settings.commit_bytes
        return Prefetch(
            lambda: self._prepared(reader, read),
            depth,
            self._timed_reading,
            weigh=lambda batch: batch.size_bytes,
            most=most,
        )

    def _is_heavy(self, batch: PreparedBatch) -> bool:
        return is_heavy(batch.size_bytes, self._context.settings.commit_bytes)

    def _prepared(self, reader: Reader, read: TableRead) -> Iterator[PreparedBatch]:
        settings, throttle = self._context.settings, self._context.throttle
        batch_rows = throttle.batch_rows(settings.commit_rows)
        batches = reader.read(read, batch_rows=batch_rows, batch_bytes=settings.commit_bytes)
        if read.key and not self._table.key_is_enforced:
            batches = keep_ties_together(batches, self._table.source, read.key)
        after = read.key_range
        try:
            for batch in each_once(each_doing(Work.READ, batches)):
                throttle.spend(batch[0].rows.num_rows)
                through = batch[0].through_key
                if None in (through or ()):
                    raise EngineFault(Fault.TERMINAL, "a key value could not be read, so there is no going on after it")
                lost = () if self._orphans is None else self._orphans.rows(batch[0], after)
                after = KeyRange(through, read.key_range.through)
                yield self._preparer.prepare(batch.pop(), lost)
        except EngineFault as fault:
            raise side_error(
                fault,
                "source",
                f"read of {self._table.name} failed",
                where=str(after) if read.key else "",
                safe="Every batch before it is committed or on its way, and none will be repeated",
                number=10,
            ) from None

    def _restore_counts(self, points: dict[int, ResumePoint]) -> None:
        self._counts["rows_read"] = sum(point.rows_read for point in points.values())
        self._counts["rows_rejected"] = sum(point.rows_rejected for point in points.values())
        if points:
            progress = self._link.ledger.progress
            self._changes.update(progress.changed_values(self._context.run_id, self._table.name))
            moved = progress.moved_rows(self._context.run_id, self._table.name)
            self._counts["rows_inserted"], self._counts["rows_updated"], self._counts["rows_present"] = moved

    def _record(self, entry: BatchEntry, size_bytes: int) -> None:
        for text in self._link.writer.take_notices():
            self._context.sink(Notice(text, "warning"))
        counts = self._counts
        counts["batches"] += 1
        counts["rows_read"] += entry.rows_read
        counts["rows_rejected"] += len(entry.rejects)
        written = 0
        for target in entry.targets:
            counts["rows_inserted"] += target.inserted
            counts["rows_updated"] += target.updated
            counts["rows_present"] += target.present
            written += target.inserted + target.updated
            self._changes.update(target.changes)
        self._context.sink(BatchCommitted(self._table.name, entry.rows_read, written, len(entry.rejects), size_bytes))
        self._context.rejects.spend(len(entry.rejects), self._table.name)

    def _outcome(self, seconds: float) -> TableOutcome:
        counts = self._counts
        return TableOutcome(
            self._table.group,
            self._table.name,
            tuple(str(into.table.name) for into in self._table.into),
            counts["rows_read"],
            counts["rows_inserted"],
            counts["rows_updated"],
            counts["rows_present"],
            counts["rows_rejected"],
            dict(self._changes),
            seconds,
            left_out=self._left_out,
        )
