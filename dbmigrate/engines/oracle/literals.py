"""Values as Oracle's own SQL text, for scripts that hold them.

A text literal holds at most 4,000 bytes and HEXTORAW 2,000 (Oracle Database SQL Language Reference, "Text Literals"
and "HEXTORAW"); longer text is put together from CLOB parts, longer bytes have no literal.
"""

from __future__ import annotations

import pyarrow as pa

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.oracle.read import key_scalar, literal
from dbmigrate.model.table import Column

LONGEST_TEXT_BYTES = 4_000
LONGEST_RAW_BYTES = 2_000
_PART = 900
"""Characters of a part: four bytes each, and quotes may double."""


def literals(column: Column, values: pa.Array) -> list[str]:
    """Raises EngineFault for bytes that no literal can hold."""
    return [_one(column, values.slice(row, 1)) for row in range(len(values))]


def _one(column: Column, value: pa.Array) -> str:
    if not value[0].is_valid:
        return "NULL"
    plain = key_scalar(value)
    if isinstance(plain, bytes):
        if len(plain) > LONGEST_RAW_BYTES:
            message = f"a value of {len(plain):,} bytes in {column.name} cannot be written into a script"
            raise EngineFault(Fault.TERMINAL, message)
        return f"HEXTORAW('{plain.hex()}')"
    if isinstance(plain, str) and len(plain.encode()) > LONGEST_TEXT_BYTES // 2:
        parts = (plain[start : start + _PART].replace("'", "''") for start in range(0, len(plain), _PART))
        return " || ".join(f"TO_CLOB('{part}')" for part in parts)
    return literal(plain, column)
