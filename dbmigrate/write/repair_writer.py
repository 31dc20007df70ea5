"""Rows put right in the target by the same protocol: staged, updated or inserted by key, and recorded, in one commit.

Each batch of a repair is a chunk of its own in the run that copied the rows, opened and closed in the batch's
transaction: a crash leaves nothing half done, and nothing for a resume to take up.  Its rows count as present,
and its digest is that of no rows: they were inserted, counted and digested when the run copied them.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dbmigrate.ledger.entries import BatchEntry, ChunkEntry, TargetEntry
from dbmigrate.model.batch import Digest, Reject
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import TablePlan, WriteMode
from dbmigrate.model.prepared import PreparedBatch, PreparedTarget, Refit
from dbmigrate.write.batch_writer import STAGED, BatchWriter
from dbmigrate.write.link import TargetLink

REPAIR = "repair"
"""Name of the counted change in the ledger's entry."""


class RepairWriter(BatchWriter):
    """For target ``number`` of one table; used by one thread."""

    def __init__(
        self, table: TablePlan, number: int, link: TargetLink, *, run_id: int, fence: int, place: int, refit: Refit
    ) -> None:
        """``place``: position of the table in the plan, names its staging table."""
        self._into = replace(table.into[number], mode=WriteMode.UPSERT)
        only = replace(table, into=(self._into,))
        super().__init__(only, link, run_id=run_id, fence=fence, protocol=STAGED, number=place, refit=refit)
        self._next_chunk = 1 + max((c.chunk_no for c in link.ledger.progress.chunks(run_id, table.name)), default=-1)

    def repair(self, batch: PreparedBatch) -> int:
        """Commit these rows of the one target; how many were put in or changed back."""
        target = PreparedTarget(self._into, batch.targets[0].rows, Digest(), {})
        entry = self.write(
            replace(batch, rows_read=0, through_key=None, targets=(target,)),
            chunk_no=self._next_chunk,
            batch_no=0,
            closes_chunk=True,
        )
        self._next_chunk += 1
        return sum(one.changes.get(REPAIR, 0) for one in entry.targets)

    def _record(self, entry: BatchEntry) -> None:
        chunk = ChunkEntry(entry.table_name, entry.chunk_no, KeyRange(), STAGED)
        self._ledger.record_chunks(self._run_id, [chunk])
        super()._record(entry)

    def _entry(
        self,
        batch: PreparedBatch,
        chunk_no: int,
        batch_no: int,
        closes_chunk: bool,
        targets: Sequence[TargetEntry],
        conflicts: tuple[Reject, ...] = (),
    ) -> BatchEntry:
        neutral = [
            TargetEntry(
                one.target_name,
                inserted=0,
                present=one.inserted + one.updated + one.present,
                digest=Digest(),
                changes={REPAIR: one.inserted + one.updated},
            )
            for one in targets
        ]
        return super()._entry(batch, chunk_no, batch_no, closes_chunk, neutral, conflicts)
