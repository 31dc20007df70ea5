"""Which tables hold rows, in few questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from dbmigrate.model.table import TableName

_AT_ONCE = 100
"""Terms of a compound SELECT: SQLite takes 500 (sqlite.org/limits.html), and a server's planner its time."""


def filled(
    names: Collection[TableName], quote: Callable[[TableName], str], ask: Callable[[str], Sequence[Sequence[Any]]]
) -> set[TableName]:
    """Those of these tables that hold rows; ``ask`` runs a query."""
    listed = list(names)
    found: set[TableName] = set()
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        asked = [f"SELECT {n} AS n WHERE EXISTS (SELECT 1 FROM {quote(name)})" for n, name in enumerate(part)]
        found.update(part[int(number)] for (number,) in ask(" UNION ALL ".join(asked)))
    return found
