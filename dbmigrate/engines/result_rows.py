"""Rows of a script's queries, fetched as they are asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

FETCH_ROWS = 1000
"""Held at once."""


def pass_over(rows: Iterable[object]) -> None:
    """Take what is left, so that an error behind it is told."""
    deque(rows, maxlen=0)
