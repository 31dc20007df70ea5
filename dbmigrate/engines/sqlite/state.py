"""A token of what a SQLite file holds: equal tokens mean that nothing was written to it in between.

It is made of evidence that no writer can leave as it was:

* the first 100 bytes of the file: a transaction raises the change counter among them, but in WAL mode it need not
  (sqlite.org/fileformat2.html, section 1.3.7);
* inode, size and times of the file and of its WAL.  The time of change cannot be set by any program, only by the
  file system's clock;
* the id of the kernel's boot: after a crash times may be older than the bytes they belong to, and device numbers may
  name other devices.

There is no token where one of these cannot be trusted: elsewhere than on Linux, on file systems that are served by
another machine or keep no time of change, and as long as a file has changed so recently that the clock may not have
moved since.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

_HEADER_BYTES = 100
_KEEP_CHANGE_TIME = frozenset({"ext2", "ext3", "ext4", "xfs", "f2fs", "zfs", "tmpfs"})
"""File systems of this machine whose time of change only the kernel sets.  (btrfs would do, but its files have device
numbers that the list of mounts does not know.)"""
_TICK_NANOSECONDS = 100_000_000
"""Ten times the longest tick by which a kernel dates changes (CONFIG_HZ=100)."""
_WHOLE_SECONDS_NANOSECONDS = 2_000_000_000
"""Where times have no fraction the file system may keep none."""
_MOUNTS = Path("/proc/self/mountinfo")
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class OpenFile:
    """A database file's own descriptor: one in this process, however many engines use it.

    POSIX drops all locks of a process on a file when it closes *any* descriptor of it (sqlite.org/howtocorrupt.html,
    section 2.2), and with them the snapshot of a view; so nobody else opens the file to look into it.
    """

    _used: ClassVar[Counter[int]] = Counter()
    """By descriptor."""
    _known: ClassVar[dict[tuple[int, int], int]] = {}
    """Descriptors by device and inode."""
    _changing = threading.Lock()

    def __init__(self, path: Path) -> None:
        """To be closed after the connections of whoever opens it.  Raises OSError."""
        with self._changing:
            status = path.stat()
            known = self._known.get((status.st_dev, status.st_ino))
            self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)) if known is None else known
            self._used[self._descriptor] += 1
            opened = self.status()
            self._known[opened.st_dev, opened.st_ino] = self._descriptor
            self._is_open = True

    def close(self) -> None:
        """Harmless when done twice."""
        with self._changing:
            self._used[self._descriptor] -= int(self._is_open)
            if self._is_open and not self._used[self._descriptor]:
                for place in [place for place, number in self._known.items() if number == self._descriptor]:
                    del self._known[place]
                os.close(self._descriptor)
            self._is_open = False

    def head(self, size: int) -> bytes:
        """The first bytes."""
        with self._changing:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            return os.read(self._descriptor, size)

    def status(self) -> os.stat_result:
        return os.fstat(self._descriptor)


def state_token(file: OpenFile, path: Path) -> str | None:
    """Of the file as it is on disk now.  One token before and after a snapshot was taken is the snapshot's own."""
    if sys.platform != "linux":
        return None
    now = time.time_ns()
    with suppress(OSError):
        of_file, wal = file.status(), _status(Path(f"{path.resolve()}-wal"))
        if not os.path.samestat(of_file, path.stat()) or not _keeps_change_time(of_file.st_dev):
            return None
        # A WAL without a byte is like none: whoever opens the file in this mode makes one.
        logs = [wal] if wal is not None and wal.st_size else []
        statuses = [of_file, *logs]
        if not all(_is_settled(status, now) for status in statuses):
            return None
        evidence = [_BOOT.read_text().strip(), file.head(_HEADER_BYTES).hex()]
        for each in statuses:
            evidence.append(f"{each.st_dev} {each.st_ino} {each.st_size} {each.st_mtime_ns} {each.st_ctime_ns}")
        return hashlib.sha256("\n".join(evidence).encode()).hexdigest()
    return None


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_settled(status: os.stat_result, now: int) -> bool:
    """Whether a change from now on would have another time."""
    has_fraction = status.st_ctime_ns % 1_000_000_000 != 0
    return now - status.st_ctime_ns >= (_TICK_NANOSECONDS if has_fraction else _WHOLE_SECONDS_NANOSECONDS)


def _keeps_change_time(device: int) -> bool:
    """By the types of the file systems mounted from this device (proc(5), /proc/pid/mountinfo)."""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    kinds = set()
    for line in _MOUNTS.read_text().splitlines():
        place, _, of = line.partition(" - ")
        if place.split()[2] == wanted:
            kinds.add(of.split()[0])
    return bool(kinds) and kinds <= _KEEP_CHANGE_TIME
