"""SQL Server's types, values and errors, without a server."""

from __future__ import annotations

import functools
from datetime import date, datetime
from decimal import Decimal
from typing import cast

import pyarrow as pa
import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.fault import Fault
from dbmigrate.engines.mssql.columns import bound, parameter, staged_type
from dbmigrate.engines.mssql.connection import Connection
from dbmigrate.engines.mssql.engine import reseed_sql
from dbmigrate.engines.mssql.faults import fault_of, make_fault
from dbmigrate.engines.mssql.options import MssqlOptions, read_options
from dbmigrate.engines.mssql.parameters import input_sizes, parted, without_nulls
from dbmigrate.engines.mssql.read import read_table
from dbmigrate.engines.mssql.types import charset
from dbmigrate.engines.mssql.values import bulk_array, from_driver, parameter_rows, refusals
from dbmigrate.engines.reader import TableRead
from dbmigrate.errors import ConfigurationError
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType, arrow_type, simple, text
from dbmigrate.plan.type_fit import incompatibility
from tests.engines.mssql_tables import CYRILLIC, LATIN, of

moment = functools.partial(datetime, tzinfo=None)
US, NS = pa.timestamp("us"), pa.timestamp("ns")


@pytest.mark.parametrize(
    ("logical", "shown", "native"),
    [
        (of("bit"), "boolean", "bit"),
        (of("tinyint"), "integer(8)", "tinyint"),
        (of("decimal", precision=38, scale=10), "decimal(38,10)", "decimal(38,10)"),
        (of("money"), "decimal(19,4)", "money"),
        (of("smallmoney"), "decimal(10,4)", "smallmoney"),
        (of("real"), "float(32)", "real"),
        (of("float"), "float(64)", "float"),
        (of("nvarchar", 100), "text(50)", "nvarchar(50)"),
        (of("nvarchar", -1), "text", "nvarchar(max)"),
        (of("nchar", 10), "char(5)", "nchar(5)"),
        (of("varchar", 20, page=1252), "text(20)", "varchar(20)"),
        (of("text", 16, page=1252), "text", "text"),
        (of("varbinary", -1), "bytes", "varbinary(max)"),
        (of("binary", 8), "bytes(8)", "binary(8)"),
        (of("timestamp", 8), "bytes(8)", "rowversion"),
        (of("date"), "date", "date"),
        (of("time", scale=7), "time(7)", "time(7)"),
        (of("smalldatetime"), "timestamp(0)", "smalldatetime"),
        (of("datetime"), "timestamp(3)", "datetime"),
        (of("datetime2", scale=7), "timestamp(7)", "datetime2(7)"),
        (of("datetimeoffset", scale=0), "timestamptz(0)", "datetimeoffset(0)"),
        (of("uniqueidentifier"), "uuid", "uniqueidentifier"),
        (of("xml"), "xml", "xml"),
    ],
    ids=str,
)
def test_types(logical: LogicalType, shown: str, native: str) -> None:
    assert (str(logical), logical.native) == (shown, native)


@pytest.mark.parametrize("base", ["sql_variant", "hierarchyid", "geometry", "geography", "vector"])
def test_types_that_are_refused(base: str) -> None:
    refused = of(base)
    assert base in (incompatibility(refused, simple(Kind.OTHER)) or "")
    assert base in (incompatibility(text(), refused) or "")
    values, why = from_driver(refused, pa.array(["x"]))
    assert values.null_count == 1
    assert base in why[0]


def test_code_pages_are_codecs() -> None:
    assert (charset(1252), charset(932), charset(65001), charset(None)) == ("cp1252", "cp932", "", "")
    assert charset(4711) == "ascii"


