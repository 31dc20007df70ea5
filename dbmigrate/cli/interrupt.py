"""Ctrl-C while rows move: the first ends the run after the batch at hand, the second ends the program at once.

The work is done in another thread and this one only waits.  In the main thread, the drivers would put
their own signal handling in place of ours for the time of each call and fail in the middle of a batch.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, TypeVar

from dbmigrate.cli.cycles import looked_for_from_now_on

if TYPE_CHECKING:
    from dbmigrate.run.steering.control import Control

Result = TypeVar("Result")

FIRST = "Stopping: finishing the batch at hand. Press Ctrl-C again to stop at once."
_WAIT_SECONDS = 0.2
"""On Windows a signal is only seen between two waits."""


@contextmanager
def graceful_stop(say: Callable[[str], None]) -> Iterator[threading.Event]:
    """An event that the first Ctrl-C (or SIGTERM) sets; the second raises KeyboardInterrupt.

    Outside the main thread there are no signals, and the event is never set.
    """
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal's signature
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        # Said by another thread: this one may hold the lock of the stream it would write to.
        threading.Thread(target=say, args=(FIRST,), daemon=True).start()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, action in before.items():
            signal.signal(number, action)


@contextmanager
def pause_by_signal(control: Control) -> Iterator[None]:
    """SIGUSR1 asks the run to pause, SIGUSR2 to go on; Windows has neither, and no other thread gets any."""
    pause, go_on = getattr(signal, "SIGUSR1", None), getattr(signal, "SIGUSR2", None)
    if pause is None or go_on is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal's signature
        ask = control.withdraw if number == go_on else lambda: control.ask_here("SIGUSR1")
        threading.Thread(target=ask, daemon=True).start()

    before = {number: signal.signal(number, on_signal) for number in (pause, go_on)}
    try:
        yield
    finally:
        for number, action in before.items():
            signal.signal(number, action)


def wait_for(work: Callable[[], Result], *, meanwhile: Callable[[], None] | None = None) -> Result:
    """Do the work in a thread of its own; its result or its exception.

    ``meanwhile`` is done by this thread if the work takes longer than a moment.
    Where KeyboardInterrupt is raised here, the work is still going on: the caller must ``leave_now``.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def act() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            errors.append(error)

    looked_for_from_now_on()
    thread = threading.Thread(target=act, name="dbmigrate-work", daemon=True)
    thread.start()
    thread.join(_WAIT_SECONDS)
    if meanwhile is not None and thread.is_alive():
        meanwhile()
    while thread.is_alive():
        thread.join(_WAIT_SECONDS)
    if errors:
        raise errors[0]
    return results[0]


def leave_now(status: int) -> NoReturn:
    """End the process without waiting for threads or closing connections they use.

    Nothing is lost by it: what is not committed is rolled back by the databases, and the ledger is
    made for processes that end anywhere.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)
