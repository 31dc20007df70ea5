"""Casts that keep a value to the last digit, or say which row they cannot keep."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.engines.isolate import isolate
from dbmigrate.engines.moments import infinities_as_text
from dbmigrate.transform.exact_cast import exact_cast


@pytest.mark.parametrize(
    ("values", "wanted", "lost"),
    [
        # Of so many digits not every decimal is the shortest text of its float.
        (["0.0009765629", "0.5"], pa.float32(), [0]),
        (["9007199254740993", "9007199254740992"], pa.float64(), [0]),
        ([Decimal("0.0009765625000000001"), Decimal("0.5")], pa.float64(), [0]),
        # An exponent takes a short text out of the range.
        (["1e400", "1e40", "-1e400"], pa.float64(), [0, 2]),
        (["1e40", "1e20", "0"], pa.float32(), [0]),
        ([2**24, 2**24 + 1, -(2**24) - 1], pa.float32(), [1, 2]),
        ([2**53, 2**53 + 1, None], pa.float64(), [1]),
        ([0.1, 0.5, None], pa.float32(), [0]),
        (["007", "7", "-0", "0x10", " 7", "+7"], pa.int64(), [0, 2, 3, 4, 5]),
        ([0, 1, 2, None], pa.bool_(), [2]),
        ([datetime(2024, 1, 1), datetime(2024, 1, 1, 8)], pa.date32(), [1]),  # noqa: DTZ001
        ([Decimal("1.0"), Decimal("1.5")], pa.int64(), [1]),
        ([True, False, None], pa.decimal128(3, 1), []),
        ([2**63 - 1, 5], pa.decimal128(3, 1), [0]),
        (["24:00", "24:00:01", "23:59:59.5", "1:00"], pa.time64("us"), [1, 3]),
        ([b"a"], pa.string(), [0]),
    ],
)
def test_what_would_be_lost_is_named(values: list[Any], wanted: pa.DataType, lost: list[int]) -> None:
    found, failed = isolate(lambda part: exact_cast(part, wanted), pa.array(values), wanted, "is lost")
    assert sorted(failed) == lost
    assert [row for row, value in enumerate(found) if not value.is_valid and values[row] is not None] == lost


def test_each_of_many_values_is_found_where_it_stands() -> None:
    bad = {0, 5, 6, 12, 13, 14, 31}
    texts = [f"x{n}" if n in bad else str(n) for n in range(32)]
    found, failed = isolate(lambda part: part.cast(pa.int64()), pa.array(texts), pa.int64(), "no")
    assert set(failed) == bad
    assert found.to_pylist() == [None if n in bad else n for n in range(32)]


def test_a_moment_long_ago_keeps_its_time_of_day() -> None:
    """Before 1970 the numbers are negative, and Julian days name what ISO text cannot."""
    ticks = [-62_135_596_800_000_000 - 1, -62_135_596_800_000_000, 253_402_300_800_000_000 + 1_500_000]
    shown = infinities_as_text(pa.array(ticks, pa.int64()).view(pa.timestamp("us")))
    assert shown.to_pylist() == ["J1721425 23:59:59.999999Z", "0001-01-01 00:00:00.000000", "J5373485 00:00:01.500000Z"]
