"""Connections that stall, are reset or end at random bytes, under the source and under the target."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import DbmigrateError
from dbmigrate.run.migration import Migration
from dbmigrate.write import batch_writer
from tests.databases import Database
from tests.faults.byte_proxy import CUT, RESET, STALL, ByteProxy
from tests.faults.child import KILLED, Child, run_to_end
from tests.faults.inspection import assert_complete
from tests.faults.scenario import make_project, make_source, make_target

SEED = 20261122
MOST_FAULTS = 10
NEVER = 1 << 60


def faults(moments: random.Random, kinds: tuple[str, ...], most: int) -> Iterator[tuple[int, str]]:
    for _ in range(most):
        yield moments.randint(2_000, 60_000), moments.choice(kinds)
    while True:
        yield NEVER, CUT


def behind(database: Database, proxy: ByteProxy) -> Database:
    name = database.rows("SELECT current_database()")[0][0]
    return Database("postgresql", f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}?sslmode=disable")


@pytest.mark.parametrize("side", ["source", "target"])
@pytest.mark.parametrize("kinds", [(STALL,), (RESET, CUT, STALL)], ids=["stalls", "breaks"])
def test_at_random_bytes(
    tmp_path: Path,
    postgres_server: str,
    new_database: Callable[[str, str], Database],
    monkeypatch: pytest.MonkeyPatch,
    side: str,
    kinds: tuple[str, ...],
) -> None:
    print(f"seed {SEED}")
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    engines = ("postgresql", "sqlite") if side == "source" else ("sqlite", "postgresql")
    source, target = (new_database(engine, name) for engine, name in zip(engines, ("source", "target"), strict=True))
    make_source(source)
    make_target(target)
    proxy = ByteProxy(postgres_server, faults(random.Random(SEED), kinds, MOST_FAULTS))
    project = make_project(
        tmp_path,
        behind(source, proxy) if side == "source" else source,
        behind(target, proxy) if side == "target" else target,
    )
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
    assert len(proxy.fired) >= 4
    assert set(proxy.fired) == set(kinds)
    assert runs > 1 or kinds == (STALL,)
    assert_complete(target)


@pytest.mark.long
def test_a_stall_without_end_is_killed_and_gone_on_from(
    tmp_path: Path, postgres_server: str, new_database: Callable[[str, str], Database]
) -> None:
    source, target = new_database("sqlite", "source"), new_database("postgresql", "target")
    make_source(source)
    make_target(target)
    stalls = iter([(60_000, STALL), *[(1, STALL)] * 10_000])
    proxy = ByteProxy(postgres_server, stalls, stall_seconds=3600)
    project = make_project(tmp_path, source, behind(target, proxy))
    child = Child(project)
    child.process.join(8)
    assert child.process.exitcode is None, "it did not hang"
    assert proxy.fired
    child.kill()
    assert child.wait().exit_code == KILLED
    proxy.close()
    text = project.read_text().replace(behind(target, proxy).url, target.url)
    project.write_text(text)
    # The server cannot know that the client behind the stalled connection is dead.
    target.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()"
    )
    ended = run_to_end(project)
    assert ended.result is not None
    assert ended.result.get("state") == "copied", ended.result
    assert_complete(target)
