"""Rows that are chosen of a batch keep what is known of them."""

from __future__ import annotations

import pyarrow as pa

from dbmigrate.model.batch import SourceBatch, Unreadable


def test_a_flaw_stays_with_its_row() -> None:
    flaws = tuple(Unreadable(row, "n", f"of row {row}") for row in (1, 3, 4))
    batch = SourceBatch(pa.RecordBatch.from_pydict({"n": [10, 11, 12, 13, 14]}), (14,), flaws)
    chosen = batch.only([0, 3, 4])
    assert chosen.rows.to_pydict() == {"n": [10, 13, 14]}
    assert chosen.through_key == (14,), "it was read as far as before"
    assert [(flaw.row, flaw.reason) for flaw in chosen.unreadable] == [(1, "of row 3"), (2, "of row 4")]
