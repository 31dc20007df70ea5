"""Puts the report together and writes its page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbmigrate.cli.context import beside
from dbmigrate.errors import DbmigrateError

if TYPE_CHECKING:
    from dbmigrate.config.project import Project
    from dbmigrate.run.migration import Migration


def make_report(migration: Migration, project: Project, page: Path) -> dict[str, Any]:
    """Ask ledger and plan, write the page, and return what is on it."""
    from dbmigrate.cli.checklist import steps_of
    from dbmigrate.config.checklist import has_checklist
    from dbmigrate.config.members import package_of
    from dbmigrate.report.archive import latest_verification
    from dbmigrate.report.checklist import checklist_document
    from dbmigrate.report.documents import ledger_position, plan_document, status_document
    from dbmigrate.report.html import write_page
    from dbmigrate.report.summary import report_document

    status = migration.status()
    source, target = str(project.source.url), str(project.target.url)
    plan, failure = None, ""
    try:
        plan = plan_document(migration.plan(), source=source, target=target)
    except DbmigrateError as error:
        # The report is about what has been done; that no plan can be made now is one of its facts.
        failure = str(error)
    package = package_of(project)
    checklist, unknown = None, ""
    if has_checklist(package):
        try:
            checklist = checklist_document(steps_of(migration, project).states())
        except DbmigrateError as error:
            unknown = str(error)
    latest = latest_verification(beside(project.path, "reports"))
    document = report_document(
        status=status_document(status),
        position=ledger_position(status),
        groups={group.name: [entry.source for entry in group.tables] for group in package.groups},
        source=source,
        target=target,
        plan=plan,
        plan_failure=failure,
        verification=latest[1] if latest else None,
        checklist=checklist,
        checklist_failure=unknown,
    )
    document["page"] = str(page)
    write_page(page, document)
    return document
