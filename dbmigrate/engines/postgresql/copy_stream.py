"""COPY in binary form, row by row as the server sent it, without looking into the values.

The server sends one message for each row (postgresql.org, protocol-flow, "COPY Operations"), so rows are
counted and a batch is cut without decoding one.  libpq is driven without blocking: psycopg's low-level
calls hold the GIL while libpq waits (3.3), and other threads are at work on other tables.
"""

from __future__ import annotations

import math
import selectors
import struct
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Any

import psycopg
from psycopg import errors, pq

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.faults import sort_psycopg
from dbmigrate.engines.postgresql.silence import WatchedConnection

HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)
TRAILER = struct.pack("!h", -1)
BLOCK_BYTES = 128 * 1024
_MESSAGE_BYTES = 1024 * 1024
_HELD_BYTES = 256 * 1024
"""Beyond what the socket takes, and that is 200 kB at the most where it is a Unix socket: 2 ms of a server's work.  A
million rows of 250 bytes: 117 ms for a batch with nothing held, 114 with this, 113 with twice as much."""

_LONG_BYTES = 32 * 1024
"""A row that is longer is a block of its own."""

_ROOM_BYTES = 400_000
_GATHERING_SECONDS = 0.0001
"""A million rows of 250 bytes over a Unix socket took this program 0.46 s of processor time and the server 0.75 s, and
with both of these 0.31 and 0.66 s; the pause alone took four times as long, because each reads 16 kB."""

Block = bytes | bytearray | memoryview
Put = Callable[[Block], None]
Watch = Callable[[bytearray | memoryview, list[int]], None]
"""Shown each block of whole rows, with the length of each row."""


