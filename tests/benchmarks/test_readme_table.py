"""The README's table, from what was measured."""

from __future__ import annotations

from typing import Any

from benchmarks.readme import table


def _document(rows: int, seconds: float) -> dict[str, Any]:
    line = {"case": "narrow", "tool": "dbmigrate", "rows": rows, "median_seconds": seconds, "fault": ""}
    goal = {"case": "narrow", "what": "times as fast as sling", "value": seconds, "goal": 4, "met": seconds >= 4}
    return {"lines": [line], "goals": [goal]}


def test_each_size_has_its_line_and_the_last_figure_counts() -> None:
    shown = table([_document(1_000, 1.0), _document(9_000, 4.5), _document(1_000, 2.0)]).splitlines()[2:]
    assert shown == [
        "| narrow | 1,000 | 500 | sling 2.00 (missed: 4) | - |  |",
        "| narrow | 9,000 | 2,000 | sling 4.50 | - |  |",
    ]
