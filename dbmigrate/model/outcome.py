"""What a run or a verification ended with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from dbmigrate.model.estimate import TimeEstimate
from dbmigrate.model.stopwatch import ThreadTime


class Verdict(StrEnum):
    MATCH = "match"
    MISMATCH = "mismatch"
    NOT_VERIFIED = "not_verified"


@dataclass(frozen=True, slots=True)
class TableOutcome:
    group: str
    table: str
    targets: tuple[str, ...]
    rows_read: int
    rows_inserted: int
    rows_updated: int
    rows_present: int
    rows_rejected: int
    changes: dict[str, int]
    """Consented changes of value: "pad Column" -> number of values."""
    seconds: float
    note: str = ""
    left_out: dict[str, int] = field(default_factory=dict)
    """Rows outside the run's filters, by reason."""
    unchanged_since: int | None = None
    """It was not read, because the source is as it was when this run has read it."""


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """``state``: copied or stopped (errors are raised)."""

    run_id: int
    pass_number: int
    state: str
    resumed: bool
    seconds: float
    tables: tuple[TableOutcome, ...]
    rejects_open: int = 0
    """Rejected rows of this and earlier runs that are still not in the target."""
    paused_seconds: float = 0.0
    profile: tuple[ThreadTime, ...] = ()
    estimate: TimeEstimate | None = None
    """As it was made before the first row."""

    @property
    def rows_read(self) -> int:
        return sum(table.rows_read for table in self.tables)

    @property
    def rows_rejected(self) -> int:
        return sum(table.rows_rejected for table in self.tables)


@dataclass(frozen=True, slots=True)
class RetriedTable:
    """What became of the open rejects of a table: in the target, rejected again, no longer in the source."""

    group: str
    table: str
    migrated: int
    again: int
    gone: int


@dataclass(frozen=True, slots=True)
class RetryOutcome:
    """``run_id`` None: nothing was open.  ``state``: copied or stopped."""

    run_id: int | None
    state: str
    seconds: float
    tables: tuple[RetriedTable, ...]
    rejects_open: int
    """All that are left, also of tables that were not tried."""
    not_tried: tuple[str, ...] = ()
    """Tables with open rejects that the plan does not have."""


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Rows that have gone from the source and were not deleted; ``keys``: target keys of the first ones."""

    reason: str
    rows: int
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResyncedTable:
    """What source and target differ in, and what was done about it, for one target of a source table."""

    group: str
    table: str
    target: str
    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    rejected: int = 0
    changed_listed: int = 0
    """Differ, and were left as they are."""
    deleted_listed: int = 0
    """Written by earlier runs, no longer in the source, and left in the target."""
    not_ours: int = 0
    """Differ from the source row of their key, but no run has written them."""
    missing_listed: int = 0
    changed_keys: tuple[str, ...] = ()
    """Target keys of the first ones listed."""
    deleted_keys: tuple[str, ...] = ()
    not_ours_keys: tuple[str, ...] = ()
    reason: str = ""
    """Why it was not compared; empty if it was."""
    seconds: float = 0.0
    deletable_listed: int = 0
    """Of ``deleted_listed``, those that a run would delete."""
    kept: tuple[KeptRows, ...] = ()
    """Of ``deleted_listed``, those that stay although the group says that they are deleted."""


@dataclass(frozen=True, slots=True)
class ResyncOutcome:
    """``run_id`` None: nothing was written.  ``state``: copied or stopped."""

    run_id: int | None
    state: str
    seconds: float
    tables: tuple[ResyncedTable, ...]
    rejects_open: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A source row that should be in the target, is not, and is on no list."""

    key: str
    belongs_in: str | None = None
    """The batch that read its key range, by the ledger; None where it was not looked for."""


