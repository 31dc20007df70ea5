"""The verb ``check``."""

from __future__ import annotations

from typing import Annotated

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.cli.interrupt import wait_for
from dbmigrate.cli.migrate import (
    Before,
    Groups,
    Since,
    Sites,
    Tables,
    Workflows,
    chosen_rows,
    end_with,
    ended_at_once_by_ctrl_c,
)
from dbmigrate.cli.verdicts import check_error, exit_status


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(short_help="Find what the copy would refuse, before it begins. Changes nothing.")(check)


def check(
    ctx: typer.Context,
    group: Groups = None,
    table: Tables = None,
    since: Since = None,
    before: Before = None,
    site: Sites = None,
    workflow: Workflows = None,
    quick: Annotated[bool, typer.Option("--quick", help="Only what the source can be asked; read no column.")] = False,
) -> None:
    """Find what the copy would refuse, before it begins.  Changes nothing.

    Looks at every value of the source: whether it fits the target's column, keys that are there twice, rows without
    their parent.  The source does the counting where it can; columns that only reading can judge are read.
    Ends with exit status 4 if anything would be refused.
    """
    from dbmigrate.report.check_document import check_document
    from dbmigrate.report.check_text import show_check

    call = Invocation(ctx)
    project = call.load_project()
    filters = chosen_rows(project, since, before, site, workflow)
    with call.open_migration(project, group, table, filters) as migration:
        plan = migration.plan()
        versions = migration.schema_versions()
        with ended_at_once_by_ctrl_c(call), call.progress() as sink:
            report = wait_for(lambda: migration.scan_values(plan, reads=not quick, sink=sink))
    error = check_error(plan, report)
    document = check_document(plan, versions, report)
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_check(console, document, verbose=call.verbose))
    end_with(call, error)
