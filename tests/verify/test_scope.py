"""What is compared, how much at once and how fast; and what an interrupted verification keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import UsageError
from dbmigrate.model.pace import Pace
from dbmigrate.model.verdicts import ChunkVerdict, Verdict, VerificationReport
from dbmigrate.report.unfinished import UnfinishedVerification
from dbmigrate.run.migration import Migration, VerifyScope
from dbmigrate.verify import part_check, parts
from dbmigrate.verify.part_check import PartCheck
from tests.marks import seldom
from tests.run.job import Job, MakeJob
from tests.verify.test_corruptions import copy

PAIRS = ("postgresql-sqlite", "sqlite-postgresql", seldom("sqlite-sqlite"))
CUT = 15
"""Rows a part; commits are of 7 rows, so item's 40 rows make two parts, of 21 rows and of the rest."""


@pytest.fixture(params=PAIRS)
def copied(request: pytest.FixtureRequest, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(parts.parts_of, "__kwdefaults__", {"part_rows": CUT})
    return copy(make_job, request.param)


def verify(job: Job, *, log: Any = None, **asked: Any) -> VerificationReport:
    with Migration(load_project(job.project)) as migration:
        return migration.verify(scope=VerifyScope(**asked), log=log)


def chunks(report: VerificationReport, table: str = "item") -> list[tuple[str, Verdict, int | None, int | None]]:
    [found] = [one for one in report.tables if one.target.endswith(table)]
    return [(one.key_range, one.verdict, one.rows_expected, one.rows_found) for one in found.chunks]


@pytest.mark.parametrize("level", ["counts", "hashes", "source"])
def test_parts_are_judged_by_themselves(copied: Job, level: str) -> None:
    whole = Verdict.NOT_VERIFIED if level == "counts" else Verdict.MATCH
    before = chunks(verify(copied, level=level))
    assert sum(rows or 0 for _, _, rows, _ in before) == 40
    assert len(before) > 1
    assert {verdict for _, verdict, _, _ in before} == {whole}
    assert [key_range for key_range, *_ in before] == ["(start, 21]", "(21, end]"]
    copied.target.run(
        "DELETE FROM item WHERE id = 22", "INSERT INTO item (id) VALUES (-5)", "INSERT INTO item (id) VALUES (9000)"
    )
    after = chunks(verify(copied, level=level))
    assert [verdict for _, verdict, _, _ in after] == [Verdict.MISMATCH] * len(after) or level == "counts"
    assert after[0][1] is Verdict.MISMATCH  # the row below all keys is in the first part
    assert sum(rows or 0 for _, _, _, rows in after) == 41


def test_a_part_that_matches_stays_a_match(copied: Job) -> None:
    copied.target.run("UPDATE item SET label = 'x' WHERE id = 39")
    found = verify(copied, level="hashes")
    assert [verdict for _, verdict, _, _ in chunks(found)] == [Verdict.MATCH, Verdict.MISMATCH]
    assert found.groups == {"all": Verdict.MISMATCH}


def test_null_keys_are_not_lost_between_parts(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite lets NULL into a key; no range holds it, so such a table is one part."""
    monkeypatch.setattr(parts.parts_of, "__kwdefaults__", {"part_rows": CUT})
    job = make_job("postgresql-sqlite").write('[[table]]\nsource = "t"')
    job.source.run("CREATE TABLE t (a integer, b integer, PRIMARY KEY (a, b))")
    job.source.insert("t", [(n, n) for n in range(50)])
    job.target.run("CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b))")
    job.run()
    job.target.run("INSERT INTO t VALUES (NULL, 3)")
    found = verify(job)
    assert len(found.tables[0].chunks) == 1
    assert found.verdict is Verdict.MISMATCH
    assert [one.kind for one in found.tables[0].differences] == ["extra"]


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_find_the_same(copied: Job, workers: int) -> None:
    copied.target.run("UPDATE item SET label = 'x' WHERE id IN (1, 22, 39)")
    found = verify(copied, workers=workers)
    assert found.tables[0].differences_total == 3
    assert [one.key for one in found.tables[0].differences] == ["id=1", "id=22", "id=39"]


def test_only_the_tables_of_a_run(copied: Job) -> None:
    assert len(verify(copied, run_id=1).tables) == 2
    with pytest.raises(UsageError):
        verify(copied, run_id=5)
    assert copied.run().state == "copied"
    # Without a key, line is not read again.
    assert [one.target.split(".")[-1] for one in verify(copied, run_id=2).tables] == ["item"]


WATERMARK = '[[table]]\nsource = "item"\nwatermark = { column = "moment", overlap = "1d" }\n[[table]]\nsource = "line"'


@pytest.mark.parametrize("level", ["hashes", "source"])
@pytest.mark.parametrize(
    ("since", "until", "rows", "differing"),
    [
        ("2024-03-10", "2024-03-12", 4, 0),
        ("2024-03-10", "2024-03-13", 6, 1),
        ("2024-03-12T13:30:00", "2024-03-12T13:30:01", 2, 1),
        ("2024-03-12T13:30:00.000001", None, 32, 0),
        (None, "2024-03-02", 0, 0),
    ],
)
def test_rows_of_some_days(
    copied: Job, level: str, since: str | None, until: str | None, rows: int, differing: int
) -> None:
    copied.write(WATERMARK)
    copied.target.run("UPDATE item SET label = 'x' WHERE id = 11")  # 12 March
    found = {one.target.split(".")[-1]: one for one in verify(copied, level=level, since=since, until=until).tables}
    item = found["item"]
    if since and until:
        assert item.rows_expected == item.rows_found == rows
    assert item.differences_total == differing
    assert item.verdict is (Verdict.MISMATCH if differing else Verdict.MATCH)
    assert found["line"].verdict is Verdict.NOT_VERIFIED


def test_a_row_moved_out_of_the_days_is_missing(copied: Job) -> None:
    copied.write(WATERMARK)
    copied.target.run("UPDATE item SET moment = '2025-01-01 00:00:00' WHERE id = 11")
    found = verify(copied, since="2024-03-12", until="2024-03-13")
    assert [(one.kind, one.key) for one in found.tables[0].differences] == [("missing", "id=11")]


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"level": "counts", "since": "2024-01-01"}, {"level": "x"}])
def test_what_makes_no_sense_is_refused(copied: Job, asked: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        verify(copied, **asked)


def test_an_interrupted_verification_goes_on(copied: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that matched are not read again; one that did not, and those never reached, are."""
    copied.target.run("UPDATE item SET label = 'x' WHERE id = 1")
    compared: list[str] = []
    judge = PartCheck.verdict

    def die_at_the_third(self: PartCheck, level: str) -> ChunkVerdict:
        compared.append(self.part.name)
        if len(compared) == 3:
            raise KeyboardInterrupt
        return judge(self, level)

    monkeypatch.setattr(PartCheck, "verdict", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        verify(copied, log=UnfinishedVerification(tmp_path))
    first, second, third = compared
    found = verify(copied, log=UnfinishedVerification(tmp_path), resume=True)
    assert found.verdict is Verdict.MISMATCH
    assert compared[3:5] == [first, third]
    assert second not in compared[3:]
    taken_over = [chunk for one in found.tables for chunk in one.chunks if chunk.verified_at]
    assert [chunk.verdict for chunk in taken_over] == [Verdict.MATCH]
    # It is complete now, so another begins anew.
    del compared[:]
    compared += ["", "", ""]
    verify(copied, log=UnfinishedVerification(tmp_path), resume=True)
    assert second in compared


def test_an_interrupted_verification_of_something_else_begins_anew(tmp_path: Path) -> None:
    part = ChunkVerdict("(all)", Verdict.MATCH, 1, 1, "how")
    log = UnfinishedVerification(tmp_path)
    log.begin("this", resume=False)
    log.record("a", part)
    with (tmp_path / "verify-unfinished.jsonl").open("a") as file:
        file.write('{"part": "b", "ran')
    for identity, resume, known in (("this", True, True), ("that", True, False), ("that", False, False)):
        again = UnfinishedVerification(tmp_path)
        again.begin(identity, resume=resume)
        assert (again.known("a") is not None) is known, (identity, resume)
        assert again.known("b") is None


def test_the_pace_is_kept_by_all_together() -> None:
    now = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(100, clock=lambda: now[0], sleep=sleep)

    def batches() -> Iterator[pa.RecordBatch]:
        for _ in range(10):
            yield pa.RecordBatch.from_pydict({"a": list(range(50))})

    assert sum(batch.num_rows for batch in pace.through(batches())) == 500
    assert now[0] == pytest.approx(5.0)
    now[0] += 60  # a pause is no credit
    pace.spend(100)
    assert slept[-1] == pytest.approx(1.0)
    assert pace.batch_rows(8192) == 100
    assert Pace(None).batch_rows(8192) == 8192


def test_both_sides_count_for_the_pace(copied: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    spent = []
    monkeypatch.setattr(Pace, "spend", lambda self, rows: spent.append(rows))
    verify(copied, level="source", tables=[next(t.name for t in copied.plan().tables if "item" in t.name)])
    assert sum(spent) == 80


def test_many_differences_in_little_memory(copied: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken apart a few rows' hashes at a time: all are counted, or it is said that there may be more."""
    copied.target.run("UPDATE item SET label = 'x'")
    for at_once, complete in ((1_000_000, True), (8, True)):
        monkeypatch.setattr(part_check, "HASHES_AT_ONCE", at_once)
        found = verify(copied).tables[0]
        assert (found.differences_total, found.differences_complete) == (40, complete)
        assert len(found.differences) == 40
    monkeypatch.setattr(part_check, "SHOWN", 5)
    found = verify(copied).tables[0]
    assert found.differences_total >= 5
    assert not found.differences_complete
