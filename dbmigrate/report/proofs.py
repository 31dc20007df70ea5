"""What kept checks and verifications prove of the steps of a checklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dbmigrate.check.steps import Told
from dbmigrate.ledger.script_log import ScriptMark
from dbmigrate.report.documents import Document
from dbmigrate.report.summary import current_proof

CHECKED = "checked"
NO_ORPHANS = "no_orphans:"

Terms = Mapping[str, Any]
"""What a check must have been made under: package, release, both databases, filters."""


def check_proofs(checks: Sequence[Document], wanted: Mapping[str, Sequence[str]], terms: Terms) -> dict[str, Told]:
    """``checks``: newest first.  ``wanted``: the source tables of each group.  A table's newest check counts."""
    valid = [one for one in checks if all(one["terms"].get(name) == value for name, value in terms.items())]
    newest: dict[str, Document] = {}
    for check in valid:
        for table in check["scanned"]:
            newest.setdefault(table, check)
    told = {CHECKED: _checked(valid, newest, [table for tables in wanted.values() for table in tables])}
    for group, tables in wanted.items():
        told[f"{NO_ORPHANS}{group}"] = _no_orphans(valid, newest, tables)
    return told


def _checked(valid: Sequence[Document], newest: Mapping[str, Document], tables: Sequence[str]) -> Told:
    if not tables:
        return Told(False, "none of the package's tables is in the source")
    missing = [table for table in tables if table not in newest]
    if missing:
        shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        return Told(False, f"not checked whole, with these databases and filters: {shown}" if newest else "")
    at, behind = _oldest(valid, newest, tables)
    refused = sum(
        finding["count"]
        for table in tables
        for finding in newest[table]["findings"]
        if finding["table"] == table and finding["refuses"]
    )
    by_plan = [one["subject"] for one in valid[0]["plan_findings"] if one["refuses"]]
    if refused or by_plan:
        parts = [f"{refused:,} values would be refused"] if refused else []
        parts += [f"the plan refuses {len(by_plan)}: {by_plan[0]}"] if by_plan else []
        return Told(False, f"{'; '.join(parts)} (check of {at})", at)
    return Told(True, f"nothing would be refused in {len(tables)} tables, check of {at}", at, behind)


def _oldest(
    checks: Sequence[Document], newest: Mapping[str, Document], tables: Sequence[str]
) -> tuple[str, ScriptMark]:
    """When the oldest check of these tables was made, and behind which script; ``checks``: newest first.

    A check of an earlier release tells no script: it is taken for one made before all of them.
    """
    oldest = next(one for one in reversed(checks) if any(newest[table] is one for table in tables))
    return oldest["made_at"], ScriptMark(**oldest.get("behind_script", {}))


def _no_orphans(checks: Sequence[Document], newest: Mapping[str, Document], tables: Sequence[str]) -> Told:
    if not tables:
        return Told(False, "none of the group's tables is in the source")
    if any(table not in newest for table in tables):
        return Told(False, "")
    at, behind = _oldest(checks, newest, tables)
    orphans = {
        table: sum(
            one["count"]
            for one in newest[table]["findings"]
            if one["table"] == table and one["kind"] == "orphan" and one["refuses"]
        )
        for table in tables
    }
    found = [f"{rows:,} in {table}" for table, rows in orphans.items() if rows]
    if found:
        return Told(False, f"rows without their parent would be rejected: {', '.join(found)} (check of {at})", at)
    return Told(True, f"no row would be rejected for a missing parent, check of {at}", at, behind)


def verification_proof(verification: Document | None, position: Document | None, status: Document) -> Told:
    """Whether the newest verification says match, and no batch was committed since."""
    proof = current_proof(verification, position, status)
    at = proof["verified_at"] or ""
    if proof["verdict"] == "match":
        return Told(True, f"every row matches, level {proof['level']}, {at}")
    return Told(False, proof["reason"] or f"{proof['verdict']}, {at}")
