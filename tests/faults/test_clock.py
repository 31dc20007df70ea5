"""A clock that runs backwards: moments in the ledger are for people, nothing is decided by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.ledger import clock
from dbmigrate.run.migration import Migration
from tests.databases import Database
from tests.faults.inspection import assert_complete

Prepare = Callable[..., tuple[Path, Database]]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_set_back_at_every_look(prepare: Prepare, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    class Backwards(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            nonlocal looks
            looks += 1
            return datetime(2026, 11, 1, tzinfo=UTC) - looks * timedelta(hours=5)

    monkeypatch.setattr(clock, "datetime", Backwards)
    project, target = prepare("sqlite", engine)
    with Migration(load_project(project)) as migration:
        assert migration.run().state == "copied"
    moments = target.rows(f"SELECT committed_at FROM {target.ledger('batch')} WHERE table_name LIKE '%orders'")
    assert len(moments) > 1
    assert [m for (m,) in moments] == sorted((m for (m,) in moments), reverse=True)
    assert_complete(target)
    with Migration(load_project(project)) as migration:
        assert migration.verify(level="source").verdict == "match"
        again = migration.run()
    assert again.state == "copied"
    assert not any(table.rows_inserted for table in again.tables)
