"""An undo killed with SIGKILL at each named place: the same command ends it, and nothing else is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dbmigrate.undo.target_undo import STOP_POINTS
from tests.databases import Database
from tests.faults.child import KILLED, Ended, run_to_end
from tests.faults.inspection import assert_restored, assert_rows, run_states
from tests.faults.scenario import PREFILLED, expected_rows
from tests.marks import seldom

Prepare = Callable[..., tuple[Path, Database]]
PAIRS = (("sqlite", "sqlite"), ("postgresql", "postgresql"))
OFTEN = ("undo_deleted", "undo_before_commit", "undo_after_commit")
ONCE = ("undo_begun", "undo_before_end")


def undo_to_end(project: Path, **environment: str) -> Ended:
    return run_to_end(project, DBMIGRATE_TEST_VERB="undo", **environment)


def assert_as_before(target: Database) -> None:
    for table in expected_rows():
        assert target.counted(table) == Counter(PREFILLED.get(table, [])), table
    assert_restored(target)
    assert target.staging_tables() == []
    assert run_states(target) == ["undone"]
    # A batch that is out is recorded in the same commit, so none is taken out twice, in vain the second time.
    assert [int(rows) for (rows,) in target.rows(f"SELECT sum(rows_missing) FROM {target.ledger('undo_step')}")] == [0]


@pytest.mark.parametrize(
    ("point", "pair"),
    [
        (point, pair) if pair == PAIRS[0] or point in OFTEN else seldom(point, pair)
        for pair in PAIRS
        for point in STOP_POINTS
    ],
    ids=lambda part: part if isinstance(part, str) else "-".join(part),
)
def test_killed_at_a_named_place(prepare: Prepare, pair: tuple[str, str], point: str) -> None:
    project, target = prepare(*pair)
    assert run_to_end(project).exit_code == 0
    place = point if point in ONCE else f"{point}:4"
    assert undo_to_end(project, DBMIGRATE_STOP_AT=place).exit_code == KILLED
    assert run_states(target) == ["undoing"]
    refused = run_to_end(project).result
    assert refused is not None
    assert refused["code"] == "DBM-8008"
    ended = undo_to_end(project)
    assert ended.result is not None
    assert ended.result.get("state") == "undone", ended.result
    assert_as_before(target)
    if point == "undo_deleted":
        assert run_to_end(project).exit_code == 0
        assert_rows(target)


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_an_undisturbed_undo_passes_every_place(prepare: Prepare, pair: tuple[str, str]) -> None:
    project, target = prepare(*pair)
    assert run_to_end(project).exit_code == 0
    ended = undo_to_end(project, DBMIGRATE_STOP_AT="nowhere")
    assert ended.result is not None
    assert set(STOP_POINTS) <= set(ended.result["passed"])
    assert_as_before(target)
