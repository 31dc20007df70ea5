"""Entries are added and never changed: watched through every statement of a whole migration."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dbmigrate.engines.adbc_session import AdbcSession
from tests.databases import sqlite_database
from tests.run.job import Job
from tests.run.stopping import stop_after

# A run's own row says what it is doing, and an attempt's says how it ended; the rest is history.
STATES = {"run", "attempt"}


def test_no_entry_is_changed_or_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[str] = []

    def watch(name: str) -> None:
        inner: Callable[[AdbcSession, str, object], object] = getattr(AdbcSession, name)

        def watched(self: AdbcSession, text: str, parameters: object) -> object:
            statements.append(text)
            return inner(self, text, parameters)

        monkeypatch.setattr(AdbcSession, name, watched)

    watch("_run")
    watch("_run_many")
    job = Job(tmp_path, sqlite_database(tmp_path / "source.db"), sqlite_database(tmp_path / "target.db"))
    job.both("CREATE TABLE items (id {int} PRIMARY KEY, note {text})")
    job.target.run("CREATE TRIGGER watch AFTER INSERT ON items BEGIN SELECT 1; END")
    job.write('[[table]]\nsource = "items"\nmode = "upsert"\n')
    job.source.insert("items", [(n, "x") for n in range(8)])
    stop_after(job, 1)
    job.run()
    job.run()
    written = [found[1] for text in statements if (found := re.match(r"INSERT INTO dbmigrate_(\w+)", text))]
    assert {"run", "attempt", "chunk", "batch", "batch_target", "suspension"} <= set(written)
    changed = [
        found[2]
        for text in statements
        if (
            found := re.match(
                r"(UPDATE|DELETE FROM|REPLACE INTO|DROP TABLE|TRUNCATE)\W+dbmigrate_(\w+)", text.strip(), re.I
            )
        )
        and not found[2].startswith("stage_")
    ]
    assert changed
    assert set(changed) == STATES
