"""The verb ``tune``."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation, beside
from dbmigrate.cli.ending import ended_at_once_by_ctrl_c
from dbmigrate.cli.interrupt import wait_for

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 30


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command()(tune)


def tune(
    ctx: typer.Context,
    seconds: Annotated[int, typer.Option(min=2, max=600, help="About how long to measure.")] = _SECONDS,
    write: Annotated[bool, typer.Option("--write", help="Put the settings into the project file.")] = False,
) -> None:
    """Measure this source, the network, this machine and this target, and say which of them is the wall.

    Reads rows of the largest tables and loads them into a table of its own, which is gone afterwards, however this
    ends.  No table of the migration is changed.
    """
    from dbmigrate.config.toml_edit import set_values
    from dbmigrate.report.tune_document import tune_document
    from dbmigrate.report.tune_text import show_tune
    from dbmigrate.run.forecast import TUNED

    call = Invocation(ctx)
    project = call.load_project()
    with call.open_migration(project) as migration:
        with ended_at_once_by_ctrl_c(call), call.progress() as sink:
            outcome = wait_for(lambda: migration.tune(seconds=seconds, sink=sink))
        document = tune_document(
            outcome, source_identity=migration.source.identity(), target_identity=migration.target.identity()
        )
    document["exit_code"] = 0
    _keep(beside(project.path, str(TUNED)), document)
    if write:
        settings = document["settings"]
        size = f"{settings['commit_bytes'] >> 20}MiB"
        values = {"commit_rows": settings["commit_rows"], "commit_bytes": size, "workers": settings["workers"]}
        set_values(project.path, "run", values)
        document["written"] = True
    call.answer(document, lambda console: show_tune(console, document))


def _keep(path: Path, document: dict[str, Any]) -> None:
    """For the estimates of ``plan`` and ``run``, which do without it where it cannot be kept."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        draft.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        draft.replace(path)
