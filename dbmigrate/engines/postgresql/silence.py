"""Connections that go silent: a dead peer is the kernel's to find, a stalled one is found by asking the server.

TCP keepalives find a machine or a route that is gone.  They find no proxy that is up and passes nothing on, and no
time limit can tell such a connection from a statement that takes an hour.  So the server is asked, over a new
connection, what the session behind a long wait is doing.  Only a session that waits for us while we wait for it,
that is not there any more, or whose server does not answer at all, is given up.

We wait for ourselves as well where a stranger's lock lies between two of our sessions: he waits until the first ends,
the second stands behind him, and the first ends when the second does.  The server sees no deadlock in that.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from msgspec import Struct, field
from psycopg import conninfo, pq

SILENT_SECONDS = 60.0
"""Longer waits are looked into; most statements are shorter."""
OPENING_SECONDS = 300.0
"""For a connection that is being made, of whose session nothing can be asked; some drivers read the catalogue."""
LOOK_SECONDS = 10.0
STRIKES = 3
"""Looks with the same finding, one after the other, after which a connection is given up."""

CLIENT_PARAMETERS = {
    "connect_timeout": "15",
    "keepalives": "1",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "6",
    "tcp_user_timeout": "90000",
}
"""libpq's, in seconds but for the last (postgresql.org, libpq-connect).  What a URL says of them goes first."""
SERVER_SETTINGS = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "6",
    "tcp_user_timeout": "90000",
}
"""So that the server lets go of the locks of a client that is gone; by default it takes two hours to notice."""

_ASKED = """
SELECT state, coalesce(wait_event_type, ''), extract(epoch FROM clock_timestamp() - state_change)::float8
FROM pg_stat_activity WHERE pid = %s AND backend_start = %s
"""
_STRANGERS = """
WITH RECURSIVE ahead (pid) AS (
    SELECT unnest(pg_blocking_pids(%s)) UNION SELECT unnest(pg_blocking_pids(pid)) FROM ahead WHERE pid <> ALL (%s)
)
SELECT pid FROM ahead WHERE pid <> 0 AND pid <> ALL (%s) AND EXISTS (SELECT FROM ahead WHERE pid = ANY (%s))
AND NOT pg_blocking_pids(%s) && %s::int[] ORDER BY pid
"""
"""Who stands between a session and another one of ours, which is not in its way itself."""
_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start = %s"
_AT_A_LOCK = ("active", "Lock")
_BEHIND = "it waits for a lock behind session"
_SILENT = "the connection has gone silent: {}, and nothing comes through"
_connecting = threading.Lock()


def with_parameters(uri: str) -> str:
    """The URI with those of our parameters that it does not set.  Raises ``psycopg.Error`` if libpq cannot read it."""
    given = conninfo.conninfo_to_dict(uri)
    missing = {name: value for name, value in CLIENT_PARAMETERS.items() if name not in given}
    return uri + ("&" if "?" in uri else "?") + urlencode(missing) if missing else uri


class Line(Struct, eq=False):
    """One connection under watch.

    ``end``: our own descriptor of its socket, whose number nobody else can get; None where it could not be found.
    ``opening``: the sockets that belong to it while a driver connects by itself.
    """

    watch: Watch
    failure: type[Exception]
    end: int | None = None
    opening: Callable[[], Collection[int]] = tuple
    backend: tuple[int, Any] | None = None
    since: float | None = None
    verdict: str = ""
    strikes: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Around each call that waits for the server.  Raises ``failure`` with the verdict if the line was given up."""
        self.strikes.clear()
        self.since = time.monotonic()
        try:
            yield
        except Exception:
            if self.verdict:
                raise self.failure(self.verdict) from None
            raise
        finally:
            self.since = None

    def give_up(self, verdict: str) -> None:
        """The driver's call comes back with an error at once, in whichever thread it waits."""
        self.verdict = verdict
        for end in self.opening() if self.end is None else (self.end,):
            _shut(end)

    def close(self) -> None:
        self.watch.forget(self)
        if self.end is not None:
            with suppress(OSError):
                os.close(self.end)
            self.end = None


