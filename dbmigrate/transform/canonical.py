"""One spelling for values that engines spell in several ways."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

_UUID = re.compile(r"^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$")
_CANONICAL_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def canonical_json(values: pa.Array) -> pa.Array:
    """JSON text as it is; ``pa.ArrowInvalid`` if a value is not JSON.

    Whether two spellings are equal is decided when digests are made, not here.
    """
    for value in values.to_pylist():
        if value is not None:
            normal_json(value)
    return values


def normal_json(value: str) -> str:
    """Sorted keys, no spaces, numbers by value: equal exactly when the documents are."""
    try:
        parsed = json.loads(value, parse_float=_number, parse_int=_number)
    except ValueError as error:
        raise pa.ArrowInvalid(str(error)) from None
    return json.dumps(parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _number(text: str) -> str:
    # Tagged so that the number 1 and the string "1" stay different.
    return f"\x01{normal_decimal(text)}"


def normal_decimal(text: str) -> str:
    """A decimal's text without exponent, sign of zero or trailing zeros."""
    value = Decimal(text)
    if not value.is_finite():
        return str(value)
    shown = format(value, "f")
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def canonical_uuid(values: pa.Array) -> pa.Array:
    """Lower-case text with dashes; ``pa.ArrowInvalid`` if a value is not a UUID."""
    lowered = pc.utf8_lower(values)
    if pc.all(pc.fill_null(pc.match_substring_regex(lowered, _CANONICAL_UUID), True)).as_py():
        return lowered
    shown = []
    for value in lowered.to_pylist():
        if value is None:
            shown.append(None)
            continue
        if not _UUID.match(value):
            raise pa.ArrowInvalid("not a UUID")
        digits = value.strip("{}").replace("-", "")
        shown.append("-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])))
    return pa.array(shown, pa.string())
