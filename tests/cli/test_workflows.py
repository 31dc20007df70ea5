"""``--workflow``: one member of a series in every verb that has tables to choose."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import GROUP, PACKAGE, Call, document

SERIES = '[series.workflow]\ntitle = "workflow"\nvalues = { weight = "integer" }\n'
TABLE = """
[[table]]
source      = "W_{workflow}"
target_rows = "any"
columns     = { Id = "Id + member('weight')" }
  [[table.into]]
  target  = "OrderArchive"
"""
MEMBERS = """
[[series.workflow]]
name   = "East"
tables = "e"
weight = 100
[[series.workflow]]
name   = "West"
tables = "w"
weight = 200
[[series.workflow]]
name   = "Old"
tables = "o"
take   = false
reason = "nobody asks for it"
"""


@pytest.fixture
def divided(project: Path) -> Path:
    here = project.parent
    (here / "shop" / "package.toml").write_text(PACKAGE + SERIES)
    table = TABLE.replace("columns     = { Id = \"Id + member('weight')\" }\n", "")
    table += "  columns = { Id = \"Id + member('weight')\" }\n"
    (here / "shop" / "sales.toml").write_text(GROUP + 'target_rows = "any"\n' + table)
    project.write_text(project.read_text() + MEMBERS)
    with closing(sqlite3.connect(here / "source.db")) as connection, connection:
        connection.execute("INSERT INTO Orders VALUES (1, 'shared')")
        for name in "ewo":
            connection.execute(f"CREATE TABLE W_{name} (Id INTEGER PRIMARY KEY, Note TEXT)")
            connection.executemany(f"INSERT INTO W_{name} VALUES (?, ?)", [(n, f"{name}{n}") for n in (1, 2, 3)])
    return here


def archived(here: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(here / "target.db")) as connection:
        return connection.execute("SELECT Id, Note FROM OrderArchive ORDER BY 1").fetchall()


SHARED = [(1, "shared")]
EAST = [(100 + n, f"e{n}") for n in (1, 2, 3)]
WEST = [(200 + n, f"w{n}") for n in (1, 2, 3)]


def test_a_workflow_is_planned_checked_run_verified_and_undone(divided: Path, call: Call) -> None:
    plan = document(call("plan", "--workflow", "west", "--json"))
    tables = [table["table"] for group in plan["groups"] for table in group["tables"]]
    assert tables == ["Orders", "W_w"]
    assert [(one["name"], one["taken"], one["reason"]) for one in plan["members"]] == [
        ("East", True, ""),
        ("West", True, ""),
        ("Old", False, "nobody asks for it"),
    ]
    assert call("check", "--workflow", "West").exit_code == 0
    assert call("run", "--workflow", "West").exit_code == 0
    assert archived(divided) == SHARED + WEST
    assert call("run").exit_code == 0
    assert archived(divided) == SHARED + EAST + WEST
    verified = document(call("verify", "--workflow", "East", "--level", "source", "--json"))
    assert [(one["table"], one["verdict"]) for one in verified["tables"]] == [("W_e", "match")]
    assert call("undo", "2", "--workflow", "east", "--yes").exit_code == 0
    assert archived(divided) == SHARED + WEST
    assert call("run", "--workflow", "East").exit_code == 0
    assert archived(divided) == SHARED + EAST + WEST
    assert document(call("rejects", "--workflow", "East", "--json"))["total"] == 0
    runs = document(call("status", "--json"))["runs"]
    assert [run.get("filters") for run in runs] == [{"workflow": ["East"]}, {}, {"workflow": ["West"]}] or runs


@pytest.mark.parametrize("verb", ["plan", "run", "check", "verify", "rejects"])
def test_a_workflow_that_is_not_there(divided: Path, call: Call, verb: str) -> None:
    result = call(verb, "--workflow", "Eats")
    assert result.exit_code == 2
    assert "the project has no workflow 'Eats'" in result.stderr
    assert "It has: East, West" in result.stderr


def test_members_are_shown_to_people(divided: Path, call: Call) -> None:
    shown = call("plan").stdout
    for text in ("Series workflow", "weight = 100", "left out: nobody asks for it", "W_o"):
        assert text in shown


def test_a_package_without_workflows(project: Path, call: Call) -> None:
    result = call("verify", "--workflow", "East")
    assert result.exit_code == 2
    assert "has no tables of a workflow's own" in result.stderr