class Watch:
    """Over all connections of one engine; ``uri`` is never shown.  Its thread runs while a line is open."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._lines: set[Line] = set()
        self._guard = threading.Lock()
        self._changed = threading.Event()
        self._running = False
        self._unreachable = 0

    def line(self, failure: type[Exception], end: int | None) -> Line:
        """``end`` stays the caller's; a copy of it is kept."""
        made = Line(self, failure, None if end is None else os.dup(end))
        with self._guard:
            self._lines.add(made)
            if not self._running:
                self._running = True
                self._changed.clear()
                threading.Thread(target=self._run, name="postgresql-watch", daemon=True).start()
        return made

    def forget(self, line: Line) -> None:
        with self._guard:
            self._lines.discard(line)
            if not self._lines:
                self._changed.set()

    def _run(self) -> None:
        while True:
            self._changed.wait(LOOK_SECONDS)
            with self._guard:
                if not self._lines:
                    self._running = False
                    return
            self._look()

    def _look(self) -> None:
        silent = self._silent()
        if not silent:
            self._unreachable = 0
        elif pq.PGconn.ping(self._uri.encode()) == pq.Ping.NO_RESPONSE:
            self._unreachable += 1
            if self._unreachable >= STRIKES:
                for line in self._silent():
                    line.give_up("the server has gone silent: it answers neither this nor a new connection")
        else:
            self._unreachable = 0
            for line in silent:
                self._ask(line)

    def _silent(self) -> list[Line]:
        """Once the server is known not to answer, nobody has to wait for long any more."""
        least = SILENT_SECONDS if self._unreachable < STRIKES else LOOK_SECONDS
        now = time.monotonic()
        with self._guard:
            waits = [(line, line.since) for line in self._lines if not line.verdict]
        return [line for line, since in waits if since is not None and now - since >= least]

    def _ask(self, line: Line) -> None:
        finding = ""
        if line.backend is None:
            if line.since is not None and time.monotonic() - line.since >= OPENING_SECONDS:
                finding = "it does not come about"
        else:
            rows = self._answer(_ASKED, line.backend, refused=[("active", "", 0.0)])
            finding = "the server answers no question" if rows is None else _finding(rows)
            if rows and rows[0][:2] == _AT_A_LOCK:
                finding = self._behind_a_stranger(line.backend[0])
        line.strikes = {finding: line.strikes.get(finding, 0) + 1} if finding else {}
        if finding and line.strikes[finding] >= STRIKES and line.since is not None:
            line.give_up(finding if finding.startswith(_BEHIND) else _SILENT.format(finding))
            if line.backend is not None:
                # Its locks would be in the way of those who come after it.
                self._answer(_END, line.backend, refused=[])

    def _behind_a_stranger(self, pid: int) -> str:
        with self._guard:
            ours = [line.backend[0] for line in self._lines if line.backend is not None]
        found = self._answer(_STRANGERS, (pid, ours, ours, ours, pid, ours), refused=[]) or []
        strangers = ", ".join(str(number) for (number,) in found)
        return f"{_BEHIND} {strangers}, which waits for one that another connection of this run holds" if found else ""

    def _answer(
        self, question: str, values: Sequence[Any], *, refused: list[tuple[Any, ...]]
    ) -> list[tuple[Any, ...]] | None:
        """Over a new connection; None if it goes silent itself.  A refusal proves nothing: all may be taken."""
        fired = threading.Event()

        def shut(end: int) -> None:
            fired.set()
            _shut(end)

        try:
            with psycopg.connect(self._uri, autocommit=True) as session:
                end = session.pgconn.socket
                limit = threading.Timer(LOOK_SECONDS, shut, [end])
                limit.start()
                try:
                    return session.execute(question, values).fetchall()
                finally:
                    limit.cancel()
                    limit.join()
        except psycopg.Error:
            return None if fired.is_set() else refused


def _finding(rows: Sequence[tuple[Any, ...]]) -> str:
    """What the server says of a session for which we wait; "" if it is at work."""
    if not rows:
        return "the server has ended its session"
    [(state, waits_for, seconds)] = rows
    if state is None:
        return ""  # another role's session: nothing is shown of it
    if state == "active":
        return "the server's session waits for this machine" if waits_for == "Client" else ""
    return "the server has answered" if seconds >= LOOK_SECONDS else ""


class WatchedConnection(psycopg.Connection[Any]):
    """``line`` is set once it is connected; without one it is an ordinary connection."""

    line: Line | None = None
    peer: object = None
    """Where its socket leads, also after it is lost."""

    def wait(self, *arguments: Any, **options: Any) -> Any:
        if self.line is None:
            return super().wait(*arguments, **options)
        with self.line.waiting():
            return super().wait(*arguments, **options)

    def close(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            line.close()
        super().close()


def connect_watched(watch: Watch, uri: str) -> WatchedConnection:
    """In autocommit mode.  Raises ``psycopg.Error``."""
    with _connecting:
        connection: WatchedConnection = WatchedConnection.connect(uri, autocommit=True)
    with suppress(OSError):
        connection.peer = _peer(connection.pgconn.socket)
    connection.line = watch.line(psycopg.OperationalError, connection.pgconn.socket)
    return connection


@contextmanager
def opening_line(watch: Watch, like: WatchedConnection) -> Iterator[Line]:
    """The line of a connection that a driver opens meanwhile and whose socket it does not tell.

    It is the one socket that is new and leads to where ``like`` leads.  Connections of this module wait for each
    other, so that they are not mixed up.
    """
    with _connecting:
        before = _sockets_to(like.peer)

        def new() -> list[int]:
            return [number for number, _ in _sockets_to(like.peer) - before]

        line = watch.line(OSError, None)
        line.opening = new
        try:
            with line.waiting():
                yield line
            ends = new()
        except BaseException:
            line.close()
            raise
        line.end = os.dup(ends[0]) if len(ends) == 1 else None
        line.opening = tuple


def _sockets_to(peer: object) -> set[tuple[int, int]]:
    """(descriptor, inode) of this process's sockets with that peer; nothing where the system does not list them."""
    found = set()
    place = Path("/proc/self/fd")
    with suppress(OSError):
        for name in os.listdir(place):  # noqa: PTH208 - names alone, and no error for the one that lists
            with suppress(OSError):
                if str((place / name).readlink()).startswith("socket:") and _peer(int(name)) == peer:
                    found.add((int(name), os.fstat(int(name)).st_ino))
    return found


def _shut(end: int) -> None:
    """Whoever waits for the socket comes back.  On a copy, which is closed without closing the driver's."""
    with suppress(OSError), socket.socket(fileno=os.dup(end)) as copy:
        copy.shutdown(socket.SHUT_RDWR)


def _peer(descriptor: int) -> object:
    with socket.socket(fileno=os.dup(descriptor)) as copy:
        return copy.getpeername()