@dataclass(frozen=True, slots=True)
class TableGaps:
    """By key, for one target of a source table.

    ``rows_in_scope`` = ``rows_present`` + ``rows_rejected`` + ``rows_new`` + ``rows_missing``.
    """

    group: str
    table: str
    target: str
    verdict: Verdict
    reason: str
    """How it was compared, or why it was not."""
    rows_source: int | None = None
    rows_in_scope: int | None = None
    rows_present: int | None = None
    rows_rejected: int = 0
    """Not in the target, and on the reject list."""
    rows_new: int = 0
    """Not yet migrated: above the last mark, or behind the last key."""
    rows_missing: int = 0
    """Gaps."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Rows that filters leave out, by reason."""
    gaps: tuple[Gap, ...] = ()
    """The first of them."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class GapReport:
    tables: tuple[TableGaps, ...]
    seconds: float

    @property
    def rows_missing(self) -> int:
        return sum(table.rows_missing for table in self.tables)


@dataclass(frozen=True, slots=True)
class RowDifference:
    """``kind``: missing (not in the target), extra (only there), changed, or unreadable (a value that is not
    of its column's type, with the reason as the target's value); values by column name."""

    kind: str
    key: str
    columns: tuple[str, ...] = ()
    source: dict[str, str | None] = field(default_factory=dict)
    target: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChunkVerdict:
    """Of a part of a table.  ``key_range``: "(after, through]", or "(all)"."""

    key_range: str
    verdict: Verdict
    rows_expected: int | None
    rows_found: int | None
    method: str
    differences: tuple[RowDifference, ...] = ()
    differences_total: int = 0
    differences_complete: bool = True
    """False: there may be more than ``differences_total``."""
    seconds: float = 0.0
    verified_at: str = ""
    """Set where the verdict is of an earlier verification that was interrupted."""


@dataclass(frozen=True, slots=True)
class TableVerdict:
    group: str
    table: str
    target: str
    verdict: Verdict
    rows_expected: int | None
    rows_found: int | None
    method: str
    """How it was compared: "digests recorded while copying", "source read again", or why it was not."""
    differences: tuple[RowDifference, ...] = ()
    differences_total: int = 0
    seconds: float = 0.0
    chunks: tuple[ChunkVerdict, ...] = ()
    differences_complete: bool = True


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """``rows``: by target, put in or changed back; ``left``: what repair does not touch, in words."""

    run_id: int
    rows: dict[str, int]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerificationReport:
    tables: tuple[TableVerdict, ...]
    seconds: float
    repair: RepairOutcome | None = None
    """What was repaired before these verdicts were found."""

    @property
    def verdict(self) -> Verdict:
        return overall(table.verdict for table in self.tables)

    @property
    def groups(self) -> dict[str, Verdict]:
        """By table group, in the plan's order."""
        names = dict.fromkeys(table.group for table in self.tables)
        return {name: overall(one.verdict for one in self.tables if one.group == name) for name in names}


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """Mismatch if any mismatches; match only if every one matches, and there is one."""
    found = set(verdicts)
    if Verdict.MISMATCH in found:
        return Verdict.MISMATCH
    return Verdict.MATCH if found == {Verdict.MATCH} else Verdict.NOT_VERIFIED


@dataclass(frozen=True, slots=True)
class UndoneTarget:
    """What was taken out of one target, over all attempts.

    ``rows_missing``: rows of the run that were not there any more.  ``remark``: what is other than the run left it.
    """

    group: str
    table: str
    target: str
    rows_deleted: int
    rows_restored: int
    rows_missing: int
    rows_to_delete: int
    rows_to_restore: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """``state``: undone, undone in part, stopped, or checked (nothing was taken out)."""

    run_id: int
    state: str
    whole: bool
    seconds: float
    targets: tuple[UndoneTarget, ...]
    mapped_keys: int = 0
    """Ids handed out by the run, which its undo makes free again."""
    kept_keys: int = 0
    """Ids that stay as they are, because later runs use the maps that they are in."""
    kept_for: tuple[int, ...] = ()

    @property
    def rows_to_delete(self) -> int:
        return sum(target.rows_to_delete for target in self.targets)

    @property
    def rows_to_restore(self) -> int:
        return sum(target.rows_to_restore for target in self.targets)

    @property
    def is_changed(self) -> bool:
        return any(target.remark for target in self.targets)
