"""How many streams a run has at once, and the chunks of a table that several of them share."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from dbmigrate.ledger.entries import ChunkEntry

_LOOK_SECONDS = 0.1


class Streams:
    """``most``: of all tables together."""

    def __init__(self, most: int = 1) -> None:
        self.most = most
        self._free = threading.Semaphore(most)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One of them, once there is a free one."""
        with self._free:
            yield

    @contextmanager
    def taken_unless(self, over: Callable[[], bool]) -> Iterator[bool]:
        """One of them, once there is a free one; False if it was ``over`` before."""
        has_one = False
        while not has_one and not over():
            has_one = self._free.acquire(timeout=_LOOK_SECONDS)
        try:
            yield has_one
        finally:
            if has_one:
                self._free.release()


class Stop(Protocol):
    def is_set(self) -> bool: ...


class StopOrFailure:
    """Set when the run is to stop, or when one of the streams of a table has failed."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self.failed = threading.Event()

    def is_set(self) -> bool:
        return self.failed.is_set() or self._stop.is_set()


CopyChunk = Callable[[ChunkEntry], bool]
"""Copies one chunk to its end; False if it was stopped on its way."""


def copy_chunks(
    chunks: Sequence[ChunkEntry],
    own: CopyChunk,
    open_other: Callable[[], AbstractContextManager[CopyChunk]],
    streams: Streams,
    stop: StopOrFailure,
    most: int,
) -> bool:
    """Each chunk once: by this thread, and by others as long as streams are free, ``most`` at once.  False if stopped
    on the way.

    ``open_other``: what another stream copies with, opened and closed in its thread.  A failure of one is raised
    here, after all others have ended with their batch.
    """
    waiting = deque(chunks)
    unfinished = threading.Event()
    failures: list[BaseException] = []

    def work(copy: CopyChunk) -> None:
        while not stop.is_set():
            try:
                chunk = waiting.popleft()
            except IndexError:
                return
            if not copy(chunk):
                unfinished.set()

    def help_out() -> None:
        try:
            with streams.taken_unless(lambda: not waiting or stop.is_set()) as has_one:
                if has_one and waiting:
                    with open_other() as copy:
                        work(copy)
        except BaseException as failure:  # noqa: BLE001 - carried over to the thread of the table
            failures.append(failure)
            stop.failed.set()

    others = min(most, len(chunks)) - 1
    threads = [threading.Thread(target=help_out, name=f"dbmigrate-stream-{n}", daemon=True) for n in range(others)]
    for thread in threads:
        thread.start()
    try:
        work(own)
    except BaseException:
        stop.failed.set()
        raise
    finally:
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]
    return not waiting and not unfinished.is_set()
