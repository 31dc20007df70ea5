"""The key of each row, taken out of binary COPY data on their way; all other values are passed over.

The rows' first columns must be those of the key.  A row is a 16-bit number of fields, then for each field its length
in 32 bits and its bytes (postgresql.org, sql-copy, "Binary Format"); values are in network order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, arrow_type

GATHER_BYTES, GATHER_ROWS = 2 * 1024 * 1024, 8_192
"""Rows are looked into together: numpy costs a microsecond or so for each step, and a row has a dozen.  Not so many
that the target, which waits for the end of a batch, has nothing to do for long."""

_EPOCH_DAYS = 10_957
_EPOCH_MICROSECONDS = _EPOCH_DAYS * 86_400_000_000
_LAST_MICROSECOND = np.iinfo(np.int64).max - _EPOCH_MICROSECONDS
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_UUID_DIGITS = np.array([place for place in range(36) if place not in (8, 13, 18, 23)])
_TEXTS = ("text", "character varying", "character")

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]


class _NoFormError(Exception):
    """A value has no form in Arrow, or another one than a reader gives."""


def _no_pause() -> None:
    return


class StreamKeys:
    """``columns``: the first of each row, in this order."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._readers = [_reader(column) for column in columns]
        self._held: list[bytearray | memoryview] = []
        self._sizes: list[int] = []
        self._held_bytes = 0
        self._parts: list[pa.RecordBatch] = []
        self._lost = False

    @staticmethod
    def can_tell(columns: Sequence[Column]) -> bool:
        return all(_kind_of(column) is not None for column in columns)

    def add(self, block: bytearray | memoryview, sizes: list[int]) -> None:
        """Whole rows, and how long each of them is."""
        if self._lost:
            return
        self._held.append(block)
        self._sizes += sizes
        self._held_bytes += len(block)
        if self._held_bytes >= GATHER_BYTES or len(self._sizes) >= GATHER_ROWS:
            self._look()

    def rows(self, pause: Callable[[], None] = _no_pause) -> pa.RecordBatch | None:
        """Of all that was added, as a reader gives them; None where the values must be asked for instead.

        ``pause``: called in the middle of it.
        """
        self._look()
        pause()
        if self._lost:
            return None
        schema = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in self._columns])
        if len(self._parts) == 1 and self._parts[0].schema == schema:
            return self._parts[0]
        return pa.concat_batches([pa.RecordBatch.from_pylist([], schema=schema), *self._parts])

    def _look(self) -> None:
        if not self._sizes:
            return
        block = self._held[0] if len(self._held) == 1 else b"".join(self._held)
        ends = np.cumsum(np.array(self._sizes, np.int64))
        self._held, self._sizes, self._held_bytes = [], [], 0
        place = ends.copy()
        place[0] = 0
        place[1:] = ends[:-1]
        place += 2
        data = np.frombuffer(block, np.uint8)
        arrays = []
        try:
            for read in self._readers:
                lengths = _big_endian(data, place, 4).view(np.int32).astype(np.int64)
                place = place + 4
                if (lengths < 0).any():
                    raise _NoFormError
                arrays.append(read(data, place, lengths))
                place = place + lengths
        except _NoFormError:
            self._lost, self._parts = True, []
            return
        self._parts.append(pa.RecordBatch.from_arrays(arrays, names=[column.name for column in self._columns]))


_Reader = Callable[[Bytes, Numbers, Numbers], pa.Array]


def _kind_of(column: Column) -> _Reader | None:
    native, kind = column.type.native.partition("(")[0], column.type.kind
    match kind:
        case Kind.INTEGER if native in _WIDTHS and arrow_type(column.type) == _ARROW_INTEGERS[_WIDTHS[native]]:
            return lambda data, place, lengths: _integers(data, place, lengths, _WIDTHS[native])
        case Kind.TEXT if native in _TEXTS:
            return _texts
        case Kind.BYTES if native == "bytea":
            return _bytes
        case Kind.UUID if native == "uuid":
            return _uuids
        case Kind.DATE if native == "date":
            return _dates
        case Kind.TIMESTAMP | Kind.TIMESTAMPTZ if native.startswith("timestamp"):
            wanted = arrow_type(column.type)
            return lambda data, place, lengths: _moments(data, place, lengths, wanted)
    return None


_WIDTHS = {"smallint": 2, "integer": 4, "bigint": 8}
_ARROW_INTEGERS = {2: pa.int16(), 4: pa.int32(), 8: pa.int64()}


def _reader(column: Column) -> _Reader:
    found = _kind_of(column)
    if found is None:
        raise ValueError(f"{column.name} is of a type that is not read here")
    return found


def _big_endian(data: Bytes, place: Numbers, width: int) -> npt.NDArray[np.generic]:
    """The unsigned numbers of this many bytes that begin at these places."""
    beginning_anywhere = np.ndarray((len(data) - width + 1,), f">u{width}", data, strides=(1,))
    return beginning_anywhere[place].astype(f"u{width}")


def _fixed(data: Bytes, place: Numbers, lengths: Numbers, width: int) -> npt.NDArray[np.generic]:
    if (lengths != width).any():
        raise _NoFormError
    return _big_endian(data, place, width)


def _as_arrow(numbers: npt.NDArray[Any], kind: pa.DataType) -> pa.Array:
    """The same bytes; ``pa.array`` looks whether the array is a masked one, and loads numpy.ma for that: 7 ms."""
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


def _integers(data: Bytes, place: Numbers, lengths: Numbers, width: int) -> pa.Array:
    return _as_arrow(_fixed(data, place, lengths, width), _ARROW_INTEGERS[width])


def _texts(data: Bytes, place: Numbers, lengths: Numbers) -> pa.Array:
    return _bytes(data, place, lengths).cast(pa.string())


def _bytes(data: Bytes, place: Numbers, lengths: Numbers) -> pa.Array:
    """Arrow gathers them: seen as a list of values and of what lies between them, each second one is taken."""
    offsets = np.empty(2 * len(place), np.int64)
    offsets[0::2] = place
    offsets[1::2] = place + lengths
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    every = pa.Array.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)
    return every.take(_as_arrow(np.arange(0, len(offsets) - 1, 2), pa.int64())).cast(pa.binary())


def _uuids(data: Bytes, place: Numbers, lengths: Numbers) -> pa.Array:
    if (lengths != 16).any():
        raise _NoFormError
    raw = data[place[:, None] + np.arange(16)]
    shown = np.full((len(place), 36), ord("-"), np.uint8)
    shown[:, _UUID_DIGITS] = _HEX[np.stack([raw >> 4, raw & 15], axis=2).reshape(len(place), 32)]
    offsets = np.arange(0, 36 * len(place) + 1, 36, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(place), [None, pa.py_buffer(offsets), pa.py_buffer(shown.ravel())])


def _dates(data: Bytes, place: Numbers, lengths: Numbers) -> pa.Array:
    days = _fixed(data, place, lengths, 4).view(np.int32)
    if (days == np.iinfo(np.int32).max).any() or (days == np.iinfo(np.int32).min).any():
        raise _NoFormError
    return _as_arrow(days + np.int32(_EPOCH_DAYS), pa.date32())


def _moments(data: Bytes, place: Numbers, lengths: Numbers, wanted: pa.DataType) -> pa.Array:
    ticks = _fixed(data, place, lengths, 8).view(np.int64)
    if (ticks > _LAST_MICROSECOND).any() or (ticks == np.iinfo(np.int64).min).any():
        raise _NoFormError
    return _as_arrow(ticks + np.int64(_EPOCH_MICROSECONDS), wanted)
