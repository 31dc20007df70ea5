"""What an interrupted verification has already compared, kept by somebody until it is complete."""

from __future__ import annotations

from typing import Protocol

from dbmigrate.model.verdicts import ChunkVerdict


class PartLog(Protocol):
    """Of one verification; its methods are called by one thread at a time."""

    def begin(self, identity: str, *, resume: bool) -> None:
        """Forget what belongs to another verification, or everything unless ``resume``."""

    def known(self, part: str) -> ChunkVerdict | None:
        """The verdict of this part, if it was compared and matched; with the time of it."""

    def record(self, part: str, verdict: ChunkVerdict) -> None:
        """After the comparison."""

    def finish(self) -> None:
        """All parts are compared: forget them."""


class NoLog:
    """Keeps nothing."""

    def begin(self, identity: str, *, resume: bool) -> None: ...

    def known(self, part: str) -> ChunkVerdict | None:
        return None

    def record(self, part: str, verdict: ChunkVerdict) -> None: ...

    def finish(self) -> None: ...
