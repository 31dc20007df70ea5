"""The goals, each beside what was measured in the same run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.suite import VERIFY, Line
from benchmarks.tools import DBMIGRATE

# How many times as fast as the peer, by what a case's name ends in.
SPEED_GOALS = {
    ("sqlite-postgresql", "pgloader"): 2.0,
    ("sqlite-postgresql", "sling"): 4.0,
    ("postgresql-postgresql", "psql COPY pipe"): 1.0,
    ("postgresql-postgresql", "pgcopydb"): 1.0,
    ("sqlite-sqlite", "sqlite3 ATTACH"): 0.8,
}
VERIFY_GOAL = 1.0
PEAK_GOAL_BYTES = 300_000_000
RERUN_GOAL_SECONDS = 2.0
RERUN_GOAL_ROWS = 10_000_000
# Of the cost of a further row, in the upper half of the rows by that in the quarter below: 1 is a straight line.
LINEAR_GOAL = 1.15


@dataclass(frozen=True)
class Verdict:
    """``value`` None: not measured, for the reason in ``note``. ``goal`` None: there is none for this one."""

    case: str
    what: str
    value: float | None
    goal: float | None
    at_least: bool
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.value is None or self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def verdicts(lines: Sequence[Line]) -> list[Verdict]:
    cases: dict[str, list[Line]] = {}
    for line in lines:
        cases.setdefault(line.case, []).append(line)
    found: list[Verdict] = []
    for case, members in cases.items():
        if case == "scale":
            found += _linear(members)
        elif case.startswith("rerun"):
            found += _rerun(members)
        else:
            found += _compared(case, members)
    return found


def _compared(case: str, members: Iterable[Line]) -> Iterable[Verdict]:
    by_tool = {line.tool: line for line in members}
    ours = by_tool.pop(DBMIGRATE.name)
    verified = by_tool.pop(VERIFY, None)
    for peer in by_tool.values():
        goal = SPEED_GOALS.get((case.rpartition(" ")[2], peer.tool))
        yield _speed(case, f"times as fast as {peer.tool}", ours, peer, goal)
    if verified:
        yield _speed(case, "verify: times as fast as the copy", verified, ours, VERIFY_GOAL)
    for line in (ours, verified):
        if line and line.peak_bytes is not None:
            what = f"peak MB of {line.tool}"
            yield Verdict(case, what, line.peak_bytes / 1e6, PEAK_GOAL_BYTES / 1e6, at_least=False)


def _speed(case: str, what: str, line: Line, other: Line, goal: float | None) -> Verdict:
    if line.median_seconds is None or other.median_seconds is None:
        note = f"{line.tool}: {line.fault}" if line.fault else f"{other.tool}: {other.fault}"
        return Verdict(case, what, None, goal, at_least=True, note=note)
    return Verdict(case, what, other.median_seconds / line.median_seconds, goal, at_least=True)


def _rerun(members: Iterable[Line]) -> Iterable[Verdict]:
    for line in members:
        # Without a watermark every key is looked at again: told, but no goal.
        goal = RERUN_GOAL_SECONDS if line.case.endswith("watermark") else None
        note = line.fault or f"{line.row_count:,} rows; the goal is for {RERUN_GOAL_ROWS:,}"
        yield Verdict(line.case, "seconds of a run with nothing new", line.median_seconds, goal, False, note)


def _linear(members: Sequence[Line]) -> Iterable[Verdict]:
    what = "cost of a further row, upper half by lower part"
    points = [(line.row_count, line.median_seconds) for line in members if line.median_seconds is not None]
    if len(points) < 3:
        fault = next((line.fault for line in members if line.fault), "too few sizes")
        return [Verdict("scale", what, None, LINEAR_GOAL, at_least=False, note=fault)]
    (rows_a, a), (rows_b, b), (rows_c, c) = points
    if b <= a or c <= b:
        return [Verdict("scale", what, None, LINEAR_GOAL, at_least=False, note="too few rows to tell")]
    lower, upper = (b - a) / (rows_b - rows_a), (c - b) / (rows_c - rows_b)
    note = (
        f"{lower * 1e6:.2f} and {upper * 1e6:.2f} seconds for a million, after {a - lower * rows_a:.2f} to begin with"
    )
    return [Verdict("scale", what, upper / lower, LINEAR_GOAL, at_least=False, note=note)]
