"""Tables that must not be copied at once go one after the other, in the order of the plan; the others do not wait."""

from __future__ import annotations

from typing import Any

import pytest

from dbmigrate.run import lanes as laning


@pytest.mark.parametrize(
    ("shared", "lanes"),
    [
        ([{"t"}, {"u"}, {"v"}], [[0], [1], [2]]),
        ([{"t"}, {"u"}, {"t"}], [[1], [0, 2]]),
        ([{"t"}, {"u"}, {"t", "u"}, {"v"}], [[0, 1, 2], [3]]),
        ([{"t"}, {"t", "u"}, {"u", "v"}, {"v"}], [[0, 1, 2, 3]]),
        ([{"t", "u"}, {"v"}, {"v"}, {"u"}], [[1, 2], [0, 3]]),
    ],
)
def test_what_shares_a_target_or_ids_shares_a_lane(
    shared: list[set[str]], lanes: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laning, "shared_things", lambda number: shared[number])
    tables: Any = list(range(len(shared)))
    found: Any = laning.lanes(tables)
    assert found == lanes
