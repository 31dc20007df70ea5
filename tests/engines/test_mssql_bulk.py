"""What is done about servers whose bulk copy refuses, changes or does not answer."""

from __future__ import annotations

import threading
import time

import pyarrow as pa
import pytest

from dbmigrate.engines.mssql.bulk import BulkCopySwitch, NoAnswerError, proof_row, proven_type, within
from dbmigrate.model.table import Column
from tests.engines.mssql_tables import CALLS, of


def test_what_does_not_come_back_is_not_waited_for() -> None:
    released = threading.Event()
    started = time.monotonic()
    with pytest.raises(NoAnswerError):
        within(lambda: released.wait(30), 0.05)
    assert time.monotonic() - started < 10
    released.set()


def test_what_comes_back_is_handed_on() -> None:
    def fail() -> int:
        raise KeyError("x")

    assert within(lambda: 5, 10) == 5
    with pytest.raises(KeyError):
        within(fail, 10)


def test_the_row_of_proof_has_a_value_wherever_the_batch_has_one() -> None:
    batch = pa.record_batch({"a": pa.array([None, 2, 3]), "b": pa.array(["x", None, None]), "c": pa.nulls(3)})
    assert proof_row(batch).to_pylist() == [{"a": 2, "b": "x", "c": None}]


def test_each_type_is_proven_once_and_a_changed_one_keeps_its_tables_out() -> None:
    switch = BulkCopySwitch(on=True)
    assert {proven_type(column) for column in CALLS.columns} >= {"nvarchar", "nvarchar(max)", "decimal(38,4)"}
    assert switch.unproven(CALLS.columns) == list(CALLS.columns)
    switch.kept.update(proven_type(column) for column in CALLS.columns if column.name != "Cost")
    assert [column.name for column in switch.unproven(CALLS.columns)] == ["Cost"]
    switch.changed.add("decimal(38,4)")
    assert not switch.serves(CALLS.columns)
    assert switch.serves([column for column in CALLS.columns if column.name != "Cost"])
    assert not switch.serves([Column("n", of("decimal", precision=9, scale=4))])
    assert switch.serves([Column("n", of("decimal", precision=9, scale=2))])
