"""The verbs below ``package``: write a first package for any database, check one, list the bundled ones."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation, keep_secret
from dbmigrate.cli.verbs import VERBS

if TYPE_CHECKING:
    from rich.console import Console

    from dbmigrate.config.package import Package
    from dbmigrate.config.urls import ConnectionUrl
    from dbmigrate.package.drafted import PackageDraft

package_app = typer.Typer(help=VERBS["package"].purpose, no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the verb of this module, with the commands below it."""
    app.add_typer(package_app, name="package")


@package_app.command(short_help="Write a first package for any database.")
def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the package and of its directory.")],
    from_source: Annotated[str, typer.Option(metavar="URL", help="The database to read, such as sqlite:///shop.db.")],
    directory: Annotated[Path, typer.Option(help="Where the package's directory is made.")] = Path(),
    schema: Annotated[str | None, typer.Option(help="[default: that of the login]")] = None,
    title: Annotated[str | None, typer.Option(help="[default: the name]")] = None,
) -> None:
    """Write a first package for any database, from its catalogue.

    One table group with every table, keys, types, and a script that creates an empty target for each engine.
    The database is only read; a SQLite file is read whole, since its declared types promise nothing.
    """
    from dbmigrate.config.urls import ConnectionUrl
    from dbmigrate.engines.registry import open_engine
    from dbmigrate.package.draft import draft_package
    from dbmigrate.package.render import render_package
    from dbmigrate.package.write import check_package_name, refuse_existing, write_package

    call = Invocation(ctx)
    check_package_name(name)
    place = directory / name
    refuse_existing(place)
    given = ConnectionUrl.parse(from_source)
    keep_secret(given)
    url = call.with_password(given, "source")
    call.say(f"Reading {url} ...")
    engine = open_engine(url, side="source", schema=schema)
    try:
        draft = draft_package(engine, name=name, title=title)
    finally:
        engine.dispose()
    files = render_package(draft)
    package = write_package(place, files)
    document = _draft_document(draft, package, files, _next_commands(place, url, schema))
    call.answer(document, lambda console: _show_draft(console, document))


@package_app.command(short_help="Load a package and say what is in it.")
def check(
    ctx: typer.Context,
    package: Annotated[
        str | None, typer.Argument(metavar="PACKAGE", help="A bundled one, or a directory.  [default: the project's]")
    ] = None,
) -> None:
    """Load a package, its groups and its create scripts; a fault ends with exit status 3."""
    from dbmigrate.config.package_files import load_package
    from dbmigrate.scripts.files import create_script

    call = Invocation(ctx)
    loaded = load_package(call.load_project().package if package is None else package)
    scripts = [
        create_script(loaded, side, dialect)
        for dialect in loaded.engines
        for side in (loaded.source, loaded.target)
        if side.create_script
    ]
    document: dict[str, Any] = {
        "kind": "package_check",
        "version": 1,
        "exit_code": 0,
        "package": loaded.name,
        "title": loaded.title,
        "release": loaded.release,
        "path": str(loaded.root),
        "engines": list(loaded.engines),
        "groups": [
            {"name": group.name, "title": group.title, "after": list(group.after), "tables": len(group.tables)}
            for group in loaded.ordered_groups()
        ],
        "inputs": [declared.name for declared in loaded.inputs],
        "left_out": len(loaded.left_out),
        "create_scripts": [str(script.path) for script in scripts],
    }
    call.answer(document, lambda console: _show_package(console, document))


@package_app.command("list", short_help="List the bundled packages.")
def list_bundled(ctx: typer.Context) -> None:
    """List the packages that come with the program."""
    from dbmigrate import resources
    from dbmigrate.config.package_files import load_package

    call = Invocation(ctx)
    packages = [load_package(name) for name in resources.bundled_packages()]
    document: dict[str, Any] = {
        "kind": "package_list",
        "version": 1,
        "exit_code": 0,
        "packages": [
            {
                "name": package.name,
                "title": package.title,
                "release": package.release,
                "engines": list(package.engines),
                "groups": len(package.groups),
                "tables": sum(len(group.tables) for group in package.groups),
            }
            for package in packages
        ],
    }
    call.answer(document, lambda console: _show_list(console, document))


def _next_commands(place: Path, url: ConnectionUrl, schema: str | None) -> list[str]:
    init = ["dbmigrate", "init", "--package", _as_directory(place), "--source-url", str(url.without_password())]
    init += ["--source-schema", schema] if schema else []
    return [
        f"{shlex.join(init)} --target-url URL",
        "dbmigrate scripts run --side target --stage schema",
        "dbmigrate plan",
    ]


def _as_directory(place: Path) -> str:
    """``./name``: a bare name would mean a bundled package."""
    return str(place) if place.is_absolute() else f"./{place.as_posix()}"


def _draft_document(
    draft: PackageDraft, package: Package, files: dict[str, str], commands: list[str]
) -> dict[str, Any]:
    return {
        "kind": "package_new",
        "version": 1,
        "exit_code": 0,
        "package": package.name,
        "path": str(package.root),
        "engines": list(package.engines),
        "files": sorted(files),
        "tables": [
            {
                "name": drafted.table.name.name,
                "key": list(drafted.key),
                "source_types": {one.column: one.type for one in drafted.overrides},
                "remarks": list(drafted.remarks),
            }
            for drafted in draft.tables
        ],
        "left_out": [{"table": name, "reason": reason} for name, reason in draft.left_out],
        "next": commands,
    }


def _show_draft(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import heading, line, styled, table

    console.print(f"[bold]Written:[/] {styled(document['path'])}")
    console.print(table(["file"], [(name,) for name in document["files"]]))
    heading(console, f"{len(document['tables'])} tables")
    rows = [
        (entry["name"], ", ".join(entry["key"]) or "none", "; ".join(_remarks(entry))) for entry in document["tables"]
    ]
    console.print(table(["table", "key", "look at"], rows))
    if document["left_out"]:
        heading(console, "Left out")
        console.print(table(["table", "reason"], [(left["table"], left["reason"]) for left in document["left_out"]]))
    heading(console, "Next")
    for command in document["next"]:
        line(console, command, indent=2)


def _remarks(entry: dict[str, Any]) -> list[str]:
    typed = [f"{column} is read as {kind}" for column, kind in entry["source_types"].items()]
    return [*entry["remarks"], *typed]


def _show_package(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import facts, line, styled, table

    console.print(f"[bold]Package[/] {styled(document['package'])} {styled(document['release'])}")
    facts(
        console,
        [
            ("title", document["title"]),
            ("path", document["path"]),
            ("engines", ", ".join(document["engines"])),
            ("inputs", ", ".join(document["inputs"])),
            ("left out", document["left_out"]),
        ],
    )
    rows = [(group["name"], group["title"], group["tables"]) for group in document["groups"]]
    console.print(table(["group", "title", "tables"], rows, numbers=["tables"]))
    line(console, "The package is sound. Whether it fits two databases is what dbmigrate plan says.")


def _show_list(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import table

    rows = [
        (package["name"], package["title"], package["release"], package["groups"], package["tables"])
        for package in document["packages"]
    ]
    console.print(table(["package", "title", "release", "groups", "tables"], rows, numbers=["groups", "tables"]))
