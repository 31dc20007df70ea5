"""Values that Oracle would refuse or change without a word: (mask, reason) pairs.

* ``''`` and an empty RAW are NULL; the group file may consent by ``empty_as_null``.
* -0.0 becomes 0 in BINARY_FLOAT and BINARY_DOUBLE (SQL Language Reference, "Floating-Point Numbers").
* A NUMBER without precision keeps 38 digits surely, and lies between 1E-130 and 1E126.
* NUMBER(p,-s) is rounded to tens.  VARCHAR2 counts bytes or characters, NVARCHAR2 UTF-16 units.
* A database whose character set is not Unicode replaces what it lacks by a question mark.
* Days from 5 to 14 October 1582 do not exist; years before 1 are counted otherwise.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from dbmigrate.engines.oracle.moments import no_oracle_day
from dbmigrate.engines.oracle.types import is_national, number_digits
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind

Refusal = tuple[pa.Array, str]

EMPTY_TEXT = "is an empty string, which Oracle stores as NULL"
_CODECS = {
    "US7ASCII": "ascii",
    "WE8ISO8859P1": "latin-1",
    "WE8ISO8859P9": "iso8859-9",
    "WE8ISO8859P15": "iso8859-15",
    "WE8MSWIN1252": "cp1252",
    "EE8ISO8859P2": "iso8859-2",
    "EE8MSWIN1250": "cp1250",
    "CL8MSWIN1251": "cp1251",
    "EL8MSWIN1253": "cp1253",
    "TR8MSWIN1254": "cp1254",
    "BLT8MSWIN1257": "cp1257",
    "JA16SJIS": "shift_jis",
    "JA16EUC": "euc_jp",
    "ZHS16GBK": "gbk",
    "KO16MSWIN949": "cp949",
    "ZHT16MSWIN950": "cp950",
}
UNICODE_CHARSETS = ("AL32UTF8", "UTF8")
_CHARACTERS = re.compile(r"(?P<name>N?VARCHAR2|N?CHAR)\((?P<length>\d+)(?: (?P<unit>CHAR|BYTE))?\)")
_FLOAT = re.compile(r"FLOAT\((?P<bits>\d+)\)")
_MOST_DIGITS = 38
_FIRST_EXPONENT, _LAST_EXPONENT = -130, 125
_BEYOND_BASE = "[\U00010000-\U0010ffff]"


def refusals(column: Column, values: pa.Array, charset: str) -> list[Refusal]:
    """``values`` in ``arrow_type`` of the column's type; ``charset``: NLS_CHARACTERSET of the database."""
    native, kind = column.type.native, column.type.kind
    if pa.types.is_floating(values.type):
        bits = values.cast(pa.float64()).view(pa.int64())
        return [(pc.equal(bits, pa.scalar(-(2**63), pa.int64())), "-0.0 would be stored as 0")]
    if pa.types.is_timestamp(values.type):
        return [(no_oracle_day(values), "is before year 1, after 9999, or from 5 to 14 October 1582")]
    if kind is Kind.INTEGER:
        return _integers(native, values)
    if kind is Kind.DECIMAL:
        return _unbounded(native, values) if pa.types.is_string(values.type) else _tens(native, values)
    if pa.types.is_binary(values.type):
        return [(pc.equal(pc.binary_length(values), 0), "is an empty value, which Oracle stores as NULL")]
    if pa.types.is_string(values.type):
        return _texts(native, values, charset)
    return []


def _integers(native: str, values: pa.Array) -> list[Refusal]:
    digits = number_digits(native)
    if digits is None:
        return []
    limit = 10 ** digits[0]
    wide = values.cast(pa.int64())
    too_large = pc.or_(pc.greater_equal(wide, limit), pc.less_equal(wide, -limit))
    return [(too_large, f"has more than {digits[0]} digits")]


def _tens(native: str, values: pa.Array) -> list[Refusal]:
    digits = number_digits(native)
    if digits is None or digits[1] >= 0:
        return []
    rounded = pc.round(values, ndigits=digits[1])
    return [(pc.not_equal(rounded, values), f"would be rounded by {native}")]


def _unbounded(native: str, values: pa.Array) -> list[Refusal]:
    """Text of numbers; NaN and the infinities of other engines are no numbers here."""
    bits = _FLOAT.fullmatch(native)
    most = int(int(bits["bits"]) * 0.30103) if bits else _MOST_DIGITS
    # Up to here neither digits nor magnitude can be too many.
    easy = pc.match_substring_regex(values, rf"^-?\d{{1,{most // 2}}}(\.\d{{1,{most // 2}}})?$")
    doubtful = pc.fill_null(pc.invert(easy), False)
    if not pc.any(doubtful).as_py():
        return []
    bad = pa.array([not _is_kept(value, most) for value in values.filter(doubtful).to_pylist()], pa.bool_())
    mask = pc.replace_with_mask(doubtful, doubtful, bad)
    return [(mask, f"is no number, or not one that {native} keeps exactly ({most} digits)")]


def _is_kept(shown: str, most: int) -> bool:
    try:
        value = Decimal(shown)
    except InvalidOperation:
        return False
    if not value.is_finite():
        return False
    plain = value.as_tuple()
    digits = "".join(map(str, plain.digits)).strip("0")
    return not digits or (len(digits) <= most and _FIRST_EXPONENT <= value.adjusted() <= _LAST_EXPONENT)


def _texts(native: str, values: pa.Array, charset: str) -> list[Refusal]:
    found: list[Refusal] = [(pc.equal(values, ""), EMPTY_TEXT)]
    declared = _CHARACTERS.fullmatch(native)
    if declared is not None:
        found += _lengths(native, declared["unit"], int(declared["length"]), values)
    if charset not in UNICODE_CHARSETS:
        lost = f"holds a character that is not in the database's character set {charset}"
        found.append((_not_in(charset, values), lost))
    return found


def _lengths(native: str, unit: str | None, length: int, values: pa.Array) -> list[Refusal]:
    if is_national(native):
        units = pc.add(pc.utf8_length(values), pc.count_substring_regex(values, _BEYOND_BASE))
        return [(pc.greater(units, length), f"is longer than the {length} UTF-16 units of {native}")]
    if unit == "BYTE":
        return [(pc.greater(pc.binary_length(values), length), f"is longer than the {length} bytes of {native}")]
    return []


def _not_in(charset: str, values: pa.Array) -> pa.Array:
    """N columns too: the driver sends every bind in the database's character set."""
    foreign = pc.fill_null(pc.invert(pc.string_is_ascii(values)), False)
    if not pc.any(foreign).as_py():
        return foreign
    codec = _CODECS.get(charset, "ascii")
    lost = pa.array([not _encodes(value, codec) for value in values.filter(foreign).to_pylist()], pa.bool_())
    return pc.replace_with_mask(foreign, foreign, lost)


def _encodes(value: str, codec: str) -> bool:
    try:
        value.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
