"""Demonstration sources of the contact centre, and targets of their own for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dbmigrate import resources
from dbmigrate.config.package_files import load_package
from dbmigrate.config.project import load_project
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.demo.source import build_sqlite_source
from dbmigrate.model.outcome import RunOutcome
from dbmigrate.run.migration import Migration
from dbmigrate.scripts.runner import run_script_text
from tests.databases import Database, sqlite_database

PACKAGE = "cic_3_0_to_4_0"
ROWS = 1500


def make_source(place: Path, seed: int) -> Database:
    package = load_package(PACKAGE)
    script = package.script_path("sqlite", str(package.source.create_script))
    build_sqlite_source(place, script, resources.package_dir(PACKAGE) / "demo", rows=ROWS, seed=seed)
    return Database("sqlite", str(place))


def make_target(database: Database) -> Database:
    package = load_package(PACKAGE)
    script = package.script_path(database.engine, str(package.target.create_script))
    url = ConnectionUrl.parse(database.url)
    run_script_text(url, side="target", text=script.read_text(encoding="utf-8"))
    return database


def empty_target(kind: str, directory: Path, postgres_url: str) -> Database:
    """With the 4.0 schema."""
    return make_target(sqlite_database(directory / "target.db") if kind == "sqlite" else Database(kind, postgres_url))


class Project:
    def __init__(self, directory: Path, name: str, source: Database, target: Database, groups: Sequence[str]) -> None:
        self.path = directory / f"{name}.toml"
        self.source, self.target = source, target
        listed = ", ".join(f'"{group}"' for group in groups)
        chosen = f"groups = [{listed}]\n" if groups else ""
        self._text = (
            f'[project]\nname = "{name}"\npackage = "{PACKAGE}"\n{chosen}[source]\nurl = "{source.url}"\n'
            f'[target]\nurl = "{target.url}"\n[run]\ncommit_rows = 40\n'
        )
        self.write("")

    def write(self, more: str) -> None:
        self.path.write_text(self._text + more, encoding="utf-8")

    def run(self) -> RunOutcome:
        with Migration(load_project(self.path)) as migration:
            return migration.run()

    def unproven(self, level: str) -> list[str]:
        with Migration(load_project(self.path)) as migration:
            tables = migration.verify(level=level).tables
        return [f"{one.target}: {one.verdict} {one.differences[:2]}" for one in tables if one.verdict != "match"]


def rows(database: Database, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Values as text, so that two engines' rows can be compared."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    found = database.rows(f'SELECT {quoted} FROM "{table}"')
    return sorted(tuple(_shown(value) for value in row) for row in found)


def _shown(value: Any) -> str:
    text = str(value)
    return text.removesuffix(".000000").rstrip(" ")


def columns_of(database: Database, table: str) -> list[str]:
    return [name for _, name, *_ in database.rows(f"PRAGMA table_info('{table}')")]