@pytest.mark.parametrize(
    ("logical", "values", "refused"),
    [
        # What CP1252 lacks becomes ? or a letter that looks alike, without a word.
        (of("varchar", 10, page=1252), ["plain", "Grüße €", "ā", "я", "😀", None], [2, 3, 4]),
        (of("varchar", 10, page=1251), ["я", "ü"], [1]),
        (of("varchar", 3, page=65001), ["abc", "äb", "äö", "€"], [2]),
        (of("varchar", 3, page=932), ["abc", "日a", "日本"], [2]),
        # nvarchar(n) counts UTF-16 units.
        (of("nvarchar", 6), ["abc", "a😀", "ab😀", "äöü"], [2]),
        (of("binary", 2), [b"ab", b"a", None], [1]),
        (
            of("money"),
            [
                Decimal(f"{n}.{f}")
                for n, f in (
                    (922337203685477, 5807),
                    (922337203685477, 5808),
                    (-922337203685477, 5808),
                    (-922337203685477, 5809),
                )
            ],
            [1, 3],
        ),
        (of("smallmoney"), [Decimal("214748.3647"), Decimal("214748.3648"), Decimal("-214748.3648"), None], [1]),
        (of("float"), [1.5, float("nan"), float("inf"), -0.0, None], [1, 2]),
        (of("datetime"), [moment(2024, 1, 1, 0, 0, 0, ms * 1000) for ms in (0, 3, 7, 1, 998, 997)], [3, 4]),
        (of("datetime"), [moment(1969, 12, 31, 23, 59, 59, ms * 1000) for ms in (0, 3, 7, 1, 998, 997)], [3, 4]),
        (of("datetime"), [moment(1753, 1, 1), moment(1752, 12, 31), moment(9999, 12, 31, 23, 59, 59)], [1]),
        (of("smalldatetime"), [moment(1900, 1, 1), moment(1899, 12, 31), moment(2079, 6, 7)], [1, 2]),
        (of("smalldatetime"), [moment(2024, 1, 1, 1, 1), moment(2024, 1, 1, 1, 1, 1)], [1]),
        (of("date"), [date(1, 1, 1), date(9999, 12, 31)], []),
    ],
)
def test_values_that_would_be_changed(logical: LogicalType, values: list[object], refused: list[int]) -> None:
    array = pa.array(values, arrow_type(logical))
    found = set()
    for mask, reason in refusals(Column("c", logical), array):
        assert reason
        found |= {row for row, flag in enumerate(mask.to_pylist()) if flag}
    assert sorted(found) == refused


def test_moments_outside_of_the_years_of_the_server() -> None:
    days = pa.array([-719163, -719162, 2932896, 2932897], pa.int32()).view(pa.date32())
    [(mask, _)] = refusals(Column("c", of("date")), days)
    assert mask.to_pylist() == [True, False, False, True]
    end_of_day = pa.array([0, 86_400_000_000], pa.int64()).view(pa.time64("us"))
    [(mask, _)] = refusals(Column("c", of("time", scale=6)), end_of_day)
    assert mask.to_pylist() == [False, True]


def test_seven_digits_of_a_second() -> None:
    column = Column("c", of("datetime2", scale=7))
    values = pa.array([1, 100, 123_456_700], pa.int64()).view(NS)
    flagged = [mask.to_pylist() for mask, reason in refusals(column, values) if "7 digits" in reason]
    assert flagged == [[True, False, False]]
    batch = pa.RecordBatch.from_arrays([values.slice(2)], names=["c"])
    assert parameter_rows([column], batch) == [("1970-01-01 00:00:00.1234567",)]


@pytest.mark.parametrize(
    ("logical", "value", "sent"),
    [
        (of("decimal", precision=38, scale=10), Decimal("0.0000000001"), "0.0000000001"),
        (of("money"), Decimal("-922337203685477.5808"), "-922337203685477.5808"),
        (of("datetime"), moment(1753, 1, 1, 0, 0, 0, 3000), "1753-01-01 00:00:00.003000"),
        (of("datetime2", scale=6), moment(1, 1, 1), "0001-01-01 00:00:00.000000"),
        (of("date"), date(9999, 12, 31), "9999-12-31"),
        (of("time", scale=3), 1_000, "00:00:00.001000"),
        (of("bit"), True, 1),
        (of("nvarchar", 20), "Ω😀", "Ω😀"),
    ],
    ids=str,
)
def test_parameters_are_text_and_plain_numbers(logical: LogicalType, value: object, sent: object) -> None:
    batch = pa.RecordBatch.from_arrays([pa.array([value, None], arrow_type(logical))], names=["c"])
    assert parameter_rows([Column("c", logical)], batch) == [(sent,), (None,)]


