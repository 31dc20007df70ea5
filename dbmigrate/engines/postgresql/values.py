"""Arrow values as ADBC's COPY writer and reader want them.

The writer looks at the target column's type for numeric and jsonb only, so every column must arrive in
exactly the width of its type; an equal-width mismatch would be written as garbage.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dbmigrate.engines.isolate import isolate
from dbmigrate.engines.moments import before_the_first, infinities_as_text, wrapped_around
from dbmigrate.engines.postgresql.types import needs_cast
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, LogicalType, arrow_type

_DIGITS = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_NIBBLES = np.full(256, 255, dtype=np.uint8)
_NIBBLES[_DIGITS] = np.arange(16, dtype=np.uint8)
_NO_UUID = "00000000-0000-0000-0000-000000000000"


def to_copy(column: Column, values: pa.Array) -> pa.Array:
    """Values in the exact width of the column's type."""
    match column.type.kind:
        case Kind.UUID:
            return _uuid_bytes(values)
        case Kind.JSON if column.type.native == "jsonb":
            return pa.ExtensionArray.from_storage(pa.json_(), values)
        case Kind.INTEGER if pa.types.is_uint8(values.type):
            return values.cast(pa.int16())
        case Kind.DATE | Kind.TIMESTAMP | Kind.TIMESTAMPTZ if sent_as_text(column, values):
            return infinities_as_text(values)
    return values


def _uuid_bytes(values: pa.Array) -> pa.Array:
    """Canonical 36-character text to 16 bytes, without a Python object per value."""
    filled = pc.replace_substring(pc.fill_null(values, _NO_UUID), "-", "")
    text = np.frombuffer(b"".join(filled.cast(pa.binary()).to_pylist()), dtype=np.uint8)
    nibbles = _NIBBLES[text].reshape(-1, 2)
    packed = (nibbles[:, 0] << 4 | nibbles[:, 1]).astype(np.uint8)
    raw = pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(values), [None, pa.py_buffer(packed.tobytes())])
    return raw if values.null_count == 0 else pc.if_else(pc.is_valid(values), raw, pa.scalar(None, pa.binary(16)))


def from_copy(logical: LogicalType, values: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    """Values in ``arrow_type`` of the logical type, and rows that it cannot hold."""
    wanted = arrow_type(logical)
    plain = values.storage if isinstance(values, pa.ExtensionArray) else values
    if pa.types.is_timestamp(plain.type) and plain.type == wanted:
        return _without_garbage(plain)
    if plain.type == wanted:
        return plain, {}
    return isolate(lambda part: pc.cast(part, wanted), plain, wanted, f"does not fit {logical}")


def _without_garbage(values: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    if not before_the_first(values):
        return values, {}
    garbage = wrapped_around(values)
    rows = pc.indices_nonzero(garbage).to_pylist()
    return pc.if_else(garbage, pa.scalar(None, values.type), values), dict.fromkeys(rows, "is after the year 294246")


def sent_as_text(column: Column, values: pa.Array) -> bool:
    """Whether the server must cast these values from text, because no Arrow type is written to it.

    What ADBC reads as ``infinity`` it refuses to write into a timestamp, and pgpq into a date.
    """
    if needs_cast(column.type):
        return True
    if column.type.kind not in (Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ):
        return False
    return (pa.types.is_date32(values.type) or pa.types.is_timestamp(values.type)) and before_the_first(values)


def refusals(values: pa.Array) -> list[tuple[pa.Array, str]]:
    """PostgreSQL text cannot hold the NUL character."""
    if pa.types.is_string(values.type) and _may_hold_nul(values):
        return [(pc.match_substring(values, "\x00"), "holds a NUL character, which PostgreSQL text cannot")]
    return []


def _may_hold_nul(values: pa.StringArray) -> bool:
    """Whether there is one in the values' memory, which also has what lies under NULL: a hundredth of the search."""
    _, offsets, text = values.buffers()
    if text is None or not len(values):
        return False
    bounds = np.frombuffer(offsets, np.int32)
    within = np.frombuffer(text, np.uint8)[bounds[values.offset] : bounds[values.offset + len(values)]]
    return bool(len(within)) and not within.min()
