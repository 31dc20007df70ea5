"""Which rows of a table a run is about."""

from __future__ import annotations

from msgspec import Struct

from dbmigrate.model.conditions import Condition

EVERYTHING = "{}"


class TableScope(Struct, frozen=True):
    """``condition`` None: every row.  ``text``: the scope as canonical JSON, the same for the same rows.

    ``reasons``: (why, condition) for the rows outside; each of them meets exactly one.
    """

    condition: Condition | None = None
    text: str = EVERYTHING
    reasons: tuple[tuple[str, Condition], ...] = ()


ALL_ROWS = TableScope()
