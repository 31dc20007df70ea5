"""How far a run has come: arithmetic only, no terminal."""

from __future__ import annotations

from msgspec import Struct

from dbmigrate.model.events import BatchCommitted, RunStarted, TableFinished, TablesLeftAlone, TableStarted

SECONDS_BEFORE_GUESSING = 3.0
"""What the first seconds say about the rest is wrong by minutes."""


class TableTally(Struct):
    """One table that is being copied; ``done_before``: rows that earlier attempts committed."""

    table: str
    targets: tuple[str, ...]
    estimate: int | None
    done_before: int
    started: float
    rows: int = 0
    rejected: int = 0

    def rate(self, now: float) -> float:
        """Rows per second of this attempt."""
        return self.rows / (now - self.started) if now > self.started else 0.0

    def seconds_left(self, now: float) -> float | None:
        """None as long as nobody can know."""
        rate = self.rate(now)
        if self.estimate is None or rate <= 0 or now - self.started < SECONDS_BEFORE_GUESSING:
            return None
        return max(self.estimate - self.done_before - self.rows, 0) / rate


class RunTally:
    """All tables of a run.  Not safe for threads: its owner holds a lock."""

    def __init__(self) -> None:
        self.tables: dict[str, TableTally] = {}
        self.estimate: int | None = None
        self.tables_total = 0
        self.tables_finished = 0
        self.tables_verified = 0
        self.rows = 0
        self.rejected = 0
        self.done_before = 0
        self.started = 0.0
        self._paused_at = 0.0
        self._interrupted: dict[str, TableTally] = {}

    def start_run(self, event: RunStarted, now: float) -> None:
        self.estimate, self.tables_total, self.started = event.row_estimate, event.tables, now

    def start_table(self, event: TableStarted, now: float) -> TableTally:
        tally = TableTally(event.table, event.targets, event.row_estimate, event.rows_already_done, now)
        self.tables[event.table] = tally
        before = self._interrupted.pop(event.table, None)
        known = 0 if before is None else before.done_before + before.rows
        self.done_before += event.rows_already_done - known
        return tally

    def leave_alone(self, event: TablesLeftAlone) -> None:
        """They are done, and nobody waits for their rows."""
        self.tables_finished += event.tables
        if self.estimate is not None:
            self.estimate = max(self.estimate - event.row_estimate, 0)

    def pause(self, now: float) -> None:
        """Tables at work are announced again when the run goes on."""
        self._paused_at = now
        self._interrupted.update(self.tables)
        self.tables.clear()

    def go_on(self, now: float) -> None:
        """A pause says nothing about how fast the rows go."""
        self.started += now - self._paused_at

    def commit(self, event: BatchCommitted, now: float) -> TableTally:
        """A batch of a table nobody announced starts it."""
        tally = self.tables.get(event.table)
        if tally is None:
            tally = self.tables[event.table] = TableTally(event.table, (), None, 0, now)
        tally.rows += event.rows_read
        tally.rejected += event.rows_rejected
        self.rows += event.rows_read
        self.rejected += event.rows_rejected
        return tally

    def finish_table(self, event: TableFinished) -> TableTally | None:
        self.tables_finished += 1
        return self.tables.pop(event.table, None)

    def rate(self, now: float) -> float:
        return self.rows / (now - self.started) if now > self.started else 0.0

    def seconds_left(self, now: float) -> float | None:
        """By the rows of the whole run.  Estimates may be wrong; None once they have been used up."""
        rate = self.rate(now)
        if self.estimate is None or rate <= 0 or now - self.started < SECONDS_BEFORE_GUESSING:
            return None
        left = self.estimate - self.done_before - self.rows
        return left / rate if left > 0 else None
