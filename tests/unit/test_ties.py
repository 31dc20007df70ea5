"""Batches are cut where the key changes, and what is known of a row stays with it."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from dbmigrate.model.batch import SourceBatch, Unreadable
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import integer, text
from dbmigrate.read.ties import keep_ties_together

KEY = ("region", "number")
COLUMNS = (Column("region", text(), nullable=False), Column("number", integer(64), nullable=False))
TABLE = Table(TableName("t"), (*COLUMNS, Column("note", text())))


def _batches(keys: list[tuple[str, int]], size: int) -> Iterator[SourceBatch]:
    """Each row's note is its number in the whole; every third cannot be read."""
    for start in range(0, len(keys), size):
        part = keys[start : start + size]
        regions, numbers = zip(*part, strict=True)
        notes = [str(start + row) for row in range(len(part))]
        rows = pa.RecordBatch.from_arrays(
            [pa.array(regions), pa.array(numbers, pa.int64()), pa.array(notes)], names=["region", "number", "note"]
        )
        flaws = tuple(Unreadable(row, "note", f"row {note}") for row, note in enumerate(notes) if int(note) % 3 == 0)
        yield SourceBatch(rows, part[-1], flaws)


def _assert_kept(keys: list[tuple[str, int]], size: int) -> list[int]:
    """Sizes of the batches that come out."""
    found = list(keep_ties_together(_batches(keys, size), TABLE, KEY))
    rows = [row for batch in found for row in batch.rows.to_pylist()]
    assert [(row["region"], row["number"]) for row in rows] == keys
    assert [row["note"] for row in rows] == [str(n) for n in range(len(keys))]
    for batch in found:
        own = batch.rows.to_pylist()
        assert batch.through_key == (own[-1]["region"], own[-1]["number"])
        flawed = {f"row {row['note']}" for row in own if int(row["note"]) % 3 == 0}
        assert {flaw.reason for flaw in batch.unreadable} == flawed
        assert all(flaw.reason == f"row {own[flaw.row]['note']}" for flaw in batch.unreadable)
    ends = [batch.through_key for batch in found]
    assert len(set(ends)) == len(ends), "a key in two batches"
    return [batch.rows.num_rows for batch in found]


def test_ties_across_batches() -> None:
    keys = [("a", n // 5) for n in range(23)] + [("b", 4)] * 9
    for size in range(1, 12):
        _assert_kept(keys, size)


def test_rows_that_share_a_part_of_their_key_are_no_ties() -> None:
    """Or a table with one value in a column of its key would be held whole."""
    assert max(_assert_kept([("a", n) for n in range(40)], 4)) <= 5
    assert max(_assert_kept([(f"{n:02}", 7) for n in range(40)], 4)) <= 5
