"""Rows of the ledger as frozen values."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from dbmigrate.model.batch import Digest, Reject
from dbmigrate.model.keys import KeyRange, KeyValue

ENDED = ("copied", "verified")
"""States of runs that are complete; a run in any other state but ``UNDONE`` is resumed."""

UNDONE = "undone"
"""State of a run whose rows were taken out of the target again: it counts as if it had never been."""

UNDOING = "undoing"
"""State of a run whose rows are being taken out: nothing is written by any run before that has ended."""

COPYING, TAKING_OUT = "copy", "undo"
"""Kinds of attempts."""

PASS, RETRY, RESYNC = "pass", "retry", "resync"
"""Kinds of runs: a pass over the source; rejected rows driven again; changed and deleted rows followed."""

FIRST_RUN = 1
"""Number of a ledger's first run; each further one has the next."""

FIRST_FENCE = 1
"""Fence of a run's first attempt; each further one has the next."""


class Scope(Struct, frozen=True):
    """Whose history counts: another source, or another package, is not a repetition of this one."""

    source_identity: str
    package: str


class RunEntry(Struct, frozen=True):
    """Without the plan, which is asked for by itself (``Ledger.plan_document``): it may be long, and runs are many."""

    run_id: int
    project: str
    package: str
    package_release: str
    source_identity: str
    target_identity: str
    fingerprint: str
    kind: str
    """``PASS``, or what else wrote rows: ``RETRY``, ``RESYNC``."""
    filters: str
    """The operator's filters as canonical JSON; ``{}`` for none."""
    pass_number: int
    fence: int
    state: str
    started_at: str
    ended_at: str | None

    @property
    def scope(self) -> Scope:
        return Scope(self.source_identity, self.package)


INSERTED, BEFORE, DELETED = "inserted", "before", "deleted"
"""Kinds of journal entries: keys of rows that were inserted; rows as they were before an update; whole rows that were
deleted because they have gone from the source."""

HASHED = "hashed"
"""Kind of an entry that takes nothing back: hashes of key and row of each row that a batch has written."""


class JournalEntry(Struct, frozen=True):
    """What is needed to take a batch's rows out again (``ledger.key_journal``).

    ``digest``: of the rows as the batch left them in the target, None if it is not known.
    """

    kind: str
    rows: int
    payload: bytes
    digest: Digest | None


class TargetEntry(Struct, frozen=True):
    """What one batch did to one target; ``digest`` None where rows were already present, the negative of what went
    where rows were deleted."""

    target_name: str
    inserted: int
    updated: int = 0
    present: int = 0
    digest: Digest | None = None
    changes: dict[str, int] = field(default_factory=dict)
    journal: tuple[JournalEntry, ...] = ()

    @property
    def deleted(self) -> int:
        return sum(entry.rows for entry in self.journal if entry.kind == DELETED)


MIGRATED, GONE, AGAIN = "migrated", "gone", "again"
"""How a reject was closed: the row is in the target; no longer in the source; rejected once more, in a newer entry."""


class RejectPlace(Struct, frozen=True):
    """Where a reject of a table stands in the ledger."""

    run_id: int
    chunk_no: int
    batch_no: int
    reject_no: int


class RejectClosing(Struct, frozen=True):
    """``outcome``: ``MIGRATED``, ``GONE`` or ``AGAIN``."""

    place: RejectPlace
    outcome: str


class SourceState(Struct, frozen=True):
    """``token``: of the view under which the table was read from its first chunk to its end.  ``terms``: SHA-256 of
    what besides the source decides which rows come of it.  ``unchanged_since``: the run that has read the table, where
    this one has not."""

    table_name: str
    token: str
    terms: str
    unchanged_since: int | None = None


class ChunkEntry(Struct, frozen=True):
    table_name: str
    chunk_no: int
    key_range: KeyRange
    write_protocol: str


class MarkEntry(Struct, frozen=True):
    """A high-water mark as text, and from which value on rows are read again."""

    column: str
    value: str | None
    lower_bound: str | None


