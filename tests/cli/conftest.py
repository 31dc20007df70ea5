"""A project in a directory, and the command line called in this process."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dbmigrate.cli import screen
from dbmigrate.cli.app import app
from tests.cli.fakes import FakeMigration

Call = Callable[..., Result]

PACKAGE = """\
[package]
name    = "shop"
title   = "Shop"
release = "1"
engines = ["sqlite", "postgresql"]
groups  = ["sales"]
[source]
schema_version = "1"
[target]
schema_version = "2"
"""
GROUP = """\
[group]
name  = "sales"
title = "Sales"
[[table]]
source = "Orders"
target = "OrderArchive"
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the package ``shop`` and two databases in it."""
    monkeypatch.chdir(tmp_path)
    for side in ("SOURCE", "TARGET"):
        monkeypatch.delenv(f"DBMIGRATE_{side}_PASSWORD", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr(screen, "_secrets", set())
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "package.toml").write_text(PACKAGE)
    (tmp_path / "shop" / "sales.toml").write_text(GROUP)
    for name, table in (("source.db", "Orders"), ("target.db", "OrderArchive")):
        connection = sqlite3.connect(tmp_path / name)
        connection.execute(f"CREATE TABLE {table} (Id INTEGER PRIMARY KEY, Note TEXT)")
        connection.close()
    return tmp_path


@pytest.fixture
def project(place: Path) -> Path:
    path = place / "migration.toml"
    path.write_text(
        '[project]\nname = "shop move"\npackage = "shop"\n[source]\nurl = "sqlite:///source.db"\n'
        '[target]\nurl = "sqlite:///target.db"\n'
    )
    return path


@pytest.fixture
def fake(project: Path, monkeypatch: pytest.MonkeyPatch) -> FakeMigration:
    """Stands in for the migration of the project."""
    made = FakeMigration()
    monkeypatch.setattr("dbmigrate.run.migration.Migration", made)
    return made


@pytest.fixture
def call() -> Call:
    """Call the command line; no traceback may reach the screen, whatever happens."""

    def run(*arguments: str, **options: Any) -> Result:
        result = CliRunner().invoke(app, list(arguments), **options)
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


def document(result: Result) -> dict[str, Any]:
    """The one JSON document on standard output, and nothing beside it."""
    parsed: dict[str, Any] = json.loads(result.stdout)
    assert result.stdout.isascii()
    assert {"kind", "version"} <= set(parsed)
    return parsed
