"""Arrow values as SQL Server's drivers hand them over and want them, and what the server would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from dbmigrate.engines.decimals import plain_decimals
from dbmigrate.engines.isolate import isolate
from dbmigrate.engines.moments import END_OF_DAY, moment_text, outside_common_years, parse_times, time_text
from dbmigrate.engines.mssql.columns import base_name
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, LogicalType, arrow_type

_MILLISECONDS = {"us": 1_000, "ns": 1_000_000}
_SMALL_LIMITS = (datetime(1900, 1, 1), datetime(2079, 6, 6, 23, 59, 59))  # noqa: DTZ001 - the type has no zone
_MONEY_UNITS = {"money": 2**63, "smallmoney": 2**31}
"""Both count 1/10,000 in a signed integer; their decimal form would hold more."""
_DATETIME_START = datetime(1753, 1, 1)  # noqa: DTZ001

_MOST_DIGITS = 38

Refusals = list[tuple[pa.Array, str]]


# From the driver


def from_driver(logical: LogicalType, values: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    """Values in ``arrow_type`` of the logical type, and rows that it cannot hold."""
    wanted = arrow_type(logical)
    if logical.unsupported:
        return pa.nulls(len(values), wanted), dict.fromkeys(range(len(values)), logical.unsupported)
    plain = values.storage if isinstance(values, pa.ExtensionArray) else values
    if logical.kind is Kind.UUID:
        return pc.utf8_lower(pc.cast(plain, pa.string())), {}
    if base_name(logical) == "datetime":
        plain = _whole_milliseconds(plain)
    if plain.type == wanted:
        return plain, {}
    convert: Callable[[pa.Array], pa.Array] = lambda part: pc.cast(part, wanted)  # noqa: E731
    if logical.kind is Kind.TIME and pa.types.is_string(plain.type):
        convert = lambda part: parse_times(part, wanted)  # noqa: E731
    elif logical.kind is Kind.TIMESTAMPTZ:
        convert = lambda part: _in_utc(part, wanted)  # noqa: E731
    return isolate(convert, plain, wanted, f"does not fit {logical}")


def _in_utc(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    """The moment is read in UTC, without a zone."""
    return pc.cast(pc.cast(values, pa.timestamp(wanted.unit)), wanted)


def _whole_milliseconds(values: pa.Array) -> pa.Array:
    """A ``datetime`` counts 1/300 seconds, shown as .000, .003 and .007; drivers may give the third itself."""
    if not pa.types.is_timestamp(values.type) or values.type.unit not in _MILLISECONDS:
        return values
    if not pc.any(_not_a_multiple(values, _MILLISECONDS[values.type.unit])).as_py():
        return values
    return pc.round_temporal(values, unit="millisecond")


# To parameters


def parameter_rows(columns: Sequence[Column], batch: pa.RecordBatch) -> list[tuple[Any, ...]]:
    """Rows of parameters, for statements whose every ``?`` stands in the CAST of ``columns.parameter``."""
    lists = [_parameters(column.type, values) for column, values in zip(columns, batch.columns, strict=True)]
    return list(zip(*lists, strict=True))


def _parameters(logical: LogicalType, values: pa.Array) -> list[Any]:
    match logical.kind:
        case Kind.BOOLEAN:
            return values.cast(pa.int8()).to_pylist()  # type: ignore[no-any-return]
        case Kind.DECIMAL:
            return plain_decimals(values).to_pylist()  # type: ignore[no-any-return]
        case Kind.DATE | Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
            shown = pc.utf8_rtrim(moment_text(values), "Z")
            if pa.types.is_timestamp(values.type):
                shown = _seven_digits(shown, values.type.unit)
            return shown.to_pylist()  # type: ignore[no-any-return]
        case Kind.TIME:
            return _seven_digits(time_text(values), values.type.unit).to_pylist()  # type: ignore[no-any-return]
    return values.to_pylist()  # type: ignore[no-any-return]


def _seven_digits(shown: pa.Array, unit: str) -> pa.Array:
    """Nine digits of a second are more than the server reads; the last two are zeros (``Capabilities``)."""
    return pc.utf8_slice_codeunits(shown, 0, -2) if unit == "ns" else shown


# To bulk copy


def bulk_array(logical: LogicalType, values: pa.Array) -> pa.Array:
    """Values in the Arrow type that bulk copy writes into the staged type without a conversion."""
    if logical.kind is Kind.TIMESTAMPTZ:
        return pc.cast(values, pa.timestamp(values.type.unit))
    if logical.kind is Kind.DECIMAL and pa.types.is_decimal(values.type):
        return pc.cast(values, pa.decimal128(_MOST_DIGITS, values.type.scale))
    return values


# What the server would refuse or change


def refusals(column: Column, values: pa.Array) -> Refusals:
    """(mask, reason) pairs for values that a column of this type does not keep."""
    logical = column.type
    base = base_name(logical)
    match logical.kind:
        case Kind.FLOAT:
            finite = pc.is_finite(values)
            return [(pc.invert(finite), "is NaN or infinite, which SQL Server numbers are not")]
        case Kind.DECIMAL if base in _MONEY_UNITS:
            return [(_beyond_money(values, _MONEY_UNITS[base]), f"is more than {base} holds")]
        case Kind.TEXT:
            return _text_refusals(logical, values)
        case Kind.XML:
            return []
        case Kind.BYTES if logical.fixed and logical.length is not None:
            short = pc.less(pc.binary_length(values), logical.length)
            return [(short, f"is shorter than {logical.native} and would be filled with zeros")]
        case Kind.TIME:
            day = END_OF_DAY * (1000 if values.type.unit == "ns" else 1)
            return [(pc.greater_equal(values.view(pa.int64()), day), "is 24:00, which SQL Server does not have")]
        case Kind.DATE | Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
            found: Refusals = [(outside_common_years(values), "is not in the years 1 to 9999")]
            if base in ("datetime", "smalldatetime"):
                found += _old_type_refusals(base, values)
            elif pa.types.is_timestamp(values.type) and values.type.unit == "ns":
                found.append((_not_a_multiple(values, 100), "has more than 7 digits of a second"))
            return found
    return []


def _beyond_money(values: pa.Array, units: int) -> pa.Array:
    wide = pc.cast(values, pa.decimal128(_MOST_DIGITS, 4))
    least, greatest = (pa.scalar(Decimal(n).scaleb(-4), wide.type) for n in (-units, units - 1))
    return pc.or_(pc.less(wide, least), pc.greater(wide, greatest))


def _old_type_refusals(base: str, values: pa.Array) -> Refusals:
    ticks = values.view(pa.int64())
    per_millisecond = _MILLISECONDS[values.type.unit]
    if base == "smalldatetime":
        low, high = (pa.scalar(limit, pa.timestamp("us")).cast(values.type) for limit in _SMALL_LIMITS)
        outside = pc.or_(pc.less(values, low), pc.greater(values, high))
        return [
            (outside, "is not in the years 1900 to 2079 of smalldatetime"),
            (_not_a_multiple(values, per_millisecond * 60_000), "has seconds, and smalldatetime has only minutes"),
        ]
    start = pa.scalar(_DATETIME_START, pa.timestamp("us")).cast(values.type)
    milliseconds = pc.divide(ticks, per_millisecond)
    last = pc.subtract(milliseconds, pc.multiply(pc.divide(milliseconds, 10), 10))
    # Before 1970 the digit that is shown is the complement, and the three are each other's complements.
    kept = pc.is_in(pc.abs(last), value_set=pa.array([0, 3, 7, None], pa.int64()))
    return [
        (pc.less(values, start), "is before 1753, where datetime begins"),
        (pc.invert(kept), "is between two ticks of datetime, which end in 0, 3 or 7 milliseconds"),
    ]


def _not_a_multiple(values: pa.Array, step: int) -> pa.Array:
    ticks = values.view(pa.int64())
    return pc.not_equal(pc.subtract(ticks, pc.multiply(pc.divide(ticks, step), step)), 0)


def _text_refusals(logical: LogicalType, values: pa.Array) -> Refusals:
    found: Refusals = []
    if logical.charset:
        found.append((_not_encodable(values, logical.charset), f"holds a character that {logical.charset} lacks"))
    if logical.length is None:
        return found
    if logical.length_in_bytes:
        if not logical.charset:
            found.append((pc.greater(pc.binary_length(values), logical.length), f"is longer than {logical.native}"))
        elif logical.charset not in _SINGLE_BYTE:
            too_long = [v is not None and _encoded_length(v, logical.charset) > logical.length for v in _listed(values)]
            found.append((pa.array(too_long, pa.bool_()), f"is longer than {logical.native}"))
        return found
    found.append((_too_many_units(values, logical.length), f"is longer than {logical.native} in UTF-16 units"))
    return found


_SINGLE_BYTE = frozenset({"ascii", *(f"cp{page}" for page in (437, 850, 874, *range(1250, 1259)))})


def _listed(values: pa.Array) -> list[str | None]:
    return values.to_pylist()  # type: ignore[no-any-return]


def _encoded_length(value: str, charset: str) -> int:
    return len(value.encode(charset, "replace"))


def _not_encodable(values: pa.Array, charset: str) -> pa.Array:
    """The server would put ``?``, or a letter that looks alike, in the place of what the code page lacks."""
    doubtful = pc.fill_null(pc.invert(pc.string_is_ascii(values)), False)
    if not pc.any(doubtful).as_py():
        return doubtful
    flags = [not _encodes(value, charset) for value in _listed(values.filter(doubtful))]
    return pc.replace_with_mask(doubtful, doubtful, pa.array(flags, pa.bool_()))


def _encodes(value: str | None, charset: str) -> bool:
    try:
        (value or "").encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _too_many_units(values: pa.Array, length: int) -> pa.Array:
    """``nvarchar(n)`` counts UTF-16 units, of which a character beyond U+FFFF takes two."""
    near = pc.fill_null(pc.greater(pc.multiply(pc.utf8_length(values), 2), length), False)
    wide = pc.and_(near, pc.fill_null(pc.match_substring_regex(values, r"[\x{10000}-\x{10FFFF}]"), False))
    if not pc.any(wide).as_py():
        return wide
    flags = [len((value or "").encode("utf-16-le")) > 2 * length for value in _listed(values.filter(wide))]
    return pc.replace_with_mask(wide, wide, pa.array(flags, pa.bool_()))
