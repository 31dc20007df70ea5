"""Text that PostgreSQL cannot hold is found wherever it stands in an Arrow array, and nothing else is taken for it."""

from __future__ import annotations

import pyarrow as pa
import pytest

from dbmigrate.engines.postgresql.values import refusals

_ROWS = ["plain", "", None, "ü", "a\0b", "behind"]


def _refused(values: pa.Array) -> list[bool]:
    masks = [mask.to_pylist() for mask, _ in refusals(values)]
    return [any(row) for row in zip(*masks, strict=True)] if masks else [False] * len(values)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (0, 6, [False, False, False, False, True, False]),
        (0, 4, [False] * 4),
        (4, 1, [True]),
        (5, 1, [False]),
        (1, 2, [False, False]),
        (3, 0, []),
    ],
)
def test_a_nul_character_is_found_in_any_slice(start: int, count: int, expected: list[bool]) -> None:
    assert _refused(pa.array(_ROWS, pa.string()).slice(start, count)) == expected


def test_what_lies_under_null_is_no_value() -> None:
    under = pa.array(["x\0", "fine"], pa.string())
    values = pa.Array.from_buffers(pa.string(), 2, [pa.py_buffer(b"\x02"), *under.buffers()[1:]])
    assert values.to_pylist() == [None, "fine"]
    assert _refused(values) == [False, False]


def test_no_text_at_all_has_no_nul_character() -> None:
    assert refusals(pa.array([], pa.string())) == []
    assert refusals(pa.nulls(3, pa.string())) == []
    assert refusals(pa.array(["", ""], pa.string())) == []
