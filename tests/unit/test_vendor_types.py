"""SQL Server type notation."""

from __future__ import annotations

import pytest

from dbmigrate.engines.vendor_types import parse_vendor_type
from dbmigrate.model import types
from dbmigrate.model.types import Kind, LogicalType


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("tinyint", types.integer(8)),
        ("smallint", types.integer(16)),
        ("int", types.integer(32)),
        ("bigint", types.integer(64)),
        ("bit", types.simple(Kind.BOOLEAN)),
        ("char(18)", types.text(18, fixed=True)),
        ("nchar(8)", types.text(8, fixed=True)),
        ("char", types.text(1, fixed=True)),
        ("varchar(8000)", types.text(8000)),
        ("nvarchar(50)", types.text(50)),
        ("nvarchar(max)", types.text()),
        ("VARCHAR(MAX)", types.text()),
        ("text", types.text()),
        ("ntext", types.text()),
        ("xml", types.simple(Kind.XML)),
        ("datetime", types.timestamp(3)),
        ("smalldatetime", types.timestamp(0)),
        ("datetime2", types.timestamp(7)),
        ("datetime2(3)", types.timestamp(3)),
        ("datetimeoffset(7)", types.timestamp(7, zone=True)),
        ("date", types.simple(Kind.DATE)),
        ("time(0)", types.time_of_day(0)),
        ("time", types.time_of_day(7)),
        ("numeric(18)", types.decimal(18, 0)),
        ("decimal", types.decimal(18, 0)),
        ("decimal( 10 , 2 )", types.decimal(10, 2)),
        ("money", types.decimal(19, 4)),
        ("smallmoney", types.decimal(10, 4)),
        ("float", types.floating(64)),
        ("float(24)", types.floating(32)),
        ("float(25)", types.floating(64)),
        ("real", types.floating(32)),
        ("uniqueidentifier", types.simple(Kind.UUID)),
        ("binary(16)", types.binary(16, fixed=True)),
        ("varbinary(100)", types.binary(100)),
        ("varbinary(max)", types.binary()),
        ("image", types.binary()),
        ("rowversion", types.binary(8, fixed=True)),
        ("[nvarchar](50)", types.text(50)),
    ],
)
def test_known_types(spelling: str, expected: LogicalType) -> None:
    assert parse_vendor_type(spelling) == expected.with_native(spelling)


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "geography",
        "nvarchar(4001)",
        "nvarchar(0)",
        "char(max)",
        "nvarchar(50,2)",
        "datetime2(8)",
        "datetime(3)",
        "decimal(39)",
        "decimal(10,11)",
        "decimal(max)",
        "int(4)",
        "float(54)",
        "nvarchar(50) null",
    ],
)
def test_what_is_no_type_is_refused_with_its_text(spelling: str) -> None:
    with pytest.raises(ValueError, match="is not a SQL Server type") as caught:
        parse_vendor_type(spelling)
    assert repr(spelling) in str(caught.value)
