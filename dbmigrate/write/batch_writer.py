"""The write protocol: a batch's rows and its ledger entry are one transaction in the target.

Direct: bulk load, entry, commit.  Staged: bulk load into staging (which may commit by itself), then
in one transaction move from staging by key, entry, commit.  A row that the target refuses is found by
halving and rejected; the rest of its batch goes in.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.session import Loader, StagedCounts, Writer
from dbmigrate.ledger.entries import BEFORE, INSERTED, BatchEntry, TableEnds, TargetEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.batch import Reject
from dbmigrate.model.domains import Rule
from dbmigrate.model.plan import IntoPlan, TablePlan, WriteMode
from dbmigrate.model.prepared import REASON_CONFLICT, REASON_REFUSED, PreparedBatch, PreparedTarget, Refit
from dbmigrate.model.stopwatch import Work, doing
from dbmigrate.write import journal
from dbmigrate.write.isolation import find_refused
from dbmigrate.write.key_texts import row_numbers
from dbmigrate.write.link import TargetLink
from dbmigrate.write.settling import Settling
from dbmigrate.write.staging_area import StagingArea
from dbmigrate.write.stop_points import stop_point

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0

_SAVEPOINT = "dbmigrate_batch"
NO_ENDS = TableEnds()

DIRECT = "direct"
STAGED = "staged"
SERVER_SIDE = "server_side"
"""The target fetches the rows by itself; one transaction with the entry, like direct."""


class BatchWriter:
    """Writes the batches of one table over one link; used by one thread.

    ``refit``: makes digests again when rows are taken out of a batch.  ``settling``: closes older rejects of the table.
    ``ends``: recorded with its first and last batch.
    ``alone``: the link's writer must be the one that writes, because others ask by it what the batch will need.
    """

    def __init__(
        self,
        table: TablePlan,
        link: TargetLink,
        *,
        run_id: int,
        fence: int,
        protocol: str,
        number: int,
        refit: Refit,
        settling: Settling | None = None,
        alone: bool = False,
        ends: TableEnds = NO_ENDS,
    ) -> None:
        self._table = table
        self._link = link
        self._run_id = run_id
        self._fence = fence
        self._protocol = protocol
        self._refit = refit
        self._settling = settling
        self._ends = ends
        takes = all(link.target.takes(into.table) for into in table.into)
        self._apart = protocol == DIRECT and settling is None and not alone and takes
        self._staging = StagingArea(table, link, run_id=run_id, fence=fence, number=number)
        self._followed: tuple[Loader, int] | None = None
        """The session and the chunk of the last batch."""

    @property
    def _writer(self) -> Writer:
        return self._link.writer

    @property
    def _loader(self) -> Loader:
        """Whose transactions the batches are."""
        return self._loading[0]

    @property
    def _ledger(self) -> Ledger:
        return self._loading[1]

    @property
    def _loading(self) -> tuple[Loader, Ledger]:
        if self._apart:
            return self._link.loading()
        return self._link.writer, self._link.ledger

    def write(self, batch: PreparedBatch, *, chunk_no: int, batch_no: int, closes_chunk: bool) -> BatchEntry:
        """Commit the batch.  Raises EngineFault when trying again does not help."""
        with doing(Work.WRITE):
            return self._persist(batch, chunk_no, batch_no, closes_chunk=closes_chunk)

    def committed(self, chunk_no: int, batch_no: int) -> BatchEntry | None:
        """After a lost connection: the batch as it was committed by it, None if it was not.  Connects again."""
        pause = FIRST_PAUSE_SECONDS
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._link.reconnect()
                return self._committed(BatchEntry(self._table.name, chunk_no, batch_no, None, 0, False, ()))
            except EngineFault as fault:
                if attempt == ATTEMPTS or fault.fault not in (Fault.CONNECTION, Fault.TRANSIENT):
                    raise
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        raise EngineFault(Fault.TERMINAL, f"the ledger could not be asked in {ATTEMPTS} attempts")

    def begin_table(self) -> None:
        """Start the one transaction of a table without key."""
        self._loader.begin()
        # Batches of other tables wait, if they and this one could find the same value for the first time.
        claims = any(
            column.domain and column.domain.rule is Rule.GIVEN for i in self._table.into for column in i.columns
        )
        self._ledger.hold_fence(self._run_id, self._fence, alone=claims)

    def write_within(self, batch: PreparedBatch, *, chunk_no: int, batch_no: int, closes_chunk: bool) -> BatchEntry:
        """Load and record inside the transaction of ``begin_table``; nothing is committed."""
        with doing(Work.WRITE):
            batch = self._place_within(batch)
            self._record_keys(batch)
            entry = self._entry(
                batch, chunk_no, batch_no, closes_chunk, [self._direct_counts(t) for t in batch.targets]
            )
            entry = self._settled(entry, batch)
            stop_point("before_record")
            self._record(entry)
            return entry

    def load_whole(self, batch: PreparedBatch) -> BatchEntry:
        """The only batch of the table, inside a transaction of ``TargetLink.loading`` that it shares with other tables;
        neither recorded nor committed."""
        with doing(Work.WRITE):
            self._load_rows(batch)
            counts = [self._direct_counts(target) for target in batch.targets]
            return self._ends.of(self._entry(batch, 0, 0, True, counts))

    def commit_table(self) -> None:
        stop_point("before_commit")
        with doing(Work.COMMIT):
            self._loader.commit()
        stop_point("after_commit")

    def rollback(self) -> None:
        self._link.rollback()

    def drop_staging(self) -> None:
        """After the last batch of the table."""
        self._staging.drop()

    def _persist(self, batch: PreparedBatch, chunk_no: int, batch_no: int, *, closes_chunk: bool) -> BatchEntry:
        pause, uncertain = FIRST_PAUSE_SECONDS, False
        for attempt in range(1, ATTEMPTS + 1):
            try:
                if uncertain:
                    self._link.reconnect()
                    committed = self._committed(self._entry(batch, chunk_no, batch_no, closes_chunk, ()))
                    if committed is not None:
                        return committed
                    self._staging.forget()
                    uncertain = False
                return self._try_or_isolate(batch, chunk_no, batch_no, closes_chunk)
            except EngineFault as fault:
                self._link.rollback()
                if attempt == ATTEMPTS or fault.fault in (Fault.TERMINAL, Fault.ROW):
                    raise
                # The connection may have gone with the COMMIT on its way: the ledger is asked, never guessed.
                uncertain = uncertain or fault.fault is Fault.CONNECTION
                with doing(Work.WAIT):
                    time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        raise EngineFault(Fault.TERMINAL, f"the batch was still refused after {ATTEMPTS} attempts")

    def _committed(self, entry: BatchEntry) -> BatchEntry | None:
        """The batch as it was committed by a connection that was lost, None if it was not."""
        self._loader.begin()
        try:
            self._ledger.await_commits(self._run_id)
            self._ledger.hold_fence(self._run_id, self._fence)
            if not self._ledger.progress.has_batch(self._run_id, self._fence, entry):
                return None
            targets = tuple(TargetEntry(str(into.table.name), 0) for into in self._table.into)
            return self._ledger.progress.recorded_batch(self._run_id, replace(entry, targets=targets))
        finally:
            self._link.rollback()

    def _try_or_isolate(self, batch: PreparedBatch, chunk_no: int, batch_no: int, closes_chunk: bool) -> BatchEntry:
        try:
            return self._try_once(batch, chunk_no, batch_no, closes_chunk)
        except EngineFault as fault:
            self._link.rollback()
            if fault.fault is not Fault.ROW:
                raise
            fewer = self._without_refused(batch)
            if fewer.source_rows.num_rows == batch.source_rows.num_rows:
                raise  # no row is at fault alone
        return self._try_once(fewer, chunk_no, batch_no, closes_chunk)

    def _try_once(self, batch: PreparedBatch, chunk_no: int, batch_no: int, closes_chunk: bool) -> BatchEntry:
        stop_point("before_begin")
        staged = self._protocol == STAGED and batch.source_rows.num_rows > 0
        if staged:
            self._begin_staged(batch)
        else:
            self._loader.begin()
        # A value that two tables may find at once is looked for again where no other batch can add it.
        self._ledger.hold_fence(self._run_id, self._fence, alone=any(key.claimed for key in batch.keys))
        self._require_batch_before(chunk_no, batch_no)
        # A chunk's last batch waits for the disk, and so for all before it: what is said to be copied is not lost.
        if not closes_chunk:
            self._loader.relax_durability()
        rejects: list[Reject] = []
        if staged:
            targets = self._move(batch, rejects)
        else:
            self._load(batch)
            targets = [self._direct_counts(target) for target in batch.targets]
        self._record_keys(batch)
        stop_point("before_record")
        entry = self._settled(self._entry(batch, chunk_no, batch_no, closes_chunk, targets, tuple(rejects)), batch)
        self._record(entry)
        stop_point("before_commit")
        with doing(Work.COMMIT):
            self._loader.commit()
        stop_point("after_commit")
        self._followed = self._loader, chunk_no
        return entry

    def _require_batch_before(self, chunk_no: int, batch_no: int) -> None:
        """While a session lives its server has lost nothing."""
        if self._followed != (self._loader, chunk_no):
            self._ledger.require_batch_before(self._run_id, self._table.name, chunk_no, batch_no)

    def _direct_counts(self, target: PreparedTarget) -> TargetEntry:
        return TargetEntry(
            str(target.into.table.name),
            target.rows.num_rows,
            digest=target.digest,
            changes=target.changes,
            journal=journal.inserted(target.into, target.rows, target.digest, self._refit),
        )

    def _settled(self, entry: BatchEntry, batch: PreparedBatch) -> BatchEntry:
        """The entry with what it does to older rejects."""
        if self._settling is None:
            return entry
        closings = self._settling.closings(batch.source_rows, entry.rejects)
        return replace(entry, closings=(*entry.closings, *closings))

    def _record_keys(self, batch: PreparedBatch) -> None:
        if not batch.keys:
            return
        in_bulk = self._link.target.capabilities.supports_transactional_bulk_load
        self._into_ledger(lambda: self._ledger.key_maps.record(self._loader, self._run_id, batch.keys, in_bulk=in_bulk))

    def _record(self, entry: BatchEntry) -> None:
        whole = self._ends.of(entry)
        self._into_ledger(lambda: self._ledger.record_batch(self._run_id, self._fence, whole, DIGEST_NAME))

    def _into_ledger(self, write: Callable[[], None]) -> None:
        try:
            write()
        except EngineFault as fault:
            if fault.fault is not Fault.ROW:
                raise
            # No row of the batch is at fault, so none may be looked for and rejected.
            message = f"the ledger could not take the batch's entry: {fault.message}"
            raise EngineFault(Fault.TERMINAL, message, fault.native_code) from None

    def _load(self, batch: PreparedBatch) -> None:
        self._load_rows(batch)
        self._loader.check_constraints()

    def _load_rows(self, batch: PreparedBatch) -> None:
        for target in batch.targets:
            if target.rows.num_rows:
                self._loader.load(target.into.table, target.rows, target.into.tagged)
            stop_point("after_load")

    def _begin_staged(self, batch: PreparedBatch) -> None:
        """Staging loaded and a transaction open: one and the same where bulk loads take part in it."""
        self._staging.tables()
        if self._link.target.capabilities.stages_in_transaction:
            self._loader.begin()
            self._load_staging(batch)
        else:
            self._load_staging(batch)
            self._loader.begin()

    def _load_staging(self, batch: PreparedBatch) -> None:
        for staging, target in zip(self._staging.tables(), batch.targets, strict=True):
            self._writer.load_staging(staging, target.into.table, target.rows, target.into.tagged)
        stop_point("after_staging_load")

    def _move(self, batch: PreparedBatch, rejects: list[Reject]) -> list[TargetEntry]:
        entries = []
        for staging, target in zip(self._staging.tables(), batch.targets, strict=True):
            into = target.into
            columns = [column.name for column in into.columns]
            upsert = into.mode is WriteMode.UPSERT
            conflicts = (
                [] if upsert or into.distinct else self._writer.differing_keys(staging, into.table, columns, into.key)
            )
            dynamic = self._link.target.capabilities.has_dynamic_types
            known = journal.staged(self._writer, staging, target, self._refit, keeps_storage=dynamic)
            counts = self._writer.move_staged(staging, into.table, columns, into.key, upsert=upsert)
            _compare(into, known, counts)
            rejects += self._conflicts(batch, target, conflicts)
            entries.append(replace(_staged_counts(target, counts), journal=known))
        self._loader.check_constraints()
        stop_point("after_move")
        return entries

    def _conflicts(self, batch: PreparedBatch, target: PreparedTarget, keys: Sequence[str]) -> list[Reject]:
        """Rejects for the rows with these keys, given as the target shows them."""
        if not keys:
            return []
        message = f"{target.into.table.name} already holds a row with this key and other values; it was left as it is"
        rows = row_numbers(target)
        return [
            self._refit.reject(batch.source_rows, target.source_row(rows[key]), REASON_CONFLICT, None, message)
            if key in rows
            else Reject(key, REASON_CONFLICT, None, message, "")
            for key in keys
        ]

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
        """Find the refused rows in transactions that are rolled back."""

        def attempt(part: PreparedBatch) -> None:
            try:
                if self._protocol == STAGED:
                    self._begin_staged(part)
                    self._move(part, [])
                else:
                    self._loader.begin()
                    self._load(part)
            finally:
                self._link.rollback()

        return self._isolated(batch, attempt)

    def _place_within(self, batch: PreparedBatch) -> PreparedBatch:
        """Load inside the open transaction; a refused row takes back only its own savepoint."""

        def attempt(part: PreparedBatch) -> None:
            self._loader.savepoint(_SAVEPOINT)
            try:
                self._load(part)
            except EngineFault:
                self._loader.rollback_to(_SAVEPOINT)
                raise

        def trial(part: PreparedBatch) -> None:
            attempt(part)
            self._loader.rollback_to(_SAVEPOINT)

        try:
            attempt(batch)
        except EngineFault as fault:
            if fault.fault is not Fault.ROW:
                raise
            batch = self._isolated(batch, trial)
            attempt(batch)
        self._loader.release(_SAVEPOINT)
        return batch

    def _isolated(self, batch: PreparedBatch, attempt: Callable[[PreparedBatch], None]) -> PreparedBatch:
        """The batch with its refused rows among the rejects."""
        good, refused = find_refused(
            batch.source_rows.num_rows, lambda rows: attempt(self._refit.take(batch, rows, ()))
        )
        rejects = tuple(
            self._refit.reject(batch.source_rows, row, REASON_REFUSED, None, message)
            for row, message in refused.items()
        )
        return self._refit.take(batch, good, rejects)


def _compare(into: IntoPlan, known: journal.Journal, counts: StagedCounts) -> None:
    """The journal must name what the move has written; another session may have written in between."""
    written = {entry.kind: entry.rows for entry in known}
    if into.key and (written.get(INSERTED, 0), written.get(BEFORE, 0)) != (counts.inserted, counts.updated):
        raise EngineFault(Fault.TRANSIENT, f"rows of {into.table.name} were changed while they were moved")


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