def test_an_offset_is_sent_as_the_moment_in_utc() -> None:
    """Bulk copy sends local time where the protocol wants UTC, if there is another offset than zero."""
    column = Column("c", of("datetimeoffset", scale=3))
    values = pa.array([moment(2024, 5, 1, 12)], pa.timestamp("us", tz="UTC"))
    assert bulk_array(column.type, values).type == US
    assert staged_type(column, None) == "datetime2(3)"
    assert parameter_rows([column], pa.RecordBatch.from_arrays([values], names=["c"])) == [
        ("2024-05-01 12:00:00.000000",)
    ]


def test_text_goes_as_unicode_whatever_the_code_page() -> None:
    column = Column("c", of("varchar", 20, page=1251))
    assert staged_type(column, CYRILLIC) == f"nvarchar(20) COLLATE {CYRILLIC}"
    assert parameter(column, CYRILLIC) == f"CAST(? AS nvarchar(max)) COLLATE {CYRILLIC}"


@pytest.mark.parametrize(
    ("logical", "value", "sql", "parameters"),
    [
        (of("int"), 5, "CAST(? AS int)", [5]),
        (of("varchar", 5, page=1252), "x", f"CAST(CAST(? AS nvarchar(5)) COLLATE {LATIN} AS varchar(5))", ["x"]),
        (of("uniqueidentifier"), "a", "CAST(? AS uniqueidentifier)", ["a"]),
        (of("timestamp", 8), b"\x00\xff", "CAST(0x00ff AS binary(8))", []),
        (
            of("datetimeoffset", scale=7),
            "2024-01-02 03:04:05.1234567Z",
            "TODATETIMEOFFSET(CAST(CAST(? AS nvarchar(40)) AS datetime2(7)), '+00:00')",
            ["2024-01-02 03:04:05.1234567"],
        ),
    ],
)
def test_bounds_have_the_type_of_the_column(
    logical: LogicalType, value: str | int | bytes, sql: str, parameters: list[object]
) -> None:
    assert bound(Column("c", logical), value, LATIN) == (sql, parameters)


@pytest.mark.parametrize(
    ("logical", "given", "expected"),
    [
        (of("uniqueidentifier"), pa.array(["6F9619FF-8B86-D011-B42D-00C04FC964FF"]), None),
        (of("datetime"), pa.array([1_003_333_333], pa.int64()).view(NS), moment(1970, 1, 1, 0, 0, 1, 3000)),
        (of("datetime"), pa.array([1_006_667], pa.int64()).view(US), moment(1970, 1, 1, 0, 0, 1, 7000)),
        (of("tinyint"), pa.array([255], pa.int16()), 255),
        (of("time", scale=3), pa.array(["23:59:59.999"]), None),
    ],
)
def test_what_drivers_hand_over(logical: LogicalType, given: pa.Array, expected: object) -> None:
    values, failed = from_driver(logical, given)
    assert (values.type, failed) == (arrow_type(logical), {})
    if expected is not None:
        assert values[0].as_py() == expected
    elif logical.kind is Kind.UUID:
        assert values[0].as_py() == "6f9619ff-8b86-d011-b42d-00c04fc964ff"


def test_a_seventh_digit_is_not_lost_where_six_are_told_apart() -> None:
    six = of("datetime2", scale=6)
    values, failed = from_driver(six, pa.array([1_000, 1_100], pa.int64()).view(NS))
    assert values.to_pylist() == [moment(1970, 1, 1, 0, 0, 0, 1), None]
    assert list(failed) == [1]


