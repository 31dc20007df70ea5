"""Which row of a batch has the key that the target shows as this text."""

from __future__ import annotations

import json
from typing import Any

from dbmigrate.model.prepared import PreparedTarget
from dbmigrate.model.storage import stored_value


def row_numbers(target: PreparedTarget) -> dict[str, int]:
    """By the JSON text of the target key, as ``Writer.differing_keys`` gives it."""
    tagged = set(target.into.tagged)
    columns = [_values(target, name, tagged=name in tagged) for name in target.into.key]
    texts = (json.dumps(key, ensure_ascii=False, default=str) for key in zip(*columns, strict=True))
    return {text: number for number, text in enumerate(texts)}


def _values(target: PreparedTarget, name: str, *, tagged: bool) -> list[Any]:
    values: list[Any] = target.rows.column(name).to_pylist()
    return [stored_value(value) for value in values] if tagged else values
