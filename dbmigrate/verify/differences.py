"""Mismatching buckets taken apart into keys and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa

from dbmigrate.compute.digest import hashable_rows
from dbmigrate.model.outcome import RowDifference
from dbmigrate.model.plan import IntoPlan
from dbmigrate.verify.buckets import BucketDigests, BucketHasher

SHOWN = 100
ROWS_AT_ONCE = 200_000
_LONGEST_VALUE = 200

Key = tuple[object, ...]
Row = tuple[Key, dict[str, object]]
"""Comparable values, and the row as it is shown."""


class _Side:
    """Rows of the chosen buckets, by key; a key may stand for several rows."""

    def __init__(self, into: IntoPlan) -> None:
        self._into = into
        names = [column.name for column in into.columns]
        self._positions = [names.index(name) for name in into.key] or list(range(len(names)))
        self.rows: dict[Key, list[Row]] = {}

    def add(self, rows: pa.RecordBatch) -> None:
        exact = hashable_rows(self._into, rows).to_pylist()
        for shown, comparable in zip(_showable(rows).to_pylist(), exact, strict=True):
            values = tuple(comparable.values())
            key = tuple(values[position] for position in self._positions)
            self.rows.setdefault(key, []).append((values, shown))


def _showable(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Moments as text: Python has no year 0, no infinity and no 24:00."""
    arrays = [column.cast(pa.string()) if pa.types.is_temporal(column.type) else column for column in rows.columns]
    return pa.RecordBatch.from_arrays(arrays, names=rows.schema.names)


def bucket_groups(buckets: Iterable[int], expected: BucketDigests, found: BucketDigests) -> Iterator[set[int]]:
    """The buckets in groups that together hold about ``ROWS_AT_ONCE`` rows, so that memory stays bounded."""
    group: set[int] = set()
    rows = 0
    for bucket in buckets:
        size = int(expected.rows[bucket]) + int(found.rows[bucket])
        if group and rows + size > ROWS_AT_ONCE:
            yield group
            group, rows = set(), 0
        group.add(bucket)
        rows += size
    if group:
        yield group


def find_differences(
    into: IntoPlan,
    hasher: BucketHasher,
    chosen: set[int],
    expected: Iterable[pa.RecordBatch],
    found: Iterable[pa.RecordBatch],
    *,
    ignore_extra: bool,
    excused: Iterable[pa.RecordBatch] = (),
) -> list[RowDifference]:
    """Up to ``SHOWN`` differing rows of these buckets.

    ``ignore_extra``: rows only in the target are no difference.  ``excused``: rows on the reject list, which
    are not missing when they are not in the target.
    """
    source, target, rejected = _Side(into), _Side(into), _Side(into)
    for batch in excused:
        rejected.add(hasher.only(batch, chosen))
    for batch in expected:
        source.add(hasher.only(batch, chosen))
    for batch in found:
        target.add(hasher.only(batch, chosen))
    differences: list[RowDifference] = []
    for key in list(dict.fromkeys([*source.rows, *target.rows])):
        there = target.rows.get(key, [])
        of_key = _of_key(into, _without(source.rows.get(key, []), rejected.rows.get(key, []), there), there)
        differences += [one for one in of_key if not (ignore_extra and one.kind == "extra")]
        if len(differences) >= SHOWN:
            break
    return differences[:SHOWN]


def _without(expected: list[Row], rejected: list[Row], there: list[Row]) -> list[Row]:
    """Expected rows less those rejected, unless they are in the target after all."""
    left = Counter(values for values, _ in rejected)
    left.subtract(Counter(values for values, _ in there))
    kept = []
    for values, row in expected:
        if left[values] > 0:
            left[values] -= 1
        else:
            kept.append((values, row))
    return kept


def _of_key(into: IntoPlan, expected: list[Row], found: list[Row]) -> list[RowDifference]:
    surplus = Counter(values for values, _ in expected)
    surplus.subtract(Counter(values for values, _ in found))
    missing = _unmatched(expected, {v: n for v, n in surplus.items() if n > 0})
    extra = _unmatched(found, {v: -n for v, n in surplus.items() if n < 0})
    differences = []
    while missing and extra and into.key:
        left, right = missing.pop(0), extra.pop(0)
        columns = tuple(column.name for column, a, b in zip(into.columns, left[0], right[0], strict=True) if a != b)
        differences.append(_difference(into, "changed", columns, left[1], right[1]))
    differences += [_difference(into, "missing", (), row, {}) for _, row in missing]
    differences += [_difference(into, "extra", (), {}, row) for _, row in extra]
    return differences


def _unmatched(rows: list[Row], wanted: dict[Key, int]) -> list[Row]:
    left = dict(wanted)
    chosen = []
    for values, row in rows:
        if left.get(values, 0) > 0:
            left[values] -= 1
            chosen.append((values, row))
    return chosen


def _difference(
    into: IntoPlan, kind: str, columns: tuple[str, ...], source: dict[str, object], target: dict[str, object]
) -> RowDifference:
    row = source or target
    key = ", ".join(f"{name}={_shown(row[name])}" for name in into.key) or "(no key)"
    names = columns or tuple(column.name for column in into.columns)
    return RowDifference(
        kind,
        key,
        columns,
        {name: _shown(source[name]) for name in names} if source else {},
        {name: _shown(target[name]) for name in names} if target else {},
    )


def _shown(value: object) -> str | None:
    if value is None:
        return None
    text = value.hex() if isinstance(value, bytes) else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}... ({len(text)} characters)"
