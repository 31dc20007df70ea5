"""Values so long that a few of them would fill the memory: where rows are compared, a mark stands for each.

The mark is made from the SHA-256 of the value's bytes, so it is the same on both sides of a comparison and in the
sums of the ledger, and no engine's text can hold it by chance: it begins with NUL.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.types import Kind

LARGE_BYTES = 4 * 1024 * 1024
"""Longer values are large; text is measured in UTF-8."""

_MARK = "\x00sha256:"
_PIECE = 1024 * 1024


def mark_of(digest: bytes) -> str:
    """What stands for a large value of this SHA-256."""
    return _MARK + digest.hex()


def marked(kind: Kind, values: pa.Array) -> pa.Array:
    """The values with a mark for each large one; the array itself if it holds none.

    ``Kind.STORAGE``: the mark stands behind the letter of the storage class, and a blob is measured in its own bytes.
    Numbers and JSON as text stay as they are: their spelling is not their value.
    """
    is_text = pa.types.is_string(values.type)
    if not (is_text or pa.types.is_binary(values.type)) or kind in (Kind.DECIMAL, Kind.JSON):
        return values
    # Cheap enough to be asked of every batch: the values lie one behind the other.
    if values.nbytes <= LARGE_BYTES:
        return values
    mask = pc.fill_null(pc.greater(pc.binary_length(values), LARGE_BYTES), False)
    mark = _storage_mark if kind is Kind.STORAGE else _mark
    made = {row: mark(memoryview(bytes_at(values, row))) for row in pc.indices_nonzero(mask).to_pylist()}
    marks = {row: text for row, text in made.items() if text is not None}
    if not marks:
        return values
    put = pa.array([text if is_text else text.encode() for text in marks.values()], values.type)
    if len(marks) == len(values):
        return put
    return pc.replace_with_mask(values, pa.array([row in marks for row in range(len(values))]), put)


def bytes_at(values: pa.Array, row: int) -> pa.Buffer:
    """Of text or bytes, where they lie; a scalar of the array would be a copy."""
    _, offsets, data = values.buffers()
    start, end = np.frombuffer(offsets, np.int32)[values.offset + row :][:2].tolist()
    return data.slice(start, end - start)


def tagged_mark(letter: str, value: pa.Buffer) -> str:
    """The mark of a large value of ``Kind.STORAGE``.  ``letter``: b for a blob, t for text, whatever its bytes."""
    if letter == "t":
        bounds = pa.py_buffer(np.array([0, value.size], np.int32))
        try:
            pa.Array.from_buffers(pa.string(), 1, [None, bounds, value]).validate(full=True)
        except pa.ArrowInvalid:
            letter = "x"
    return letter + _mark(memoryview(value))


def is_mark(value: object) -> bool:
    """Of text or bytes, with or without a storage class in front."""
    if isinstance(value, bytes):
        return value.startswith(_MARK.encode())
    return isinstance(value, str) and (value.startswith(_MARK) or value[1:].startswith(_MARK))


def shown_mark(value: str | bytes) -> str:
    """A mark as people see it."""
    text = value.decode() if isinstance(value, bytes) else value
    return f"(a long value, SHA-256 {text.partition(_MARK)[2]})"


def _mark(value: memoryview) -> str:
    return mark_of(hashlib.sha256(value).digest())


def _storage_mark(value: memoryview) -> str | None:
    letter = bytes(value[:1]).decode()
    if letter not in "bx":
        # No number is as long as this.
        return letter + _mark(value[1:]) if len(value) - 1 > LARGE_BYTES else None
    if (len(value) - 1) // 2 <= LARGE_BYTES:
        return None
    return letter + mark_of(_each_piece(value[1:], bytes.fromhex))


def _each_piece(value: memoryview, decoded: Callable[[str], bytes]) -> bytes:
    hashed = hashlib.sha256()
    for start in range(0, len(value), 2 * _PIECE):
        hashed.update(decoded(str(value[start : start + 2 * _PIECE], "ascii")))
    return hashed.digest()


class Room:
    """Where threads that compare large values go one at a time; each may enter as often as it likes."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._owner: int | None = None
        self._entries: set[object] = set()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """May be left by another thread than the one that has entered: a generator ends where it is forgotten."""
        entry = object()
        with self._free:
            self._free.wait_for(lambda: self._owner in (None, threading.get_ident()))
            self._owner = threading.get_ident()
            self._entries.add(entry)
        try:
            yield
        finally:
            with self._free:
                if entry in self._entries:
                    self._entries.discard(entry)
                    self._let_go()

    @property
    def is_mine(self) -> bool:
        """Whether this thread is in."""
        with self._free:
            return self._owner == threading.get_ident()

    def leave(self) -> None:
        """Whatever this thread still holds: an error may keep a generator alive for long."""
        with self._free:
            if self._owner == threading.get_ident():
                self._entries.clear()
                self._let_go()

    def _let_go(self) -> None:
        if not self._entries:
            self._owner = None
            self._free.notify_all()


ROOM = Room()
