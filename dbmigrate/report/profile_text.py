"""Where the time of a run went, for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from dbmigrate.report.console import heading, line, table

_WORKS = ("read", "transform", "hash", "move", "write", "commit", "wait", "other")
_TABLES_SHOWN = 20


def show_profile(console: Console, profile: dict[str, Any]) -> None:
    """Seconds of each thread by kind of work, the longest first, and all threads together."""
    heading(console, "Where the time went, in seconds")
    if not profile["threads"]:
        line(console, "No rows were copied.", indent=2)
        return
    wall: dict[str, float] = {}
    for one in profile["threads"]:
        wall[one["table"]] = max(wall.get(one["table"], 0.0), one["wall_seconds"])
    shown = sorted(wall, key=lambda name: -wall[name])[:_TABLES_SHOWN]
    threads = sorted(
        (one for one in profile["threads"] if one["table"] in shown),
        key=lambda one: (shown.index(one["table"]), one["role"]),
    )
    works = [work for work in _WORKS if work in ("read", "write", "wait") or profile["total"][work]]
    rows = [
        (one["table"], one["role"], *(_seconds(one[work]) for work in works), _seconds(one["wall_seconds"]))
        for one in threads
    ]
    total = profile["total"]
    rows.append(("all", "", *(_seconds(total[work]) for work in works), _seconds(total["wall_seconds"])))
    console.print(table(["table", "thread", *works, "in all"], rows, numbers=[*works, "in all"]))
    if len(wall) > len(shown):
        line(console, f"and {len(wall) - len(shown)} tables that took less; --json has them", indent=2)
    if profile["wall"]:
        line(console, f"Most of the work was for: {profile['wall']}.", indent=2)


def _seconds(value: float) -> str:
    return f"{value:.2f}"
