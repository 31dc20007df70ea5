"""``doctor`` against real files: what it finds and what it ends with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dbmigrate.check import client
from dbmigrate.engines.sqlite.engine import SqliteEngine
from tests.cli.conftest import Call, document


def checks(call: Call, status: int) -> dict[str, tuple[str, str]]:
    result = call("doctor", "--json")
    assert result.exit_code == status
    shown = document(result)
    assert shown["exit_code"] == status
    return {one["name"]: (one["status"], one["detail"]) for one in shown["checks"]}


def test_all_is_well(project: Path, call: Call) -> None:
    found = checks(call, 0)
    assert {name for name, (status, _) in found.items() if status == "failed"} == set()
    assert found["source permissions"] == ("ok", "can read Orders, which is empty")
    assert found["two databases"][0] == "ok"
    result = call("doctor")
    assert "Nothing was changed" in result.stdout
    assert result.stdout.isascii()


def test_no_project(call: Call) -> None:
    assert checks(call, 3)["source"][0] == "skipped"


def test_no_package(project: Path, place: Path, call: Call) -> None:
    (place / "shop" / "sales.toml").unlink()
    assert checks(call, 3)["package"][0] == "failed"


@pytest.mark.parametrize(("name", "status"), [("source", 5), ("target", 6)])
def test_a_side_that_cannot_be_reached(name: str, status: int, project: Path, place: Path, call: Call) -> None:
    (place / f"{name}.db").unlink()
    assert checks(call, status)[name][0] == "failed"


def test_source_is_target(project: Path, call: Call) -> None:
    project.write_text(project.read_text().replace("target.db", "source.db"))
    assert checks(call, 3)["two databases"][0] == "failed"


def test_source_without_the_tables(project: Path, place: Path, call: Call) -> None:
    connection = sqlite3.connect(place / "source.db")
    connection.execute("DROP TABLE Orders")
    connection.close()
    assert checks(call, 5)["source permissions"][0] == "failed"


def test_little_disk_is_a_warning(project: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MIN_FREE_BYTES", 1 << 60)
    assert checks(call, 0)["free disk"][0] == "warning"


def test_missing_permissions_are_named(project: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqliteEngine, "missing_permissions", lambda self, tables: ["CREATE on database"], raising=False)
    status, detail = checks(call, 6)["target permissions"]
    assert (status, detail) == ("failed", "missing: CREATE on database")


def test_a_driver_that_is_needed_and_not_installed(project: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.DRIVERS, "sqlite", {"no_such_driver": "no-such-driver"})
    assert checks(call, 3)["driver sqlite"] == ("failed", "not installed: no-such-driver")


def test_doctor_changes_nothing(project: Path, place: Path, call: Call) -> None:
    before = {path.name: path.read_bytes() for path in place.glob("*.db")}
    call("doctor")
    assert {path.name: path.read_bytes() for path in place.glob("*.db")} == before
