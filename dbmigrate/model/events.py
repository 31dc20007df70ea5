"""What happens while a migration runs, for progress and logs.  Every event is sent after the act."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class RunStarted(Struct, frozen=True):
    run_id: int
    pass_number: int
    resumed: bool
    tables: int
    row_estimate: int | None
    estimated_seconds: float | None = None


class TableStarted(Struct, frozen=True):
    group: str
    table: str
    targets: tuple[str, ...]
    row_estimate: int | None
    rows_already_done: int
    protocol: str


class TablesLeftAlone(Struct, frozen=True):
    """They are as they were in an earlier run.  ``row_estimate``: what the run was expected to read of them."""

    tables: int
    row_estimate: int


class BatchCommitted(Struct, frozen=True):
    """``size_bytes``: of the batch in memory, as written."""

    table: str
    rows_read: int
    rows_written: int
    rows_rejected: int
    size_bytes: int


class TableFinished(Struct, frozen=True):
    table: str
    rows_read: int
    rows_written: int
    rows_rejected: int
    seconds: float


class TableVerified(Struct, frozen=True):
    table: str
    target: str
    verdict: str
    rows: int


class RunPaused(Struct, frozen=True):
    """Everything is committed, and no connection holds a transaction or a lock on rows."""

    reason: str


class RunWentOn(Struct, frozen=True):
    paused_seconds: float


class Notice(Struct, frozen=True):
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
