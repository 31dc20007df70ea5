"""Each number that is shown is the one that its title says."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from msgspec import to_builtins
from rich.console import Console

from dbmigrate.model.outcome import TableOutcome
from dbmigrate.model.reconciled import ResyncedTable, ResyncOutcome, RetriedTable, RetryOutcome
from dbmigrate.model.undone import UndoneTarget, UndoOutcome
from dbmigrate.report.reject_text import retry_document, show_retry
from dbmigrate.report.resync_text import resync_document, show_resync
from dbmigrate.report.run_text import _outcomes
from dbmigrate.report.status_text import show_status
from dbmigrate.report.undo_text import show_undo, undo_document


def _said(show: Callable[[Console], None]) -> str:
    file = io.StringIO()
    show(Console(file=file, width=300))
    return file.getvalue()


def _row(text: str, first: str) -> list[str]:
    """The cells of the one line that begins with this word."""
    [line] = [line for line in text.splitlines() if line.split()[:1] == [first]]
    return line.split()


@pytest.mark.parametrize(("state", "shown"), [("checked", ["40", "50"]), ("undone", ["10", "20"])])
def test_undone_rows_are_those_that_were_or_those_that_would_be(state: str, shown: list[str]) -> None:
    target = UndoneTarget("all", "calls", "there", 10, 20, 30, 40, 50)
    document = undo_document(UndoOutcome(1, state, True, 0.0, (target,)), script=None)
    said = _said(lambda console: show_undo(console, document))
    assert _row(said, "calls") == ["calls", "there", *shown, "30"]
    assert ("Nothing was taken out" in said) is (state == "checked")


def test_rows_that_would_be_deleted_are_not_counted_among_those_that_stay() -> None:
    told = ResyncedTable("all", "calls", "there", inserted=1, updated=2, deleted_listed=9, deletable_listed=5)
    document = resync_document(ResyncOutcome(None, "copied", 0.0, (told,)), dry=True)
    said = _said(lambda console: show_resync(console, document))
    assert _row(said, "calls") == ["calls", "there", "2", "1", "5", "4"]


def test_what_a_retry_has_done() -> None:
    document = retry_document(RetryOutcome(2, "copied", 0.0, (RetriedTable("all", "calls", 11, 22, 33),), 22))
    said = _said(lambda console: show_retry(console, document))
    assert _row(said, "calls") == ["calls", "11", "22", "33"]
    assert "22 rejects are open" in said


def test_what_a_run_has_done() -> None:
    outcome = TableOutcome("all", "calls", ("there",), 15, 5, 4, 3, 2, {}, 0.0)
    said = _said(lambda console: console.print(_outcomes([to_builtins(outcome)])))
    assert _row(said, "calls")[:7] == ["calls", "there", "15", "5", "4", "3", "2"]


def test_tables_that_are_incomplete() -> None:
    def table(name: str, *, closed: bool) -> dict[str, Any]:
        return {
            "table_name": name, "rows_read": 7, "rows_rejected": 0, "batches": 2, "closed": closed, "left_out": {},
            "last_commit": "then",
        }  # fmt: skip

    run = {
        "run_id": 1, "pass_number": 1, "state": "stopped", "filters": {}, "started_at": "", "ended_at": "",
        "package": "p", "package_release": "1", "tables": [table(n, closed=n != "b") for n in "abc"],
    }  # fmt: skip
    status = {
        "project": "p", "ledger_exists": True, "runs": [run], "totals": [], "reject_counts": [], "suspended": [],
        "other_runs": [], "remaining": ["b"],
    }  # fmt: skip
    said = _said(lambda console: show_status(console, status))
    assert "2 tables copied to their end, 1 begun; 21 rows read" in said
    assert _row(said, "b") == ["b", "7", "0", "2", "incomplete", "then"]
    assert not any(line.split()[:1] in (["a"], ["c"]) for line in said.splitlines())
    assert "Not copied to the end: b." in said
