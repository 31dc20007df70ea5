"""The scan reads many small tables through one view, and keeps none for long."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.engines.sqlite.view import SqliteView
from dbmigrate.run.before import short_views
from tests.check.scan import scan
from tests.databases import sqlite_database

TABLES = [("a", ""), ("b", ""), ("c", "")]


@pytest.mark.parametrize(("seconds", "views"), [(60.0, 1), (0.0, 3)])
def test_small_tables_share_a_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, views: int) -> None:
    source, target = sqlite_database(tmp_path / "source.db"), sqlite_database(tmp_path / "target.db")
    for place, kind in ((source.place, "TEXT"), (target.place, "JSON_TEXT")):
        with closing(sqlite3.connect(place)) as connection, connection:
            for name, _ in TABLES:
                connection.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, at {kind})")
                connection.execute(f"INSERT INTO {name} VALUES (1, 'no JSON')")
    opened: list[SqliteView] = []
    closed: list[SqliteView] = []

    class Counted(SqliteView):
        def __init__(self, engine: SqliteEngine) -> None:
            super().__init__(engine)
            opened.append(self)

        def close(self) -> None:
            closed.append(self)
            super().close()

    # Bound to the engine, which a class would not be.
    monkeypatch.setattr(SqliteEngine, "open_view", lambda engine: Counted(engine))  # noqa: PLW0108
    monkeypatch.setattr(short_views, "VIEW_SECONDS", seconds)
    report = scan(tmp_path, source, target, TABLES)
    assert [one.rpartition(".")[2] for one in report.read] == ["a", "b", "c"]
    assert len(opened) == views
    assert closed == opened
