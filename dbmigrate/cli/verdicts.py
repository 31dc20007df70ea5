"""Results that are no failure of the program and still end with their own exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dbmigrate.errors import (
    DbmigrateError,
    ExitCode,
    PlanRefusedError,
    StoppedByUserError,
    VerificationMismatchError,
)

if TYPE_CHECKING:
    from dbmigrate.check.findings import ScanReport
    from dbmigrate.model.outcome import RunOutcome
    from dbmigrate.model.plan import MigrationPlan
    from dbmigrate.model.reconciled import ResyncOutcome, RetryOutcome
    from dbmigrate.model.verdicts import GapReport, VerificationReport


ROWS_REFUSED = "DBM-4200"


class FinishedWithRejectsError(DbmigrateError):
    """Everything was copied but rows that are in the reject list."""

    exit_code = ExitCode.REJECTS
    default_code = "DBM-9000"


def plan_error(plan: MigrationPlan) -> DbmigrateError | None:
    """For a plan that refuses something."""
    refusals = plan.refusals
    if not refusals:
        return None
    named = "; ".join(f"{finding.code} {finding.subject}" for finding in refusals[:3])
    more = f"; and {len(refusals) - 3} more" if len(refusals) > 3 else ""
    return PlanRefusedError(
        f"the plan refuses {counted(len(refusals), 'thing')}",
        where=f"package {plan.package}",
        cause=named + more,
        safe="Nothing was changed in either database",
        next_step="Do what each finding marked REFUSED says, then: dbmigrate plan",
    )


def check_error(plan: MigrationPlan, report: ScanReport) -> DbmigrateError | None:
    """For a plan that refuses something, or rows that the copy would refuse."""
    refused = report.refused
    if not refused:
        return plan_error(plan)
    tables = list(dict.fromkeys(finding.table for finding in refused))
    rows = sum(finding.count for finding in refused)
    return PlanRefusedError(
        f"the copy would refuse {counted(rows, 'value')} for {counted(len(refused), 'reason')}",
        code=ROWS_REFUSED,
        where=", ".join(tables[:5]) + (f" and {len(tables) - 5} more tables" if len(tables) > 5 else ""),
        cause="; ".join(f"{one.table}.{one.column} {one.reason}: {one.count:,}" for one in refused[:3]),
        safe="Nothing was changed in either database",
        next_step="Mend the rows with the SQL shown, clean duplicates and nulls with: dbmigrate clean, or consent to"
        " the change in the group file; then check again. A run puts such rows on the reject list",
    )


def run_error(outcome: RunOutcome) -> DbmigrateError | None:
    """For a run that was stopped, or that rejected rows."""
    if outcome.state == "stopped":
        return StoppedByUserError(
            f"run {outcome.run_id} was stopped",
            where=f"after {outcome.rows_read:,} rows of this attempt",
            cause="Ctrl-C",
            safe="Every committed batch is in the ledger and is not copied again",
            next_step="Go on with: dbmigrate run",
        )
    if outcome.rows_rejected or outcome.rejects_open:
        tables = [f"{table.table} {table.rows_rejected:,}" for table in outcome.tables if table.rows_rejected]
        earlier = outcome.rejects_open - outcome.rows_rejected
        what = f"run {outcome.run_id} finished with {counted(outcome.rows_rejected, 'rejected row')}"
        return FinishedWithRejectsError(
            f"{what}, and {counted(earlier, 'row')} that earlier runs rejected still open" if earlier > 0 else what,
            where=", ".join(tables[:5]) + (f" and {len(tables) - 5} more tables" if len(tables) > 5 else ""),
            cause="The target, or the plan's rules against silent changes, refused these rows",
            safe="All other rows are in the target; each rejected row is kept whole in the reject list",
            next_step="See rows, reasons and what to do with: dbmigrate rejects; then try them again with:"
            " dbmigrate rejects --retry",
        )
    return None


def retry_error(outcome: RetryOutcome) -> DbmigrateError | None:
    """For a retry that was stopped, or that left rejects open."""
    if outcome.state == "stopped":
        return StoppedByUserError(
            f"run {outcome.run_id} was stopped",
            cause="Ctrl-C",
            safe="Every committed batch is in the ledger, and its rejects are closed",
            next_step="Try the others with: dbmigrate rejects --retry",
        )
    if outcome.rejects_open:
        return FinishedWithRejectsError(
            f"{counted(outcome.rejects_open, 'reject')} still open",
            cause="The rows are refused for the reasons that dbmigrate rejects shows",
            safe="What fits now is in the target, and no other row was touched",
            next_step="Mend what is named there, then: dbmigrate rejects --retry",
        )
    return None


def resync_error(outcome: ResyncOutcome) -> DbmigrateError | None:
    """For a resync that was stopped, or that leaves rejects open."""
    if outcome.state == "stopped":
        return StoppedByUserError(
            f"run {outcome.run_id} was stopped",
            cause="Ctrl-C",
            safe="Every committed batch stays and is in the ledger",
            next_step="Begin again with: dbmigrate run --resync; rows that are right now are not written again",
        )
    if outcome.rejects_open:
        return FinishedWithRejectsError(
            f"{counted(outcome.rejects_open, 'reject')} still open",
            cause="The rows are refused for the reasons that dbmigrate rejects shows",
            safe="Everything else that was compared is as the result says",
            next_step="Mend what is named there, then: dbmigrate rejects --retry",
        )
    return None


def gap_error(report: GapReport) -> DbmigrateError | None:
    """For source rows that are nowhere."""
    wrong = [table for table in report.tables if table.rows_missing]
    if not wrong:
        return None
    return VerificationMismatchError(
        f"{counted(report.rows_missing, 'source row')} neither in the target nor on the reject list",
        code="DBM-7010",
        where=", ".join(f"{table.table} {table.rows_missing:,}" for table in wrong[:5]),
        cause="The rows were deleted from the target, or came into the source below the last mark",
        safe="The audit changed nothing in either database",
        next_step="dbmigrate run brings rows that it reads again; the others: dbmigrate run --resync",
    )


def verification_error(report: VerificationReport) -> DbmigrateError | None:
    """For a mismatch, and where not even rows could be counted.  Single such tables are named in the result."""
    wrong = [table for table in report.tables if table.verdict == "mismatch"]
    if not wrong:
        return None if any(table.rows_found is not None for table in report.tables) else _nothing_compared(report)
    named = ", ".join(f"{table.table} -> {table.target}" for table in wrong[:3])
    return VerificationMismatchError(
        f"{counted(len(wrong), 'table')} of {len(report.tables)} in the target differ from what they should be",
        where=named + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""),
        cause="Rows are missing, extra or changed; the keys and both values are shown above",
        safe="Verification changed nothing in either database"
        if report.repair is None
        else f"{counted(sum(report.repair.rows.values()), 'row')} were put right and recorded; the rest is unchanged",
        next_step="Compare a named row in both databases; before the applications use the target, missing and changed "
        "rows can be copied again with --repair",
    )


def _nothing_compared(report: VerificationReport) -> DbmigrateError | None:
    if not report.tables:
        return None
    reasons = dict.fromkeys(table.method for table in report.tables)
    return VerificationMismatchError(
        f"none of {counted(len(report.tables), 'table')} could be verified",
        code="DBM-7002",
        cause="; ".join(reasons),
        safe="Nothing was compared, so nothing is known of the target; nothing was changed",
        next_step="Where nothing was copied yet: dbmigrate run. Otherwise compare both databases themselves: "
        "dbmigrate verify --level source",
    )


def exit_status(error: DbmigrateError | None) -> int:
    return int(ExitCode.DONE if error is None else error.exit_code)


def counted(number: int, noun: str) -> str:
    """``1 row``, ``1,234 rows``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
