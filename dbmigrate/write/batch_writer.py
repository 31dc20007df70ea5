"""The write protocol: a batch's rows and its ledger entry are one transaction in the target.

Direct: bulk load, entry, commit.  Staged: bulk load into staging (which may commit by itself), then
in one transaction move from staging by key, entry, commit.  A row that the target refuses is found by
halving and rejected; the rest of its batch goes in.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from dbmigrate.engines.base import EngineFault, Fault, StagedCounts, Writer
from dbmigrate.ledger.entries import BatchEntry, TargetEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.batch import Reject
from dbmigrate.model.plan import TablePlan, WriteMode
from dbmigrate.model.table import TableName
from dbmigrate.transform.digest import DIGEST_NAME
from dbmigrate.transform.prepare import (
    REASON_CONFLICT,
    REASON_REFUSED,
    PreparedBatch,
    Preparer,
    PreparedTarget,
    take_rows,
)
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0

DIRECT = "direct"
STAGED = "staged"
SERVER_SIDE = "server_side"
"""The target fetches the rows by itself; one transaction with the entry, like direct."""


class BatchWriter:
    """Writes the batches of one table over one link; used by one thread.

    ``refit``: makes digests again when rows are taken out of a batch.
    """

    def __init__(
        self, table: TablePlan, link: TargetLink, *, run_id: int, fence: int, protocol: str, number: int, refit: Preparer
    ) -> None:
        self._table = table
        self._link = link
        self._run_id = run_id
        self._fence = fence
        self._protocol = protocol
        self._number = number
        self._refit = refit
        self._staging: list[TableName] = []
        self._empty_staging()

    @property
    def _writer(self) -> Writer:
        return self._link.writer

    @property
    def _ledger(self) -> Ledger:
        return self._link.ledger

    def write(self, batch: PreparedBatch, *, chunk_no: int, batch_no: int, closes_chunk: bool) -> BatchEntry:
        """Commit the batch.  Raises EngineFault when trying again does not help."""
        return self._persist(batch, chunk_no, batch_no, closes_chunk=closes_chunk)

    def begin_table(self) -> None:
        """Start the one transaction of a table without key."""
        self._writer.begin()
        self._ledger.hold_fence(self._run_id, self._fence)

    def write_within(self, batch: PreparedBatch, *, chunk_no: int, batch_no: int, closes_chunk: bool) -> BatchEntry:
        """Load and record inside the transaction of ``begin_table``; nothing is committed."""
        batch = self._place_within(batch)
        entry = self._entry(batch, chunk_no, batch_no, closes_chunk, [_direct_counts(t) for t in batch.targets])
        stop_point("before_record")
        self._ledger.record_batch(self._run_id, self._fence, entry, DIGEST_NAME)
        return entry

    def commit_table(self) -> None:
        stop_point("before_commit")
        self._writer.commit()
        stop_point("after_commit")

    def rollback(self) -> None:
        self._writer.rollback()

    def drop_staging(self) -> None:
        """After the last batch of the table."""
        for staging in self._staging:
            self._writer.drop_staging(staging)

    def _empty_staging(self) -> None:
        if self._protocol == STAGED:
            # Whatever a crash left in staging belongs to a batch that was not recorded: start empty.
            self._staging = [
                self._writer.create_staging(into.table, [column.name for column in into.columns], self._number * 10 + n)
                for n, into in enumerate(self._table.into)
            ]

    def _reconnect(self) -> None:
        self._link.reconnect()
        self._empty_staging()

    def _persist(self, batch: PreparedBatch, chunk_no: int, batch_no: int, *, closes_chunk: bool) -> BatchEntry:
        pause, uncertain = FIRST_PAUSE_SECONDS, False
        for attempt in range(1, ATTEMPTS + 1):
            entry = self._entry(batch, chunk_no, batch_no, closes_chunk, [_direct_counts(t) for t in batch.targets])
            try:
                if uncertain:
                    self._reconnect()
                    if self._ledger.has_batch(self._run_id, self._fence, entry):
                        return entry
                    uncertain = False
                return self._try_once(batch, chunk_no, batch_no, closes_chunk)
            except EngineFault as fault:
                self._writer.rollback()
                if fault.fault is Fault.ROW:
                    fewer = self._without_refused(batch)
                    if fewer.source_rows.num_rows == batch.source_rows.num_rows:
                        raise  # no row is at fault alone: a constraint checked at commit
                    batch = fewer
                    continue
                if attempt == ATTEMPTS or fault.fault is Fault.TERMINAL:
                    raise
                # The connection may have gone with the COMMIT on its way: the ledger is asked, never guessed.
                uncertain = uncertain or fault.fault is Fault.CONNECTION
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        raise EngineFault(Fault.TERMINAL, f"the batch was still refused after {ATTEMPTS} attempts")

    def _try_once(self, batch: PreparedBatch, chunk_no: int, batch_no: int, closes_chunk: bool) -> BatchEntry:
        stop_point("before_begin")
        if self._protocol == STAGED:
            self._load_staging(batch)
        self._writer.begin()
        self._ledger.hold_fence(self._run_id, self._fence)
        rejects: list[Reject] = []
        if self._protocol == STAGED:
            targets = self._move(batch, rejects)
        else:
            self._load(batch)
            targets = [_direct_counts(target) for target in batch.targets]
        stop_point("before_record")
        entry = self._entry(batch, chunk_no, batch_no, closes_chunk, targets, tuple(rejects))
        self._ledger.record_batch(self._run_id, self._fence, entry, DIGEST_NAME)
        stop_point("before_commit")
        self._writer.commit()
        stop_point("after_commit")
        return entry

    def _load(self, batch: PreparedBatch) -> None:
        for target in batch.targets:
            if target.rows.num_rows:
                self._writer.load(target.into.table, target.rows, target.into.tagged)
            stop_point("after_load")

    def _load_staging(self, batch: PreparedBatch) -> None:
        for staging, target in zip(self._staging, batch.targets, strict=True):
            self._writer.load_staging(staging, target.into.table, target.rows, target.into.tagged)
        stop_point("after_staging_load")

    def _move(self, batch: PreparedBatch, rejects: list[Reject]) -> list[TargetEntry]:
        entries = []
        for staging, target in zip(self._staging, batch.targets, strict=True):
            into = target.into
            columns = [column.name for column in into.columns]
            upsert = into.mode is WriteMode.UPSERT
            conflicts = [] if upsert else self._writer.differing_keys(staging, into.table, columns, into.key)
            counts = self._writer.move_staged(staging, into.table, columns, into.key, upsert=upsert)
            rejects += [_conflict(into.table.name, key) for key in conflicts]
            entries.append(_staged_counts(target, counts))
        stop_point("after_move")
        return entries

    def _entry(
        self,
        batch: PreparedBatch,
        chunk_no: int,
        batch_no: int,
        closes_chunk: bool,
        targets: Sequence[TargetEntry],
        conflicts: tuple[Reject, ...] = (),
    ) -> BatchEntry:
        return BatchEntry(
            self._table.name,
            chunk_no,
            batch_no,
            batch.through_key,
            batch.rows_read,
            closes_chunk,
            tuple(targets),
            (*batch.rejects, *conflicts),
        )

    # Rows that the target refuses

    def _without_refused(self, batch: PreparedBatch) -> PreparedBatch:
        """Find the refused rows by halving, in transactions that are rolled back."""
        refused: dict[int, str] = {}
        good = self._accepted(batch, list(range(batch.source_rows.num_rows)), refused, self._trial)
        rejects = tuple(
            self._refit.reject(batch.source_rows, row, REASON_REFUSED, None, message)
            for row, message in sorted(refused.items())
        )
        return take_rows(batch, good, self._refit, rejects)

    def _trial(self, batch: PreparedBatch) -> None:
        try:
            if self._protocol == STAGED:
                self._load_staging(batch)
                self._writer.begin()
                self._move(batch, [])
            else:
                self._writer.begin()
                self._load(batch)
        finally:
            self._writer.rollback()

    def _accepted(
        self,
        batch: PreparedBatch,
        rows: list[int],
        refused: dict[int, str],
        attempt: Callable[[PreparedBatch], None],
        known_good: Sequence[int] = (),
    ) -> list[int]:
        """Rows that go in together with ``known_good``; a row may only clash with one before it."""
        if not rows:
            return []
        try:
            attempt(take_rows(batch, [*known_good, *rows], self._refit, ()))
            return rows
        except EngineFault as fault:
            if fault.fault is not Fault.ROW:
                raise
            if len(rows) == 1:
                refused[rows[0]] = f"{fault.native_code} {fault.message}".strip()
                return []
        half = len(rows) // 2
        left = self._accepted(batch, rows[:half], refused, attempt, known_good)
        return left + self._accepted(batch, rows[half:], refused, attempt, [*known_good, *left])

    def _place_within(self, batch: PreparedBatch) -> PreparedBatch:
        """Load inside the open transaction; a refused row takes back only its own savepoint."""

        def attempt(part: PreparedBatch) -> None:
            self._writer.run_sql("SAVEPOINT dbmigrate_batch")
            try:
                self._load(part)
            except EngineFault:
                self._writer.run_sql("ROLLBACK TO SAVEPOINT dbmigrate_batch")
                raise

        try:
            attempt(batch)
            return batch
        except EngineFault as fault:
            if fault.fault is not Fault.ROW:
                raise

        def trial(part: PreparedBatch) -> None:
            attempt(part)
            self._writer.run_sql("ROLLBACK TO SAVEPOINT dbmigrate_batch")

        refused: dict[int, str] = {}
        good = self._accepted(batch, list(range(batch.source_rows.num_rows)), refused, trial)
        rejects = tuple(
            self._refit.reject(batch.source_rows, row, REASON_REFUSED, None, message)
            for row, message in sorted(refused.items())
        )
        kept = take_rows(batch, good, self._refit, rejects)
        attempt(kept)
        return kept


def _direct_counts(target: PreparedTarget) -> TargetEntry:
    return TargetEntry(
        str(target.into.table.name), target.rows.num_rows, digest=target.digest, changes=target.changes
    )


def _staged_counts(target: PreparedTarget, counts: StagedCounts) -> TargetEntry:
    # A digest speaks of all rows of the batch, so it holds only when all of them went in.
    all_in = counts.inserted == target.rows.num_rows
    none_in = counts.inserted == 0 and counts.updated == 0
    digest = target.digest if all_in else None
    if none_in and not all_in:
        digest = type(target.digest)()
    return TargetEntry(
        str(target.into.table.name),
        counts.inserted,
        counts.updated,
        counts.present,
        digest,
        target.changes,
    )


def _conflict(table: TableName, key: str) -> Reject:
    message = f"{table} already holds a row with this key and other values; it was left as it is"
    return Reject(key, REASON_CONFLICT, None, message, "")
