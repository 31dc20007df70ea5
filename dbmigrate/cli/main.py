"""The entry point of the installed program: the process is made ready before anything is loaded."""

from __future__ import annotations

import os

from dbmigrate.cli import cycles, without_pandas
from dbmigrate.cli.interrupt import leave_now


def main() -> None:
    """Carry out the command line, and end the process."""
    without_pandas.keep_out()
    cycles.seldom_looked_for()
    # Nothing here multiplies matrices, and the threads that numpy has waiting for it spin.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # The one that run.migration chooses; Arrow's own takes 4 MB for what is made while modules are loaded.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # Its plugins, of which we want none, are looked for in the metadata of all that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from dbmigrate.cli.app import app

    try:
        app()
    except SystemExit as ended:
        # What is alive goes with the process: to take it apart first takes 0.35 s of a core.
        leave_now(ended.code if isinstance(ended.code, int) else 0)
