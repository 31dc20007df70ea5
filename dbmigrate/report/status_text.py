"""What the ledger knows, for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from dbmigrate.report.console import facts, heading, left_alone, line, styled, table
from dbmigrate.report.measures import number

_RUNS_SHOWN = 5


def show_status(console: Console, status: dict[str, Any], *, verbose: bool = False) -> None:
    """What is done, what is left, what was refused, and what to do next."""
    console.print(f"[bold]Project[/] {styled(status['project'])}")
    if not status["ledger_exists"] or not status["runs"]:
        line(
            console,
            "Nothing has been copied: the target has no run in its ledger. Begin with: dbmigrate plan",
            indent=2,
        )
        return
    newest = status["runs"][0]
    facts(
        console,
        [
            ("run", f"{newest['run_id']} (pass {newest['pass_number']})"),
            ("state", newest["state"]),
            ("at work here", _at_work(status.get("at_work"))),
            ("rows", rows_of(newest["filters"])),
            ("began", newest["started_at"]),
            ("ended", newest["ended_at"]),
            ("package", f"{newest['package']} {newest['package_release']}"),
            ("attempts", len(newest.get("attempts") or ())),
        ],
    )
    _show_tables(console, newest, verbose)
    _show_totals(console, status["totals"], verbose)
    if status["reject_counts"]:
        heading(console, "Rejected rows that are not in the target (dbmigrate rejects)")
        rejects = [
            (one["table_name"], one["reason"], one["column_name"], one["rows"]) for one in status["reject_counts"]
        ]
        console.print(table(["table", "reason", "column", "rows"], rejects, numbers=["rows"]))
    if status["suspended"]:
        heading(console, "Still off in the target (the next run puts them back)")
        suspended = [(one["kind"], one["object_name"], one["table_name"]) for one in status["suspended"]]
        console.print(table(["kind", "name", "table"], suspended))
    if len(status["runs"]) > 1:
        shown = status["runs"] if verbose else status["runs"][:_RUNS_SHOWN]
        heading(console, f"Runs ({len(status['runs'])})")
        runs = [
            (
                str(one["run_id"]),
                one["pass_number"],
                one["state"],
                rows_of(one["filters"]),
                one["started_at"],
                one["ended_at"],
            )
            for one in shown
        ]
        console.print(table(["run", "pass", "state", "rows", "began", "ended"], runs))
    if status["other_runs"]:
        heading(console, f"Runs of other projects with this target ({len(status['other_runs'])})")
        names = ("project", "run_id", "pass_number", "state", "started_at", "ended_at")
        others = [[str(one[name]) for name in names] for one in status["other_runs"][:_RUNS_SHOWN]]
        console.print(table(["project", "run", "pass", "state", "began", "ended"], others))
    console.print()
    for text in advice(status):
        line(console, text)


def _at_work(found: dict[str, Any] | None) -> str:
    """What a run on this machine says of itself."""
    if found is None:
        return ""
    why = f": {found['reason']}" if found["reason"] else ""
    return f"process {found['process_id']}, {found['state']} since {found['since']}{why}"


def rows_of(filters: dict[str, Any]) -> str:
    """Which rows a run was about."""
    said = [
        f"{name} {', '.join(value) if isinstance(value, list) else value}"
        for name in ("from", "before", "site", "workflow")
        if (value := filters.get(name))
    ]
    return ", ".join(said) or "all"


def _show_tables(console: Console, run: dict[str, Any], verbose: bool) -> None:
    tables = run.get("tables") or []
    if run["state"] == "undone":
        line(console, "What it had written was taken out again.", indent=2)
        return
    closed = sum(1 for one in tables if one["closed"])
    read = sum(one["rows_read"] for one in tables)
    line(
        console,
        f"{closed} tables copied to their end, {len(tables) - closed} begun; {number(read)} rows read.",
        indent=2,
    )
    unchanged = run.get("unchanged") or []
    if unchanged:
        line(console, left_alone(unchanged), indent=2)
    left_out = sum(sum(one["left_out"].values()) for one in tables)
    if left_out:
        line(console, f"{number(left_out)} rows left out by the filters. By reason: --verbose", indent=2)
    if verbose and left_out:
        heading(console, "Left out by the filters")
        reasons = [(one["table_name"], why, rows) for one in tables for why, rows in one["left_out"].items()]
        console.print(table(["table", "reason", "rows"], reasons, numbers=["rows"]))
    shown = tables if verbose else [one for one in tables if one["rows_rejected"] or not one["closed"]]
    if not shown:
        return
    heading(console, f"Tables of run {run['run_id']}" + ("" if verbose else " that are incomplete or have rejects"))
    rows = [
        (
            one["table_name"],
            one["rows_read"],
            one["rows_rejected"],
            one["batches"],
            "copied" if one["closed"] else "incomplete",
            one["last_commit"],
        )
        for one in shown
    ]
    names = ["table", "read", "rejected", "batches", "state", "last commit"]
    console.print(table(names, rows, numbers=names[1:4]))


def _show_totals(console: Console, totals: list[dict[str, Any]], verbose: bool) -> None:
    counts = {key: sum(one[key] for one in totals) for key in ("rows_inserted", "rows_updated", "rows_present")}
    if deleted := sum(one.get("rows_deleted") or 0 for one in totals):
        counts["rows_deleted"] = deleted
    words = [f"{number(rows)} {key.removeprefix('rows_')}" for key, rows in counts.items()]
    line(console, f"By all runs: {', '.join(words)}. Each table: --verbose", indent=2)
    if verbose:
        heading(console, "Rows brought by all runs")
        names = ["table", "into", *(key.removeprefix("rows_") for key in counts)]
        rows = [(one["table_name"], one["target_name"], *(one[key] for key in counts)) for one in totals]
        console.print(table(names, rows, numbers=names[2:]))


def advice(status: dict[str, Any]) -> list[str]:
    """What to do next."""
    remaining = status["remaining"]
    if status.get("at_work"):
        paused = status["at_work"]["state"] == "paused"
        return ["Go on with: dbmigrate resume" if paused else "Make it wait with: dbmigrate pause"]
    # A run is "copied" only after its last table; tables that a later pass need not read are no remainder.
    if remaining and status["runs"] and status["runs"][0]["state"] != "copied":
        named = ", ".join(remaining[:5]) + (f" and {len(remaining) - 5} more" if len(remaining) > 5 else "")
        return [f"Not copied to the end: {named}.", "Go on with: dbmigrate run"]
    if out := status["taken_out"]:
        runs = f"run {out[0]}" if len(out) == 1 else f"runs {', '.join(map(str, out))}"
        return [f"Rows of {runs} were taken out again by undo.", "Bring them back with: dbmigrate run"]
    rejected = sum(one["rows"] for one in status["reject_counts"])
    done = f"Everything is copied but {number(rejected)} rejected rows" if rejected else "Everything is copied"
    proof = status["verification"]
    if proof["verdict"] == "not_verified":
        return [f"{done}. Not verified: {proof['reason'] or 'the verification could not tell'}"]
    return [f"{done}. Verification of {proof['verified_at']}: {proof['verdict']}", "Next: dbmigrate report"]


def show_report(console: Console, document: dict[str, Any]) -> None:
    """The report's first lines."""
    totals = document["totals"]
    facts(
        console,
        [
            ("project", document["project"]),
            ("state", document["state"]),
            ("rows inserted", totals["rows_inserted"]),
            ("rows updated", totals["rows_updated"] or None),
            ("rows deleted, gone from the source", totals.get("rows_deleted") or None),
            ("rows rejected", totals["rows_rejected"]),
            ("verification", document["verification"]["verdict"]),
            ("", document["verification"]["reason"]),
            ("page", document["page"]),
        ],
    )
