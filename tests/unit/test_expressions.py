"""Expressions of a group file over a batch: every row gets its own value, and a failing one is refused by itself."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.plan import ColumnPlan, IntoPlan
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import integer
from dbmigrate.transform.expressions import Transformer


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    made = sealed_connection({})
    yield made
    made.close()


def _into(**expressions: str) -> IntoPlan:
    columns = tuple(
        ColumnPlan(Column(name, integer(64)), None, text, integer(64)) for name, text in expressions.items()
    )
    return IntoPlan(Table(TableName("t"), tuple(column.target for column in columns)), (), columns)


def test_values_stay_in_their_rows_beside_those_that_fail(connection: duckdb.DuckDBPyConnection) -> None:
    texts = ["1", "2", "x", "4", "y", None, "7", "8", "9"]
    made = Transformer(_into(n="v::bigint", twice="v::bigint * 2"), lambda: connection).apply(
        pa.record_batch({"v": texts})
    )
    assert made.arrays["n"].to_pylist() == [1, 2, None, 4, None, None, 7, 8, 9]
    assert made.arrays["twice"].to_pylist() == [2, 4, None, 8, None, None, 14, 16, 18]
    assert {row: column for row, (column, _) in made.refused.items()} == {2: "n", 4: "n"}


@pytest.mark.parametrize("shown", ["string_split(v, ',')", "CASE WHEN v = 'c' THEN ['c'] END"], ids=["more", "fewer"])
def test_an_expression_that_gives_another_number_of_rows_is_refused(
    connection: duckdb.DuckDBPyConnection, shown: str
) -> None:
    rows = pa.record_batch({"v": ["a,b", "c"]})
    with pytest.raises(PlanRefusedError) as caught:
        Transformer(_into(n=f"unnest({shown})"), lambda: connection).apply(rows)
    assert caught.value.code == "DBM-4021"


def test_an_expression_that_fails_whatever_the_values_are_is_no_fault_of_a_row(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = pa.record_batch({"v": ["1", "x"]})
    with pytest.raises(PlanRefusedError) as caught:
        Transformer(_into(n="v::bigint", m="w::bigint"), lambda: connection).apply(rows)
    assert (caught.value.code, caught.value.where) == ("DBM-4020", "m = w::bigint")
