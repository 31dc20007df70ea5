"""When two plain drivers' readings of one value mean the same."""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

Value = object


def as_is(value: Value) -> Value:
    return value


def number(value: Value) -> Value:
    """By value: 1.50 and 1.5 are one number."""
    exact = _decimal(value)
    return "NaN" if exact is not None and exact.is_nan() else value if exact is None else exact


def spelled_number(value: Value) -> Value:
    """By value and digits: 1.50 is not 1.5."""
    exact = _decimal(value)
    if exact is None or not exact.is_finite():
        return str(exact) if exact is not None else value
    return exact.copy_abs().as_tuple() if exact == 0 else exact.as_tuple()


def _decimal(value: Value) -> Decimal | None:
    try:
        return Decimal(repr(value) if isinstance(value, float) else str(value))
    except InvalidOperation:
        return None


def boolean(value: Value) -> Value:
    return {"t": 1, "f": 0}.get(value, value) if isinstance(value, str) else value


def float_bits(value: Value) -> Value:
    if value is None:
        return None
    try:
        double = float(str(value))
    except ValueError:
        return value
    return "nan" if double != double else struct.pack("<d", double)


def single_bits(value: Value) -> Value:
    """Of the 32-bit float that the value stands for; as a double where it is none."""
    try:
        return None if value is None else struct.pack("<f", float(str(value)))
    except OverflowError:
        return float_bits(value)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def time_of_day(value: Value) -> Value:
    if value is None:
        return None
    text = str(value)
    return _trimmed(f"{text}:00" if text.count(":") == 1 else text)


def timestamp(value: Value) -> Value:
    if value is None:
        return None
    text = str(value).replace("T", " ")
    return _trimmed(text if ":" in text or "infinity" in text else f"{text} 00:00:00")


def day(value: Value) -> Value:
    return None if value is None else str(value).removesuffix(" 00:00:00")


def instant(value: Value) -> Value:
    if value is None or "infinity" in str(value):
        return value
    return datetime.fromisoformat(str(value)).astimezone(UTC)


def without_trailing_blanks(value: Value) -> Value:
    return None if value is None else str(value).rstrip(" ")


def raw(value: Value) -> Value:
    if isinstance(value, str) and value.startswith("\\x"):
        return bytes.fromhex(value[2:])
    return value


def uuid(value: Value) -> Value:
    return None if value is None else str(value).lower().strip("{}")


def json_value(value: Value) -> Value:
    if value is None:
        return None
    return json.loads(str(value), parse_float=Decimal, parse_int=Decimal)


def network(value: Value) -> Value:
    """A host's address with or without its mask of all bits."""
    return None if value is None else str(value).removesuffix("/32").removesuffix("/128")


def double(value: Value) -> Value:
    """A number as a double, if it is one exactly."""
    if value is None:
        return None
    return float(value) if isinstance(value, int) and int(float(value)) == value else float(str(value))
