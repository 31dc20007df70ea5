"""The options that every verb takes, before the verb or behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

DEFAULT_PROJECT = Path("migration.toml")


@dataclass
class GlobalOptions:
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
