"""Cut a stream of Arrow batches into batches of a wanted size."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import pyarrow as pa

from dbmigrate.model.handing_over import each_once


def rebatch(stream: Iterator[pa.RecordBatch], *, batch_rows: int, batch_bytes: int) -> Iterator[pa.RecordBatch]:
    """At most ``batch_rows`` rows and, unless one row is larger, about ``batch_bytes`` bytes each.

    Row order is kept; nothing is held beyond one batch.
    """
    return map(_rows, rebatch_with_next(stream, batch_rows=batch_rows, batch_bytes=batch_bytes))


def _rows(batch: tuple[pa.RecordBatch, bool]) -> pa.RecordBatch:
    return batch[0]


def rebatch_with_next(
    stream: Iterator[pa.RecordBatch], *, batch_rows: int, batch_bytes: int
) -> Iterator[tuple[pa.RecordBatch, bool]]:
    """Each batch, and whether it is known already that rows follow."""
    pending: list[pa.RecordBatch] = []
    rows = size = 0
    for batches in each_once(stream):
        pieces = _pieces(batches.pop(), batch_rows, batch_bytes)
        while pieces:
            piece = pieces.popleft()
            piece_bytes = piece.nbytes
            if pending and (rows + piece.num_rows > batch_rows or size + piece_bytes > batch_bytes):
                room = batch_rows - rows
                if size + piece_bytes <= batch_bytes and room:
                    pending.append(piece.slice(0, room))
                    piece = piece.slice(room)
                    piece_bytes = piece.nbytes
                yield _taken(pending), True
                rows = size = 0
            if piece.num_rows:
                pending.append(piece)
                rows += piece.num_rows
                size += piece_bytes
            del piece
            if size > batch_bytes:
                # Nothing more has room beside it, and it must not be held while the next is read.
                yield _taken(pending), bool(pieces)
                rows = size = 0
    if pending:
        yield _taken(pending), False


def _pieces(batch: pa.RecordBatch, batch_rows: int, batch_bytes: int) -> deque[pa.RecordBatch]:
    if batch.num_rows == 0:
        return deque()
    per_row = max(1, batch.nbytes // batch.num_rows)
    step = max(1, min(batch_rows, batch_bytes // per_row))
    return deque(batch.slice(offset, step) for offset in range(0, batch.num_rows, step))


def _taken(pieces: list[pa.RecordBatch]) -> pa.RecordBatch:
    """The pieces as one batch; the list is empty afterwards."""
    joined = pieces[0] if len(pieces) == 1 else pa.concat_batches(pieces)
    pieces.clear()
    return joined