@pytest.mark.parametrize(
    ("numbers", "fault"),
    [
        ((1205, 1222, 3960, 3961, 40501, 49918), Fault.TRANSIENT),
        ((976, 983, 40197, 40613, 10054, 233, 18401), Fault.CONNECTION),
        ((2627, 2601, 547, 515, 8152, 2628, 245, 8114, 8115, 242, 9420, 50000, 51000), Fault.ROW),
        ((4060, 18456, 9002, 1105, 3958, 208, 229, 3902, 6401, 33557097), Fault.TERMINAL),
    ],
)
def test_errors_are_sorted_by_number(numbers: tuple[int, ...], fault: Fault) -> None:
    assert {number: fault_of(number, "42000") for number in numbers} == dict.fromkeys(numbers, fault)


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("08S01", Fault.CONNECTION),
        ("", Fault.CONNECTION),
        ("40001", Fault.TRANSIENT),
        ("HYT00", Fault.TRANSIENT),
        ("23000", Fault.ROW),
        ("22001", Fault.ROW),
        ("28000", Fault.TERMINAL),
        ("42S02", Fault.TERMINAL),
    ],
)
def test_an_error_without_number_is_sorted_by_its_state(state: str, fault: Fault) -> None:
    assert make_fault(0, state, "x").fault is fault


def options(rest: str) -> MssqlOptions:
    return read_options(ConnectionUrl.parse(f"mssql://{rest}"))


def test_a_certificate_that_nobody_vouches_for_is_told_from_a_server_that_is_down() -> None:
    """As Microsoft's driver 18 words it, with its SQLSTATE."""
    text = "[Microsoft]SSL Provider: [error:0A000086:SSL routines::certificate verify failed:self-signed certificate]"
    fault = make_fault(0, "08S01", text)
    assert fault.fault is Fault.CONNECTION
    assert "trust_server_certificate" in fault.next_step
    assert not make_fault(0, "08S01", "Login timeout expired").next_step


def test_connections_are_encrypted_and_certificates_checked_unless_the_url_says_so() -> None:
    plain = options("sa:x@host/db")
    assert plain.connection_string() == (
        "Server=host;Database=db;UID=sa;PWD=x;Encrypt=yes;TrustServerCertificate=no;PacketSize=8192;"
    )
    loose = options("sa:x@host:1434/db?encrypt=optional&Trust_Server_Certificate=true&ApplicationIntent=readonly")
    assert loose.server == "host,1434"
    assert dict(loose.keywords) == {
        "PacketSize": "8192",
        "Encrypt": "optional",
        "TrustServerCertificate": "yes",
        "ApplicationIntent": "ReadOnly",
    }


def test_odd_passwords_do_not_add_options() -> None:
    odd = options("sa:x%7D%3BEncrypt%3Dno@host/db")
    assert "PWD={x}};Encrypt=no};" in odd.connection_string()
    assert "Encrypt=no" not in repr(odd)


def test_named_instances_windows_and_entra_logins() -> None:
    named = read_options(ConnectionUrl.parse("sqlserver://host\\inst/db?trusted_connection=yes"))
    assert (named.server, named.username, named.keywords["Trusted_Connection"]) == ("host\\inst", None, "yes")
    entra = options("app@host/db?authentication=activedirectoryserviceprincipal")
    assert entra.keywords["Authentication"] == "ActiveDirectoryServicePrincipal"
    assert read_options(ConnectionUrl.parse("mssql+pyodbc://sa@h/d?driver=ODBC+Driver+18+for+SQL+Server")).driver == (
        "pyodbc"
    )


