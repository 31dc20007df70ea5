"""How long a plan will take: from what was measured, surest first."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dbmigrate.ledger.rates import Done
from dbmigrate.model.estimate import Basis, Speed
from dbmigrate.model.plan import IntoPlan, MigrationPlan, ReadMethod, TablePlan, WatermarkPlan
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import integer
from dbmigrate.plan.estimate import DEFAULT_VALUES_PER_SECOND, SECONDS_PER_TABLE, Pace, estimate_time


def _table(name: str, rows: int | None, *, columns: int = 10, level: int = 0, key: bool = True) -> TablePlan:
    made = tuple(Column(f"c{number}", integer(64)) for number in range(columns))
    table = Table(TableName(name), made, primary_key=("c0",) if key else ())
    method = ReadMethod.KEYSET if key else ReadMethod.ONE_TRANSACTION
    into = (IntoPlan(table, table.primary_key, ()),)
    return TablePlan("g", table, table.primary_key, True, method, into, level=level, row_estimate=rows)


def _plan(*tables: TablePlan) -> MigrationPlan:
    return MigrationPlan("p", "1", "s", "t", (), ("g",), tables)


def test_nothing_was_measured() -> None:
    found = estimate_time(_plan(_table("a", 1_000_000)), Done(), Pace())
    assert (found.basis, found.rows) == (Basis.DEFAULT, 1_000_000)
    assert found.seconds == pytest.approx(10_000_000 / DEFAULT_VALUES_PER_SECOND + SECONDS_PER_TABLE)


def test_tune_before_the_default_and_the_ledger_before_tune() -> None:
    plan = _plan(_table("a", 1000), _table("b", 1000, columns=20))
    found = estimate_time(plan, Done(), Pace(), tuned_values_per_second=10_000)
    assert found.basis is Basis.TUNE
    assert [one.seconds - SECONDS_PER_TABLE for one in found.tables] == pytest.approx([1.0, 2.0])
    done = Done({"a": Speed(5000, 10.0)})
    found = estimate_time(plan, done, Pace(), tuned_values_per_second=10_000)
    assert [one.basis for one in found.tables] == [Basis.LEDGER, Basis.OTHER_TABLES]
    assert [one.seconds - SECONDS_PER_TABLE for one in found.tables] == pytest.approx([2.0, 4.0])
    assert found.basis is Basis.OTHER_TABLES, "the greatest part"


def test_streams_share_the_tables_of_a_level() -> None:
    tables = [_table("a", 1000), _table("b", 1000), _table("c", 4000, level=1)]
    done = Done({name: Speed(1000, 1.0) for name in "abc"})
    assert estimate_time(_plan(*tables), done, Pace(1)).seconds == pytest.approx(6 + 3 * SECONDS_PER_TABLE)
    assert estimate_time(_plan(*tables), done, Pace(4)).seconds == pytest.approx(5 + 2 * SECONDS_PER_TABLE)


def test_the_pace_is_the_least_it_takes() -> None:
    found = estimate_time(_plan(_table("a", 1000)), Done({"a": Speed(1000, 1.0)}), Pace(1, 100))
    assert found.seconds == pytest.approx(10.0)


def test_rows_that_are_there_already() -> None:
    plan = _plan(_table("a", 1000))
    done = Done({"a": Speed(100, 1.0)}, read_now={"a": 400})
    assert estimate_time(plan, done, Pace()).rows == 600
    closed = replace(done, closed_now=frozenset({"a"}))
    assert estimate_time(plan, closed, Pace()).seconds == 0


def test_a_later_pass() -> None:
    marked = replace(_table("a", 1000), watermark=WatermarkPlan(Column("c1", integer(64)), 0))
    whole, keyless = _table("b", 1000), _table("c", 1000, key=False)
    done = Done({}, inserted={"a": 900, "b": 900, "c": 900}, closed=frozenset({"a", "b", "c"}))
    found = estimate_time(_plan(marked, whole, keyless), done, Pace())
    assert [one.rows for one in found.tables] == [100, 1000, 0]


def test_what_nobody_knows_is_named() -> None:
    found = estimate_time(_plan(_table("a", None), _table("b", 10)), Done(), Pace())
    assert found.unknown == ("a",)
    assert found.rows == 10
    filtered = replace(_plan(_table("b", 10)), filters=(("from", "2010-01-01"),))
    assert estimate_time(filtered, Done(), Pace()).is_most
