"""The reject list for people, and as CSV or JSON for other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins
from rich.console import Console

from dbmigrate.report.console import facts, heading, line, styled, table
from dbmigrate.report.documents import VERSION, now
from dbmigrate.report.measures import number
from dbmigrate.report.reject_advice import THEN, advice_for

if TYPE_CHECKING:
    from dbmigrate.model.reconciled import RetryOutcome

COLUMNS = (
    "table_name",
    "source_key",
    "reason",
    "column_name",
    "message",
    "run_id",
    "outcome",
    "closed_by",
    "source_row",
)
_SHOWN_VERBOSE = 500
_SHOWN = 20
_MESSAGE = 100


def rejects_document(
    counts: list[dict[str, Any]], rows: Iterable[dict[str, Any]], *, closed_too: bool, limit: int
) -> dict[str, Any]:
    """``limit``: most rows that are held; the rest is counted only."""
    total = sum(one["rows"] for one in counts)
    kept = [row for row, _ in zip(rows, range(limit), strict=False)]
    reasons = sorted({one["reason"] for one in counts})
    return {
        "kind": "rejects",
        "version": VERSION,
        "made_at": now(),
        "includes_closed": closed_too,
        "total": total,
        "counts": counts,
        "advice": {reason: advice_for(reason) for reason in reasons},
        "rejects": kept,
        "left_out": total - len(kept),
    }


def show_rejects(console: Console, document: dict[str, Any], *, verbose: bool = False) -> None:
    """Counts by reason, the first rows, and what to do about each reason."""
    if not document["total"]:
        line(console, "No rejected row is open." if not document["includes_closed"] else "No row was ever rejected.")
        return
    what = (
        "rejects, open and closed" if document["includes_closed"] else "open rejects: rows that are not in the target"
    )
    console.print(f"[bold]{number(document['total'])}[/] {what}")
    heading(console, "By reason")
    counts = [(one["table_name"], one["reason"], one["column_name"], one["rows"]) for one in document["counts"]]
    console.print(table(["table", "reason", "column", "rows"], counts, numbers=["rows"]))
    heading(console, "Rows")
    shown = document["rejects"][: _SHOWN_VERBOSE if verbose else _SHOWN]
    closed = document["includes_closed"]
    rows = [_row(one, closed=closed) for one in shown]
    console.print(table(["table", "key", "reason", "column", "message", *(["now"] if closed else [])], rows))
    left = document["total"] - len(shown)
    if left > 0:
        line(console, f"and {number(left)} more; all of them: dbmigrate rejects --format csv", indent=2)
    heading(console, "What to do")
    facts(console, document["advice"].items())
    line(console, THEN, indent=2)


def _row(one: dict[str, Any], *, closed: bool) -> tuple[str, ...]:
    message = str(one["message"])
    short = message if len(message) <= _MESSAGE else f"{message[: _MESSAGE - 3]}..."
    told = (one["table_name"], one["source_key"], one["reason"], one["column_name"] or "", short)
    return (*told, one["outcome"] or "open") if closed else told


def retry_document(outcome: RetryOutcome) -> dict[str, Any]:
    """What became of the rows that were tried again."""
    return {
        "kind": "retry",
        "version": VERSION,
        "run_id": outcome.run_id,
        "state": outcome.state,
        "seconds": round(outcome.seconds, 3),
        "tables": [to_builtins(one) for one in outcome.tables],
        "rejects_open": outcome.rejects_open,
        "not_tried": list(outcome.not_tried),
    }


def show_retry(console: Console, document: dict[str, Any]) -> None:
    """What went in, what was rejected again, what the source no longer has."""
    if document["run_id"] is None:
        line(console, "No open reject was there to try again.")
    else:
        console.print(f"[bold]Retry[/], run {document['run_id']}: {styled(document['state'])}")
        rows = [(one["table"], one["migrated"], one["again"], one["gone"]) for one in document["tables"]]
        names = ["table", "now in the target", "rejected again", "gone from the source"]
        console.print(table(names, rows, numbers=names[1:]))
    for name in document["not_tried"]:
        line(console, f"{name}: not tried, because the plan does not have it", indent=2)
    left = document["rejects_open"]
    line(console, f"{number(left)} rejects are open. See: dbmigrate rejects" if left else "No reject is open.")


def csv_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """RFC 4180, with a line of names first."""
    yield _csv_line(COLUMNS)
    for row in rows:
        yield _csv_line(["" if row[name] is None else row[name] for name in COLUMNS])


def _csv_line(values: Iterable[Any]) -> str:
    held = io.StringIO()
    csv.writer(held).writerow(list(values))
    return held.getvalue()


def json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One array, an object on each line."""
    opened = False
    for row in rows:
        yield (",\n" if opened else "[\n") + json.dumps({name: row[name] for name in COLUMNS})
        opened = True
    yield "\n]\n" if opened else "[]\n"
