"""``demo`` makes a complete project, and never touches what is there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from tests.cli.conftest import Call, document

ROWS = ("--rows", "300", "--seed", "5")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration for all tests of this module; they must not change it."""
    from dbmigrate.demo.project import prepare_demo

    directory = tmp_path_factory.mktemp("demo") / "made"
    prepare_demo(directory, rows=300, seed=5)
    return directory


def test_prepared_project_loads_and_has_rows(demo: Path) -> None:
    project = load_project(demo / "migration.toml")
    with closing(sqlite3.connect(project.source.url.sqlite_path)) as source:
        tables = source.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").fetchone()[0]
    assert tables > 1
    assert project.target.url.sqlite_path == demo / "target.db"
    assert {path.name for path in demo.iterdir()} == {
        "migration.toml", "source.db", "target.db", "UDL", "dialer.xml", "dialer.toml", "north.db", "south.db",
    }  # fmt: skip


def test_the_followers_files_lead_to_their_databases(demo: Path, call: Call) -> None:
    found = document(call("dialer", "find", "--project", str(demo), "--json"))
    members = [(each["database"], each["name"], each["state"]) for each in found["members"]]
    assert members == [
        ("North", "Collections", "live"),
        ("North", "Spring offer", "live"),
        ("North", "Winback 2008", "deleted"),
        ("South", "Collections", "live"),
        ("South", "Survey call-back", "without tables"),
    ]
    assert found["missing"] == []


def test_a_demonstration_is_never_made_twice(demo: Path, call: Call) -> None:
    before = {path: path.read_bytes() for path in demo.rglob("*") if path.is_file()}
    result = call("demo", str(demo), *ROWS)
    assert result.exit_code == 3
    assert f"cd {demo} && dbmigrate run" in result.stderr
    assert document(call("demo", str(demo), "--json"))["error"]["code"] == "DBM-3060"
    assert {path: path.read_bytes() for path in demo.rglob("*") if path.is_file()} == before


def test_other_files_are_left_alone(place: Path, call: Call) -> None:
    (place / "full").mkdir()
    (place / "full" / "mine.txt").write_text("keep")
    assert call("demo", "full", *ROWS).exit_code == 3
    assert call("demo", "source.db", *ROWS).exit_code == 3
    assert [path.name for path in (place / "full").iterdir()] == ["mine.txt"]


def test_a_target_with_tables_is_refused(place: Path, call: Call) -> None:
    result = call("demo", "new", *ROWS, "--target-url", "sqlite:///target.db")
    assert result.exit_code == 6
    assert "OrderArchive" in result.stderr
    assert not (place / "new").exists()


def test_prepare_only_into_a_named_target(place: Path, call: Call) -> None:
    result = call("demo", "new", *ROWS, "--target-url", "sqlite:///other.db", "--prepare-only", "--json")
    assert result.exit_code == 0
    assert document(result)["run"] is None
    assert load_project(place / "new" / "migration.toml").target.url.sqlite_path == place / "other.db"


@pytest.mark.parametrize("arguments", [("--rows", "0"), ("--seed", "-1"), ("--target-url", "nosuch://x")])
def test_wrong_options(arguments: tuple[str, str], place: Path, call: Call) -> None:
    assert call("demo", "new", *arguments).exit_code in (2, 3)
    assert not (place / "new").exists()
