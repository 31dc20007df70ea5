"""The verb ``checklist``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dbmigrate.cli.context import Invocation, beside

if TYPE_CHECKING:
    from dbmigrate.config.project import Project
    from dbmigrate.run.checklist import Checklist
    from dbmigrate.run.migration import Migration


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command()(checklist)


def checklist(
    ctx: typer.Context,
    tick: Annotated[str | None, typer.Option(metavar="STEP", help="This step is done.")] = None,
    untick: Annotated[str | None, typer.Option(metavar="STEP", help="This step is not done after all.")] = None,
    note: Annotated[str, typer.Option(help="What is to be remembered of it.")] = "",
) -> None:
    """Show what is done and what comes next, step by step.

    What the ledger, the databases, and the last check and verification prove is ticked by itself; the rest is ticked by
    you, and the ledger remembers it.  dbmigrate report has it as a page.
    """
    from dbmigrate.report.checklist import checklist_document, show_checklist

    call = Invocation(ctx)
    project = call.load_project()
    with call.open_migration(project) as migration:
        steps = steps_of(migration, project)
        for step, done in ((tick, True), (untick, False)):
            if step is not None:
                steps.tick(step, note, done=done)
        document = checklist_document(steps.states())
    call.answer(document, lambda console: show_checklist(console, document))


def steps_of(migration: Migration, project: Project) -> Checklist:
    """The package's checklist, with what the files beside the project file prove."""
    from dbmigrate.report.archive import kept_checks, latest_verification
    from dbmigrate.report.documents import ledger_position, status_document
    from dbmigrate.report.proofs import check_proofs, verification_proof
    from dbmigrate.run.checklist import Checklist

    place = beside(project.path, "reports")
    status = migration.status()
    verification = latest_verification(place)
    proofs = check_proofs(kept_checks(place), migration.wanted_tables(), migration.check_terms())
    proofs["verified"] = verification_proof(
        verification[1] if verification else None, ledger_position(status), status_document(status)
    )
    return Checklist(migration, proofs)
