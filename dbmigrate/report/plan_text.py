"""The plan and its findings, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console

from dbmigrate.report.console import facts, heading, line, styled, table
from dbmigrate.report.measures import number
from dbmigrate.report.status_text import rows_of
from dbmigrate.report.time_text import expected_line

METHODS = {"keyset": "by key", "one_transaction": "one transaction"}
_TYPE_CHANGES_SHOWN = 15


def show_plan(console: Console, plan: dict[str, Any], *, verbose: bool = False) -> None:
    """What a run would do, group by group; ``verbose`` adds each column that is computed or changes its type."""
    console.print(f"[bold]Plan[/] of package {styled(plan['package'])} {styled(plan['package_release'])}")
    inputs = [(f"input {name}", value) for name, value in plan["inputs"].items()]
    wanted = [("rows", rows_of(plan["filters"]))] if plan["filters"] else []
    facts(console, [("source", plan["source"]), ("target", plan["target"]), *inputs, *wanted])
    if plan["filters"]:
        _show_scopes(console, plan)
    _show_members(console, plan)
    for group in plan["groups"]:
        _show_group(console, group, verbose)
    if not verbose:
        _show_type_changes(console, plan)
    if plan["suspensions"]:
        heading(console, "Off during the load, put back after it")
        rows = [(one["kind"], one["name"], one["table"], one["reason"]) for one in plan["suspensions"]]
        console.print(table(["kind", "name", "table", "reason"], rows))
    if plan["left_out"]:
        heading(console, "Left out")
        console.print(table(["table", "reason"], [(left["table"], left["reason"]) for left in plan["left_out"]]))
    show_findings(console, plan["findings"])
    refused = sum(1 for finding in plan["findings"] if finding["refuses"])
    notes = len(plan["findings"]) - refused
    console.print()
    line(
        console,
        f"{plan['tables']} tables in {len(plan['groups'])} groups, about {number(plan['row_estimate'])} rows."
        f" {f'REFUSED: {refused} findings' if refused else 'Nothing is refused'}"
        + (f", {notes} notes" if notes else "")
        + ". Nothing was changed.",
    )
    if plan.get("time"):
        line(console, expected_line(plan["time"]))


def _show_members(console: Console, plan: dict[str, Any]) -> None:
    """What the project says of the members of each series, and what becomes of them in this plan."""
    planned = {
        (entry["member"]["series"], entry["member"]["name"])
        for group in plan["groups"]
        for entry in group["tables"]
        if "member" in entry
    }
    for series in dict.fromkeys(member["series"] for member in plan["members"]):
        rows = []
        for member in (one for one in plan["members"] if one["series"] == series):
            here = (series, member["name"]) in planned
            state = "taken" if here else "left out" if not member["taken"] else "not in this plan"
            state = "excused from missing tables" if member["excused"] and not here else state
            state += f": {member['reason']}" if member["reason"] else ""
            values = ", ".join(f"{name} = {value}" for name, value in member["values"].items())
            rows.append((member["name"], member["tables"], values, state))
        heading(console, f"Series {series}")
        console.print(table([series, "tables", "values", "here"], rows))


def _show_scopes(console: Console, plan: dict[str, Any]) -> None:
    """How the filters meet each table."""
    found: dict[str, list[str]] = {}
    for group in plan["groups"]:
        for entry in group["tables"]:
            found.setdefault(_filtered_by(entry["scope"]), []).append(entry["table"])
    heading(console, "Filtered by")
    console.print(table(["by", "tables"], [(by, ", ".join(names)) for by, names in sorted(found.items())]))


def _filtered_by(scope: dict[str, Any]) -> str:
    parts = [f"the rows of {scope['parent']['table']} it belongs to"] if "parent" in scope else []
    parts += [scope[name][0] for name in ("date", "site", "workflow") if name in scope]
    return ", ".join(parts) or "nothing: all rows"


def _show_group(console: Console, group: dict[str, Any], verbose: bool) -> None:
    if not group["tables"]:
        return
    heading(console, f"Group {group['name']}")
    rows: list[tuple[Any, ...]] = []
    for entry in group["tables"]:
        for into in entry["into"]:
            first = into is entry["into"][0]
            rows.append(
                (
                    entry["table"] if first else "",
                    into["target"],
                    number(entry["row_estimate"]) if first else "",
                    (", ".join(entry["key"]) or "none") if first else "",
                    _method(entry) if first else "",
                    into["mode"] + (", rows may be there" if into["may_hold_rows"] else ""),
                    _later_runs(entry) if first else "",
                )
            )
    names = ["table", "into", "rows, about", "key", "read", "mode", "later runs from"]
    if not any(row[-1] for row in rows):
        names, rows = names[:-1], [row[:-1] for row in rows]
    console.print(table(names, rows, numbers=["rows, about"]))
    for entry in group["tables"]:
        for text in table_details(entry, verbose=verbose):
            line(console, text, indent=4)


def _method(entry: dict[str, Any]) -> str:
    method = METHODS.get(entry["method"], entry["method"])
    return f"{method}, as stored" if entry["moves_server_side"] else method


def _later_runs(entry: dict[str, Any]) -> str:
    """``ModifyDateTime - 1d``: the watermark's column and how far behind it is read again."""
    mark = entry["watermark"]
    if mark is None:
        return ""
    seconds = mark["overlap_seconds"]
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds and seconds % size == 0:
            return f"{mark['column']} - {seconds // size}{unit}"
    return f"{mark['column']} - {seconds}s" if seconds else str(mark["column"])


