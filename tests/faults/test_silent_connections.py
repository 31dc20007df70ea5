"""Connections that pass nothing on any more, in either direction, and never end: each run must."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import repeat
from pathlib import Path

import psycopg
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.postgresql import silence
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.reader import TableRead
from dbmigrate.errors import DbmigrateError, SourceError, TargetError
from dbmigrate.model.table import TableName
from dbmigrate.run.migration import Migration
from dbmigrate.write import batch_writer
from tests.databases import Database
from tests.faults.byte_proxy import STALL, ByteProxy
from tests.faults.inspection import assert_complete
from tests.faults.scenario import make_project, make_source, make_target

LONGEST_SECONDS = 60
_OURS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dbmigrate' AND datname = current_database()"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "SILENT_SECONDS", 1.5)
    monkeypatch.setattr(silence, "OPENING_SECONDS", 4.0)
    monkeypatch.setattr(silence, "LOOK_SECONDS", 0.3)
    monkeypatch.setitem(silence.CLIENT_PARAMETERS, "connect_timeout", "2")
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(batch_writer, "ATTEMPTS", 3)


def _behind(database: Database, proxy: ByteProxy) -> Database:
    name = database.rows("SELECT current_database()")[0][0]
    return Database("postgresql", f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}?sslmode=disable")


@pytest.fixture(
    params=[
        "source-postgresql",
        "target-sqlite",
        pytest.param("source-sqlite", marks=pytest.mark.long),
        pytest.param("target-postgresql", marks=pytest.mark.long),
    ]
)
def stalling(
    request: pytest.FixtureRequest, new_database: Callable[[str, str], Database]
) -> tuple[str, Database, Database]:
    """(the side that will stall, source, target); the other side is of the named engine."""
    side, other = request.param.split("-")
    engines = ("postgresql", other) if side == "source" else (other, "postgresql")
    source, target = (new_database(engine, name) for engine, name in zip(engines, ("source", "target"), strict=True))
    make_source(source)
    make_target(target)
    return side, source, target


def _run(directory: Path, side: str, source: Database, target: Database, proxy: ByteProxy) -> DbmigrateError | None:
    """How the run through the proxy ends; it must end soon."""
    project = make_project(
        directory,
        _behind(source, proxy) if side == "source" else source,
        _behind(target, proxy) if side == "target" else target,
    )
    began = time.monotonic()
    try:
        with Migration(load_project(project)) as migration:
            assert migration.run().state == "copied"
    except DbmigrateError as error:
        return error
    finally:
        assert time.monotonic() - began < LONGEST_SECONDS
        text = project.read_text()
        for database in (source, target):
            if database.engine == "postgresql":
                text = text.replace(_behind(database, proxy).url, database.url)
        project.write_text(text)
    return None


@pytest.mark.parametrize("after_bytes", [30_000, pytest.param(61_000, marks=pytest.mark.long)])
def test_a_route_that_passes_nothing_on(
    after_bytes: int,
    stalling: tuple[str, Database, Database],
    postgres_server: str,
    tmp_path: Path,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not on new connections either: the run ends by itself, says so, and can be gone on with."""
    side, source, target = stalling
    proxy = ByteProxy(postgres_server, iter([(after_bytes, STALL), *[(1, STALL)] * 100_000]), stall_seconds=3600)
    error = _run(tmp_path, side, source, target, proxy)
    assert proxy.fired, "nothing stalled"
    proxy.close()
    assert isinstance(error, SourceError if side == "source" else TargetError), error
    assert int(error.exit_code) == (5 if side == "source" else 6)
    shown = str(error)
    assert "silent" in shown or "timeout" in shown, shown
    _end_sessions(target)
    monkeypatch.undo()
    with Migration(load_project(tmp_path / "migration.toml")) as migration:
        assert migration.run().state == "copied"
    assert_complete(target)


def _end_sessions(target: Database) -> None:
    """A proxy that lives on keeps the server from noticing, as a machine that is gone would not for long."""
    if target.engine == "postgresql":
        target.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database()"
        )


