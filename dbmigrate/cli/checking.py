"""The verb ``check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dbmigrate.cli.context import Invocation, beside
from dbmigrate.cli.ending import end_with, ended_at_once_by_ctrl_c
from dbmigrate.cli.interrupt import wait_for
from dbmigrate.cli.options import Before, Groups, Since, Sites, Tables, Workflows, chosen_rows
from dbmigrate.cli.verdicts import check_error, exit_status
from dbmigrate.errors import ConfigurationError

if TYPE_CHECKING:
    from rich.console import Console

    from dbmigrate.config.project import Project
    from dbmigrate.run.migration import Migration


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command()(check)


def check(
    ctx: typer.Context,
    group: Groups = None,
    table: Tables = None,
    since: Since = None,
    before: Before = None,
    site: Sites = None,
    workflow: Workflows = None,
    after: Annotated[
        bool, typer.Option("--after", help="The check behind the last run: counts, keys, what is still switched off.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Only what the source can be asked; read no column.")] = False,
) -> None:
    """Find what the copy would refuse, before it begins.  Changes nothing in either database.

    What it found is kept in the directory reports beside the project file, for dbmigrate checklist.
    Looks at every value of the source: whether it fits the target's column, keys that are there twice, rows without
    their parent.  The source does the counting where it can; columns that only reading can judge are read.
    Ends with exit status 4 if anything would be refused.  Triggers that are off, invalid indexes, scheduled jobs and
    rows that disappear while it looks are named, too.

    With --after it looks at the target instead: whether it holds what the runs put there, its foreign keys, identity
    values, what is still switched off, and what remains to be done by hand.
    """
    from dbmigrate.report.archive import keep_check
    from dbmigrate.report.check_document import check_document
    from dbmigrate.report.check_text import show_check

    call = Invocation(ctx)
    project = call.load_project()
    filters = chosen_rows(project, since, before, site, workflow)
    if after:
        with call.open_migration(project, group, table, workflows=workflow) as migration:
            _look_after(call, migration, project)
        return
    with call.open_migration(project, group, table, filters) as migration:
        # Before anything is looked at: a script that ends meanwhile makes this check old.
        behind = call.wait(migration.script_mark)
        plan = call.wait(migration.plan)
        state = call.wait(lambda: migration.look_before(plan))
        versions = call.wait(migration.schema_versions)
        with ended_at_once_by_ctrl_c(call), call.progress() as sink:
            report = wait_for(lambda: migration.scan_values(plan, reads=not quick, sink=sink))
        terms = migration.check_terms()
    error = check_error(plan, report)
    document = check_document(plan, versions, report, state, terms=terms, behind=behind, quick=quick)
    document["exit_code"] = exit_status(error)
    try:
        keep_check(beside(project.path, "reports"), document)
    except ConfigurationError as fault:
        # What was found is found, whether or not the checklist can show it.
        call.say(f"warning: {fault}")
    call.answer(document, lambda console: show_check(console, document, verbose=call.verbose))
    end_with(call, error)


def _look_after(call: Invocation, migration: Migration, project: Project) -> None:
    from dbmigrate.check.results import first_failure
    from dbmigrate.cli.checklist import steps_of
    from dbmigrate.config.checklist import has_checklist
    from dbmigrate.report.checklist import checklist_document, left_by_hand, show_by_hand
    from dbmigrate.report.checks_text import show_checks
    from dbmigrate.report.documents import checks_document

    results = call.wait(lambda: migration.look_after(migration.plan_of_migrated()))
    status = int(first_failure(results))
    by_hand = []
    if has_checklist(migration.package):
        by_hand = left_by_hand(checklist_document(steps_of(migration, project).states()))
    document = {**checks_document(results, status), "kind": "check_after", "by_hand": by_hand}

    def show(console: Console) -> None:
        show_checks(console, document)
        show_by_hand(console, by_hand)

    call.answer(document, show)
    if status:
        raise typer.Exit(status)
