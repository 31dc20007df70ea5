"""Which tables go one after the other; lanes go at once."""

from __future__ import annotations

from collections.abc import Sequence

from dbmigrate.model.plan import TablePlan
from dbmigrate.model.table import TableName
from dbmigrate.run.key_books import shared_things


def lanes(tables: Sequence[TablePlan]) -> list[list[TablePlan]]:
    """Tables that feed the same target, or allocate ids of one domain, go one after the other: at once, both could
    find a key missing or a number free."""
    found: dict[int, list[TablePlan]] = {}
    things_of: dict[int, set[TableName | str]] = {}
    lane_of: dict[TableName | str, int] = {}
    for number, table in enumerate(tables):
        shared = shared_things(table)
        same = sorted({lane_of[thing] for thing in shared if thing in lane_of})
        found[number] = [*(other for lane in same for other in found.pop(lane)), table]
        things_of[number] = shared.union(*(things_of.pop(lane) for lane in same))
        lane_of.update(dict.fromkeys(things_of[number], number))
    return list(found.values())
