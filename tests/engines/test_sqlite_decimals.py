"""Doubles become the decimals that they would become by their shortest spelling."""

from __future__ import annotations

import math
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dbmigrate.engines.sqlite import values as sqlite_values
from dbmigrate.engines.sqlite.values import from_storage
from dbmigrate.model.types import decimal

NEAR = st.builds(
    lambda whole, scale, ulps: _moved(whole / 10**scale, ulps),
    st.integers(-(10**17), 10**17),
    st.integers(0, 12),
    st.integers(-2, 2),
)
DOUBLES = st.one_of(st.none(), NEAR, st.floats(allow_nan=False), st.integers(-(2**53), 2**53).map(float))


def _moved(value: float, ulps: int) -> float:
    for _ in range(abs(ulps)):
        value = math.nextafter(value, math.inf if ulps > 0 else -math.inf)
    return value


def read(precision: int, scale: int, doubles: list[float | None]) -> tuple[pa.Array, dict[int, str]]:
    reals = pa.array(doubles, pa.float64())
    return from_storage(decimal(precision, scale), pa.nulls(len(doubles), pa.string()), reals)


@given(st.integers(1, 38), st.integers(0, 20), st.lists(DOUBLES, min_size=1, max_size=8))
@example(15, 0, [999999999999999.0, -0.0, None])
@example(16, 0, [1e15, 9007199254740991.0])
@example(38, 22, [1e-22])
@example(12, 2, [0.1 + 0.2, math.inf])
def test_as_their_shortest_spelling(precision: int, scale: int, doubles: list[float | None]) -> None:
    scale = min(scale, precision)
    found, refused = read(precision, scale, doubles)
    short = sqlite_values._short_decimals
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_values, "_short_decimals", lambda *_: None)
        assert (found, refused) == read(precision, scale, doubles)
    assert sqlite_values._short_decimals is short


def test_prices_are_not_spelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_values, "plain_decimals", None)
    found, refused = read(12, 2, [n / 100 for n in range(-5000, 5000)] + [None])
    assert found.to_pylist() == [Decimal(n).scaleb(-2) for n in range(-5000, 5000)] + [None]
    assert not refused


def test_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_values, "plain_decimals", None)
    reals = pa.array([1.5, None, 2.25, None, 3.0], pa.float64()).slice(1, 3)
    found, _ = from_storage(decimal(12, 2), pa.nulls(3, pa.string()), reals)
    assert found.to_pylist() == [None, Decimal("2.25"), None]
    found.validate(full=True)
