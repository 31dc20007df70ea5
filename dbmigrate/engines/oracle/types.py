"""Oracle types as logical types.

A DATE has a time of day.  INTEGER is ``NUMBER(*,0)``, whose digits nobody counts; a NUMBER without
precision and a FLOAT travel as text, because no Arrow type holds every one of them.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.model.types import (
    MAX_DECIMAL128_DIGITS,
    Kind,
    LogicalType,
    binary,
    decimal,
    floating,
    integer,
    simple,
    text,
    timestamp,
)

MAX_DIGITS = MAX_DECIMAL128_DIGITS
_NUMBER = re.compile(r"NUMBER(?:\((?P<precision>\*|\d+)(?:,(?P<scale>-?\d+))?\))?")
_CHARACTERS = re.compile(r"(?P<name>N?VARCHAR2|N?CHAR)\((?P<length>\d+)(?: (?P<unit>CHAR|BYTE))?\)")
_MOMENT = re.compile(r"TIMESTAMP\((?P<fraction>\d)\)(?P<zone> WITH (?:LOCAL )?TIME ZONE)?")
_RAW = re.compile(r"RAW\((?P<length>\d+)\)")
_INTEGER_BITS = ((4, 16), (9, 32), (18, 64))
"""Digits that an integer of so many bits always holds."""


class CatalogType(Struct, frozen=True):
    """What ALL_TAB_COLS says of a column's type; lengths in bytes and in characters."""

    name: str
    owner: str | None = None
    data_length: int = 0
    char_length: int = 0
    char_used: str | None = None
    precision: int | None = None
    scale: int | None = None

    def native(self) -> str:
        """The type as DDL spells it."""
        match self.name:
            case "NUMBER":
                return self._number()
            case "FLOAT":
                return f"FLOAT({self.precision or 126})"
            case "VARCHAR2" | "CHAR":
                unit = "CHAR" if self.char_used == "C" else "BYTE"
                return f"{self.name}({self.char_length if unit == 'CHAR' else self.data_length} {unit})"
            case "NVARCHAR2" | "NCHAR":
                return f"{self.name}({self.char_length})"
            case "RAW":
                return f"RAW({self.data_length})"
        if self.owner in (None, "SYS", "PUBLIC"):
            return self.name
        return f"{self.owner}.{self.name}"

    def _number(self) -> str:
        if self.precision is None:
            return "NUMBER" if self.scale is None else f"NUMBER(*,{self.scale})"
        return f"NUMBER({self.precision},{self.scale or 0})"


def logical_type(native: str) -> LogicalType:
    """``native``: as ``CatalogType.native`` spells it; what is not known is ``Kind.OTHER``."""
    if found := _NUMBER.fullmatch(native):
        return _number(found["precision"], found["scale"], native)
    if found := _CHARACTERS.fullmatch(native):
        return text(int(found["length"]), fixed=found["name"].endswith("CHAR"), native=native)
    if found := _MOMENT.fullmatch(native):
        return timestamp(int(found["fraction"]), zone=found["zone"] is not None, native=native)
    if found := _RAW.fullmatch(native):
        return binary(int(found["length"]), native=native)
    if native.startswith("FLOAT("):
        return decimal(native=native)
    match native:
        case "DATE":
            return timestamp(0, native=native)
        case "BINARY_FLOAT":
            return floating(32, native)
        case "BINARY_DOUBLE":
            return floating(64, native)
        case "CLOB" | "NCLOB" | "LONG":
            return text(None, native=native)
        case "BLOB" | "LONG RAW":
            return binary(None, native=native)
        case "BOOLEAN":
            return simple(Kind.BOOLEAN, native)
        case "JSON":
            return simple(Kind.JSON, native)
        case "XMLTYPE":
            return simple(Kind.XML, native)
    return replace(simple(Kind.OTHER, native), unsupported=_unsupported(native))


def _number(precision: str | None, scale: str | None, native: str) -> LogicalType:
    if precision is None:
        return decimal(native=native)
    digits = MAX_DIGITS if precision == "*" else int(precision)
    places = int(scale or 0)
    if places == 0 and precision != "*":
        for most, bits in _INTEGER_BITS:
            if digits <= most:
                return integer(bits, native)
    if places < 0:
        digits, places = digits - places, 0  # NUMBER(5,-2): seven digits, the last two of them zero
    digits = max(digits, places)  # NUMBER(2,5): five places of which three are zero
    return decimal(digits, places, native) if digits <= MAX_DIGITS else decimal(native=native)


def number_digits(native: str) -> tuple[int, int] | None:
    """Precision and scale as declared, None for a type without both."""
    found = _NUMBER.fullmatch(native)
    if found is None or found["precision"] in (None, "*"):
        return None
    return int(found["precision"]), int(found["scale"] or 0)


def is_unbounded_digits(native: str) -> bool:
    """``NUMBER(*,s)``: a scale, but no limit on the digits before the point."""
    return native.startswith("NUMBER(*")


def is_national(native: str) -> bool:
    """In the national character set, which holds every character."""
    return native.startswith(("NVARCHAR2", "NCHAR", "NCLOB"))


def is_large(native: str) -> bool:
    """Has no equality and no order: LOB, LONG, XML, JSON and object types."""
    return logical_type(native).kind in (Kind.JSON, Kind.XML, Kind.OTHER) or native in (
        "CLOB",
        "NCLOB",
        "BLOB",
        "LONG",
        "LONG RAW",
    )


def target_type(logical: LogicalType) -> LogicalType:
    """The type as a target's, with the reason if this release does not fill it."""
    reason = _NOT_FILLED.get(logical.native)
    if logical.kind is Kind.BYTES and (logical.length or 0) > _LONGEST_RAW:
        reason = f"a RAW of more than {_LONGEST_RAW} bytes is not filled; make it a BLOB"
    return logical if reason is None else replace(logical, unsupported=f"{logical.native}: {reason}")


_LONGEST_RAW = 2000
_NOT_FILLED = {
    "LONG": "rows are moved by INSERT ... SELECT, which takes no LONG; make it a CLOB",
    "LONG RAW": "rows are moved by INSERT ... SELECT, which takes no LONG RAW; make it a BLOB",
    "XMLTYPE": "gives back another text than it was given; make it a CLOB",
    "JSON": "gives back another text than it was given; make it a CLOB",
}


def _unsupported(native: str) -> str:
    if native.startswith("INTERVAL"):
        return f"{native} is not carried: no type of the other engines means the same"
    return f"{native} is not carried"
