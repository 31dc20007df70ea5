"""Casts that keep every value or raise ``pa.ArrowInvalid``; what is raised for is found by halving."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pyarrow as pa

from dbmigrate.engines.decimals import plain_decimals
from dbmigrate.engines.moments import moment_text, parse_times, time_text
from dbmigrate.model.arrow_functions import pc

_WIDE = pa.decimal256(76, 38)
_EXACT_DOUBLE = 2**53
_FEW_DIGITS = {32: 6, 64: 15}
"""Significant decimal digits that a float of so many bits always gives back."""


def exact_cast(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    """A cast that raises ``pa.ArrowInvalid`` unless every value is kept exactly."""
    if pa.types.is_boolean(wanted) and pa.types.is_integer(values.type):
        return _to_boolean(values, wanted)
    if pa.types.is_boolean(values.type) and pa.types.is_decimal(wanted):
        return exact_cast(values.cast(pa.int64()), wanted)
    if pa.types.is_floating(wanted):
        return _to_float(values, wanted)
    if pa.types.is_floating(values.type) and (pa.types.is_decimal(wanted) or pa.types.is_string(wanted)):
        return exact_cast(pc.cast(values, pa.string()), wanted)
    if pa.types.is_decimal(wanted) and pa.types.is_integer(values.type):
        # Arrow casts a 64-bit integer only to a decimal that holds every one of them.
        return pc.cast(pc.cast(values, pa.decimal256(76, wanted.scale)), wanted)
    if pa.types.is_integer(wanted) and pa.types.is_decimal(values.type):
        return pc.cast(pc.cast(values, pa.decimal256(76, 0)), wanted)
    if pa.types.is_integer(wanted) and pa.types.is_string(values.type):
        return _to_integer(values, wanted)
    if pa.types.is_time(wanted):
        return _to_time(values, wanted)
    if pa.types.is_date(wanted) and pa.types.is_timestamp(values.type):
        return _to_date(values, wanted)
    if pa.types.is_string(wanted) and not (pa.types.is_string(values.type) or pa.types.is_integer(values.type)):
        return _to_text(values)
    return pc.cast(values, wanted)


def _refuse_unless(kept: pa.Array, reason: str) -> None:
    # NULL is kept, and so is everything in an array of nothing else.
    if not pc.all(kept, min_count=0).as_py():
        raise pa.ArrowInvalid(reason)


def _to_boolean(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    _refuse_unless(pc.is_in(values, value_set=pa.array([0, 1, None], values.type)), "a boolean is 0 or 1")
    return values.cast(wanted)


def _to_integer(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    number = pc.cast(values, wanted)
    # Arrow also reads 007, -0 and 0x10, which would come back as other text.
    _refuse_unless(pc.equal(pc.cast(number, pa.string()), values), "not an integer as integers are written")
    return number


def _to_time(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    if pa.types.is_string(values.type):
        return parse_times(values, wanted)
    return pc.cast(values, wanted)


def _to_date(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    day = pc.cast(values, wanted)
    # Arrow drops the time of day without a word.
    _refuse_unless(pc.equal(pc.cast(day, values.type), values), "a time of day would be dropped")
    return day


def _to_text(values: pa.Array) -> pa.Array:
    kind = values.type
    if pa.types.is_binary(kind) or pa.types.is_fixed_size_binary(kind) or pa.types.is_large_binary(kind):
        raise pa.ArrowInvalid("bytes are not text")
    if pa.types.is_decimal(kind):
        return plain_decimals(values)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return moment_text(values)
    if pa.types.is_time(kind):
        return time_text(values)
    return pc.cast(values, pa.string())


def _to_float(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    if pa.types.is_floating(values.type):
        return _to_other_float(values, wanted)
    if pa.types.is_integer(values.type):
        return _integer_to_float(values, wanted)
    shown = values if pa.types.is_string(values.type) else plain_decimals(values)
    number = pc.cast(shown, wanted)
    digits = pc.utf8_length(pc.utf8_ltrim(pc.replace_substring_regex(shown, r"[eE].*$|\.", ""), "+-0"))
    # Short enough, and without an exponent that could leave the float's range.
    plain = pc.match_substring_regex(shown, r"^[+-]?\d*\.?\d*$")
    few = pc.and_(pc.less_equal(digits, _FEW_DIGITS[wanted.bit_width]), pc.less(pc.utf8_length(shown), 30))
    few = pc.and_(few, plain)
    doubtful = pc.fill_null(pc.invert(few), False)
    if pc.any(doubtful).as_py():
        pairs = zip(shown.filter(doubtful).to_pylist(), number.filter(doubtful), strict=True)
        if not all(_same_number(text, pc.cast(one, pa.string()).as_py()) for text, one in pairs):
            raise pa.ArrowInvalid("more digits than a float keeps")
    return number


def _same_number(text: str, shortest: str) -> bool:
    try:
        exact, kept = Decimal(text), Decimal(shortest)
    except InvalidOperation:
        return False
    return exact == kept or (exact.is_nan() and kept.is_nan())


def _to_other_float(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    result = pc.cast(values, wanted)
    if wanted.bit_width < values.type.bit_width:
        back = pc.cast(result, values.type)
        same = pc.or_(pc.equal(back, values), pc.and_(pc.is_nan(back), pc.is_nan(values)))
        _refuse_unless(same, "more digits than a 32-bit float keeps")
    return result


def _integer_to_float(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    wide = values.cast(pa.int64())
    limit = _EXACT_DOUBLE if wanted.bit_width == 64 else 2**24
    within = pc.and_(pc.less_equal(wide, limit), pc.greater_equal(wide, -limit))
    number = pc.cast(pc.cast(wide, pa.string()), wanted)
    if not pc.all(within).as_py():
        asked = pc.indices_nonzero(pc.fill_null(pc.invert(within), False))
        if any(int(f.as_py()) != i.as_py() for f, i in zip(number.take(asked), wide.take(asked), strict=True)):
            raise pa.ArrowInvalid("an integer too large for a float to keep")
    return number
