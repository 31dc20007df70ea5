"""Decimals as plain text."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pyarrow as pa

from dbmigrate.model.arrow_functions import pc

_MAX_EXPONENT = 150_000
"""PostgreSQL's numeric ends at 131072 digits before and 16383 after the point."""


def plain_decimals(values: pa.Array) -> pa.Array:
    """Text without exponent; Arrow writes small decimals as ``1E-8``.  Text that is no number stays as it is."""
    shown = values if pa.types.is_string(values.type) else values.cast(pa.string())
    exponents = pc.fill_null(pc.match_substring_regex(shown, "[0-9.][eE]"), False)
    if not pc.any(exponents).as_py():
        return shown
    expanded = [expand(value) for value in shown.filter(exponents).to_pylist()]
    return pc.replace_with_mask(shown, exponents, pa.array(expanded, pa.string()))


def expand(shown: str) -> str:
    """``1E-8`` as ``0.00000001``; as it is if it is no number, or one of more digits than anybody writes."""
    try:
        value = Decimal(shown)
    except InvalidOperation:
        return shown
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > _MAX_EXPONENT:
        return shown
    return format(value, "f")
