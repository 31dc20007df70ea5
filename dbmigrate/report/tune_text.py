"""What ``dbmigrate tune`` has found, for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from dbmigrate.report.console import facts, heading, line, table
from dbmigrate.report.measures import duration

_WALLS = {
    "source": "The source is the wall: its rows, or their way to here, take longest.",
    "this machine": "This machine is the wall: transforming and hashing take longest.",
    "target": "The target is the wall: rows wait to be written.",
    "both databases": "Rows go from database to database as they are stored: those two are the wall.",
}
_STEPS = ("read", "transform", "hash", "write", "move")


def show_tune(console: Console, found: dict[str, Any]) -> None:
    """The wall, the rates it was found by, and the settings that follow."""
    console.print(f"[bold]Measured[/] for {duration(found['seconds'])}")
    line(console, _WALLS[found["wall"]], indent=2)
    facts(
        console,
        [
            ("one stream", f"{found['rows_per_second']:,} rows/s of {found['tables'][0]['table']}"),
            ("source answers in", f"{found['source_round_trip_ms']:.2f} ms"),
            ("target answers in", f"{found['target_round_trip_ms']:.2f} ms"),
        ],
    )
    heading(console, "Rows per second of one stream, each step by itself")
    shown = [name for name in _STEPS if any(one[name] for one in found["tables"])]
    rows = [
        (one["table"], *(f"{one[name]:,}" if one[name] else "" for name in shown), f"{one['commit_ms']:.1f} ms")
        for one in found["tables"]
    ]
    names = ["table", *shown, "each commit"]
    console.print(table(names, rows, numbers=names[1:]))
    for one in found["tables"]:
        if one["by_streams"]:
            said = ", ".join(f"{number}: {speed:,}" for number, speed in one["by_streams"].items())
            line(console, f"{one['table']} written by so many streams at once, rows/s: {said}", indent=2)
    heading(console, "Settings for [run] in migration.toml")
    settings = found["settings"]
    line(console, f"commit_rows = {settings['commit_rows']}", indent=2)
    line(console, f'commit_bytes = "{settings["commit_bytes"] >> 20}MiB"', indent=2)
    line(console, f"workers = {settings['workers']}", indent=2)
    line(console, "They are in the file now." if found["written"] else "Put them there with: dbmigrate tune --write")
    for note in found["notes"]:
        line(console, f"note: {note}")
