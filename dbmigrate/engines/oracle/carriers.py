"""How a value is sent to Oracle: in what Arrow type, staged in what column type, and the SQL that makes it whole.

Direct path writes blocks as they are sent: "the server does not perform any validation or conversion"
(python-oracledb, ``direct_path_prepare.pyx``).  It would store 123456 in a NUMBER(3), 80 letters in a
VARCHAR2(20 CHAR), and UTF-8 in an NVARCHAR2.  A staging column is therefore never of the target's own type,
but of one wide type for its kind, and the server checks and converts when the rows are moved.

The driver keeps six digits of a second (it goes through Python's datetime), so nanoseconds travel as text.
It also binds no booleans before release 23, and makes every empty string and every empty RAW NULL, as the
server does; these have been refused before.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
from msgspec import Struct

from dbmigrate.engines.decimals import plain_decimals
from dbmigrate.engines.oracle.moments import long_text
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind

SHORT_TEXT_BYTES = 4000
"""The longest VARCHAR2 of every server (MAX_STRING_SIZE = STANDARD)."""
_SHORT_NATIONAL = 1000
"""Characters of an NVARCHAR2 whose UTF-8 surely fits a short VARCHAR2: four bytes each at most."""
_TIMESTAMP = "TO_TIMESTAMP({0}, 'YYYY-MM-DD HH24:MI:SS.FF9')"
_UTC = "FROM_TZ({0}, '+00:00')"
_LONGEST_PLAIN = 60


class Carrier(Struct, frozen=True):
    """``declared``: the staging column's type; ``whole``: SQL over ``{0}``, the staged or bound value."""

    declared: str
    convert: Callable[[pa.Array], pa.Array]
    whole: str = "{0}"
    is_large: bool = False
    """A LOB; as a bind it must stand behind all others (ORA-24816)."""

    def of(self, value: str) -> str:
        return self.whole.format(value)


def carrier(column: Column) -> Carrier:
    """For values in ``arrow_type`` of the column's logical type."""
    logical = column.type
    match logical.kind:
        case Kind.INTEGER:
            return Carrier("NUMBER", _as_it_is)
        case Kind.BOOLEAN:
            return Carrier("NUMBER", _as_integer, "CASE {0} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END")
        case Kind.DECIMAL if logical.precision is None:
            return Carrier("VARCHAR2(200)", _short_decimals, "TO_NUMBER({0})")
        case Kind.DECIMAL:
            return Carrier("NUMBER", _as_it_is)
        case Kind.FLOAT:
            return Carrier("BINARY_FLOAT" if logical.bits == 32 else "BINARY_DOUBLE", _as_it_is)
        case Kind.TIMESTAMP | Kind.TIMESTAMPTZ if (logical.fraction or 0) > 6:
            whole = _TIMESTAMP if logical.kind is Kind.TIMESTAMP else _UTC.format(_TIMESTAMP)
            return Carrier("VARCHAR2(40)", long_text, whole)
        case Kind.TIMESTAMP:
            return Carrier("DATE" if logical.native == "DATE" else "TIMESTAMP(6)", _as_it_is)
        case Kind.TIMESTAMPTZ:
            return Carrier("TIMESTAMP(6)", _without_zone, _UTC)
        case Kind.BYTES if logical.length is None:
            return Carrier("BLOB", _large_bytes, is_large=True)
        case Kind.BYTES:
            return Carrier("RAW(2000)", _as_it_is)
    return _text(column)


def _text(column: Column) -> Carrier:
    native = column.type.native
    if native == "NCLOB":
        return Carrier("NCLOB", _large_text, is_large=True)
    if native.startswith(("NVARCHAR2", "NCHAR")):
        if (column.type.length or 0) <= _SHORT_NATIONAL:
            return Carrier(f"VARCHAR2({SHORT_TEXT_BYTES})", _as_it_is, "TO_NCHAR({0})")
        return Carrier("NCLOB", _large_text, "TO_NCHAR({0})", is_large=True)
    if native.startswith(("VARCHAR2", "CHAR")) and _most_bytes(column) <= SHORT_TEXT_BYTES:
        return Carrier(f"VARCHAR2({SHORT_TEXT_BYTES})", _as_it_is)
    if native.startswith(("VARCHAR2", "CHAR")):
        return Carrier("CLOB", _large_text, "TO_CHAR({0})", is_large=True)
    return Carrier("CLOB", _large_text, is_large=True)


def _most_bytes(column: Column) -> int:
    """A VARCHAR2 of standard size ends at 4000 bytes, however many characters it is declared with."""
    length = column.type.length or 0
    return min(length * 4, SHORT_TEXT_BYTES) if length <= SHORT_TEXT_BYTES else length


def _as_it_is(values: pa.Array) -> pa.Array:
    return values


def _as_integer(values: pa.Array) -> pa.Array:
    return values.cast(pa.int8())


def _without_zone(values: pa.Array) -> pa.Array:
    return values.cast(pa.timestamp(values.type.unit))


def _large_text(values: pa.Array) -> pa.Array:
    return values.cast(pa.large_string())


def _large_bytes(values: pa.Array) -> pa.Array:
    return values.cast(pa.large_binary())


def _short_decimals(values: pa.Array) -> pa.Array:
    """Long numbers with an exponent: their digits are few, as ``refusals`` has seen to."""
    shown = plain_decimals(values)
    long = pc.fill_null(pc.greater(pc.utf8_length(shown), _LONGEST_PLAIN), False)
    if not pc.any(long).as_py():
        return shown
    compact = [_compact(value) for value in shown.filter(long).to_pylist()]
    return pc.replace_with_mask(shown, long, pa.array(compact, pa.string()))


def _compact(shown: str) -> str:
    """``1000`` as ``1E+3``, digit by digit: Decimal's own ``normalize`` rounds to its context."""
    sign, digits, exponent = Decimal(shown).as_tuple()
    text = "".join(map(str, digits))
    kept = text.rstrip("0") or "0"
    return f"{'-' if sign else ''}{kept}E{int(exponent) + len(text) - len(kept):+d}"
