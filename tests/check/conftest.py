"""A source and a target of one engine, with nothing in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import mssql_server
from tests.databases import Database, sqlite_database

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own keyring, or one that another test has made, has no say here."""
    monkeypatch.setattr("dbmigrate.config.passwords.password_in_keyring", lambda url: None)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], Database]:
    """Makes an empty database of an engine; the name is that of the file."""

    def make(engine: str, name: str) -> Database:
        if engine == "sqlite":
            return sqlite_database(tmp_path / f"{name}.db")
        if engine == "mssql":
            place = mssql_server.create_database()
            request.addfinalizer(lambda: mssql_server.drop_database(place))
            for variable, password in mssql_server.password_variables(place).items():
                monkeypatch.setenv(variable, password)
            return Database("mssql", place)
        return Database("postgresql", request.getfixturevalue("postgres_databases")())

    return make
