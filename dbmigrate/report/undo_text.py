"""What an undo did, or would do: as a document and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import to_builtins
from rich.console import Console

from dbmigrate.report.console import line, styled, table
from dbmigrate.report.documents import VERSION, now
from dbmigrate.report.measures import duration, number

if TYPE_CHECKING:
    from dbmigrate.model.undone import UndoOutcome


def undo_document(outcome: UndoOutcome, *, script: str | None) -> dict[str, Any]:
    return {
        "kind": "undo",
        "version": VERSION,
        "made_at": now(),
        "run_id": outcome.run_id,
        "state": outcome.state,
        "whole_run": outcome.whole,
        "seconds": round(outcome.seconds, 3),
        "rows_to_delete": outcome.rows_to_delete,
        "rows_to_restore": outcome.rows_to_restore,
        "rows_deleted": sum(one.rows_deleted for one in outcome.targets),
        "rows_restored": sum(one.rows_restored for one in outcome.targets),
        "rows_missing": sum(one.rows_missing for one in outcome.targets),
        "mapped_ids": outcome.mapped_keys,
        "kept_ids": outcome.kept_keys,
        "kept_for_runs": list(outcome.kept_for),
        "script": script,
        "targets": [to_builtins(one) for one in outcome.targets],
    }


def show_undo(console: Console, undo: dict[str, Any]) -> None:
    """One line per target, then what comes next."""
    only_shown = undo["state"] == "checked"
    console.print(f"[bold]Undo of run {undo['run_id']}[/]: {styled(undo['state'])} in {duration(undo['seconds'])}")
    if undo["targets"]:
        words = ("to take out", "to put back") if only_shown else ("taken out", "put back")
        keys = ("rows_to_delete", "rows_to_restore") if only_shown else ("rows_deleted", "rows_restored")
        columns = ["table", "target", *words, "gone before"]
        rows = [
            (one["table"], one["target"], number(one[keys[0]]), number(one[keys[1]]), number(one["rows_missing"]))
            for one in undo["targets"]
        ]
        console.print(table(columns, rows, numbers=[*words, "gone before"]))
    for one in undo["targets"]:
        if one["remark"]:
            line(console, f"{one['target']}: {one['remark']}", indent=2)
    if undo["kept_ids"]:
        runs = ", ".join(map(str, undo["kept_for_runs"]))
        line(
            console,
            f"{number(undo['kept_ids'])} ids stay recorded, because later runs ({runs}) use ids of the same kind: "
            "when the rows are migrated again, they get the same ids.",
            indent=2,
        )
    line(console, _next(undo))


def _next(undo: dict[str, Any]) -> str:
    if undo["script"]:
        return (
            f"Nothing was taken out. The script is {undo['script']}: read it, then run it in the database's own client."
        )
    match undo["state"]:
        case "checked":
            return f"Nothing was taken out. To do it: dbmigrate undo {undo['run_id']}"
        case "undone":
            return (
                "Rows of other runs and of other programs were left. The same rows can be migrated again: dbmigrate run"
            )
        case "undone in part":
            return "The other tables of the run stay. These can be migrated again: dbmigrate run"
    return f"Go on with: dbmigrate undo {undo['run_id']}"
