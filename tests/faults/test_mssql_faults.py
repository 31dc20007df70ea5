"""Killed, pushed aside and made a deadlock's victim while a SQL Server is read or filled; needs one.

``DBMIGRATE_TEST_MSSQL_URL``: of a server on which the login may create databases.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.errors import DbmigrateError
from dbmigrate.run.migration import Migration
from dbmigrate.write.batch_writer import BatchWriter
from dbmigrate.write.stop_points import STOP_POINTS
from tests import mssql_server
from tests.databases import Database
from tests.faults import child
from tests.faults.byte_proxy import CUT, RESET, ByteProxy
from tests.faults.child import KILLED, run_to_end
from tests.faults.inspection import assert_complete
from tests.faults.scenario import make_project, make_source, make_target

Prepare = Callable[..., tuple[Path, Database]]
Pair = tuple[str, str]

PAIRS = (
    ("sqlite", "mssql"),
    ("mssql", "sqlite"),
    ("postgresql", "mssql"),
    ("mssql", "postgresql"),
    ("mssql", "mssql"),
)
SEED, CUTS, NEVER = 20261122, 5, 1 << 60
# What no row goes through on the way into SQL Server: there, tables with a key are staged.
_PLACES = [point for point in STOP_POINTS if point != "after_load"]
CASES: list[tuple[Pair, str]] = [(("sqlite", "mssql"), point) for point in _PLACES]
CASES += [(pair, point) for pair in PAIRS[1:] for point in ("after_staging_load", "before_commit", "after_commit")]


@pytest.fixture(autouse=True)
def slow_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compatible servers need seconds for each connection."""
    monkeypatch.setattr(child, "LONGEST_SECONDS", 600)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_an_undisturbed_run_is_complete(prepare: Prepare, pair: Pair) -> None:
    project, database = prepare(*pair)
    ended = run_to_end(project, DBMIGRATE_STOP_AT="nowhere")
    assert ended.result is not None
    assert ended.result.get("state") == "copied", ended.result
    assert_complete(database)


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("pair", "point"), CASES, ids=[f"{'-'.join(pair)}-{point}" for pair, point in CASES])
def test_killed_at_a_named_place(prepare: Prepare, pair: Pair, point: str) -> None:
    project, database = prepare(*pair)
    assert run_to_end(project, DBMIGRATE_STOP_AT=f"{point}:1").exit_code == KILLED
    ended = run_to_end(project)
    assert ended.result is not None
    assert ended.result.get("state") == "copied", ended.result
    assert_complete(database)


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> list[EngineFault]:
    """The faults that batches have met; a test asserts that there were some."""
    met: list[EngineFault] = []
    attempt = BatchWriter._try_once

    def watched(self: BatchWriter, *args: object) -> object:
        try:
            return attempt(self, *args)  # type: ignore[arg-type]
        except EngineFault as fault:
            met.append(fault)
            raise

    monkeypatch.setattr(BatchWriter, "_try_once", watched)
    return met


def test_a_deadlock(prepare: Prepare, faults: list[EngineFault], monkeypatch: pytest.MonkeyPatch) -> None:
    """The other session holds the table and wants the ledger's, the batch the other way round."""
    project, target = prepare("sqlite", "mssql")
    moved = threading.Event()
    move = BatchWriter._move

    def cross() -> None:
        with mssql_server.session(target.place) as cursor:
            cursor.execute("SET DEADLOCK_PRIORITY HIGH")
            cursor.execute("BEGIN TRANSACTION")
            cursor.execute("UPDATE codes SET label = label")
            cursor.execute("INSERT INTO codes VALUES ('z', 'z', 'z')")
            moved.set()
            time.sleep(0.5)
            cursor.execute("UPDATE dbmigrate.run SET project = project")
            cursor.execute("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION")

    other = threading.Thread(target=cross)

    def waiting(self: BatchWriter, *args: object) -> object:
        if self._table.name.endswith("codes") and not other.ident:
            # The run's row first, then the table that the other session holds.
            self._writer.run_sql("UPDATE dbmigrate.run SET package = package")
            other.start()
            moved.wait(10)
            self._writer.run_sql("UPDATE codes SET label = label WHERE region = 'z'")
            self._writer.run_sql("INSERT INTO codes VALUES ('z', 'z', 'mine')")
        return move(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(BatchWriter, "_move", waiting)
    with Migration(load_project(project)) as migration:
        assert migration.run().state == "copied"
    other.join()
    assert faults
    assert {fault.fault for fault in faults} == {Fault.TRANSIENT}
    assert_complete(target)


def test_a_second_process_is_refused(prepare: Prepare) -> None:
    project, _ = prepare("sqlite", "mssql")
    with Migration(load_project(project)) as migration:
        held = migration.target.acquire_lock(f"run:{migration.project.name}")
        assert held is not None
        again = migration.target.acquire_lock(f"run:{migration.project.name}")
        assert again is None
        held.release()


def _cuts(moments: random.Random, side: str) -> Iterator[tuple[int, str]]:
    """So soon that no run comes to its end before the last of them: a source passes fewer bytes than a target."""
    least, most = (4_000, 20_000) if side == "source" else (60_000, 200_000)
    for _ in range(CUTS):
        yield moments.randint(least, most), moments.choice((CUT, RESET))
    while True:
        yield NEVER, CUT


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("side", ["source", "target"])
def test_connections_that_are_cut(tmp_path: Path, new_database: Callable[[str, str], Database], side: str) -> None:
    print(f"seed {SEED}")
    engines = ("mssql", "sqlite") if side == "source" else ("sqlite", "mssql")
    source, target = (new_database(engine, name) for engine, name in zip(engines, ("source", "target"), strict=True))
    make_source(source)
    make_target(target)
    server = source if side == "source" else target
    proxy = ByteProxy(mssql_server.address(server.place), _cuts(random.Random(SEED), side))
    behind = Database("mssql", mssql_server.with_address(server.place, "127.0.0.1", proxy.port))
    project = make_project(tmp_path, *((behind, target) if side == "source" else (source, behind)))
    state, runs = "", 0
    while state != "copied":
        runs += 1
        assert runs < 40
        try:
            with Migration(load_project(project)) as migration:
                state = migration.run().state
        except DbmigrateError as error:
            assert int(error.exit_code) == (5 if side == "source" else 6), error
    proxy.close()
    assert len(proxy.fired) == CUTS
    assert_complete(target)
