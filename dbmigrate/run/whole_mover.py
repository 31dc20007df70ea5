"""Copies a whole table as it is stored, in one statement and one transaction.

The ledger gets an entry for each ``commit_rows`` of its rows all the same: what is undone, verified or shown goes by
these. Their keys are read and packed in another thread meanwhile.  When it fails nothing has happened, and the table
goes in ranges, of which the ordinary way finds the row that is at fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.engines.fault import EngineFault, Fault, SourceFault
from dbmigrate.engines.moving import WholeMove
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.ledger.entries import INSERTED, BatchEntry, JournalEntry, ResumePoint, TableEnds, TargetEntry
from dbmigrate.model.keys import KeyValue
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.prefetch import Prefetch, with_last_flag
from dbmigrate.model.stopwatch import Work, doing
from dbmigrate.run.context import RunContext
from dbmigrate.run.moved_keys import MovedKeys
from dbmigrate.run.opening import LEAST_COMMIT_ROWS
from dbmigrate.run.range_mover import Recorder
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

_KEYS_AHEAD = 100_000
_KEYS_AHEAD_BYTES = 32 << 20


class _Part(Struct, frozen=True):
    """Rows that follow each other in the key: how many, the last one's key, and for each target its packed keys."""

    rows: int
    through_key: KeyValue | None
    payloads: tuple[bytes, ...]


class WholeMover:
    def __init__(
        self, context: RunContext, table: TablePlan, link: TargetLink, reader: Reader, ends: TableEnds
    ) -> None:
        self._context = context
        self._table = table
        self._link = link
        self._reader = reader
        self._ends = ends
        self._keys = [MovedKeys(table, into) for into in table.into]
        self._into = [
            (into.table, [c.name for c in into.columns], [c.source or c.name for c in into.columns])
            for into in table.into
        ]

    def move_chunk(self, read: TableRead, chunk_no: int, point: ResumePoint, record: Recorder) -> ResumePoint:
        """Closed, or as it was because this is not the way for this table."""
        untouched = not point.next_batch and read.key_range.after is None and read.key_range.through is None
        if not untouched or self._context.throttle.has_limit or self._context.settings.commit_rows < LEAST_COMMIT_ROWS:
            return point
        move = self._link.server_side_move(self._context.source, self._reader)
        whole = self._context.target.whole_move(move, self._table)
        if whole is None:
            return point
        try:
            with doing(Work.MOVE):
                entries = self._move(whole, read, chunk_no)
        except SourceFault:
            self._link.end_server_side_move()
            return point
        except EngineFault as fault:
            self._link.end_server_side_move()
            if fault.fault in (Fault.TERMINAL, Fault.CONNECTION):
                raise
            return point
        for entry in entries:
            record(entry, 0)
            self._context.throttle.spend(entry.rows_read)
        return ResumePoint(len(entries), closed=True)

    def _move(self, move: WholeMove, read: TableRead, chunk_no: int) -> list[BatchEntry]:
        context, ledger = self._context, self._link.ledger
        keys = Prefetch(
            lambda: self._parts(move, read),
            _KEYS_AHEAD,
            weigh=lambda part: sum(map(len, part.payloads)),
            most=_KEYS_AHEAD_BYTES,
        )
        with closing(keys):
            stop_point("before_begin")
            move.session.begin()
            ledger.hold_fence(context.run_id, context.fence)
            moved = move.pull_whole(read, self._into)
            stop_point("after_load")
            entries: list[BatchEntry] = []
            for part, last in with_last_flag(iter(keys)):
                entry = self._entry(part, chunk_no, len(entries), last=last)
                stop_point("before_record")
                ledger.record_batch(context.run_id, context.fence, self._ends.of(entry), DIGEST_NAME)
                entries.append(_without_keys(entry))
        known = sum(entry.rows_read for entry in entries)
        if any(rows != known for rows in moved):
            raise EngineFault(Fault.TERMINAL, f"{max(moved)} rows were moved, but the source shows {known} keys")
        stop_point("before_commit")
        with doing(Work.COMMIT):
            move.session.commit()
        stop_point("after_commit")
        return entries

    def _parts(self, move: WholeMove, read: TableRead) -> Iterator[_Part]:
        """At least one, which may be empty."""
        columns = {column.name: column for keys in self._keys for column in keys.columns}
        through, found = None, False
        for batch in move.key_rows(read, tuple(columns.values()), self._context.settings.commit_rows):
            if found and batch.through_key == through:
                raise EngineFault(Fault.TERMINAL, f"{self._table.name}: the key did not advance")
            through, found = batch.through_key, True
            yield _Part(batch.rows.num_rows, through, tuple(keys.packed(batch.rows) for keys in self._keys))
        if not found:
            yield _Part(0, None, tuple(b"" for _ in self._keys))

    def _entry(self, part: _Part, chunk_no: int, batch_no: int, *, last: bool) -> BatchEntry:
        targets = tuple(
            TargetEntry(
                str(into.table.name),
                part.rows,
                journal=(JournalEntry(INSERTED, part.rows, payload, None),) if part.rows else (),
            )
            for into, payload in zip(self._table.into, part.payloads, strict=True)
        )
        through = None if last else part.through_key
        return BatchEntry(self._table.name, chunk_no, batch_no, through, part.rows, last, targets)


def _without_keys(entry: BatchEntry) -> BatchEntry:
    """Once they are recorded there is no use for them here."""
    return replace(entry, targets=tuple(replace(target, journal=()) for target in entry.targets))
