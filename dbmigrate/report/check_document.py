"""What ``check`` has found, as a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from dbmigrate.report.documents import VERSION, Document, now

if TYPE_CHECKING:
    from dbmigrate.check.findings import ScanReport
    from dbmigrate.check.results import CheckResult
    from dbmigrate.check.schema_version import SchemaVersion
    from dbmigrate.ledger.script_log import ScriptMark
    from dbmigrate.model.plan import MigrationPlan


def check_document(
    plan: MigrationPlan,
    versions: Sequence[SchemaVersion],
    report: ScanReport,
    state: Sequence[CheckResult],
    *,
    terms: Mapping[str, Any],
    behind: ScriptMark,
    quick: bool = False,
) -> Document:
    """What ``check`` found; ``exit_code`` is the caller's to set.

    ``terms``: what it was made under.  ``behind``: the newest script before it began.  ``scanned``: tables that were
    looked at whole.
    """
    unread = {table for table, _ in report.not_scanned} if quick else set()
    return {
        "kind": "check",
        "version": VERSION,
        "made_at": now(),
        "package": plan.package,
        "terms": dict(terms),
        "behind_script": asdict(behind),
        "scanned": [table.name for table in plan.tables if table.name not in unread],
        "schema_versions": [
            {
                "side": one.side,
                "found": list(one.found),
                "expected": one.expected,
                "accepted": one.accepted,
                "how": one.how,
                "upgrades": [step.script for step in one.upgrades],
            }
            for one in versions
        ],
        "plan_findings": [
            {
                "code": one.code,
                "subject": one.subject,
                "message": one.message,
                "next": one.next_step,
                "refuses": one.refuses,
            }
            for one in plan.findings
        ],
        "tables": report.tables,
        "rows": report.rows,
        "findings": [
            {
                "table": one.table,
                "column": one.column,
                "kind": one.kind,
                "reason": one.reason,
                "count": one.count,
                "refuses": one.refuses,
                "key": list(one.key),
                "examples": [list(example) for example in one.examples],
                "show": one.show_sql,
                "mend": one.mend_sql,
            }
            for one in report.findings
        ],
        "not_scanned": [{"table": table, "reason": reason} for table, reason in report.not_scanned],
        "read": list(report.read),
        "state": [
            {"name": one.name, "status": str(one.status), "detail": one.detail, "next": one.next_step} for one in state
        ],
    }
