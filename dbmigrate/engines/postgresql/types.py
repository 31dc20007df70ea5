"""PostgreSQL types as logical types."""

from __future__ import annotations

from dbmigrate.model.types import (
    Kind,
    LogicalType,
    binary,
    decimal,
    floating,
    integer,
    simple,
    text,
    time_of_day,
    timestamp,
)

_VARHDRSZ = 4
MAX_FRACTION = 6


def logical_type(base: str, typmod: int, native: str) -> LogicalType:
    """``base``: pg_type.typname (of a domain: its base type); ``typmod``: atttypmod; ``native``: format_type()."""
    match base:
        case "bool":
            return simple(Kind.BOOLEAN, native)
        case "int2":
            return integer(16, native)
        case "int4":
            return integer(32, native)
        case "int8":
            return integer(64, native)
        case "float4":
            return floating(32, native)
        case "float8":
            return floating(64, native)
        case "numeric":
            return _numeric(typmod, native)
        case "text":
            return text(None, native=native)
        case "varchar" | "bpchar":
            length = typmod - _VARHDRSZ if typmod > 0 else None
            return text(length, fixed=base == "bpchar" and length is not None, native=native)
        case "bytea":
            return binary(None, native=native)
        case "date":
            return simple(Kind.DATE, native)
        case "time":
            return time_of_day(_fraction(typmod), native)
        case "timestamp":
            return timestamp(_fraction(typmod), native=native)
        case "timestamptz":
            return timestamp(_fraction(typmod), zone=True, native=native)
        case "uuid":
            return simple(Kind.UUID, native)
        case "json" | "jsonb":
            return simple(Kind.JSON, native)
        case "xml":
            return simple(Kind.XML, native)
    return simple(Kind.OTHER, native)


def _fraction(typmod: int) -> int:
    return MAX_FRACTION if typmod < 0 else typmod


def _numeric(typmod: int, native: str) -> LogicalType:
    if typmod < _VARHDRSZ:
        return decimal(native=native)
    packed = typmod - _VARHDRSZ
    precision, scale = (packed >> 16) & 0xFFFF, packed & 0x7FF
    # Since 15 the scale may be negative or exceed the precision (11 bits, signed); Arrow holds neither.
    if scale >= 1024 or scale > precision:
        return decimal(native=native)
    return decimal(precision, scale, native)


def needs_cast(logical: LogicalType) -> bool:
    """Values that are sent as text and cast by the server, because no Arrow type is written to them."""
    return logical.kind is Kind.OTHER or (
        logical.kind is Kind.DECIMAL and (logical.precision is None or logical.precision > 76)
    )
