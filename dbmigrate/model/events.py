"""What happens while a migration runs, for progress and logs.  Every event is sent after the act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunStarted:
    run_id: int
    pass_number: int
    resumed: bool
    tables: int
    row_estimate: int | None
    estimated_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class TableStarted:
    group: str
    table: str
    targets: tuple[str, ...]
    row_estimate: int | None
    rows_already_done: int
    protocol: str


@dataclass(frozen=True, slots=True)
class TablesLeftAlone:
    """They are as they were in an earlier run.  ``row_estimate``: what the run was expected to read of them."""

    tables: int
    row_estimate: int


@dataclass(frozen=True, slots=True)
class BatchCommitted:
    """``size_bytes``: of the batch in memory, as written."""

    table: str
    rows_read: int
    rows_written: int
    rows_rejected: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class TableFinished:
    table: str
    rows_read: int
    rows_written: int
    rows_rejected: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TableVerified:
    table: str
    target: str
    verdict: str
    rows: int


@dataclass(frozen=True, slots=True)
class RunPaused:
    """Everything is committed, and no connection holds a transaction or a lock on rows."""

    reason: str


@dataclass(frozen=True, slots=True)
class RunWentOn:
    paused_seconds: float


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the operator should know; ``level`` is "info" or "warning"."""

    message: str
    level: str = "info"


Event = (
    RunStarted
    | TableStarted
    | TablesLeftAlone
    | BatchCommitted
    | TableFinished
    | TableVerified
    | RunPaused
    | RunWentOn
    | Notice
)
Sink = Callable[[Event], None]


def ignore(event: Event) -> None:
    """A sink that keeps nothing."""
