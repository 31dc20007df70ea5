"""Takes one target's batches out, newest first: each in a transaction of its own with the record that it is out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.compute.digest import DIGEST_NAME, digest_rows
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.session import StagedSide, Writer
from dbmigrate.errors import PlanRefusedError
from dbmigrate.ledger.checked import journalled
from dbmigrate.ledger.entries import BEFORE, DELETED, INSERTED, JournalEntry, UndoStep
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.stop_points import stop_point
from dbmigrate.model.batch import Digest
from dbmigrate.model.table import TableName
from dbmigrate.undo.findings import EXAMPLES, TargetFindings
from dbmigrate.undo.keys import LaterKeys
from dbmigrate.undo.staging import UndoStaging
from dbmigrate.undo.target import Reference, UndoTarget

ATTEMPTS = 6
PAUSE_SECONDS = 0.3

STOP_POINTS = (
    "undo_begun",
    "undo_staged",
    "undo_deleted",
    "undo_before_commit",
    "undo_after_commit",
    "undo_before_end",
)

Progress = Callable[[int], None]


class _Staged(Struct, frozen=True):
    """One journal entry in staging.  ``rows``: how many keys it has; ``kept``: those that are not a later run's."""

    entry: JournalEntry
    staging: TableName
    kept: int


class TargetUndo:
    """Used by one thread.  ``number``: position of the target among those that are taken out."""

    def __init__(
        self,
        target: UndoTarget,
        number: int,
        ledger: Ledger,
        writer: Writer,
        staging: UndoStaging,
        *,
        run_id: int,
        fence: int,
        references: Sequence[Reference] = (),
    ) -> None:
        self._references = [one for one in references if one.referred == target.into.table.name]
        self._target = target
        self._into = target.into
        self._number = number
        self._ledger = ledger
        self._writer = writer
        self._staging = staging
        self._run_id = run_id
        self._fence = fence
        self._later = LaterKeys()
        self._connection = sealed_connection({})
        self._later.load(self._later_keys())

    def close(self) -> None:
        self._later.close()
        self._connection.close()

    def _later_keys(self) -> Iterator[tuple[pa.RecordBatch, tuple[str, ...]]]:
        yield from self._ledger.undoing.keys_of_later_runs(self._run_id, self._target.name)

    # Looking

    def examine(self, progress: Progress) -> TargetFindings:
        """What is still as the run left it; only staging tables are written."""
        findings = TargetFindings(self._target.group, self._target.source_table, self._target.name)
        for place in self._places(None):
            batch = self._ledger.undoing.batch(self._run_id, self._target.source_table, self._target.name, place)
            for entry in batch.entries:
                if entry.kind == DELETED:
                    findings.batches.setdefault(place, {})[DELETED] = (
                        entry.rows,
                        self._examine_deleted(entry, findings),
                    )
                    progress(entry.rows)
                    continue
                comparable = self._target.comparable and batch.digest_name == DIGEST_NAME
                staged = self._stage(entry)
                gone = self._examine(staged, findings, comparable=comparable)
                self._refuse_referred(staged, [one for one in self._references if not one.is_emptied])
                findings.batches.setdefault(place, {})[entry.kind] = (entry.rows, gone)
                progress(entry.rows)
        return findings

    def _places(self, deleted: bool | None) -> list[tuple[int, int]]:
        return self._ledger.undoing.places(self._run_id, self._target.source_table, self._target.name, deleted=deleted)

    def _examine_deleted(self, entry: JournalEntry, findings: TargetFindings) -> int:
        """Rows that cannot be put back, because another has their key."""
        staged = self._stage(entry)
        taken = self._present(staged)
        findings.add(entry.kind, entry.rows)
        findings.taken += taken
        return taken

    def _examine(self, staged: _Staged, findings: TargetFindings, *, comparable: bool) -> int:
        """Rows that are gone."""
        entry = staged.entry
        found, total, readable = 0, Digest(), True
        columns = [replace(column.target, type=column.wire) for column in self._into.columns]
        if not comparable:
            columns = [column for column in columns if column.name in self._into.key]
        for batch in self._writer.staged_rows(
            StagedSide.PRESENT, staged.staging, self._into.table, columns, self._into.key
        ):
            found += batch.rows.num_rows
            readable = readable and not batch.unreadable
            if comparable and readable:
                total += digest_rows(self._connection, self._into, batch.rows)
        findings.add(entry.kind, entry.rows)
        gone = entry.rows - found
        if gone > 0:
            findings.gone += gone
            findings.written_again += entry.rows - staged.kept
            findings.gone_examples += self._gone_keys(staged, EXAMPLES - len(findings.gone_examples))
        elif gone < 0:
            findings.doubled += -gone
        elif comparable and entry.digest is not None:
            findings.changed += entry.rows if total != entry.digest or not readable else 0
        else:
            findings.unknown += entry.rows
        return max(gone, 0)

    def _gone_keys(self, staged: _Staged, wanted: int) -> list[str]:
        if wanted <= 0:
            return []
        columns = [replace(c.target, type=c.wire) for c in self._into.columns if c.name in self._into.key]
        shown: list[str] = []
        for batch in self._writer.staged_rows(
            StagedSide.ABSENT, staged.staging, self._into.table, columns, self._into.key
        ):
            # To the end, although a few are enough: the driver's cursor must not stay open.
            rows = batch.rows.slice(0, max(wanted - len(shown), 0)).to_pylist()
            shown += [", ".join(str(value) for value in row.values()) for row in rows]
        return shown

    # Taking out

    def take_out(self, progress: Progress, stop: threading.Event, *, deleted: bool) -> bool:
        """Every batch that is not out yet; False if stopped on the way.  Raises EngineFault.

        ``deleted``: of the batches that have deleted rows, or else of the others.
        """
        for place in self._places(deleted):
            if stop.is_set():
                return False
            self._with_patience(partial(self._take_out, place, progress))
        return True

    def _with_patience(self, work: Callable[[], None]) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                work()
                return
            except EngineFault as fault:
                self._writer.rollback()
                if fault.fault is not Fault.TRANSIENT or attempt == ATTEMPTS:
                    raise
                time.sleep(PAUSE_SECONDS * attempt)

    def _take_out(self, place: tuple[int, int], progress: Progress) -> None:
        name, source = self._target.name, self._target.source_table
        batch = self._ledger.undoing.batch(self._run_id, source, name, place)
        staged = [self._stage(entry) for entry in batch.entries]
        stop_point("undo_staged")
        self._writer.begin()
        try:
            self._ledger.hold_fence(self._run_id, self._fence)
            deleted = restored = missing = 0
            for one in staged:
                if one.entry.kind == INSERTED:
                    self._refuse_referred(one, self._references)
                    gone = self._writer.delete_staged(one.staging, self._into.table, self._into.key)
                    self._refuse_doubled(gone, one)
                    deleted += gone
                    missing += one.entry.rows - gone
                elif one.entry.kind == DELETED:
                    names = self._columns_of(one.entry)
                    moved = self._writer.move_staged(one.staging, self._into.table, names, self._into.key, upsert=False)
                    restored += moved.inserted
                    missing += one.entry.rows - moved.inserted
                else:
                    there, changed = self._restore(one)
                    restored += changed
                    missing += one.entry.rows - there
            stop_point("undo_deleted")
            self._ledger.undoing.record_step(self._run_id, UndoStep(source, *place, name, deleted, restored, missing))
            stop_point("undo_before_commit")
            self._writer.commit()
        finally:
            self._writer.rollback()
        stop_point("undo_after_commit")
        progress(sum(one.entry.rows for one in staged))

    def _restore(self, staged: _Staged) -> tuple[int, int]:
        """Rows that are still there, and rows that were put back as they were."""
        there = self._present(staged)
        names = [column.name for column in self._into.columns]
        return there, self._writer.update_staged(staged.staging, self._into.table, names, self._into.key)

    def _present(self, staged: _Staged) -> int:
        """Rows of the table whose keys are staged."""
        key = [column.target for column in self._into.columns if column.name in self._into.key]
        found = self._writer.staged_rows(StagedSide.PRESENT, staged.staging, self._into.table, key, self._into.key)
        return sum(batch.rows.num_rows for batch in found)

    def _refuse_referred(self, staged: _Staged, references: Sequence[Reference]) -> None:
        """A target may take referring rows along (ON DELETE CASCADE), or not notice (SQLite)."""
        if staged.entry.kind != INSERTED:
            return
        for one in references:
            rows = self._writer.referring_rows(staged.staging, self._into.table, self._into.key, one.child, one.key)
            if rows:
                raise PlanRefusedError(
                    f"{rows:,} rows of {one.child.name} refer to rows of this run in {self._target.name}",
                    code="DBM-4058",
                    cause="they are not part of this undo and would be left without what they refer to",
                    safe="The batch at hand is untouched; batches that are out are recorded and stay out",
                    next_step="Undo the later run that wrote them, or take them out or change them; "
                    "then run the same command again",
                )

    def _refuse_doubled(self, deleted: int, staged: _Staged) -> None:
        if deleted > staged.kept:
            raise PlanRefusedError(
                f"{self._target.name} holds more rows with the keys of this run than the run has written",
                code="DBM-4051",
                cause="nothing in the target keeps the key unique, and rows of another origin have the same keys",
                safe="This batch was not touched; batches that are out are recorded and stay out",
                next_step="Take the foreign rows away or give them other keys, then run the same command again",
            )

    def journal(self) -> Iterator[tuple[tuple[int, int], list[tuple[str, pa.RecordBatch, tuple[str, ...]]]]]:
        """By (chunk, batch), newest first: kind of entry, its rows and their tagged columns."""
        for place in self._places(False):
            batch = self._ledger.undoing.batch(self._run_id, self._target.source_table, self._target.name, place)
            yield place, [(entry.kind, *self._rows(entry)) for entry in batch.entries]

    def _rows(self, entry: JournalEntry) -> tuple[pa.RecordBatch, tuple[str, ...]]:
        rows, tagged = journalled(entry.payload)
        return (self._later.without(rows, tagged) if entry.kind == INSERTED else rows), tagged

    def _stage(self, entry: JournalEntry) -> _Staged:
        kept, tagged = self._rows(entry)
        names = self._columns_of(entry)
        position = self._number * 3 + (INSERTED, BEFORE, DELETED).index(entry.kind)
        staging = self._staging.table(position, self._into.table, names)
        self._writer.load_staging(staging, self._into.table, kept, tagged)
        return _Staged(entry, staging, kept.num_rows)

    def _columns_of(self, entry: JournalEntry) -> list[str]:
        """Raises PlanRefusedError DBM-4050."""
        if entry.kind == INSERTED:
            return list(self._into.key)
        if entry.kind == BEFORE:
            return [column.name for column in self._into.columns]
        names = list(journalled(entry.payload)[0].schema.names)
        if lost := [name for name in names if self._into.table.column(name) is None]:
            raise PlanRefusedError(
                f"{self._target.name} is not as the run left it",
                code="DBM-4050",
                cause=f"rows that the run has deleted cannot be put back: the target no longer has {', '.join(lost)}",
                safe="The batch at hand is untouched; batches that are out are recorded and stay out",
                next_step="Put it back, or take out the other tables by name with --table",
            )
        return names
