"""Keep rows with equal keys in one batch, where the source does not enforce that keys are unique.

A resume goes on *above* the last key, so a batch must never end inside a group of equal keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import cast

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyScalar, KeyValue
from dbmigrate.model.storage import stored_value
from dbmigrate.model.table import Table
from dbmigrate.model.types import Kind


def keep_ties_together(batches: Iterator[SourceBatch], table: Table, key: Sequence[str]) -> Iterator[SourceBatch]:
    """The same rows in the same order, cut only where the key changes.

    A group of equal keys larger than a batch makes a larger batch.
    """
    stored = {name for name in key if (column := table.column(name)) and column.type.kind is Kind.STORAGE}
    held: SourceBatch | None = None
    for batch in batches:
        joined = batch if held is None else _join(held, batch)
        cut = _start_of_last_key(joined.rows, key)
        if cut:
            rows = _rows(joined, 0, cut)
            through = _key_of_last(rows.rows, key, stored)
            if through is None:
                held = joined
                continue
            yield replace(rows, through_key=through)
        held = replace(_rows(joined, cut, joined.rows.num_rows - cut), through_key=joined.through_key)
    if held is not None:
        yield held


def _join(first: SourceBatch, second: SourceBatch) -> SourceBatch:
    shift = first.rows.num_rows
    moved = tuple(replace(flaw, row=flaw.row + shift) for flaw in second.unreadable)
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


def _rows(batch: SourceBatch, start: int, length: int) -> SourceBatch:
    flaws = tuple(
        replace(flaw, row=flaw.row - start) for flaw in batch.unreadable if start <= flaw.row < start + length
    )
    return SourceBatch(batch.rows.slice(start, length), None, flaws)


def _key_of_last(rows: pa.RecordBatch, key: Sequence[str], stored: Collection[str]) -> KeyValue | None:
    """What the engine itself would give; only integers, text and bytes get here (see the planner).

    None where a value could not be read: nothing can go on after such a key.
    """
    values = [rows.column(name)[rows.num_rows - 1].as_py() for name in key]
    if None in values:
        return None
    # The planner lets no reals and no broken text be keys.
    return tuple(
        cast(KeyScalar, stored_value(value)) if name in stored else value
        for name, value in zip(key, values, strict=True)
    )
