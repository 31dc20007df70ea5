"""``run --resync``: rows that changed in the source after they were migrated."""

from __future__ import annotations

from dbmigrate.cli.context import Invocation
from dbmigrate.cli.ending import end_with, ended_at_once_by_ctrl_c
from dbmigrate.cli.interrupt import graceful_stop, pause_by_signal, wait_for
from dbmigrate.cli.options import named_tables
from dbmigrate.cli.verdicts import exit_status, resync_error


def follow_changes(
    call: Invocation,
    table: list[str] | None,
    group: list[str] | None,
    workflow: list[str] | None,
    *,
    dry: bool,
    max_deletes: int | None,
    max_rows_per_second: int | None,
    courtesy: bool | None,
) -> None:
    """Compare, bring what changed, list what the group says is listed."""
    from dbmigrate.model.rejected import RejectQuery
    from dbmigrate.report.resync_text import resync_document, show_resync
    from dbmigrate.run.migration import MAX_DELETES, RunOptions
    from dbmigrate.run.steering.control import Control

    project = call.load_project()
    with call.open_migration(project, workflows=workflow) as migration:
        query = RejectQuery(named_tables(migration, table, group))
        options = RunOptions(max_rows_per_second=max_rows_per_second, courtesy=courtesy)
        with (
            ended_at_once_by_ctrl_c(call),
            call.progress() as sink,
            graceful_stop(call.say) as stop,
            pause_by_signal(Control(project.path)),
        ):
            most = MAX_DELETES if max_deletes is None else max_deletes
            outcome = wait_for(
                lambda: migration.resync(query, dry=dry, max_deletes=most, options=options, sink=sink, stop=stop)
            )
    error = resync_error(outcome)
    document = resync_document(outcome, dry=dry)
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_resync(console, document, verbose=call.verbose))
    end_with(call, error)
