"""What a check asks of a column: all that could keep a value out, and nothing else."""

from __future__ import annotations

import pytest

from dbmigrate.check.doubts import questions_of
from dbmigrate.model.doubts import Doubt, DoubtKind
from dbmigrate.model.plan import ColumnPlan
from dbmigrate.model.table import Column
from dbmigrate.model.types import LogicalType, decimal, floating, integer, text, timestamp


def asked(source: LogicalType, wanted: LogicalType, *consents: str, nullable: bool = True) -> list[Doubt]:
    target = Column("c", wanted, nullable=nullable)
    column = ColumnPlan(target, "c", None, wanted, frozenset(consents))
    return list(questions_of(Column("c", source), column, frozenset()).doubts)


@pytest.mark.parametrize(
    ("source", "wanted", "limits"),
    [
        (integer(16), integer(8), (0, 255)),
        (integer(64), integer(16), (-32_768, 32_767)),
        (integer(8), integer(16), None),
        (integer(32), integer(32), None),
    ],
)
def test_the_range_of_whole_numbers(source: LogicalType, wanted: LogicalType, limits: tuple[int, int] | None) -> None:
    """8 bits have no sign: they are SQL Server's tinyint."""
    assert [(one.kind, one.low, one.high) for one in asked(source, wanted)] == (
        [] if limits is None else [(DoubtKind.RANGE, *limits)]
    )


@pytest.mark.parametrize(
    ("consents", "kinds"),
    [
        ((), [DoubtKind.NULL]),
        (("null_as_empty",), []),
        (("empty_as_null",), [DoubtKind.NULL, DoubtKind.EMPTY]),
        (("empty_as_null", "null_as_empty"), []),
    ],
)
def test_what_becomes_null_where_nothing_may_be_null(consents: tuple[str, ...], kinds: list[DoubtKind]) -> None:
    assert [one.kind for one in asked(text(), text(), *consents, nullable=False)] == kinds
    assert asked(text(), text(), *consents) == []


def test_digits_before_and_behind_the_point() -> None:
    assert asked(decimal(10, 2), decimal(12, 4)) == []
    assert asked(decimal(10, 2), decimal(10, 2)) == []
    [few_before] = asked(decimal(10, 2), decimal(10, 4))
    assert (few_before.kind, few_before.limit, few_before.scale) == (DoubtKind.DIGITS, 6, 4)
    [few_behind] = asked(decimal(10, 4), decimal(10, 2), "round")
    assert (few_behind.limit, few_behind.rounds) == (8, True)


def test_lengths_and_fractions() -> None:
    assert asked(text(5), text(5)) == []
    assert [(one.kind, one.limit) for one in asked(text(6), text(5))] == [(DoubtKind.TOO_LONG, 5)]
    assert asked(text(6), text(5), "truncate") == []
    [trimmed] = asked(text(6), text(5), "trim")
    assert trimmed.beside_blanks
    assert [one.kind for one in asked(text(9), text(5, fixed=True))] == [DoubtKind.TOO_SHORT, DoubtKind.TOO_LONG]
    assert [(one.kind, one.limit) for one in asked(timestamp(6), timestamp(3))] == [(DoubtKind.FRACTION, 3)]
    assert asked(timestamp(6), timestamp(3), "round") == asked(timestamp(3), timestamp(6)) == []


def test_only_reading_tells_whether_a_narrower_float_keeps_its_value() -> None:
    column = ColumnPlan(Column("c", floating(32)), "c", None, floating(32))
    assert questions_of(Column("c", floating(64)), column, frozenset()).must_read
    wider = ColumnPlan(Column("c", floating(64)), "c", None, floating(64))
    assert not questions_of(Column("c", floating(32)), wider, frozenset()).must_read
