"""Fresh databases of each engine for one test."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from tests.fidelity.journey import run_script, sqlite_path

MakeDatabase = Callable[[str, str], str]


@pytest.fixture
def make_database(tmp_path: Path, request: pytest.FixtureRequest) -> MakeDatabase:
    """``make(engine, script)``: the URL of a new database in which the script has been run."""
    numbers = count(1)

    def make(engine: str, script: str = "") -> str:
        if engine == "sqlite":
            url = f"sqlite:///{tmp_path / f'database{next(numbers)}.db'}"
            with closing(sqlite3.connect(sqlite_path(url))) as connection:
                connection.execute("PRAGMA user_version = 1")  # writes the header of an empty database
        elif engine == "mssql":
            url = request.getfixturevalue("mssql_databases")()
        else:
            url = request.getfixturevalue("postgres_databases")()
        if script:
            run_script(url, script)
        return url

    return make
