"""What was measured, as text for people and as a document for programs."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.goals import Verdict
from benchmarks.suite import Line, Settings

FORMAT = 1
_FAULT_CHARACTERS = 100  # in the text; the document has all of it


def as_document(lines: Sequence[Line], verdicts: Sequence[Verdict], settings: Settings) -> dict[str, object]:
    """Seconds, bytes and counts of rows; ``median_seconds`` null where a result was not proven equal."""
    return {
        "format": FORMAT,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "rows": settings.rows,
        "repetitions": settings.repetitions,
        "lines": [
            {
                "case": line.case,
                "tool": line.tool,
                "rows": line.row_count,
                "seconds": [round(reading.seconds, 3) for reading in line.readings if not reading.fault],
                "median_seconds": None if line.median_seconds is None else round(line.median_seconds, 3),
                "peak_bytes": line.peak_bytes,
                "equal": line.median_seconds is not None,
                "fault": line.fault,
            }
            for line in lines
        ],
        "goals": [
            {
                "case": verdict.case,
                "what": verdict.what,
                "value": None if verdict.value is None else round(verdict.value, 3),
                "goal": verdict.goal,
                "at_least": verdict.at_least,
                "met": verdict.met,
                "note": verdict.note,
            }
            for verdict in verdicts
        ],
    }


def as_text(lines: Sequence[Line], verdicts: Sequence[Verdict], settings: Settings) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in _machine().items())
    measured: list[tuple[str, ...]] = [("case", "tool", "rows", "median s", "rows/s", "peak MB", "equal")]
    measured += [_measured(line) for line in lines]
    judged: list[tuple[str, ...]] = [("case", "what", "value", "goal", "met", "")]
    judged += [_judged(verdict) for verdict in verdicts]
    return "\n".join(
        [
            f"{settings.rows:,} rows, {settings.repetitions} repetitions; {machine}",
            "",
            *_table(measured, numbers=(2, 3, 4, 5)),
            "",
            *_table(judged, numbers=(2, 3)),
        ]
    )


def _measured(line: Line) -> tuple[str, ...]:
    seconds, peak = line.median_seconds, line.peak_bytes
    if seconds is None or peak is None:
        return (line.case, line.tool, f"{line.row_count:,}", "-", "-", "-", _short(line.fault))
    speed = f"{line.row_count / seconds:,.0f}"
    return (line.case, line.tool, f"{line.row_count:,}", f"{seconds:.2f}", speed, f"{peak / 1e6:.0f}", "yes")


def _judged(verdict: Verdict) -> tuple[str, ...]:
    value = "-" if verdict.value is None else f"{verdict.value:.2f}"
    goal = "-" if verdict.goal is None else f"{'>=' if verdict.at_least else '<='} {verdict.goal:g}"
    met = {True: "yes", False: "MISSED", None: "-"}[verdict.met]
    return (verdict.case, verdict.what, value, goal, met, _short(verdict.note))


def _short(text: str) -> str:
    return text if len(text) <= _FAULT_CHARACTERS else f"{text[: _FAULT_CHARACTERS - 4]} ..."


def _table(rows: Sequence[tuple[str, ...]], numbers: tuple[int, ...]) -> list[str]:
    widths = [max(len(row[place]) for row in rows[1:] or rows) for place in range(len(rows[0]))]
    widths = [max(width, len(title)) for width, title in zip(widths, rows[0], strict=True)]
    widths[-1] = 0  # the last column may be as long as it likes
    return [
        "  ".join(
            text.rjust(width) if place in numbers else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _machine() -> dict[str, str]:
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "dbmigrate": version("dbmigrate"),
    }
