"""Results as JSON-ready documents: what ``--json`` prints and what every view is made from.

Each has ``kind`` and ``version``; a key is never renamed within a version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from dbmigrate.report.profile_document import profile_document
from dbmigrate.report.time_document import time_document

if TYPE_CHECKING:
    from dbmigrate.check.results import CheckResult
    from dbmigrate.model.outcome import RunOutcome, TableOutcome
    from dbmigrate.model.plan import Finding, IntoPlan, MemberPlan, MigrationPlan, TablePlan
    from dbmigrate.model.verdicts import TableVerdict, VerificationReport

Document = dict[str, Any]
VERSION = 1
_COUNTS = frozenset({"rows", "rows_read", "rows_rejected", "rows_inserted", "rows_updated", "rows_present"})
_COUNTS |= {"rows_deleted", "batches"}
_MOVED = ("rows_inserted", "rows_updated", "rows_present", "rows_deleted")


class LedgerStatus(Protocol):
    """What the ledger knows; ``run.migration.StatusReport`` says what the dictionaries hold."""

    @property
    def project(self) -> str: ...
    @property
    def ledger_exists(self) -> bool: ...
    @property
    def other_runs(self) -> Sequence[dict[str, Any]]: ...
    @property
    def runs(self) -> Sequence[dict[str, Any]]: ...
    @property
    def totals(self) -> Sequence[dict[str, Any]]: ...
    @property
    def reject_counts(self) -> Sequence[dict[str, Any]]: ...
    @property
    def suspended(self) -> Sequence[dict[str, Any]]: ...
    @property
    def remaining(self) -> Sequence[str]: ...
    @property
    def taken_out(self) -> Sequence[int]: ...


def now() -> str:
    """This moment in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def plan_document(plan: MigrationPlan, *, source: str, target: str) -> Document:
    """``source`` and ``target``: the masked URLs, for people."""
    groups = [
        {"name": name, "tables": [_table(table) for table in plan.tables if table.group == name]}
        for name in plan.groups
    ]
    return {
        "kind": "plan",
        "version": VERSION,
        "made_at": now(),
        "package": plan.package,
        "package_release": plan.package_release,
        "source": source,
        "target": target,
        "source_identity": plan.source_identity,
        "target_identity": plan.target_identity,
        "fingerprint": plan.fingerprint,
        "inputs": dict(plan.inputs),
        "filters": dict(plan.filters),
        "members": [_member(member) for member in plan.members],
        "groups": groups,
        "tables": len(plan.tables),
        "row_estimate": _sum(table.row_estimate for table in plan.tables),
        "suspensions": [
            {"kind": one.kind, "name": one.name, "table": str(one.table), "reason": one.reason}
            for one in plan.suspensions
        ],
        "findings": [_finding(finding) for finding in plan.findings],
        "left_out": [{"table": left.table, "reason": left.reason} for left in plan.left_out],
        "refused": bool(plan.refusals),
    }


def _member(member: MemberPlan) -> Document:
    return {
        "series": member.series,
        "name": member.name,
        "tables": member.tables,
        "values": dict(member.values),
        "taken": member.taken,
        "excused": member.excused,
        "reason": member.reason,
    }


def _table(table: TablePlan) -> Document:
    watermark = table.watermark
    return {
        "table": table.name,
        **({"member": {"series": table.member[0], "name": table.member[1]}} if table.member else {}),
        "level": table.level,
        "scope": json.loads(table.scope.text),
        "row_estimate": table.row_estimate,
        "key": list(table.key),
        "key_is_enforced": table.key_is_enforced,
        "method": str(table.method),
        "moves_server_side": table.moves_server_side,
        "watermark": None
        if watermark is None
        else {"column": watermark.column, "overlap_seconds": watermark.overlap_seconds},
        "into": [_into(table, into) for into in table.into],
        "notes": list(table.notes),
    }


def _into(table: TablePlan, into: IntoPlan) -> Document:
    return {
        "target": str(into.table.name),
        "key": list(into.key),
        "mode": str(into.mode),
        "may_hold_rows": into.may_hold_rows,
        "columns": len(into.columns),
        "computed": {column.name: column.expression for column in into.columns if column.expression is not None},
        "renamed": {
            column.name: column.source
            for column in into.columns
            if column.source is not None and column.source.casefold() != column.name.casefold()
        },
        "type_changes": [_type_change(table, column) for column in into.columns if _type_change(table, column)],
        "consents": {column.name: sorted(column.consents) for column in into.columns if column.consents},
    }


def _type_change(table: TablePlan, column: Any) -> Document | None:
    """For a copied column whose type is another one in the target."""
    source = table.source.column(column.source) if column.source is not None else None
    kept = str(column.wire.kind) == "storage"  # goes over with its storage class, whatever the columns declare
    if source is None or kept or str(source.type) == str(column.target.type):
        return None
    return {"column": column.name, "source": str(source.type), "target": str(column.target.type)}


def _finding(finding: Finding) -> Document:
    return {
        "code": finding.code,
        "subject": finding.subject,
        "message": finding.message,
        "next": finding.next_step,
        "refuses": finding.refuses,
    }


