"""SQL Server type notation, as schema descriptions use it."""

from __future__ import annotations

import re

from dbmigrate.model import types
from dbmigrate.model.types import Kind, LogicalType

_SPELLING = re.compile(r"\[?([a-z][a-z0-9]*)\]?\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?")
_INTEGERS = {"tinyint": 8, "smallint": 16, "int": 32, "integer": 32, "bigint": 64}
_WITHOUT_PARAMETERS: dict[str, LogicalType] = {
    "bit": types.simple(Kind.BOOLEAN),
    "date": types.simple(Kind.DATE),
    "uniqueidentifier": types.simple(Kind.UUID),
    "xml": types.simple(Kind.XML),
    "text": types.text(),
    "ntext": types.text(),
    "sysname": types.text(128),
    "image": types.binary(),
    "rowversion": types.binary(8, fixed=True),
    "datetime": types.timestamp(3),
    "smalldatetime": types.timestamp(0),
    "money": types.decimal(19, 4),
    "smallmoney": types.decimal(10, 4),
    "real": types.floating(32),
    **{name: types.integer(bits) for name, bits in _INTEGERS.items()},
}
_LENGTH_LIMITS = {"char": 8000, "varchar": 8000, "nchar": 4000, "nvarchar": 4000, "binary": 8000, "varbinary": 8000}
_MAX_DIGITS = 38
_MAX_FRACTION = 7
_MAX_SINGLE_PRECISION_BITS = 24
_MAX_FLOAT_BITS = 53


def parse_vendor_type(spelling: str) -> LogicalType:
    """Read a type such as ``nvarchar(50)``; ``native`` keeps the text.  ``ValueError`` if it is none."""
    found = _SPELLING.fullmatch(spelling.strip().lower())
    if not found:
        raise ValueError(f"{spelling!r} is not a SQL Server type")
    name, first, second = found[1], found[2], found[3]
    try:
        logical = _build(name, first, second)
    except ValueError as error:
        raise ValueError(f"{spelling!r} is not a SQL Server type: {error}") from error
    return logical.with_native(spelling)


def _build(name: str, first: str | None, second: str | None) -> LogicalType:
    if name in _WITHOUT_PARAMETERS:
        if first is not None:
            raise ValueError("it takes no parameter")
        return _WITHOUT_PARAMETERS[name]
    if name in ("decimal", "numeric", "dec"):
        precision = _number(first, 18, 1, _MAX_DIGITS)
        return types.decimal(precision, _number(second, 0, 0, precision))
    if second is not None:
        raise ValueError("it takes one parameter at most")
    if name in _LENGTH_LIMITS:
        return _sized(name, first)
    match name:
        case "float":
            bits = _number(first, _MAX_FLOAT_BITS, 1, _MAX_FLOAT_BITS)
            return types.floating(32 if bits <= _MAX_SINGLE_PRECISION_BITS else 64)
        case "time":
            return types.time_of_day(_number(first, _MAX_FRACTION, 0, _MAX_FRACTION))
        case "datetime2" | "datetimeoffset":
            return types.timestamp(_number(first, _MAX_FRACTION, 0, _MAX_FRACTION), zone=name == "datetimeoffset")
    raise ValueError("its name is not known")


def _sized(name: str, first: str | None) -> LogicalType:
    fixed = "var" not in name
    make = types.binary if name.endswith("binary") else types.text
    if first == "max":
        if fixed:
            raise ValueError("only a varying type takes max")
        return make()
    return make(_number(first, 1, 1, _LENGTH_LIMITS[name]), fixed=fixed)


def _number(text: str | None, default: int, lowest: int, highest: int) -> int:
    if text is None:
        return default
    if text == "max" or not lowest <= int(text) <= highest:
        raise ValueError(f"{text} is not between {lowest} and {highest}")
    return int(text)