class TableOpening(Struct, frozen=True):
    """What a run reads of a table.  ``scope``: as text; ``left_out``: rows outside of it, by reason; ``rows_below`` and
    ``keys_below``: rows in it below the overlap of the mark, and a sum of hashes of their keys."""

    table_name: str
    chunks: tuple[ChunkEntry, ...]
    scope: str
    left_out: Mapping[str, int]
    planned_at: str
    based_on: int | None = None
    rows_below: int | None = None
    keys_below: str | None = None
    mark: MarkEntry | None = None


class BatchEntry(Struct, frozen=True):
    """One commit.  ``closes_chunk``: nothing of the chunk is left after it."""

    table_name: str
    chunk_no: int
    batch_no: int
    through_key: KeyValue | None
    rows_read: int
    closes_chunk: bool
    targets: tuple[TargetEntry, ...]
    rejects: tuple[Reject, ...] = ()
    closings: tuple[RejectClosing, ...] = ()
    """What the batch does to older rejects of the table."""
    opening: TableOpening | None = None
    """Recorded before the batch, in its transaction: nothing of the table is in the ledger before."""
    read_as: SourceState | None = None
    """The batch closes the table, which was read in this state from its beginning to its end."""


class TableEnds(Struct, frozen=True):
    """What is recorded with the first and the last batch of a table that is one chunk."""

    opening: TableOpening | None = None
    read_as: SourceState | None = None

    def of(self, entry: BatchEntry) -> BatchEntry:
        """The entry with what goes with it."""
        opening = self.opening if entry.batch_no == 0 else None
        return replace(entry, opening=opening, read_as=self.read_as if entry.closes_chunk else None)


class ResumePoint(Struct, frozen=True):
    """Where a chunk goes on: after ``after_key``, with batch number ``next_batch``."""

    next_batch: int = 0
    after_key: KeyValue | None = None
    closed: bool = False
    rows_read: int = 0
    rows_rejected: int = 0


class BatchMark(Struct, frozen=True):
    """What one committed batch did to one target, and where in the table it ended."""

    run_id: int
    chunk_no: int
    chunk: KeyRange
    through_key: KeyValue | None
    rows_added: int
    """Rows inserted, less rows deleted."""
    digest: Digest | None
    digest_name: str

    @property
    def adds_rows(self) -> bool:
        """Whether rows came or went with it: a repetition that finds everything there adds nothing."""
        return self.rows_added != 0 or self.digest is None or self.digest != Digest()


class TargetTotals(Struct, frozen=True):
    """All that the ledger knows of one source table and target, over all runs."""

    table_name: str
    target_name: str
    rows_inserted: int
    rows_updated: int
    rows_present: int
    digest: Digest | None
    """None if a batch has none, or digests of several kinds were recorded."""
    digest_name: str | None = None
    rows_deleted: int = 0
    """Because they had gone from the source."""


class WrittenTarget(Struct, frozen=True):
    """What a run has written into one target from one source table."""

    table_name: str
    target_name: str
    rows_inserted: int
    rows_updated: int
    digest: Digest | None
    """Of the rows it has inserted, None if a batch has none or another kind."""
    rows_deleted: int = 0


class JournalledBatch(Struct, frozen=True):
    """One batch of one target, as the journal has it; ``entries`` empty for a target without a key."""

    chunk_no: int
    batch_no: int
    entries: tuple[JournalEntry, ...]
    digest_name: str


class MapShare(Struct, frozen=True):
    """What a run was the first to hand out of one map.  ``heir``: the oldest later run that uses the map, if any."""

    map_name: str
    origin: str
    ids: int
    heir: int | None


class UndoStep(Struct, frozen=True):
    """What taking out one batch has done to one target.  ``missing``: rows that were not there any more."""

    table_name: str
    chunk_no: int
    batch_no: int
    target_name: str
    deleted: int
    restored: int
    missing: int
