"""Carries out ``init``: asks for what is missing, writes the project file."""

from __future__ import annotations

import sys
from pathlib import Path

import typer
from msgspec import Struct

from dbmigrate import resources
from dbmigrate.cli.context import Invocation, keep_secret
from dbmigrate.cli.screen import write_out
from dbmigrate.config.package import Package
from dbmigrate.config.package_files import load_package
from dbmigrate.config.passwords import password_cures
from dbmigrate.config.project import NOT_WRITTEN, load_project, render_project, write_project
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.registry import Side
from dbmigrate.errors import ConfigurationError, UsageError

NOT_GIVEN = "DBM-2002"


class Answers(Struct, frozen=True):
    """As given on the command line; None was not given."""

    name: str | None
    package: str | None
    source_url: str | None
    target_url: str | None
    source_schema: str | None
    target_schema: str | None
    groups: tuple[str, ...]


def make_project(call: Invocation, answers: Answers) -> None:
    """Write the project file and say what to do next."""
    path = call.project_path
    if path.exists():
        raise ConfigurationError(
            f"{path} is there already",
            code=NOT_WRITTEN,
            safe="Nothing was changed",
            next_step="Use it as it is (dbmigrate plan), or name another file with --project",
        )
    _check_given(answers)
    # What is wrong is said before the next question is asked.
    package_name = answers.package or _ask_package()
    package = load_package(package_name)
    for group in answers.groups:
        package.group(group)
    source = _url(answers.source_url, "source")
    target = _url(answers.target_url, "target")
    name = answers.name or _ask_name(path)
    text = render_project(
        name=name,
        package=_package_reference(package_name, package, path),
        source=source,
        target=target,
        groups=answers.groups,
        source_schema=answers.source_schema,
        target_schema=answers.target_schema,
        inputs=package.inputs,
        series=package.series,
    )
    write_project(path, text)
    _finish(call, package, source, target)


def _check_given(answers: Answers) -> None:
    missing = [
        flag
        for flag, value in (
            ("--package", answers.package),
            ("--source-url", answers.source_url),
            ("--target-url", answers.target_url),
        )
        if not value
    ]
    if missing and not _has_terminal():
        raise UsageError(
            f"missing: {', '.join(missing)}",
            code=NOT_GIVEN,
            where="dbmigrate init",
            cause="There is no terminal to ask on",
            safe="Nothing was written",
            next_step="Give them on the command line: dbmigrate init --package NAME --source-url URL --target-url URL",
        )


def _has_terminal() -> bool:
    return sys.stdin.isatty()


def _ask(question: str, default: str | None = None) -> str:
    return str(typer.prompt(question, default=default, err=True)).strip()


def _ask_package() -> str:
    bundled = resources.bundled_packages()
    return _ask(f"Package ({', '.join(bundled)}, or a directory)", bundled[0] if len(bundled) == 1 else None)


def _ask_name(path: Path) -> str:
    default = path.absolute().parent.name or "migration"
    return _ask("Name of the project", default) if _has_terminal() else default


def _url(given: str | None, side: Side) -> ConnectionUrl:
    example = "mssql://user@host:1433/database" if side == "source" else "postgresql://user@host:5432/database"
    url = ConnectionUrl.parse(given or _ask(f"URL of the {side} (such as {example}, without a password)"))
    keep_secret(url)
    return url


def _package_reference(given: str, package: Package, project_path: Path) -> str:
    """A bundled package by name; a directory as seen from the project file."""
    if given in resources.bundled_packages():
        return given
    home = project_path.absolute().parent.resolve()
    return str(package.root.relative_to(home)) if package.root.is_relative_to(home) else str(package.root)


def _finish(call: Invocation, package: Package, source: ConnectionUrl, target: ConnectionUrl) -> None:
    project = load_project(call.project_path)
    document = {
        "kind": "init",
        "version": 1,
        "exit_code": 0,
        "project": project.name,
        "path": str(call.project_path),
        "package": package.name,
        "package_release": package.release,
        "inputs": {declared.name: declared.default for declared in package.inputs},
    }
    if call.wants_json:
        from dbmigrate.cli.screen import write_json

        write_json(document)
        return
    write_out(f"Written: {call.project_path}\n")
    sides: tuple[tuple[Side, ConnectionUrl], ...] = (("source", source), ("target", target))
    for side, url in sides:
        if url.has_password:
            call.say(f"The password of the {side} was not written. {password_cures(url.without_password(), side)}.")
    if package.inputs:
        write_out(f"Look at [inputs] in it: {len(package.inputs)} things only you can decide.\n")
    write_out("Next: dbmigrate doctor, then dbmigrate plan\n")
