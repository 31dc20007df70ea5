"""The verbs ``demo``, ``init`` and ``doctor``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dbmigrate.cli.context import Invocation
from dbmigrate.cli.options import Groups

DEMO_ROWS = 300_000


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command()(demo)
    app.command()(init)
    app.command()(doctor)


def demo(
    ctx: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty directory.")],
    rows: Annotated[int, typer.Option(min=1, help="About how many rows to make.")] = DEMO_ROWS,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same rows.")] = 1,
    target_url: Annotated[
        str | None, typer.Option(help="An empty database to migrate to.  [default: a SQLite file in DIR]")
    ] = None,
    prepare_only: Annotated[bool, typer.Option("--prepare-only", help="Make DIR, migrate nothing.")] = False,
) -> None:
    """Make a synthetic source in DIR and migrate it: plan, run, verify, report.  Needs no server."""
    from dbmigrate.cli.demonstration import demonstrate

    demonstrate(Invocation(ctx), directory, rows, seed, target_url, prepare_only=prepare_only)


def init(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option(help="Name of the project.  [default: the directory's]")] = None,
    package: Annotated[str | None, typer.Option(help="A bundled package, or a directory.")] = None,
    source_url: Annotated[str | None, typer.Option(help="Such as mssql://user@host/database.")] = None,
    target_url: Annotated[str | None, typer.Option(help="Such as postgresql://user@host/database.")] = None,
    source_schema: Annotated[str | None, typer.Option(help="[default: that of the login]")] = None,
    target_schema: Annotated[str | None, typer.Option(help="[default: that of the login]")] = None,
    group: Groups = None,
) -> None:
    """Write a project file.  Asks on a terminal for what is not given; never overwrites a file.

    Passwords are not written; a URL may hold one, it is left out.
    """
    from dbmigrate.cli.new_project import Answers, make_project

    answers = Answers(name, package, source_url, target_url, source_schema, target_schema, tuple(group or ()))
    make_project(Invocation(ctx), answers)


def doctor(
    ctx: typer.Context,
    allow_same_host: Annotated[
        bool, typer.Option("--allow-same-host", help="This may be the machine of a database server.")
    ] = False,
) -> None:
    """Check this machine, the project and both databases.  Changes nothing."""
    from dbmigrate.check.doctor import examine
    from dbmigrate.check.results import first_failure
    from dbmigrate.report.checks_text import show_checks
    from dbmigrate.report.documents import checks_document

    call = Invocation(ctx)
    results = examine(call.load_project, call.with_passwords, allow_same_host=allow_same_host)
    status = int(first_failure(results))
    document = checks_document(results, status)
    call.answer(document, lambda console: show_checks(console, document))
    if status:
        raise typer.Exit(status)
