"""The verbs ``status``, ``verify`` and ``report``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dbmigrate.cli.context import Invocation, beside
from dbmigrate.cli.ending import end_with
from dbmigrate.cli.migrate import check_rows
from dbmigrate.cli.options import Groups, OfWorkflows, OnlyTables
from dbmigrate.cli.verdicts import exit_status, verification_error
from dbmigrate.errors import UsageError

MAX_REPAIRS = 10_000
"""More rows than that differ by another cause than an accident."""


class Level(StrEnum):
    """How much is compared."""

    COUNTS = "counts"
    HASHES = "hashes"
    SOURCE = "source"


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command()(status)
    app.command()(verify)
    app.command()(report)


def status(ctx: typer.Context) -> None:
    """Show what the ledger in the target knows: runs, progress, rejects, what is left to do."""
    from dbmigrate.report.archive import latest_verification
    from dbmigrate.report.documents import ledger_position, status_document
    from dbmigrate.report.pause_text import at_work_document
    from dbmigrate.report.status_text import show_status
    from dbmigrate.report.summary import current_proof
    from dbmigrate.run.steering.control import Control

    call = Invocation(ctx)
    project = call.load_project()
    with call.open_migration(project) as migration:
        found = call.wait(migration.status)
    document = status_document(found)
    latest = latest_verification(beside(project.path, "reports"))
    proof = current_proof(latest[1] if latest else None, ledger_position(found), document)
    document["verification"] = {key: value for key, value in proof.items() if key != "tables"}
    document["at_work"] = at_work_document(Control(project.path).at_work())
    document["exit_code"] = 0
    call.answer(document, lambda console: show_status(console, document, verbose=call.verbose))


def verify(
    ctx: typer.Context,
    level: Annotated[
        Level,
        typer.Option(
            help="counts: numbers of rows; hashes: every value against what was recorded while copying;"
            " source: the source is read again."
        ),
    ] = Level.HASHES,
    table: OnlyTables = None,
    group: Groups = None,
    workflow: OfWorkflows = None,
    run: Annotated[int | None, typer.Option("--run", help="Only tables of which this run committed rows.")] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Only rows from this date on, by each table's watermark column."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="Only rows before this date, by the same column.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Parts compared at once.  [default: as the project file says]")
    ] = None,
    max_rows_per_second: Annotated[
        int | None, typer.Option(min=1, help="Read no faster, both sides and all workers together.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the verification that was interrupted.")] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Copy missing and changed rows again, then verify again.")
    ] = False,
    max_repairs: Annotated[
        int, typer.Option(min=1, help="Repair nothing if more rows than this differ.")
    ] = MAX_REPAIRS,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="By key alone: which source rows are in no target and on no list.")
    ] = False,
) -> None:
    """Compare the rows of the target with what they should be.

    The verdict is match, mismatch (exit status 7, with keys and both values) or not_verified.  Changes nothing,
    unless --repair is given.
    """
    if gaps:
        from dbmigrate.cli.rejects import audit_gaps

        if any((run, since, until, max_rows_per_second, resume, repair)):
            raise UsageError(
                "--gaps compares the keys of whole tables", next_step="Use it with --table, --group or --workflow only"
            )
        audit_gaps(Invocation(ctx), table, group, workflow, with_rejects=False)
        return
    from dbmigrate.report.documents import verification_document
    from dbmigrate.report.run_text import show_verification
    from dbmigrate.run.migration import VerifyScope

    call = Invocation(ctx)
    project = call.load_project()
    scope = VerifyScope(
        level=str(level),
        tables=table,
        run_id=run,
        since=since,
        until=until,
        workers=workers or project.run.workers,
        max_rows_per_second=max_rows_per_second,
        resume=resume,
    )
    with call.open_migration(project, group, workflows=workflow) as migration:
        found = check_rows(call, migration, project, scope, max_repairs=max_repairs if repair else None)
    error = verification_error(found)
    document = verification_document(found, level=str(level))
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_verification(console, document, verbose=call.verbose))
    end_with(call, error)


def report(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Page to write.  [default: report.html beside the project file]")
    ] = None,
) -> None:
    """Write the report: what moved from where to where, what was rejected and why, and what was verified."""
    from dbmigrate.cli.report_page import make_report
    from dbmigrate.report.status_text import show_report

    call = Invocation(ctx)
    project = call.load_project()
    page = output or beside(project.path, "report.html")
    with call.open_migration(project) as migration:
        document = make_report(migration, project, page)
    document["exit_code"] = 0
    call.answer(document, lambda console: show_report(console, document))
