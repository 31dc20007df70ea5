"""A stream is cut into batches by rows and bytes, and what is known to follow is true."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dbmigrate.engines.batching import rebatch, rebatch_with_next

STREAM = st.lists(st.lists(st.integers(0, 400), max_size=12), max_size=8)


@given(STREAM, st.integers(1, 9), st.integers(1, 1500))
def test_cut_with_what_follows(stream: list[list[int]], batch_rows: int, batch_bytes: int) -> None:
    def batches() -> list[pa.RecordBatch]:
        return [pa.RecordBatch.from_pydict({"v": pa.array(["x" * n for n in part], pa.string())}) for part in stream]

    cut = list(rebatch_with_next(iter(batches()), batch_rows=batch_rows, batch_bytes=batch_bytes))
    sizes = [len(value) for rows, _ in cut for value in rows.column("v").to_pylist()]
    assert sizes == [n for part in stream for n in part]
    assert all(0 < rows.num_rows <= batch_rows for rows, _ in cut)
    # What is said to follow does; what is not said may.
    assert not (cut and cut[-1][1])
    assert list(rebatch(iter(batches()), batch_rows=batch_rows, batch_bytes=batch_bytes)) == [rows for rows, _ in cut]


def test_rows_that_no_longer_fit_are_known_to_follow() -> None:
    stream = [pa.RecordBatch.from_pydict({"v": list(range(start, start + 4))}) for start in (0, 4, 8)]
    cut = rebatch_with_next(iter(stream), batch_rows=5, batch_bytes=1 << 20)
    assert [(rows.num_rows, follows) for rows, follows in cut] == [(5, True), (5, True), (2, False)]
