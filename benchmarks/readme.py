"""``python -m benchmarks.readme FILE ...``: what ``--json`` has written, as the table of the README.

Of several files a case of a size is taken from the last that has it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.tools import DBMIGRATE

Measured = tuple[list[dict[str, Any]], list[dict[str, Any]]]
"""The lines and the goals of one case."""

KEPT = Path(__file__).parent / "measured"
"""What the README shows, as it was measured."""
_HEAD = "| data | rows | dbmigrate, rows/s | times as fast as | verify by copy | peak MB |"
_SPEED = "times as fast as "


def table(documents: Sequence[dict[str, Any]]) -> str:
    """Markdown.  A peer that was not there, or whose result was not equal, has no figure."""
    cases: dict[tuple[str, int], Measured] = {}
    for document in documents:
        measured: dict[str, Measured] = {}
        for kind, place in (("lines", 0), ("goals", 1)):
            for one in document[kind]:
                measured.setdefault(one["case"], ([], []))[place].append(one)
        cases.update({(case, max(line["rows"] for line in found[0])): found for case, found in measured.items()})
    return "\n".join([_HEAD, "| --- " * (_HEAD.count("|") - 1) + "|", *_rows(cases)])


def _rows(cases: dict[tuple[str, int], Measured]) -> Iterator[str]:
    for (case, _), (lines, goals) in cases.items():
        if case.startswith(("scale", "rerun")):
            yield from (_line(case, lines, goal) for goal in goals)
            continue
        by_tool = {line["tool"]: line for line in lines}
        ours = by_tool[DBMIGRATE.name]
        by_what = {goal["what"]: goal for goal in goals}
        peers = [
            f"{what.removeprefix(_SPEED)} {_value(goal)}"
            for what, goal in by_what.items()
            if what.startswith(_SPEED) and goal["value"] is not None
        ]
        peaks = [_value(goal, digits=0) for what, goal in by_what.items() if what.startswith("peak MB")]
        verified = by_what.get("verify: times as fast as the copy")
        speed = ours["median_seconds"] and ours["rows"] / ours["median_seconds"]
        cells = [case, f"{ours['rows']:,}", f"{speed:,.0f}" if speed else ours["fault"], ", ".join(peers) or "-"]
        yield _row([*cells, _value(verified) if verified else "-", ", ".join(peaks)])


def _line(case: str, lines: list[dict[str, Any]], goal: dict[str, Any]) -> str:
    rows = max(line["rows"] for line in lines)
    unit = " s" if case.startswith("rerun") else ""
    return _row([case, f"{rows:,}", "-", f"{goal['what']}: {_value(goal, unit=unit)}", "-", "-"])


def _value(goal: dict[str, Any], *, digits: int = 2, unit: str = "") -> str:
    """With the goal behind it, where it is missed."""
    if goal["value"] is None:
        return "-"
    missed = f" (missed: {goal['goal']:g})" if goal["met"] is False else ""
    return f"{goal['value']:.{digits}f}{unit}{missed}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def kept() -> list[dict[str, Any]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(KEPT.glob("*.json"))]


if __name__ == "__main__":
    files = [Path(name) for name in sys.argv[1:]]
    print(table([json.loads(file.read_text(encoding="utf-8")) for file in files] if files else kept()))
