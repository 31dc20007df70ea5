"""Rows of both sides in the order in which they come, as long as they are the same: that is seen without hashing.

Rows that went into the target as they were read mostly come out of it in that order; where they do not, few rows are
sorted, and what is left of many is hashed: nothing was lost but the comparison of one batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pyarrow as pa
from msgspec import Struct

from dbmigrate.compute.digest import hashable
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.plan import IntoPlan

Batches = Iterator[pa.RecordBatch]


class Rest(Struct, frozen=True):
    """``alike``: rows that both sides begin with; ``expected``, ``found``: the rows after them."""

    alike: int
    expected: Batches
    found: Batches


def after_the_same(into: IntoPlan, expected: Batches, found: Batches) -> Rest:
    """Wire rows of both sides from the first that differ."""
    alike = 0
    left, right = _next(expected), _next(found)
    if left is not None and right is not None and left.num_rows == right.num_rows:
        left_after, right_after = _next(expected), _next(found)
        if left_after is None and right_after is None:
            left, right = _sorted(into, left), _sorted(into, right)
        expected, found = _with(left_after, expected), _with(right_after, found)
    while left is not None and right is not None:
        rows = min(left.num_rows, right.num_rows)
        if not _same(into, left.slice(0, rows), right.slice(0, rows)):
            break
        alike += rows
        left = left.slice(rows) if rows < left.num_rows else _next(expected)
        right = right.slice(rows) if rows < right.num_rows else _next(found)
    return Rest(alike, _with(left, expected), _with(right, found))


def _same(into: IntoPlan, left: pa.RecordBatch, right: pa.RecordBatch) -> bool:
    """Whether the rows would have the same hashes."""
    for column in into.columns:
        one, other = left.column(column.name), right.column(column.name)
        # Arrow takes 0.0 and -0.0 for equal; and values that are spelled otherwise may be equal.
        plain = one.type == other.type and not pa.types.is_floating(one.type)
        if not (plain and one.equals(other)) and not hashable(column, one).equals(hashable(column, other)):
            return False
    return True


def _sorted(into: IntoPlan, rows: pa.RecordBatch) -> pa.RecordBatch:
    """By the key if there is one; in any order, as long as it is the same for the same rows."""
    names = into.key or tuple(column.name for column in into.columns)
    try:
        return rows.take(pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in names]))
    except pa.ArrowNotImplementedError:
        return rows


def _next(batches: Batches) -> pa.RecordBatch | None:
    return next((batch for batch in batches if batch.num_rows), None)


def _with(first: pa.RecordBatch | None, rest: Batches) -> Batches:
    return rest if first is None else chain((first,), rest)