class Wire:
    """libpq's side of one connection; waiting lets other threads run."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.pgconn = connection.pgconn
        line = connection.line if isinstance(connection, WatchedConnection) else None
        self._waiting = nullcontext if line is None else line.waiting
        self._readable, self._either = selectors.DefaultSelector(), selectors.DefaultSelector()
        self._has_room = False
        self._readable.register(self.pgconn.socket, selectors.EVENT_READ)
        self._either.register(self.pgconn.socket, selectors.EVENT_READ | selectors.EVENT_WRITE)

    def send(self, statement: str) -> None:
        self.pgconn.send_query(statement.encode())
        self.flush()

    def flush(self) -> None:
        while self.pgconn.flush():
            self.await_either()

    def await_either(self) -> None:
        """Until there is something to read or room to send."""
        with self._waiting():
            happened = [events for _, events in self._either.select()]
        if any(events & selectors.EVENT_READ for events in happened):
            self.pgconn.consume_input()

    def make_room(self) -> None:
        """Have libpq take more than 16 kB at a time: its buffer grows with the longest message, and stays so."""
        if not self._has_room:
            self.send(f"SELECT repeat(' ', {_ROOM_BYTES})")
            self.expect(pq.ExecStatus.TUPLES_OK)
            self.finish()
            self._has_room = True

    def await_much(self) -> None:
        """For who has made room.  Otherwise a server that sends row by row wakes us for each 8 kB, and we it."""
        time.sleep(_GATHERING_SECONDS)
        self.await_input()

    def await_input(self) -> None:
        with self._waiting():
            self._readable.select()
            self.pgconn.consume_input()

    def result(self) -> pq.abc.PGresult | None:
        while self.pgconn.is_busy():
            self.await_input()
        return self.pgconn.get_result()

    def expect(self, status: pq.ExecStatus) -> pq.abc.PGresult:
        """The next result, or its error raised as ``psycopg.Error``."""
        result = self.result()
        if result is not None and result.status == status:
            return result
        if result is not None and result.status == pq.ExecStatus.FATAL_ERROR:
            # A statement that failed has a further answer, too: until it is taken there is no other statement.
            with suppress(psycopg.Error):
                self.finish()
            raise errors.error_from_result(result)
        raise psycopg.OperationalError("the connection was lost during COPY")

    def finish(self) -> None:
        """Take what is left of the answer, so that the connection can be used again."""
        wrong: psycopg.Error | None = None
        while (result := self.result()) is not None:
            if result.status == pq.ExecStatus.FATAL_ERROR:
                wrong = wrong or errors.error_from_result(result)
        if wrong is not None:
            raise wrong

    def close(self) -> None:
        self._readable.close()
        self._either.close()


class RowStream:
    """The rows of one query, in its order.  The connection is not free until the stream has ended.

    Raises ``psycopg.Error`` as the server gives it.
    """

    def __init__(self, wire: Wire, query: str) -> None:
        self._wire = wire
        wire.make_room()
        wire.send(f"COPY ({query}) TO STDOUT (FORMAT binary)")
        wire.expect(pq.ExecStatus.COPY_OUT)
        self._next = self._first()

    @property
    def ended(self) -> bool:
        """Known before the last row is written: the stream holds one row ahead."""
        return self._next is None

    def take(
        self,
        rows: int | None,
        put: Put,
        watch: Watch | None = None,
        first: int = 0,
        size_bytes: float = math.inf,
    ) -> tuple[int, list[bytes | None]]:
        """Hand at most this many rows to ``put``, in blocks; how many, and the ``first`` values of the last.

        No more come behind the block with which they take ``size_bytes``.
        """
        taken, size, block_rows = 0, 0, 1
        last: list[bytes | None] = []
        while self._next is not None and taken != rows and size < size_bytes:
            if len(self._next) >= _LONG_BYTES:
                size += len(self._next)
                last = self._hand_over_long(self._next, put, watch, first)
                taken += 1
                continue
            block, sizes = self._block(block_rows if rows is None else min(block_rows, rows - taken))
            put(block)
            if watch is not None:
                watch(block, sizes)
            last = first_fields(memoryview(block)[len(block) - sizes[-1] :], first)
            taken += len(sizes)
            size += len(block)
            # By the rows that have just come by, with care while nobody knows what comes.
            block_rows = min(4 * block_rows, max(1, BLOCK_BYTES * len(sizes) // len(block)))
        return taken, last

    def _hand_over_long(self, row: memoryview, put: Put, watch: Watch | None, first: int) -> list[bytes | None]:
        """A row that may fill the memory: not copied, and let go of before the next one is asked for."""
        put(row)
        if watch is not None:
            watch(row, [len(row)])
        found = first_fields(row, first)
        self._next = None
        del row
        self._next = self._row(*self._wire.pgconn.get_copy_data(1))
        return found

    def _block(self, most: int) -> tuple[bytearray, list[int]]:
        """The row at hand and those after it, until there are so many or a long one comes."""
        get, without_waiting, shortest = self._wire.pgconn.get_copy_data, 1, len(TRAILER)
        block, sizes = bytearray(), list[int]()
        add = sizes.append
        following = self._next
        if following is None:
            return block, sizes
        # A million times a second or so: one call for each row, and nothing else that has a name.  A row is copied
        # at once: memoryviews that are kept have Python look for cycles, a fifth of the time.
        for _ in range(most):
            block += following
            add(len(following))
            length, following = get(without_waiting)
            if not shortest < length < _LONG_BYTES:
                following = self._row(length, following)
                if following is None or len(following) >= _LONG_BYTES:
                    break
        self._next = following
        return block, sizes

    def _row(self, length: int, data: memoryview) -> memoryview | None:
        """The row that is this message, or the next one where it is none."""
        message = self._message(length, data)
        if message is not None and message != TRAILER:
            return message
        while message is not None:
            message = self._next_message()
        return None

    def _next_message(self) -> memoryview | None:
        return self._message(*self._wire.pgconn.get_copy_data(1))

    def _message(self, size: int, data: memoryview) -> memoryview | None:
        """This answer or the next one that is a message, None when the server has sent all."""
        while True:
            if size > 0:
                return memoryview(data)
            if size < 0:
                self._wire.finish()
                return None
            self._wire.await_much()
            size, data = self._wire.pgconn.get_copy_data(1)

    def _first(self) -> memoryview | None:
        """The header comes in front of the first row, or of the trailer if there is none."""
        message = self._next_message()
        if message is None or message[: len(HEADER)] != HEADER:
            raise EngineFault(Fault.TERMINAL, "the server's COPY data have a header that this release does not know")
        first = message[len(HEADER) :]
        if first and first != TRAILER:
            return first
        return self._row(*self._wire.pgconn.get_copy_data(1))


class Feed:
    """Takes the rows of a COPY in blocks.  Where the server is the slower one, some wait in ``held``, so that it has
    something to do while its client is at other things.  A block must not be changed afterwards."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.held = deque[Block]()
        self._held_bytes = 0

    def __call__(self, block: Block) -> None:
        # A message need not hold whole rows; libpq keeps room for the longest one that it was given.
        if len(block) > _HELD_BYTES:
            for start in range(0, len(block), _MESSAGE_BYTES):
                self._hold(block if len(block) <= _MESSAGE_BYTES else block[start : start + _MESSAGE_BYTES])
                self.finish()
        else:
            self._hold(block)
            self._send(_HELD_BYTES)

    def pump(self) -> None:
        """Send what the server takes at once."""
        self._send(math.inf)

    def finish(self) -> None:
        """Send all."""
        self._send(0)

    def _hold(self, block: Block) -> None:
        self.held.append(block)
        self._held_bytes += len(block)

    def _send(self, most: float) -> None:
        """Until no more than ``most`` bytes are held."""
        pgconn = self._wire.pgconn
        try:
            while True:
                if not pgconn.flush():
                    if not self.held:
                        return
                    block = self.held.popleft()
                    self._held_bytes -= len(block)
                    pgconn.put_copy_data(block)
                elif most and self._held_bytes <= most:
                    return
                else:
                    self._wire.await_either()
        except psycopg.Error as error:
            raise sort_psycopg(error) from None


