"""What makes an interrupted run another run, by name."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dbmigrate.model.conditions import IsNull
from dbmigrate.model.domains import Domain, Home, Rule
from dbmigrate.model.plan import (
    ColumnPlan,
    IntoPlan,
    MigrationPlan,
    OrphanRule,
    ReadMethod,
    TablePlan,
    WatermarkPlan,
    WriteMode,
)
from dbmigrate.model.scope import TableScope
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import integer, text
from dbmigrate.plan.fingerprint import differences, fingerprint, plan_document, table_terms

_LEAVES = st.none() | st.text(max_size=3) | st.integers() | st.lists(st.text(max_size=2), max_size=2)
_DOCUMENTS = st.dictionaries(
    st.text("abc", min_size=1, max_size=2),
    _LEAVES | st.dictionaries(st.text("xyz", min_size=1, max_size=1), _LEAVES, max_size=3),
    max_size=4,
)


def test_names_lead_to_the_leaf() -> None:
    before = {"tables": {"calls": {"key": ["id"], "into": {"calls": {"mode": "insert"}}}}, "source": "a"}
    now = {"tables": {"calls": {"key": ["id"], "into": {"calls": {"mode": "upsert"}}}}, "source": "b"}
    assert differences(before, now) == [("source", "a", "b"), ("tables.calls.into.calls.mode", "insert", "upsert")]


def test_a_table_more_and_a_table_less() -> None:
    found = differences({"tables": {"a": {"key": []}}}, {"tables": {"b": {"key": []}}})
    assert [name for name, _, _ in found] == ["tables.a", "tables.b"]
    assert found[0][2] == found[1][1] == "(absent)"


def test_the_order_of_names_is_of_no_consequence_but_that_of_columns_in_a_key_is() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"key": ["a", "b"]}) != fingerprint({"key": ["b", "a"]})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_DOCUMENTS)
def test_a_document_survives_the_ledger(document: dict[str, object]) -> None:
    assert fingerprint(json.loads(json.dumps(document, sort_keys=True))) == fingerprint(document)


def _without_none(value: object) -> object:
    if isinstance(value, dict):
        return {name: inner for name, part in value.items() if (inner := _without_none(part)) is not None}
    return value


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_DOCUMENTS, _DOCUMENTS)
def test_no_difference_goes_unnamed(before: dict[str, object], now: dict[str, object]) -> None:
    assert (differences(before, now) == []) == (_without_none(before) == _without_none(now) or before == now)


# Everything that decides which rows go where, and how they look

ID, NOTE = Column("id", integer(64), nullable=False), Column("note", text())
SITE = Domain("site", Rule.MATCH, given=(("a", "1"),))
TABLE = Table(TableName("calls"), (ID, NOTE), ("id",))
COPIED = ColumnPlan(NOTE, "note", None, text())
INTO = IntoPlan(TABLE, ("id",), (ColumnPlan(ID, "id", None, integer(64), domain=SITE), COPIED))
READ = TablePlan("all", TABLE, ("id",), True, ReadMethod.KEYSET, (INTO,), WatermarkPlan(NOTE, 60))
PLAN = MigrationPlan("small", "1", "from", "to", (("hours", "8"),), ("all",), (READ,))


def _table(**changes: object) -> MigrationPlan:
    return replace(PLAN, tables=(replace(READ, **changes),))


def _into(**changes: object) -> MigrationPlan:
    return _table(into=(replace(INTO, **changes),))


def _column(**changes: object) -> MigrationPlan:
    return _into(columns=(INTO.columns[0], replace(COPIED, **changes)))


def _domain(**changes: object) -> MigrationPlan:
    return _into(columns=(replace(INTO.columns[0], domain=replace(SITE, **changes)), COPIED))


NOT_NULL = replace(TABLE, columns=(ID, replace(NOTE, nullable=False)))
CHANGES: dict[str, Callable[[], MigrationPlan]] = {
    "package": lambda: replace(PLAN, package="other"),
    "release": lambda: replace(PLAN, package_release="2"),
    "source": lambda: replace(PLAN, source_identity="elsewhere"),
    "target": lambda: replace(PLAN, target_identity="elsewhere"),
    "input": lambda: replace(PLAN, inputs=(("hours", "9"),)),
    "filters": lambda: replace(PLAN, filters=(("site", ["a"]),)),
    "no table": lambda: replace(PLAN, tables=()),
    "group": lambda: _table(group="other"),
    "key": lambda: _table(key=("note",)),
    "method": lambda: _table(method=ReadMethod.ONE_TRANSACTION),
    "source column": lambda: _table(source=NOT_NULL),
    "watermark": lambda: _table(watermark=None),
    "overlap": lambda: _table(watermark=WatermarkPlan(NOTE, 61)),
    "scope": lambda: _table(scope=TableScope(IsNull(NOTE), '{"date": ["note", null, null]}')),
    "orphans": lambda: _table(orphans=OrphanRule(TABLE, (("id", "id"),))),
    "member": lambda: _table(member=("workflow", "one")),
    "target's key": lambda: _into(key=("note",)),
    "mode": lambda: _into(mode=WriteMode.UPSERT),
    "rows of others": lambda: _into(may_hold_rows=True),
    "distinct": lambda: _into(distinct=True),
    "target column": lambda: _into(table=NOT_NULL),
    "expression": lambda: _column(source=None, expression="upper(note)"),
    "other source column": lambda: _column(source="id"),
    "wire type": lambda: _column(wire=text(9)),
    "consent": lambda: _column(consents=frozenset({"truncate"})),
    "no domain": lambda: _into(columns=(replace(INTO.columns[0], domain=None), COPIED)),
    "domain's rule": lambda: _domain(rule=Rule.ALLOCATE),
    "domain's keeping": lambda: _domain(keep=False),
    "given value": lambda: _domain(given=(("a", "2"),)),
    "fixed value": lambda: _domain(fixed=frozenset({"0"})),
    "case of values": lambda: _domain(ignore_case=True),
    "shared domain": lambda: _domain(shared=True),
    "home": lambda: _domain(home=Home(TABLE, "id", ("note",))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_plan_is_another_run(change: str) -> None:
    before, now = plan_document(PLAN), plan_document(CHANGES[change]())
    assert fingerprint(before) != fingerprint(now)
    assert differences(json.loads(json.dumps(before)), json.loads(json.dumps(now)))


def test_estimates_and_notes_are_no_other_run() -> None:
    assert plan_document(_table(row_estimate=7, notes=("x",), level=3)) == plan_document(PLAN)


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "no table"])
def test_a_table_under_other_terms_is_read_though_its_source_is_as_it_was(change: str) -> None:
    """Which source it is, and how rows are written, decides nothing about the rows that come of it."""
    plan = CHANGES[change]()
    is_same = change in ("source", "filters", "rows of others")
    assert (table_terms(plan, plan.tables[0]) == table_terms(PLAN, READ)) is is_same
