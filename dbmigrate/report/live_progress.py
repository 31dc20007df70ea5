"""Progress on a terminal: a bar for each table at work, drawn by rich, which everything else does without."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, ProgressColumn, Task, TaskID
from rich.table import Column
from rich.text import Text

from dbmigrate.model.events import (
    BatchCommitted,
    Event,
    Notice,
    RunPaused,
    RunStarted,
    RunWentOn,
    TableFinished,
    TablesLeftAlone,
    TableStarted,
    TableVerified,
)
from dbmigrate.report.measures import duration
from dbmigrate.report.progress import (
    finish_line,
    left_alone_line,
    of_estimate,
    paused_line,
    run_line,
    start_line,
    verified_line,
    went_on_line,
)
from dbmigrate.report.tally import RunTally

SECONDS_WORTH_A_LINE = 1.0
"""A table copied faster than this leaves no line behind."""
_BAR_WIDTH = 20


class LiveProgress:
    """A bar for each table at work and one for the whole run; finished tables stay as lines above."""

    def __init__(self, console: Console, *, verbose: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._verbose = verbose
        self._clock = clock
        self._lock = threading.Lock()
        self._tally = RunTally()
        self._tasks: dict[str, TaskID] = {}
        self._overall: TaskID | None = None
        self._progress = Progress(
            _Name(), _Bar(), _Rows(), _Rate(), _Left(), console=console, transient=True, refresh_per_second=4
        )

    def __enter__(self) -> LiveProgress:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, event: Event) -> None:
        with self._lock:
            now = self._clock()
            match event:
                case RunStarted():
                    self._tally.start_run(event, now)
                    self._print(run_line(event))
                    self._overall = self._progress.add_task(
                        f"0 of {event.tables} tables", total=event.row_estimate, rate=0.0, left=None
                    )
                case TableStarted():
                    tally = self._tally.start_table(event, now)
                    self._tasks[event.table] = self._progress.add_task(
                        event.table, total=tally.estimate, completed=tally.done_before, rate=0.0, left=None
                    )
                    if self._verbose:
                        self._print(start_line(event))
                case TablesLeftAlone():
                    self._leave_alone(event)
                case BatchCommitted():
                    self._advance(event, now)
                case TableFinished():
                    self._finish(event)
                case TableVerified():
                    self._verified(event)
                case RunPaused():
                    self._tally.pause(now)
                    self._pause(event)
                case RunWentOn():
                    self._tally.go_on(now)
                    self._describe_run()
                    self._print(went_on_line(event))
                case Notice():
                    self._print(f"{event.level}: {event.message}")

    def _finish(self, event: TableFinished) -> None:
        self._tally.finish_table(event)
        task = self._tasks.pop(event.table, None)
        if task is not None:
            self._progress.remove_task(task)
        self._describe_run()
        if self._verbose or event.rows_rejected or event.seconds >= SECONDS_WORTH_A_LINE:
            self._print(finish_line(event))

    def _leave_alone(self, event: TablesLeftAlone) -> None:
        self._tally.leave_alone(event)
        self._print(left_alone_line(event))
        self._describe_run()
        if self._overall is not None:
            self._progress.update(self._overall, total=self._tally.estimate)

    def _describe_run(self) -> None:
        if self._overall is not None:
            done = f"{self._tally.tables_finished} of {self._tally.tables_total} tables"
            self._progress.update(self._overall, description=done)

    def _pause(self, event: RunPaused) -> None:
        """Tables that were begun are begun again when the run goes on."""
        for task in self._tasks.values():
            self._progress.remove_task(task)
        self._tasks.clear()
        if self._overall is not None:
            self._progress.update(self._overall, description="PAUSED", left=None)
        self._print(paused_line(event))

    def _verified(self, event: TableVerified) -> None:
        self._tally.tables_verified += 1
        if self._overall is None:
            self._overall = self._progress.add_task("", total=None, rate=0.0, left=None)
        done = f"{self._tally.tables_verified} tables compared"
        self._tally.rows += event.rows
        self._progress.update(self._overall, description=done, completed=self._tally.rows)
        if self._verbose or event.verdict != "match":
            self._print(verified_line(event))

    def _advance(self, event: BatchCommitted, now: float) -> None:
        tally = self._tally.commit(event, now)
        if event.table in self._tasks:
            self._progress.update(
                self._tasks[event.table],
                completed=tally.done_before + tally.rows,
                rate=tally.rate(now),
                left=tally.seconds_left(now),
            )
        if self._overall is not None:
            self._progress.update(
                self._overall,
                completed=self._tally.done_before + self._tally.rows,
                rate=self._tally.rate(now),
                left=self._tally.seconds_left(now),
            )

    def _print(self, text: str) -> None:
        self._console.print(escape(text), overflow="fold")


class _Name(ProgressColumn):
    def get_table_column(self) -> Column:
        return Column(ratio=1, no_wrap=True, overflow="crop", min_width=12, max_width=36)

    def render(self, task: Task) -> Text:
        return Text(task.description)


class _Bar(ProgressColumn):
    """In ASCII: the consoles of jump servers show nothing else reliably."""

    def render(self, task: Task) -> Text:
        if not task.total:
            return Text(f"[{'.' * _BAR_WIDTH}]")
        filled = min(int(task.completed / task.total * _BAR_WIDTH), _BAR_WIDTH)
        return Text(f"[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}]")


class _Rows(ProgressColumn):
    def render(self, task: Task) -> Text:
        total = None if task.total is None else int(task.total)
        return Text(of_estimate(int(task.completed), total), justify="right")


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        rate: Any = task.fields["rate"]
        return Text(f"{round(rate):,} rows/s" if rate else "", justify="right")


class _Left(ProgressColumn):
    def render(self, task: Task) -> Text:
        left: Any = task.fields["left"]
        return Text("" if left is None else f"{duration(left)} left", justify="right")
