"""Rows that have gone from the source, deleted from the target by the protocol of every batch.

Staged by key, read back whole, looked at, and deleted in one transaction with the whole rows in the journal and the
batch's entry.  A row goes only if it has the hash with which a batch has left it, if nothing refers to it, and if at
the moment of the deletion it still has every value that is in the journal.  Each batch is a chunk of its own, as that
of a repair: a crash leaves nothing half done and nothing to be resumed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from msgspec import Struct, field
from msgspec.structs import replace

from dbmigrate.compute.row_hashes import by_key
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.session import StagedSide
from dbmigrate.ledger.entries import DELETED, BatchEntry, ChunkEntry, JournalEntry, TargetEntry
from dbmigrate.ledger.key_journal import encode_rows
from dbmigrate.model.batch import Digest
from dbmigrate.model.deletions import CHANGED, REFERRED, REFUSED, UNREADABLE
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import ColumnPlan, IntoPlan, TablePlan
from dbmigrate.model.prepared import PreparedBatch, PreparedTarget, Refit
from dbmigrate.model.stopwatch import Work, doing
from dbmigrate.model.table import ForeignKey, Table, TableName
from dbmigrate.model.types import Kind, arrow_type, simple
from dbmigrate.write.batch_writer import STAGED, BatchWriter
from dbmigrate.write.isolation import find_refused
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

Kept = dict[str, np.ndarray]
"""Rows that stay, by reason (``model.deletions``): hashes of their keys."""


class Expected(Struct, frozen=True):
    """Hashes of keys, sorted, and of the rows as they were brought."""

    keys: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    rows: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))

    def holds(self, keys: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Whether each row is as it was brought."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=bool)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        flags: np.ndarray = (self.keys[places] == keys) & (self.rows[places] == rows)
        return flags


class _Found(Struct, frozen=True):
    """Rows of the target that may go: whole, as they are put back, and as they were brought."""

    whole: pa.RecordBatch
    digest: Digest


class _TooLargeError(Exception):
    """The whole rows of a batch are too many bytes to be held; it is taken in two halves."""


class DeleteWriter(BatchWriter):
    """For one target of a table; used by one thread.

    ``references``: (child, its foreign key) of everything that refers to the target.  ``number``: names its staging.
    ``most_bytes``: of whole rows that are held at once.
    """

    def __init__(
        self,
        table: TablePlan,
        into: IntoPlan,
        link: TargetLink,
        *,
        run_id: int,
        fence: int,
        number: int,
        refit: Refit,
        references: Sequence[tuple[Table, ForeignKey]],
        first_chunk: int,
        most_bytes: int,
    ) -> None:
        self._most_bytes = most_bytes
        self._is_last = False
        self._into = into
        self._keys_only = by_key(into)
        self._whole = _whole(into, link)
        staged = replace(table, into=(self._keys_only, self._whole))
        super().__init__(staged, link, run_id=run_id, fence=fence, protocol=STAGED, number=number, refit=refit)
        self._references = references
        self._next_chunk = first_chunk
        self._expected = Expected()
        self._kept: Kept = {}
        self._deleted = 0

    def delete(self, keys: pa.RecordBatch, expected: Expected) -> tuple[int, Kept]:
        """Commit the deletion of the rows with these keys that may go; how many, and which stay."""
        try:
            return self._delete_batch(keys, expected)
        except _TooLargeError:
            self._writer.rollback()
        half = keys.num_rows // 2
        first, second = (self.delete(part, expected) for part in (keys.slice(0, half), keys.slice(half)))
        reasons = {**first[1], **second[1]}
        none = np.zeros(0, np.uint64)
        kept = {why: np.union1d(first[1].get(why, none), second[1].get(why, none)) for why in reasons}
        return first[0] + second[0], kept

    def _delete_batch(self, keys: pa.RecordBatch, expected: Expected) -> tuple[int, Kept]:
        self._expected, self._kept, self._deleted = expected, {}, 0
        self._is_last = keys.num_rows == 1  # no half is left to be tried
        target = PreparedTarget(self._keys_only, keys, Digest(), {})
        batch = PreparedBatch(0, None, keys, (target,))
        self.write(batch, chunk_no=self._next_chunk, batch_no=0, closes_chunk=True)
        self._next_chunk += 1
        return self._deleted, self._kept

    def _try_or_isolate(self, batch: PreparedBatch, chunk_no: int, batch_no: int, closes_chunk: bool) -> BatchEntry:
        keys = batch.targets[0].rows
        try:
            return self._try_keys(keys, chunk_no)
        except EngineFault as fault:
            self._writer.rollback()
            if fault.fault is not Fault.ROW:
                raise
        # Something keeps a row there that no description of the target tells: a trigger, a key of another kind.
        good, refused = find_refused(keys.num_rows, lambda rows: self._tried(keys.take(pa.array(rows, pa.int64()))))
        entry = self._try_keys(keys.take(pa.array(good, pa.int64())), chunk_no)
        self._note(REFUSED, self._hashes(keys.take(pa.array(list(refused), pa.int64()))))
        return entry

    def _tried(self, keys: pa.RecordBatch) -> None:
        try:
            self._delete(keys)
        finally:
            self._writer.rollback()

    def _try_keys(self, keys: pa.RecordBatch, chunk_no: int) -> BatchEntry:
        stop_point("before_begin")
        self._kept, self._deleted = {}, 0
        found = self._delete(keys)
        entry = self._deletion(found, chunk_no)
        if not found.whole.num_rows:
            self._writer.rollback()
            return entry
        stop_point("before_record")
        self._ledger.record_chunks(self._run_id, [ChunkEntry(entry.table_name, chunk_no, KeyRange(), STAGED)])
        self._record(entry)
        stop_point("before_commit")
        # Before the COMMIT: if its answer is lost, the ledger is asked whether this was done.
        self._deleted = found.whole.num_rows
        with doing(Work.COMMIT):
            self._writer.commit()
        stop_point("after_commit")
        return entry

    def _deletion(self, found: _Found, chunk_no: int) -> BatchEntry:
        rows = found.whole.num_rows
        payload = encode_rows(found.whole, self._whole.tagged)
        journal = (JournalEntry(DELETED, rows, payload, found.digest),) if rows else ()
        target = TargetEntry(str(self._into.table.name), 0, digest=-found.digest, journal=journal)
        return BatchEntry(self._table.name, chunk_no, 0, None, 0, True, (target,))

    def _delete(self, keys: pa.RecordBatch) -> _Found:
        """A transaction is open afterwards, and the rows are gone in it."""
        table, key, writer = self._into.table, self._into.key, self._writer
        by_keys, whole_rows = self._staging.tables()
        within = self._link.target.capabilities.stages_in_transaction
        if within:
            writer.begin()
        writer.load_staging(by_keys, table, keys, self._keys_only.tagged)
        stop_point("after_staging_load")
        found = self._found(by_keys, keys)
        rows = found.whole.num_rows
        if rows:
            writer.load_staging(whole_rows, table, found.whole, self._whole.tagged)
        if not within:
            writer.begin()
        self._ledger.hold_fence(self._run_id, self._fence)
        if rows:
            if writer.delete_staged(whole_rows, table, key, [column.name for column in self._whole.columns]) != rows:
                raise EngineFault(Fault.TRANSIENT, f"rows of {table.name} were changed while they were looked at")
            writer.check_constraints()
            stop_point("after_move")
        return found

    def _found(self, staging: TableName, keys: pa.RecordBatch) -> _Found:
        """Of the staged keys the rows that may go.  Whole first: what is deleted must have just these values."""
        whole, flawed = self._read(staging, self._whole)
        brought, unread = self._read(staging, self._into)
        whole_keys = self._hashes(whole)
        hashes, rows = self._refit.row_hashes(self._into, brought)
        # What a second row has taken the key of is not known for certain.
        right = self._expected.holds(hashes, rows) & ~unread & ~_repeated(hashes)
        right &= ~np.isin(hashes, whole_keys[self._written_by_others(whole)])
        readable = np.setdiff1d(hashes[right], whole_keys[flawed])
        good = np.setdiff1d(np.intersect1d(readable, whole_keys), self._referred(staging))
        self._note(CHANGED, hashes[~right])
        self._note(UNREADABLE, np.setdiff1d(hashes[right], readable))
        self._note(REFERRED, np.setdiff1d(readable, good))
        digest = self._refit.digest(self._into, brought.filter(pa.array(np.isin(hashes, good))))
        return _Found(whole.filter(pa.array(np.isin(whole_keys, good))), digest)

    def _written_by_others(self, whole: pa.RecordBatch) -> np.ndarray:
        """Rows with a value in a column that no run fills, and that is NULL unless somebody does."""
        flags = np.zeros(whole.num_rows, dtype=bool)
        filled = {column.name for column in self._into.columns}
        for column in self._whole.columns:
            if column.name not in filled and not column.target.has_default and not column.target.identity:
                flags |= whole.column(column.name).is_valid().to_numpy(zero_copy_only=False)
        return flags

    def _read(self, staging: TableName, into: IntoPlan) -> tuple[pa.RecordBatch, np.ndarray]:
        """Rows of the target whose keys are staged; and which of them have an unreadable value."""
        wires = [replace(column.target, type=column.wire) for column in into.columns]
        schema = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in wires])
        parts = [pa.RecordBatch.from_pylist([], schema=schema)]
        flaws, before, size = [], 0, 0
        for batch in self._writer.staged_rows(StagedSide.PRESENT, staging, into.table, wires, into.key):
            flaws += [before + flaw.row for flaw in batch.unreadable]
            size += batch.rows.nbytes
            before += batch.rows.num_rows
            # To the end all the same: the driver's cursor must not stay open.
            if size <= self._most_bytes or self._is_last:
                parts.append(batch.rows)
        if size > self._most_bytes and not self._is_last:
            raise _TooLargeError
        flawed = np.zeros(before, dtype=bool)
        flawed[flaws] = True
        return pa.concat_batches(parts), flawed

    def _referred(self, staging: TableName) -> np.ndarray:
        """Of the staged keys, to whose rows other rows refer."""
        table, key = self._into.table, self._into.key
        wires = [replace(column.target, type=column.wire) for column in self._keys_only.columns]
        found = [np.zeros(0, np.uint64)]
        for child, reference in self._references:
            rows = self._writer.referred_rows(staging, table, wires, key, child, reference)
            found += [self._hashes(batch.rows) for batch in rows]
        return np.unique(np.concatenate(found))

    def _hashes(self, rows: pa.RecordBatch) -> np.ndarray:
        return self._refit.row_hashes(self._keys_only, rows)[0]

    def _note(self, reason: str, hashes: np.ndarray) -> None:
        if len(hashes):
            self._kept[reason] = np.union1d(self._kept.get(reason, np.zeros(0, np.uint64)), hashes)


def _whole(into: IntoPlan, link: TargetLink) -> IntoPlan:
    """Every column that can be written, as it is put back: with its storage class, where values have one."""
    key = {column.name: column for column in into.columns if column.name in into.key}
    columns = []
    for column in into.table.writable_columns:
        wire = link.target.wire_type(column)
        if link.target.capabilities.has_dynamic_types:
            wire = simple(Kind.STORAGE, column.type.native)
        columns.append(key.get(column.name) or ColumnPlan(column, column.name, None, wire))
    return replace(into, columns=tuple(columns))


def _repeated(hashes: np.ndarray) -> np.ndarray:
    known, counts = np.unique(hashes, return_counts=True)
    flags: np.ndarray = np.isin(hashes, known[counts > 1])
    return flags
