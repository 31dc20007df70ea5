"""What every verb starts from: the project, its databases, and where the answer goes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from dbmigrate.cli.failure import report_failure
from dbmigrate.cli.interrupt import leave_now, wait_for
from dbmigrate.cli.options import DEFAULT_PROJECT, options_of
from dbmigrate.cli.screen import masked, never_show, write_json, write_lines, write_out
from dbmigrate.errors import ConfigurationError

if TYPE_CHECKING:
    from rich.console import Console

    from dbmigrate.config.filters import RowFilters
    from dbmigrate.config.project import Endpoint, Project
    from dbmigrate.config.urls import ConnectionUrl
    from dbmigrate.engines.registry import Side
    from dbmigrate.model.events import Sink
    from dbmigrate.run.migration import Migration

NO_PROJECT = "DBM-3006"
Result = TypeVar("Result")


class Invocation:
    """One verb being carried out."""

    def __init__(self, ctx: Any) -> None:
        options = options_of(ctx)
        self.verb = str(ctx.info_name or "")
        self.project_path = options.project / DEFAULT_PROJECT if options.project.is_dir() else options.project
        self.wants_json = options.json
        self.quiet = options.quiet
        self.verbose = options.verbose
        self.ask_password = options.ask_password

    def load_project(self) -> Project:
        """The project file as it stands, without passwords."""
        from dbmigrate.config.project import load_project

        if not self.project_path.exists():
            raise ConfigurationError(
                "there is no project file",
                code=NO_PROJECT,
                where=str(self.project_path),
                next_step="Write one with: dbmigrate init; or name one with --project; or see a whole migration"
                " with: dbmigrate demo demo-cic",
            )
        return load_project(self.project_path)

    def with_passwords(self, project: Project) -> Project:
        """The same project with the passwords of both sides."""
        return project.model_copy(
            update={
                "source": self._with_password(project.source, "source"),
                "target": self._with_password(project.target, "target"),
            }
        )

    def _with_password(self, endpoint: Endpoint, side: Side) -> Endpoint:
        return endpoint.model_copy(update={"url": self.with_password(endpoint.url, side)})

    def with_password(self, url: ConnectionUrl, side: Side) -> ConnectionUrl:
        """The URL with its password from the environment, the keyring or, if asked to, the prompt."""
        from dbmigrate.config.passwords import resolve_password

        found = resolve_password(url, side, prompt=_prompt if self.ask_password else None)
        keep_secret(found)
        return found

    @contextmanager
    def open_migration(
        self,
        project: Project,
        groups: Collection[str] | None = None,
        tables: Collection[str] | None = None,
        filters: RowFilters | None = None,
        workflows: Collection[str] | None = None,
        *,
        as_other_user: bool = False,
    ) -> Iterator[Migration]:
        """Both databases connected."""
        from dbmigrate.run.migration import Migration

        complete = self.with_passwords(project)  # asked for here: a prompt needs the main thread

        def connect() -> Migration:
            return Migration(
                complete,
                groups=groups or None,
                tables=tables or None,
                filters=filters,
                workflows=workflows or None,
                as_other_user=as_other_user,
            )

        with self.wait(connect) as migration:
            yield migration

    def wait(self, work: Callable[[], Result]) -> Result:
        """The work's result, for work that may be left at any moment: Ctrl-C ends the program at once.

        A driver that waits for its server's answer lets no Ctrl-C through until the answer is there.
        """
        ended = threading.Event()

        def act() -> Result:
            try:
                return work()
            finally:
                ended.set()

        try:
            return wait_for(act)
        except KeyboardInterrupt as error:
            if ended.is_set():
                raise  # nobody is waited for: the program may end in order
            leave_now(report_failure(error, [self.verb], wants_json=self.wants_json))

    @contextmanager
    def progress(self) -> Iterator[Sink]:
        """Shows events on standard error: live on a terminal, as lines elsewhere, warnings only if quiet."""
        from dbmigrate.report.progress import open_progress

        with open_progress(sys.stderr, quiet=self.quiet, verbose=self.verbose) as sink:
            yield sink

    def answer(self, document: dict[str, Any], show: Callable[[Console], None]) -> None:
        """The result, to standard output: one JSON document, or text for people."""
        if self.wants_json:
            write_json(document)
            return
        from dbmigrate.report.console import render

        write_out(render(show, sys.stdout))

    def expect_answer(self) -> None:
        """Load what draws it, while something else is waited for."""
        if not self.wants_json:
            from dbmigrate.report import console  # noqa: F401

    def say(self, *lines: str) -> None:
        """A remark to standard error."""
        if not self.quiet:
            write_lines(lines)


def keep_secret(url: ConnectionUrl) -> None:
    """Mask the URL's secrets in everything that is shown or logged from now on."""
    parts = url.for_driver(url.engine)
    if url.has_password:
        never_show(None if parts.password is None else str(parts.password))
    for name, value in parts.query.items():
        if name not in url.query:
            never_show(str(value))


def program_version() -> str:
    """Of the installed distribution."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("dbmigrate")
    except PackageNotFoundError:
        return "(not installed)"


def _prompt(text: str) -> str:
    if not sys.stdin.isatty():
        raise ConfigurationError(
            "--ask-password needs a terminal",
            where=text.rstrip(": "),
            next_step="Give the password in the environment or the keyring",
        )
    return str(typer.prompt(masked(text).rstrip(": "), hide_input=True, default="", show_default=False, err=True))


def beside(project_path: Path, name: str) -> Path:
    """A file or directory beside the project file."""
    return project_path.absolute().parent / name
