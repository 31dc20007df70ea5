"""``run --resync``: rows that changed in the source after they were migrated."""

from __future__ import annotations

from dbmigrate.cli.context import Invocation
from dbmigrate.cli.ending import end_with, ended_at_once_by_ctrl_c
from dbmigrate.cli.interrupt import graceful_stop, wait_for
from dbmigrate.cli.options import named_tables
from dbmigrate.cli.verdicts import exit_status, resync_error


def follow_changes(
    call: Invocation, table: list[str] | None, group: list[str] | None, workflow: list[str] | None, *, dry: bool
) -> None:
    """Compare, bring what changed, list what the group says is listed."""
    from dbmigrate.model.rejected import RejectQuery
    from dbmigrate.report.resync_text import resync_document, show_resync

    project = call.load_project()
    with call.open_migration(project, workflows=workflow) as migration:
        query = RejectQuery(named_tables(migration, table, group))
        with ended_at_once_by_ctrl_c(call), call.progress() as sink, graceful_stop(call.say) as stop:
            outcome = wait_for(lambda: migration.resync(query, dry=dry, sink=sink, stop=stop))
    error = resync_error(outcome)
    document = resync_document(outcome, dry=dry)
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_resync(console, document, verbose=call.verbose))
    end_with(call, error)
