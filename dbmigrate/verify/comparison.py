"""Which keys differ, found from hashes of rows alone: a few numbers a row, whatever the table's width."""

from __future__ import annotations

import numpy as np
from msgspec import Struct, field

from dbmigrate.verify.buckets import RowHashes


def _no_keys() -> np.ndarray:
    return np.zeros(0, np.uint64)


class KeyDifferences(Struct, frozen=True):
    """Numbers of rows by kind, and the hashes of their keys.

    ``repairable``: keys of one expected row that is not there as it should be, with at most one row in its place.
    """

    missing: int = 0
    changed: int = 0
    extra: int = 0
    keys: np.ndarray = field(default_factory=_no_keys)
    repairable: np.ndarray = field(default_factory=_no_keys)

    @property
    def total(self) -> int:
        return self.missing + self.changed + self.extra


def compare_hashes(
    expected: RowHashes, found: RowHashes, excused: RowHashes, *, has_key: bool, ignore_extra: bool
) -> KeyDifferences:
    """As multisets of rows.

    ``excused``: rows on the reject list, which are not missing when they are not there.  ``ignore_extra``: rows
    only in the target are no difference, except in the place of an expected one.  Without a key no row is
    changed: it is missing, and another is extra.
    """
    all_keys = np.concatenate([expected.key, found.key, excused.key])
    if not len(all_keys):
        return KeyDifferences()
    first = np.concatenate([expected.first, found.first, excused.first])
    second = np.concatenate([expected.second, found.second, excused.second])
    side = np.repeat(np.arange(3), [len(expected.key), len(found.key), len(excused.key)])
    order = np.lexsort((second, first, all_keys))
    all_keys, first, second, side = all_keys[order], first[order], second[order], side[order]

    starts = _starts((all_keys, first, second))
    there, here, rejected = (np.add.reduceat((side == number).astype(np.int64), starts) for number in range(3))
    missing = np.maximum(there - here, 0)
    missing -= np.minimum(missing, rejected)
    extra = np.maximum(here - there, 0)

    keys = all_keys[starts]
    of_key = _starts((keys,))
    missing, extra = np.add.reduceat(missing, of_key), np.add.reduceat(extra, of_key)
    wanted, held = np.add.reduceat(there, of_key), np.add.reduceat(here, of_key)
    keys = keys[of_key]
    changed = np.minimum(missing, extra) if has_key else np.zeros_like(missing)
    missing, extra = missing - changed, extra - changed
    if ignore_extra:
        extra = np.zeros_like(extra)
    differs = (missing + changed + extra) > 0
    mendable = (missing + changed == 1) & (wanted == 1) & (held <= 1) & has_key
    return KeyDifferences(
        int(missing.sum()), int(changed.sum()), int(extra.sum()), keys[differs], keys[differs & mendable]
    )


def _starts(columns: tuple[np.ndarray, ...]) -> np.ndarray:
    """Where a new combination of values begins, in sorted columns."""
    new = np.zeros(len(columns[0]), dtype=bool)
    new[0] = True
    for values in columns:
        new[1:] |= values[1:] != values[:-1]
    return np.flatnonzero(new)
