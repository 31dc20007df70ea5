"""PostgreSQL's driver reads its types ahead of the first connection; what goes wrong with that alone is not told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import adbc_driver_manager
import adbc_driver_postgresql
import pytest

from dbmigrate.engines.postgresql.engine import PostgresEngine

Open = Callable[[str], adbc_driver_manager.AdbcDatabase]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads that have opened the driver's database."""
    connect: Open = adbc_driver_postgresql.connect
    threads: list[str] = []

    def listening(uri: str) -> adbc_driver_manager.AdbcDatabase:
        threads.append(threading.current_thread().name)
        return connect(uri)

    monkeypatch.setattr(adbc_driver_postgresql, "connect", listening)
    return threads


@pytest.fixture
def engine(postgres_url: str) -> Iterator[PostgresEngine]:
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    yield engine
    engine.dispose()


def _asks(engine: PostgresEngine) -> None:
    connection = engine.connect_adbc()
    assert connection.execute("SELECT 1 AS one") == [{"one": 1}]
    connection.close()


def test_it_is_taken_by_the_first_connection(engine: PostgresEngine, opened: list[str]) -> None:
    engine.expect_connections()
    engine.expect_connections()
    engine.forget_catalog()  # as each plan begins
    _asks(engine)
    _asks(engine)
    assert opened == ["postgresql-ahead"]


def test_definitions_made_after_a_connection_are_read_anew(engine: PostgresEngine, opened: list[str]) -> None:
    engine.expect_connections()
    _asks(engine)
    engine.forget_catalog()
    _asks(engine)
    assert opened == ["postgresql-ahead", threading.current_thread().name]


def test_what_fails_is_tried_again(engine: PostgresEngine, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    listening: Open = adbc_driver_postgresql.connect

    def failing(uri: str) -> adbc_driver_manager.AdbcDatabase:
        if threading.current_thread().name == "postgresql-ahead":
            raise OSError("gone for a moment")
        return listening(uri)

    monkeypatch.setattr(adbc_driver_postgresql, "connect", failing)
    engine.expect_connections()
    _asks(engine)
    assert opened == [threading.current_thread().name]


def test_no_thread_is_left_behind(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connect: Open = adbc_driver_postgresql.connect

    def slow(uri: str) -> adbc_driver_manager.AdbcDatabase:
        time.sleep(0.3)
        return connect(uri)

    monkeypatch.setattr(adbc_driver_postgresql, "connect", slow)
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    engine.expect_connections()
    engine.dispose()
    assert "postgresql-ahead" not in {thread.name for thread in threading.enumerate()}
