"""Which source rows did not migrate, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console

from dbmigrate.report.console import heading, line, styled, table
from dbmigrate.report.documents import VERSION, now
from dbmigrate.report.measures import duration, number

if TYPE_CHECKING:
    from dbmigrate.model.verdicts import GapReport, TableGaps

_GAPS_SHOWN = 20


def gaps_document(report: GapReport, counts: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """``counts``: open rejects by table and reason, where they are told with it."""
    verdicts = {str(one.verdict) for one in report.tables}
    verdict = "mismatch" if "mismatch" in verdicts else "match" if verdicts == {"match"} else "not_verified"
    return {
        "kind": "gaps" if counts is None else "unmigrated",
        "version": VERSION,
        "made_at": now(),
        "verdict": verdict,
        "seconds": round(report.seconds, 3),
        "rows_missing": report.rows_missing,
        "tables": [_table(one) for one in report.tables],
        "reject_counts": counts or [],
    }


def _table(one: TableGaps) -> dict[str, Any]:
    return {
        "group": one.group,
        "table": one.table,
        "target": one.target,
        "verdict": str(one.verdict),
        "reason": one.reason,
        "rows_source": one.rows_source,
        "rows_in_scope": one.rows_in_scope,
        "rows_present": one.rows_present,
        "rows_rejected": one.rows_rejected,
        "rows_new": one.rows_new,
        "rows_missing": one.rows_missing,
        "left_out": dict(one.left_out),
        "gaps": [{"key": gap.key, "belongs_in": gap.belongs_in} for gap in one.gaps],
        "seconds": round(one.seconds, 3),
    }


def show_gaps(console: Console, document: dict[str, Any], *, verbose: bool = False) -> None:
    """The verdict, tables with something to say, the first gaps, what is not known."""
    tables = document["tables"]
    compared = [one for one in tables if one["verdict"] != "not_verified"]
    console.print(f"[bold]Gap audit[/]: {styled(document['verdict'])} in {duration(document['seconds'])}")
    unmigrated = document["kind"] == "unmigrated"
    worth = ("rows_rejected", "rows_new", "rows_missing", *(("left_out",) if unmigrated else ()))
    shown = [one for one in compared if verbose or any(one[name] for name in worth)]
    if shown:
        rows = [
            (
                one["table"],
                one["target"],
                one["rows_source"],
                sum(one["left_out"].values()),
                one["rows_present"],
                one["rows_rejected"],
                one["rows_new"],
                one["rows_missing"],
            )
            for one in shown
        ]
        names = ["table", "in", "source rows", "filtered out", "present", "rejected", "not yet", "GAPS"]
        console.print(table(names, rows, numbers=names[2:]))
    if unmigrated:
        _show_lists(console, document)
    for one in compared:
        _show_missing(console, one)
    unknown = [one for one in tables if one["verdict"] == "not_verified"]
    for one in unknown:
        line(console, f"NOT VERIFIED: {one['table']} -> {one['target']}: {one['reason']}", indent=2)
    console.print()
    line(console, _conclusion(document, len(compared), len(unknown)))


def _show_lists(console: Console, document: dict[str, Any]) -> None:
    reasons = {(one["table"], why): rows for one in document["tables"] for why, rows in one["left_out"].items() if rows}
    if document["reject_counts"]:
        heading(console, "Open rejects (each row: dbmigrate rejects --format csv)")
        counts = [(one["table_name"], one["reason"], one["rows"]) for one in document["reject_counts"]]
        console.print(table(["table", "reason", "rows"], counts, numbers=["rows"]))
    if reasons:
        heading(console, "Left out by filters")
        console.print(table(["table", "why", "rows"], [(*place, rows) for place, rows in reasons.items()]))


def _show_missing(console: Console, one: dict[str, Any]) -> None:
    if not one["rows_missing"]:
        return
    heading(console, f"{one['table']} -> {one['target']}: {number(one['rows_missing'])} source rows are missing")
    rows = [(gap["key"], gap["belongs_in"]) for gap in one["gaps"][:_GAPS_SHOWN]]
    console.print(table(["source key", "belongs in"], rows))
    left = one["rows_missing"] - len(rows)
    if left > 0:
        line(console, f"and {number(left)} more; --json lists the first hundred", indent=2)


def _conclusion(document: dict[str, Any], compared: int, unknown: int) -> str:
    missing = document["rows_missing"]
    text = f"{number(missing)} gaps in {compared} targets compared by key."
    if missing:
        text += " A row that the next pass reads again is brought by dbmigrate run; others by dbmigrate run --resync."
    elif document["kind"] == "unmigrated" and compared:
        text += " Nothing else did not migrate: each source row is present, rejected, filtered out or not yet read."
    if unknown:
        text += f" Of {unknown} others nothing is known."
    return text
