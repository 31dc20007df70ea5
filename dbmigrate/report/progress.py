"""Progress on standard error: live on a terminal, sparse lines elsewhere.

Events come from worker threads; each sink holds a lock while it looks at one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from dbmigrate.model.events import (
    BatchCommitted,
    Event,
    Notice,
    RunPaused,
    RunStarted,
    RunWentOn,
    Sink,
    TableFinished,
    TablesLeftAlone,
    TableStarted,
    TableVerified,
)
from dbmigrate.report.measures import duration, number, per_second
from dbmigrate.report.tally import RunTally

SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def open_progress(stream: TextIO, *, quiet: bool = False, verbose: bool = False) -> Iterator[Sink]:
    """The sink that fits the stream."""
    if quiet:
        yield WarningsOnly(stream)
    elif stream.isatty():
        from dbmigrate.report.console import open_console
        from dbmigrate.report.live_progress import LiveProgress

        with LiveProgress(open_console(stream), verbose=verbose) as sink:
            yield sink
    else:
        yield LineProgress(stream, verbose=verbose)


class WarningsOnly:
    """Shows what must not be missed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        if isinstance(event, Notice) and event.level == "warning":
            with self._lock:
                _write(self._stream, f"warning: {event.message}")


class LineProgress:
    """A line when a table starts and when it is finished; between them at most one in ten seconds."""

    def __init__(self, stream: TextIO, *, verbose: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._verbose = verbose
        self._clock = clock
        self._lock = threading.Lock()
        self._tally = RunTally()
        self._last_line = clock()

    def __call__(self, event: Event) -> None:
        with self._lock:
            text = self._text(event, self._clock())
            if text:
                _write(self._stream, text)

    def _text(self, event: Event, now: float) -> str:
        match event:
            case RunStarted():
                self._tally.start_run(event, now)
                return run_line(event)
            case TableStarted():
                self._tally.start_table(event, now)
                return start_line(event)
            case TablesLeftAlone():
                self._tally.leave_alone(event)
                return left_alone_line(event)
            case BatchCommitted():
                self._tally.commit(event, now)
                if not self._verbose and now - self._last_line < SECONDS_BETWEEN_LINES:
                    return ""
                self._last_line = now
                return self._standing(event.table, now)
            case TableFinished():
                self._tally.finish_table(event)
                return finish_line(event)
            case TableVerified():
                return self._verified(event, now)
            case RunPaused():
                self._tally.pause(now)
                return paused_line(event)
            case RunWentOn():
                self._tally.go_on(now)
                return went_on_line(event)
            case Notice():
                return f"{event.level}: {event.message}"

    def _verified(self, event: TableVerified, now: float) -> str:
        self._tally.tables_verified += 1
        if event.verdict != "match" or self._verbose:
            return verified_line(event)
        if now - self._last_line < SECONDS_BETWEEN_LINES:
            return ""
        self._last_line = now
        return f"{verified_line(event)}; {self._tally.tables_verified} tables compared"

    def _standing(self, table: str, now: float) -> str:
        tally, run = self._tally.tables[table], self._tally
        text = f"{table}: {of_estimate(tally.done_before + tally.rows, tally.estimate)} rows"
        text += f"; all tables: {of_estimate(run.done_before + run.rows, run.estimate)} rows"
        text += f", {round(run.rate(now)):,} rows/s"
        left = run.seconds_left(now)
        return text + (f", about {duration(left)} left" if left is not None else "")


def run_line(event: RunStarted) -> str:
    how = f"Run {event.run_id} goes on" if event.resumed else f"Run {event.run_id} (pass {event.pass_number}) begins"
    estimate = "" if event.row_estimate is None else f", about {number(event.row_estimate)} rows"
    time = "" if event.estimated_seconds is None else f", about {duration(event.estimated_seconds)}"
    return f"{how}: {event.tables} tables{estimate}{time}"


def start_line(event: TableStarted) -> str:
    into = "" if event.targets == (event.table,) else f" -> {', '.join(event.targets)}"
    facts = [] if event.row_estimate is None else [f"about {number(event.row_estimate)} rows"]
    if event.rows_already_done:
        facts.append(f"{number(event.rows_already_done)} there already")
    return f"{event.table}{into}: started ({', '.join([*facts, event.protocol])})"


def left_alone_line(event: TablesLeftAlone) -> str:
    tables = "1 table is" if event.tables == 1 else f"{number(event.tables)} tables are"
    return f"{tables} not read: the source is as it was when an earlier run has read them"


def finish_line(event: TableFinished) -> str:
    counts = f"{number(event.rows_read)} rows read, {number(event.rows_written)} written"
    if event.rows_rejected:
        counts += f", {number(event.rows_rejected)} REJECTED"
    speed = per_second(event.rows_read, event.seconds)
    return f"{event.table}: copied, {counts} in {duration(event.seconds)}" + (f" ({speed})" if speed else "")


def paused_line(event: RunPaused) -> str:
    return f"PAUSED: {event.reason}"


def went_on_line(event: RunWentOn) -> str:
    return f"Going on after a pause of {duration(event.paused_seconds)}"


def verified_line(event: TableVerified) -> str:
    into = "" if event.target == event.table else f" -> {event.target}"
    return f"{event.table}{into}: {event.verdict}, {number(event.rows)} rows"


def of_estimate(rows: int, estimate: int | None) -> str:
    """``1,200 of about 5,000``; an estimate that turned out too low is not shown."""
    return number(rows) if estimate is None or rows > estimate else f"{number(rows)} of about {number(estimate)}"


def _write(stream: TextIO, text: str) -> None:
    """A reader of the log that has gone away must not end a migration."""
    try:
        stream.write(text + "\n")
        stream.flush()
    except (BrokenPipeError, ValueError):
        return
