"""The program explains itself, fast and without any driver."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dbmigrate.errors import EXIT_MEANINGS
from tests.cli.conftest import Call

CHECKOUT = Path(__file__).resolve().parents[2]
VERBS = (
    "demo",
    "init",
    "doctor",
    "check",
    "clean",
    "plan",
    "run",
    "status",
    "verify",
    "report",
    "rejects",
    "pause",
    "resume",
    "tune",
)
SHARED = ("--project", "--json", "--quiet", "--verbose", "--ask-password")
HEAVY = (
    "adbc_driver_manager", "adbc_driver_postgresql", "adbc_driver_sqlite", "duckdb", "jinja2", "keyring", "pandas",
    "pgpq", "psycopg", "pyarrow", "rich", "sqlalchemy", "sqlglot", "stamina",
)  # fmt: skip
PROGRAM = "import sys; from dbmigrate.cli.main import main; sys.argv = ['dbmigrate', *sys.argv[1:]]; main()"


def dbmigrate(*arguments: str, code: str = PROGRAM) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={"PYTHONPATH": str(CHECKOUT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_help_with_the_shared_options(verb: str, call: Call) -> None:
    result = call(verb, "--help")
    assert result.exit_code == 0
    assert all(option in result.stdout for option in SHARED)
    assert result.stdout.isascii()


def test_help_names_every_verb_and_exit_status(call: Call) -> None:
    result = call("--help")
    assert result.exit_code == 0
    assert all(f"  {verb} " in result.stdout for verb in VERBS)
    assert all(f"{code:>3}  {meaning}" in result.stdout for code, meaning in EXIT_MEANINGS.items())
    assert call().stdout == result.stdout


def test_version(call: Call) -> None:
    result = call("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("dbmigrate ")


def test_import_and_help_need_no_heavy_library() -> None:
    code = (
        "import os, sys\n"
        "leave = os._exit\n"
        "def tell(status):\n"
        f"    print('HEAVY', [n for n in {HEAVY!r} if n in sys.modules], flush=True)\n"
        "    leave(status)\n"
        "os._exit = tell\n"
        "from dbmigrate.cli.main import main\nmain()"
    )
    for arguments in (("--help",), ("run", "--help"), ("--version",)):
        assert dbmigrate(*arguments, code=code).stdout.endswith("HEAVY []\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no processor time of children")
def test_help_comes_at_once() -> None:
    """By processor time, which neighbours on a busy machine do not change."""
    import resource

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    dbmigrate("--help")  # compiles what is not compiled yet
    fastest = 10.0
    for _ in range(4):
        before = spent()
        assert dbmigrate("--help").returncode == 0
        fastest = min(fastest, spent() - before)
    assert 0 < fastest < 0.5
