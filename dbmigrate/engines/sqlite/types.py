"""SQLite's declared types as logical types, and column affinity.

Declared types bind nothing in SQLite except by affinity (sqlite.org, "Datatypes In SQLite", section 3.1),
so integers are 64 bits wide and no length is enforced, whatever the declaration says.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

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

_DECLARED = re.compile(r"^\s*([A-Za-z_][\w ]*?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$")


class Affinity(StrEnum):
    INTEGER = "integer"
    TEXT = "text"
    BLOB = "blob"
    REAL = "real"
    NUMERIC = "numeric"


def affinity(declared: str) -> Affinity:
    """The rules of section 3.1, in their order."""
    upper = declared.upper()
    if "INT" in upper:
        return Affinity.INTEGER
    if any(word in upper for word in ("CHAR", "CLOB", "TEXT")):
        return Affinity.TEXT
    if "BLOB" in upper or not upper.strip():
        return Affinity.BLOB
    if any(word in upper for word in ("REAL", "FLOA", "DOUB")):
        return Affinity.REAL
    return Affinity.NUMERIC


@lru_cache(maxsize=1000)
def logical_type(declared: str) -> LogicalType:
    """The logical type that a declaration announces; ``native`` keeps the declaration."""
    found = _DECLARED.match(declared)
    name = (found[1] if found else declared).upper().strip()
    first = int(found[2]) if found and found[2] else None
    second = int(found[3]) if found and found[3] else None
    return _by_name(name, first, second, declared)


def _by_name(name: str, first: int | None, second: int | None, declared: str) -> LogicalType:
    if name in ("BOOLEAN", "BOOL", "BIT"):
        return simple(Kind.BOOLEAN, declared)
    if name in ("DECIMAL", "NUMERIC", "MONEY", "NUMBER", "DECIMAL_TEXT"):
        return decimal(first, second, declared)
    if name == "DATE":
        return simple(Kind.DATE, declared)
    if name == "TIME":
        return time_of_day(6 if first is None else min(first, 6), declared)
    if name in ("TIMESTAMPTZ", "DATETIMEOFFSET", "TIMESTAMP WITH TIME ZONE"):
        return timestamp(6 if first is None else min(first, 6), zone=True, native=declared)
    if name.startswith(("DATETIME", "TIMESTAMP", "SMALLDATETIME")):
        return timestamp(6 if first is None else min(first, 6), native=declared)
    if name in ("UUID", "UNIQUEIDENTIFIER", "GUID"):
        return simple(Kind.UUID, declared)
    if name in ("JSON", "JSONB", "JSON_TEXT"):
        return simple(Kind.JSON, declared)
    if name in ("XML", "XML_TEXT"):
        return simple(Kind.XML, declared)
    match affinity(declared):
        case Affinity.INTEGER:
            return integer(64, declared)
        case Affinity.TEXT:
            return text(first, fixed=name in ("CHAR", "NCHAR", "CHARACTER"), native=declared)
        case Affinity.REAL:
            return floating(64, declared)
        case Affinity.BLOB:
            return binary(None, native=declared)
    return text(None, native=declared)
