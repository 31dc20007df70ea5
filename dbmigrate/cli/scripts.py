"""The verbs below ``scripts``: list a package's SQL scripts, and run one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.cli.verbs import VERBS
from dbmigrate.errors import PlanRefusedError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from dbmigrate.config.package import Package
    from dbmigrate.config.project import Endpoint, Project
    from dbmigrate.engines.registry import Side
    from dbmigrate.scripts.files import Script
    from dbmigrate.scripts.statement import Statement

NOT_CONFIRMED = "DBM-2003"
ONE_OF_TWO = "DBM-2004"
BAD_SETTING = "DBM-2006"
NO_UPGRADE = "DBM-4111"
BY_HAND = "DBM-4114"

_DEFAULT_SCHEMAS = {"mssql": "dbo", "postgresql": "public"}
"""What the login's own schema is, unless somebody has changed it."""

scripts_app = typer.Typer(help=VERBS["scripts"].purpose, no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the verb of this module, with the commands below it."""
    app.add_typer(scripts_app, name="scripts")


class DatabaseSide(StrEnum):
    """Which of the project's two databases."""

    SOURCE = "source"
    TARGET = "target"


class Stage(StrEnum):
    """What a script is for."""

    SCHEMA = "schema"
    PREPARE = "prepare"
    UPGRADE = "upgrade"
    CHECK = "check"
    RESCUE = "rescue"
    AFTER = "after"


@scripts_app.command("list", short_help="List the scripts for the project's databases.")
def list_all(
    ctx: typer.Context,
    side: Annotated[DatabaseSide | None, typer.Option(help="[default: both]")] = None,
) -> None:
    """List the scripts that the project's package has for its databases.  Changes nothing."""
    from dbmigrate.config.package_files import load_package
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


@scripts_app.command(short_help="Write this migration's own numbered set of scripts, for review.")
def render(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option(metavar="DIR", help="A new or empty directory.")],
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A value that scripts leave open.")
    ] = None,
) -> None:
    """Write the scripts of this migration, every name filled in, numbered in the order in which they are run.

    Changes nothing in any database.  Read them, change what you must, and run them by hand in the database's own client
    or with: dbmigrate scripts run --from DIR
    """
    from dbmigrate.config.package_files import load_package
    from dbmigrate.scripts.files import list_scripts
    from dbmigrate.scripts.render import render_set

    call = Invocation(ctx)
    project = call.load_project()
    package = load_package(project.package)
    scripts = {str(side): list_scripts(package, _endpoint(project, side).url.engine) for side in DatabaseSide}
    made = render_set(to, scripts, _values(project, setting), _about(project, package))
    document = {
        "kind": "scripts_render",
        "version": 1,
        "exit_code": 0,
        "directory": str(to),
        "scripts": [{"file": one.file, "side": one.side, "stage": one.stage} for one in made],
    }
    call.answer(document, lambda console: _show_rendered(console, document))


