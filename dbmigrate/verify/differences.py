"""Differing keys as people see them: key, columns, both values side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from dbmigrate.compute.digest import hashable_rows
from dbmigrate.model.large_values import is_mark, shown_mark
from dbmigrate.model.plan import IntoPlan
from dbmigrate.model.storage import stored_value
from dbmigrate.model.verdicts import RowDifference
from dbmigrate.verify.buckets import BucketHasher

SHOWN = 100
_ROWS_KEPT = 10 * SHOWN
"""Of one side: a key that stands for very many rows must not be held whole."""
_LONGEST_VALUE = 200
_CONTEXT = 20

Key = tuple[object, ...]
Row = tuple[Key, dict[str, object]]
"""Comparable values, and the row as it is shown."""


class _Side:
    """Rows of the chosen keys; a key may stand for several rows."""

    def __init__(self, into: IntoPlan) -> None:
        self._into = into
        names = [column.name for column in into.columns]
        self._positions = [names.index(name) for name in into.key] or list(range(len(names)))
        self.rows: dict[Key, list[Row]] = {}
        self._kept = 0

    def add(self, rows: pa.RecordBatch) -> None:
        rows = rows.slice(0, _ROWS_KEPT - self._kept)
        self._kept += rows.num_rows
        exact = hashable_rows(self._into, rows).to_pylist()
        for shown, comparable in zip(_showable(rows).to_pylist(), exact, strict=True):
            values = tuple(comparable.values())
            key = tuple(values[position] for position in self._positions)
            self.rows.setdefault(key, []).append((values, shown))


def _showable(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Moments as text: Python has no year 0, no infinity and no 24:00."""
    arrays = [column.cast(pa.string()) if pa.types.is_temporal(column.type) else column for column in rows.columns]
    return pa.RecordBatch.from_arrays(arrays, names=rows.schema.names)


def show_differences(
    into: IntoPlan,
    hasher: BucketHasher,
    keys: np.ndarray,
    expected: Iterable[pa.RecordBatch],
    found: Iterable[pa.RecordBatch],
    *,
    ignore_extra: bool,
    excused: Iterable[pa.RecordBatch] = (),
) -> list[RowDifference]:
    """Up to ``SHOWN`` differing rows of the first of these keys; see ``comparison`` for what differs."""
    source, target, rejected = _Side(into), _Side(into), _Side(into)
    for side, batches in ((rejected, excused), (source, expected), (target, found)):
        for batch in batches:
            chosen = hasher.with_keys(batch, keys[:SHOWN])
            if len(chosen):
                side.add(batch.take(pa.array(chosen)))
    differences: list[RowDifference] = []
    for key in dict.fromkeys([*source.rows, *target.rows]):
        there = target.rows.get(key, [])
        of_key = _of_key(into, _without(source.rows.get(key, []), rejected.rows.get(key, []), there), there)
        differences += [one for one in of_key if not (ignore_extra and one.kind == "extra")]
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
    named = [f"{name}={shown_value(_plain(row[name], tagged=name in into.tagged))}" for name in into.key]
    key = ", ".join(named) or "(no key)"
    names = columns or tuple(column.name for column in into.columns)
    sides: tuple[dict[str, str | None], dict[str, str | None]] = ({}, {})
    for name in names:
        should, found = (_plain(side.get(name), tagged=name in into.tagged) for side in (source, target))
        start = _shared_start(should, found) if columns else 0
        left, right = shown_value(should, start), shown_value(found, start)
        if columns and left == right:
            left, right = f"{left} ({_storage(source[name])})", f"{right} ({_storage(target[name])})"
        for side, row, value in ((sides[0], source, left), (sides[1], target, right)):
            if row:
                side[name] = value
    return RowDifference(kind, key, columns, *sides)


def _plain(value: object, *, tagged: bool) -> object:
    if tagged and isinstance(value, str) and is_mark(value):
        return value[1:]
    return stored_value(value) if tagged and isinstance(value, str) else value


def _storage(tagged: object) -> str:
    return {"i": "integer", "r": "real", "b": "blob", "x": "text, not UTF-8"}.get(str(tagged)[:1], "text")


def _shared_start(left: object, right: object) -> int:
    """How many characters two long values have in common, less some that are shown before the difference."""
    one, other = _text(left), _text(right)
    if one is None or other is None or max(len(one), len(other)) <= _LONGEST_VALUE:
        return 0
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return max(0, low - _CONTEXT)


def shown_value(value: object, start: int = 0) -> str | None:
    """As text of bounded length, from character ``start`` on; bytes in hex."""
    text = _text(value)
    if text is None or (len(text) <= _LONGEST_VALUE and not start):
        return text
    before = f"(from character {start}) ..." if start else ""
    part = text[start : start + _LONGEST_VALUE]
    after = "..." if start + _LONGEST_VALUE < len(text) else ""
    return f"{before}{part}{after} ({len(text)} characters)"


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str | bytes) and is_mark(value):
        return shown_mark(value)
    return value.hex() if isinstance(value, bytes) else str(value)
