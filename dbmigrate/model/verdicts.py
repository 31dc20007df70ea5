"""What a comparison of source and target ended with: a verification, or a search for gaps."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct, field


class Verdict(StrEnum):
    MATCH = "match"
    MISMATCH = "mismatch"
    NOT_VERIFIED = "not_verified"


class RowDifference(Struct, frozen=True):
    """``kind``: missing (not in the target), extra (only there), changed, or unreadable (a value that is not
    of its column's type, with the reason as the target's value); values by column name."""

    kind: str
    key: str
    columns: tuple[str, ...] = ()
    source: dict[str, str | None] = field(default_factory=dict)
    target: dict[str, str | None] = field(default_factory=dict)


class ChunkVerdict(Struct, frozen=True):
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


class TableVerdict(Struct, frozen=True):
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


class RepairOutcome(Struct, frozen=True):
    """``rows``: by target, put in or changed back; ``left``: what repair does not touch, in words."""

    run_id: int
    rows: dict[str, int]
    left: tuple[str, ...] = ()


class VerificationReport(Struct, frozen=True):
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


class Gap(Struct, frozen=True):
    """A source row that should be in the target, is not, and is on no list."""

    key: str
    belongs_in: str | None = None
    """The batch that read its key range, by the ledger; None where it was not looked for."""


class TableGaps(Struct, frozen=True):
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


class GapReport(Struct, frozen=True):
    tables: tuple[TableGaps, ...]
    seconds: float

    @property
    def rows_missing(self) -> int:
        return sum(table.rows_missing for table in self.tables)
