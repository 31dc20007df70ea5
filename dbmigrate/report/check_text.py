"""What ``check`` has found, for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from dbmigrate.report.console import facts, heading, line, styled
from dbmigrate.report.measures import number
from dbmigrate.report.plan_text import show_findings


def show_check(console: Console, document: dict[str, Any], *, verbose: bool = False) -> None:
    """Findings by table, each with its count, some keys, and the SQL that shows and mends them."""
    console.print(f"[bold]Check[/] of package {styled(document['package'])}")
    facts(console, [(f"{one['side']} schema", _version(one)) for one in document["schema_versions"]])
    table = ""
    for finding in document["findings"]:
        if finding["table"] != table:
            table = finding["table"]
            heading(console, f"Table {table}")
        _show_finding(console, finding)
    refusals = [finding for finding in document["plan_findings"] if finding["refuses"]]
    show_findings(console, refusals)
    noticed = [one for one in document["state"] if one["status"] != "ok"]
    if noticed:
        heading(console, "State of the databases")
        for one in noticed:
            line(console, f"{one['status']}  {one['name']}: {one['detail']}", indent=2)
            if one["next"]:
                line(console, f"next: {one['next']}", indent=6)
    if document["not_scanned"]:
        heading(console, "Not scanned")
        for one in document["not_scanned"]:
            line(console, f"{one['table']}: {one['reason']}", indent=2)
    if verbose and document["read"]:
        heading(console, "Read, because the source cannot judge some of their columns")
        line(console, ", ".join(document["read"]), indent=2)
    refused = [finding for finding in document["findings"] if finding["refuses"]]
    rows = sum(finding["count"] for finding in refused)
    console.print()
    line(
        console,
        f"{document['tables']} tables, {number(document['rows'])} rows looked at. "
        + (f"REFUSED: {len(refused)} findings, {number(rows)} values" if refused else "Nothing would be refused")
        + (f"; the plan refuses {len(refusals)} more" if refusals else "")
        + ". Nothing was changed.",
    )


def _version(one: dict[str, Any]) -> str:
    found = ", ".join(one["found"]) or "not told"
    return f"{found}, wanted {one['expected']}" + ("" if one["accepted"] or not one["found"] else ": refused")


def _show_finding(console: Console, finding: dict[str, Any]) -> None:
    mark = "REFUSED" if finding["refuses"] else "note"
    what = "rows" if finding["kind"] in ("orphan", "duplicate", "clash", "null") else "values"
    line(console, f"{mark}  {finding['column']}: {number(finding['count'])} {what}: {finding['reason']}", indent=2)
    if finding["examples"]:
        shown = "; ".join(", ".join(example) for example in finding["examples"])
        line(console, f"{', '.join(finding['key'])}: {shown}", indent=6)
    for name in ("show", "mend"):
        if finding[name]:
            line(console, f"{name}: {finding[name]}", indent=6)