@pytest.mark.parametrize("after_bytes", [58_000, pytest.param(30_000, marks=pytest.mark.long)])
def test_one_connection_that_passes_nothing_on(
    after_bytes: int,
    stalling: tuple[str, Database, Database],
    postgres_server: str,
    tmp_path: Path,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While new ones do: a target is gone on with in the same run, its stalled session is ended in the server."""
    side, source, target = stalling
    proxy = ByteProxy(postgres_server, _once(after_bytes), stall_seconds=3600)
    error = _run(tmp_path, side, source, target, proxy)
    assert proxy.fired == [STALL]
    if error is not None:
        assert int(error.exit_code) == (5 if side == "source" else 6), error
        assert "silent" in str(error)
        monkeypatch.undo()
        with Migration(load_project(tmp_path / "migration.toml")) as migration:
            assert migration.run().state == "copied"
    proxy.close()
    assert_complete(target)


def _once(after_bytes: int) -> Iterator[tuple[int, str]]:
    yield after_bytes, STALL
    yield from repeat((1 << 60, STALL))


def test_a_long_statement_is_left_alone(postgres_url: str, impatient: None) -> None:
    """Also one that waits for a lock, on either kind of connection."""
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    try:
        session = engine.connect_psycopg()
        assert session.execute("SELECT 'done' FROM pg_sleep(3)").fetchone() == ("done",)
        adbc = engine.connect_adbc()
        assert adbc.execute("SELECT 'done' AS a FROM pg_sleep(3)") == [{"a": "done"}]
        adbc.close()
        session.close()
    finally:
        engine.dispose()


def test_the_kernel_is_asked_to_find_a_dead_peer(postgres_server: str, postgres_url: str) -> None:
    """On TCP connections of both drivers, unless the URL says otherwise."""
    proxy = ByteProxy(postgres_server, repeat((1 << 60, STALL)))
    url = _behind(Database("postgresql", postgres_url), proxy).url
    for further, idle in (("", 30), ("&keepalives_idle=7", 7)):
        engine = PostgresEngine(url + further, schema=None, writable=True)
        adbc = engine.connect_adbc()
        ends = {line.end for line in engine._watch._lines}
        assert len(ends) == 2
        for end in ends:
            assert end is not None, "a socket was not found"
            with socket.socket(fileno=os.dup(end)) as copy:
                assert copy.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
                assert copy.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == idle
                assert copy.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 90_000
        adbc.close()
        engine.dispose()
        assert not engine._watch._lines
    proxy.close()


def test_a_socket_is_let_go_of(postgres_url: str) -> None:
    """What is closed leaves no descriptor behind, and the watch's thread ends."""
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    before = _descriptors()
    for _ in range(5):
        engine.connect_adbc().close()
        engine.connect_psycopg().close()
    assert _descriptors() == before
    engine.dispose()
    with psycopg.connect(postgres_url, autocommit=True) as session:
        # The server ends its side of a closed connection in its own time.
        ends = time.monotonic() + 10
        while (left := session.execute(_OURS).fetchone()) != (0,) and time.monotonic() < ends:
            time.sleep(0.05)
    assert left == (0,)


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def source(new_database: Callable[[str, str], Database]) -> Iterator[tuple[Database, PostgresEngine, TableRead]]:
    """A table of no rows, and how it is read."""
    database = new_database("postgresql", "source")
    database.run("CREATE TABLE t (id int PRIMARY KEY)")
    engine = PostgresEngine(database.place, schema=None, writable=False)
    table = engine.describe_table(TableName("t", "public"))
    assert table is not None
    yield database, engine, TableRead(table, table.columns)
    engine.dispose()


def test_a_stranger_between_two_of_our_connections(
    source: tuple[Database, PostgresEngine, TableRead], impatient: None
) -> None:
    """The first holds its lock until the run ends; the second would wait for the stranger, and he for the first."""
    database, engine, read = source
    with (
        ThreadPoolExecutor(2) as others,
        closing(engine.open_view()) as view,
        closing(view.open_reader()) as first,
    ):
        assert first.count(read) == 0
        rewriting = others.submit(database.run, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
        _wait_for_lock(database, "t")
        behind = "it waits for a lock behind session [0-9]+, which waits for one that another connection"
        with closing(view.open_reader()) as second, ended_at_last(database):
            counting = others.submit(second.count, read)
            found = counting.exception(timeout=20)
            assert not rewriting.done()
        assert isinstance(found, EngineFault)
        assert re.match(behind, found.message)
        first.close()
        view.close()
        rewriting.result(timeout=20)


def test_a_stranger_who_waits_for_others_is_waited_for(
    source: tuple[Database, PostgresEngine, TableRead], impatient: None
) -> None:
    database, engine, read = source
    with (
        ThreadPoolExecutor(2) as others,
        closing(engine.open_view()) as view,
        psycopg.connect(database.place) as holder,
    ):
        holder.execute("SELECT FROM t")
        rewriting = others.submit(database.run, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
        _wait_for_lock(database, "t")
        with closing(view.open_reader()) as reader, ended_at_last(database):
            counting = others.submit(reader.count, read)
            time.sleep(5)
            assert not counting.done()
            holder.rollback()
            assert counting.result(timeout=20) == 0
        rewriting.result(timeout=20)


@contextmanager
def ended_at_last(database: Database) -> Iterator[None]:
    """A test that fails must not wait for locks for ever."""
    try:
        yield
    except BaseException:
        _end_sessions(database)
        raise


def _wait_for_lock(database: Database, table: str) -> None:
    ungranted = f"SELECT 1 FROM pg_locks WHERE relation = '{table}'::regclass AND NOT granted"
    until = time.monotonic() + 20
    while not database.rows(ungranted):
        assert time.monotonic() < until
        time.sleep(0.05)
