"""The verbs that tell, retry and search rows that did not migrate, over two real databases."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Call, document


def _run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def rejected(project: Path, call: Call) -> Path:
    """Orders 3 and 5 are rejected, the others migrated."""
    here = project.parent
    _run(here / "source.db", *(f"INSERT INTO Orders VALUES ({n}, {'NULL' if n in (3, 5) else n})" for n in range(1, 9)))
    _run(here / "target.db", "DROP TABLE OrderArchive")
    _run(here / "target.db", "CREATE TABLE OrderArchive (Id INTEGER PRIMARY KEY, Note TEXT CHECK (Note IS NOT NULL))")
    result = call("run")
    assert result.exit_code == 9
    assert "2 rejected rows" in result.stderr
    return here


def test_listed_for_people_and_programs(rejected: Path, call: Call) -> None:
    shown = call("rejects")
    assert shown.exit_code == 0
    for text in ("refused_by_target", "[3]", "[5]", "CHECK", "dbmigrate rejects --retry"):
        assert text in shown.stdout
    found = document(call("rejects", "--json"))
    assert (found["total"], found["counts"][0]["rows"], found["left_out"]) == (2, 2, 0)
    listed = list(csv.DictReader(io.StringIO(call("rejects", "--format", "csv").stdout)))
    assert [(row["source_key"], json.loads(row["source_row"])["Note"]) for row in listed] == [
        ("[3]", None),
        ("[5]", None),
    ]
    rows = json.loads(call("rejects", "--format", "json").stdout)
    assert [row["source_key"] for row in rows] == ["[3]", "[5]"]
    assert document(call("rejects", "--json", "--table", "orders"))["total"] == 2
    assert document(call("rejects", "--json", "--group", "sales"))["total"] == 2
    assert document(call("rejects", "--json", "--reason", "unreadable"))["total"] == 0
    assert json.loads(call("rejects", "--format", "json", "--run", "7").stdout) == []
    assert call("rejects", "--table", "nowhere").exit_code == 2
    assert call("rejects", "--format", "csv", "--json").exit_code == 2


def test_tried_again(rejected: Path, call: Call) -> None:
    again = call("rejects", "--retry")
    assert again.exit_code == 9
    _run(rejected / "source.db", "UPDATE Orders SET Note = 'mended' WHERE Id = 3", "DELETE FROM Orders WHERE Id = 5")
    result = call("rejects", "--retry", "--json")
    assert result.exit_code == 0
    found = document(result)
    assert found["tables"][0] == {"group": "sales", "table": "Orders", "migrated": 1, "again": 0, "gone": 1}
    assert "No rejected row is open" in call("rejects").stdout
    assert document(call("rejects", "--json", "--all"))["total"] == 4
    outcomes = [row["outcome"] for row in json.loads(call("rejects", "--all", "--format", "json").stdout)]
    assert outcomes == ["again", "again", "migrated", "gone"]
    assert call("status").exit_code == 0
    assert call("rejects", "--retry").exit_code == 0
    assert call("run").exit_code == 0


def test_what_did_not_migrate(rejected: Path, call: Call) -> None:
    whole = call("rejects", "--unmigrated")
    assert whole.exit_code == 0
    assert "Nothing else did not migrate" in whole.stdout
    _run(rejected / "target.db", "DELETE FROM OrderArchive WHERE Id = 2")
    result = call("rejects", "--unmigrated", "--json")
    assert result.exit_code == 7
    [table] = document(result)["tables"]
    assert (table["rows_present"], table["rows_rejected"], table["rows_missing"]) == (5, 2, 1)
    assert [gap["key"] for gap in table["gaps"]] == ["[2]"]
    gaps = call("verify", "--gaps")
    assert gaps.exit_code == 7
    assert "DBM-7010" in gaps.stderr
    assert "[2]" in gaps.stdout


def test_changes_are_followed(rejected: Path, call: Call) -> None:
    _run(rejected / "source.db", "UPDATE Orders SET Note = 'other' WHERE Id = 7", "DELETE FROM Orders WHERE Id = 8")
    dry = document(call("run", "--resync", "--dry-run", "--json"))
    assert (dry["run_id"], dry["tables"][0]["changed_listed"], dry["tables"][0]["deleted_keys"]) == (None, 1, ["[8]"])
    result = call("run", "--resync", "--json")
    assert result.exit_code == 9, "the two rejects are open still"
    assert (document(result)["tables"][0]["updated"], document(result)["rejects_open"]) == (1, 2)
    assert call("run", "--dry-run").exit_code == 2
    assert call("run", "--resync", "--verify").exit_code == 2
