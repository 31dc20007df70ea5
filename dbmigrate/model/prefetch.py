"""Work ahead in a thread: reading and transforming go on while a batch is being written."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Generic, TypeVar, cast

from dbmigrate.model.stopwatch import Work, doing

Item = TypeVar("Item")


class _Ended:
    """Marks the end of the stream in the queue."""


class Prefetch(Generic[Item]):
    """Iterates over ``produce()`` in a thread, at most ``depth`` items ahead; errors are raised here.

    ``depth`` None: in the thread that iterates, one item at a time.
    ``weigh``: the next item is begun once those that wait weigh less than ``ahead`` together (None: ``most``).  An item
    that is much heavier than ``most`` by itself (``is_heavy``) waits until the next one is asked for: it is not read
    beside, and must not be held then.
    ``timed``: makes what times that thread.  ``awaited``: set while who iterates stands still for an item.

    ``close`` stops the thread and waits for it, so that the producer's connections are free again.
    """

    def __init__(
        self,
        produce: Callable[[], Iterator[Item]],
        depth: int | None,
        timed: Callable[[], AbstractContextManager[None]] = nullcontext,
        *,
        weigh: Callable[[Item], int] = lambda _: 0,
        most: int = 1,
        ahead: int | None = None,
        awaited: threading.Event | None = None,
    ) -> None:
        self._produce = produce
        self._awaited = threading.Event() if awaited is None else awaited
        self._timed = timed
        self._weigh, self._most = weigh, most
        self._ahead = most if ahead is None else ahead
        self._waiting = 0
        self._room = threading.Condition()
        self._at_once = depth is None
        self._kept: deque[Item | _Ended | BaseException] = deque()
        if depth is None:
            return
        self._queue: queue.Queue[Item | _Ended | BaseException] = queue.Queue(maxsize=max(1, depth))
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="dbmigrate-read", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[Item]:
        if self._at_once:
            yield from self._produce()
            return
        while True:
            item = self._kept.popleft() if self._kept else self._next()
            if isinstance(item, _Ended):
                return
            if isinstance(item, BaseException):
                raise item
            weight = self._weigh(item)
            if not is_heavy(weight, self._most):
                self._count(-weight)
                weight = 0
            held = [item]
            del item
            yield held.pop()  # not held here: see model.handing_over
            self._count(-weight)

    def only(self) -> list[Item] | None:
        """All there is, if that turns out to be one light item or none; else None.

        Nothing is taken: it can be iterated over all the same.
        """
        if self._at_once:
            return None
        while len(self._kept) < 2:
            if self._kept:
                first = self._kept[0]
                # Nobody reads on behind an item that takes all the room.
                if isinstance(first, _Ended | BaseException) or self._weigh(first) >= self._ahead:
                    break
            self._kept.append(self._next())
        if not isinstance(self._kept[-1], _Ended):
            return None
        *items, _ = self._kept
        return cast(list[Item], items)

    def close(self) -> None:
        if self._at_once:
            return
        self._kept.clear()
        self._stopped.set()
        while self._thread.is_alive():
            self._drain()
            self._thread.join(timeout=0.05)

    def _next(self) -> Item | _Ended | BaseException:
        with doing(Work.WAIT):
            self._awaited.set()
            try:
                return self._queue.get()
            finally:
                self._awaited.clear()

    def _work(self) -> None:
        with self._timed():
            self._go_ahead()

    def _go_ahead(self) -> None:
        items = self._produce()
        try:
            while self._has_room():
                item = next(items, None)
                if item is None:
                    self._put(_Ended())
                    return
                self._count(self._weigh(item))
                if not self._put(item):
                    return
                del item
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that iterates
            self._put(error)
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                close()

    def _has_room(self) -> bool:
        """Once there is; False if nothing more is wanted."""
        with doing(Work.WAIT), self._room:
            while self._waiting >= self._ahead and not self._stopped.is_set():
                self._room.wait(timeout=0.1)
        return not self._stopped.is_set()

    def _count(self, weight: int) -> None:
        with self._room:
            self._waiting += weight
            self._room.notify_all()

    def _put(self, item: Item | _Ended | BaseException) -> bool:
        with doing(Work.WAIT):
            while not self._stopped.is_set():
                try:
                    self._queue.put(item, timeout=0.1)
                    return True
                except queue.Full:
                    continue
        return False

    def _drain(self) -> None:
        while True:
            try:
                self._queue.get_nowait()
            except queue.Empty:
                return


def is_heavy(weight: int, most: int) -> bool:
    """Whether an item must be alone; those that a limit has cut are a little lighter or heavier than it."""
    return weight > most + most // 2


def with_last_flag(
    items: Iterator[Item], alone: Callable[[Item], bool] = lambda _: False
) -> Iterator[tuple[Item, bool]]:
    """Each item, and whether it is the last; holds one item back.

    ``alone``: items that are not held back, so nothing says of them that they are the last.
    """
    held: list[Item] = []
    for item in items:
        if held:
            yield held.pop(), False
        held.append(item)
        del item
        if alone(held[0]):
            yield held.pop(), False
    if held:
        yield held.pop(), True