@pytest.mark.parametrize(
    ("rest", "complaint"),
    [
        ("sa@host/db?encypt=no", "no option 'encypt'"),
        ("sa@host/db?encrypt=maybe", "none of yes, no, strict"),
        ("sa@host/db?fraction=9", "no number from 6 to 7"),
        ("sa@host/db?driver=x", "brings its own"),
        ("host/db", "names no user"),
        ("sa@host/db?trusted_connection=yes", "no user and no password"),
        ("host/db?trusted_connection=yes&authentication=ActiveDirectoryMSI", "two ways"),
        ("/db", "names no host"),
    ],
)
def test_urls_that_are_refused(rest: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        options(rest)
    assert caught.value.code == "DBM-3021"


def test_text_goes_as_unicode_whatever_the_longest_value_is() -> None:
    """mssql-python takes the type of a column of parameters from its longest text: plain ASCII made ``?`` of others."""
    rows = [("longest", 1, None, b"", 0.5), ("日😀", -(2**63), None, b"abc", None)]
    assert input_sizes(rows) == [(-9, 7, 0), (-5, 19, 0), (-9, 1, 0), (-3, 3, 0), (8, 53, 0)]
    assert input_sizes([("😀😀",), ("abc",)]) == [(-9, 4, 0)]


def test_the_name_of_an_identity_table_is_plain_text_where_it_can_be() -> None:
    assert reseed_sql(TableName("It's", "dbo")) == "DBCC CHECKIDENT ('[dbo].[It''s]', RESEED) WITH NO_INFOMSGS"
    assert reseed_sql(TableName("Größe", "dbo")) == "DBCC CHECKIDENT (N'[dbo].[Größe]', RESEED) WITH NO_INFOMSGS"


def test_null_takes_the_place_of_its_own_marker() -> None:
    text = "SELECT '?', [a?]]b], N'it''s ?', ? FROM t WHERE a = ? AND b = ?"
    assert without_nulls(text, [None, 5, None]) == (
        "SELECT '?', [a?]]b], N'it''s ?', NULL FROM t WHERE a = ? AND b = NULL", (5,)
    )  # fmt: skip
    assert without_nulls(text, [1, 2, 3]) == (text, (1, 2, 3))


def test_what_is_sent_in_pieces_is_counted_in_utf_16_units() -> None:
    rows = [("x" * 4000,), ("x" * 4001,), ("😀" * 2000,), ("😀" * 2001,), (b"x" * 8000,), (b"x" * 8001,), (None,), (5,)]
    small, large = parted(rows)
    assert small == [rows[0], rows[2], rows[4], rows[6], rows[7]]
    assert large == [rows[1], rows[3], rows[5]]


class Streaming:
    """A connection that gives one batch."""

    needs_lengths = False

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch

    def stream(self, *_: object) -> list[pa.RecordBatch]:
        return [self._batch]


def test_what_could_not_be_read_is_no_key() -> None:
    table = Table(TableName("t"), (Column("at", of("datetime2", scale=6)),), ("at",))
    batch = pa.record_batch({"at": pa.array([moment(2024, 5, 1, 12), None], US)})
    connection, read = cast(Connection, Streaming(batch)), TableRead(table, table.columns, ("at",))
    [found] = read_table(connection, read, {}, batch_rows=10, batch_bytes=1 << 20)
    assert list(found.through_key or ()) == [None]


def test_an_offset_east_or_west_of_utc_is_part_of_the_value() -> None:
    table = Table(TableName("t"), (Column("n", of("int")), Column("at", of("datetimeoffset", scale=6))), ("n",))
    at = pa.array([moment(2024, 5, 1, 12)] * 4, US)
    batch = pa.record_batch({"n": pa.array([1, 2, 3, 4], pa.int32()), "at": at, "offset 1": [0, 330, -210, None]})
    connection, read = cast(Connection, Streaming(batch)), TableRead(table, table.columns, ("n",))
    [found] = read_table(connection, read, {}, batch_rows=10, batch_bytes=1 << 20)
    assert [(flaw.row, flaw.reason, flaw.consent) for flaw in found.unreadable] == [
        (1, "has the offset +05:30, which would be lost", "to_utc"),
        (2, "has the offset -03:30, which would be lost", "to_utc"),
    ]
    assert found.through_key == (4,)
