"""The report tells what holds now, and shows no value as markup."""

from __future__ import annotations

import json
from datetime import UTC, datetime, tzinfo
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from dbmigrate.errors import SourceError
from dbmigrate.model.verdicts import RowDifference, Verdict
from dbmigrate.report import archive
from dbmigrate.report.archive import latest_verification
from tests.cli.conftest import Call, document
from tests.cli.fakes import CHANGED, MISSING, FakeMigration, ledger, verdict


class Page(HTMLParser):
    """Which elements a page opens and what it refers to."""

    VOID = ("meta", "br", "link", "img", "input")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.opened: list[str] = []
        self.references: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.references += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def page(path: Path) -> Page:
    parsed = Page(path.read_text(encoding="utf-8"))
    assert parsed.open == []
    return parsed


def test_without_verification(fake: FakeMigration, call: Call, place: Path) -> None:
    result = call("report")
    assert result.exit_code == 0
    assert "not_verified" in result.stdout
    words = page(place / "report.html").words
    for text in (
        "not verified",
        "Group sales",
        "OrderArchive",
        "jump<1>",
        "Note",
        "truncate",
        "Cache",
        "no verification",
    ):
        assert text in words


def test_a_verdict_holds_until_the_next_commit(fake: FakeMigration, call: Call) -> None:
    assert call("verify").exit_code == 0
    assert document(call("report", "--json"))["verification"]["verdict"] == "match"
    fake.status_result = ledger(last_commit="2026-11-22T11:00:00.000Z")
    shown = document(call("report", "--json"))
    assert shown["verification"]["verdict"] == "not_verified"
    assert "older than the newest run" in shown["verification"]["reason"]
    assert shown["groups"][0]["tables"][0]["into"][0]["verdict"] == "not_verified"


def test_a_verdict_ends_with_a_commit_under_a_clock_set_back(fake: FakeMigration, call: Call) -> None:
    call("verify")
    status = ledger()
    [run] = status.runs
    earlier = {**run["tables"][0], "batches": 2, "first_commit": "2026-11-22T05:00:00.000Z"}
    fake.status_result = replace(status, runs=({**run, "tables": [earlier]},))
    assert document(call("report", "--json"))["verification"]["verdict"] == "not_verified"


def test_a_verdict_ends_with_an_undo_of_some_tables(fake: FakeMigration, call: Call) -> None:
    call("verify")
    fake.status_result = replace(ledger(), totals=())
    assert document(call("report", "--json"))["verification"]["verdict"] == "not_verified"


def test_the_newest_verdict_counts_under_a_clock_set_back(
    fake: FakeMigration, call: Call, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in (12, 7, 2)]
    answers = (verdict(Verdict.MATCH), verdict(Verdict.MISMATCH, MISSING, CHANGED), verdict(Verdict.MATCH))
    for moment, answer, expected in zip(moments, answers, ("match", "mismatch", "match"), strict=True):

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None, moment: datetime = moment) -> datetime:  # type: ignore[override]
                return moment

        monkeypatch.setattr(archive, "datetime", Clock)
        fake.verify_result = answer
        call("verify")
        assert document(call("report", "--json"))["verification"]["verdict"] == expected
    assert len(list((place / "reports").glob("verify-*.json"))) == 3, "none is written over"


def test_tables_left_out_of_a_verification_are_not_verified(fake: FakeMigration, call: Call) -> None:
    call("verify")
    more = {"table_name": "Other", "target_name": "Other", "rows_inserted": 1, "rows_updated": 0, "rows_present": 0}
    status = ledger()
    fake.status_result = type(status)(status.project, True, status.runs, (*status.totals, more))
    shown = document(call("report", "--json"))
    assert shown["verification"]["verdict"] == "not_verified"
    assert [group["name"] for group in shown["groups"]] == ["sales", "(no group)"]


def test_values_are_no_markup_and_nothing_comes_from_elsewhere(fake: FakeMigration, call: Call, place: Path) -> None:
    evil = RowDifference("changed", "<b>1</b>", ("Note",), {"Note": "<script>x</script>"}, {"Note": None})
    fake.verify_result = verdict(Verdict.MISMATCH, evil, CHANGED)
    fake.status_result = ledger(rejects=2)
    assert call("verify").exit_code == 7
    output = place / "pages" / "out.html"
    output.parent.mkdir()
    assert call("report", "--output", str(output)).exit_code == 0
    parsed = page(output)
    assert not {"script", "link", "img", "iframe", "b"} & set(parsed.opened)
    assert parsed.references == ["#tables"]
    for text in ("MISMATCH", "<script>x</script>", "constraint", "NULL"):
        assert text in parsed.words


def test_no_plan_now_is_a_fact_of_the_report(
    fake: FakeMigration, call: Call, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> None:
        raise SourceError("the source is gone")

    monkeypatch.setattr(fake, "plan", unreachable)
    assert call("report").exit_code == 0
    assert "the source is gone" in page(place / "report.html").words


def test_output_that_cannot_be_written(fake: FakeMigration, call: Call) -> None:
    assert call("report", "--output", "nowhere/out.html").exit_code == 3


def test_a_damaged_verdict_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "verify-1.json").write_text(json.dumps({"kind": "verification", "version": 1}))
    (tmp_path / "verify-2.json").write_text("{")
    found = latest_verification(tmp_path)
    assert found is not None
    assert found[0].name == "verify-1.json"
