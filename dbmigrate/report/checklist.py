"""The checklist as a document, and for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console

from dbmigrate.report.console import heading, line
from dbmigrate.report.documents import VERSION, Document

if TYPE_CHECKING:
    from dbmigrate.check.steps import StepState


def checklist_document(states: Sequence[StepState]) -> Document:
    """``next``: id of the first step that is open; None when all are done."""
    return {
        "kind": "checklist",
        "version": VERSION,
        "exit_code": 0,
        "steps": [
            {
                "id": state.step.id,
                "chapter": state.step.chapter,
                "title": state.step.title,
                "help": state.step.help,
                "proof": state.step.proof,
                "done": state.done,
                "by": state.by,
                "note": state.note,
                "since": state.since,
            }
            for state in states
        ],
        "done": sum(state.done for state in states),
        "next": next((state.step.id for state in states if not state.done), None),
    }


def show_checklist(console: Console, document: Document) -> None:
    chapter = ""
    for step in document["steps"]:
        if step["chapter"] != chapter:
            chapter = step["chapter"]
            heading(console, chapter)
        line(console, f"[{'x' if step['done'] else ' '}] {step['id']:22} {step['title']}{_remark(step)}", indent=2)
    console.print()
    line(console, f"{document['done']} of {len(document['steps'])} steps are done.")
    for step in document["steps"]:
        if step["id"] == document["next"]:
            line(console, f"Next: {step['title']}. {step['help']}".rstrip())
            how = "It is ticked by itself when the databases show it; else with" if step["proof"] else "Tick it with"
            line(console, f"{how}: dbmigrate checklist --tick {step['id']} --note TEXT")


def _remark(step: dict[str, Any]) -> str:
    if step["done"]:
        return f"  ({', '.join(filter(None, (step['by'], step['since'])))}: {step['note']})".replace(": )", ")")
    return f"  ({step['note']})" if step["note"] else ""


def left_by_hand(document: Document) -> list[dict[str, Any]]:
    """The open steps behind the last one that copies rows: what no run does."""
    steps = document["steps"]
    copies = [n for n, one in enumerate(steps) if str(one["proof"]).startswith(("migrated", "group:"))]
    return [step for step in steps[max(copies, default=-1) + 1 :] if not step["done"]]


def show_by_hand(console: Console, steps: Sequence[dict[str, Any]]) -> None:
    if not steps:
        return
    heading(console, "What remains to be done, by the checklist")
    for step in steps:
        line(console, f"{step['title']}. {step['help']}".rstrip(), indent=2)
        now = f"so far: {step['note']}" if step["note"] else "so far: open"
        line(
            console,
            now if step["proof"] else f"when done: dbmigrate checklist --tick {step['id']} --note TEXT",
            indent=6,
        )
