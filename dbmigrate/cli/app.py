"""``dbmigrate``: the verbs, and the one place where an error becomes text and an exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dbmigrate.cli.failure import report_failure
from dbmigrate.cli.options import add_shared_options, options_of, shared_options
from dbmigrate.cli.screen import make_streams_safe
from dbmigrate.cli.verbs import VERBS, commands_of
from dbmigrate.errors import EXIT_MEANINGS

PROGRAM = "dbmigrate"

_EXIT_TABLE = "\b\nExit status:\n" + "\n".join(f"  {code:>3}  {meaning}" for code, meaning in EXIT_MEANINGS.items())


class Verbs(TyperGroup):
    """The verbs, each made when it is asked for, with the shared options; every error ends here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made: set[str] = set()
        self._shared = shared_options()
        self.params.extend(self._shared)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in VERBS:
            self._make(VERBS[cmd_name].module)
        elif cmd_name not in self.commands:
            # Of a package, or nobody's: then the refusal says which one may be meant.
            self._make(*(verb.module for verb in VERBS.values()), "finder")
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self._purposes())

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """As the library does it, without making the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._purposes().items()))

    def _purposes(self) -> dict[str, str]:
        from dbmigrate.cli.finder import purposes

        return {name: verb.purpose for name, verb in VERBS.items()} | purposes()

    def _make(self, *modules: str) -> None:
        for module in dict.fromkeys(modules):
            if module not in self._made:
                commands = commands_of(module)
                add_shared_options(commands.values(), self._shared)
                self.commands.update(commands)
                self._made.add(module)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **extra: Any) -> Any:
        arguments = list(sys.argv[1:] if args is None else args)
        make_streams_safe()
        extra["standalone_mode"] = False
        try:
            status = super().main(args=arguments, prog_name=prog_name or PROGRAM, **extra)
        except Exception as error:  # noqa: BLE001 - the one place where an error becomes text
            status = report_failure(error, arguments, wants_json=_wants_json(arguments))
        raise SystemExit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            # Caught before the library's own main, which would end without a word.
            raise SystemExit(
                report_failure(error, [ctx.invoked_subcommand or ""], wants_json=options_of(ctx).json)
            ) from None


def _wants_json(arguments: Sequence[str]) -> bool:
    """Read by hand: a command line that cannot be understood must still be refused in JSON."""
    before_end = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in before_end


app = typer.Typer(
    name=PROGRAM,
    cls=Verbs,
    help="Moves groups of tables between SQL Server, Oracle, PostgreSQL and SQLite, exactly once, and proves it.",
    epilog=_EXIT_TABLE,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from dbmigrate.cli.context import program_version
        from dbmigrate.cli.screen import write_out

        write_out(f"{PROGRAM} {program_version()}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        from dbmigrate.cli.screen import write_out

        write_out(ctx.get_help() + "\n")
