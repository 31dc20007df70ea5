"""Progress: sparse lines in a log, a live display on a terminal, right numbers in both."""

from __future__ import annotations

import io
import threading

import pytest

from dbmigrate.model.events import (
    BatchCommitted,
    Event,
    Notice,
    RunPaused,
    RunStarted,
    RunWentOn,
    TableFinished,
    TableStarted,
    TableVerified,
)
from dbmigrate.report.console import open_console
from dbmigrate.report.live_progress import LiveProgress
from dbmigrate.report.progress import LineProgress, open_progress
from dbmigrate.report.tally import RunTally

BEGIN = RunStarted(1, 1, False, 2, 1000)
ORDERS = TableStarted("sales", "Orders", ("Orders",), 600, 100, "direct")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def batch(rows: int) -> BatchCommitted:
    return BatchCommitted("Orders", rows, rows, 0, 1)


def test_tally_knows_rates_and_the_time_left() -> None:
    tally = RunTally()
    tally.start_run(BEGIN, 0.0)
    table = tally.start_table(ORDERS, 0.0)
    assert table.seconds_left(0.0) is None
    tally.commit(batch(100), 10.0)
    assert table.rate(10.0) == 10.0
    assert table.seconds_left(10.0) == 40.0
    assert tally.seconds_left(10.0) == 80.0
    tally.commit(batch(5000), 10.0)
    assert table.seconds_left(10.0) == 0.0
    assert tally.seconds_left(10.0) is None


def test_lines_at_most_every_ten_seconds_between_start_and_finish() -> None:
    stream, clock = io.StringIO(), Clock()
    sink = LineProgress(stream, clock=clock)
    sink(BEGIN)
    sink(ORDERS)
    for _ in range(200):
        clock.now += 0.125
        sink(batch(1))
    sink(TableFinished("Orders", 200, 200, 3, 25.0))
    lines = stream.getvalue().splitlines()
    assert len(lines) == 5
    assert lines[1] == "Orders: started (about 600 rows, 100 there already, direct)"
    assert lines[2].startswith("Orders: 180 of about 600 rows; all tables: 180 of about 1,000 rows, 8 rows/s, about")
    assert lines[4] == "Orders: copied, 200 rows read, 200 written, 3 REJECTED in 25 s (8 rows/s)"


def test_verification_names_what_does_not_match() -> None:
    stream = io.StringIO()
    sink = LineProgress(stream, clock=Clock())
    sink(TableVerified("Orders", "Orders", "match", 5))
    sink(TableVerified("Lines", "OrderLines", "mismatch", 5))
    assert stream.getvalue() == "Lines -> OrderLines: mismatch, 5 rows\n"


def test_many_threads() -> None:
    stream = io.StringIO()
    sink = LineProgress(stream, verbose=True, clock=Clock())
    sink(BEGIN)
    sink(ORDERS)

    def work() -> None:
        for _ in range(200):
            sink(batch(1))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 2 + 800
    assert all(line.startswith("Orders: ") for line in lines[1:])
    assert "900" in lines[-1]


@pytest.mark.parametrize("verbose", [False, True])
def test_live_display(verbose: bool) -> None:
    stream, clock = Terminal(), Clock()
    events: list[Event] = [
        BEGIN, ORDERS, batch(300), Notice("look [here]", "warning"), TableFinished("Orders", 500, 500, 0, 0.2),
        TableVerified("Orders", "Orders", "mismatch", 5),
    ]  # fmt: skip
    with LiveProgress(open_console(stream), verbose=verbose, clock=clock) as sink:
        for event in events:
            sink(event)
            clock.now += 1
    shown = stream.getvalue()
    assert "warning: look [here]" in shown
    assert "Orders: mismatch" in shown
    assert ("Orders: copied" in shown) is verbose
    assert shown.isascii()


def test_the_sink_fits_the_stream() -> None:
    with open_progress(io.StringIO()) as plain, open_progress(Terminal()) as live:
        assert isinstance(plain, LineProgress)
        assert isinstance(live, LiveProgress)


def test_a_closed_log_does_not_end_the_run() -> None:
    stream = io.StringIO()
    stream.close()
    LineProgress(stream)(BEGIN)


def test_a_pause_is_shown_and_counts_neither_as_time_nor_as_rows() -> None:
    stream, clock = io.StringIO(), Clock()
    sink = LineProgress(stream, clock=clock, verbose=True)
    sink(BEGIN)
    sink(ORDERS)
    clock.now += 10
    sink(batch(200))
    sink(RunPaused("asked for by dba at noon"))
    clock.now += 1000
    sink(RunWentOn(1000.0))
    sink(TableStarted("sales", "Orders", ("Orders",), 600, 300, "direct"))
    clock.now += 10
    sink(batch(200))
    shown = stream.getvalue()
    assert "PAUSED: asked for by dba at noon" in shown
    assert "Going on after a pause of 16 min 40 s" in shown
    assert "all tables: 500 of about 1,000 rows, 20 rows/s, about 25 s left" in shown


def test_the_live_display_begins_a_paused_table_anew() -> None:
    stream = Terminal()
    with LiveProgress(open_console(stream)) as sink:
        sink(BEGIN)
        sink(ORDERS)
        sink(batch(200))
        sink(RunPaused("the target is overloaded"))
        sink(RunWentOn(3.0))
        sink(TableStarted("sales", "Orders", ("Orders",), 600, 300, "direct"))
        sink(batch(300))
        sink(TableFinished("Orders", 600, 600, 0, 2.0))
    assert "PAUSED: the target is overloaded" in stream.getvalue()
    assert "Going on after a pause of 3.0 s" in stream.getvalue()
