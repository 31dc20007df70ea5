"""Engines over fresh databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import Engine
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.registry import open_engine as open_any
from dbmigrate.engines.sqlite.engine import SqliteEngine
from tests import mssql_server

OpenEngine = Callable[[str], Engine]

ENGINES = ("sqlite", "postgresql", "mssql")


@pytest.fixture(params=ENGINES)
def open_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenEngine]:
    """``open_engine(script)``: the engine, over one database, in which the script has been run."""
    engines: list[Engine] = []
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    server = request.getfixturevalue("mssql_databases")() if request.param == "mssql" else ""
    path = tmp_path / "database.db"

    def make(script: str = "") -> Engine:
        if url:
            with psycopg.connect(url) as connection:
                connection.execute(script or "SELECT 1")
            engines.append(PostgresEngine(url, schema=None, writable=True))
        elif server:
            mssql_server.run(server, *mssql_server.as_tsql(script))
            engines.append(open_any(ConnectionUrl.parse(server), side="target"))
        else:
            with closing(sqlite3.connect(path)) as lite:
                lite.executescript("PRAGMA user_version = 1;" + script)
            engines.append(SqliteEngine(path, writable=True))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()
