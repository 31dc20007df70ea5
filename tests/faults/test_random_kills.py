"""Killed at random moments, several times in a row: the run that lives to its end is complete.

``DBMIGRATE_TEST_KILLS`` sets the number of kills, ``DBMIGRATE_TEST_SEED`` repeats a sequence.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import Database
from tests.faults.child import KILLED, Child, Ended, run_to_end
from tests.faults.conftest import PAIRS
from tests.faults.inspection import assert_complete, run_states

Prepare = Callable[..., tuple[Path, Database]]

KILLS = int(os.environ.get("DBMIGRATE_TEST_KILLS", "3"))
SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", str(time.time_ns() % 1_000_000)))
LONGEST_RUN_SECONDS = 1.0


@pytest.mark.timeout(120 + 10 * KILLS)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_killed_at_random(prepare: Prepare, pair: tuple[str, str]) -> None:
    print(f"DBMIGRATE_TEST_SEED={SEED}")
    moments = random.Random(f"{SEED} {pair}")
    killed = 0
    while killed < KILLS:
        project, database = prepare(*pair, workers=2)
        killed += _kill_until_done(project, database, moments, KILLS - killed)
        assert_complete(database)
    assert killed == KILLS


def _kill_until_done(project: Path, target: Database, moments: random.Random, most: int) -> int:
    """How often it was killed; a run that is faster than its kill ends the row."""
    for killed in range(most):
        child = Child(project)
        time.sleep(moments.uniform(0.0, LONGEST_RUN_SECONDS))
        child.kill()
        ended = child.wait()
        if ended.exit_code == 0:
            _assert_copied(ended)
            return killed
        assert ended.exit_code == KILLED
        if run_states(target) == ["copied"]:
            return killed + 1  # it had only not left yet; another run would be a second pass
    _assert_copied(run_to_end(project))
    return most


def _assert_copied(ended: Ended) -> None:
    assert ended.result is not None
    assert ended.result.get("state") == "copied", ended.result
