"""SQL Server's types and edge values, to and from each other engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tests.fidelity import canonical
from tests.fidelity.samples import POSTGRESQL, SQLITE, Pair, Sample

MSSQL = "mssql"
LITE_MS = (SQLITE, MSSQL)
PG_MS = (POSTGRESQL, MSSQL)
MS_LITE = (MSSQL, SQLITE)
MS_PG = (MSSQL, POSTGRESQL)
MS_MS = (MSSQL, MSSQL)
PAIRS: tuple[Pair, ...] = (LITE_MS, PG_MS, MS_LITE, MS_PG, MS_MS)

Literals = Sequence[str]


def moment(value: object) -> object:
    """In UTC; the seventh digit of a second is given or not."""
    if value is None:
        return None
    text = str(value).replace(" +", "+").replace(" -", "-")
    return datetime.fromisoformat(text).timestamp() if "+" in text[10:] else text


def _sample(
    name: str,
    mssql: str,
    sqlite: str,
    postgresql: str,
    literals: Mapping[str, Literals],
    refused: Mapping[Pair, Literals] | None = None,
    same: Callable[[object], object] = canonical.as_is,
    *,
    from_mssql: bool = True,
) -> Sample:
    """``literals``: by source engine, ``""`` for all."""
    declared = {MSSQL: mssql, SQLITE: sqlite, POSTGRESQL: postgresql}
    given = {engine: tuple(literals.get(engine, literals.get("", ()))) for engine in declared}
    given = {engine: values for engine, values in given.items() if values and (from_mssql or engine != MSSQL)}
    return Sample(
        name,
        declared,
        given,
        same,
        {pair: frozenset(values) for pair, values in (refused or {}).items()},
    )


_TINY = ("NULL", "0", "255")
_SEVEN = "'2024-06-30 23:59:59.1234567'"
_MOMENTS = ("NULL", "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59.999999'", "'1969-12-31 23:59:59.999999'")
_LATER = ("NULL", "'1678-01-01 00:00:00'", "'2261-12-31 23:59:59.999999'", "'1969-12-31 23:59:59.999999'")
_TICKS = ("NULL", "'1753-01-01 00:00:00'", "'9999-12-31 23:59:59.997'", "'2024-01-01 00:00:00.003'")
_UNICODE = ("NULL", "N''", "N'é'", "N'日本'", "N'a b '", "N'it''s'")
_PLAIN_UNICODE = tuple(text.removeprefix("N") if text != "NULL" else text for text in _UNICODE)
_LONG = "REPLICATE(CAST(N'xä' AS nvarchar(max)), 30000)"

NUMBERS = [
    _sample(
        "tinyint",
        "tinyint",
        "SMALLINT",
        "smallint",
        {MSSQL: _TINY, "": (*_TINY, "256", "-1")},
        {LITE_MS: ("256", "-1"), PG_MS: ("256", "-1")},
        canonical.number,
    ),
    _sample("smallint", "smallint", "SMALLINT", "smallint", {"": ("NULL", "-32768", "32767")}, same=canonical.number),
    _sample("int", "int", "INT", "integer", {"": ("NULL", "-2147483648", "2147483647")}, same=canonical.number),
    _sample(
        "bigint",
        "bigint",
        "BIGINT",
        "bigint",
        {"": ("NULL", "(-9223372036854775807-1)", "9223372036854775807", "9007199254740993")},
        same=canonical.number,
    ),
    _sample(
        "bit",
        "bit",
        "BOOLEAN",
        "boolean",
        {"": ("NULL", "0", "1"), POSTGRESQL: ("NULL", "true", "false")},
        same=canonical.boolean,
    ),
    _sample(
        "decimal_10_2",
        "decimal(10,2)",
        "DECIMAL(10,2)",
        "numeric(10,2)",
        {
            "": ("NULL", "0", "1.5", "-99999999.99", "0.01"),
            SQLITE: ("NULL", "1.5", "-99999999.99", "0.001", "100000000", "'x'"),
            POSTGRESQL: ("NULL", "1.5", "-99999999.99", "'NaN'"),
        },
        {LITE_MS: ("0.001", "100000000", "'x'"), PG_MS: ("'NaN'",)},
        canonical.number,
    ),
    _sample(
        "decimal_19_4",
        "decimal(19,4)",
        "DECIMAL_TEXT(19,4)",
        "numeric(19,4)",
        {"": ("NULL", "'999999999999999.9999'", "'-0.0001'", "'922337203685477.5808'")},
        same=canonical.number,
    ),
    _sample(
        "decimal_38_20",
        "decimal(38,20)",
        "DECIMAL_TEXT(38,20)",
        "numeric(38,20)",
        {"": ("NULL", "'999999999999999999.99999999999999999999'", "'0.00000000000000000001'", "'-1.5'")},
        same=canonical.number,
    ),
    _sample(
        "decimal_38_0",
        "decimal(38,0)",
        "DECIMAL_TEXT(38,0)",
        "numeric(38,0)",
        {"": ("NULL", "'99999999999999999999999999999999999999'", "'-99999999999999999999999999999999999999'")},
        same=canonical.number,
    ),
    _sample(
        "money",
        "money",
        "DECIMAL_TEXT(19,4)",
        "numeric(19,4)",
        {
            "": ("NULL", "'922337203685477.5807'", "'-922337203685477.5808'", "'0.0001'", "'922337203685477.5808'"),
            MSSQL: ("NULL", "922337203685477.5807", "-922337203685477.5808", "0.0001"),
        },
        {LITE_MS: ("'922337203685477.5808'",), PG_MS: ("'922337203685477.5808'",)},
        canonical.number,
    ),
    _sample(
        "smallmoney",
        "smallmoney",
        "DECIMAL(10,4)",
        "numeric(10,4)",
        {"": ("NULL", "214748.3647", "-214748.3648", "0.0001")},
        same=canonical.number,
    ),
    _sample(
        "float",
        "float",
        "DOUBLE",
        "double precision",
        {
            "": ("NULL", "0.1", "1.7976931348623157e308", "-2.5e-300"),
            SQLITE: ("NULL", "0.1", "1.7976931348623157e308", "9e999", "'abc'"),
            POSTGRESQL: ("NULL", "0.1", "1.7976931348623157e308", "'inf'", "'nan'"),
        },
        {LITE_MS: ("9e999", "'abc'"), PG_MS: ("'inf'", "'nan'")},
        canonical.float_bits,
    ),
    _sample(
        "real",
        "real",
        "REAL",
        "real",
        {MSSQL: ("NULL", "0.1", "3.4e38", "16777216"), POSTGRESQL: ("NULL", "0.1", "'3.4028235e38'", "'nan'")},
        {PG_MS: ("'nan'",)},
        canonical.single_bits,
    ),
]

MOMENTS = [
    _sample(
        "date",
        "date",
        "DATE",
        "date",
        {
            "": ("NULL", "'0001-01-01'", "'9999-12-31'", "'2000-02-29'", "'1582-10-10'"),
            POSTGRESQL: ("NULL", "'0001-01-01'", "'9999-12-31'", "'0044-03-15 BC'", "'10000-01-01'", "'infinity'"),
        },
        {PG_MS: ("'0044-03-15 BC'", "'10000-01-01'", "'infinity'")},
        canonical.day,
    ),
    _sample(
        "time_7",
        "time(7)",
        "TIME",
        "time",
        {
            "": ("NULL", "'00:00:00'", "'23:59:59.999999'", "'12:30:45.5'"),
            MSSQL: ("NULL", "'00:00:00'", "'23:59:59.999999'", "'12:30:45.5'", "'12:30:45.1234567'"),
            POSTGRESQL: ("NULL", "'00:00:00'", "'23:59:59.999999'", "'24:00:00'"),
        },
        {PG_MS: ("'24:00:00'",), MS_LITE: ("'12:30:45.1234567'",), MS_PG: ("'12:30:45.1234567'",)},
        canonical.time_of_day,
    ),
    _sample(
        "time_0",
        "time(0)",
        "TIME",
        "time(0)",
        {"": ("NULL", "'00:00:00'", "'23:59:59'"), SQLITE: ("NULL", "'23:59:59'", "'12:30:45.5'")},
        {LITE_MS: ("'12:30:45.5'",)},
        canonical.time_of_day,
    ),
    _sample(
        "datetime2_7",
        "datetime2(7)",
        "TIMESTAMP",
        "timestamp",
        {"": _LATER, MSSQL: (*_LATER, _SEVEN)},
        {MS_LITE: (_SEVEN,), MS_PG: (_SEVEN,)},
        canonical.timestamp,
    ),
    _sample(
        "datetime2_6",
        "datetime2(6)",
        "TIMESTAMP",
        "timestamp",
        {"": _MOMENTS, POSTGRESQL: (*_MOMENTS, "'0044-03-15 12:00:00 BC'", "'infinity'")},
        {PG_MS: ("'0044-03-15 12:00:00 BC'", "'infinity'")},
        canonical.timestamp,
    ),
    _sample(
        "datetime2_3",
        "datetime2(3)",
        "TIMESTAMP",
        "timestamp",
        {
            "": ("NULL", "'2024-01-01 00:00:00.123'", "'2024-01-01 00:00:00.123456'"),
            MSSQL: ("NULL", "'2024-01-01 00:00:00.123'"),
        },
        {LITE_MS: ("'2024-01-01 00:00:00.123456'",), PG_MS: ("'2024-01-01 00:00:00.123456'",)},
        canonical.timestamp,
    ),
    _sample(
        "datetime",
        "datetime",
        "TIMESTAMP",
        "timestamp",
        {
            MSSQL: (*_TICKS, "'1969-12-31 23:59:59.997'"),
            "": (*_TICKS, "'1752-12-31 00:00:00'", "'2024-01-01 00:00:00.004'", "'1969-12-31 23:59:59.993'"),
        },
        dict.fromkeys((LITE_MS, PG_MS), ("'1752-12-31 00:00:00'", "'2024-01-01 00:00:00.004'")),
        canonical.timestamp,
    ),
    _sample(
        "smalldatetime",
        "smalldatetime",
        "TIMESTAMP",
        "timestamp",
        {
            MSSQL: ("NULL", "'1900-01-01 00:00:00'", "'2079-06-06 23:59:00'"),
            "": (
                "NULL",
                "'1900-01-01 00:00:00'",
                "'2079-06-06 23:59:00'",
                "'2024-01-01 00:00:01'",
                "'1899-12-31 00:00:00'",
            ),
        },
        dict.fromkeys((LITE_MS, PG_MS), ("'2024-01-01 00:00:01'", "'1899-12-31 00:00:00'")),
        canonical.timestamp,
    ),
    _sample(
        "datetimeoffset",
        "datetimeoffset(6)",
        "TIMESTAMPTZ",
        "timestamptz",
        {
            "": (
                "NULL",
                "'2024-10-27 02:30:00+00:00'",
                "'0001-01-01 00:00:00+00:00'",
                "'2024-03-31 01:59:59.999999+00:00'",
            ),
            MSSQL: (
                "NULL",
                "'2024-10-27 02:30:00 +00:00'",
                "'2024-03-31 01:59:59.999999 +00:00'",
                "'2024-10-27 02:30:00 +02:00'",
            ),
            POSTGRESQL: ("NULL", "'2024-10-27 02:30:00+02'", "'9999-12-31 23:59:59.999999+00'", "'infinity'"),
        },
        {
            PG_MS: ("'infinity'",),
            **dict.fromkeys((MS_LITE, MS_PG, MS_MS), ("'2024-10-27 02:30:00 +02:00'",)),
        },
        moment,
    ),
]

TEXTS = [
    _sample(
        "nvarchar_4",
        "nvarchar(4)",
        "VARCHAR(4)",
        "varchar(4)",
        {
            MSSQL: (*_UNICODE, "N'😀😀'"),
            "": (*_PLAIN_UNICODE, "'😀😀'", "'😀😀😀'"),
            SQLITE: (*_PLAIN_UNICODE, "'abcde'"),
        },
        {LITE_MS: ("'abcde'",), PG_MS: ("'😀😀😀'",)},
    ),
    _sample(
        "nvarchar_max",
        "nvarchar(max)",
        "TEXT",
        "text",
        {
            MSSQL: (*_UNICODE, "N'😀'", _LONG),
            POSTGRESQL: (*_PLAIN_UNICODE, "'😀'", "repeat('xä', 30000)"),
            "": _PLAIN_UNICODE,
        },
    ),
    _sample(
        "nchar_4",
        "nchar(4)",
        "CHAR(4)",
        "char(4)",
        {
            MSSQL: ("NULL", "N'abcd'", "N'ab'"),
            SQLITE: ("NULL", "'abcd'", "'ab'"),
            POSTGRESQL: ("NULL", "'abcd'", "'ab'"),
        },
        {LITE_MS: ("'ab'",)},
    ),
    _sample(
        "varchar_4",
        "varchar(4) COLLATE SQL_Latin1_General_CP1_CI_AS",
        "VARCHAR(4)",
        "varchar(4)",
        {MSSQL: ("NULL", "''", "'é€'", "'a b '"), "": ("NULL", "''", "'é€'", "'日本'", "'ǎ'")},
        {LITE_MS: ("'日本'", "'ǎ'"), PG_MS: ("'日本'", "'ǎ'")},
    ),
    _sample(
        "varchar_max",
        "varchar(max) COLLATE SQL_Latin1_General_CP1_CI_AS",
        "TEXT",
        "text",
        {MSSQL: ("NULL", "''", "REPLICATE(CAST('xé' AS varchar(max)), 30000)"), "": ("NULL", "''", "'é'", "'日'")},
        {LITE_MS: ("'日'",), PG_MS: ("'日'",)},
    ),
    _sample("ntext", "ntext", "TEXT", "text", {MSSQL: ("NULL", "N'é日'"), "": ("NULL", "'é日'")}),
    _sample(
        "uniqueidentifier",
        "uniqueidentifier",
        "UUID",
        "uuid",
        {
            "": ("NULL", "'0A1B2C3D-0000-1111-2222-333344445555'"),
            SQLITE: ("NULL", "'0A1B2C3D-0000-1111-2222-333344445555'", "'not a uuid'"),
        },
        {LITE_MS: ("'not a uuid'",)},
        canonical.uuid,
    ),
    _sample(
        "varbinary_4",
        "varbinary(4)",
        "BLOB",
        "bytea",
        {
            MSSQL: ("NULL", "0x", "0x00", "0xFF00FF"),
            SQLITE: ("NULL", "x''", "x'00'", "x'ff00ff'", "x'0102030405'"),
            POSTGRESQL: ("NULL", "''", "'\\x00'", "'\\x0102030405'"),
        },
        {LITE_MS: ("x'0102030405'",), PG_MS: ("'\\x0102030405'",)},
        canonical.raw,
    ),
    _sample(
        "varbinary_max",
        "varbinary(max)",
        "BLOB",
        "bytea",
        {
            MSSQL: ("NULL", "0x", "0xFF00"),
            SQLITE: ("NULL", "x''", "randomblob(100000)"),
            POSTGRESQL: ("NULL", "''", "'\\xff00'"),
        },
        same=canonical.raw,
    ),
    _sample(
        "binary_4",
        "binary(4)",
        "BLOB",
        "bytea",
        {
            MSSQL: ("NULL", "0x01020304"),
            SQLITE: ("NULL", "x'01020304'", "x'01'"),
            POSTGRESQL: ("NULL", "'\\x01020304'", "'\\x01'"),
        },
        {LITE_MS: ("x'01'",), PG_MS: ("'\\x01'",)},
        canonical.raw,
    ),
    _sample(
        "image", "image", "BLOB", "bytea", {MSSQL: ("NULL", "0xFF00"), SQLITE: ("NULL", "x'ff00'")}, same=canonical.raw
    ),
    _sample(
        "xml",
        "xml",
        "TEXT",
        "text",
        {MSSQL: ("NULL", "N'<a b=\"1\">x</a>'"), POSTGRESQL: ("NULL", "'<a b=\"1\">x</a>'")},
    ),
]

ALL = [*NUMBERS, *MOMENTS, *TEXTS]

SHOWN = {
    **{sample.name: "CONVERT(nvarchar(40), v, 121)" for sample in MOMENTS},
    "xml": "CAST(v AS nvarchar(max))",
    "ntext": "CAST(v AS nvarchar(max))",
    "image": "CAST(v AS varbinary(max))",
}
"""How SQL Server is asked for the values of a sample, where not as they are."""
