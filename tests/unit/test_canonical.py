"""Two spellings are one value exactly when an engine may give either for the same thing."""

from __future__ import annotations

from contextlib import closing

import pyarrow as pa
import pytest

from dbmigrate.compute.canonical import normal_decimal, normal_json
from dbmigrate.compute.digest import digest_rows, hashable
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.model.batch import Digest
from dbmigrate.model.plan import ColumnPlan, IntoPlan
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType, decimal, simple, text

DIGITS = "1234567890" * 4


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('{"a": 1, "b": [2]}', '{"b":[2],"a":1.00}', True),
        ('{"a": 1, "b": 2}', '{"a": 2, "b": 1}', False),
        ("[1, 2]", "[2, 1]", False),
        ('{"a": 1}', '{"a": "1"}', False),
        ('{"a": 1}', '{"a": "1e0"}', False),
        ('{"a": 1}', '{"a": {"number": "1e0"}}', False),
        ('{"a": 1}', '[["a", 1]]', False),
        ('{"a": 1, "a": 1}', '{"a": 1}', False),
        ('{"a": null}', "{}", False),
        ("true", "1", False),
        ('"\\u00e9"', '"é"', True),
        ('"é"', '"e\u0301"', False),
        (DIGITS, f"{DIGITS}.0", True),
        (f"0.{DIGITS}", f"0.{DIGITS[:-1]}1", False),
        ("1e400", "1e401", False),
        ("-1", "1", False),
        ('"a"', '"A"', False),
        ('"a"', '"a "', False),
    ],
)
def test_documents(one: str, other: str, same: bool) -> None:
    assert (normal_json(one) == normal_json(other)) is same
    assert _hashes_alike(simple(Kind.JSON), one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.50", "1.5", True),
        ("100", "1e2", True),
        ("100", "10", False),
        ("-1.5", "1.5", False),
        ("0.00", "0", True),
        ("-0", "0", True),
        ("0.1", "0.01", False),
        ("001", "1", True),
        (DIGITS, f"{DIGITS[:-1]}1", False),
        ("NaN", "nan", True),
        ("Infinity", "-Infinity", False),
        ("NaN", "0", False),
    ],
)
def test_decimals(one: str, other: str, same: bool) -> None:
    assert (normal_decimal(one) == normal_decimal(other)) is same
    assert _hashes_alike(decimal(), one, other) is same


def _hashes_alike(logical: LogicalType, one: str, other: str) -> bool:
    column = ColumnPlan(Column("v", logical), "v", None, logical)
    [first, second] = hashable(column, pa.array([one, other])).to_pylist()
    return bool(first == second)


def test_equal_rows_do_not_cancel() -> None:
    """Neither in pairs nor wherever they stand; and a row is more than its values side by side."""
    columns = (Column("a", text()), Column("b", text()))
    into = IntoPlan(Table(TableName("t"), columns), (), tuple(ColumnPlan(c, c.name, None, c.type) for c in columns))

    def digest(*rows: tuple[str | None, str | None]) -> Digest:
        arrays = [pa.array([row[n] for row in rows], pa.string()) for n in range(2)]
        with closing(sealed_connection({})) as connection:
            return digest_rows(connection, into, pa.RecordBatch.from_arrays(arrays, names=["a", "b"]))

    assert digest(("x", "y"), ("x", "y")) != digest(("z", "y"), ("z", "y"))
    assert digest(("x", "y"), ("z", "y")) == digest(("z", "y"), ("x", "y"))
    assert digest(("x", "y"), ("x", "y")) == digest(("x", "y")) + digest(("x", "y"))
    for other in (("y", "x"), ("xy", ""), ("", "xy"), ("x", None), (None, "y"), ("x", "Y"), ("x", "y ")):
        assert digest(("x", "y")) != digest(other)
