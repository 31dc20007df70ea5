"""Column defaults that mean the same in every engine: numbers, strings, the current timestamp."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from dbmigrate.model.types import Kind

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_STRING = re.compile(r"[nN]?'((?:[^']|'')*)'(?:::[\w\s().,\"]+)?")
_NOW = frozenset(
    {
        "current_timestamp",
        "current_timestamp()",
        "getdate()",
        "localtimestamp",
        "now()",
        "sysdate",
        "sysdatetime()",
        "systimestamp",
    }
)
_NUMERIC_KINDS = (Kind.INTEGER, Kind.DECIMAL, Kind.FLOAT)
_TEXT_KINDS = (Kind.TEXT, Kind.UUID)
_TIMED_KINDS = (Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.DATE)


class PortableDefault(Struct, frozen=True):
    """``text``: the number as written, or the string without quotes; empty for ``now``."""

    kind: Literal["number", "string", "boolean", "now"]
    text: str = ""


def read_default(default_sql: str | None, kind: Kind) -> PortableDefault | None:
    """The default of a column of this kind, or None where no other engine has its like.

    UTC clocks (``getutcdate()``), sequences and other functions are not portable.
    """
    if default_sql is None:
        return None
    text = _without_parentheses(default_sql)
    string = _STRING.fullmatch(text)
    plain = string[1].replace("''", "'") if string else text
    if kind in _NUMERIC_KINDS and _NUMBER.fullmatch(plain):
        return PortableDefault("number", plain)
    if kind is Kind.BOOLEAN and plain.lower() in ("0", "1", "true", "false"):
        return PortableDefault("boolean", "1" if plain.lower() in ("1", "true") else "0")
    if kind in _TEXT_KINDS and string:
        return PortableDefault("string", plain)
    if kind in _TIMED_KINDS and text.lower() in _NOW:
        return PortableDefault("now")
    return None


def _without_parentheses(text: str) -> str:
    """SQL Server stores ``((-1))`` for -1."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text
