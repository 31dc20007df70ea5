"""A prepared source per engine, and fresh targets."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dbmigrate.plan import delayed
from tests.databases import Database, sqlite_database
from tests.faults.scenario import make_project, make_source, make_target

PAIRS = [(source, target) for source in ("sqlite", "postgresql") for target in ("sqlite", "postgresql")]


@pytest.fixture(autouse=True)
def every_table_is_large() -> Iterator[None]:
    """Large enough for its indexes to be built behind the load, also where a test undoes its own patches."""
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(delayed, "LARGE_ROWS", 1)
        yield


@pytest.fixture
def new_database(
    tmp_path: Path, postgres_databases: Callable[[], str], request: pytest.FixtureRequest
) -> Callable[[str, str], Database]:
    """``new_database(engine, name)``."""

    def make(engine: str, name: str) -> Database:
        if engine == "sqlite":
            return sqlite_database(tmp_path / f"{name}.db")
        if engine == "mssql":
            return Database("mssql", request.getfixturevalue("mssql_databases")())
        return Database("postgresql", postgres_databases())

    return make


@pytest.fixture
def prepare(tmp_path: Path, new_database: Callable[[str, str], Database]) -> Callable[..., tuple[Path, Database]]:
    """``prepare(source_engine, target_engine, workers=1)``: the project file and the target, ready to run."""

    numbers = itertools.count(1)

    def make(source_engine: str, target_engine: str, *, workers: int = 1) -> tuple[Path, Database]:
        directory = tmp_path / f"migration{next(numbers)}"
        directory.mkdir()
        source = new_database(source_engine, f"{directory.name}/source")
        target = new_database(target_engine, f"{directory.name}/target")
        make_source(source)
        make_target(target)
        return make_project(directory, source, target, workers=workers), target

    return make
