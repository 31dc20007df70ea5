"""Rejected rows driven again, and nothing else: a run of kind ``retry``.

The key ranges of the batches that hold open rejects are read again; rows that are not on the list are left out.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pyarrow as pa

from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import AGAIN, GONE, MIGRATED, RETRY, ChunkEntry, RejectClosing
from dbmigrate.ledger.rejects import OpenReject, RejectChoice, RejectRange, Rejects
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.events import BatchCommitted, TableFinished, TableStarted
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import MigrationPlan, ReadMethod, TablePlan
from dbmigrate.model.prefetch import with_last_flag
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.model.reconciled import RetriedTable, RetryOutcome
from dbmigrate.model.rejected import RejectQuery, known_tables
from dbmigrate.model.types import arrow_type
from dbmigrate.run.context import RunContext
from dbmigrate.run.finishing import finish_tables
from dbmigrate.run.key_books import open_book
from dbmigrate.run.orphans import Orphans
from dbmigrate.run.reconcile.side_run import Opened, SideRuns
from dbmigrate.run.table_reads import reading, resumable
from dbmigrate.transform.prepare import Preparer
from dbmigrate.write.batch_writer import DIRECT, STAGED, BatchWriter
from dbmigrate.write.link import TargetLink
from dbmigrate.write.settling import Settling, told_by_row


def retry_rejects(runs: SideRuns, make_plan: Callable[[], MigrationPlan], query: RejectQuery) -> RetryOutcome:
    """Drive the open rejects that are meant; tables in the order of the plan, so that parents come first."""
    started = time.monotonic()
    with runs.opened(make_plan) as opened:
        waiting = opened.rejects.open_tables()
        meant = known_tables(waiting, query)
        tables = [table for table in opened.plan.tables if table.name in meant]
        not_tried = tuple(sorted(meant - {table.name for table in tables}))
        if not tables:
            return RetryOutcome(None, "copied", time.monotonic() - started, (), sum(waiting.values()), not_tried)
        run_id = _retried(runs, opened, tables, waiting, query)
        return RetryOutcome(
            run_id,
            "stopped" if runs.stop.is_set() else "copied",
            time.monotonic() - started,
            _told(tables, opened.rejects.closed_by(run_id)),
            sum(opened.rejects.open_tables().values()),
            not_tried,
        )


def _retried(
    runs: SideRuns, opened: Opened, tables: Sequence[TablePlan], waiting: dict[str, int], query: RejectQuery
) -> int:
    places = {table.name: number for number, table in enumerate(opened.plan.tables)}
    choice = RejectChoice(None, query.run_id, query.reason)
    with runs.run(opened, RETRY, tables) as context, runs.reader() as reader:
        for table in tables:
            if runs.stop.is_set():
                break
            retry = TableRetry(context, table, places[table.name], opened.link, choice)
            retry.run(reader, waiting[table.name])
    return context.run_id


def _told(tables: Sequence[TablePlan], closed: Sequence[dict[str, object]]) -> tuple[RetriedTable, ...]:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for one in closed:
        rows[str(one["table_name"])][str(one["outcome"])] += int(str(one["rows"]))
    return tuple(
        RetriedTable(table.group, table.name, *(rows[table.name][outcome] for outcome in (MIGRATED, AGAIN, GONE)))
        for table in tables
    )


class _Wanted:
    """The rows of some open rejects, as they turn up in the source."""

    def __init__(self, rejects: Sequence[OpenReject], *, by_row: bool) -> None:
        self._rejects = rejects
        self._by_row = by_row
        self._left = Counter(self._text(reject) for reject in rejects)
        self._seen: Counter[str] = Counter()

    def _text(self, reject: OpenReject) -> str:
        return reject.row if self._by_row else reject.key

    def chosen(self, preparer: Preparer, rows: pa.RecordBatch) -> list[int]:
        """Numbers of the wanted rows; by their values no more of them than were rejected."""
        texts = preparer.row_texts(rows) if self._by_row else preparer.key_texts(rows)
        numbers = []
        for number, text in enumerate(texts):
            if self._left[text] > (self._seen[text] if self._by_row else 0):
                self._seen[text] += 1
                numbers.append(number)
        return numbers

    def gone(self) -> tuple[RejectClosing, ...]:
        """Closings of those that did not turn up."""
        left = Counter(self._seen)
        closings = []
        for reject in self._rejects:
            text = self._text(reject)
            if left[text] > 0:
                left[text] -= self._by_row
            else:
                closings.append(RejectClosing(reject.place, GONE))
        return tuple(closings)


class TableRetry:
    """``number``: position of the table in the plan; ``first_chunk``: number of the first chunk that is recorded."""

    def __init__(
        self,
        context: RunContext,
        table: TablePlan,
        number: int,
        link: TargetLink,
        choice: RejectChoice,
        first_chunk: int = 0,
    ) -> None:
        self._context = context
        self._table = table
        self._link = link
        self._choice = choice
        self._first_chunk = first_chunk
        self._by_row = told_by_row(table)
        self._opened = ExitStack()
        self._found_orphans: Orphans | None = None
        self._number = number
        book = open_book(context, table, link)
        self._preparer = Preparer(table, context.target, context.settings.inputs, book=book)
        self._refit = Preparer(table, context.target, context.settings.inputs)

    @property
    def _rejects(self) -> Rejects:
        return Rejects(self._link.writer, self._link.ledger.tables, self._context.scope)

    def run(self, reader: Reader, waiting: int) -> None:
        table, started = self._table, time.monotonic()
        at_once = table.method is ReadMethod.ONE_TRANSACTION
        # Rejected rows are not in the target unless somebody has brought them since: staged where a key can tell.
        can_tell = all(into.key for into in table.into)
        staged = can_tell or not self._context.target.capabilities.supports_transactional_bulk_load
        protocol = STAGED if staged and not at_once else DIRECT
        names = tuple(str(into.table.name) for into in table.into)
        self._context.sink(TableStarted(table.group, table.name, names, waiting, 0, protocol))
        try:
            settling = Settling(table, self._link, self._context.scope, self._refit)
            writer = BatchWriter(
                table,
                self._link,
                run_id=self._context.run_id,
                fence=self._context.fence,
                protocol=protocol,
                number=self._number,
                refit=self._refit,
                settling=settling,
            )
            read, written = (
                self._at_once(writer, settling, reader) if at_once else self._by_ranges(writer, settling, reader)
            )
            finish_tables(self._link.ledger, self._context, [table])
            writer.drop_staging()
        except EngineFault as fault:
            raise side_error(
                fault,
                "target",
                f"write of {table.name} failed",
                where=", ".join(names),
                safe="Every committed batch stays, and its rejects are closed",
                next_step="Mend the cause, then: dbmigrate rejects --retry",
                number=10,
            ) from None
        finally:
            self._link.writer.rollback()
            self._opened.close()
            self._preparer.close()
            self._refit.close()
        self._context.sink(TableFinished(table.name, read, written, read - written, time.monotonic() - started))

    def _by_ranges(self, writer: BatchWriter, settling: Settling, reader: Reader) -> tuple[int, int]:
        read = written = 0
        for chunk_no, held in enumerate(self._rejects.ranges(self._table.name, self._choice), self._first_chunk):
            if self._context.stop.is_set():
                break
            # Asked anew: a range before this one may have brought the same rows.
            rejects = self._rejects.of_range(self._table.name, held, self._choice)
            if rejects:
                more = self._range(writer, settling, reader, chunk_no, held, rejects)
                read, written = read + more[0], written + more[1]
        return read, written

    def _range(
        self,
        writer: BatchWriter,
        settling: Settling,
        reader: Reader,
        chunk_no: int,
        held: RejectRange,
        rejects: Sequence[OpenReject],
    ) -> tuple[int, int]:
        self._record_chunk(chunk_no, held.key_range, STAGED)
        wanted = _Wanted(rejects, by_row=self._by_row)
        read = written = batch_no = 0
        for batch, last in with_last_flag(self._chosen(reader, held.key_range, wanted)):
            settling.also = wanted.gone() if last else ()
            entry = writer.write(batch, chunk_no=chunk_no, batch_no=batch_no, closes_chunk=last)
            settling.also = ()
            inserted = sum(target.inserted + target.updated for target in entry.targets)
            self._context.sink(
                BatchCommitted(self._table.name, entry.rows_read, inserted, len(entry.rejects), batch.size_bytes)
            )
            read, written, batch_no = read + entry.rows_read, written + inserted, batch_no + 1
        return read, written

    def _chosen(self, reader: Reader, key_range: KeyRange, wanted: _Wanted) -> Iterator[PreparedBatch]:
        """The wanted rows of the range; an empty batch at least, which ends it."""
        table, settings = self._table, self._context.settings
        read = TableRead(table.source, table.read_columns, table.key, key_range, key_is_unique=table.key_is_enforced)
        through, after = None, key_range.after
        safe = "Every committed batch stays, and its rejects are closed"
        with reading(table, number=10, safe=safe, left=lambda: key_range):
            orphans = self._orphans()
            rows, size = settings.commit_rows, settings.commit_bytes
            for batch in resumable(reader, table, read, batch_rows=rows, batch_bytes=size):
                chosen = wanted.chosen(self._preparer, batch.rows)
                if chosen:
                    lost = orphans.numbers(batch, KeyRange(after, key_range.through), chosen) if orphans else ()
                    yield self._preparer.prepare(batch.only(chosen), lost)
                through = after = batch.through_key
        schema = pa.schema([(column.name, arrow_type(column.type)) for column in table.read_columns])
        yield self._preparer.prepare(SourceBatch(pa.RecordBatch.from_pylist([], schema=schema), through))

    def _orphans(self) -> Orphans | None:
        """Finds rows that have no parent still."""
        rule = self._table.orphans
        if rule is not None and self._found_orphans is None:
            source = self._context.source
            view = source.open_view()
            self._opened.callback(view.close)
            self._found_orphans = Orphans(self._table, rule, source, self._preparer, view.open_reader, None)
            self._opened.callback(self._found_orphans.close)
        return self._found_orphans

    def _at_once(self, writer: BatchWriter, settling: Settling, reader: Reader) -> tuple[int, int]:
        """A table without key: its rows are known by their values, and all is one transaction."""
        held = self._rejects.ranges(self._table.name, self._choice)
        rejects = [one for each in held for one in self._rejects.of_range(self._table.name, each, self._choice)]
        if not rejects:
            return 0, 0
        self._record_chunk(0, KeyRange(), DIRECT)
        wanted = _Wanted(rejects, by_row=True)
        read = written = 0
        writer.begin_table()
        try:
            for number, (batch, last) in enumerate(with_last_flag(self._chosen(reader, KeyRange(), wanted))):
                settling.also = wanted.gone() if last else ()
                entry = writer.write_within(batch, chunk_no=0, batch_no=number, closes_chunk=last)
                read += entry.rows_read
                written += sum(target.inserted for target in entry.targets)
            writer.commit_table()
        finally:
            settling.also = ()
            writer.rollback()
        return read, written

    def _record_chunk(self, chunk_no: int, key_range: KeyRange, protocol: str) -> None:
        ledger = self._link.ledger
        ledger.session.begin()
        try:
            ledger.hold_fence(self._context.run_id, self._context.fence)
            ledger.record_chunks(self._context.run_id, [ChunkEntry(self._table.name, chunk_no, key_range, protocol)])
            ledger.session.commit()
        finally:
            ledger.session.rollback()
