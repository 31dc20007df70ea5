"""Copies one table: chunks and high-water mark first, then the chunks, several at once where streams are free."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import BatchEntry, ResumePoint, SourceState, TableEnds
from dbmigrate.model.events import BatchCommitted, Notice, TableFinished, TableStarted
from dbmigrate.model.outcome import TableOutcome
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.prefetch import Prefetch
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.run.chunk_copy import ChunkCopy, nothing
from dbmigrate.run.claims import claim_values
from dbmigrate.run.context import RunContext
from dbmigrate.run.finishing import finish_tables
from dbmigrate.run.key_books import open_book
from dbmigrate.run.opening import Opening, open_table, streams_for
from dbmigrate.run.orphans import Orphans
from dbmigrate.run.profile import WRITING
from dbmigrate.run.seats import Seats
from dbmigrate.run.streams import CopyChunk, StopOrFailure, copy_chunks
from dbmigrate.run.table_reading import ReadBatch, TableReading, empty_batch, read_of
from dbmigrate.transform.prepare import Preparer
from dbmigrate.write.batch_writer import DIRECT, NO_ENDS, SERVER_SIDE, BatchWriter
from dbmigrate.write.link import TargetLink
from dbmigrate.write.settling import Settling


class TableCopy:
    """``number``: position of the table in the plan, names its staging tables.  ``seats``: of the view that the rows
    are read under."""

    def __init__(
        self,
        context: RunContext,
        table: TablePlan,
        number: int,
        link: TargetLink,
        seats: Seats,
    ) -> None:
        self._context = context
        self._link = link
        self._table = table
        self._number = number
        self._book = open_book(context, table, link)
        self._preparer = Preparer(table, context.target, context.settings.inputs, book=self._book)
        self._refit = Preparer(table, context.target, context.settings.inputs)
        self._seats = seats
        self._orphans: Orphans | None = None
        self._counts: Counter[str] = Counter()
        self._changes: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._left_out: dict[str, int] = {}
        self._opening: Opening | None = None
        self._when_read: Callable[[], None] = nothing
        self._early: Prefetch[ReadBatch] | None = None

    def read_ahead(self, reader: Reader) -> None:
        """Begin to read while another table is written; for one that ``asks_nothing``.  Nothing is recorded yet."""
        self._opening = open_table(self._context, self._table, self._link, reader)
        [chunk] = self._opening.chunks
        rows = TableReading(self._context, self._table, reader, self._preparer)
        read = read_of(self._table, self._opening, chunk)
        self._early = rows.ahead(read, self._context.settings.read_ahead_batches)

    def only_batch(self) -> PreparedBatch | None:
        """The whole table, if what ``read_ahead`` reads is one light batch at most; else ``run`` copies it."""
        found = None if self._early is None else self._early.only()
        if found == []:
            return empty_batch(self._table, self._preparer)
        if not found:
            return None
        [batch] = found
        return batch if isinstance(batch, PreparedBatch) else self._refit.prepare(batch)

    def load_whole(self, batch: PreparedBatch) -> BatchEntry:
        """What ``only_batch`` has given, inside a transaction that other tables share; see ``BatchWriter``."""
        return self._writer(self._link, self._planned(), self._refit).load_whole(batch)

    def committed(self) -> BatchEntry | None:
        """After a lost connection: what ``load_whole`` has loaded, if it was committed.  Connects again."""
        return self._writer(self._link, self._planned(), self._refit).committed(0, 0)

    def _planned(self) -> Opening:
        if self._opening is None:
            raise RuntimeError(f"{self._table.name} has not been read ahead")
        return self._opening

    def close(self) -> None:
        if self._early is not None:
            self._early.close()
        if self._orphans is not None:
            self._orphans.close()
        self._preparer.close()
        self._refit.close()

    def run(self, reader: Reader, when_read: Callable[[], None] = nothing) -> TableOutcome | None:
        """Copy to the end; None if stopped on the way.  ``when_read``: see ``ChunkCopy``."""
        self._when_read = when_read
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
            self.close()
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
        opening = self._opening or open_table(context, table, self._link, reader)
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
                context.expected_rows.get(table.name),
                self._counts["rows_read"],
                opening.protocol,
            )
        )
        try:
            finished = self._copy_chunks(reader, opening, settling)
            if finished:
                read_as = None if len(opening.chunks) == 1 else self._read_as(opening)
                finish_tables(self._link.ledger, context, [table], read_as=read_as)
            return finished
        finally:
            self._link.rollback()

    def _read_as(self, opening: Opening) -> SourceState | None:
        """The state in which the table is read from its beginning to its end, if it is."""
        return self._context.source_states.get(self._table.name) if opening.is_new else None

    def _ends(self, opening: Opening) -> TableEnds:
        return TableEnds(opening.unrecorded, self._read_as(opening)) if len(opening.chunks) == 1 else NO_ENDS

    def _copy_chunks(self, reader: Reader, opening: Opening, settling: Settling | None) -> bool:
        """All that are still open; False if stopped on the way."""
        context = self._context
        chunks = [one for one in opening.chunks if not opening.points.get(one.chunk_no, ResumePoint()).closed]
        stop = StopOrFailure(context.stop)
        # What knows rejected rows, parents or ids of the table is one thread's.
        alone = settling is not None or self._orphans is not None or self._book is not None
        most = 1 if alone else streams_for(context, opening.protocol)
        self._context = replace(context, stop=stop)
        writer = self._writer(self._link, opening, self._refit, settling)
        own = ChunkCopy(
            self._context,
            self._table,
            opening,
            self._link,
            reader,
            writer,
            self._preparer,
            self._refit,
            self._record,
            self._orphans,
            asks_target=self._book is not None,
            ends=self._ends(opening),
            early=self._early,
            when_read=self._when_read if len(opening.chunks) == 1 and opening.protocol == DIRECT else nothing,
        )
        if not copy_chunks(chunks, own.copy, lambda: self._another_stream(opening), context.streams, stop, most):
            return False
        writer.drop_staging()
        return True

    def _finds_orphans(self, opening: Opening) -> bool:
        """Whether rows have to be told from those whose parent is there: only if there are any."""
        rule, table = self._table.orphans, self._table
        if rule is None:
            return False
        found = Orphans(table, rule, self._context.source, self._preparer, self._seats.open_reader, opening.where)
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

    @contextmanager
    def _another_stream(self, opening: Opening) -> Iterator[CopyChunk]:
        """With connections and preparers of its own."""
        context, table = self._context, self._table
        with ExitStack() as opened:
            opened.enter_context(context.profile.timed(table.name, WRITING))
            seat = opened.enter_context(self._seats.taken())
            preparer = opened.enter_context(closing(Preparer(table, context.target, context.settings.inputs)))
            refit = opened.enter_context(closing(Preparer(table, context.target, context.settings.inputs)))
            writer = self._writer(seat.link, opening, refit)
            yield ChunkCopy(context, table, opening, seat.link, seat.reader, writer, preparer, refit, self._record).copy

    def _writer(
        self, link: TargetLink, opening: Opening, refit: Preparer, settling: Settling | None = None
    ) -> BatchWriter:
        return BatchWriter(
            self._table,
            link,
            run_id=self._context.run_id,
            fence=self._context.fence,
            protocol=opening.protocol,
            number=self._number,
            refit=refit,
            settling=settling,
            alone=self._book is not None,
            ends=self._ends(opening),
        )

    def _restore_counts(self, points: dict[int, ResumePoint]) -> None:
        self._counts["rows_read"] = sum(point.rows_read for point in points.values())
        self._counts["rows_rejected"] = sum(point.rows_rejected for point in points.values())
        if points:
            progress = self._link.ledger.progress
            self._changes.update(progress.changed_values(self._context.run_id, self._table.name))
            moved = progress.moved_rows(self._context.run_id, self._table.name)
            self._counts["rows_inserted"], self._counts["rows_updated"], self._counts["rows_present"] = moved

    def _record(self, entry: BatchEntry, size_bytes: int, link: TargetLink) -> None:
        for text in link.writer.take_notices():
            self._context.sink(Notice(text, "warning"))
        written = sum(target.inserted + target.updated for target in entry.targets)
        with self._counting:
            self._count(entry)
        self._context.sink(BatchCommitted(self._table.name, entry.rows_read, written, len(entry.rejects), size_bytes))
        self._context.rejects.spend(len(entry.rejects), self._table.name)

    def _count(self, entry: BatchEntry) -> None:
        counts = self._counts
        counts["batches"] += 1
        counts["rows_read"] += entry.rows_read
        counts["rows_rejected"] += len(entry.rejects)
        for target in entry.targets:
            counts["rows_inserted"] += target.inserted
            counts["rows_updated"] += target.updated
            counts["rows_present"] += target.present
            self._changes.update(target.changes)

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
