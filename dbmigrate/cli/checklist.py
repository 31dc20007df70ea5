"""The verb ``checklist``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation

if TYPE_CHECKING:
    from rich.console import Console


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(short_help="Show what is done and what comes next, step by step.")(checklist)


def checklist(
    ctx: typer.Context,
    tick: Annotated[str | None, typer.Option(metavar="STEP", help="This step is done.")] = None,
    untick: Annotated[str | None, typer.Option(metavar="STEP", help="This step is not done after all.")] = None,
    note: Annotated[str, typer.Option(help="What is to be remembered of it.")] = "",
) -> None:
    """Show what is done and what comes next, step by step.

    What the ledger and the databases prove is ticked by itself; the rest is ticked by you, and the ledger remembers it.
    """
    from dbmigrate.run.checklist import Checklist

    call = Invocation(ctx)
    with call.open_migration(call.load_project()) as migration:
        steps = Checklist(migration)
        for step, done in ((tick, True), (untick, False)):
            if step is not None:
                steps.tick(step, note, done=done)
        states = steps.states()
    following = next((state.step.id for state in states if not state.done), None)
    document = {
        "kind": "checklist",
        "version": 1,
        "exit_code": 0,
        "steps": [
            {
                "id": state.step.id,
                "chapter": state.step.chapter,
                "title": state.step.title,
                "help": state.step.help,
                "done": state.done,
                "by": state.by,
                "note": state.note,
                "since": state.since,
            }
            for state in states
        ],
        "next": following,
    }
    call.answer(document, lambda console: _show(console, document))


def _show(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import heading, line

    chapter = ""
    for step in document["steps"]:
        if step["chapter"] != chapter:
            chapter = step["chapter"]
            heading(console, chapter)
        remark = (
            f"  ({step['by']}: {step['note']})" if step["done"] else (f"  ({step['note']})" if step["note"] else "")
        )
        line(console, f"[{'x' if step['done'] else ' '}] {step['id']:22} {step['title']}{remark}", indent=2)
    done = sum(1 for step in document["steps"] if step["done"])
    console.print()
    line(console, f"{done} of {len(document['steps'])} steps are done.")
    for step in document["steps"]:
        if step["id"] == document["next"]:
            line(console, f"Next: {step['title']}. {step['help']}")
            line(console, f"Tick it with: dbmigrate checklist --tick {step['id']} --note TEXT")