def write_rows(wire: Wire, into: str, fill: Callable[[Feed], int]) -> int:
    """``COPY into FROM STDIN``; ``fill`` gets what takes blocks of whole rows, and says how many rows there were.

    If ``fill`` fails, the COPY is ended as failed before its error goes on; what the target has against the
    rows is raised as EngineFault.
    """
    feed = Feed(wire)
    try:
        wire.send(f"COPY {into} FROM STDIN (FORMAT binary)")
        wire.expect(pq.ExecStatus.COPY_IN)
        try:
            feed(HEADER)
            rows = fill(feed)
            feed(TRAILER)
            feed.finish()
        except BaseException:
            _give_up(wire)
            raise
        wire.pgconn.put_copy_end()
        wire.flush()
        written = wire.expect(pq.ExecStatus.COMMAND_OK).command_tuples
        wire.finish()
    except psycopg.Error as error:
        raise sort_psycopg(error) from None
    if written != rows:
        raise EngineFault(Fault.TERMINAL, f"the target has taken {written} of {rows} rows, and gave no error")
    return rows


def _give_up(wire: Wire) -> None:
    try:
        wire.pgconn.put_copy_end(b"given up")
        wire.flush()
        wire.finish()
    except psycopg.Error:
        return  # as asked for; or the connection is gone, and the COPY with it


def first_fields(row: bytes | memoryview, count: int) -> list[bytes | None]:
    """The first values of one row in the server's binary form; what follows may be large, and is not copied.

    Raises EngineFault if it is not exactly one row.
    """
    found: list[bytes | None] = []
    place = 2
    try:
        [number] = struct.unpack_from("!h", row)
        for nth in range(number):
            [length] = struct.unpack_from("!i", row, place)
            place += 4
            if nth < count:
                found.append(None if length < 0 else bytes(row[place : place + length]))
            place += max(length, 0)
    except struct.error:
        place = -1
    if place != len(row):
        raise EngineFault(Fault.TERMINAL, "the server's COPY data do not come row by row")
    return found


def as_text(wire: Wire, values: Sequence[tuple[bytes, str]]) -> list[str]:
    """Binary values of these types as the server spells them."""
    listed = ", ".join(f"(${number}::{native})::text" for number, (_, native) in enumerate(values, 1))
    try:
        wire.pgconn.send_query_params(
            f"SELECT {listed}".encode(), [value for value, _ in values], param_formats=[pq.Format.BINARY] * len(values)
        )
        wire.flush()
        result = wire.expect(pq.ExecStatus.TUPLES_OK)
        wire.finish()
    except psycopg.Error as error:
        raise sort_psycopg(error) from None
    return [(result.get_value(0, number) or b"").decode() for number in range(len(values))]
