"""Rows with large values, read in pieces: one that comes whole is held four times.

libpq keeps a buffer for the longest message that it has met and hands out a copy of each, and the driver asks for one
row more than it has given away (driver 1.13): 150 MB beside a value of 50 MB.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.model.handing_over import each_once
from dbmigrate.model.large_values import LARGE_BYTES, bytes_at
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind

PIECE_BYTES = 256 * 1024
PIECES_BYTES = 4 * PIECE_BYTES
"""To be fetched at once: what was once taken for more is not given back."""
_OTHERS = (Kind.BYTES, Kind.JSON, Kind.OTHER, Kind.TEXT, Kind.XML)


def select_in_pieces(chosen: Sequence[tuple[str, Column]], large: Sequence[int], key: Sequence[str], of: str) -> str:
    """As many rows for each that holds large values as the longest of them has pieces, one for any other.

    ``chosen``: columns, with the SQL of each.  ``large``: places of those that hold large values.  Behind the columns
    follow piece and length for each of them, the number of the piece, and that of the row in the order of the key.
    """
    inner = [f"{sql} AS c{place}" for place, (sql, _) in enumerate(chosen)]
    order = f"ORDER BY {', '.join(f't.{name}' for name in key)}" if key else ""
    inner.append(f"row_number() OVER ({order}) AS r")
    fetched = [f"{_fetched(chosen[place][1], f'r.c{place}')} AS l{place}" for place in large]
    last = ", ".join(f"(octet_length(l{place}) - 1) / {PIECE_BYTES}" for place in large)
    shown = [_shown(column, place, is_large=place in large) for place, (_, column) in enumerate(chosen)]
    for place in large:
        shown += [f"substring(l{place} FROM n * {PIECE_BYTES} + 1 FOR {PIECE_BYTES})", f"octet_length(l{place})"]
    listed = ", ".join(f"{sql} AS s{number}" for number, sql in enumerate([*shown, "n", "r"]))
    # OFFSET 0 keeps each SELECT by itself: a value is fetched once for all its pieces, and not before rows are sorted.
    rows = f"SELECT {', '.join(inner)} {of} OFFSET 0"
    whole = f"SELECT r.*, {', '.join(fetched)} FROM ({rows}) AS r OFFSET 0"
    numbered = f"SELECT w.*, generate_series(0, greatest(0, {last})) AS n FROM ({whole}) AS w"
    # Not sorted again, which would write all values to the server's disk: who reads sees that the order is kept.
    return f"SELECT {listed} FROM ({numbered}) AS p"


def _shown(column: Column, place: int, *, is_large: bool) -> str:
    if is_large:
        return f"CASE WHEN l{place} IS NULL AND n = 0 THEN c{place} END"
    # Not once more with each piece of another one.
    return f"CASE WHEN n = 0 THEN c{place} END" if column.type.kind in _OTHERS else f"c{place}"


def _fetched(column: Column, name: str) -> str:
    """The bytes of a large value in the server's memory, where a piece of them costs nothing."""
    value = f"{name} || ''::bytea" if column.type.kind is Kind.BYTES else f"convert_to({name}::text, 'UTF8')"
    return f"CASE WHEN octet_length({name}) > {LARGE_BYTES} THEN {value} END"


def whole_rows(stream: Iterator[pa.RecordBatch], width: int, large: Sequence[int]) -> Iterator[pa.RecordBatch]:
    """The rows of such a query.  ``width``: of them; ``large``: places of the columns that come in pieces."""
    row: _Row | None = None
    last = 0
    for batches in each_once(stream):
        batch = batches.pop()
        if not batch.num_rows:
            continue
        numbers = batch.column(batch.num_columns - 1).to_numpy()
        if numbers[0] < last or (np.diff(numbers) < 0).any():
            raise _torn()
        begun, last = 0, numbers[-1]
        for number in _in_pieces(batch, width):
            if begun < number:
                yield _short(batch, begun, number, width, row)
            begun = number + 1
            piece = batch.slice(number, 1)
            if row is None:
                row = _Row(piece, width, large)
            row.add(piece)
            del piece
            if row.is_whole:
                rows = [row.batch()]
                row = None
                yield rows.pop()
        if begun < batch.num_rows:
            yield _short(batch, begun, batch.num_rows, width, row)
        del batch
    if row is not None:
        raise _torn()


def _in_pieces(batch: pa.RecordBatch, width: int) -> list[int]:
    """Numbers of the rows that have a piece."""
    found: set[int] = set()
    for lengths in batch.columns[width + 1 : -2 : 2]:
        if lengths.null_count < len(lengths):
            found.update(np.flatnonzero(lengths.is_valid().to_numpy(zero_copy_only=False)).tolist())
    return sorted(found)


def _short(batch: pa.RecordBatch, first: int, end: int, width: int, row: _Row | None) -> pa.RecordBatch:
    if row is not None:
        raise _torn()
    return batch.slice(first, end - first).select(list(range(width)))


class _Row:
    """One row with large values; what has come of them is where it stays."""

    def __init__(self, first: pa.RecordBatch, width: int, large: Sequence[int]) -> None:
        # Copied, because what a driver hands over is freed as a whole.
        self._others = first.select(list(range(width))).take([0])
        self._width = width
        self._values: dict[int, pa.Buffer] = {}
        for nth, place in enumerate(large):
            length = first.column(width + 2 * nth + 1)[0].as_py()
            if length is not None:
                self._values[place] = pa.allocate_buffer(length)
        self._places = {place: width + 2 * nth for nth, place in enumerate(large)}
        self._next = 0

    def add(self, piece: pa.RecordBatch) -> None:
        start = self._next * PIECE_BYTES
        if piece.column(piece.num_columns - 2)[0].as_py() != self._next:
            raise _torn()
        for place, value in self._values.items():
            come = bytes_at(piece.column(self._places[place]), 0)
            if come.size != max(0, min(PIECE_BYTES, value.size - start)):
                raise _torn()
            if come.size:
                np.frombuffer(value, np.uint8)[start : start + come.size] = np.frombuffer(come, np.uint8)
        self._next += 1

    @property
    def is_whole(self) -> bool:
        return all(self._next * PIECE_BYTES >= value.size for value in self._values.values())

    def batch(self) -> pa.RecordBatch:
        arrays = list(self._others.columns)
        for place, value in self._values.items():
            bounds = pa.py_buffer(np.array([0, value.size], np.int32))
            arrays[place] = pa.Array.from_buffers(arrays[place].type, 1, [None, bounds, value])
        return pa.RecordBatch.from_arrays(arrays, names=self._others.schema.names)


def _torn() -> EngineFault:
    return EngineFault(Fault.TERMINAL, "rows with large values did not come in order, or not piece by piece")
