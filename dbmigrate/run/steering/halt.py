"""Whether the threads of a run end after the batch at hand: stopped for good, or paused for a while."""

from __future__ import annotations

import threading
import time

_SLICE_SECONDS = 0.1


class Halt:
    """``stop``: set by whoever ends the run.  A pause has reasons; it lasts until the last of them is gone."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self._reasons: dict[str, str] = {}
        self._lock = threading.Lock()

    def is_set(self) -> bool:
        return self.stop.is_set() or bool(self._reasons)

    @property
    def pause_reason(self) -> str:
        """Empty while there is none."""
        with self._lock:
            return next(iter(self._reasons.values()), "")

    def pause(self, who: str, reason: str) -> None:
        with self._lock:
            self._reasons[who] = reason

    def go_on(self, who: str) -> None:
        with self._lock:
            self._reasons.pop(who, None)

    def sleep(self, seconds: float) -> None:
        """Shorter if there is a reason to end meanwhile."""
        until = time.monotonic() + seconds
        while not self.is_set() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE_SECONDS))

    def sit_out(self) -> None:
        """Wait until no pause is left, or the run is stopped."""
        while self.pause_reason and not self.stop.is_set():
            time.sleep(_SLICE_SECONDS)
