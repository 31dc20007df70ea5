"""Connections that break: under a COMMIT whose answer is lost, and anywhere else."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.errors import DbmigrateError, TargetError
from dbmigrate.run.migration import Migration
from dbmigrate.write import batch_writer
from tests.databases import Database
from tests.faults.inspection import assert_complete
from tests.faults.proxy import CutRule, Proxy, Wire
from tests.faults.scenario import make_project, make_source, make_target

Start = Callable[[CutRule], Proxy]
SEED = 20240817


@pytest.fixture
def start_proxy(postgres_server: str) -> Iterator[Start]:
    directory = Path(tempfile.mkdtemp(prefix="dbm-px-"))
    proxies: list[Proxy] = []

    def start(rule: CutRule) -> Proxy:
        proxies.append(Proxy(directory, postgres_server, rule))
        return proxies[-1]

    start.directory = directory  # type: ignore[attr-defined]
    yield start
    for proxy in proxies:
        proxy.close()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def through_proxy(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    start_proxy: Start,
    new_database: Callable[[str, str], Database],
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Path, Database]:
    """The project reaches its target through the proxy; the test reaches it directly.

    From SQLite rows are decoded, from PostgreSQL most tables go as they are stored.
    """
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    source, target = new_database(request.param, "source"), new_database("postgresql", "target")
    make_source(source)
    make_target(target)
    directory = start_proxy.directory  # type: ignore[attr-defined]
    behind = Database("postgresql", f"{target.place.partition('?')[0]}?host={directory}")
    return make_project(tmp_path, source, behind), target


def _run(project: Path) -> str:
    with Migration(load_project(project)) as migration:
        return migration.run().state


def _commits_batch(wire: Wire, sql: str) -> bool:
    if sql.startswith("BEGIN"):
        wire.records_a_batch = False
    if "INSERT INTO dbmigrate.batch " in sql:
        wire.records_a_batch = True
    return sql.startswith("COMMIT") and wire.records_a_batch


@pytest.mark.parametrize("which", [1, 6, 17])
@pytest.mark.parametrize("when", ["answered", "now"])
def test_a_commit_without_an_answer(
    through_proxy: tuple[Path, Database], start_proxy: Start, which: int, when: str
) -> None:
    """Cut when the server has committed, or before it has heard of the COMMIT: the ledger knows which."""
    project, target = through_proxy
    commits = 0

    def cut_one(wire: Wire, sql: str) -> str:
        nonlocal commits
        if not _commits_batch(wire, sql):
            return ""
        commits += 1
        return when if commits == which else ""

    proxy = start_proxy(cut_one)
    assert _run(project) == "copied"
    assert proxy.cuts == 1
    assert_complete(target)


def test_the_commit_of_a_whole_table_without_an_answer(
    through_proxy: tuple[Path, Database], start_proxy: Start
) -> None:
    """A table without key is one transaction; it is not tried again in the same run."""
    project, target = through_proxy
    wires: set[int] = set()

    def cut_lines(wire: Wire, sql: str) -> str:
        if "COPY" in sql and "log_lines" in sql:
            wires.add(wire.number)
        return "answered" if _commits_batch(wire, sql) and wire.number in wires and not proxy.cuts else ""

    proxy = start_proxy(cut_lines)
    with pytest.raises(TargetError):
        _run(project)
    assert proxy.cuts == 1
    assert sum(target.counted("log_lines").values()) == 20
    assert _run(project) == "copied"
    assert_complete(target)


def test_cut_anywhere(through_proxy: tuple[Path, Database], start_proxy: Start) -> None:
    """At random messages, again and again: each run ends with an error that says so, or goes on."""
    project, target = through_proxy
    moments = random.Random(SEED)
    left = moments.randint(1, 400)

    def cut(wire: Wire, sql: str) -> str:
        nonlocal left
        left -= 1
        if left > 0 or proxy.cuts >= 12:
            return ""
        left = moments.randint(40, 500)
        return moments.choice(["now", "answered"]) if sql else "now"

    proxy = start_proxy(cut)
    state = ""
    for _ in range(40):
        try:
            state = _run(project)
        except DbmigrateError as error:
            assert int(error.exit_code) == 6, error
            continue
        break
    assert state == "copied"
    assert proxy.cuts >= 5
    assert_complete(target)


def test_a_session_that_ends_as_soon_as_it_is_there(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its first statement: as any lost connection, and not as a fault of this program."""
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    connect = engine.connect_psycopg

    def ended() -> psycopg.Connection[Any]:
        connection = connect()
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (connection.info.backend_pid,))
        return connection

    monkeypatch.setattr(engine, "connect_psycopg", ended)
    for begin in (lambda: engine.acquire_lock("run"), engine.open_view):
        with pytest.raises(EngineFault) as lost:
            begin()
        assert lost.value.fault is Fault.CONNECTION
    engine.dispose()
