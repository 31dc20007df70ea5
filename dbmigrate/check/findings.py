"""What a scan of the source has found."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

EXAMPLES = 5


class ScanFinding(Struct, frozen=True):
    """Rows of one source table that would not arrive, or would not arrive as they should.

    ``kind``: value, null, duplicate, clash, orphan or expression.  ``column``: source -> target, or the columns of
    a key.  ``examples``: keys, each as the texts of its columns; ``key``: their names.  ``refuses``: the copy would
    refuse so many rows.  ``show_sql`` and ``mend_sql`` are for the source; the latter is a proposal.
    """

    table: str
    column: str
    kind: str
    reason: str
    count: int
    refuses: bool
    key: tuple[str, ...] = ()
    examples: tuple[tuple[str, ...], ...] = ()
    show_sql: str = ""
    mend_sql: str = ""


class ScanReport(Struct):
    """``not_scanned``: what could not be told, and why.  ``read``: tables of which columns had to be read."""

    findings: list[ScanFinding] = field(default_factory=list)
    not_scanned: list[tuple[str, str]] = field(default_factory=list)
    tables: int = 0
    rows: int = 0
    read: list[str] = field(default_factory=list)

    @property
    def refused(self) -> Sequence[ScanFinding]:
        return [finding for finding in self.findings if finding.refuses]
