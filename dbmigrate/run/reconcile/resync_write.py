"""Writes what a resync has found, in batches like any other; the rows are read from the source once more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from dbmigrate.ledger.entries import ChunkEntry
from dbmigrate.ledger.rejects import row_hash
from dbmigrate.model.events import BatchCommitted
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.prefetch import with_last_flag
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.run.context import RunContext
from dbmigrate.run.finishing import finish_tables
from dbmigrate.run.key_books import open_book
from dbmigrate.run.reconcile.resync_compare import Comparison, Differences, ExpectedBatch, ResyncTally
from dbmigrate.run.reconcile.side_run import SideRuns
from dbmigrate.transform.prepare import Preparer
from dbmigrate.verify.key_hashes import is_in
from dbmigrate.write.batch_writer import STAGED, BatchWriter
from dbmigrate.write.link import TargetLink
from dbmigrate.write.settling import Settling


class ResyncWriter:
    """For the target of one comparison.  ``number``: names its staging tables."""

    def __init__(
        self, context: RunContext, runs: SideRuns, link: TargetLink, comparison: Comparison, number: int
    ) -> None:
        self._context = context
        self._runs = runs
        self._link = link
        self._comparison = comparison
        self._table = comparison.table
        self._number = number
        self._writer: BatchWriter | None = None
        # Only the rows that are written go through it, so only they are given ids.
        book = open_book(context, self._table, link)
        self._preparer = Preparer(self._table, context.target, context.settings.inputs, book=book)
        self._refit = Preparer(self._table, context.target, context.settings.inputs)

    def close(self) -> None:
        self._preparer.close()
        self._refit.close()

    def write(self, chunk_no: int, found: Differences, tally: ResyncTally) -> None:
        """In key order, so that rejects can be found again."""
        if not len(found.write) and not len(found.unfit):
            return
        self._record_chunk(chunk_no)
        writer = self._open_writer()
        with self._runs.reader() as source:
            batches = self._chosen(self._comparison.expected(source, self._table.key), found)
            for batch_no, (batch, last) in enumerate(with_last_flag(batches)):
                entry = writer.write(batch, chunk_no=chunk_no, batch_no=batch_no, closes_chunk=last)
                [target] = entry.targets
                tally.inserted += target.inserted
                tally.updated += target.updated
                tally.rejected += len(entry.rejects)
                written = target.inserted + target.updated
                self._context.sink(
                    BatchCommitted(self._table.name, entry.rows_read, written, len(entry.rejects), batch.size_bytes)
                )

    def finish(self) -> None:
        """After the last group."""
        if self._writer is not None:
            finish_tables(self._link.ledger, self._context, [self._table])
            self._writer.drop_staging()

    def _open_writer(self) -> BatchWriter:
        if self._writer is None:
            settling = None
            # A row may still be in another's place in a second target: that is found out afterwards.
            if len(self._comparison.whole.into) == 1 and self._comparison.past.has_rejects(self._table.name):
                settling = Settling(self._table, self._link, self._context.scope, self._refit)
            self._writer = BatchWriter(
                self._table,
                self._link,
                run_id=self._context.run_id,
                fence=self._context.fence,
                protocol=STAGED,
                number=self._number,
                refit=self._refit,
                settling=settling,
            )
        return self._writer

    def _chosen(self, batches: Iterator[ExpectedBatch], found: Differences) -> Iterator[PreparedBatch]:
        left = found.write
        [into] = self._table.into
        for batch in batches:
            accepted, keys = batch.standing(left)
            if into.distinct:
                # One row of the target, however many of the source stand behind it.
                keys, first = np.unique(keys, return_index=True)
                accepted, left = accepted[first], np.setdiff1d(left, keys)
            numbers = sorted([*_as_read(batch.prepared, accepted), *_refused(batch.prepared, found.unfit)])
            if numbers:
                chosen = self._preparer.prepare(batch.read.only(numbers))
                yield replace(chosen, rows_read=len(numbers))

    def _record_chunk(self, chunk_no: int) -> None:
        ledger, context = self._link.ledger, self._context
        ledger.session.begin()
        try:
            ledger.hold_fence(context.run_id, context.fence)
            ledger.record_chunks(context.run_id, [ChunkEntry(self._table.name, chunk_no, KeyRange(), STAGED)])
            ledger.session.commit()
        finally:
            ledger.session.rollback()


def _as_read(batch: PreparedBatch, accepted: np.ndarray) -> list[int]:
    """Numbers among the rows that were read, of these accepted ones."""
    numbers: list[int] = (accepted if batch.accepted is None else batch.accepted.to_numpy()[accepted]).tolist()
    return numbers


def _refused(batch: PreparedBatch, hashes: np.ndarray) -> list[int]:
    """Numbers among the rows that were read, of the refused ones whose keys have one of these hashes; rejects are in
    the order of rows."""
    if batch.accepted is None or not len(hashes):
        return []
    refused = np.setdiff1d(np.arange(batch.rows_read), batch.accepted.to_numpy())
    wanted = is_in(np.array([row_hash(one.key, "") for one in batch.rejects], np.int64), hashes)
    return [int(row) for row in refused[wanted]]
