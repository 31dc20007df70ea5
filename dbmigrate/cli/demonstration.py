"""Carries out ``demo``: makes the project, then goes the whole way with it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from dbmigrate.cli.context import Invocation, beside
from dbmigrate.cli.ending import end_with
from dbmigrate.cli.migrate import check_rows, copy_rows
from dbmigrate.cli.report_page import make_report
from dbmigrate.cli.verdicts import exit_status, plan_error, run_error, verification_error
from dbmigrate.config.project import Project
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.demo.project import DemoProject, prepare_demo
from dbmigrate.errors import DbmigrateError
from dbmigrate.report.documents import plan_document, run_document, verification_document
from dbmigrate.report.plan_text import show_findings
from dbmigrate.report.run_text import show_demo


def demonstrate(
    call: Invocation, directory: Path, rows: int, seed: int, target_url: str | None, *, prepare_only: bool
) -> None:
    """Prepare, then plan, run, verify and report; ends like the first of them that does not end well."""
    began = time.monotonic()
    target = call.with_password(ConnectionUrl.parse(target_url), "target") if target_url else None
    call.say(f"Preparing the demonstration in {directory} (about {rows:,} rows)")
    rows_by_table: dict[str, int] = {}

    def note_table(table: str, count: int) -> None:
        rows_by_table[table] = count
        if call.verbose:
            call.say(f"  {table}: {count:,} rows made")

    made = prepare_demo(directory, rows=rows, seed=seed, target_url=target, progress=note_table)
    call.say(f"Made {made.rows:,} rows in {directory / 'source.db'}")
    document: dict[str, Any] = {
        "kind": "demo",
        "version": 1,
        "project": str(made.path),
        "package": made.package,
        "rows_made": made.rows,
        "rows_left_out": None,
        "password_variable": made.password_variable,
        "plan": None,
        "run": None,
        "verification": None,
        "report": None,
        "followers": [],
    }
    error = None if prepare_only else _whole_way(call, made, target, document)
    if document["verification"]:
        error = error or follow(call, made, target, document)
    if document["plan"]:
        left_out = {left["table"] for left in document["plan"]["left_out"]}
        document["rows_left_out"] = sum(count for table, count in rows_by_table.items() if table in left_out)
    document["exit_code"] = exit_status(error)
    document["seconds"] = round(time.monotonic() - began, 1)
    call.answer(document, lambda console: show_demo(console, document, directory=str(directory)))
    end_with(call, error)


def _whole_way(
    call: Invocation, made: DemoProject, target: ConnectionUrl | None, document: dict[str, Any]
) -> DbmigrateError | None:
    call.project_path = made.path
    project = _with_target(call.load_project(), target)
    with call.open_migration(project) as migration:
        plan = migration.plan()
        document["plan"] = plan_document(plan, source=str(project.source.url), target=str(project.target.url))
        call.say(f"Planned {len(plan.tables)} tables in {len(plan.groups)} groups")
        if error := plan_error(plan):
            if not call.wants_json:
                from dbmigrate.cli.screen import write_out
                from dbmigrate.report.console import render

                write_out(render(lambda console: show_findings(console, document["plan"]["findings"]), _stdout()))
            return error
        outcome = copy_rows(call, migration, project)
        document["run"] = run_document(outcome)
        if outcome.state == "stopped":
            return _from_inside(run_error(outcome), made)
        report = check_rows(call, migration, project)
        document["verification"] = verification_document(report)
        page = beside(project.path, "report.html")
        make_report(migration, project, page)
        document["report"] = str(page)
    return _from_inside(verification_error(report) or run_error(outcome), made)


def follow(
    call: Invocation, made: DemoProject, target: ConnectionUrl | None, document: dict[str, Any]
) -> DbmigrateError | None:
    """The packages that come after: find, prepare, then plan, run and verify each of their projects."""
    from dbmigrate.cli.finding import FinderPlace

    for follower in made.followers:
        call.project_path = made.path
        place = FinderPlace(call, follower.root)
        prepared = place.prepare(place.find())
        call.say(f"Prepared {len(prepared)} projects of {follower.package}")
        for each in prepared:
            call.project_path = each.path
            done: dict[str, Any] = {"package": follower.package, "verb": follower.verb, "project": str(each.path)}
            document["followers"].append(done)
            error = _copy_and_check(call, _with_target(call.load_project(), target), done)
            if error is not None:
                return _from_inside(error, made)
    return None


def _copy_and_check(call: Invocation, project: Project, done: dict[str, Any]) -> DbmigrateError | None:
    done |= {"run": None, "verification": None}
    with call.open_migration(project) as migration:
        if error := plan_error(migration.plan()):
            return error
        outcome = copy_rows(call, migration, project)
        done["run"] = run_document(outcome)
        if outcome.state == "stopped":
            return run_error(outcome)
        report = check_rows(call, migration, project)
        done["verification"] = verification_document(report)
    return verification_error(report) or run_error(outcome)


def _with_target(project: Project, target: ConnectionUrl | None) -> Project:
    """The file has no password; this process knows it."""
    if target is None:
        return project
    return project.model_copy(update={"target": project.target.model_copy(update={"url": target})})


def _from_inside(error: DbmigrateError | None, made: DemoProject) -> DbmigrateError | None:
    """The commands that go on with it work in the demonstration's directory."""
    if error is not None:
        error.next_step = f"cd {made.path.parent}; {error.next_step}"
    return error


def _stdout() -> Any:
    import sys

    return sys.stdout
