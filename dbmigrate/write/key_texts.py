"""Which row of a batch has the key that the target shows as this text."""

from __future__ import annotations

import json
from typing import Any

from dbmigrate.model.prepared import PreparedTarget


def row_numbers(target: PreparedTarget) -> dict[str, int]:
    """By the JSON text of the target key, as ``Writer.differing_keys`` gives it."""
    tagged = set(target.into.tagged)
    columns = [_values(target, name, tagged=name in tagged) for name in target.into.key]
    texts = (json.dumps(key, ensure_ascii=False, default=str) for key in zip(*columns, strict=True))
    return {text: number for number, text in enumerate(texts)}


def _values(target: PreparedTarget, name: str, *, tagged: bool) -> list[Any]:
    values: list[Any] = target.rows.column(name).to_pylist()
    return [_untagged(value) for value in values] if tagged else values


def _untagged(value: str | None) -> Any:
    """A value from its text with the storage class in front."""
    if value is None:
        return None
    match value[:1]:
        case "i":
            return int(value[1:])
        case "r":
            return float(value[1:])
        case "b":
            return bytes.fromhex(value[1:])
    return value[1:]
