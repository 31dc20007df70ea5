"""The verbs ``plan`` and ``run``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation, beside
from dbmigrate.cli.ending import end_with, ended_at_once_by_ctrl_c
from dbmigrate.cli.interrupt import graceful_stop, pause_by_signal, wait_for
from dbmigrate.cli.options import (
    AsOtherUser,
    Before,
    Courtesy,
    Groups,
    MaxRowsPerSecond,
    Since,
    Sites,
    Tables,
    Workflows,
    chosen_rows,
)
from dbmigrate.cli.resync import follow_changes
from dbmigrate.cli.verdicts import exit_status, plan_error, run_error, verification_error
from dbmigrate.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from dbmigrate.config.project import Project
    from dbmigrate.model.outcome import RunOutcome
    from dbmigrate.model.verdicts import VerificationReport
    from dbmigrate.run.migration import Migration, RunOptions, VerifyScope


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command()(plan)
    app.command()(run)


def plan(
    ctx: typer.Context,
    group: Groups = None,
    table: Tables = None,
    since: Since = None,
    before: Before = None,
    site: Sites = None,
    workflow: Workflows = None,
    as_other_user: AsOtherUser = False,
) -> None:
    """Show what a run would do.  Changes nothing.

    Ends with exit status 4 if the plan refuses something; nothing is left to find out during the run.
    """
    from dbmigrate.report.documents import plan_document
    from dbmigrate.report.plan_text import show_plan
    from dbmigrate.report.time_document import time_document

    call = Invocation(ctx)
    project = call.load_project()
    filters = chosen_rows(project, since, before, site, workflow)
    with call.open_migration(project, group, table, filters, as_other_user=as_other_user) as migration:
        made = call.wait(migration.plan)
        estimate = call.wait(lambda: migration.estimate(made))
    error = plan_error(made)
    document = plan_document(made, source=str(project.source.url), target=str(project.target.url))
    document["time"] = time_document(estimate)
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_plan(console, document, verbose=call.verbose))
    end_with(call, error)


def run(
    ctx: typer.Context,
    group: Groups = None,
    table: Tables = None,
    since: Since = None,
    before: Before = None,
    site: Sites = None,
    workflow: Workflows = None,
    commit_rows: Annotated[int | None, typer.Option(min=1, help="Rows per commit.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Parallel streams, where both databases allow them.")
    ] = None,
    max_rows_per_second: MaxRowsPerSecond = None,
    courtesy: Courtesy = None,
    max_rejects: Annotated[int | None, typer.Option(min=0, help="Rejected rows after which the run stops.")] = None,
    accept_change: Annotated[
        list[str] | None,
        typer.Option(help="Go on although this part of the plan has changed since the run was begun; or: all."),
    ] = None,
    read_unchanged: Annotated[
        bool, typer.Option("--read-unchanged", help="Read tables too of which the source is provably as it was.")
    ] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Verify when everything is copied.")] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Show where the time went.")] = False,
    resync: Annotated[
        bool, typer.Option("--resync", help="Instead: bring rows that changed in the source after they were migrated.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --resync: only list what differs.")] = False,
    max_deletes: Annotated[
        int | None,
        typer.Option(min=0, help="With --resync: delete nothing if more rows than this would go.  [default: 10000]"),
    ] = None,
    as_other_user: AsOtherUser = False,
) -> None:
    """Copy the rows: start, go on where it was stopped, or take what is new.

    Ctrl-C ends after the batch at hand; the same command goes on from there.  dbmigrate pause makes it wait.
    Numbers not given are those of the project file.
    """
    from dbmigrate.run.migration import RunOptions

    call = Invocation(ctx)
    if resync:
        others = (commit_rows, workers, max_rejects is not None, profile)
        if any((since, before, site, accept_change, verify, read_unchanged, *others)):
            raise UsageError(
                "--resync is about all rows migrated so far",
                next_step="Use it with options that choose tables or set the pace, or with --dry-run",
            )
        follow_changes(
            call,
            table,
            group,
            workflow,
            dry=dry_run,
            max_deletes=max_deletes,
            max_rows_per_second=max_rows_per_second,
            courtesy=courtesy,
        )
        return
    if max_deletes is not None:
        raise UsageError("--max-deletes goes with --resync", next_step="No other kind of run deletes rows")
    if dry_run:
        raise UsageError("--dry-run goes with --resync", next_step="dbmigrate plan shows what a run would do")
    project = call.load_project()
    options = RunOptions(
        commit_rows=commit_rows,
        workers=workers,
        max_rejects=max_rejects,
        max_rows_per_second=max_rows_per_second,
        courtesy=courtesy,
        read_unchanged=read_unchanged,
        accept_changes=frozenset(accept_change or ()),
    )
    filters = chosen_rows(project, since, before, site, workflow)
    with call.open_migration(project, group, table, filters, as_other_user=as_other_user) as migration:
        outcome = copy_rows(call, migration, project, options)
        error = run_error(outcome)
        report = None
        if verify and outcome.state != "stopped":
            report = check_rows(call, migration, project)
    document = outcome_document(outcome, report)
    # A difference weighs more than a reject that is accounted for.
    error = (verification_error(report) if report else None) or error
    document["exit_code"] = exit_status(error)
    call.answer(document, _run_view(call, document, profile=profile))
    end_with(call, error)


def copy_rows(
    call: Invocation, migration: Migration, project: Project, options: RunOptions | None = None
) -> RunOutcome:
    """Run with progress; Ctrl-C stops between batches, signals and ``dbmigrate pause`` make it wait there."""
    migration.expect_run()
    from dbmigrate.run.steering.control import Control

    control = Control(project.path)
    with (
        ended_at_once_by_ctrl_c(call),
        call.progress() as sink,
        graceful_stop(call.say) as stop,
        pause_by_signal(control),
    ):
        return wait_for(lambda: migration.run(options, sink=sink, stop=stop), meanwhile=call.expect_answer)


def check_rows(
    call: Invocation,
    migration: Migration,
    project: Project,
    scope: VerifyScope | None = None,
    *,
    max_repairs: int | None = None,
) -> VerificationReport:
    """Verify with progress, and keep the verdict beside the project file for ``report``.

    ``max_repairs``: put right up to so many rows of what mismatches, then verify again; None: only look.
    """
    from dbmigrate.report.archive import keep_verification
    from dbmigrate.report.documents import ledger_position, verification_document
    from dbmigrate.report.unfinished import UnfinishedVerification
    from dbmigrate.run.migration import VerifyScope

    scope = scope or VerifyScope()
    # Asked for before the rows are read: what is committed meanwhile makes the verdict out of date.
    position = ledger_position(migration.status())
    log = UnfinishedVerification(beside(project.path, "reports"))
    with ended_at_once_by_ctrl_c(call), call.progress() as sink:
        report = wait_for(lambda: migration.verify(scope=scope, sink=sink, log=log), meanwhile=call.expect_answer)
        if max_repairs is not None and report.verdict == "mismatch":
            found, limit = report, max_repairs
            report = wait_for(lambda: migration.repair(found, scope, limit=limit, sink=sink))
            position = ledger_position(migration.status())
    document = verification_document(report, level=scope.level, covers=None if scope.is_dated else position)
    try:
        keep_verification(beside(project.path, "reports"), document)
    except ConfigurationError as error:
        # A verdict that could not be kept is still the verdict.
        call.say(f"warning: {error}")
    return report


def outcome_document(outcome: RunOutcome, report: VerificationReport | None) -> dict[str, Any]:
    from dbmigrate.report.documents import run_document, verification_document

    document = run_document(outcome)
    document["verification"] = verification_document(report) if report else None
    return document


def _run_view(call: Invocation, document: dict[str, Any], *, profile: bool) -> Callable[[Any], None]:
    def show(console: Any) -> None:
        from dbmigrate.report.run_text import show_run

        show_run(console, document, verbose=call.verbose)
        if profile:
            from dbmigrate.report.profile_text import show_profile

            show_profile(console, document["profile"])

    return show
