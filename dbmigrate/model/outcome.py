"""What a run or a verification ended with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


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
class RowDifference:
    """``kind``: missing (not in the target), extra (only there) or changed; values by column name."""

    kind: str
    key: str
    columns: tuple[str, ...] = ()
    source: dict[str, str | None] = field(default_factory=dict)
    target: dict[str, str | None] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class VerificationReport:
    tables: tuple[TableVerdict, ...]
    seconds: float

    @property
    def verdict(self) -> Verdict:
        """Mismatch if any table mismatches; match only if every table matches."""
        verdicts = {table.verdict for table in self.tables}
        if Verdict.MISMATCH in verdicts:
            return Verdict.MISMATCH
        return Verdict.MATCH if verdicts == {Verdict.MATCH} else Verdict.NOT_VERIFIED
