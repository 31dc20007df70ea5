"""The connection for questions is lost in the middle of a run: what writes connects again, and so do questions."""

from __future__ import annotations

import psycopg
import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.engine import PostgresEngine


def _end_sessions(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )


def test_it_is_opened_again(postgres_url: str) -> None:
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    try:
        _end_sessions(postgres_url)
        with pytest.raises(EngineFault) as lost:
            engine.server_version()
        assert lost.value.fault is Fault.CONNECTION
        writer = engine.open_writer()  # found by where the lost connection led
        assert writer.run_sql("SELECT 1 AS one") == [{"one": 1}]
        writer.close()
        assert engine.server[1] == "UTF8"
        assert engine.operating_state([]) is not None
    finally:
        engine.dispose()
