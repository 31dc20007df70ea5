"""``doctor`` against real files: what it finds and what it ends with."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dbmigrate.check import client, doctor, host
from dbmigrate.check.results import CheckStatus
from dbmigrate.config.project import load_project
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
    assert found["source permissions"][0] == "ok"
    assert "can read 1 of the package's 1 tables" in found["source permissions"][1]
    assert {found["source clock"][0], found["target clock"][0], found["releases"][0]} == {"ok"}
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


def test_a_server_on_this_machine_is_a_warning(project: Path, call: Call, postgres_url: str) -> None:
    project.write_text(project.read_text().replace("sqlite:///target.db", postgres_url))
    assert checks(call, 0)["target host"][0] == "warning"
    result = call("doctor", "--json", "--allow-same-host")
    found = {one["name"]: one["status"] for one in document(result)["checks"]}
    assert (found["target host"], found["source host"], found["target clock"]) == ("ok", "skipped", "ok")


@pytest.mark.parametrize(
    ("name", "here"), [("", True), ("localhost", True), ("127.0.0.1", True), ("192.0.2.1", False), ("no.invalid", None)]
)
def test_which_machine_is_this_one(name: str, here: bool | None) -> None:
    assert host.is_this_machine(name) is here


def test_two_oracle_clients_are_refused_with_the_reason(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write_text(project.read_text().replace("sqlite:///source.db", "oracle://user@server/service"))
    loaded = load_project(project)
    for version, status in (
        ((11, 2, 0, 3, 0), "failed"), ((11, 2, 0, 4, 0), "failed"), ((19, 3, 0, 0, 0), "ok"), (None, "ok")
    ):  # fmt: skip
        monkeypatch.setattr(client, "native_client_version", lambda engine, version=version: version)
        [found] = client.check_native_clients(loaded)
        assert str(found.status) == status
        assert ("11.2.0.3.0" in found.detail) == (status == "failed")


def test_a_package_for_a_newer_program_is_refused(project: Path, place: Path, call: Call) -> None:
    package = place / "shop" / "package.toml"
    package.write_text(package.read_text().replace("[package]", '[package]\nneeds_program = "99.1"'))
    assert checks(call, 3)["releases"][0] == "failed"


def test_a_table_that_may_not_be_read_is_named(project: Path, call: Call, postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute('CREATE TABLE "Orders" ("Id" int PRIMARY KEY)')
        connection.execute("DROP ROLE IF EXISTS shut_out")
        connection.execute("CREATE ROLE shut_out LOGIN")
    url = postgres_url.replace("postgres@", "shut_out@")
    project.write_text(project.read_text().replace("sqlite:///source.db", url))
    status, detail = checks(call, 5)["source permissions"]
    assert (status, "Orders (42501)" in detail) == ("failed", True)


class _Clock:
    """An engine whose server is ahead of this machine, or behind it."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def open_session(self) -> _Clock:
        return self

    def execute(self, _: object) -> list[dict[str, Any]]:
        return [{"moment": datetime.now(UTC) + self._ahead}]

    def close(self) -> None: ...


@pytest.mark.parametrize(
    ("minutes", "status"), [(0, CheckStatus.OK), (5, CheckStatus.WARNING), (-5, CheckStatus.WARNING)]
)
def test_clocks_that_are_apart(minutes: int, status: CheckStatus) -> None:
    found = doctor._clock(_Clock(timedelta(minutes=minutes)))  # type: ignore[arg-type]
    assert found.status is status
