"""What makes an interrupted run another run, by name."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from dbmigrate.plan.fingerprint import differences, fingerprint

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


@given(_DOCUMENTS)
def test_a_document_survives_the_ledger(document: dict[str, object]) -> None:
    assert fingerprint(json.loads(json.dumps(document, sort_keys=True))) == fingerprint(document)


def _without_none(value: object) -> object:
    if isinstance(value, dict):
        return {name: inner for name, part in value.items() if (inner := _without_none(part)) is not None}
    return value


@given(_DOCUMENTS, _DOCUMENTS)
def test_no_difference_goes_unnamed(before: dict[str, object], now: dict[str, object]) -> None:
    assert (differences(before, now) == []) == (_without_none(before) == _without_none(now) or before == now)