@scripts_app.command(short_help="Run a script, a stage, or the customer's set.")
def run(
    ctx: typer.Context,
    side: Annotated[DatabaseSide | None, typer.Option(help="Which of the two databases.")] = None,
    stage: Annotated[
        Stage | None,
        typer.Option(help="schema: create the package's tables; upgrade: to the version that is migrated."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="A SQL file of your own, one of scripts list, or one of --from.")
    ] = None,
    origin: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="What scripts render has written, as it is now.")
    ] = None,
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A value that scripts leave open.")
    ] = None,
    to_csv: Annotated[
        Path | None, typer.Option("--csv", metavar="DIR", help="Write the rows of its queries there, a file for each.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Run what was run before.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Run a script, or the scripts of a stage, each in one transaction; the first error ends it.

    The ledger in the target keeps which were run.  A script that was run before is refused (exit status 4), and so
    is a create script where one of its tables is there already.  A SQLite target that does not exist is made.
    Scripts that only look may be run as often as you like, and nobody is asked.
    """
    from dbmigrate.config.package_files import load_package
    from dbmigrate.scripts.recorded import Place, ScriptRunner
    from dbmigrate.scripts.render import fill_slots
    from dbmigrate.scripts.runner import refuse_existing_tables

    call = Invocation(ctx)
    _check_choice(side, stage, file, origin)
    project = call.with_passwords(call.load_project())
    if origin is not None:
        work = _of_set(project, origin, side, stage, file)
    else:
        work = _of_package(load_package(project.package), project, side or DatabaseSide.TARGET, stage, file)
    _refuse_by_hand([script for _, script in work])
    values = _values(project, setting)
    as_it_is = file is not None and (origin is not None or file.is_file())
    texts = [
        script.text if as_it_is else fill_slots(script.text, script.dialect, values, script.name) for _, script in work
    ]
    runner = ScriptRunner(
        Place(project.source.url, project.source.schema_name),
        Place(project.target.url, project.target.schema_name),
        again=again or (stage is Stage.UPGRADE and origin is None),
    )
    for (one, script), text in zip(work, texts, strict=True):
        endpoint = _endpoint(project, DatabaseSide(one))
        if script.stage == Stage.SCHEMA and file is None:
            refuse_existing_tables(endpoint.url, side=one, text=text, schema=endpoint.schema_name)
        else:
            runner.refuse_repetition(one, script)
    for one, script in work:
        _confirm(call, script, str(_endpoint(project, DatabaseSide(one)).url), yes=yes)
    document: dict[str, Any] = {"kind": "scripts_run", "version": 2, "exit_code": 0, "scripts": []}
    for (one, script), text in zip(work, texts, strict=True):
        results: list[dict[str, Any]] = []
        done = runner.run(one, script, text, _taking_rows(results, script, to_csv))
        document["scripts"].append(
            {
                "side": one,
                "database": str(_endpoint(project, DatabaseSide(one)).url),
                "statements": done.statements,
                "recorded": done.recorded,
                "results": results,
                **_script_document(script),
            }
        )
    call.answer(document, lambda console: _show_run(console, document))


def _taking_rows(
    results: list[dict[str, Any]], script: Script, directory: Path | None
) -> Callable[[Statement, Iterator[dict[str, Any]]], None]:
    from dbmigrate.report.script_results import take_rows

    def take(statement: Statement, rows: Iterator[dict[str, Any]]) -> None:
        file = None
        if directory is not None:
            # A batch may give several results, and may be run several times.
            number = 1 + sum(one["line"] == statement.line for one in results)
            further = "" if number == 1 else f"_{number}"
            file = directory / f"{script.path.stem}_line_{statement.line}{further}.csv"
        results.append(take_rows(statement.line, rows, file))

    return take


def _check_choice(side: DatabaseSide | None, stage: Stage | None, file: Path | None, origin: Path | None) -> None:
    if (stage is None) == (file is None) or (side is None and origin is None):
        raise UsageError(
            "name either --stage or --file, and --side or --from",
            code=ONE_OF_TWO,
            where="dbmigrate scripts run",
            safe="Nothing was run",
            next_step="dbmigrate scripts list shows what the package has",
        )


def _refuse_by_hand(scripts: list[Script]) -> None:
    by_hand = [script.name for script in scripts if script.run == "by hand"]
    if by_hand:
        raise PlanRefusedError(
            "a script has to be run by hand",
            code=BY_HAND,
            where=", ".join(by_hand),
            cause="its statements cannot be part of a transaction, or concern the whole server",
            safe="Nothing was run",
            next_step="Run it in the database's own client, as an administrator; the others with --file, one by one",
        )


def _of_set(
    project: Project, origin: Path, side: DatabaseSide | None, stage: Stage | None, file: Path | None
) -> list[tuple[Side, Script]]:
    """The chosen scripts of a rendered directory, in its order."""
    from dbmigrate.scripts.render import read_set

    listed = read_set(origin, {"source": project.source.url.engine, "target": project.target.url.engine})
    return [
        (one, script)
        for one, script in listed
        if (side is None or one == side)
        and (stage is None or script.stage == stage)
        and (file is None or script.path.name == file.name)
    ]


def _of_package(
    package: Package, project: Project, side: DatabaseSide, stage: Stage | None, file: Path | None
) -> list[tuple[Side, Script]]:
    from dbmigrate.scripts.files import create_script, describe_script, list_scripts

    dialect = _endpoint(project, side).url.engine
    if file is not None:
        listed = [] if file.is_file() else list_scripts(package, dialect)
        named = [script for script in listed if script.name == file.as_posix()]
        scripts = named or [describe_script(file, file.name, dialect)]
    elif stage is Stage.UPGRADE:
        scripts = _upgrades(package, project, side)
    elif stage is Stage.SCHEMA:
        expected = package.source if side is DatabaseSide.SOURCE else package.target
        scripts = [create_script(package, expected, dialect)]
    else:
        scripts = [script for script in list_scripts(package, dialect, stage) if script.is_for(side)]
    return [(side.value, script) for script in scripts]


def _values(project: Project, settings: list[str] | None) -> dict[str, str]:
    """What slots may ask for: the project's own names, and what the operator has set."""
    values = {
        "project": project.name,
        "migration_user": "dbmigrate",
        "data_tablespace": "DBMIGRATE_DATA",
        "index_tablespace": "DBMIGRATE_INDEX",
        "commit_rows": str(project.run.commit_rows),
    }
    for side, endpoint in (("source", project.source), ("target", project.target)):
        if endpoint.schema_name or endpoint.url.engine in _DEFAULT_SCHEMAS:
            values[f"{side}_schema"] = endpoint.schema_name or _DEFAULT_SCHEMAS[endpoint.url.engine]
        if endpoint.url.database:
            values[f"{side}_database"] = endpoint.url.database
    for text in settings or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageError(
                f"--set takes NAME=VALUE, not {text!r}",
                code=ONE_OF_TWO,
                where="dbmigrate scripts",
                safe="Nothing was run",
            )
        values[name.strip()] = value
    return values


def _about(project: Project, package: Package) -> dict[str, str]:
    from dbmigrate.report.documents import now

    return {
        "Project": f"{project.name}, package {package.name} {package.release}",
        "Source": str(project.source.url),
        "Target": str(project.target.url),
        "Commit": f"every {project.run.commit_rows:,} rows (change it in the project file, [run] commit_rows)",
        "Written": now(),
    }


def _upgrades(package: Package, project: Project, side: DatabaseSide) -> list[Script]:
    """The scripts that lead from the version that the database has to the one that is migrated; none if it has it."""
    from dbmigrate.check.schema_version import is_gated, read_schema_version, version_finding
    from dbmigrate.engines.fault import EngineFault
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
    if yes or script.only_looks:
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


def _show_rendered(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import line, table

    rows = [(one["file"], one["side"], one["stage"]) for one in document["scripts"]]
    console.print(table(["script", "side", "stage"], rows))
    line(
        console,
        f"Written to {document['directory']}. Read them, then: dbmigrate scripts run --from DIR --stage prepare",
    )


def _show_run(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import line
    from dbmigrate.report.script_results import show_results

    for script in document["scripts"]:
        show_results(console, script["results"])
        line(console, f"Run: {script['path']}, {script['statements']} statements, in {script['database']}")
        if not script["recorded"]:
            line(console, "  not written down: the target cannot be reached, so nothing warns of a second time")
    if not document["scripts"]:
        line(console, "Nothing to run: there is no such script, or the schema has the version that is migrated.")
    line(console, "Next: dbmigrate plan")
