"""The demonstration as a user runs it, on both targets, and its reshaped rows read with the plain drivers."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.marks import seldom

ROWS = 3000
_DIRECTIONS = {"inbound": 1, "outbound": 2, "intercom": 3}
_WANTED = "InteractionIDKey, SiteID, SeqNo, Direction, StartDateTimeUTC, StartDTOffset, tConnected, tHeld, LineDuration"


def _dbmigrate(*words: str, directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from dbmigrate.cli.main import main; main()", *words],
        cwd=directory,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _milliseconds(text: str) -> int:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def _expected(source: Path) -> list[tuple[Any, ...]]:
    """What each call should have become, computed by hand."""
    with closing(sqlite3.connect(source)) as connection:
        calls = connection.execute(
            "SELECT CallId, SiteId, CallDirection, InitiatedDate, InitiatedDateTimeGmt, CallDurationSeconds,"
            " HoldDurationSeconds, LineDurationSeconds FROM Calldetail"
        ).fetchall()
    return sorted(
        (
            key,
            site,
            0,
            _DIRECTIONS.get(direction.strip().lower(), 0),
            _milliseconds(utc),
            _milliseconds(local) - _milliseconds(utc),
            talked * 1000,
            held * 1000,
            line * 1000,
        )
        for key, site, direction, local, utc, talked, held, line in calls
    )


def _found_in_sqlite(target: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(target)) as connection:
        rows = connection.execute(f"SELECT {_WANTED} FROM InteractionSummary").fetchall()
    return sorted((*row[:4], _milliseconds(row[4]), *row[5:]) for row in rows)


def _found_in_postgresql(url: str) -> list[tuple[Any, ...]]:
    quoted = ", ".join(f'"{name.strip()}"' for name in _WANTED.split(","))
    with psycopg.connect(url) as connection:
        rows = connection.execute(f'SELECT {quoted} FROM "InteractionSummary"').fetchall()
    return sorted((*row[:4], _milliseconds(row[4].isoformat()), *row[5:8], int(row[8])) for row in rows)


@pytest.mark.parametrize("kind", [seldom("sqlite"), "postgresql"])
def test_the_demonstration(kind: str, tmp_path: Path, postgres_databases: Callable[[], str]) -> None:
    url = postgres_databases() if kind == "postgresql" else None
    words = ["demo", "cic", "--rows", str(ROWS), "--seed", "7", "--json"]
    ended = _dbmigrate(*words, *(["--target-url", url] if url else []), directory=tmp_path)
    assert ended.returncode == 0, ended.stderr
    document = json.loads(ended.stdout)
    assert document["verification"]["verdict"] == "match"
    project = tmp_path / "cic"
    found = _found_in_postgresql(url) if url else _found_in_sqlite(project / "target.db")
    assert found == _expected(project / "source.db")
    assert len(found) > 100
    followers = document["followers"]
    assert [each["verification"]["verdict"] for each in followers] == ["match", "match"]
    assert [Path(each["project"]).parent.name for each in followers] == ["North", "South"]
    # What the followers have added is theirs, and no surplus here.
    assert _dbmigrate("verify", "--level", "source", "--table", "CallHistory", directory=project).returncode == 0
    status = json.loads(_dbmigrate("status", "--json", directory=project).stdout)
    assert status["runs"][0]["state"] == "copied"
    assert (project / "report.html").stat().st_size > 10_000
