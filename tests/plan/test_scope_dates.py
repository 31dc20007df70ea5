"""A date of the operator's as the bound of a column, however that column holds its moments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dbmigrate.model.conditions import AllOf, AnyOf, Compare, Condition, Operator
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, simple
from dbmigrate.plan.scope import at_least, less_than

DAY = Column("at", simple(Kind.DATE))
TEXT = Column("at", simple(Kind.TEXT))


def _holds(condition: Condition, value: str) -> bool:
    """As an engine that compares texts by code point finds it."""
    if isinstance(condition, AllOf):
        return all(_holds(one, value) for one in condition.members)
    if isinstance(condition, AnyOf):
        return any(_holds(one, value) for one in condition.members)
    assert isinstance(condition, Compare)
    compare: dict[Operator, Callable[[str, str], bool]] = {
        Operator.LESS: lambda one, other: one < other,
        Operator.AT_LEAST: lambda one, other: one >= other,
    }
    return compare[condition.operator](value, str(condition.value))


@pytest.mark.parametrize(
    ("moment", "first"),
    [("2024-05-01", "2024-05-01"), ("2024-05-01T00:00:00", "2024-05-01"), ("2024-05-01T00:00:01", "2024-05-02")],
)
def test_a_day_that_has_begun_lies_before(moment: str, first: str) -> None:
    """A column of days holds their beginnings, so a moment within one comes before the next."""
    for day in ("2024-04-30", "2024-05-01", "2024-05-02"):
        assert _holds(at_least(DAY, moment, as_text=False), day) is (day >= first)
        assert _holds(less_than(DAY, moment, as_text=False), day) is (day < first)


@pytest.mark.parametrize("moment", ["2024-05-01", "2024-05-01 10:00", "2024-05-01 10:30:15", "2024-05-01 10:30:15.25"])
def test_a_text_with_a_blank_or_a_t_is_the_same_moment(moment: str) -> None:
    hours = ("00:00:00", "10:00:00", "10:30:15", "10:30:15.5")
    for day, hour in (
        ("2024-04-30", "23:59:59"),
        *(("2024-05-01", hour) for hour in hours),
        ("2024-05-02", "00:00:00"),
    ):
        for value in (f"{day} {hour}", f"{day}T{hour}"):
            expected = f"{day} {hour}" >= moment
            assert _holds(at_least(TEXT, moment, as_text=True), value) is expected, value
            assert _holds(less_than(TEXT, moment, as_text=True), value) is not expected, value
