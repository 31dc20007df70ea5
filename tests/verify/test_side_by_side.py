"""What both sides begin with alike is left out, whatever the size of their batches; nothing else is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest

from dbmigrate.model.plan import ColumnPlan, IntoPlan
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, floating, integer, simple, text
from dbmigrate.verify.side_by_side import after_the_same

COLUMNS = (
    Column("id", integer(64)),
    Column("note", text(None)),
    Column("number", floating(64)),
    Column("document", simple(Kind.JSON)),
)
INTO = IntoPlan(
    Table(TableName("t"), COLUMNS),
    ("id",),
    tuple(ColumnPlan(column, column.name, None, column.type) for column in COLUMNS),
)
TYPES = (pa.int64(), pa.string(), pa.float64(), pa.string())
Row = tuple[int, str | None, float | None, str | None]


def cut(rows: Sequence[Row], sizes: random.Random) -> Iterator[pa.RecordBatch]:
    place = 0
    while place < len(rows):
        size = sizes.randint(0, 4)
        part = rows[place : place + size]
        place += size
        arrays = [pa.array([row[n] for row in part], kind) for n, kind in enumerate(TYPES)]
        yield pa.RecordBatch.from_arrays(arrays, names=[column.name for column in COLUMNS])


def ids(batches: Iterator[pa.RecordBatch]) -> list[int]:
    return [value for batch in batches for value in batch.column("id").to_pylist()]


def rows_of(number: int) -> list[Row]:
    return [(n, None if n % 3 else f"note {n}", n / 2, '{"a": 1, "b": 2}') for n in range(number)]


def test_the_rest_begins_at_the_first_difference() -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(200):
        rows = rows_of(chance.randint(0, 30))
        other = list(rows)
        place = chance.randint(0, len(rows))
        if chance.random() < 0.5:
            del other[place:]
        elif place < len(rows):
            other[place] = (rows[place][0], "changed", *rows[place][2:])
        rest = after_the_same(INTO, cut(rows, chance), cut(other, chance))
        left, right = ids(rest.expected), ids(rest.found)
        assert rest.alike + len(left) == len(rows)
        assert rest.alike + len(right) == len(other)
        # All of what is alike may not have been seen in a batch that differs further on, but nothing more.
        assert rest.alike <= place
        assert (left, right) == ([n for n, *_ in rows[rest.alike :]], [n for n, *_ in other[rest.alike :]])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((0, "a", 0.0, "1"), (0, "a", -0.0, "1"), False),
        ((0, "a", float("nan"), "1"), (0, "a", float("nan"), "1"), True),
        ((0, "a", 1.0, '{"a": 1, "b": 2}'), (0, "a", 1.0, '{"b": 2.0, "a": 1}'), True),
        ((0, "a", 1.0, "1"), (0, "a", 1.0, "2"), False),
        ((0, None, 1.0, None), (0, "", 1.0, None), False),
    ],
)
def test_values_are_the_same_as_their_hashes_would_be(one: Row, other: Row, same: bool) -> None:
    chance = random.Random(0)
    rest = after_the_same(INTO, cut([one], chance), cut([other], chance))
    assert rest.alike == (1 if same else 0)
    assert len(ids(rest.expected)) == len(ids(rest.found)) == (0 if same else 1)


def test_few_rows_in_another_order_are_sorted() -> None:
    rows = rows_of(4)

    def whole(listed: Sequence[Row]) -> Iterator[pa.RecordBatch]:
        arrays = [pa.array([row[n] for row in listed], kind) for n, kind in enumerate(TYPES)]
        yield pa.RecordBatch.from_arrays(arrays, names=[column.name for column in COLUMNS])

    assert after_the_same(INTO, whole(rows), whole(rows[::-1])).alike == 4
    assert after_the_same(INTO, whole(rows), whole([*rows[:0:-1], (9, "x", 1.0, "1")])).alike < 4
