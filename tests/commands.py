"""The command line in a process of its own, in a fraction of the time that a new interpreter needs.

Processes are forked from a server that has imported everything once.  Their environment is what a test gives, set
before anything of the program runs.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "dbmigrate.cli.app",
        "dbmigrate.run.migration",
        "dbmigrate.engines.sqlite.engine",
        "dbmigrate.engines.postgresql.engine",
        "keyring",
        "tests.commands",
        "tests.faults.child",
    ]
)
LONGEST_SECONDS = 120


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


def run_command(
    directory: Path, *words: str, variables: Mapping[str, str], before: Callable[[], None] | None = None
) -> Ended:
    """``variables``: the whole environment; ``before``: called in the new process first, a function of a module."""
    with tempfile.TemporaryDirectory() as place:
        files = [str(Path(place) / name) for name in ("out", "err")]
        process = _CONTEXT.Process(target=_main, args=(str(directory), words, dict(variables), *files, before))
        process.start()
        process.join(LONGEST_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise AssertionError(f"dbmigrate {' '.join(words)} did not end within {LONGEST_SECONDS} s")
        out, err = (Path(file).read_bytes().decode(errors="replace") for file in files)
        return Ended(process.exitcode, out, err)


def _main(
    directory: str,
    words: tuple[str, ...],
    variables: dict[str, str],
    out: str,
    err: str,
    before: Callable[[], None] | None,
) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(directory)
    tempfile.tempdir = None
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if before is not None:
        before()
    from dbmigrate.cli.app import app

    app(list(words), prog_name="dbmigrate")
