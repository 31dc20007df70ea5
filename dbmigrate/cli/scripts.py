"""The verbs below ``scripts``: list a package's SQL scripts, and run one."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.errors import PlanRefusedError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from dbmigrate.config.package import Package
    from dbmigrate.config.project import Endpoint, Project
    from dbmigrate.scripts.files import Script

NOT_CONFIRMED = "DBM-2003"
ONE_OF_TWO = "DBM-2004"
NO_UPGRADE = "DBM-4111"

scripts_app = typer.Typer(help="List and run a package's SQL scripts.", no_args_is_help=True, rich_markup_mode=None)


class DatabaseSide(StrEnum):
    """Which of the project's two databases."""

    SOURCE = "source"
    TARGET = "target"


class Stage(StrEnum):
    """What a script is for."""

    SCHEMA = "schema"
    UPGRADE = "upgrade"


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
    stage: Annotated[
        Stage | None,
        typer.Option(help="schema: create the package's tables; upgrade: to the version that is migrated."),
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A SQL file of your own.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Run what was run before.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Run a script, or the scripts of a stage, each in one transaction; the first error ends it.

    The ledger in the target keeps which were run.  A script that was run before is refused (exit status 4), and so
    is a create script where one of its tables is there already.  A SQLite target that does not exist is made.
    """
    from dbmigrate.config.package import load_package
    from dbmigrate.scripts.files import create_script, describe_script
    from dbmigrate.scripts.recorded import Place, ScriptRunner
    from dbmigrate.scripts.runner import refuse_existing_tables

    call = Invocation(ctx)
    if (stage is None) == (file is None):
        raise UsageError(
            "name either --stage or --file",
            code=ONE_OF_TWO,
            where="dbmigrate scripts run",
            safe="Nothing was run",
            next_step="dbmigrate scripts list shows what the package has",
        )
    project = call.with_passwords(call.load_project())
    endpoint = _endpoint(project, side)
    package = load_package(project.package)
    expected = package.source if side is DatabaseSide.SOURCE else package.target
    url = endpoint.url
    if file is not None:
        scripts = [describe_script(file, file.name, url.engine)]
    elif stage is Stage.UPGRADE:
        scripts = _upgrades(package, project, side)
    else:
        scripts = [create_script(package, expected, url.engine)]
    runner = ScriptRunner(
        Place(project.source.url, project.source.schema_name),
        Place(project.target.url, project.target.schema_name),
        again=again or stage is Stage.UPGRADE,
    )
    for script in scripts:
        if stage is Stage.SCHEMA:
            refuse_existing_tables(url, side=side.value, text=script.text, schema=endpoint.schema_name)
        else:
            runner.refuse_repetition(side.value, script)
    for script in scripts:
        _confirm(call, script, str(url), yes=yes)
    document: dict[str, Any] = {
        "kind": "scripts_run",
        "version": 2,
        "exit_code": 0,
        "side": str(side),
        "database": str(url),
        "scripts": [],
    }
    for script in scripts:
        done = runner.run(side.value, script)
        document["scripts"].append(
            {"statements": done.statements, "recorded": done.recorded, **_script_document(script)}
        )
    call.answer(document, lambda console: _show_run(console, document))


def _upgrades(package: Package, project: Project, side: DatabaseSide) -> list[Script]:
    """The scripts that lead from the version that the database has to the one that is migrated; none if it has it."""
    from dbmigrate.check.schema_version import is_gated, read_schema_version, version_finding
    from dbmigrate.engines.base import EngineFault
    from dbmigrate.engines.registry import open_engine, side_error
    from dbmigrate.scripts.files import describe_script

    endpoint = _endpoint(project, side)
    expected = package.source if side is DatabaseSide.SOURCE else package.target
    engine = open_engine(endpoint.url, side=side.value, schema=endpoint.schema_name)
    try:
        version = read_schema_version(engine, expected, side.value)
    except EngineFault as fault:
        what = f"the version of the {side}'s schema could not be read"
        raise side_error(fault, side.value, what, where=str(endpoint.url), number=20) from None
    finally:
        engine.dispose()
    if not version.accepted and not version.upgrades:
        finding = version_finding(version, is_gated=is_gated(expected))
        raise PlanRefusedError(
            f"there is no upgrade for the {side}'s schema",
            code=NO_UPGRADE,
            where=str(endpoint.url),
            cause=finding.message if finding else "the package does not say how to tell its version",
            safe="Nothing was run",
            next_step=f"Bring it to version {expected.schema_version} with the vendor's own upgrade",
        )
    dialect = endpoint.url.engine
    return [
        describe_script(package.script_path(dialect, step.script), step.script, dialect) for step in version.upgrades
    ]


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

    for script in document["scripts"]:
        line(console, f"Run: {script['path']}, {script['statements']} statements, in {document['database']}")
        if not script["recorded"]:
            line(console, "  not written down: the target cannot be reached, so nothing warns of a second time")
    if not document["scripts"]:
        line(console, f"Nothing to run: the schema of the {document['side']} has the version that is migrated.")
    line(console, "Next: dbmigrate plan")
