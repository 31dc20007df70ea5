"""How long a plan will take: rows that are left, by how fast rows have gone before.

A table that was measured goes as fast as it went.  Another one goes by its values (rows times columns), as the
measured ones did, or as ``dbmigrate tune`` has found, or by ``DEFAULT_VALUES_PER_SECOND``, which nobody has measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby

from msgspec import Struct

from dbmigrate.ledger.rates import Done
from dbmigrate.model.estimate import Basis, Speed, TableTime, TimeEstimate
from dbmigrate.model.plan import MigrationPlan, TablePlan

DEFAULT_VALUES_PER_SECOND = 1_000_000
"""A twenty-column table at 50,000 rows a second: about a third of what two idle cores and local databases do."""
SECONDS_PER_TABLE = 0.05
"""Opening and finishing a table, whatever its size."""


class Pace(Struct, frozen=True):
    """``streams``: tables that go at once; ``max_rows_per_second``: None for no limit."""

    streams: int = 1
    max_rows_per_second: int | None = None


def estimate_time(
    plan: MigrationPlan, done: Done, pace: Pace, *, tuned_values_per_second: float | None = None
) -> TimeEstimate:
    """``tuned_values_per_second``: as ``dbmigrate tune`` has measured it; None if it has not."""
    values, basis = _values_per_second(plan, done.speeds, tuned_values_per_second)
    unknown: list[str] = []
    times: dict[str, TableTime] = {}
    for table in plan.tables:
        rows = _rows_left(table, done)
        if rows is None:
            unknown.append(table.name)
            continue
        speed = done.speeds.get(table.name)
        if speed is not None:
            seconds, of = rows / speed.rows_per_second, Basis.LEDGER
        else:
            seconds, of = rows * _width(table) / values, basis
        before = 0
        if table.name not in done.closed_now:
            seconds += SECONDS_PER_TABLE
            before = done.read_now.get(table.name, 0)
        times[table.name] = TableTime(table.name, rows, seconds, of, before)
    total = sum(
        _together([times[table.name].seconds for table in tables if table.name in times], pace.streams)
        for _, tables in groupby(plan.tables, key=lambda table: (table.group, table.level))
    )
    rows_left = sum(time.rows for time in times.values())
    if pace.max_rows_per_second:
        total = max(total, rows_left / pace.max_rows_per_second)
    return TimeEstimate(
        total, rows_left, _greatest(times, basis), tuple(times.values()), tuple(unknown), is_most=bool(plan.filters)
    )


def _values_per_second(plan: MigrationPlan, speeds: Mapping[str, Speed], tuned: float | None) -> tuple[float, Basis]:
    measured = [(table, speeds[table.name]) for table in plan.tables if table.name in speeds]
    seconds = sum(speed.seconds for _, speed in measured)
    if seconds:
        return sum(speed.rows * _width(table) for table, speed in measured) / seconds, Basis.OTHER_TABLES
    if tuned:
        return tuned, Basis.TUNE
    return DEFAULT_VALUES_PER_SECOND, Basis.DEFAULT


def _rows_left(table: TablePlan, done: Done) -> int | None:
    """None where nobody knows."""
    if table.name in done.closed_now or (table.name in done.closed and not table.key):
        return 0
    if table.row_estimate is None:
        return None
    before = done.read_now.get(table.name, 0)
    if table.name in done.closed and table.watermark is not None:
        # A later pass reads what lies above the last mark.
        before = max(before, done.inserted.get(table.name, 0))
    return max(table.row_estimate - before, 0)


def _together(seconds: list[float], streams: int) -> float:
    """No table goes faster for having others beside it."""
    return max(sum(seconds) / max(1, min(streams, len(seconds))), *seconds) if seconds else 0.0


def _width(table: TablePlan) -> int:
    return max(1, len(table.read_columns))


def _greatest(times: Mapping[str, TableTime], otherwise: Basis) -> Basis:
    share: dict[Basis, float] = defaultdict(float)
    for time in times.values():
        if time.rows:
            share[time.basis] += time.seconds
    return max(share, key=lambda basis: share[basis]) if share else otherwise
