"""``init`` writes a project that loads, asks only on a terminal, and never overwrites."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dbmigrate.cli.app import app
from dbmigrate.config.project import load_project
from tests.cli.conftest import Call, document

GIVEN = ("--package", "shop", "--source-url", "sqlite:///source.db")


def test_with_flags(place: Path, call: Call) -> None:
    target = "postgresql://dba:hunter2-long@server/db"
    result = call("init", *GIVEN, "--name", "move", "--target-url", target, "--target-schema", "new", "-g", "sales")
    assert result.exit_code == 0
    project = load_project(place / "migration.toml")
    assert (project.name, project.groups, project.target.schema_name) == ("move", ("sales",), "new")
    assert "hunter2" not in result.output + (place / "migration.toml").read_text()
    assert "DBMIGRATE_TARGET_PASSWORD" in result.stderr


def test_json(call: Call) -> None:
    result = call("init", *GIVEN, "--target-url", "postgresql://dba:hunter2-long@server/db", "--json")
    assert document(result)["kind"] == "init"
    assert "hunter2" not in result.output


def test_missing_flags_are_named_where_nobody_can_be_asked(place: Path, call: Call) -> None:
    result = call("init", *GIVEN)
    assert result.exit_code == 2
    assert "--target-url" in result.stderr
    assert "--source-url" not in result.stderr.splitlines()[0]
    assert not (place / "migration.toml").exists()


def test_never_overwrites(project: Path, call: Call) -> None:
    before = project.read_bytes()
    result = call("init", *GIVEN, "--target-url", "sqlite:///target.db")
    assert result.exit_code == 3
    assert project.read_bytes() == before


@pytest.mark.parametrize("wrong", [("--package", "nosuch"), ("--target-url", "nosuch://x"), ("--group", "nosuch")])
def test_wrong_answers_write_nothing(wrong: tuple[str, str], place: Path, call: Call) -> None:
    result = call("init", *GIVEN, "--target-url", "sqlite:///target.db", *wrong)
    assert result.exit_code == 3
    assert not (place / "migration.toml").exists()


def test_asks_on_a_terminal(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dbmigrate.cli.new_project._has_terminal", lambda: True)
    answers = "./shop\nsqlite:///source.db\nsqlite:///target.db\nasked\n"
    result = CliRunner().invoke(app, ["init"], input=answers)
    assert result.exit_code == 0, result.output
    assert load_project(place / "migration.toml").name == "asked"
