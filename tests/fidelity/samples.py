"""Logical types, how each engine declares them, and edge values as each engine writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.fidelity import canonical

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
ENGINES = (SQLITE, POSTGRESQL)

Pair = tuple[str, str]
LITE_LITE = (SQLITE, SQLITE)
LITE_PG = (SQLITE, POSTGRESQL)
PG_LITE = (POSTGRESQL, SQLITE)
PG_PG = (POSTGRESQL, POSTGRESQL)


@dataclass(frozen=True)
class Sample:
    """``declared``: by engine; ``literals``: SQL of the values, by source engine or for all;
    ``refused``: literals that a pair must refuse, each of the others must arrive exact."""

    name: str
    declared: Mapping[str, str]
    literals: Mapping[str, tuple[str, ...]]
    same: Callable[[object], object] = canonical.as_is
    refused: Mapping[Pair, frozenset[str]] = field(default_factory=dict)
    target_declared: Mapping[str, str] = field(default_factory=dict)
    consent: Mapping[str, str] = field(default_factory=dict)
    """Group file consent for column v, by target engine."""

    def declaration(self, side: str, engine: str) -> str:
        if side == "target" and engine in self.target_declared:
            return self.target_declared[engine]
        return self.declared[engine]

    def pairs(self) -> list[Pair]:
        targets = self.target_declared or self.declared
        return [(source, target) for source in self.declared if source in self.literals for target in targets]


def _both(*literals: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(ENGINES, literals)


def _declared(sqlite: str, postgresql: str) -> dict[str, str]:
    return {SQLITE: sqlite, POSTGRESQL: postgresql}


def _refused(*cells: tuple[Pair, tuple[str, ...]]) -> dict[Pair, frozenset[str]]:
    return {pair: frozenset(literals) for pair, literals in cells}


_MOMENTS = (
    "NULL",
    "'0001-01-01 00:00:00'",
    "'9999-12-31 23:59:59.999999'",
    "'1969-12-31 23:59:59.999999'",
    "'1970-01-01 00:00:00'",
    "'1582-10-10 12:00:00'",
    "'2000-02-29 00:00:00.1'",
    "'2024-06-30 23:59:59.000001'",
)

NUMBERS = [
    Sample(
        "integer16",
        _declared("SMALLINT", "smallint"),
        _both("NULL", "0", "-1", "-32768", "32767"),
        same=canonical.number,
    ),
    Sample(
        "integer32",
        _declared("INT", "integer"),
        _both("NULL", "0", "-1", "-2147483648", "2147483647"),
        same=canonical.number,
    ),
    Sample(
        "integer64",
        _declared("BIGINT", "bigint"),
        _both("NULL", "0", "-1", "(-9223372036854775807-1)", "9223372036854775807", "9007199254740993"),
        same=canonical.number,
    ),
    Sample(
        "integer64_to_16",
        _declared("BIGINT", "bigint"),
        _both("NULL", "0", "32767", "32768", "-32768", "-32769", "65536"),
        same=canonical.number,
        target_declared={POSTGRESQL: "smallint"},
        refused=_refused((LITE_PG, ("32768", "-32769", "65536")), (PG_PG, ("32768", "-32769", "65536"))),
    ),
    Sample(
        "boolean",
        _declared("BOOLEAN", "boolean"),
        {SQLITE: ("NULL", "0", "1", "2", "'t'", "'false'", "0.5"), POSTGRESQL: ("NULL", "true", "false")},
        same=canonical.boolean,
        refused=_refused((LITE_PG, ("2", "'t'", "'false'", "0.5"))),
    ),
    Sample(
        "decimal_10_2",
        _declared("DECIMAL(10,2)", "numeric(10,2)"),
        {
            SQLITE: (
                "NULL",
                "0",
                "1.5",
                "-1.05",
                "99999999.99",
                "100000000",
                "0.001",
                "0.1+0.2",
                "'x'",
                "x'31'",
                "9e999",
            ),
            POSTGRESQL: ("NULL", "0", "1.5", "1.50", "-99999999.99", "0.01", "'NaN'"),
        },
        same=canonical.number,
        refused=_refused(
            (LITE_PG, ("100000000", "0.001", "0.1+0.2", "'x'", "x'31'", "9e999")),
            (PG_LITE, ("'NaN'",)),
        ),
    ),
    Sample(
        "decimal_18_4",
        _declared("DECIMAL(18,4)", "numeric(18,4)"),
        _both(
            "NULL",
            "'123456789012.3456'",
            "'0.0001'",
            "'99999999999999.9999'",
            "'-10000000000000'",
            "'12345678901234.5'",
        ),
        same=canonical.number,
        refused=_refused((PG_LITE, ("'99999999999999.9999'",)), (LITE_PG, ("'99999999999999.9999'",))),
    ),
    Sample(
        "decimal_17_3",
        {POSTGRESQL: "numeric(17,3)"},
        {POSTGRESQL: ("1234567890123.457", "9007199254740.993", "99999999999999.991", "-0.001", "'NaN'")},
        same=canonical.number,
        target_declared=_declared("DECIMAL(17,3)", "numeric(17,3)"),
        refused=_refused((PG_LITE, ("9007199254740.993", "99999999999999.991", "'NaN'"))),
    ),
    Sample(
        "decimal_below_its_scale",
        {POSTGRESQL: "numeric(3,5)"},
        {POSTGRESQL: ("0.00123", "-0.00999", "0", "NULL")},
        same=canonical.number,
        target_declared=_declared("DECIMAL_TEXT(3,5)", "numeric(3,5)"),
    ),
    Sample(
        "decimal_38_0",
        _declared("DECIMAL(38,0)", "numeric(38,0)"),
        {
            SQLITE: ("NULL", "9223372036854775807", "1e20", "'123'"),
            POSTGRESQL: (
                "NULL",
                "9223372036854775807",
                "99999999999999999999999999999999999999",
                "1e20",
                "18446744073709551616",
                "-9223372036854775808",
            ),
        },
        same=canonical.number,
        refused=_refused((PG_LITE, ("99999999999999999999999999999999999999", "18446744073709551616"))),
    ),
    Sample(
        "decimal_38_20",
        _declared("DECIMAL_TEXT(38,20)", "numeric(38,20)"),
        _both(
            "NULL",
            "'999999999999999999.99999999999999999999'",
            "'0.00000000000000000001'",
            "'-1.5'",
            "'100000000000000001'",
        ),
        same=canonical.number,
    ),
    Sample(
        "decimal_76_30",
        _declared("DECIMAL_TEXT(76,30)", "numeric(76,30)"),
        _both("NULL", f"'{'9' * 46}.{'9' * 30}'", f"'0.{'0' * 29}1'", "'-1.5'"),
        same=canonical.number,
    ),
    Sample(
        "decimal_100_10",
        _declared("DECIMAL_TEXT(100,10)", "numeric(100,10)"),
        _both("NULL", f"'{'9' * 90}.{'9' * 10}'", "'0.0000000001'", "'-1.5'"),
        same=canonical.number,
    ),
    Sample(
        "decimal_integral_beyond_double",
        _declared("NUMERIC(20,2)", "numeric(20,2)"),
        {POSTGRESQL: ("100000000000000001.00", "9007199254740993.00", "123456789012345678.90", "0.10")},
        same=canonical.number,
        refused=_refused((PG_LITE, ("123456789012345678.90",))),
    ),
    Sample(
        "decimal_undeclared",
        _declared("DECIMAL_TEXT", "numeric"),
        {
            SQLITE: (
                "NULL",
                "'1.50'",
                "'1.5'",
                "'-0.00'",
                f"'1{'0' * 200}'",
                f"'0.{'0' * 150}1'",
                "'NaN'",
                "'abc'",
                "''",
            ),
            POSTGRESQL: (
                "NULL",
                "1.50",
                "1.5",
                "1e-30",
                "1e200",
                "'NaN'",
                "'Infinity'",
                "'-Infinity'",
                "0.00",
                "1e131000",
            ),
        },
        same=canonical.spelled_number,
        refused=_refused((LITE_PG, ("'abc'", "''"))),
    ),
    Sample(
        "decimal_undeclared_to_numeric_affinity",
        _declared("NUMERIC", "numeric"),
        {
            SQLITE: ("NULL", "1.5", "0.1", "1e300", "5e-324", "12345678901234567", "'abc'", "x'00'", "9e999"),
            POSTGRESQL: (
                "NULL",
                "1.5",
                "'NaN'",
                "'Infinity'",
                "0.1234567890123456789",
                "1e20",
                "12345678901234567",
                "1e-30",
            ),
        },
        same=canonical.number,
        refused=_refused((LITE_PG, ("'abc'", "x'00'", "9e999")), (PG_LITE, ("0.1234567890123456789",))),
    ),
    Sample(
        "decimal_rounded_by_server",
        {POSTGRESQL: "numeric"},
        {POSTGRESQL: ("1.25", "1.255", "12345")},
        same=canonical.number,
        target_declared={POSTGRESQL: "numeric(100,2)"},
        refused=_refused((PG_PG, ("1.255",))),
    ),
    Sample(
        "decimal_negative_scale",
        {POSTGRESQL: "numeric"},
        {POSTGRESQL: ("1200", "1234")},
        same=canonical.number,
        target_declared={POSTGRESQL: "numeric(5,-2)"},
        refused=_refused((PG_PG, ("1234",))),
    ),
    Sample(
        "decimal_narrower",
        _declared("DECIMAL(10,4)", "numeric(10,4)"),
        _both("1.25", "1.2345", "123456.5", "NULL"),
        same=canonical.number,
        target_declared={POSTGRESQL: "numeric(6,2)"},
        refused=_refused((LITE_PG, ("1.2345", "123456.5")), (PG_PG, ("1.2345", "123456.5"))),
    ),
    Sample(
        "float64",
        _declared("DOUBLE", "double precision"),
        {
            SQLITE: (
                "NULL",
                "0.1",
                "5e-324",
                "2.2250738585072014e-308",
                "1.7976931348623157e308",
                "9e999",
                "-9e999",
                "1",
                "9007199254740993",
                "'abc'",
                "x'00'",
            ),
            POSTGRESQL: (
                "NULL",
                "0.1",
                "'5e-324'",
                "'1.7976931348623157e308'",
                "'inf'",
                "'-inf'",
                "'nan'",
                "'-0.0'",
                "0",
            ),
        },
        same=canonical.float_bits,
        refused=_refused((LITE_PG, ("'abc'", "x'00'")), (PG_LITE, ("'nan'", "'-0.0'"))),
    ),
    Sample(
        "float32",
        {POSTGRESQL: "real", SQLITE: "REAL"},
        {POSTGRESQL: ("NULL", "0.1", "'1e-45'", "'3.4028235e38'", "'inf'", "'nan'", "'-0.0'", "16777216")},
        same=canonical.single_bits,
        refused=_refused((PG_LITE, ("'nan'", "'-0.0'"))),
    ),
    Sample(
        "float64_to_32",
        _declared("DOUBLE", "double precision"),
        {
            SQLITE: ("NULL", "0.5", "0.1", "1e300", "9e999", "16777217"),
            POSTGRESQL: ("0.5", "0.1", "1e300", "'nan'", "'-0.0'"),
        },
        same=canonical.single_bits,
        target_declared={POSTGRESQL: "real"},
        refused=_refused((LITE_PG, ("0.1", "1e300", "16777217")), (PG_PG, ("0.1", "1e300"))),
    ),
    Sample(
        "decimal_to_float",
        _declared("DECIMAL_TEXT", "numeric"),
        _both("'0.1'", "'0.1234567890123456789'", "'9007199254740993'", "'1.50'", f"'1{'0' * 400}'", "NULL"),
        same=canonical.number,
        target_declared=_declared("DOUBLE", "double precision"),
        refused=_refused(
            *(
                (pair, ("'0.1234567890123456789'", "'9007199254740993'", f"'1{'0' * 400}'"))
                for pair in (LITE_LITE, LITE_PG, PG_LITE, PG_PG)
            )
        ),
    ),
    Sample(
        "integer_to_float",
        _declared("BIGINT", "bigint"),
        _both("1", "9007199254740993", "9223372036854775807", "4611686018427387904", "NULL"),
        same=canonical.double,
        target_declared=_declared("DOUBLE", "double precision"),
        refused=_refused(
            *((pair, ("9007199254740993", "9223372036854775807")) for pair in (LITE_LITE, LITE_PG, PG_LITE, PG_PG))
        ),
    ),
    Sample(
        "float_to_decimal",
        _declared("DOUBLE", "double precision"),
        _both("0.1", "1.005", "1e20", "12345.67", "NULL"),
        same=canonical.number,
        target_declared=_declared("DECIMAL(10,2)", "numeric(10,2)"),
        refused=_refused(*((pair, ("1.005", "1e20")) for pair in (LITE_LITE, LITE_PG, PG_LITE, PG_PG))),
    ),
    Sample(
        "text_to_integer",
        _declared("TEXT", "text"),
        _both("'5'", "'-7'", "'007'", "'0x10'", "' 5'", "'-0'", "'1.0'", "''", "'9223372036854775808'", "NULL"),
        same=canonical.number,
        target_declared=_declared("INTEGER", "integer"),
        refused=_refused(
            *(
                (pair, ("'007'", "'0x10'", "' 5'", "'-0'", "'1.0'", "''", "'9223372036854775808'"))
                for pair in (LITE_LITE, LITE_PG, PG_LITE, PG_PG)
            )
        ),
    ),
]

MOMENTS = [
    Sample(
        "date",
        _declared("DATE", "date"),
        {
            SQLITE: (
                "NULL",
                "'0001-01-01'",
                "'9999-12-31'",
                "'2000-02-29'",
                "'1582-10-10'",
                "'2023-02-29'",
                "'20240101'",
                "2460000",
                "'2024-1-1'",
                "'2024-01-01 10:00'",
            ),
            POSTGRESQL: (
                "NULL",
                "'0001-01-01'",
                "'9999-12-31'",
                "'2000-02-29'",
                "'0044-03-15 BC'",
                "'4714-11-24 BC'",
                "'10000-01-01'",
                "'5874897-12-31'",
                "'infinity'",
                "'-infinity'",
            ),
        },
        refused=_refused(
            (LITE_PG, ("'2023-02-29'", "'20240101'", "2460000", "'2024-1-1'", "'2024-01-01 10:00'")),
            (
                PG_LITE,
                ("'0044-03-15 BC'", "'4714-11-24 BC'", "'10000-01-01'", "'5874897-12-31'", "'infinity'", "'-infinity'"),
            ),
        ),
    ),
    Sample(
        "time",
        _declared("TIME", "time"),
        {
            SQLITE: (
                "NULL",
                "'00:00:00'",
                "'23:59:59.999999'",
                "'24:00:00'",
                "'12:30'",
                "'12:30:45.5'",
                "'25:00:00'",
                "'24:00:01'",
                "'1:2:3'",
                "'12:30:45.1234567'",
            ),
            POSTGRESQL: ("NULL", "'00:00:00'", "'23:59:59.999999'", "'24:00:00'", "'12:30:45.5'"),
        },
        same=canonical.time_of_day,
        refused=_refused((LITE_PG, ("'25:00:00'", "'24:00:01'", "'1:2:3'", "'12:30:45.1234567'"))),
    ),
    Sample(
        "timestamp",
        _declared("TIMESTAMP", "timestamp"),
        {
            SQLITE: (
                *_MOMENTS,
                "'2024-01-01T00:00:00'",
                "'2024-01-01'",
                "'2024-01-01 00:00:00Z'",
                "'2024-01-01 00:00:00.1234567'",
                "'2024-02-30 00:00:00'",
                "1700000000",
                "2460000.5",
            ),
            POSTGRESQL: (
                *_MOMENTS,
                "'4714-11-24 00:00:00 BC'",
                "'0044-03-15 12:00:00.123456 BC'",
                "'10000-01-01 00:00:00'",
                "'294246-12-31 23:59:59.999999'",
                "'294276-12-31 23:59:59.999999'",
                "'infinity'",
                "'-infinity'",
            ),
        },
        same=canonical.timestamp,
        refused=_refused(
            (
                LITE_PG,
                (
                    "'2024-01-01 00:00:00Z'",
                    "'2024-01-01 00:00:00.1234567'",
                    "'2024-02-30 00:00:00'",
                    "1700000000",
                    "2460000.5",
                ),
            ),
            (
                PG_LITE,
                (
                    "'4714-11-24 00:00:00 BC'",
                    "'0044-03-15 12:00:00.123456 BC'",
                    "'10000-01-01 00:00:00'",
                    "'294246-12-31 23:59:59.999999'",
                    "'294276-12-31 23:59:59.999999'",
                    "'infinity'",
                    "'-infinity'",
                ),
            ),
        ),
    ),
    Sample(
        "timestamp_finite",
        {POSTGRESQL: "timestamp"},
        {POSTGRESQL: ("'4714-11-24 00:00:00 BC'", "'294246-12-31 23:59:59.999999'", "'2024-01-01'")},
    ),
    Sample(
        "timestamp_3",
        _declared("TIMESTAMP(3)", "timestamp(3)"),
        _both("'2024-01-01 00:00:00.123'", "'1969-12-31 23:59:59.999'", "NULL"),
        same=canonical.timestamp,
    ),
    Sample(
        "timestamp_6_to_3",
        _declared("DATETIME(6)", "timestamp(6)"),
        _both("'2024-01-01 00:00:00.123'", "'2024-01-01 00:00:00.123456'", "'1969-12-31 23:59:59.999999'", "NULL"),
        same=canonical.timestamp,
        target_declared=_declared("TIMESTAMP(3)", "timestamp(3)"),
        refused=_refused(
            *(
                (pair, ("'2024-01-01 00:00:00.123456'", "'1969-12-31 23:59:59.999999'"))
                for pair in (LITE_LITE, LITE_PG, PG_LITE, PG_PG)
            )
        ),
    ),
    Sample(
        "timestamptz",
        _declared("TIMESTAMPTZ", "timestamptz"),
        {
            SQLITE: (
                "NULL",
                "'2024-03-31 01:59:59.999999+01:00'",
                "'2024-03-31 03:00:00+02:00'",
                "'2024-10-27 02:30:00+02:00'",
                "'2024-10-27 02:30:00+01:00'",
                "'2024-01-01 00:00:00Z'",
                "'2024-01-01 00:00:00'",
                "'0001-01-01 00:00:00+00:00'",
                "'9999-12-31 23:59:59.999999+00:00'",
            ),
            POSTGRESQL: (
                "NULL",
                "'2024-03-31 01:59:59.999999+01'",
                "'2024-10-27 02:30:00+02'",
                "'2024-10-27 02:30:00+01'",
                "'0001-01-01 00:00:00+00'",
                "'9999-12-31 23:59:59.999999+00'",
                "'infinity'",
            ),
        },
        same=canonical.instant,
        refused=_refused((LITE_PG, ("'2024-01-01 00:00:00'",)), (PG_LITE, ("'infinity'",))),
    ),
    Sample(
        "timestamptz_far_away",
        {POSTGRESQL: "timestamptz"},
        {
            POSTGRESQL: (
                "'4714-11-24 00:00:00+00 BC'",
                "'294247-01-10 04:00:54.775807+00'",
                "'294276-12-31 23:59:59.999999+00'",
                "'-infinity'",
            )
        },
        target_declared=_declared("TIMESTAMPTZ", "timestamptz"),
        refused=_refused(
            (
                PG_LITE,
                (
                    "'4714-11-24 00:00:00+00 BC'",
                    "'294247-01-10 04:00:54.775807+00'",
                    "'294276-12-31 23:59:59.999999+00'",
                    "'-infinity'",
                ),
            )
        ),
    ),
    Sample(
        "timestamp_to_date",
        _declared("TIMESTAMP", "timestamp"),
        _both("'2024-01-01 00:00:00'", "'2024-01-01 00:00:00.000001'", "'1969-12-31 12:00:00'", "NULL"),
        same=canonical.day,
        target_declared=_declared("DATE", "date"),
        refused=_refused(
            *(
                (pair, ("'2024-01-01 00:00:00.000001'", "'1969-12-31 12:00:00'"))
                for pair in (LITE_LITE, LITE_PG, PG_LITE, PG_PG)
            )
        ),
    ),
    Sample(
        "date_to_timestamp",
        {POSTGRESQL: "date"},
        {POSTGRESQL: ("'2024-01-01'", "'infinity'", "'0001-01-01'", "NULL")},
        same=canonical.day,
        target_declared=_declared("TIMESTAMP", "timestamp"),
        refused=_refused((PG_LITE, ("'infinity'",)), (PG_PG, ("'infinity'",))),
    ),
    Sample(
        "timestamp_to_text",
        {POSTGRESQL: "timestamp"},
        {POSTGRESQL: ("'2024-01-01 00:00:00'", "'infinity'", "'0044-03-15 00:00:00 BC'", "NULL")},
        same=canonical.timestamp,
        target_declared=_declared("TEXT", "text"),
        refused=_refused(*((pair, ("'infinity'", "'0044-03-15 00:00:00 BC'")) for pair in (PG_LITE, PG_PG))),
    ),
    Sample(
        "time_to_text",
        {POSTGRESQL: "time"},
        {POSTGRESQL: ("'24:00:00'", "'12:30:00.5'", "NULL")},
        same=canonical.time_of_day,
        target_declared=_declared("TEXT", "text"),
    ),
]

_EDGE_TEXTS = (
    "NULL",
    "''",
    "' '",
    "'trailing  '",
    "'it''s \"quoted\" \\ back'",
    "'😀👩‍👩‍👧'",
    "'e\u0301'",
    "'\u00e9'",
    "'ſ K'",
    "'007'",
    "'1e5'",
    "'NaN'",
    "'line' || {char}(10) || 'feed' || {char}(13) || {char}(9)",
)

TEXTS = [
    Sample(
        "text",
        _declared("TEXT", "text"),
        {
            SQLITE: (
                *(text.replace("{char}", "char") for text in _EDGE_TEXTS),
                "printf('%.*c', 1000000, 'x')",
                "'a' || char(0) || 'b'",
                "CAST(x'61ff62' AS TEXT)",
                "CAST(x'80' AS TEXT)",
                "x'6162'",
            ),
            POSTGRESQL: (*(text.replace("{char}", "chr") for text in _EDGE_TEXTS), "repeat('x', 1000000)"),
        },
        refused=_refused(
            (LITE_PG, ("'a' || char(0) || 'b'", "CAST(x'61ff62' AS TEXT)", "CAST(x'80' AS TEXT)", "x'6162'")),
        ),
    ),
    Sample(
        "text_numeric_affinity",
        _declared("STRING", "text"),
        {POSTGRESQL: ("'007'", "'1e5'", "' 5 '", "'.5'", "'5.'", "'abc'", "'0x10'", "''", "'NaN'", "NULL")},
        target_declared={SQLITE: "STRING"},
        refused=_refused((PG_LITE, ("'007'", "'1e5'", "' 5 '", "'.5'", "'5.'"))),
    ),
    Sample(
        "varchar_3",
        _declared("VARCHAR(3)", "varchar(3)"),
        {
            SQLITE: ("NULL", "''", "'abc'", "'abcd'", "'abc '", "'😀😀😀'", "'😀😀😀😀'", "'ab '"),
            POSTGRESQL: ("NULL", "''", "'abc'", "'😀😀😀'", "'ab '"),
        },
        refused=_refused((LITE_PG, ("'abcd'", "'abc '", "'😀😀😀😀'"))),
    ),
    Sample(
        "text_to_varchar_3",
        {POSTGRESQL: "text"},
        {POSTGRESQL: ("NULL", "''", "'abc'", "'abcd'", "'abc  '")},
        target_declared={POSTGRESQL: "varchar(3)"},
        refused=_refused((PG_PG, ("'abcd'", "'abc  '"))),
    ),
    Sample(
        "varchar_narrower",
        {POSTGRESQL: "varchar(5)"},
        # The server itself would refuse 'abcd', and take the blanks off without a word.
        {POSTGRESQL: ("NULL", "'abc'", "'abc  '")},
        target_declared={POSTGRESQL: "varchar(3)"},
        refused=_refused((PG_PG, ("'abc  '",))),
    ),
    Sample(
        "char_5",
        _declared("CHAR(5)", "char(5)"),
        {
            SQLITE: ("NULL", "'abcde'", "'ab'", "''", "'abcdef'", "'ab   '"),
            POSTGRESQL: ("NULL", "'abcde'", "'ab'", "''"),
        },
        refused=_refused((LITE_PG, ("'ab'", "''", "'abcdef'"))),
    ),
    Sample(
        "char_5_padded",
        {SQLITE: "CHAR(5)"},
        {SQLITE: ("NULL", "'abcde'", "'ab'", "'😀é'", "'abcdef'", "'abcde   '")},
        same=canonical.without_trailing_blanks,
        target_declared={POSTGRESQL: "char(5)"},
        consent={POSTGRESQL: 'consent = { pad = ["v"], trim = ["v"] }'},
        refused=_refused((LITE_PG, ("'abcdef'",))),
    ),
    Sample(
        "bytes",
        _declared("BLOB", "bytea"),
        {
            SQLITE: ("NULL", "x''", "x'00'", "x'ff00ff'", "randomblob(100000)", "'text'", "5"),
            POSTGRESQL: ("NULL", "''", "'\\x00'", "'\\xff00ff'"),
        },
        same=canonical.raw,
        refused=_refused((LITE_PG, ("'text'", "5"))),
    ),
    Sample(
        "uuid",
        _declared("UUID", "uuid"),
        {
            SQLITE: (
                "NULL",
                "'0A1B2C3D-0000-1111-2222-333344445555'",
                "'0a1b2c3d-0000-1111-2222-333344445555'",
                "'{0a1b2c3d-0000-1111-2222-333344445555}'",
                "'not a uuid'",
                "''",
                "'0a1b2c3d-0000-1111-2222-33334444555'",
            ),
            POSTGRESQL: ("NULL", "'0A1B2C3D-0000-1111-2222-333344445555'", "'00000000-0000-0000-0000-000000000000'"),
        },
        same=canonical.uuid,
        refused=_refused((LITE_PG, ("'not a uuid'", "''", "'0a1b2c3d-0000-1111-2222-33334444555'"))),
    ),
    Sample(
        "json",
        _declared("JSON_TEXT", "json"),
        _both(
            "NULL",
            '\'{"b": 1, "a":  [1.50, 1e2]}\'',
            "'1'",
            "'1.50'",
            "'\"\\ud83d\\ude00\"'",
            "'12345678901234567890123456789'",
            '\'{"a":1,"a":2}\'',
            "'null'",
            "'1e400'",
        ),
    ),
    Sample(
        "json_numeric_affinity",
        {POSTGRESQL: "json"},
        {POSTGRESQL: ("'1.50'", "'1'", "'12345678901234567890123456789'", "'{\"a\": 1}'", "'true'")},
        target_declared={SQLITE: "JSON"},
        refused=_refused((PG_LITE, ("'1.50'", "'1'", "'12345678901234567890123456789'"))),
    ),
    Sample(
        "json_to_jsonb",
        _declared("JSON_TEXT", "json"),
        _both(
            "NULL",
            '\'{"b": 1, "a":  [1.50, 1e2]}\'',
            '\'{"a":1,"a":2}\'',
            '\'[1, [{"x":1,"x":1}]]\'',
            "'12345678901234567890123456789.5'",
            "'\"\\u0000\"'",
        ),
        same=canonical.json_value,
        target_declared={POSTGRESQL: "jsonb"},
        refused=_refused(
            *((pair, ('\'{"a":1,"a":2}\'', '\'[1, [{"x":1,"x":1}]]\'', "'\"\\u0000\"'")) for pair in (LITE_PG, PG_PG))
        ),
    ),
    Sample(
        "jsonb",
        {POSTGRESQL: "jsonb"},
        {POSTGRESQL: ("NULL", '\'{"b": 1, "a": 1.50}\'', "'1e300'", "'\"x\"'", "'null'")},
        same=canonical.json_value,
        target_declared=_declared("JSON_TEXT", "jsonb"),
    ),
    Sample(
        "text_to_json",
        {SQLITE: "TEXT"},
        {SQLITE: ("'{}'", "'{'", "''", "'NaN'", "'[1,]'", "NULL")},
        target_declared={POSTGRESQL: "json"},
        refused=_refused((LITE_PG, ("'{'", "''", "'NaN'", "'[1,]'"))),
    ),
]

_SERVER_TYPES = {
    "enum": ("mood", ("'sad'", "'happy'", "NULL")),
    "integer_array": ("int[]", ("'{1,NULL,3}'", "'{}'", "'{{1,2},{3,4}}'", "'[5:6]={1,2}'")),
    "text_array": ("text[]", ('\'{a,"b c",NULL,"NULL",""}\'', "'{}'")),
    "varchar_array": ("varchar(3)[]", ("'{abc,d}'",)),
    "interval": ("interval", ("'1 year -2 months 3 days 04:05:06.000007'", "'-00:00:01'", "'0'")),
    "interval_far_away": (
        "interval",
        ("'178000000 years'", "'-178000000 years -11 mons -1 day -00:00:00.000001'", "'infinity'", "'-infinity'"),
    ),
    "interval_3": ("interval(3)", ("'1 day 00:00:00.123'",)),
    "inet": ("inet", ("'10.0.0.1/8'", "'::1'", "'10.0.0.1'")),
    "cidr": ("cidr", ("'10.0.0.0/8'",)),
    "macaddr": ("macaddr", ("'08:00:2b:01:02:03'",)),
    "bit": ("bit(5)", ("B'10101'",)),
    "bit_varying": ("bit varying(9)", ("B'1'", "B''")),
    "money": ("money", ("'12.34'", "'-1234567.89'")),
    "tsvector": ("tsvector", ("'a:1 b:2A ''it''''s'''",)),
    "range": ("int4range", ("'[1,5)'", "'empty'", "'(,5)'")),
    "timestamp_range": ("tsrange", ("'[2024-01-01 00:00:00,infinity)'",)),
    "domain": ("positive", ("'1'", "NULL")),
    "composite": ("pair", ("'(1,\"a b\")'", "'(,)'")),
    "point": ("point", ("'(0.1,-1e-300)'",)),
    "multirange": ("int4multirange", ("'{[1,5),[7,9)}'", "'{}'")),
    "numeric_array": ("numeric[]", ("'{1.50,NaN,NULL,Infinity,-0.00}'",)),
    "float_array": ("double precision[]", ("'{0.1,NaN,-0,5e-324,Infinity,0.30000000000000004}'",)),
    "timestamptz_array": ("timestamptz[]", ("'{\"2024-03-31 01:30:00+00\",infinity,NULL}'",)),
    "bytea_array": ("bytea[]", ("ARRAY['\\x00ff'::bytea, '', NULL]",)),
    "char_array": ("char(5)[]", ("'{ab,\"abcde\"}'",)),
    "box_array": ("box[]", ("'{(1,2),(0,0);(3,4),(1,1)}'",)),
    "path": ("path", ("'[(0,0),(1,1)]'", "'((0,0),(1,1))'")),
    "jsonpath": ("jsonpath", ("'$.a[*] ? (@ > 1.50)'",)),
    "xid8": ("xid8", ("'18446744073709551615'",)),
    "time_with_zone_ends": ("timetz", ("'24:00:00-15:59:59'", "'00:00:00+15:59'")),
    "char_internal_odd": ('"char"', ("'\\200'", "''")),
    "composite_array": ("pair[]", ("ARRAY[(1, 'a \"b\" \\ , )')::pair, NULL]",)),
    "enum_array": ("mood[]", ("'{sad,NULL}'",)),
    "time_with_zone": ("timetz", ("'12:00:00.5+05:30'",)),
    "oid": ("oid", ("4294967295",)),
    "char_internal": ('"char"', ("'x'",)),
    "name": ("name", ("'abc'",)),
}

SERVER_TYPES = (
    [
        Sample(name, {POSTGRESQL: declared}, {POSTGRESQL: literals})
        for name, (declared, literals) in _SERVER_TYPES.items()
    ]
    + [
        Sample(
            f"{name}_to_text",
            {POSTGRESQL: declared},
            {POSTGRESQL: literals},
            same=canonical.network if name == "inet" else canonical.as_is,
            target_declared={SQLITE: "TEXT"},
        )
        for name, (declared, literals) in _SERVER_TYPES.items()
        if name not in ("domain",)
    ]
    + [
        Sample(
            "bit_narrower",
            {POSTGRESQL: "bit varying(9)"},
            {POSTGRESQL: ("B'101'", "B'10101'", "B'1'")},
            target_declared={POSTGRESQL: "bit(3)"},
            refused=_refused((PG_PG, ("B'10101'", "B'1'"))),
        ),
        Sample(
            "interval_narrower",
            {POSTGRESQL: "interval"},
            {POSTGRESQL: ("'1 day 00:00:00.12'", "'1 day 00:00:00.123'", "'00:00:01'")},
            target_declared={POSTGRESQL: "interval(2)"},
            refused=_refused((PG_PG, ("'1 day 00:00:00.123'",))),
        ),
        Sample(
            "array_narrower",
            {POSTGRESQL: "text[]"},
            {POSTGRESQL: ("'{abc}'", "'{abc,abcd}'")},
            target_declared={POSTGRESQL: "varchar(3)[]"},
            refused=_refused((PG_PG, ("'{abc,abcd}'",))),
        ),
        Sample(
            "domain_narrower",
            {POSTGRESQL: "interval"},
            {POSTGRESQL: ("'00:00:01'", "'00:00:01.5'")},
            target_declared={POSTGRESQL: "whole_seconds"},
            refused=_refused((PG_PG, ("'00:00:01.5'",))),
        ),
        Sample(
            "domain_of_text",
            {POSTGRESQL: "text"},
            {POSTGRESQL: ("'abc'", "'abcd'", "'abc  '", "'ab'")},
            target_declared={POSTGRESQL: "three_letters"},
            refused=_refused((PG_PG, ("'abcd'", "'abc  '", "'ab'"))),
        ),
        Sample(
            "domain_of_numeric",
            _declared("DECIMAL_TEXT", "numeric"),
            _both("'1.25'", "'1.255'", "'1.250'"),
            same=canonical.number,
            target_declared={POSTGRESQL: "cents"},
            refused=_refused((PG_PG, ("'1.255'",)), (LITE_PG, ("'1.255'",))),
        ),
        Sample(
            "domain_of_timestamp",
            _declared("TIMESTAMP", "timestamp"),
            _both("'2024-01-01 00:00:00.123'", "'2024-01-01 00:00:00.1234'"),
            same=canonical.timestamp,
            target_declared={POSTGRESQL: "milliseconds"},
            refused=_refused(*((pair, ("'2024-01-01 00:00:00.1234'",)) for pair in (PG_PG, LITE_PG))),
        ),
        Sample(
            "text_to_interval",
            {SQLITE: "TEXT"},
            {SQLITE: ("'1 day 02:00:00'", "'1 day 2 hours'", "'PT5S'", "'soon'", "NULL")},
            target_declared={POSTGRESQL: "interval"},
            refused=_refused((LITE_PG, ("'1 day 2 hours'", "'PT5S'", "'soon'"))),
        ),
        Sample(
            "text_to_enum",
            {SQLITE: "TEXT"},
            {SQLITE: ("'sad'", "'SAD'", "''", "NULL")},
            target_declared={POSTGRESQL: "mood"},
            refused=_refused((LITE_PG, ("'SAD'", "''"))),
        ),
    ]
)

PRELUDE = {
    SQLITE: "",
    POSTGRESQL: (
        "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN positive AS integer CHECK (value > 0);"
        " CREATE TYPE pair AS (a int, b text); CREATE DOMAIN whole_seconds AS interval(0);"
        " CREATE DOMAIN three_letters AS char(3); CREATE DOMAIN cents AS numeric(10,2);"
        " CREATE DOMAIN milliseconds AS timestamp(3);"
    ),
}

ALL = [*NUMBERS, *MOMENTS, *TEXTS, *SERVER_TYPES]
