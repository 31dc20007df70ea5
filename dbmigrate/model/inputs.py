"""What only the operator can decide: single values, and tables of a few rows."""

from __future__ import annotations

import json

from msgspec import Struct


class TableInput(Struct, frozen=True):
    """Rows in order; where several are in force at one moment, the last one counts.

    ``columns``: (name, DuckDB type).  ``valid``: the columns (from, to) between which a row is in force, the
    second moment excluded; NULL is open.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[object, ...], ...]
    valid: tuple[str, str] | None = None

    def __str__(self) -> str:
        names = [name for name, _ in self.columns]
        listed = [dict(zip(names, row, strict=True)) for row in self.rows]
        return json.dumps(listed, ensure_ascii=False, default=str)


InputValue = str | int | float | bool | TableInput
