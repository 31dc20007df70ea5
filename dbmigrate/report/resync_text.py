"""What changed in the source after it was migrated, and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import to_builtins
from rich.console import Console

from dbmigrate.report.console import heading, line, styled, table
from dbmigrate.report.documents import VERSION
from dbmigrate.report.measures import duration, number

if TYPE_CHECKING:
    from dbmigrate.model.reconciled import ResyncOutcome

_KEYS_SHOWN = 20
_COUNTS = {
    "updated": "updated",
    "inserted": "inserted",
    "rejected": "rejected",
    "changed_listed": "changed, left",
    "missing_listed": "missing, left",
    "deleted": "gone from source, deleted",
    "deletable_listed": "gone from source, to be deleted",
    "deleted_listed": "gone from source, left",
    "not_ours": "not ours, left",
}
_LISTS = {
    "changed_keys": "changed in the source, left as they are in the target",
    "deleted_keys": "no longer in the source, left in the target",
    "not_ours_keys": "differ from the source, but no run has written them",
}


def resync_document(outcome: ResyncOutcome, *, dry: bool) -> dict[str, Any]:
    """``dry``: nothing was written."""
    return {
        "kind": "resync",
        "version": VERSION,
        "dry_run": dry,
        "run_id": outcome.run_id,
        "state": outcome.state,
        "seconds": round(outcome.seconds, 3),
        "tables": [{**to_builtins(one), "seconds": round(one.seconds, 3)} for one in outcome.tables],
        "rejects_open": outcome.rejects_open,
    }


def _count(one: dict[str, Any], name: str) -> int:
    """Of what stays in the target, without what would be deleted."""
    count: int = one[name] - (one["deletable_listed"] if name == "deleted_listed" else 0)
    return count


def show_resync(console: Console, document: dict[str, Any], *, verbose: bool = False) -> None:
    """One line for each target with differences, then the keys that are only listed."""
    how = "nothing was written" if document["run_id"] is None else f"run {document['run_id']}"
    state = styled(document["state"])
    console.print(f"[bold]Resync[/] ({how}): {state} in {duration(document['seconds'])}")
    compared = [one for one in document["tables"] if not one["reason"]]
    shown = [one for one in compared if verbose or any(one[name] for name in _COUNTS)]
    if shown:
        used = [name for name in _COUNTS if verbose or any(_count(one, name) for one in shown)]
        rows = [(one["table"], one["target"], *(_count(one, name) for name in used)) for one in shown]
        titles = [_COUNTS[name] for name in used]
        console.print(table(["table", "in", *titles], rows, numbers=titles))
    if len(shown) < len(compared):
        line(console, f"{len(compared) - len(shown)} targets are as the source.", indent=2)
    for one in compared:
        for name, title in _LISTS.items():
            if one[name] and not (name == "deleted_keys" and one["kept"]):
                heading(console, f"{one['target']}: rows {title}")
                line(console, ", ".join(one[name][:_KEYS_SHOWN]), indent=2)
        for kept in one["kept"]:
            heading(console, f"{one['target']}: {number(kept['rows'])} rows have gone from the source and stay")
            line(console, f"{kept['reason']}: {', '.join(kept['keys'][:_KEYS_SHOWN])}".rstrip(": "), indent=2)
    for one in document["tables"]:
        if one["reason"]:
            line(console, f"NOT COMPARED: {one['table']} -> {one['target']}: {one['reason']}", indent=2)
    if document["rejects_open"]:
        console.print()
        line(console, f"{number(document['rejects_open'])} rejects are open. See: dbmigrate rejects")
