"""What Oracle would refuse or change without a word, and how the rest is sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.oracle.carriers import carrier
from dbmigrate.engines.oracle.literals import literals
from dbmigrate.engines.oracle.read import OracleReader, key_scalar
from dbmigrate.engines.oracle.session import dialect
from dbmigrate.engines.oracle.types import CatalogType, logical_type, target_type
from dbmigrate.engines.oracle.values import refusals
from dbmigrate.engines.oracle.write import OracleWriter
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import arrow_type
from dbmigrate.plan.type_fit import incompatibility


def refused(native: str, values: list[Any], charset: str = "AL32UTF8") -> list[int]:
    column = Column("A", logical_type(native))
    array = pa.array(values, arrow_type(column.type))
    rows: set[int] = set()
    for mask, reason in refusals(column, array, charset):
        assert reason
        rows |= {number for number, bad in enumerate(mask.to_pylist()) if bad}
    return sorted(rows)


def day(year: int, month: int = 1, on: int = 1) -> datetime:
    return datetime(year, month, on)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("native", "values", "rows"),
    [
        ("VARCHAR2(20 CHAR)", ["", "a", None], [0]),
        ("CLOB", ["", "a"], [0]),
        ("RAW(4)", [b"", b"\0"], [0]),
        ("BLOB", [b"", b"x"], [0]),
        ("VARCHAR2(3 BYTE)", ["abc", "äb", "äbc"], [2]),
        ("VARCHAR2(3 CHAR)", ["äbc"], []),
        ("NVARCHAR2(2)", ["ab", "a😀", "😀"], [1]),
        ("NUMBER(3,0)", [999, -999, 1000, -1000], [2, 3]),
        ("NUMBER(*,0)", [10**37, -(10**37)], []),
        ("NUMBER", ["1", "-1.5", "9" * 38, "9" * 39, "NaN", "Infinity", "1E+200", "0", "1" + "0" * 60], [3, 4, 5, 6]),
        ("NUMBER", ["1" * 20 + "." + "1" * 18, "1" * 20 + "." + "1" * 19, "0." + "0" * 20 + "1" * 38], [1]),
        ("FLOAT(53)", ["1.5", "1234567890123456"], [1]),
        ("BINARY_DOUBLE", [0.0, -0.0, float("nan"), float("inf")], [1]),
        ("DATE", [day(1), day(9999), day(1582, 10, 4), day(1582, 10, 5), day(1582, 10, 14), day(1582, 10, 15)], [3, 4]),
        ("TIMESTAMP(6)", [day(1582, 10, 9)], [0]),
    ],
)
def test_refused(native: str, values: list[Any], rows: list[int]) -> None:
    assert refused(native, values) == rows


def test_tens() -> None:
    from decimal import Decimal

    assert refused("NUMBER(5,-2)", [Decimal(1200), Decimal(1250)]) == [1]


def test_characters_that_the_database_has_not() -> None:
    assert refused("VARCHAR2(20 CHAR)", ["€uro", "Жук", "plain"], "WE8MSWIN1252") == [1]
    assert refused("NVARCHAR2(20)", ["Жук"], "WE8MSWIN1252") == [0]
    assert refused("VARCHAR2(20 CHAR)", ["é"], "A_CHARSET_NOBODY_KNOWS") == [0]


@pytest.mark.parametrize("native", ["LONG", "XMLTYPE", "JSON", "BFILE", "INTERVAL YEAR(2) TO MONTH"])
def test_types_that_are_not_filled_are_refused_by_the_plan(native: str) -> None:
    reason = incompatibility(logical_type("CLOB"), target_type(logical_type(native)))
    assert reason is not None
    assert native in reason


def test_a_raw_of_extended_size_is_refused_by_the_plan() -> None:
    assert incompatibility(logical_type("RAW(16)"), target_type(logical_type("RAW(2000)"))) is None
    assert incompatibility(logical_type("RAW(16)"), target_type(logical_type("RAW(2001)")))


@pytest.mark.parametrize(
    ("native", "declared", "whole"),
    [
        # Never the target's own type: direct path checks neither digits nor lengths.
        ("NUMBER(3,0)", "NUMBER", "{0}"),
        ("NUMBER(12,2)", "NUMBER", "{0}"),
        ("NUMBER", "VARCHAR2(200)", "TO_NUMBER({0})"),
        ("VARCHAR2(20 CHAR)", "VARCHAR2(4000)", "{0}"),
        ("CHAR(10 BYTE)", "VARCHAR2(4000)", "{0}"),
        ("VARCHAR2(32767 BYTE)", "CLOB", "TO_CHAR({0})"),
        # An NVARCHAR2 would get UTF-8 bytes as they are.
        ("NVARCHAR2(20)", "VARCHAR2(4000)", "TO_NCHAR({0})"),
        ("NVARCHAR2(2000)", "NCLOB", "TO_NCHAR({0})"),
        ("NCLOB", "NCLOB", "{0}"),
        ("DATE", "DATE", "{0}"),
        ("TIMESTAMP(3)", "TIMESTAMP(6)", "{0}"),
        ("TIMESTAMP(9)", "VARCHAR2(40)", "TO_TIMESTAMP({0}, 'YYYY-MM-DD HH24:MI:SS.FF9')"),
        ("TIMESTAMP(6) WITH TIME ZONE", "TIMESTAMP(6)", "FROM_TZ({0}, '+00:00')"),
        ("RAW(16)", "RAW(2000)", "{0}"),
        ("BLOB", "BLOB", "{0}"),
        ("BINARY_FLOAT", "BINARY_FLOAT", "{0}"),
        ("BOOLEAN", "NUMBER", "CASE {0} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END"),
    ],
)
def test_staged_in_a_wide_type(native: str, declared: str, whole: str) -> None:
    sent = carrier(Column("A", logical_type(native)))
    assert (sent.declared, sent.whole) == (declared, whole)


def test_nanoseconds_and_long_numbers_are_sent_as_text() -> None:
    ns = pa.array([1_704_067_200_123_456_789, None], pa.timestamp("ns"))
    assert carrier(Column("A", logical_type("TIMESTAMP(9)"))).convert(ns).to_pylist() == [
        "2024-01-01 00:00:00.123456789",
        None,
    ]
    zoned = ns.cast(pa.timestamp("ns", "UTC"))
    sent = carrier(Column("A", logical_type("TIMESTAMP(9) WITH TIME ZONE")))
    assert sent.convert(zoned).to_pylist() == ["2024-01-01 00:00:00.123456789", None]
    numbers = pa.array(["1" + "0" * 100, "0.5", "-" + "1" * 38 + "0" * 40], pa.string())
    assert carrier(Column("A", logical_type("NUMBER"))).convert(numbers).to_pylist() == [
        "1E+100",
        "0.5",
        "-" + "1" * 38 + "E+40",
    ]


def test_a_zone_is_taken_off_as_utc() -> None:
    at = pa.array([datetime(2024, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    sent = carrier(Column("A", logical_type("TIMESTAMP(6) WITH TIME ZONE"))).convert(at)
    assert sent.type == pa.timestamp("us")


@pytest.mark.parametrize(
    ("catalog", "native"),
    [
        (CatalogType("NUMBER"), "NUMBER"),
        (CatalogType("NUMBER", scale=0), "NUMBER(*,0)"),
        (CatalogType("NUMBER", precision=10, scale=0), "NUMBER(10,0)"),
        (CatalogType("FLOAT", precision=126), "FLOAT(126)"),
        (CatalogType("VARCHAR2", data_length=80, char_length=20, char_used="C"), "VARCHAR2(20 CHAR)"),
        (CatalogType("VARCHAR2", data_length=20, char_length=20, char_used="B"), "VARCHAR2(20 BYTE)"),
        (CatalogType("NVARCHAR2", data_length=40, char_length=20, char_used="C"), "NVARCHAR2(20)"),
        (CatalogType("RAW", data_length=16), "RAW(16)"),
        (CatalogType("TIMESTAMP(6) WITH TIME ZONE", data_length=13, scale=6), "TIMESTAMP(6) WITH TIME ZONE"),
        (CatalogType("XMLTYPE", owner="SYS", data_length=2000), "XMLTYPE"),
        (CatalogType("XMLTYPE", owner="PUBLIC", data_length=2000), "XMLTYPE"),
        (CatalogType("ADDRESS", owner="HR"), "HR.ADDRESS"),
    ],
)
def test_the_catalogues_words(catalog: CatalogType, native: str) -> None:
    assert catalog.native() == native


@pytest.mark.parametrize("text", ["'" * 5_000, "'" * 3_000, "😀" * 3_000, "plain", "a'b" * 700])
def test_no_literal_is_longer_than_the_server_reads(text: str) -> None:
    [shown] = literals(Column("A", logical_type("CLOB")), pa.array([text]))
    found = re.findall(r"'((?:[^']|'')*)'", shown)
    assert "".join(found).replace("''", "'") == text
    assert max(len(part.encode()) for part in found) <= 4_000


def test_what_could_not_be_read_is_no_key() -> None:
    for kind in (pa.int64(), pa.string(), pa.decimal128(9, 2), pa.timestamp("us"), pa.time64("us")):
        assert key_scalar(pa.nulls(1, kind)) is None


def test_bytes_that_no_literal_holds_are_refused() -> None:
    column = Column("A", logical_type("RAW(2000)"))
    assert literals(column, pa.array([b"\x00\xff", None])) == ["HEXTORAW('00ff')", "NULL"]
    with pytest.raises(EngineFault):
        literals(Column("A", logical_type("BLOB")), pa.array([b"x" * 2_001]))


class Answering:
    """A connection, and its cursor, whose every answer is one row."""

    def __init__(self, *row: Any, changed: int = 0) -> None:
        self.asked: list[str] = []
        self.description = [("N",)]
        self.rowcount = changed
        self._row = row

    def cursor(self) -> Answering:
        return self

    def __enter__(self) -> Answering:
        return self

    def __exit__(self, *_: object) -> None: ...

    def execute(self, text: str, *_: Any, **__: Any) -> None:
        self.asked.append(text)

    def executemany(self, text: str, rows: Any) -> None:
        self.asked.append(text)

    def fetchone(self) -> tuple[Any, ...]:
        return self._row

    def fetchall(self) -> list[tuple[Any, ...]]:
        return [self._row]

    def commit(self) -> None: ...


PAIRS = Table(
    TableName("P", "HR"),
    (Column("A", logical_type("NUMBER(9,0)")), Column("B", logical_type("NUMBER(9,0)"))),
    ("A", "B"),
)


def test_the_parts_of_a_key_are_told_apart_in_a_tally() -> None:
    connection = Answering("2 77")
    tally = OracleReader(connection, 5, owns=False).tally(TableRead(PAIRS, PAIRS.columns, ("A", "B")))
    assert (tally.rows, tally.keys) == (2, "77")
    factors = re.findall(r"(\d+) \* ORA_HASH\(t\.\"([AB])\", 4294967295, (\d)\)", connection.asked[0])
    assert [name for _, name, _ in factors] == ["A", "B"]
    assert len({factor for factor, _, _ in factors}) == len({seed for _, _, seed in factors}) == 2


def _writer(connection: Answering) -> OracleWriter:
    return OracleWriter(connection, dialect((19, 3)), owner="HR", direct_path=False)


def test_rows_that_staging_lacks_are_missed() -> None:
    rows = pa.record_batch({"A": pa.array([1, 2], pa.int32()), "B": pa.array([1, 2], pa.int32())})
    with pytest.raises(EngineFault, match="which holds 1") as caught:
        _writer(Answering(1)).load_staging(TableName("DBMIGRATE_STAGE_1"), PAIRS, rows)
    assert caught.value.fault is Fault.TERMINAL


def test_rows_that_another_session_brings_while_they_are_moved_are_noticed() -> None:
    """Its row was not there when the present ones were counted: the batch is tried again."""
    with pytest.raises(EngineFault) as caught:
        _writer(Answering(0, changed=1)).move_staged(
            TableName("DBMIGRATE_STAGE_1"), PAIRS, ["A", "B"], ["A", "B"], upsert=False
        )
    assert caught.value.fault is Fault.TRANSIENT
