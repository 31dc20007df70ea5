"""What a verdict over several tables is, and which checks and runs a page may lean on."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from dbmigrate.cli.verdicts import exit_status, gap_error, resync_error, retry_error, run_error
from dbmigrate.model.outcome import RunOutcome, TableOutcome
from dbmigrate.model.reconciled import ResyncOutcome, RetryOutcome
from dbmigrate.model.verdicts import GapReport, TableGaps, Verdict, overall
from dbmigrate.report.gap_text import gaps_document
from dbmigrate.report.proofs import CHECKED, check_proofs
from dbmigrate.report.summary import report_document

EVERY = [each for number in range(4) for each in itertools.product(Verdict, repeat=number)]


@pytest.mark.parametrize("verdicts", EVERY, ids=str)
def test_only_what_matches_everywhere_matches(verdicts: tuple[Verdict, ...]) -> None:
    expected = Verdict.NOT_VERIFIED
    if Verdict.MISMATCH in verdicts:
        expected = Verdict.MISMATCH
    elif verdicts and all(one is Verdict.MATCH for one in verdicts):
        expected = Verdict.MATCH
    assert overall(verdicts) is expected
    missing = [int(one is Verdict.MISMATCH) for one in verdicts]
    tables = [TableGaps("all", "t", "t", one, "how", rows_missing=n) for one, n in zip(verdicts, missing, strict=True)]
    report = GapReport(tuple(tables), 0.0)
    assert gaps_document(report)["verdict"] == expected
    assert exit_status(gap_error(report)) == (7 if expected is Verdict.MISMATCH else 0)


@pytest.mark.parametrize(
    ("state", "rejected", "open_", "status"),
    [
        ("copied", 0, 0, 0),
        ("copied", 2, 2, 9),
        ("copied", 2, 0, 9),  # a table was undone since
        ("copied", 0, 3, 9),  # of earlier runs
        ("stopped", 0, 0, 130),
        ("stopped", 2, 2, 130),
    ],
)
def test_how_a_run_ends(state: str, rejected: int, open_: int, status: int) -> None:
    table = TableOutcome("all", "t", ("t",), 9, 9 - rejected, 0, 0, rejected, {}, 0.0)
    assert exit_status(run_error(RunOutcome(1, 1, state, False, 0.0, (table,), open_))) == status
    if open_ or not rejected:
        assert exit_status(retry_error(RetryOutcome(1, state, 0.0, (), open_))) == status
        assert exit_status(resync_error(ResyncOutcome(1, state, 0.0, (), open_))) == status


TERMS = {"package": "shop", "filters": {}}


def _check(at: str, refused: int, **terms: Any) -> dict[str, Any]:
    found = [{"table": "t", "kind": "orphan", "count": refused, "refuses": True}] if refused else []
    return {"terms": {**TERMS, **terms}, "scanned": ["t"], "made_at": at, "findings": found, "plan_findings": []}


@pytest.mark.parametrize(
    ("checks", "done", "at"),
    [
        ([_check("2", 0), _check("1", 5)], True, "2"),
        ([_check("2", 5), _check("1", 0)], False, "2"),
        ([_check("3", 0, filters={"site": ["a"]}), _check("2", 5)], False, "2"),
        ([_check("3", 5, package="other"), _check("2", 0)], True, "2"),
        ([_check("3", 0, package="other")], False, ""),
    ],
)
def test_the_newest_check_of_the_same_things_counts(checks: list[dict[str, Any]], done: bool, at: str) -> None:
    for told in check_proofs(checks, {"all": ["t"]}, TERMS).values():
        assert (told.done, told.at) == (done, at)
    assert not check_proofs(checks, {"all": ["t", "never checked"]}, TERMS)[CHECKED].done


@pytest.mark.parametrize("newest", [True, False])
def test_a_table_is_complete_if_its_newest_run_came_to_the_end(newest: bool) -> None:
    runs = [
        {"run_id": number, "state": "copied", "package": "p", "package_release": "1",
         "tables": [{"table_name": "t", "rows_read": 5, "batches": 1, "closed": closed}]}
        for number, closed in ((2, newest), (1, not newest))
    ]  # fmt: skip
    status = {"project": "p", "runs": runs, "totals": [], "reject_counts": [], "suspended": [], "remaining": []}
    shown = report_document(
        status=status,
        position=None,
        groups={"all": ["t"]},
        source="s",
        target="t",
        plan=None,
        plan_failure="",
        verification=None,
    )
    [group] = shown["groups"]
    assert [(one["rows_read"], one["complete"]) for one in group["tables"]] == [(10, newest)]
