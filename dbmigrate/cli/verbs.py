"""Which module has which verb.  One is loaded, and its options are read, when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.main import get_group

MODULES = {
    "demo": "setup",
    "init": "setup",
    "doctor": "setup",
    "check": "checking",
    "checklist": "checklist",
    "clean": "cleaning",
    "plan": "migrate",
    "run": "migrate",
    "pause": "pausing",
    "resume": "pausing",
    "status": "proof",
    "verify": "proof",
    "report": "proof",
    "rejects": "rejects",
    "tune": "tuning",
    "undo": "undo",
    "scripts": "scripts",
    "package": "package",
}
"""In the order of ``--help``."""

OF_PACKAGES = "finder"
"""The module whose verbs are named by the bundled packages."""


def commands_of(module: str) -> dict[str, Any]:
    """Its commands by verb."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    import_module(f"dbmigrate.cli.{module}").register(app)
    return dict(get_group(app).commands)
