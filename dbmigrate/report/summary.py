"""The report's content: ledger, plan and latest verdict put together, per group and table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dbmigrate.report.documents import VERSION, now

_COUNTS = ("rows_inserted", "rows_updated", "rows_present", "rows_deleted")


def report_document(
    *,
    status: dict[str, Any],
    position: dict[str, Any] | None,
    groups: Mapping[str, Iterable[str]],
    source: str,
    target: str,
    plan: dict[str, Any] | None,
    plan_failure: str,
    verification: dict[str, Any] | None,
    checklist: dict[str, Any] | None = None,
    checklist_failure: str = "",
) -> dict[str, Any]:
    """``groups``: source tables by group, of the package; ``position``: the ledger's, now.

    ``plan`` is None where none could be made; ``plan_failure`` says why.  So it is with ``checklist``.
    """
    proof = current_proof(verification, position, status)
    verdicts = {(one["table"], one["target"]): one for one in proof["tables"]}
    body = _groups(status, groups, verdicts, proof)
    rejected = sum(one["rows"] for one in status["reject_counts"])
    totals = {key: sum(one.get(key) or 0 for one in status["totals"]) for key in _COUNTS}
    newest = status["runs"][0] if status["runs"] else None
    return {
        "kind": "report",
        "version": VERSION,
        "made_at": now(),
        "project": status["project"],
        "source": source,
        "target": target,
        "state": "nothing copied" if newest is None else newest["state"],
        "package": None if newest is None else newest["package"],
        "package_release": None if newest is None else newest["package_release"],
        "totals": {**totals, "rows_rejected": rejected},
        "groups": body,
        "changes": _changes(status["totals"]),
        "reject_counts": status["reject_counts"],
        "verification": {key: value for key, value in proof.items() if key != "tables"},
        "differences": [one for one in proof["tables"] if one["differences_total"]],
        "runs": status["runs"],
        "suspended": status["suspended"],
        "remaining": [] if newest is None or newest["state"] == "copied" else status["remaining"],
        "findings": plan["findings"] if plan else [],
        "left_out": plan["left_out"] if plan else [],
        "inputs": plan["inputs"] if plan else {},
        "consents": _consents(plan) if plan else [],
        "plan_failure": plan_failure,
        "checklist": checklist,
        "checklist_failure": checklist_failure,
    }


def current_proof(
    verification: dict[str, Any] | None, position: dict[str, Any] | None, status: dict[str, Any]
) -> dict[str, Any]:
    """The verdict that holds now: an old one says nothing about rows committed since."""
    nothing: dict[str, Any] = {"verdict": "not_verified", "verified_at": None, "level": None, "tables": []}
    if verification is None:
        return {**nothing, "reason": "no verification has been made; make one with: dbmigrate verify"}
    if position is None or verification["covers"] != position:
        return {
            **nothing,
            "verified_at": verification["verified_at"],
            "reason": f"the verification of {verification['verified_at']} is older than the newest run;"
            " make one with: dbmigrate verify",
        }
    kept = {key: verification[key] for key in ("verdict", "verified_at", "level", "tables")}
    compared = {(one["table"], one["target"]) for one in verification["tables"]}
    missing = {(one["table_name"], one["target_name"]) for one in status["totals"]} - compared
    if missing and kept["verdict"] == "match":
        reason = f"{len(missing)} of the tables were left out of the verification of {kept['verified_at']}"
        return {**kept, "verdict": "not_verified", "reason": reason}
    return {**kept, "reason": ""}


def _groups(
    status: dict[str, Any],
    groups: Mapping[str, Iterable[str]],
    verdicts: Mapping[tuple[str, str], dict[str, Any]],
    proof: dict[str, Any],
) -> list[dict[str, Any]]:
    """Tables by group in the package's order; tables that no group knows any more come last."""
    read: dict[str, int] = {}
    rejected: dict[str, int] = {}
    closed: dict[str, bool] = {}
    for run in status["runs"]:
        for one in run.get("tables") or ():
            read[one["table_name"]] = read.get(one["table_name"], 0) + (one["rows_read"] or 0)
            closed.setdefault(one["table_name"], bool(one["closed"]))
    for one in status["reject_counts"]:
        rejected[one["table_name"]] = rejected.get(one["table_name"], 0) + one["rows"]
    into: dict[str, list[dict[str, Any]]] = {}
    for one in status["totals"]:
        verdict = verdicts.get((one["table_name"], one["target_name"]))
        into.setdefault(one["table_name"], []).append(
            {
                "target": one["target_name"],
                **{key: one.get(key) or 0 for key in _COUNTS},
                "verdict": "not_verified" if verdict is None else verdict["verdict"],
                "method": (proof["reason"] or "not compared") if verdict is None else verdict["method"],
            }
        )
    names = {table.casefold(): group for group, tables in groups.items() for table in tables}
    by_group: dict[str, list[dict[str, Any]]] = {group: [] for group in groups}
    for table in sorted(set(read) | set(into) | set(rejected)):
        by_group.setdefault(names.get(table.casefold(), "(no group)"), []).append(
            {
                "table": table,
                "rows_read": read.get(table, 0),
                "rows_rejected": rejected.get(table, 0),
                "complete": closed.get(table, True),
                "into": into.get(table, []),
            }
        )
    return [{"name": group, "tables": tables} for group, tables in by_group.items() if tables]


def _changes(totals: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Values changed with consent, where the ledger's totals carry them."""
    return [
        {"table": one["table_name"], "target": one["target_name"], "change": name, "values": values}
        for one in totals
        for name, values in (one.get("changes") or {}).items()
    ]


def _consents(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"table": table["table"], "target": into["target"], "column": column, "kinds": kinds}
        for group in plan["groups"]
        for table in group["tables"]
        for into in table["into"]
        for column, kinds in into["consents"].items()
    ]
