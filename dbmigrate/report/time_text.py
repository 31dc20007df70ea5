"""How long a run will take, or has taken beside what was expected."""

from __future__ import annotations

from typing import Any

from dbmigrate.model.estimate import Basis
from dbmigrate.report.measures import duration

_BASES = {
    Basis.LEDGER: "as fast as the same tables went in earlier runs",
    Basis.OTHER_TABLES: "as fast as other tables went in earlier runs",
    Basis.TUNE: "as fast as dbmigrate tune has measured",
    Basis.DEFAULT: "by a default that nobody has measured here; dbmigrate tune measures",
}


def expected_line(time: dict[str, Any]) -> str:
    """For a plan."""
    most = "at most " if time["is_most"] else ""
    text = f"A run would take {most}about {duration(time['seconds'])} for about {time['rows']:,} rows,"
    return f"{text} {_BASES[Basis(time['basis'])]}.{_without(time)}"


def compared_line(time: dict[str, Any], seconds: float, paused_seconds: float) -> str:
    """For a run that has copied everything: what was expected, and what it took without its pauses."""
    took = max(seconds - paused_seconds, 0.0)
    paused = f", and was paused for {duration(paused_seconds)}" if paused_seconds else ""
    most = "at most " if time["is_most"] else ""
    text = f"Estimated {most}{duration(time['seconds'])} ({_BASES[Basis(time['basis'])]});"
    return f"{text} it took {duration(took)}{paused}.{_without(time)}"


def _without(time: dict[str, Any]) -> str:
    unknown = time["unknown"]
    if not unknown:
        return ""
    named = ", ".join(unknown[:3]) + (f" and {len(unknown) - 3} more" if len(unknown) > 3 else "")
    return f" Not counted, because nobody knows their rows: {named}."
