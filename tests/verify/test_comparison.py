"""Comparison by hashes finds what a comparison of plain rows finds."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dbmigrate.verify.buckets import RowHashes
from dbmigrate.verify.comparison import compare_hashes

Row = tuple[int, int]
ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=14)


def hashed(rows: list[Row]) -> RowHashes:
    keys = np.array([key for key, _ in rows], np.uint64)
    values = np.array([value for _, value in rows], np.uint64)
    return RowHashes(keys, values, values + np.uint64(7))


@given(expected=ROWS, found=ROWS, excused=ROWS, has_key=st.booleans(), ignore_extra=st.booleans())
def test_as_multisets(
    expected: list[Row], found: list[Row], excused: list[Row], has_key: bool, ignore_extra: bool
) -> None:
    got = compare_hashes(hashed(expected), hashed(found), hashed(excused), has_key=has_key, ignore_extra=ignore_extra)
    lacking = Counter(expected) - Counter(found)
    lacking -= Counter({row: min(lacking[row], n) for row, n in Counter(excused).items()})
    surplus = Counter(found) - Counter(expected)
    missing = changed = extra = 0
    keys, repairable = set(), set()
    for key in {key for key, _ in (*lacking, *surplus)}:
        out = sum(n for (k, _), n in lacking.items() if k == key)
        more = sum(n for (k, _), n in surplus.items() if k == key)
        both = min(out, more) if has_key else 0
        left_over = 0 if ignore_extra else more - both
        missing, changed, extra = missing + out - both, changed + both, extra + left_over
        if out or left_over:
            keys.add(key)
        wanted, held = ([k for k, _ in side].count(key) for side in (expected, found))
        if has_key and out == 1 and wanted == 1 and held <= 1:
            repairable.add(key)
    assert (got.missing, got.changed, got.extra) == (missing, changed, extra)
    assert set(got.keys.tolist()) == keys
    assert set(got.repairable.tolist()) == repairable
