"""Copies a chunk by ranges that the target fetches from the source by itself.

Rows never pass through this process, so no digests are recorded and ``verify`` reads the source again.
When the target refuses a row of a range, the rest of the chunk goes the ordinary way, which finds the row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa

from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.engines.base import EngineFault, Fault, ServerSideMove, ServerSideRange, TableRead
from dbmigrate.ledger.entries import INSERTED, BatchEntry, JournalEntry, ResumePoint, TargetEntry
from dbmigrate.ledger.key_journal import encode_rows
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import IntoPlan, TablePlan
from dbmigrate.model.types import Kind
from dbmigrate.run.context import RunContext
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

Recorder = Callable[[BatchEntry, int], None]


class RangeMover:
    def __init__(self, context: RunContext, table: TablePlan, link: TargetLink) -> None:
        self._context = context
        self._table = table
        self._link = link
        self._into = [
            (into.table, [c.name for c in into.columns], [c.source or c.name for c in into.columns])
            for into in table.into
        ]

    def move_chunk(
        self,
        read: TableRead,
        chunk_no: int,
        point: ResumePoint,
        record: Recorder,
    ) -> ResumePoint:
        """Where the chunk is afterwards: closed, or still open because the run was stopped or a row refused."""
        move = self._link.server_side_move(self._context.source)
        batch_no, after = point.next_batch, read.key_range.after
        while True:
            rest = replace(read, key_range=KeyRange(after, read.key_range.through))
            try:
                pulled, entry = self._pull(move, rest, chunk_no, batch_no)
            except EngineFault as fault:
                self._link.writer.rollback()
                if fault.fault is not Fault.ROW:
                    raise
                return ResumePoint(batch_no, after)
            record(entry, 0)
            batch_no, after = batch_no + 1, pulled.through_key or after
            if pulled.ended or self._context.stop.is_set():
                return ResumePoint(batch_no, after, closed=pulled.ended)

    def _pull(
        self, move: ServerSideMove, rest: TableRead, chunk_no: int, batch_no: int
    ) -> tuple[ServerSideRange, BatchEntry]:
        session, ledger = self._link.writer, self._link.ledger
        stop_point("before_begin")
        session.begin()
        ledger.hold_fence(self._context.run_id, self._context.fence)
        pulled = move.pull(rest, self._into, self._context.settings.commit_rows)
        stop_point("after_load")
        entry = self._entry(move, rest, chunk_no, batch_no, pulled)
        stop_point("before_record")
        ledger.record_batch(self._context.run_id, self._context.fence, entry, DIGEST_NAME)
        stop_point("before_commit")
        session.commit()
        stop_point("after_commit")
        return pulled, entry

    def _entry(
        self, move: ServerSideMove, rest: TableRead, chunk_no: int, batch_no: int, pulled: ServerSideRange
    ) -> BatchEntry:
        through = pulled.through_key
        moved = replace(rest, key_range=KeyRange(rest.key_range.after, through or rest.key_range.through))
        targets = tuple(
            TargetEntry(str(into.table.name), pulled.rows, journal=self._journal(move, moved, into, pulled.rows))
            for into in self._table.into
        )
        return BatchEntry(self._table.name, chunk_no, batch_no, through, pulled.rows, pulled.ended, targets)

    def _journal(self, move: ServerSideMove, moved: TableRead, into: IntoPlan, rows: int) -> tuple[JournalEntry, ...]:
        if not rows:
            return ()
        fed = {column.name: column for column in into.columns}
        named = [self._table.source.column(fed[name].source or name) for name in into.key]
        columns = [replace(column, type=fed[k].wire) for k, column in zip(into.key, named, strict=True) if column]
        batches = [batch.rows for batch in move.pulled_rows(moved, columns)]
        keys = pa.concat_batches(batches).rename_columns(list(into.key))
        if keys.num_rows != rows:
            raise EngineFault(Fault.TERMINAL, f"{rows} rows were moved, but the source shows {keys.num_rows} keys")
        tagged = [
            name
            for name, column, values in zip(into.key, columns, keys.columns, strict=True)
            if column.type.kind is Kind.STORAGE and pa.types.is_string(values.type)
        ]
        return (JournalEntry(INSERTED, rows, encode_rows(keys, tagged), None),)