def table_details(entry: dict[str, Any], *, verbose: bool = False) -> list[str]:
    """What is special about one table: consents, computed columns, notes; types if ``verbose``."""
    lines = []
    for into in entry["into"]:
        place = entry["table"] if into["target"] == entry["table"] else f"{entry['table']} -> {into['target']}"
        if into["consents"]:
            consents = ", ".join(f"{name} ({' '.join(kinds)})" for name, kinds in into["consents"].items())
            lines.append(f"{place}: consented changes of value: {consents}")
        if verbose:
            changes = [f"{one['column']} {one['source']} -> {one['target']}" for one in into["type_changes"]]
            lines += [f"{place}: type changes: {', '.join(changes)}"] if changes else []
            lines += [f"{place}: {name} = {expression}" for name, expression in into["computed"].items()]
        elif into["computed"]:
            named = ", ".join(list(into["computed"])[:4])
            more = f" and {len(into['computed']) - 4} more" if len(into["computed"]) > 4 else ""
            lines.append(f"{place}: computed: {named}{more}")
    if entry["key"] and not entry["key_is_enforced"]:
        lines.append(f"{entry['table']}: the source does not enforce the key")
    return lines + [f"{entry['table']}: {note}" for note in entry["notes"]]


def _show_type_changes(console: Console, plan: dict[str, Any]) -> None:
    """By pair of types, the most frequent first."""
    found: dict[tuple[str, str], list[str]] = {}
    for place, change in _type_changes(plan):
        found.setdefault((change["source"], change["target"]), []).append(f"{place}.{change['column']}")
    if not found:
        return
    heading(console, "Type changes of copied columns (each: --verbose)")
    by_count = sorted(found.items(), key=lambda pair: -len(pair[1]))
    rows = [(*types, len(columns), columns[0]) for types, columns in by_count[:_TYPE_CHANGES_SHOWN]]
    console.print(table(["source", "target", "columns", "such as"], rows, numbers=["columns"]))
    if len(by_count) > len(rows):
        left = sum(len(columns) for _, columns in by_count[_TYPE_CHANGES_SHOWN:])
        line(console, f"and {len(by_count) - len(rows)} other pairs of types, {number(left)} columns", indent=2)


def _type_changes(plan: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for group in plan["groups"]:
        for entry in group["tables"]:
            for into in entry["into"]:
                for change in into["type_changes"]:
                    yield into["target"], change


def show_findings(console: Console, findings: list[dict[str, Any]]) -> None:
    """Refusals first, each with what to do."""
    if not findings:
        return
    heading(console, "Findings")
    for finding in sorted(findings, key=lambda one: not one["refuses"]):
        sort = "[bold red]REFUSED[/]" if finding["refuses"] else "note   "
        console.print(f"  {sort} {styled(finding['code'])}  {styled(finding['subject'])}", overflow="fold")
        line(console, finding["message"], indent=10)
        if finding["next"]:
            line(console, f"next: {finding['next']}", indent=10)
