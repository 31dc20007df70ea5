"""The benchmarks on a small size: equal results have figures, others have none."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from benchmarks import equality
from benchmarks.databases import Database, Workplace
from benchmarks.equality import difference, digests
from benchmarks.goals import verdicts
from benchmarks.report import as_document, as_text
from benchmarks.shapes import SHAPES, narrow
from benchmarks.stopwatch import Reading, measure
from benchmarks.suite import VERIFY, Line, Settings, Suite
from benchmarks.tools import DBMIGRATE, SQLITE_POSTGRESQL, SQLITE_SQLITE, Job, Route, Tool

pytestmark = pytest.mark.long

SETTINGS = Settings(rows=2000, repetitions=1, limit_seconds=120)
COPY = "INSERT INTO interaction SELECT * FROM source.interaction"
TAMPERED = {
    "a value": "UPDATE interaction SET talk_ms = talk_ms + 1 WHERE iid = 7",
    "two values that swap their rows": "UPDATE interaction SET note = CASE iid WHEN 1 THEN 'note xx' ELSE 'note x' END "
    "WHERE iid IN (1, 2)",
    "zero for NULL": "UPDATE interaction SET hold_ms = 0 WHERE iid = 5",
    "a row for another": "UPDATE interaction SET ik = 'K99999999999999999' WHERE iid = 11",
    "a row less": "DELETE FROM interaction WHERE iid = 3",
    "text moved to the next column": "UPDATE interaction SET agent = 'user', workgroup = '1Group 1' WHERE iid = 1",
    "a cent": "UPDATE interaction SET cost = cost + 0.01 WHERE iid = 1999",
}


@pytest.fixture
def place(tmp_path: Path, postgres_server: str) -> Workplace:
    return Workplace(tmp_path, Path(postgres_server))


def execute(database: Database, statement: str) -> None:
    if database.engine == "sqlite":
        with closing(sqlite3.connect(database.place)) as file, file:
            file.execute(statement)
    else:
        with psycopg.connect(database.place) as session:
            session.execute(statement)


def hand_copy(*statements: str, status: int = 0) -> Tool:
    """SQLite to SQLite by a small program, which then does what ``statements`` say."""

    def commands(job: Job) -> list[list[list[str]]]:
        program = (
            "import sqlite3, sys\n"
            f"file = sqlite3.connect({job.target.place!r})\n"
            f"file.execute('ATTACH ? AS source', ({job.source.place!r},))\n"
            f"for statement in {[COPY, *statements]!r}: file.execute(statement)\n"
            f"file.commit()\nsys.exit({status})"
        )
        return [[[sys.executable, "-c", program]]]

    return Tool("by hand", (SQLITE_SQLITE,), lambda: "", commands)


@pytest.mark.parametrize("route", [SQLITE_SQLITE, SQLITE_POSTGRESQL], ids="-".join)
def test_an_equal_copy_has_figures(place: Workplace, route: Route) -> None:
    case = f"narrow {'-'.join(route)}"
    lines = Suite(place, SETTINGS, print).compare(case, narrow(SETTINGS.rows), route, [DBMIGRATE, hand_copy()])

    assert [line.fault for line in lines] == [""] * len(lines)
    assert {line.tool for line in lines} == {DBMIGRATE.name, VERIFY, *(["by hand"] if route == SQLITE_SQLITE else [])}
    assert all(line.median_seconds and line.peak_bytes for line in lines)
    judged = verdicts(lines)
    assert all(verdict.value for verdict in judged)
    assert json.loads(json.dumps(as_document(lines, judged, SETTINGS)))["lines"][0]["equal"] is True
    assert as_text(lines, judged, SETTINGS).count(case) == len(lines) + len(judged)
    assert list(place.directory.glob("*.db*")) == []


@pytest.mark.parametrize(
    ("tool", "fault"),
    [
        (hand_copy(TAMPERED["a value"]), "not equal: interaction has other values"),
        (hand_copy(TAMPERED["a row less"]), "not equal: interaction has 1999 rows, not 2000"),
        (hand_copy(status=3), "ended with 3"),
    ],
    ids=["value", "count", "status"],
)
def test_another_copy_has_no_figure(place: Workplace, tool: Tool, fault: str) -> None:
    (line,) = Suite(place, SETTINGS, print).compare("narrow", narrow(SETTINGS.rows), SQLITE_SQLITE, [tool])

    assert fault in line.fault
    assert line.median_seconds is None
    assert line.peak_bytes is None


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_was_tampered_with_is_another_digest(place: Workplace, engine: str) -> None:
    shape = narrow(2000)
    expected = digests(place.filled("sqlite", shape), shape)
    database = place.filled("sqlite" if engine == "sqlite" else "postgresql", shape)
    execute(database, "CREATE TABLE kept AS SELECT * FROM interaction")

    for change in TAMPERED.values():
        execute(database, change)
        assert difference(expected, digests(database, shape)), change
        execute(database, "DELETE FROM interaction")
        execute(database, "INSERT INTO interaction SELECT * FROM kept ORDER BY iid DESC")
        assert difference(expected, digests(database, shape)) == "", "after the rows were put back, in another order"


def test_the_check_owes_nothing_to_dbmigrate() -> None:
    seen = (
        "import sys, benchmarks.__main__; sys.exit(any(name.partition('.')[0] == 'dbmigrate' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", seen], cwd=Path(__file__).parents[2], check=False).returncode == 0


def test_another_storage_class_is_another_digest(place: Workplace) -> None:
    shape = narrow(50)
    database = place.filled("sqlite", shape)
    expected = digests(database, shape)
    execute(database, "UPDATE interaction SET agent = CAST(agent AS blob) WHERE iid = 1")

    assert difference(expected, digests(database, shape)) == "interaction has other values"


@pytest.mark.parametrize("name", SHAPES)
def test_both_engines_give_each_shape_the_same_digests(place: Workplace, name: str) -> None:
    shape = SHAPES[name](200)

    expected = digests(place.filled("sqlite", shape), shape)

    assert sum(digest.row_count for digest in expected.values()) == shape.row_count
    assert difference(expected, digests(place.filled("postgresql", shape), shape)) == ""


def test_one_unequal_repetition_takes_the_figure_away() -> None:
    line = Line("case", "tool", 10, [Reading(1.0, 1), Reading(2.0, 1, "not equal"), Reading(3.0, 1)])

    assert line.median_seconds is None
    assert line.fault == "not equal"


def test_a_tool_that_is_not_there_is_named_without_figure(place: Workplace) -> None:
    absent = Tool("absent", (SQLITE_SQLITE,), lambda: "not installed", lambda _: [])
    lines = Suite(place, SETTINGS, print).compare("narrow", narrow(50), SQLITE_SQLITE, [hand_copy(), absent])

    assert [(line.tool, line.fault) for line in lines] == [("by hand", ""), ("absent", "not installed")]
    assert lines[1].median_seconds is None


def test_the_peak_is_that_of_the_largest_process_and_not_of_this_one(tmp_path: Path) -> None:
    held_here = b"x" * (150 << 20)
    small = measure([[[sys.executable, "-c", "pass"]]], tmp_path, 60)
    large = [sys.executable, "-c", f"b'x' * {80 << 20}"]
    pipeline = measure([[[sys.executable, "-c", "print(1)"], large]], tmp_path, 60)

    assert small.peak_bytes < 60 << 20 < len(held_here)
    assert 80 << 20 < pipeline.peak_bytes < 140 << 20


def test_a_tool_that_hangs_is_ended(tmp_path: Path) -> None:
    reading = measure([[[sys.executable, "-c", "import time; time.sleep(60)"]]], tmp_path, 1)

    assert reading.fault == "not done after 1 seconds"
    assert reading.seconds < 30


@pytest.mark.parametrize("tampered", ["", *TAMPERED], ids=lambda name: name or "nothing")
def test_several_processes_find_the_same(place: Workplace, tampered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = narrow(2000)
    source = place.filled("sqlite", shape)
    alone = digests(source, shape)
    if tampered:
        execute(source, TAMPERED[tampered])
    monkeypatch.setattr(equality, "_WORTH_A_PROCESS", 1)
    assert (digests(source, shape) == alone) is not bool(tampered)
