"""``check`` through the command line: what it shows, what it ends with, and that it changes nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Call, document
from tests.commands import run_command


def dirty(place: Path) -> None:
    with closing(sqlite3.connect(place / "target.db")) as connection, connection:
        connection.execute("DROP TABLE OrderArchive")
        connection.execute("CREATE TABLE OrderArchive (Id INTEGER PRIMARY KEY, Note TEXT NOT NULL)")
    with closing(sqlite3.connect(place / "source.db")) as connection, connection:
        connection.executemany("INSERT INTO Orders VALUES (?, ?)", [(1, "a"), (2, None), (3, None)])


def test_a_clean_source_ends_with_0(project: Path, call: Call) -> None:
    result = call("check")
    assert result.exit_code == 0
    assert "Nothing would be refused" in result.stdout
    assert document(call("check", "--json"))["exit_code"] == 0


def test_what_would_be_refused_ends_with_4_and_shows_how_to_mend_it(project: Path, place: Path, call: Call) -> None:
    dirty(place)
    before = {path.name: path.read_bytes() for path in place.glob("*.db")}
    result = call("check")
    assert result.exit_code == 4
    assert "DBM-4200" in result.stderr
    for text in ("Note -> OrderArchive.Note: 2 rows: is NULL", "Id: 2; 3", 'SELECT * FROM "Orders"', "UPDATE"):
        assert text in result.stdout
    shown = document(call("check", "--json"))
    [finding] = shown["findings"]
    assert (shown["exit_code"], finding["count"], finding["examples"]) == (4, 2, [["2"], ["3"]])
    assert {path.name: path.read_bytes() for path in place.glob("*.db")} == before


def test_a_refusal_of_the_plan_is_shown_with_the_findings(project: Path, place: Path, call: Call) -> None:
    (place / "shop" / "sales.toml").write_text('[group]\nname = "sales"\ntitle = "S"\n[[table]]\nsource = "Nothing"\n')
    result = call("check", "--json")
    assert result.exit_code == 4
    assert [one["code"] for one in document(result)["plan_findings"]] == ["DBM-4001"]


def _press_ctrl_c() -> None:
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_ctrl_c_does_not_wait_for_the_answer_of_a_database(project: Path, place: Path) -> None:
    """Before any table is looked at: the driver waits for a lock, and would wait longer than anybody likes."""
    with closing(sqlite3.connect(place / "source.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        ended = run_command(place, "check", variables=dict(os.environ), before=_press_ctrl_c)
        seconds = time.monotonic() - began
    assert ended.returncode == 130
    assert "stopped DBM-" in ended.stderr
    assert seconds < 15  # the lock is waited for twice as long
