"""Keep rows with equal keys in one batch, where the source does not enforce that keys are unique.

A resume goes on *above* the last key, so a batch must never end inside a group of equal keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from dbmigrate.model.batch import SourceBatch, Unreadable


def keep_ties_together(batches: Iterator[SourceBatch], key: Sequence[str]) -> Iterator[SourceBatch]:
    """The same rows in the same order, cut only where the key changes.

    A group of equal keys larger than a batch makes a larger batch.
    """
    held: SourceBatch | None = None
    for batch in batches:
        joined = batch if held is None else _join(held, batch)
        cut = _start_of_last_key(joined.rows, key)
        if cut:
            yield _part(joined, 0, cut, held.through_key if held is not None and cut == held.rows.num_rows else None, key)
        held = _part(joined, cut, joined.rows.num_rows - cut, joined.through_key, key)
    if held is not None:
        yield held


def _join(first: SourceBatch, second: SourceBatch) -> SourceBatch:
    shift = first.rows.num_rows
    moved = tuple(Unreadable(flaw.row + shift, flaw.column, flaw.reason) for flaw in second.unreadable)
    rows = pa.concat_batches([first.rows, second.rows])
    return SourceBatch(rows, second.through_key, (*first.unreadable, *moved))


def _start_of_last_key(rows: pa.RecordBatch, key: Sequence[str]) -> int:
    same = None
    for name in key:
        column = rows.column(name)
        equal = pc.equal(column, column[len(column) - 1])
        same = equal if same is None else pc.and_(same, equal)
    flags = pc.fill_null(same, False).to_pylist()
    start = len(flags) - 1
    while start > 0 and flags[start - 1]:
        start -= 1
    return start


def _part(batch: SourceBatch, start: int, length: int, through: object, key: Sequence[str]) -> SourceBatch:
    rows = batch.rows.slice(start, length)
    flaws = tuple(
        Unreadable(flaw.row - start, flaw.column, flaw.reason)
        for flaw in batch.unreadable
        if start <= flaw.row < start + length
    )
    return SourceBatch(rows, through if through is not None else _key_of_last(rows, key), flaws)  # type: ignore[arg-type]


def _key_of_last(rows: pa.RecordBatch, key: Sequence[str]) -> tuple[object, ...]:
    last = rows.num_rows - 1
    found = []
    for name in key:
        value = rows.column(name).slice(last, 1)
        exact = pa.types.is_integer(value.type) or pa.types.is_string(value.type) or pa.types.is_binary(value.type)
        found.append((value if exact else pc.cast(value, pa.string()))[0].as_py())
    return tuple(found)
