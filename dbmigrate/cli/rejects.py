"""The verb ``rejects``."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.cli.ending import end_with, ended_at_once_by_ctrl_c
from dbmigrate.cli.interrupt import graceful_stop, pause_by_signal, wait_for
from dbmigrate.cli.options import Courtesy, Groups, MaxRowsPerSecond, OfWorkflows, OnlyTables, named_tables
from dbmigrate.cli.verdicts import exit_status, gap_error, retry_error
from dbmigrate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dbmigrate.model.rejected import RejectQuery
    from dbmigrate.run.migration import Migration

LISTED_IN_JSON = 1000


class Format(StrEnum):
    """What other programs read."""

    CSV = "csv"
    JSON = "json"


class Reason(StrEnum):
    """Why a row was rejected."""

    UNREADABLE = "unreadable"
    DOES_NOT_FIT = "does_not_fit"
    REFUSED_BY_TARGET = "refused_by_target"
    OTHER_ROW_PRESENT = "other_row_present"
    UNMAPPED = "unmapped"
    NO_PARENT = "no_parent"


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command()(rejects)


def rejects(
    ctx: typer.Context,
    group: Groups = None,
    table: OnlyTables = None,
    workflow: OfWorkflows = None,
    run: Annotated[int | None, typer.Option(help="Only rows that this run rejected.")] = None,
    reason: Annotated[Reason | None, typer.Option(help="Only rows rejected for this reason.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also rejects that are closed: migrated since, gone, or rejected again.")
    ] = False,
    format: Annotated[  # noqa: A002 - the option's name
        Format | None, typer.Option(help="Every row, with the source row, for another program.")
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Read just these rows again and copy those that fit now.")
    ] = False,
    unmigrated: Annotated[
        bool,
        typer.Option("--unmigrated", help="Compare by key: every source row that did not migrate, on a list or not."),
    ] = False,
    max_rows_per_second: MaxRowsPerSecond = None,
    courtesy: Courtesy = None,
) -> None:
    """List the rows that are not in the target, with the reason for each and what to do about it.

    With --retry they are tried again, after source, target or group file was mended; no other row is touched.
    Exit status 9 while rejects are left.
    """
    from dbmigrate.model.rejected import RejectQuery
    from dbmigrate.report.reject_text import csv_lines, json_lines, rejects_document, show_rejects

    call = Invocation(ctx)
    if unmigrated:
        if retry or every or format is not None or run is not None or reason is not None:
            raise UsageError(
                "--unmigrated compares whole tables", next_step="Use it with --table, --group or --workflow only"
            )
        audit_gaps(call, table, group, workflow, with_rejects=True)
        return
    project = call.load_project()
    if format is not None and call.wants_json:
        raise UsageError("--format and --json do not go together", next_step="--json counts, --format lists every row")
    if not retry and (max_rows_per_second is not None or courtesy is not None):
        raise UsageError("--max-rows-per-second and --courtesy go with --retry", next_step="Leave them out")
    if retry and (every or format is not None):
        raise UsageError("--retry tries open rejects and lists none", next_step="Leave out --all and --format")
    with call.open_migration(project, workflows=workflow) as migration:
        query = RejectQuery(named_tables(migration, table, group), run, None if reason is None else str(reason))
        if retry:
            _try_again(call, migration, query, max_rows_per_second, courtesy)
            return
        with migration.rejects(query, closed_too=every) as listed:
            if format is not None:
                _stream(csv_lines(listed.rows()) if format is Format.CSV else json_lines(listed.rows()))
                return
            document = rejects_document(listed.counts(), listed.rows(), closed_too=every, limit=LISTED_IN_JSON)
    document["exit_code"] = 0
    call.answer(document, lambda console: show_rejects(console, document, verbose=call.verbose))


def _try_again(
    call: Invocation, migration: Migration, query: RejectQuery, max_rows_per_second: int | None, courtesy: bool | None
) -> None:
    from dbmigrate.report.reject_text import retry_document, show_retry
    from dbmigrate.run.migration import RunOptions
    from dbmigrate.run.steering.control import Control

    options = RunOptions(max_rows_per_second=max_rows_per_second, courtesy=courtesy)
    with (
        ended_at_once_by_ctrl_c(call),
        call.progress() as sink,
        graceful_stop(call.say) as stop,
        pause_by_signal(Control(migration.project.path)),
    ):
        outcome = wait_for(lambda: migration.retry(query, options=options, sink=sink, stop=stop))
    error = retry_error(outcome)
    document = retry_document(outcome)
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_retry(console, document))
    end_with(call, error)


def audit_gaps(
    call: Invocation,
    table: list[str] | None,
    group: list[str] | None,
    workflow: list[str] | None,
    *,
    with_rejects: bool,
) -> None:
    """Which source rows are neither in the target nor on a list; with the lists, where they are asked for."""
    from dbmigrate.model.rejected import RejectQuery
    from dbmigrate.report.gap_text import gaps_document, show_gaps

    project = call.load_project()
    with call.open_migration(project, workflows=workflow) as migration:
        query = RejectQuery(named_tables(migration, table, group))
        counts = None
        with ended_at_once_by_ctrl_c(call), call.progress() as sink:
            found = wait_for(lambda: migration.gaps(query, sink=sink))
        if with_rejects:
            with migration.rejects(query) as listed:
                counts = listed.counts()
    error = gap_error(found)
    document = gaps_document(found, counts)
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_gaps(console, document, verbose=call.verbose))
    end_with(call, error)


def _stream(lines: Iterable[str]) -> None:
    from dbmigrate.cli.screen import write_out

    for text in lines:
        write_out(text)
