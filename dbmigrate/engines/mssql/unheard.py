"""Peers that are gone while we send: found after a minute and a half, not after the kernel's quarter of an hour.

Microsoft's driver asks for TCP keepalives by itself (after 30 s, nine times with a second between; seen on the socket
of mssql-python 1.16, learn.microsoft.com: DSN and connection string keywords, KeepAlive).  They find a machine or a
route that is gone while we wait for an answer.  None is sent while something that we sent is not acknowledged: that
is the kernel's own limit, and TCP_USER_TIMEOUT shortens it (RFC 5482; Linux: tcp(7)).  The driver has no setting for
it, so it is set on the sockets that are new after it has connected.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

UNHEARD_MILLISECONDS = 90_000
"""The same as with the other engines."""
_OPTION: int | None = getattr(socket, "TCP_USER_TIMEOUT", None)
_OPEN_FILES = Path("/proc/self/fd")


@contextmanager
def unheard_limit() -> Iterator[None]:
    """Around the opening of a connection; does nothing where the system does not list sockets or has no such limit.

    A socket that another thread opens meanwhile gets the same limit, which harms none.
    """
    if _OPTION is None:
        yield
        return
    before = _sockets()
    yield
    for number, _ in _sockets() - before:
        with suppress(OSError), socket.socket(fileno=os.dup(number)) as copy:
            copy.setsockopt(socket.IPPROTO_TCP, _OPTION, UNHEARD_MILLISECONDS)


def _sockets() -> set[tuple[int, int]]:
    """(descriptor, inode) of this process's sockets."""
    found = set()
    with suppress(OSError):
        for name in os.listdir(_OPEN_FILES):  # noqa: PTH208 - names alone, and no error for the one that lists
            with suppress(OSError):
                if str((_OPEN_FILES / name).readlink()).startswith("socket:"):
                    found.add((int(name), os.fstat(int(name)).st_ino))
    return found
