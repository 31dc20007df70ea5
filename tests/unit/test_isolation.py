"""Rows that a target refuses are found by halving: those at fault alone, and of rows that clash all but the first."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.write.isolation import find_refused


@pytest.mark.parametrize("seed", range(20))
def test_any_rows_are_told_apart(seed: int) -> None:
    chance = random.Random(seed)
    keys = [chance.choice([None, *range(8)]) for _ in range(chance.randint(1, 20))]
    """None: refused by itself."""

    def attempt(rows: Sequence[int]) -> None:
        chosen = [keys[row] for row in rows]
        if None in chosen or len(set(chosen)) < len(chosen):
            raise EngineFault(Fault.ROW, "refused")

    good, refused = find_refused(len(keys), attempt)
    first = {key: row for row, key in reversed(list(enumerate(keys))) if key is not None}
    assert good == sorted(first.values())
    assert list(refused) == [row for row in range(len(keys)) if row not in good]
