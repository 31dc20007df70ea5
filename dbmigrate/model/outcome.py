"""What a run ended with."""

from __future__ import annotations

from msgspec import Struct, field

from dbmigrate.model.estimate import TimeEstimate
from dbmigrate.model.stopwatch import ThreadTime


class TableOutcome(Struct, frozen=True):
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


class RunOutcome(Struct, frozen=True):
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
