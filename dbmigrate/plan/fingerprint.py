"""What must be the same for an interrupted run to go on, and how two plans differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import Any

from dbmigrate.model.domains import Domain
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan
from dbmigrate.model.table import Table


def plan_document(plan: MigrationPlan) -> dict[str, Any]:
    """Everything that decides which rows go where and how they look; no estimates, no credentials."""
    return {
        "package": plan.package,
        "package_release": plan.package_release,
        "source": plan.source_identity,
        "target": plan.target_identity,
        "inputs": dict(plan.inputs),
        **({"filters": dict(plan.filters)} if plan.filters else {}),
        "tables": {table.name: _table(table) for table in plan.tables},
    }


def part_of(document: dict[str, Any], tables: Collection[str]) -> dict[str, Any]:
    """Of a plan's document what decides about the rows of these tables; as JSON gives it back."""
    part: dict[str, Any] = json.loads(json.dumps(document))
    part["tables"] = {name: table for name, table in part["tables"].items() if name in tables}
    for table in part["tables"].values():
        for into in table["into"].values():
            # Says how rows are written, not which.
            into.pop("may_hold_rows", None)
    return part


def table_terms(plan: MigrationPlan, table: TablePlan) -> str:
    """SHA-256 in hex of what besides the rows of the source decides what a pass brings of this table."""
    document = _table(table)
    for into in document["into"].values():
        # Says how rows are written, not which.
        del into["may_hold_rows"]
    return fingerprint(
        {
            "package": plan.package,
            "package_release": plan.package_release,
            "target": plan.target_identity,
            "inputs": dict(plan.inputs),
            "table": document,
        }
    )


def _table(table: TablePlan) -> dict[str, Any]:
    return {
        "group": table.group,
        "key": list(table.key),
        "method": str(table.method),
        "source_columns": _columns(table.source),
        "watermark": None if table.watermark is None else [table.watermark.column, table.watermark.overlap_seconds],
        **({"scope": table.scope.text} if table.scope.condition is not None else {}),
        **({"orphans": [str(rule.parent.name), dict(rule.on)]} if (rule := table.orphans) else {}),
        **({"member": list(table.member)} if table.member is not None else {}),
        "into": {str(into.table.name): _into(into) for into in table.into},
    }


def _into(into: IntoPlan) -> dict[str, Any]:
    return {
        "key": list(into.key),
        "mode": str(into.mode),
        "may_hold_rows": into.may_hold_rows,
        "target_columns": _columns(into.table),
        "fed": {
            column.name: [column.source or column.expression, str(column.wire), sorted(column.consents)]
            for column in into.columns
        },
        **({"distinct": True} if into.distinct else {}),
        **({"domains": domains} if (domains := _domains(into)) else {}),
    }


def _domains(into: IntoPlan) -> dict[str, Any]:
    return {column.name: _domain(column.domain) for column in into.columns if column.domain is not None}


def _domain(domain: Domain) -> list[Any]:
    """By name, rule, and all else that decides what a value becomes."""
    home = domain.home
    return [
        domain.name,
        str(domain.rule),
        domain.keep,
        dict(domain.given),
        *([sorted(domain.fixed)] if domain.fixed else []),
        *(["ignore_case"] if domain.ignore_case else []),
        *(["shared"] if domain.shared else []),
        *([{"home": str(home.table.name), "column": home.column, "by": list(home.by)}] if home else []),
    ]


def _columns(table: Table) -> dict[str, str]:
    return {c.name: f"{c.type}{'' if c.nullable else ' not null'}" for c in table.columns}


def fingerprint(document: dict[str, Any]) -> str:
    """SHA-256 over the document's canonical JSON, in hex."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def differences(before: dict[str, Any], now: dict[str, Any], path: str = "") -> list[tuple[str, str, str]]:
    """(name, before, now) of every leaf that differs; the name is what ``--accept-change`` takes."""
    found: list[tuple[str, str, str]] = []
    for name in sorted(before.keys() | now.keys()):
        here = f"{path}.{name}" if path else name
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            found += differences(old, new, here)
        else:
            found.append((here, _shown(old), _shown(new)))
    return found


def _shown(value: Any) -> str:
    if value is None:
        return "(absent)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 120 else text[:117] + "..."
