"""An error as text: the same five short lines for every cause, or one JSON document."""

from __future__ import annotations

import os
import sys
import tempfile
import textwrap
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer

from dbmigrate.errors import DbmigrateError, ExitCode, StoppedByUserError, UsageError

INTERNAL = "DBM-1001"
BAD_COMMAND_LINE = "DBM-2001"

_COPIED = "What was committed stays committed, is in the ledger, and is not copied again"
_SAFE = {
    "run": _COPIED,
    "demo": _COPIED,
    "rejects": _COPIED,
    "verify": "Nothing was changed in either database, but for rows that --repair has committed and recorded",
    "clean": "A clean-up is one transaction: it is done whole or not at all",
    "undo": "Every batch that is out is recorded, and is not touched again",
    "scripts": "What was not committed is undone by the database",
}
_UNCHANGED = "Nothing was changed in either database"
_NEXT = {
    ExitCode.INTERNAL: "Run again; if it happens again, report it with the log file",
    ExitCode.USAGE: "See: dbmigrate {verb} --help",
    ExitCode.CONFIGURATION: "Correct the project or package file, then run the same command again",
    ExitCode.REFUSED: "Settle the findings above (dbmigrate plan shows them), then run the same command again",
    ExitCode.SOURCE: "Check the source with: dbmigrate doctor; then run the same command again",
    ExitCode.TARGET: "Check the target with: dbmigrate doctor; then run the same command again",
    ExitCode.MISMATCH: "Look at the rows named above in both databases before anyone uses the target",
    ExitCode.LEDGER: "See what the ledger says with: dbmigrate status",
    ExitCode.REJECTS: "See which rows and why with: dbmigrate rejects",
    ExitCode.STOPPED: "Go on with: dbmigrate run",
}

_GO_ON = {
    "undo": "Go on with the same command",
    "run": "Go on with: dbmigrate run",
    "demo": "Go on in the demonstration's directory with: dbmigrate run",
    "verify": "Go on with: dbmigrate verify --resume",
}


class ErrorText:
    """The five parts of an error's text, none of them empty."""

    def __init__(self, error: DbmigrateError, verb: str) -> None:
        self.code = error.code
        self.exit_code = error.exit_code
        self.what = error.what
        self.where = error.where or f"dbmigrate {verb}".rstrip()
        self.cause = error.cause or "see the first line"
        self.safe = error.safe or _SAFE.get(verb, _UNCHANGED)
        self.next_step = error.next_step or _NEXT[error.exit_code].format(verb=verb).replace("  ", " ")

    def lines(self, width: int | None) -> list[str]:
        """For people; wrapped to a terminal's width, one line each where there is none (logs, grep)."""
        head = "stopped" if self.exit_code is ExitCode.STOPPED else "error"
        parts = [
            (f"{head} {self.code}: ", self.what),
            ("  where: ", self.where),
            ("  cause: ", self.cause),
            ("  safe:  ", self.safe),
            ("  next:  ", self.next_step),
        ]
        lines: list[str] = []
        for label, text in parts:
            flat = label + " ".join(text.split())
            if width is None:
                lines.append(flat)
            else:
                lines += textwrap.wrap(flat, width, subsequent_indent="         ", break_on_hyphens=False) or [flat]
        return lines

    def document(self) -> dict[str, object]:
        return {
            "kind": "error",
            "version": 1,
            "error": {
                "code": self.code,
                "exit_code": int(self.exit_code),
                "what": self.what,
                "where": self.where,
                "cause": self.cause,
                "safe": self.safe,
                "next": self.next_step,
            },
        }


def report_failure(error: BaseException, arguments: Sequence[str], *, wants_json: bool) -> int:
    """Show the error and return the exit status."""
    from dbmigrate.cli.screen import masked, write_json, write_lines

    if isinstance(error, BrokenPipeError):
        return int(ExitCode.DONE)
    verb = verb_of(arguments)
    known = as_known(error, verb)
    text = ErrorText(known, verb)
    if wants_json:
        write_json(text.document())
    else:
        width = os.get_terminal_size(2).columns if sys.stderr.isatty() else None
        write_lines(masked(line) for line in text.lines(max(width, 40) if width else None))
    return int(known.exit_code)


def verb_of(arguments: Sequence[str]) -> str:
    """The first word that is no option and no option's value."""
    words = iter(arguments)
    for word in words:
        if word == "--project":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def as_known(error: BaseException, verb: str) -> DbmigrateError:
    """Any exception as an error with a code."""
    if isinstance(error, DbmigrateError):
        return error
    if isinstance(error, typer.TyperException):
        if error.exit_code == ExitCode.USAGE:
            path = getattr(getattr(error, "ctx", None), "command_path", f"dbmigrate {verb}".rstrip())
            message = error.format_message()
            return UsageError(
                "the command line is not understood",
                code=BAD_COMMAND_LINE,
                where=path,
                cause="a command is missing" if message.startswith("Usage: ") else message,
                safe="Nothing was done",
                next_step=f"See: {path} --help",
            )
        return DbmigrateError(error.format_message(), code=INTERNAL)
    if isinstance(error, KeyboardInterrupt | typer.Abort | EOFError):
        return StoppedByUserError(
            "stopped at once",
            cause="Ctrl-C" if isinstance(error, KeyboardInterrupt) else "the answer asked for was not given",
            next_step=_GO_ON.get(verb, f"Start again with: dbmigrate {verb}".rstrip()),
        )
    log = write_log(error)
    return DbmigrateError(
        "internal error",
        code=INTERNAL,
        cause=f"{type(error).__name__}; the details are in {log}" if log else type(error).__name__,
        next_step=f"Run again; if it happens again, report it with {log}" if log else "",
    )


def write_log(error: BaseException) -> Path | None:
    """The traceback in a file that only this user can read; None where no file can be written.

    Locals are left out, and every password that is known is masked: the file is meant to be sent on.
    """
    from dbmigrate.cli.screen import masked

    moment = datetime.now(UTC)
    text = "".join(traceback.format_exception(error))
    for directory in (Path.cwd(), Path(tempfile.gettempdir())):
        path = directory / f"dbmigrate-error-{moment:%Y%m%dT%H%M%S}-{os.getpid()}.log"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{moment.isoformat()}\n{masked(text)}")
        return path
    return None