def run_document(outcome: RunOutcome) -> Document:
    """A run's outcome; ``changes`` counts the values that were changed with consent."""
    changes: dict[str, int] = {}
    for table in outcome.tables:
        for name, values in table.changes.items():
            changes[f"{table.table}: {name}"] = changes.get(f"{table.table}: {name}", 0) + values
    return {
        "kind": "run",
        "version": VERSION,
        "run_id": outcome.run_id,
        "pass_number": outcome.pass_number,
        "state": outcome.state,
        "resumed": outcome.resumed,
        "seconds": round(outcome.seconds, 3),
        "rows_read": outcome.rows_read,
        "rows_inserted": sum(table.rows_inserted for table in outcome.tables),
        "rows_updated": sum(table.rows_updated for table in outcome.tables),
        "rows_present": sum(table.rows_present for table in outcome.tables),
        "rows_rejected": outcome.rows_rejected,
        "rows_left_out": sum(sum(table.left_out.values()) for table in outcome.tables),
        "rejects_open": outcome.rejects_open,
        "changes": changes,
        "paused_seconds": round(outcome.paused_seconds, 3),
        "estimate": None if outcome.estimate is None else time_document(outcome.estimate),
        "tables": [_table_outcome(table) for table in outcome.tables],
        "profile": profile_document(outcome.profile),
    }


def _table_outcome(table: TableOutcome) -> Document:
    return {
        "group": table.group,
        "table": table.table,
        "targets": list(table.targets),
        "rows_read": table.rows_read,
        "rows_inserted": table.rows_inserted,
        "rows_updated": table.rows_updated,
        "rows_present": table.rows_present,
        "rows_rejected": table.rows_rejected,
        "changes": dict(table.changes),
        "seconds": round(table.seconds, 3),
        "note": table.note,
        "left_out": dict(table.left_out),
        "unchanged_since": table.unchanged_since,
    }


def verification_document(
    report: VerificationReport, *, level: str = "hashes", covers: Document | None = None
) -> Document:
    """``covers``: the ledger's position before the rows were compared; see ``ledger_position``."""
    return {
        "kind": "verification",
        "version": VERSION,
        "verified_at": now(),
        "level": level,
        "covers": covers,
        "verdict": str(report.verdict),
        "seconds": round(report.seconds, 3),
        "groups": [{"group": name, "verdict": str(verdict)} for name, verdict in report.groups.items()],
        "tables": [_verdict(table) for table in report.tables],
        "repair": None
        if report.repair is None
        else {"run_id": report.repair.run_id, "rows": dict(report.repair.rows), "left": list(report.repair.left)},
    }


def _verdict(table: TableVerdict) -> Document:
    return {
        "group": table.group,
        "table": table.table,
        "target": table.target,
        "verdict": str(table.verdict),
        "rows_expected": table.rows_expected,
        "rows_found": table.rows_found,
        "method": table.method,
        "differences_total": table.differences_total,
        "differences_complete": table.differences_complete,
        "chunks": [
            {
                "range": one.key_range,
                "verdict": str(one.verdict),
                "rows_expected": one.rows_expected,
                "rows_found": one.rows_found,
                "verified_at": one.verified_at or None,
            }
            for one in table.chunks
        ],
        "differences": [
            {
                "kind": one.kind,
                "key": one.key,
                "columns": list(one.columns),
                "source": dict(one.source),
                "target": dict(one.target),
            }
            for one in table.differences
        ],
        "seconds": round(table.seconds, 3),
    }


def status_document(status: LedgerStatus) -> Document:
    """What the ledger knows, and what is left to do."""
    return {
        "kind": "status",
        "version": VERSION,
        "project": status.project,
        "ledger_exists": status.ledger_exists,
        "runs": [{**run, "tables": [_counted(one) for one in run.get("tables") or ()]} for run in status.runs],
        "other_runs": [dict(run) for run in status.other_runs],
        "totals": [_counted(total) for total in status.totals],
        "reject_counts": [_counted(count) for count in status.reject_counts],
        "suspended": [dict(one) for one in status.suspended],
        "remaining": list(status.remaining),
        "taken_out": list(status.taken_out),
    }


def _counted(row: Document) -> Document:
    """With its counts as integers: the sum of a bigint is a numeric in PostgreSQL and arrives as text."""
    return {name: int(value or 0) if name in _COUNTS else value for name, value in row.items()}


def ledger_position(status: LedgerStatus) -> Document | None:
    """How far the ledger has come; two equal positions have no commit between them.

    Commits are counted besides, because the clock that dates them may have been set back; and the rows that count,
    which fewer are after an undo of some tables.
    """
    if not status.runs:
        return None
    newest = status.runs[0]
    commits = [str(table["last_commit"]) for table in newest.get("tables") or () if table.get("last_commit")]
    return {
        "run_id": newest["run_id"],
        "last_commit": max(commits, default=None),
        "batches": sum(int(table["batches"]) for run in status.runs for table in run.get("tables") or ()),
        "rows": sum(int(total[name] or 0) for total in status.totals for name in _MOVED if name in total),
    }


def checks_document(results: Sequence[CheckResult], exit_code: int) -> Document:
    """What ``doctor`` found."""
    return {
        "kind": "doctor",
        "version": VERSION,
        "exit_code": exit_code,
        "checks": [
            {"name": one.name, "status": str(one.status), "detail": one.detail, "next": one.next_step}
            for one in results
        ],
    }


def _sum(estimates: Iterable[int | None]) -> int | None:
    """None if no table has an estimate."""
    known = [estimate for estimate in estimates if estimate is not None]
    return sum(known) if known else None
