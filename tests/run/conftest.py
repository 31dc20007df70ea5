"""Small migrations over every kind of pair."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import Database, sqlite_database
from tests.marks import seldom
from tests.run.job import Job, MakeJob

SAME = ("sqlite-sqlite", "postgresql-postgresql")


@pytest.fixture
def make_job(tmp_path: Path, postgres_databases: Callable[[], str], request: pytest.FixtureRequest) -> MakeJob:
    """``make_job("sqlite-postgresql", target=..., name=...)``: fresh databases, or the target of another job."""

    def database(engine: str, place: Path) -> Database:
        if engine == "sqlite":
            return sqlite_database(place)
        if engine == "mssql":
            return Database(engine, request.getfixturevalue("mssql_databases")())
        return Database(engine, postgres_databases())

    def make(pair: str, *, target: Database | None = None, name: str = "small") -> Job:
        directory = tmp_path / name
        directory.mkdir()
        of_source, of_target = pair.split("-")
        return Job(
            directory,
            database(of_source, directory / "source.db"),
            target or database(of_target, directory / "target.db"),
            name,
        )

    return make


@pytest.fixture(params=[*SAME, seldom("sqlite-postgresql")])
def job(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    return make_job(request.param)
