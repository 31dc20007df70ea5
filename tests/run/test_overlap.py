"""The lower bound of an incremental read: never above a row that may be new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbmigrate.model.types import Kind
from dbmigrate.run.overlap import lower_bound

_MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29))  # noqa: DTZ001 - a source may know no zone
Spelling = Callable[[datetime], str]
_SPELLINGS: tuple[Spelling, ...] = (
    lambda m: m.isoformat(sep=" "),
    lambda m: m.isoformat(),
    lambda m: m.isoformat(sep=" ", timespec="milliseconds"),
    lambda m: m.isoformat(sep=" ") + "Z",
    lambda m: m.isoformat() + "+00:00",
)


@given(_MOMENTS, st.integers(0, 86_400), st.sampled_from(_SPELLINGS), st.sampled_from(_SPELLINGS))
def test_as_text_the_bound_sorts_before_the_same_moment_in_any_spelling(
    moment: datetime, overlap: int, of_mark: Spelling, of_row: Spelling
) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    bound = lower_bound(of_mark(moment), overlap, Kind.TEXT, compared_as_text=True)
    assert isinstance(bound, str)
    assert bound <= of_row(moment - timedelta(seconds=overlap))
    assert bound[:10] == of_row(moment - timedelta(seconds=overlap))[:10], "no more is read again than need be"


@pytest.mark.parametrize("mark", ["2024-05-01", "2024-05-01 10:00", "2024-05-01 10:00:00", "2024-05-01 10:00:00.5"])
def test_a_short_spelling_is_not_overtaken_by_its_own_bound(mark: str) -> None:
    bound = lower_bound(mark, 0, Kind.TIMESTAMP, compared_as_text=True)
    assert isinstance(bound, str)
    assert bound <= mark


@given(_MOMENTS, st.integers(0, 86_400))
def test_a_typed_bound_is_the_moment_moved_back(moment: datetime, overlap: int) -> None:
    aware = moment.replace(tzinfo=UTC)
    bound = lower_bound(aware.isoformat(sep=" "), overlap, Kind.TIMESTAMPTZ, compared_as_text=False)
    assert isinstance(bound, str)
    assert datetime.fromisoformat(bound) == aware - timedelta(seconds=overlap)


@pytest.mark.parametrize(
    ("mark", "kind", "bound"),
    [
        ("17", Kind.INTEGER, "7"),
        ("-3", Kind.INTEGER, "-13"),
        ("12.50", Kind.DECIMAL, "2.50"),
        ("NaN", Kind.DECIMAL, None),
        ("123456789012345678901234567899.5", Kind.DECIMAL, "123456789012345678901234567889.5"),
    ],
)
def test_numbers(mark: str, kind: Kind, bound: str | None) -> None:
    assert lower_bound(mark, 10, kind, compared_as_text=False) == bound


@pytest.mark.parametrize(
    ("mark", "kind", "as_text"),
    [
        (None, Kind.TIMESTAMP, False),
        ("infinity", Kind.TIMESTAMP, False),
        ("0044-03-15 10:00:00 BC", Kind.TIMESTAMP, False),
        ("0001-01-01", Kind.DATE, False),
        ("2024-05-01 10:00:00", Kind.TEXT, False),  # sorted by some collation
        ("20240501", Kind.TEXT, True),
        ("99", Kind.INTEGER, True),
        ("2024-05-01 10:00:00+02:00", Kind.TEXT, True),  # its neighbours may be of another zone
        ("soon", Kind.TEXT, True),
    ],
)
def test_everything_is_read_where_the_order_is_not_certain(mark: str | None, kind: Kind, as_text: bool) -> None:
    assert lower_bound(mark, 60, kind, compared_as_text=as_text) is None
