"""Indexes that are built behind the load: of large tables that are empty, and are only inserted into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from dbmigrate.engines.base import Engine
from dbmigrate.model.plan import Suspension, TablePlan, WriteMode
from dbmigrate.model.table import Table, TableName

LARGE_ROWS = 100_000
"""Of fewer rows an index takes a fraction of a second either way."""


def delayed_indexes(tables: Sequence[TablePlan], target: Engine, filled: Collection[TableName]) -> list[Suspension]:
    """``filled``: the targets that are not empty."""
    expected: dict[TableName, int] = defaultdict(int)
    targets: dict[TableName, Table] = {}
    updated = set[TableName]()
    for table in tables:
        for into in table.into:
            name = into.table.name
            targets[name] = into.table
            expected[name] += table.row_estimate or 0
            if into.mode is not WriteMode.INSERT:
                updated.add(name)
    large = [
        table
        for name, table in targets.items()
        if expected[name] >= LARGE_ROWS and name not in filled and name not in updated
    ]
    return target.delayed_indexes(large) if large else []
