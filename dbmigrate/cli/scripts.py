"""The verbs below ``scripts``: list a package's SQL scripts, and run one."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from dbmigrate.config.project import Endpoint, Project
    from dbmigrate.scripts.files import Script

NOT_CONFIRMED = "DBM-2003"
ONE_OF_TWO = "DBM-2004"

scripts_app = typer.Typer(help="List and run a package's SQL scripts.", no_args_is_help=True, rich_markup_mode=None)


class DatabaseSide(StrEnum):
    """Which of the project's two databases."""

    SOURCE = "source"
    TARGET = "target"


class Stage(StrEnum):
    """What a script is for."""

    SCHEMA = "schema"


@scripts_app.command("list", short_help="List the scripts for the project's databases.")
def list_all(
    ctx: typer.Context,
    side: Annotated[DatabaseSide | None, typer.Option(help="[default: both]")] = None,
) -> None:
    """List the scripts that the project's package has for its databases.  Changes nothing."""
    from dbmigrate.config.package import load_package
    from dbmigrate.scripts.files import list_scripts

    call = Invocation(ctx)
    project = call.load_project()
    package = load_package(project.package)
    sides = [side] if side else list(DatabaseSide)
    document: dict[str, Any] = {"kind": "scripts_list", "version": 1, "exit_code": 0, "scripts": []}
    for one in sides:
        dialect = _endpoint(project, one).url.engine
        for script in list_scripts(package, dialect):
            document["scripts"].append({"side": str(one), **_script_document(script)})
    call.answer(document, lambda console: _show_scripts(console, document))


@scripts_app.command(short_help="Run a script against one of the project's databases.")
def run(
    ctx: typer.Context,
    side: Annotated[DatabaseSide, typer.Option(help="Which of the two databases.")],
    stage: Annotated[Stage | None, typer.Option(help="schema: the package's script that creates the tables.")] = None,
    file: Annotated[Path | None, typer.Option(help="A SQL file of your own.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Run one script, all of it in one transaction or none of it.

    A create script is refused (exit status 4) where one of its tables is there already.  A SQLite target
    that does not exist is made.
    """
    from dbmigrate.config.package import load_package
    from dbmigrate.scripts.files import create_script, describe_script
    from dbmigrate.scripts.runner import refuse_existing_tables, run_script_text

    call = Invocation(ctx)
    if (stage is None) == (file is None):
        raise UsageError(
            "name either --stage or --file",
            code=ONE_OF_TWO,
            where="dbmigrate scripts run",
            safe="Nothing was run",
            next_step="dbmigrate scripts list shows what the package has",
        )
    project = call.load_project()
    endpoint = _endpoint(project, side)
    if file is not None:
        script = describe_script(file, file.name, endpoint.url.engine)
    else:
        package = load_package(project.package)
        expected = package.source if side is DatabaseSide.SOURCE else package.target
        script = create_script(package, expected, endpoint.url.engine)
    url = call.with_password(endpoint.url, side.value)
    text = script.text
    if file is None:
        refuse_existing_tables(url, side=side.value, text=text, schema=endpoint.schema_name)
    _confirm(call, script, str(url), yes=yes)
    statements = run_script_text(url, side=side.value, text=text, schema=endpoint.schema_name)
    document = {
        "kind": "scripts_run",
        "version": 1,
        "exit_code": 0,
        "side": str(side),
        "database": str(url),
        "statements": statements,
        **_script_document(script),
    }
    call.answer(document, lambda console: _show_run(console, document))


def _endpoint(project: Project, side: DatabaseSide) -> Endpoint:
    return project.source if side is DatabaseSide.SOURCE else project.target


def _confirm(call: Invocation, script: Script, database: str, *, yes: bool) -> None:
    """Scripts change a database, so the operator says yes once."""
    if yes:
        return
    call.say(f"{script.path}", f"  what:   {script.what or '(the script does not say)'}", f"  effect: {script.effect}")
    if sys.stdin.isatty() and typer.confirm(f"Run it against {database}?", default=False, err=True):
        return
    raise UsageError(
        "the script was not run",
        code=NOT_CONFIRMED,
        where=str(script.path),
        cause="it would change a database, and nobody said yes",
        safe="Nothing was run",
        next_step="Give --yes once you have read it",
    )


def _script_document(script: Script) -> dict[str, Any]:
    return {
        "name": script.name,
        "stage": script.stage,
        "dialect": script.dialect,
        "path": str(script.path),
        "what": script.what,
        "when": script.when,
        "needs": script.needs,
        "effect": script.effect,
        "digest": script.digest,
    }


def _show_scripts(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import line, table

    if not document["scripts"]:
        line(console, "The package has no scripts for these databases.")
        return
    rows = [(entry["side"], entry["dialect"], entry["name"], entry["what"]) for entry in document["scripts"]]
    console.print(table(["side", "dialect", "script", "what"], rows))


def _show_run(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import line

    line(console, f"Run: {document['path']}, {document['statements']} statements, in {document['database']}")
    line(console, "Next: dbmigrate plan")
