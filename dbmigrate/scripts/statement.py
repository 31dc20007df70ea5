"""One statement of a script."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """``line``: 1-based, of the statement's first word.  ``times``: how often it is to be run (``GO 5``)."""

    text: str
    line: int
    times: int = 1
