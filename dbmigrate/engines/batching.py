"""Cut a stream of Arrow batches into batches of a wanted size."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa


def rebatch(stream: Iterator[pa.RecordBatch], *, batch_rows: int, batch_bytes: int) -> Iterator[pa.RecordBatch]:
    """At most ``batch_rows`` rows and, unless one row is larger, about ``batch_bytes`` bytes each.

    Row order is kept; nothing is held beyond one batch.
    """
    pending: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in stream:
        for piece in _pieces(batch, batch_rows, batch_bytes):
            piece_bytes = piece.nbytes
            if pending and (rows + piece.num_rows > batch_rows or size + piece_bytes > batch_bytes):
                room = batch_rows - rows
                if size + piece_bytes <= batch_bytes and room:
                    pending.append(piece.slice(0, room))
                    piece = piece.slice(room)
                    piece_bytes = piece.nbytes
                yield _join(pending)
                pending, rows, size = [], 0, 0
            if piece.num_rows:
                pending.append(piece)
                rows += piece.num_rows
                size += piece_bytes
    if pending:
        yield _join(pending)


def _pieces(batch: pa.RecordBatch, batch_rows: int, batch_bytes: int) -> Iterator[pa.RecordBatch]:
    if batch.num_rows == 0:
        return
    per_row = max(1, batch.nbytes // batch.num_rows)
    step = max(1, min(batch_rows, batch_bytes // per_row))
    for offset in range(0, batch.num_rows, step):
        yield batch.slice(offset, step)


def _join(pieces: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pieces[0] if len(pieces) == 1 else pa.concat_batches(pieces)
