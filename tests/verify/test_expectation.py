"""What verification expects is made by several workers at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.run.reconcile.expected import Expectation

WORKERS = 3


def test_each_worker_has_a_connection_of_its_own_for_key_maps(postgres_url: str) -> None:
    engine = PostgresEngine(postgres_url, schema=None, writable=False)
    expected = Expectation(engine, {}, "source")
    together = threading.Barrier(WORKERS, timeout=30)

    def ask(_: int) -> tuple[Any, bool]:
        together.wait()
        session = expected.line().session()
        together.wait()
        return session, expected.line().session() is session

    with ThreadPoolExecutor(WORKERS) as pool:
        asked = list(pool.map(ask, range(WORKERS)))
    assert len({id(session) for session, _ in asked}) == WORKERS
    assert all(same for _, same in asked)
    expected.close()
    engine.dispose()
