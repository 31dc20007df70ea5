"""The options that several verbs take: those of every verb, before it or behind it, and those that choose rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct
from typer.core import TyperGroup
from typer.main import get_command

from dbmigrate.errors import UsageError

if TYPE_CHECKING:
    from dbmigrate.config.filters import RowFilters
    from dbmigrate.config.project import Project
    from dbmigrate.run.migration import Migration

DEFAULT_PROJECT = Path("migration.toml")

Groups = Annotated[
    list[str] | None, typer.Option("--group", "-g", help="Only this table group; may be given more than once.")
]
Tables = Annotated[
    list[str] | None,
    typer.Option("--table", "-t", help="Only this source table and what it depends on; may be given more than once."),
]
OnlyTables = Annotated[
    list[str] | None, typer.Option("--table", "-t", help="Only this source table; may be given more than once.")
]
Since = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only rows of this day or moment and later ones.")
]
Before = Annotated[str | None, typer.Option("--before", metavar="DATE", help="Only rows before this day or moment.")]
Sites = Annotated[list[str] | None, typer.Option("--site", help="Only rows of this site; may be given more than once.")]
Workflows = Annotated[
    list[str] | None,
    typer.Option("--workflow", help="Only tables or rows of this workflow; may be given more than once."),
]
OfWorkflows = Annotated[
    list[str] | None, typer.Option("--workflow", help="Only tables of this workflow; may be given more than once.")
]
MaxRowsPerSecond = Annotated[int | None, typer.Option(min=1, help="Go no faster, all workers together.")]
Courtesy = Annotated[
    bool | None,
    typer.Option("--courtesy/--no-courtesy", help="Slower, or a pause, while the target is busy with other work."),
]
AsOtherUser = Annotated[
    bool,
    typer.Option("--as-other-user", help="Go on although another user ran the migration before; the ledger keeps it."),
]


class GlobalOptions(Struct):
    """As given so far; filled while the command line is read."""

    project: Path = DEFAULT_PROJECT
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    ask_password: bool = False


def options_of(ctx: Any) -> GlobalOptions:
    """The options of this invocation, kept by its outermost context."""
    root = ctx.find_root()
    if not isinstance(root.obj, GlobalOptions):
        root.obj = GlobalOptions()
    return root.obj


def _keep(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> None:
    """An option that was not given says nothing: it may have been given before the verb."""
    if value:
        setattr(options_of(ctx), str(param.name), value)


_shared = typer.Typer(add_completion=False, rich_markup_mode=None)


@_shared.command()
def _declare(
    project: Annotated[
        Path | None,
        typer.Option(
            callback=_keep, expose_value=False, help="Project file, or its directory.  [default: ./migration.toml]"
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", callback=_keep, expose_value=False, help="One JSON document on standard output.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", callback=_keep, expose_value=False, help="No progress, only the result.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", callback=_keep, expose_value=False, help="Every detail.")
    ] = False,
    ask_password: Annotated[
        bool,
        typer.Option("--ask-password", callback=_keep, expose_value=False, help="Prompt for passwords not given."),
    ] = False,
) -> None:
    """Never run: it declares the shared options."""


def shared_options() -> list[Any]:
    """The parameters themselves, without ``--help``."""
    return [param for param in get_command(_shared).params if param.name != "help"]


def add_shared_options(commands: Iterable[Any], shared: list[Any] | None = None) -> None:
    """Give every command below these the shared options, except those whose name it uses itself."""
    shared = shared_options() if shared is None else shared
    for command in commands:
        if isinstance(command, TyperGroup):
            add_shared_options(command.commands.values(), shared)
            continue
        taken = {text for param in command.params for text in param.opts}
        command.params.extend(param for param in shared if not taken.intersection(param.opts))


def chosen_rows(
    project: Project, since: str | None, before: str | None, site: list[str] | None, workflow: list[str] | None
) -> RowFilters:
    """The project's filters, each replaced by the option of its name if that was given.  Raises UsageError."""
    from pydantic import ValidationError

    from dbmigrate.config.filters import RowFilters

    given = {"from": since, "before": before, "site": site, "workflow": workflow}
    wanted = project.filters.document | {name: value for name, value in given.items() if value}
    try:
        return RowFilters.model_validate(wanted)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"--{name}: {first['msg'].removeprefix('Value error, ')}" if name else first["msg"],
            next_step="Write dates as 2010-04-15 or 2010-04-15T13:30",
        ) from None


def named_tables(migration: Migration, tables: list[str] | None, groups: list[str] | None) -> frozenset[str] | None:
    """Of the named tables those that are in one of the named groups; None: all."""
    from dbmigrate.model.table import same_table

    known = {entry.source for entry in migration.entries_looked_at()}
    chosen = frozenset(known) if migration.looks_at_some else None
    if groups is not None:
        chosen = frozenset(
            entry.source for name in groups for entry in migration.package.group(name).tables if entry.source in known
        )
    if tables is None:
        return chosen
    for name in tables:
        if not any(same_table(one, name) for one in known):
            raise UsageError(f"the package has no table {name}", next_step="See dbmigrate plan")
    if chosen is None:
        return frozenset(tables)
    return frozenset(one for one in chosen if any(same_table(one, name) for name in tables))
