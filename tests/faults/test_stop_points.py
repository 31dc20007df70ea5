"""Killed with SIGKILL at each named place: a rerun ends with every row exactly once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dbmigrate.write.stop_points import STOP_POINTS
from tests.databases import Database
from tests.faults.child import KILLED, run_to_end
from tests.faults.conftest import PAIRS
from tests.faults.inspection import assert_complete

Prepare = Callable[..., tuple[Path, Database]]
Pair = tuple[str, str]

_FULL = (("sqlite", "sqlite"), ("postgresql", "postgresql"))
# Reading is the same code wherever the rows go, so the mixed pairs cover the places of the write protocol.
_MIXED = (("sqlite", "postgresql"), ("postgresql", "sqlite"))
_MIXED_POINTS = ("after_staging_load", "before_commit", "after_commit", "after_restore")

CASES = [(pair, point, when) for pair in _FULL for point in STOP_POINTS for when in ("first", "middle")]
CASES += [(pair, point, "middle") for pair in _MIXED for point in _MIXED_POINTS]


OFTEN = ("after_load", "after_move", "before_commit", "after_commit")


@pytest.fixture(scope="session")
def times_passed() -> dict[Pair, dict[str, int]]:
    """How often an undisturbed run passes each place; filled by the test below."""
    return {}


@pytest.mark.every_engine  # says where the middle of a run is, for those that are killed there
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_an_undisturbed_run_is_complete_and_passes_every_place(
    prepare: Prepare, times_passed: dict[Pair, dict[str, int]], pair: Pair
) -> None:
    project, database = prepare(*pair)
    ended = run_to_end(project, DBMIGRATE_STOP_AT="nowhere")
    assert ended.result is not None
    assert ended.result.get("state") == "copied", ended.result
    assert_complete(database)
    times_passed[pair] = ended.result["passed"]
    assert set(times_passed[pair]) == set(STOP_POINTS)


@pytest.mark.parametrize(
    ("pair", "point", "when"),
    [
        # The first time a place is passed is much like any other; in its middle a run has more to lose.
        pytest.param(
            pair,
            point,
            when,
            marks=[pytest.mark.long] if when == "first" or (pair[0] != pair[1] and point not in OFTEN) else [],
        )
        for pair, point, when in CASES
    ],
    ids=[f"{'-'.join(p)}-{s}-{w}" for p, s, w in CASES],
)
def test_killed_at_a_named_place(
    prepare: Prepare, times_passed: dict[Pair, dict[str, int]], pair: Pair, point: str, when: str
) -> None:
    occurrence = 1 if when == "first" else (times_passed[pair][point] + 1) // 2 if pair in times_passed else 2
    project, database = prepare(*pair)
    assert run_to_end(project, DBMIGRATE_STOP_AT=f"{point}:{occurrence}").exit_code == KILLED
    ended = run_to_end(project)
    assert ended.result is not None
    assert ended.result.get("state") == "copied", ended.result
    assert ended.result["resumed"]
    assert_complete(database)
