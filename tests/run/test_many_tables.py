"""What a further small table costs: neither a connection, nor questions that were asked before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from dbmigrate.engines.postgresql.engine import PostgresEngine
from tests.run.job import Job, MakeJob

LEVELS = 3


def _fill(job: Job, tables: int) -> None:
    """Each table refers to the one before it, so that there are several levels; each has two rows."""
    for number in range(tables):
        parent = "" if number < tables // LEVELS else f"REFERENCES t{number - tables // LEVELS}"
        job.both(f"CREATE TABLE t{number} (id {{int}} PRIMARY KEY, of {{int}} {parent}, note {{text}})")
        job.source.insert(f"t{number}", [(1, None, "a"), (2, 1, "b")])
    job.write("".join(f'[[table]]\nsource = "t{number}"\n' for number in range(tables)), workers=2)


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    made: Counter[str] = Counter()

    def counted(name: str, connect: Callable[[PostgresEngine], Any]) -> Callable[[PostgresEngine], Any]:
        def connects(engine: PostgresEngine) -> Any:
            made[name] += 1
            return connect(engine)

        return connects

    for name in ("connect_adbc", "connect_psycopg"):
        monkeypatch.setattr(PostgresEngine, name, counted(name, getattr(PostgresEngine, name)))
    return made


def test_connections_go_from_table_to_table(make_job: MakeJob, connections: Counter[str]) -> None:
    made = []
    for tables in (2 * LEVELS, 8 * LEVELS):
        job = make_job("postgresql-postgresql", name=f"of_{tables}")
        _fill(job, tables)
        connections.clear()
        outcome = job.run()
        assert (outcome.state, outcome.rows_read) == ("copied", 2 * tables)
        made.append(connections.total())
        assert job.verdict() == "match"
    # Whether the second worker gets to a table is chance: a reader, a link and two sessions for raw rows.
    assert abs(made[1] - made[0]) <= 4
