"""A server that asks for a password: a wrong one ends the command by side, and none is shown anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from tests.commands import Ended, run_command
from tests.e2e.guarded import RIGHT, WRONG, environment, shows
from tests.run.job import PACKAGE


@pytest.fixture
def project(guarded_server: str, tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "package.toml").write_text(PACKAGE)
    (tmp_path / "small" / "all.toml").write_text('[group]\nname = "all"\ntitle = "All"\n[[table]]\nsource = "items"\n')
    url = f"postgresql://mover@/{{}}?host={guarded_server}"
    (tmp_path / "migration.toml").write_text(
        f'[project]\nname = "small"\npackage = "small"\n[source]\nurl = "{url.format("source")}"\n'
        f'[target]\nurl = "{url.format("target")}"\n'
    )
    return tmp_path


def _dbmigrate(project: Path, *words: str, source: str = RIGHT, target: str = RIGHT) -> Ended:
    given = {"DBMIGRATE_SOURCE_PASSWORD": source, "DBMIGRATE_TARGET_PASSWORD": target}
    ended = run_command(project, *words, variables=environment(project / "home", **given))
    for password in (RIGHT, WRONG):
        assert not shows(password, (ended.stdout + ended.stderr).encode())
    return ended


@pytest.mark.parametrize(("side", "status", "code"), [("source", 5, "DBM-5001"), ("target", 6, "DBM-6001")])
@pytest.mark.parametrize("given", [WRONG, ""], ids=["a wrong one", "none"])
def test_a_login_that_fails(project: Path, side: str, status: int, code: str, given: str) -> None:
    passwords = {side: given}
    shown = _dbmigrate(project, "plan", "-v", **passwords)
    assert shown.returncode == status, shown.stderr
    assert f"error {code}" in shown.stderr
    assert "password" in shown.stderr
    assert f"DBMIGRATE_{side.upper()}_PASSWORD" in shown.stderr
    assert "Traceback" not in shown.stderr
    document = _dbmigrate(project, "run", "--json", "-v", **passwords)
    assert document.returncode == status
    error = json.loads(document.stdout)["error"]
    assert (error["code"], error["exit_code"]) == (code, status)


def test_the_right_password_of_the_environment(project: Path, guarded_server: str) -> None:
    """On every connection that a run and a verification open."""
    at = {name: f"postgresql://postgres@/{name}?host={guarded_server}" for name in ("source", "target")}
    with psycopg.connect(at["source"]) as session:
        session.execute("INSERT INTO items SELECT n, 'note ' || n FROM generate_series(1, 50) n")
    ended = _dbmigrate(project, "run", "--json", "-v")
    assert ended.returncode == 0, ended.stderr
    verified = _dbmigrate(project, "verify", "--level", "source", "-v")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    with psycopg.connect(at["target"]) as session:
        assert session.execute("SELECT count(*) FROM items").fetchone() == (50,)
