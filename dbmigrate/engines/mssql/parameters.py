"""Parameters of statements, as both of the drivers send them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_MARKER = re.compile(r"'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|\?")


def without_nulls(text: str, parameters: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """NULL written out.  A driver knows no type for None and asks the server for one."""
    if None not in parameters:
        return text, tuple(parameters)
    values = iter(parameters)

    def written(found: re.Match[str]) -> str:
        return "NULL" if found[0] == "?" and next(values) is None else found[0]

    return _MARKER.sub(written, text), tuple(value for value in parameters if value is not None)
