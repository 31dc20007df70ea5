"""What each verb shows, and the exit status it ends with."""

from __future__ import annotations

import json
import os
import re
import signal
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from dbmigrate.cli.interrupt import FIRST, wait_for
from dbmigrate.model.verdicts import TableVerdict, Verdict, VerificationReport
from tests.cli.conftest import Call, document
from tests.cli.fakes import CHANGED, MISSING, REFUSAL, FakeMigration, ledger, made_plan, outcome, verdict


def test_plan(fake: FakeMigration, call: Call) -> None:
    result = call("plan", "--group", "sales")
    assert result.exit_code == 0
    for text in (
        "OrderArchive",
        "1,234",
        "Note (truncate)",
        "Id - 1d",
        "trigger",
        "worthless",
        "[brackets]",
        "computed: Site",
    ):
        assert text in result.stdout
    assert fake.opened[0][1] == ["sales"]
    assert "Site = 'main'" in call("plan", "-v").stdout
    assert result.stdout.isascii()


def test_plan_that_refuses_is_shown_and_ends_with_4(fake: FakeMigration, call: Call) -> None:
    fake.plan_result = made_plan(REFUSAL)
    result = call("plan")
    assert result.exit_code == 4
    assert "REFUSED DBM-4001" in result.stdout
    assert "next: Name a source" in result.stdout
    assert "error DBM-4000" in result.stderr
    shown = document(call("plan", "--json"))
    assert (shown["kind"], shown["refused"], shown["exit_code"]) == ("plan", True, 4)
    table = shown["groups"][0]["tables"][0]["into"][0]
    assert table["type_changes"][0] == {"column": "Id", "source": "integer(32)", "target": "integer(64)"}


def test_run(fake: FakeMigration, call: Call) -> None:
    result = call("run", "--commit-rows", "5", "--workers", "3", "--accept-change", "x", "--max-rejects", "0")
    assert result.exit_code == 0
    assert "10 rows read" in result.stdout
    assert "truncate Note" in result.stdout
    assert "Orders -> OrderArchive: started" in result.stderr
    assert "Orders: copied, 10 rows read" in result.stderr
    options = fake.options[0]
    assert (options.commit_rows, options.workers, options.max_rejects) == (5, 3, 0)
    assert options.accept_changes == frozenset({"x"})


def test_quiet_shows_warnings_only(fake: FakeMigration, call: Call) -> None:
    assert call("run", "-q").stderr == "warning: mind the gap\n"


def test_run_with_rejects_ends_with_9(fake: FakeMigration, call: Call) -> None:
    fake.run_result = outcome(rejected=2)
    result = call("run")
    assert result.exit_code == 9
    for text in ("2 rejected rows", "dbmigrate rejects", "dbmigrate rejects --retry"):
        assert text in result.stderr
    shown = document(call("run", "--json"))
    assert (shown["exit_code"], shown["rows_rejected"]) == (9, 2)


def test_a_difference_weighs_more_than_a_reject(fake: FakeMigration, call: Call) -> None:
    fake.run_result = outcome(rejected=2)
    fake.verify_result = verdict(Verdict.MISMATCH, MISSING)
    shown = document(result := call("run", "--verify", "--json"))
    assert result.exit_code == 7
    assert shown["verification"]["verdict"] == "mismatch"


def test_stopped_run_ends_with_130_and_is_not_verified(fake: FakeMigration, call: Call) -> None:
    fake.run_result = outcome(state="stopped")
    result = call("run", "--verify")
    assert result.exit_code == 130
    assert "dbmigrate run" in result.stderr
    assert document(call("run", "--json", "--verify"))["verification"] is None


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_first_ctrl_c_ends_after_the_batch(fake: FakeMigration, call: Call) -> None:
    seen: list[bool] = []

    def batch_at_hand(stop: threading.Event) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        seen.append(stop.wait(10))

    fake.during_run = batch_at_hand
    fake.run_result = outcome(state="stopped")
    before = signal.getsignal(signal.SIGINT)
    result = call("run")
    assert seen == [True]
    assert result.exit_code == 130
    assert FIRST in result.stderr
    assert signal.getsignal(signal.SIGINT) is before


def test_wait_for_gives_result_and_error_of_another_thread() -> None:
    assert wait_for(threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        wait_for(lambda: 1 // 0)


def test_verify_shows_both_values(fake: FakeMigration, call: Call, place: Path) -> None:
    fake.verify_result = verdict(Verdict.MISMATCH, MISSING, CHANGED)
    result = call("verify", "--level", "source", "--table", "Orders")
    assert result.exit_code == 7
    lines = [re.sub(r"  +", "|", line.strip()) for line in result.stdout.splitlines()]
    assert "41|missing|Note|'kept'|(no row)" in lines
    assert "42|changed|Note|'long text'|'long'" in lines
    assert "Site|NULL|''" in lines
    (kept,) = (place / "reports").glob("verify-*.json")
    covers = {"run_id": 7, "last_commit": "2026-11-22T10:00:00.000Z", "batches": 1, "rows": 10}
    assert json.loads(kept.read_text())["covers"] == covers
    assert document(call("verify", "--json"))["exit_code"] == 7


def test_equal_counts_are_not_verified_and_no_error(fake: FakeMigration, call: Call) -> None:
    fake.verify_result = verdict(Verdict.NOT_VERIFIED)
    result = call("verify", "--level", "counts")
    assert result.exit_code == 0
    assert "NOT VERIFIED" in result.stdout


def not_compared() -> VerificationReport:
    return VerificationReport((TableVerdict("sales", "Orders", "Orders", Verdict.NOT_VERIFIED, None, None, "gone"),), 0)


def test_a_verification_that_compared_nothing_is_no_success(fake: FakeMigration, call: Call) -> None:
    fake.verify_result = not_compared()
    result = call("verify")
    assert result.exit_code == 7
    assert "NOT VERIFIED" in result.stdout
    assert "DBM-7002" in result.stderr
    shown = document(call("verify", "--json"))
    assert (shown["verdict"], shown["exit_code"]) == ("not_verified", 7)


def test_a_table_that_could_not_be_compared_beside_others_is_said_plainly(fake: FakeMigration, call: Call) -> None:
    fake.verify_result = replace(found := verdict(Verdict.MATCH), tables=(*found.tables, *not_compared().tables))
    result = call("verify")
    assert result.exit_code == 0
    assert "NOT VERIFIED" in result.stdout


def test_status(fake: FakeMigration, call: Call) -> None:
    fake.status_result = ledger(rejects=3)
    fake.status_result.runs[0]["tables"][0]["rows_read"] = "10"  # a numeric, as PostgreSQL sends it
    result = call("status")
    assert result.exit_code == 0
    assert "constraint" in result.stdout
    assert "3 rejected rows. Not verified: no verification has been made" in " ".join(result.stdout.split())
    call("verify")
    assert ": match" in " ".join(call("status").stdout.split())
    shown = document(call("status", "--json"))["runs"][0]
    assert (shown["run_id"], shown["tables"][0]["rows_read"]) == (7, 10)


def test_options_may_stand_before_the_verb(
    project: Path, fake: FakeMigration, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    before = document(call("--json", "--project", str(project), "status"))
    behind = document(call("status", "--project", str(project.parent), "--json"))
    assert before == behind
