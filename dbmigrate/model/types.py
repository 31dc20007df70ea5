"""Engine-neutral column types.

A ``LogicalType`` says what values a column can hold; ``arrow_type`` gives the one Arrow type in
which values of that type travel between stages.  Engines read into it and write from it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

MAX_DECIMAL128_DIGITS = 38
MAX_DECIMAL256_DIGITS = 76


class Kind(StrEnum):
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOAT = "float"
    TEXT = "text"
    BYTES = "bytes"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    TIMESTAMPTZ = "timestamptz"
    UUID = "uuid"
    JSON = "json"
    XML = "xml"
    OTHER = "other"
    """Anything else; travels as the engine's own text form."""
    STORAGE = "storage"
    """A dynamically typed value with its storage class (SQLite); travels as tagged text."""


class LogicalType(Struct, frozen=True):
    """What a column can hold.

    ``bits``: width of integers (8 means unsigned 0..255, as SQL Server's tinyint) and floats.
    ``length``: characters of text, or bytes; None = unlimited.  ``fixed``: blank-padded text.
    ``precision``/``scale``: decimal digits; both None = as many as the value has.
    ``fraction``: digits of a second.  ``native``: the engine's own spelling, for people and DDL
    within one engine.  ``charset``: the Python codec whose characters text is limited to; empty = any.
    ``unsupported``: why values of this type cannot be carried at all; empty = they can.
    """

    kind: Kind
    bits: int | None = None
    length: int | None = None
    length_in_bytes: bool = False
    fixed: bool = False
    precision: int | None = None
    scale: int | None = None
    fraction: int | None = None
    native: str = ""
    charset: str = ""
    unsupported: str = ""

    def __str__(self) -> str:
        if self.kind is Kind.INTEGER:
            return f"integer({self.bits})"
        if self.kind is Kind.FLOAT:
            return f"float({self.bits})"
        if self.kind is Kind.DECIMAL:
            return "decimal" if self.precision is None else f"decimal({self.precision},{self.scale})"
        if self.kind is Kind.TEXT:
            name = "char" if self.fixed else "text"
            return name if self.length is None else f"{name}({self.length})"
        if self.kind is Kind.BYTES:
            return "bytes" if self.length is None else f"bytes({self.length})"
        if self.kind in (Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ):
            return f"{self.kind}({self.fraction})"
        if self.kind is Kind.OTHER:
            return f"other({self.native})"
        return str(self.kind)

    def with_native(self, native: str) -> LogicalType:
        return replace(self, native=native)


def integer(bits: int = 64, native: str = "") -> LogicalType:
    return LogicalType(Kind.INTEGER, bits=bits, native=native)


def decimal(precision: int | None = None, scale: int | None = None, native: str = "") -> LogicalType:
    if precision is not None and scale is None:
        scale = 0
    return LogicalType(Kind.DECIMAL, precision=precision, scale=scale, native=native)


def floating(bits: int = 64, native: str = "") -> LogicalType:
    return LogicalType(Kind.FLOAT, bits=bits, native=native)


def text(length: int | None = None, *, fixed: bool = False, native: str = "") -> LogicalType:
    return LogicalType(Kind.TEXT, length=length, fixed=fixed, native=native)


def binary(length: int | None = None, *, fixed: bool = False, native: str = "") -> LogicalType:
    return LogicalType(Kind.BYTES, length=length, fixed=fixed, native=native)


def timestamp(fraction: int = 6, *, zone: bool = False, native: str = "") -> LogicalType:
    kind = Kind.TIMESTAMPTZ if zone else Kind.TIMESTAMP
    return LogicalType(kind, fraction=fraction, native=native)


def time_of_day(fraction: int = 6, native: str = "") -> LogicalType:
    return LogicalType(Kind.TIME, fraction=fraction, native=native)


@lru_cache(maxsize=1000)
def simple(kind: Kind, native: str = "") -> LogicalType:
    """Kinds without parameters: boolean, date, uuid, json, xml, other, storage."""
    return LogicalType(kind, native=native)


def arrow_type(logical: LogicalType) -> pa.DataType:
    """The Arrow type in which values of this logical type travel between stages.

    Decimals without declared digits travel as text, because no Arrow decimal holds them all.
    """
    match logical.kind:
        case Kind.BOOLEAN:
            return pa.bool_()
        case Kind.INTEGER:
            return {8: pa.uint8(), 16: pa.int16(), 32: pa.int32(), 64: pa.int64()}[logical.bits or 64]
        case Kind.FLOAT:
            return pa.float32() if logical.bits == 32 else pa.float64()
        case Kind.DECIMAL:
            if logical.precision is None or logical.precision > MAX_DECIMAL256_DIGITS:
                return pa.string()
            if logical.precision > MAX_DECIMAL128_DIGITS:
                return pa.decimal256(logical.precision, logical.scale or 0)
            return pa.decimal128(logical.precision, logical.scale or 0)
        case Kind.BYTES:
            return pa.binary()
        case Kind.DATE:
            return pa.date32()
        case Kind.TIME:
            return pa.time64("ns" if (logical.fraction or 0) > 6 else "us")
        case Kind.TIMESTAMP:
            return pa.timestamp("ns" if (logical.fraction or 0) > 6 else "us")
        case Kind.TIMESTAMPTZ:
            return pa.timestamp("ns" if (logical.fraction or 0) > 6 else "us", tz="UTC")
        case _:
            return pa.string()


_SPELLING = re.compile(r"^\s*([a-z]+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$")


def parse_type(spelling: str) -> LogicalType:
    """Read a neutral type name such as ``decimal(10,2)``; ``ValueError`` if it is none."""
    found = _SPELLING.match(spelling.lower())
    if not found:
        raise ValueError(f"{spelling!r} is not a type name")
    name = found[1]
    first = int(found[2]) if found[2] else None
    second = int(found[3]) if found[3] else None
    match name:
        case "integer":
            if first not in (None, 8, 16, 32, 64):
                raise ValueError(f"{spelling!r}: integer takes 8, 16, 32 or 64 bits")
            return integer(first or 64)
        case "float":
            if first not in (None, 32, 64):
                raise ValueError(f"{spelling!r}: float takes 32 or 64 bits")
            return floating(first or 64)
        case "decimal":
            return decimal(first, second)
        case "text" | "char":
            return text(first, fixed=name == "char")
        case "bytes":
            return binary(first)
        case "time":
            return time_of_day(6 if first is None else first)
        case "timestamp" | "timestamptz":
            return timestamp(6 if first is None else first, zone=name == "timestamptz")
        case "boolean" | "date" | "uuid" | "json" | "xml" | "storage":
            return simple(Kind(name))
    raise ValueError(f"{spelling!r} is not a type name")
