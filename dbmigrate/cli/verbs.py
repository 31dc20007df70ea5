"""The verbs.  One is loaded, and its options are read, when it is asked for: ``--help`` needs no more than is here."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.main import get_group


class Verb(NamedTuple):
    """``module``: below ``dbmigrate.cli``."""

    module: str
    purpose: str


VERBS = {
    "demo": Verb("setup", "Make a synthetic source and migrate it. Needs no server."),
    "init": Verb("setup", "Write a project file."),
    "doctor": Verb("setup", "Check this machine, the project and both databases."),
    "check": Verb("checking", "Find what the copy would refuse, before it begins. Changes nothing."),
    "checklist": Verb("checklist", "Show what is done and what comes next, step by step."),
    "clean": Verb("cleaning", "Take duplicates and NULLs out of the source, after consent."),
    "plan": Verb("migrate", "Show what a run would do. Changes nothing."),
    "run": Verb("migrate", "Copy the rows: start, go on, or take what is new."),
    "pause": Verb("pausing", "Make the run that is at work wait, holding nothing open."),
    "resume": Verb("pausing", "Let the run that was paused go on."),
    "status": Verb("proof", "Show what is done and what is left, by the ledger."),
    "verify": Verb("proof", "Compare the rows of the target with what they should be."),
    "report": Verb("proof", "Write the report as a page."),
    "rejects": Verb("rejects", "List rows that are not in the target, and why; or try them again."),
    "tune": Verb("tuning", "Measure both databases and this machine; say which settings to use."),
    "undo": Verb("undo", "Take out of the target what a run has written."),
    "scripts": Verb("scripts", "List and run a package's SQL scripts."),
    "package": Verb("package", "Write, check and list migration packages."),
}
"""In the order of ``--help``; verbs that the bundled packages name come behind them (``cli.finder``)."""


def commands_of(module: str) -> dict[str, Any]:
    """Its commands by verb."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    import_module(f"dbmigrate.cli.{module}").register(app)
    commands = dict(get_group(app).commands)
    for verb in commands.keys() & VERBS.keys():
        commands[verb].short_help = VERBS[verb].purpose
    return commands
