"""What the tests of drafted packages share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from dbmigrate.config.package import Package
from dbmigrate.config.project import Endpoint, Project
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.registry import open_engine
from dbmigrate.package.draft import draft_package
from dbmigrate.package.drafted import PackageDraft
from dbmigrate.package.render import render_package
from dbmigrate.package.write import write_package
from dbmigrate.run.migration import Migration
from dbmigrate.scripts.files import create_script
from dbmigrate.scripts.runner import run_script_text

Sqlite = Callable[[str], ConnectionUrl]


def make_sqlite(path: Path, script: str) -> ConnectionUrl:
    """A SQLite file made by a script."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return ConnectionUrl.parse(f"sqlite:///{path}")


def draft(url: ConnectionUrl, name: str = "shop") -> PackageDraft:
    engine = open_engine(url, side="source")
    try:
        return draft_package(engine, name=name)
    finally:
        engine.dispose()


def package_of(url: ConnectionUrl, place: Path) -> Package:
    return write_package(place, render_package(draft(url, place.name)))


def entries(package: Package) -> dict[str, Any]:
    return {entry.source: entry for group in package.groups for entry in group.tables}


def overrides_of(script: str, sqlite: Sqlite) -> dict[str, str]:
    """The overrides drafted for table ``t``."""
    [drafted] = draft(sqlite(script)).tables
    return {one.column: one.type for one in drafted.overrides}


def create_target(package: Package, url: ConnectionUrl) -> None:
    run_script_text(url, side="target", text=create_script(package, package.target, url.engine).text)


def rows_of(path: Path) -> dict[str, list[str]]:
    """Every row with the storage class of each value, by table."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        for (name,) in connection.execute(listed + " AND name NOT LIKE 'dbmigrate%'").fetchall():
            of = '"' + name.replace('"', '""') + '"'
            columns = [column for _, column, *_ in connection.execute(f"PRAGMA table_xinfo({of})").fetchall()]
            names = ", ".join('"' + column.replace('"', '""') + '"' for column in columns)
            found[name] = sorted(map(repr, connection.execute(f"SELECT {names} FROM {of}").fetchall()))
    return found


def migrate(source: ConnectionUrl, target: ConnectionUrl, place: Path) -> None:
    package = package_of(source, place)
    create_target(package, target)
    project = Project(
        name=place.name,
        package=str(place),
        source=Endpoint(url=source),
        target=Endpoint(url=target),
        path=place.parent / "migration.toml",
    )
    with Migration(project) as migration:
        outcome = migration.run()
        assert outcome.state == "copied"
        assert migration.status().reject_counts == ()
        report = migration.verify(level="source")
        assert {str(verdict.verdict) for verdict in report.tables} == {"match"}
        assert len(report.tables) == len(entries(package))
