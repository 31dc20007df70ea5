"""Copies a chunk by ranges that go from the source into the target as they are stored.

Their rows are not looked at here, so no digests are recorded and ``verify`` reads the source again.
When a range fails, the ordinary way is asked to take it: that one finds the row that is at fault, and
knows how to try again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.engines.fault import EngineFault, Fault, SourceFault
from dbmigrate.engines.moving import Seen, ServerSideMove, ServerSideRange
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import INSERTED, BatchEntry, JournalEntry, ResumePoint, TableEnds, TargetEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.stopwatch import Work, doing
from dbmigrate.run.context import RunContext
from dbmigrate.run.moved_keys import MovedKeys
from dbmigrate.write.batch_writer import BatchWriter
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

Recorder = Callable[[BatchEntry, int], None]


class RangeMover:
    """``writer``: asked what has become of a range whose connection was lost."""

    def __init__(
        self,
        context: RunContext,
        table: TablePlan,
        link: TargetLink,
        writer: BatchWriter,
        reader: Reader,
        ends: TableEnds,
    ) -> None:
        self._context = context
        self._table = table
        self._link = link
        self._writer = writer
        self._reader = reader
        self._load = RangeLoad(context, table, ends)

    def move_chunk(self, read: TableRead, chunk_no: int, point: ResumePoint, record: Recorder) -> ResumePoint:
        """Where the chunk is afterwards: closed, or still open because the run was stopped or a range failed."""
        batch_no, after = point.next_batch, read.key_range.after
        while True:
            rest = replace(read, key_range=KeyRange(after, read.key_range.through))
            try:
                with doing(Work.MOVE):
                    entry = self._pull(rest, chunk_no, batch_no)
            except SourceFault as fault:
                self._link.end_server_side_move()
                raise side_error(
                    fault,
                    "source",
                    f"read of {self._table.name} failed",
                    where=str(rest.key_range) if rest.key else "",
                    safe="Every batch before it is committed, and none will be repeated",
                    number=10,
                ) from None
            except EngineFault as fault:
                self._link.end_server_side_move()
                if fault.fault is Fault.TERMINAL:
                    raise
                # The connection may have gone with the COMMIT on its way: the ledger is asked, never guessed.
                # Where the batch is there, so are those before it; else the writer looks for them before it writes.
                gone = fault.fault is Fault.CONNECTION
                committed = self._writer.committed(chunk_no, batch_no) if gone else None
                if committed is None:
                    return ResumePoint(batch_no, after)
                entry = committed
            record(entry, 0)
            self._context.throttle.spend(entry.rows_read)
            batch_no, after = batch_no + 1, entry.through_key or after
            if entry.closes_chunk or self._context.stop.is_set():
                return ResumePoint(batch_no, after, closed=entry.closes_chunk)

    def _pull(self, rest: TableRead, chunk_no: int, batch_no: int) -> BatchEntry:
        context = self._context
        move = self._link.server_side_move(context.source, self._reader)
        ledger = ledger_of(move, self._link)
        stop_point("before_begin")
        move.session.begin()
        ledger.hold_fence(context.run_id, context.fence)
        entry = self._load.next(move, rest, chunk_no, batch_no)
        move.check_constraints()
        if not entry.closes_chunk:
            move.session.relax_durability()
        stop_point("before_record")
        ledger.record_batch(context.run_id, context.fence, entry, DIGEST_NAME)
        stop_point("before_commit")
        with doing(Work.COMMIT):
            move.session.commit()
        stop_point("after_commit")
        return entry


class RangeLoad:
    """Into the transaction that is open, range after range of one table; ``ends``: of its first and last batch."""

    def __init__(self, context: RunContext, table: TablePlan, ends: TableEnds) -> None:
        self._context = context
        self._table = table
        self._ends = ends
        self._into = [
            (into.table, [c.name for c in into.columns], [c.source or c.name for c in into.columns])
            for into in table.into
        ]
        self._keys = [MovedKeys(table, into) for into in table.into]

    def next(self, move: ServerSideMove, rest: TableRead, chunk_no: int, batch_no: int) -> BatchEntry:
        """The next rows, and what is to be recorded of them in their transaction."""
        settings, throttle = self._context.settings, self._context.throttle
        early: list[JournalEntry | None] = []
        pulled = move.pull(
            rest,
            self._into,
            throttle.batch_rows(settings.commit_rows),
            settings.commit_bytes,
            lambda seen: early.extend(_seen_journal(keys, seen) for keys in self._keys),
        )
        stop_point("after_load")
        return self._ends.of(self._entry(move, rest, chunk_no, batch_no, pulled, early))

    def _entry(
        self,
        move: ServerSideMove,
        rest: TableRead,
        chunk_no: int,
        batch_no: int,
        pulled: ServerSideRange,
        early: Sequence[JournalEntry | None],
    ) -> BatchEntry:
        """``early``: what was made ready while the rows were on their way, for each target."""
        through = pulled.through_key
        moved = replace(rest, key_range=KeyRange(rest.key_range.after, through or rest.key_range.through))
        targets = tuple(
            TargetEntry(str(into.table.name), pulled.rows, journal=self._journal(move, moved, keys, pulled.rows, known))
            for into, keys, known in zip(self._table.into, self._keys, early or [None] * len(self._keys), strict=True)
        )
        return BatchEntry(self._table.name, chunk_no, batch_no, through, pulled.rows, pulled.ended, targets)

    def _journal(
        self, move: ServerSideMove, moved: TableRead, keys: MovedKeys, rows: int, known: JournalEntry | None
    ) -> tuple[JournalEntry, ...]:
        if not rows:
            return ()
        if known is None:
            known = _entry_of(keys, pa.concat_batches([b.rows for b in move.pulled_rows(moved, keys.columns)]))
        if known.rows != rows:
            raise EngineFault(Fault.TERMINAL, f"{rows} rows were moved, but the source shows {known.rows} keys")
        return (known,)


def ledger_of(move: ServerSideMove, link: TargetLink) -> Ledger:
    """The ledger as the session sees it that writes the rows, so that both are one transaction."""
    if move.session is link.ledger.session:
        return link.ledger
    return Ledger(move.session, has_schemas=link.target.capabilities.supports_schemas)


def _seen_journal(keys: MovedKeys, seen: Seen) -> JournalEntry | None:
    rows = seen(keys.columns)
    return None if rows is None else _entry_of(keys, rows)


def _entry_of(keys: MovedKeys, rows: pa.RecordBatch) -> JournalEntry:
    return JournalEntry(INSERTED, rows.num_rows, keys.packed(rows), None)
