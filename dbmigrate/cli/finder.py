"""The verb that a package brings along: find databases and members, decide about them, prepare their projects."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from dbmigrate import resources
from dbmigrate.cli.context import Invocation
from dbmigrate.errors import ConfigurationError

Database = Annotated[str, typer.Option("--database", metavar="NAME", help="Of this database only.")]


def register(app: typer.Typer) -> None:
    """Add the verb of each package that has one."""
    for root, verb, purpose, ending in _headers():
        app.add_typer(_app(root, purpose, ending), name=verb)


def purposes() -> dict[str, str]:
    """What each such verb is for."""
    return {verb: purpose for _, verb, purpose, _ in _headers()}


def _headers() -> Iterator[tuple[Path, str, str, str]]:
    """Of each package that has a verb: its directory, the verb, its purpose, and what connection files end with."""
    try:
        packages = sorted(resources.table_groups_dir().iterdir())
    except ConfigurationError:
        return
    for root in packages:
        try:
            said = tomllib.loads((root / "finder.toml").read_text(encoding="utf-8"))
            header, ending = said["finder"], said["connections"]["ending"]
            yield root, str(header["verb"]), str(header["help"]), str(ending)
        except (OSError, ValueError, KeyError, TypeError):
            continue


def _app(root: Path, text: str, ending: str) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, help=text, short_help=text, rich_markup_mode=None)
    folders = Annotated[
        list[Path] | None,
        typer.Option(f"--{ending}", metavar="DIR", help="Folder of connection files; may be given more than once."),
    ]
    configurations = Annotated[
        list[Path] | None,
        typer.Option("--config", metavar="FILE", help="Configuration file; may be given more than once."),
    ]
    tns = Annotated[Path | None, typer.Option(metavar="DIR", help="Directory of tnsnames.ora.  [default: TNS_ADMIN]")]
    places = Annotated[
        list[str] | None,
        typer.Option("--at", metavar="NAME=URL", help="Where a database is, instead of what its file says."),
    ]

    def find(
        ctx: typer.Context,
        folder: folders = None,
        config: configurations = None,
        tns_admin: tns = None,
        at: places = None,
        package: Annotated[
            Path | None, typer.Option(metavar="DIR", help="A copy of the package, with names of your own.")
        ] = None,
        files_only: Annotated[bool, typer.Option("--files-only", help="Open no database.")] = False,
    ) -> None:
        """Show what there is, and which database holds whose history.  Changes no database.

        Where the files are is remembered beside the project file; passwords are not.
        """
        from dbmigrate.cli.finding import show_found
        from dbmigrate.finder.search import Given

        given = Given(tuple(folder or ()), tuple(config or ()), tns_admin, tuple(at or ()), package)
        show_found(Invocation(ctx), root, given, files_only=files_only)

    def decide(
        ctx: typer.Context,
        member: Annotated[str, typer.Argument(help="By its name, or by what its tables are named after.")] = "",
        database: Database = "",
        keep_as: Annotated[str, typer.Option(metavar="NAME", help="Migrate it under this name.")] = "",
        merge_into: Annotated[str, typer.Option(metavar="NAME", help="Migrate it as part of that one.")] = "",
        leave_out: Annotated[bool, typer.Option("--leave-out", help="Do not migrate it.")] = False,
        excuse: Annotated[bool, typer.Option("--excuse", help="It may have no tables.")] = False,
        tables: Annotated[str, typer.Option(metavar="NAME", help="Its tables are those with this name.")] = "",
        value: Annotated[
            list[str] | None, typer.Option(metavar="NAME=TEXT", help="What the configuration does not say of it.")
        ] = None,
        reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept.")] = "",
        forget: Annotated[bool, typer.Option("--forget", help="Take back what was decided about it.")] = False,
    ) -> None:
        """Say what becomes of a member: of one that was deleted, one without tables, or any other.

        Without a name, --value holds for all, and --leave-out for a whole database.
        """
        from dbmigrate.cli.finding import record_decision

        record_decision(
            Invocation(ctx),
            root,
            member,
            database,
            fates={"keep_as": keep_as, "merge_into": merge_into, "leave_out": leave_out, "excuse": excuse},
            tables=tables,
            values=value or [],
            reason=reason,
            forget=forget,
        )

    def prepare(ctx: typer.Context) -> None:
        """Write a project directory for each database; refuses, with a list, while a decision is missing.

        They have the target of the project at hand, and their own sources, members and passwords.
        """
        from dbmigrate.cli.finding import prepare_all

        prepare_all(Invocation(ctx), root)

    def manual(ctx: typer.Context) -> None:
        """Show what is left to be done by hand, with the SQL that shows what is to be moved.  Changes nothing."""
        from dbmigrate.cli.finding import show_manual

        show_manual(Invocation(ctx), root)

    for command, short in (
        (find, "Show databases and members. Changes nothing."),
        (decide, "Say what becomes of a member."),
        (prepare, "Write a project for each database."),
        (manual, "Show what is left to be done by hand."),
    ):
        app.command(short_help=short)(command)
    return app
