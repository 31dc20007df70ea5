"""What a run did and what a verification found, for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from dbmigrate.report.console import facts, heading, left_alone, line, styled, table
from dbmigrate.report.measures import duration, number, per_second
from dbmigrate.report.time_text import compared_line

_SECONDS_WORTH_A_WORD = 10.0
"""Nobody waited for an estimate of less."""
_CELL_WIDTH = 60
_DIFFERENCES_SHOWN = 10


def show_run(console: Console, run: dict[str, Any], *, verbose: bool = False) -> None:
    """Totals, one line per table that had rows (all tables if ``verbose``), consented changes."""
    how = "resumed" if run["resumed"] else f"pass {run['pass_number']}"
    speed = per_second(run["rows_read"], run["seconds"])
    console.print(
        f"[bold]Run {run['run_id']}[/] ({how}): {styled(run['state'])} in {duration(run['seconds'])}"
        + (f", {speed}" if speed else "")
    )
    counts = [f"{number(run['rows_read'])} rows read", f"{number(run['rows_inserted'])} inserted"]
    counts += [
        f"{number(run[key])} {word}"
        for key, word in (("rows_updated", "updated"), ("rows_present", "already there"))
        if run[key]
    ]
    line(console, ", ".join([*counts, f"{number(run['rows_rejected'])} rejected"]) + ".", indent=2)
    if run.get("estimate") and run["state"] == "copied" and (verbose or run["seconds"] >= _SECONDS_WORTH_A_WORD):
        line(console, compared_line(run["estimate"], run["seconds"], run["paused_seconds"]), indent=2)
    worth = ("rows_inserted", "rows_updated", "rows_rejected")
    unchanged = [one for one in run["tables"] if one.get("unchanged_since") is not None]
    read = [one for one in run["tables"] if one.get("unchanged_since") is None]
    shown = [one for one in read if verbose or any(one[key] for key in worth)]
    if shown:
        console.print()
        console.print(_outcomes(shown))
    if len(shown) < len(read):
        line(console, f"{len(read) - len(shown)} tables had nothing new.", indent=2)
    if unchanged:
        line(console, left_alone(unchanged), indent=2)
    _show_notes(console, run["tables"])
    if run["rows_left_out"]:
        heading(console, f"Left out by the filters: {number(run['rows_left_out'])} rows")
        left = [(one["table"], why, rows) for one in run["tables"] for why, rows in one["left_out"].items()]
        console.print(table(["table", "reason", "rows"], left, numbers=["rows"]))
    if run["changes"]:
        heading(console, "Values changed with consent")
        console.print(table(["change", "values"], run["changes"].items(), numbers=["values"]))
    if run["rejects_open"]:
        console.print()
        text = f"{number(run['rejects_open'])} rejected rows are not in the target. See: dbmigrate rejects"
        line(console, text)
    if run.get("verification"):
        console.print()
        show_verification(console, run["verification"], verbose=verbose)


def _show_notes(console: Console, tables: list[dict[str, Any]]) -> None:
    """Tables with the same note share a line."""
    notes: dict[str, list[str]] = {}
    for one in tables:
        if one["note"]:
            notes.setdefault(one["note"], []).append(one["table"])
    for note, names in notes.items():
        line(console, f"{note}: {', '.join(names)}", indent=2)


def _outcomes(outcomes: list[dict[str, Any]]) -> Any:
    rows = [
        (
            one["table"],
            ", ".join(one["targets"]),
            one["rows_read"],
            one["rows_inserted"],
            one["rows_updated"],
            one["rows_present"],
            one["rows_rejected"],
            duration(one["seconds"]),
        )
        for one in outcomes
    ]
    names = ["table", "into", "read", "inserted", "updated", "present", "rejected", "time"]
    kept = [at for at, name in enumerate(names) if name not in ("updated", "present") or any(row[at] for row in rows)]
    return table([names[at] for at in kept], [[row[at] for at in kept] for row in rows], numbers=[*names[2:]])


def show_verification(console: Console, found: dict[str, Any], *, verbose: bool = False) -> None:
    """The verdict, then each table that does not match, with both values side by side."""
    tables = found["tables"]
    count = {
        verdict: sum(1 for one in tables if one["verdict"] == verdict)
        for verdict in ("match", "mismatch", "not_verified")
    }
    console.print(
        f"[bold]Verification[/] ({found['level']}): {styled(found['verdict'])} in {duration(found['seconds'])}"
    )
    expected = sum(one["rows_expected"] or 0 for one in tables)
    line(
        console,
        f"{number(expected)} rows in {len(tables)} tables: {count['match']} match, {count['mismatch']} mismatch,"
        f" {count['not_verified']} not verified.",
        indent=2,
    )
    shown = [one for one in tables if verbose or one["verdict"] != "match"]
    if shown:
        console.print()
        rows = [
            (
                one["table"],
                one["target"],
                one["verdict"],
                number(one["rows_expected"]),
                number(one["rows_found"]),
                one["method"],
            )
            for one in shown
        ]
        names = ["table", "in", "verdict", "expected", "in the target", "how"]
        console.print(table(names, rows, numbers=["expected", "in the target"]))
    for one in tables:
        if one["differences"] or one["differences_total"]:
            _show_differences(console, one)
    if found.get("repair"):
        _show_repair(console, found["repair"])
    if found["verdict"] == "not_verified":
        console.print()
        line(console, "NOT VERIFIED: the tables above were not compared. Nothing is known about their rows.")


def _show_repair(console: Console, repair: dict[str, Any]) -> None:
    heading(console, f"Repair, recorded in run {repair['run_id']}")
    for target, rows in repair["rows"].items():
        line(console, f"{target}: {number(rows)} rows put right", indent=2)
    for left in repair["left"]:
        line(console, left, indent=2)
    line(console, "The verdicts above were found after it.", indent=2)


def _show_differences(console: Console, one: dict[str, Any]) -> None:
    differences = one["differences"][:_DIFFERENCES_SHOWN]
    least = "" if one.get("differences_complete", True) else "at least "
    heading(console, f"{one['table']} -> {one['target']}: {least}{number(one['differences_total'])} rows differ")
    rows: list[tuple[str, str, str, str, str]] = []
    for difference in differences:
        columns = difference["columns"] or [""]
        for at, name in enumerate(columns):
            first = at == 0
            rows.append(
                (
                    difference["key"] if first else "",
                    difference["kind"] if first else "",
                    name,
                    _value(difference["source"], name, difference["kind"] == "extra"),
                    _value(difference["target"], name, difference["kind"] == "missing"),
                )
            )
    console.print(table(["key", "kind", "column", "should be", "is"], rows))
    left = one["differences_total"] - len(differences)
    if left > 0:
        line(console, f"and {number(left)} more; --json lists those that were brought to light", indent=2)


def _value(values: dict[str, str | None], column: str, absent: bool) -> str:
    if absent:
        return "(no row)"
    if column not in values:
        return ""
    value = values[column]
    if value is None:
        return "NULL"
    text = repr(value)
    return text if len(text) <= _CELL_WIDTH else f"{text[: _CELL_WIDTH - 3]}..."


def show_demo(console: Console, demo: dict[str, Any], *, directory: str) -> None:
    """What the demonstration did, where everything is, and what to try next."""
    run, found = demo["run"], demo["verification"]
    heading(console, "Demonstration")
    facts(
        console,
        [
            ("rows made", demo["rows_made"]),
            ("of tables left out", demo["rows_left_out"]),
            ("rows read", run["rows_read"] if run else None),
            ("rows rejected", run["rows_rejected"] if run else None),
            ("copy", f"{duration(run['seconds'])}, {per_second(run['rows_read'], run['seconds'])}" if run else None),
            ("verification", found["verdict"] if found else ("not_verified" if run else None)),
            ("seconds in all", str(demo["seconds"])),
            ("project", demo["project"]),
            ("report", demo["report"]),
        ],
    )
    for each in demo["followers"]:
        heading(console, f"After it: {each['package']}")
        run, found = each["run"], each["verification"]
        rows = [("project", each["project"]), ("rows read", run["rows_read"] if run else None)]
        facts(console, [*rows, ("verification", found["verdict"] if found else "not_verified")])
    console.print()
    if demo["password_variable"]:
        line(console, f"The password was not written. Set {demo['password_variable']} for the commands below.")
    console.print("Try next:")
    commands = ["dbmigrate plan", "dbmigrate status", "dbmigrate verify --level source"] if run else []
    for command in commands or ["dbmigrate plan", "dbmigrate run --verify", "dbmigrate report"]:
        line(console, f"cd {directory} && {command}", indent=2)
    for verb in dict.fromkeys(each["verb"] for each in demo["followers"]):
        line(console, f"cd {directory} && dbmigrate {verb} find", indent=2)
