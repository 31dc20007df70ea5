"""Parameters of statements, as both of the drivers send them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Row = tuple[Any, ...]

_SQL_WVARCHAR, _SQL_VARBINARY, _SQL_DOUBLE, _SQL_BIGINT = -9, -3, 8, -5
_LONGEST_UNITS, _LONGEST_BYTES = 4000, 8000
"""Of a value within a row; what is longer is sent in pieces."""
_MARKER = re.compile(r"'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|\?")


def without_nulls(text: str, parameters: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """NULL written out.  A driver knows no type for None and asks the server for one."""
    if None not in parameters:
        return text, tuple(parameters)
    values = iter(parameters)

    def written(found: re.Match[str]) -> str:
        return "NULL" if found[0] == "?" and next(values) is None else found[0]

    return _MARKER.sub(written, text), tuple(value for value in parameters if value is not None)


def parted(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Rows that go together, and rows with a value that is sent in pieces."""
    small: list[Row] = []
    large: list[Row] = []
    for row in rows:
        (large if any(map(_is_large, row)) else small).append(row)
    return small, large


def input_sizes(rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """(SQL type, size, digits) of each parameter, for all rows.

    mssql-python would take the type from the longest text of a column, and send what that one's code page lacks as
    ``?`` for all others.  pyodbc would ask the server, and send text as bytes of a code page to one that cannot tell.
    """
    return [_input_size([value for value in column if value is not None]) for column in zip(*rows, strict=True)]


def _input_size(values: Sequence[Any]) -> tuple[int, int, int]:
    kinds = {type(value) for value in values}
    if kinds == {int}:
        return _SQL_BIGINT, 19, 0
    if kinds == {float}:
        return _SQL_DOUBLE, 53, 0
    if kinds == {bytes}:
        return _SQL_VARBINARY, max(1, *map(len, values)), 0
    if kinds <= {str}:
        return _SQL_WVARCHAR, max([1, *map(_utf16_units, values)]), 0
    raise TypeError(f"a column of parameters holds {', '.join(sorted(kind.__name__ for kind in kinds))}")


def _is_large(value: Any) -> bool:
    if isinstance(value, bytes):
        return len(value) > _LONGEST_BYTES
    return isinstance(value, str) and len(value) * 2 > _LONGEST_UNITS and _utf16_units(value) > _LONGEST_UNITS


def _utf16_units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
