"""The verb ``undo``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.cli.ending import end_with, ended_at_once_by_ctrl_c
from dbmigrate.cli.interrupt import graceful_stop, wait_for
from dbmigrate.cli.options import Groups, OfWorkflows, OnlyTables
from dbmigrate.cli.verdicts import counted, exit_status
from dbmigrate.errors import DbmigrateError, StoppedByUserError

if TYPE_CHECKING:
    from collections.abc import Collection

    from dbmigrate.model.undone import UndoOutcome
    from dbmigrate.run.undo.selection import Comparer, Consent, UndoOptions


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command()(undo)


def undo(
    ctx: typer.Context,
    run_id: Annotated[int, typer.Argument(metavar="RUN", min=1, help="Its number; dbmigrate status lists the runs.")],
    group: Groups = None,
    table: OnlyTables = None,
    workflow: OfWorkflows = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be taken out; take nothing out.")] = False,
    even_if_changed: Annotated[
        bool, typer.Option("--even-if-changed", help="Go on although rows are not as the run left them.")
    ] = False,
    compare_source: Annotated[
        bool,
        typer.Option(
            "--compare-source", help="Compare rows of which nothing was recorded with the source as it is now."
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask on a terminal.")] = False,
    script: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the SQL that does it to this file; take nothing out.")
    ] = None,
) -> None:
    """Take out of the target exactly what a run has written, newest batch first.

    Rows of other runs and of other programs stay, updated rows get their old values back, and the same
    rows can then be migrated again.  It can be stopped and started again at any moment.
    """
    from dbmigrate.report.undo_text import show_undo, undo_document
    from dbmigrate.run.undo.selection import UndoOptions

    call = Invocation(ctx)
    asks = sys.stdin.isatty() and sys.stderr.isatty() and not (yes or call.wants_json or even_if_changed)
    options = UndoOptions(
        groups=tuple(group or ()),
        tables=tuple(table or ()),
        workflows=tuple(workflow or ()),
        dry_run=dry_run,
        even_if_changed=even_if_changed,
        consent=_ask(call) if asks and not dry_run and script is None else None,
        script=script,
        as_source=_as_source(call) if compare_source else None,
    )
    outcome = _take_out(call, run_id, options)
    error = _stopped(outcome)
    document = undo_document(outcome, script=None if script is None else str(script))
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_undo(console, document))
    end_with(call, error)


def _take_out(call: Invocation, run_id: int, options: UndoOptions) -> UndoOutcome:
    from dbmigrate.run.undo.undoing import undo_run

    project = call.load_project()
    target = project.target.model_copy(update={"url": call.with_password(project.target.url, "target")})
    project = project.model_copy(update={"target": target})
    with ended_at_once_by_ctrl_c(call), call.progress() as sink, graceful_stop(call.say) as stop:
        return wait_for(lambda: undo_run(project, run_id, options, sink=sink, stop=stop))


def _as_source(call: Invocation) -> Comparer:
    from dbmigrate.model.verdicts import Verdict

    def compare(tables: Collection[str]) -> set[tuple[str, str]]:
        with call.open_migration(call.load_project()) as migration:
            found = migration.verify(level="source", tables=tables).tables
        return {
            (one.table, one.target)
            for one in found
            if one.verdict is Verdict.MATCH and one.rows_expected == one.rows_found
        }

    return compare


def _ask(call: Invocation) -> Consent:
    def ask(outcome: UndoOutcome) -> bool:
        changed = [f"  {one.target}: {one.remark}" for one in outcome.targets if one.remark]
        if changed:
            call.say("Not as the run left them:", *changed)
        what = counted(outcome.rows_to_delete, "row")
        if outcome.rows_to_restore:
            what += f", and give {counted(outcome.rows_to_restore, 'row')} their old values"
        answer: Any = typer.confirm(f"Take out {what} of run {outcome.run_id}?", default=False, err=True)
        return bool(answer)

    return ask


def _stopped(outcome: UndoOutcome) -> DbmigrateError | None:
    if outcome.state != "stopped":
        return None
    return StoppedByUserError(
        f"the undo of run {outcome.run_id} was stopped",
        cause="Ctrl-C",
        safe="Every batch that is out is recorded; no run is started before the undo has ended",
        next_step=f"Go on with: dbmigrate undo {outcome.run_id}",
    )
