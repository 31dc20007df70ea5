"""Rows of pyodbc as Arrow, exactly.

pyodbc cuts the seventh digit off a second, so moments are taken as the ODBC structures that they come in (ODBC
Programmer's Reference, "C Data Types"; SQL_SS_TIME2_STRUCT: msodbcsql.h) and go on as text.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

SQL_TYPE_TIMESTAMP, SQL_SS_TIME2 = 93, -154
_TIMESTAMP = struct.Struct("=hHHHHHI")
_TIME = struct.Struct("=HHHxxI")
_PER_MICROSECOND = 1000


def _timestamp(raw: bytes) -> str:
    year, month, day, hour, minute, second, fraction = _TIMESTAMP.unpack(raw[: _TIMESTAMP.size])
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{_digits(fraction)}"


def _time(raw: bytes) -> str:
    hour, minute, second, fraction = _TIME.unpack(raw[: _TIME.size])
    return f"{hour:02}:{minute:02}:{second:02}.{_digits(fraction)}"


def _digits(fraction: int) -> str:
    """Six of them if that is all: then the text is one for Arrow's microseconds, too."""
    micros, rest = divmod(fraction, _PER_MICROSECOND)
    return f"{fraction:09}" if rest else f"{micros:06}"


CONVERTERS: dict[int, Callable[[bytes], str]] = {SQL_TYPE_TIMESTAMP: _timestamp, SQL_SS_TIME2: _time}
"""By ODBC type, for ``add_output_converter``."""


def as_batch(names: Sequence[str], rows: Sequence[Sequence[Any]], wanted: pa.Schema | None) -> pa.RecordBatch:
    """``wanted``: the types of columns, by name; moments stay text, which their reader makes values of."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    types = {field.name: field.type for field in wanted} if wanted is not None else {}
    arrays = [_array(list(values), types.get(name)) for name, values in zip(names, columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(names))


def _array(values: list[Any], wanted: pa.DataType | None) -> pa.Array:
    if wanted is not None and (pa.types.is_timestamp(wanted) or pa.types.is_time(wanted)):
        return pa.array(values, pa.string())
    return pa.array(values, wanted)
