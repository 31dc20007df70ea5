"""pyodbc as writer: what it is told of its parameters, and what is made of its rows; a stand-in for the driver.

Its behaviour is pyodbc's documented one (wiki, "Cursor": setinputsizes, fast_executemany; "Connection":
add_output_converter, getinfo).
"""

from __future__ import annotations

import struct
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql.options import read_options
from dbmigrate.engines.mssql.pyodbc_rows import CONVERTERS, SQL_SS_TIME2, SQL_TYPE_TIMESTAMP, as_batch
from dbmigrate.engines.mssql.values import from_driver
from tests.engines.mssql_tables import of

pytest.importorskip("pyodbc")


class FakeCursor:
    description = (("id", int), ("at", str))

    def __init__(self, server: FakeOdbc) -> None:
        self._server = server
        self.fast_executemany = False
        self._sizes: Any = None
        self._left = [[(1, "2024-01-01 00:00:00.123456")], []]

    def __enter__(self) -> FakeCursor:
        return self

    def __exit__(self, *_: object) -> None: ...

    def setinputsizes(self, sizes: Any) -> None:
        self._sizes = sizes

    def executemany(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        self._server.sent.append((sql, rows, self._sizes if self.fast_executemany else "slow"))

    def execute(self, sql: str, *parameters: Any) -> None:
        self._server.sent.append((sql, list(parameters), self._sizes))
        self._server.converting.append(sorted(self._server.converters))

    def fetchmany(self, _: int) -> list[tuple[Any, ...]]:
        return self._left.pop(0)


class FakeOdbc:
    """``calls_itself``: SQL_DRIVER_NAME."""

    def __init__(self, calls_itself: str = "libmsodbcsql-18.6.so.2.1") -> None:
        self._name = calls_itself
        self.sent: list[tuple[str, list[Any], Any]] = []
        self.converters: dict[int, Any] = {}
        self.converting: list[list[int]] = []
        self.closed = False

    def cursor(self) -> FakeCursor:
        return FakeCursor(self)

    def getinfo(self, _: int) -> str:
        return self._name

    def add_output_converter(self, kind: int, convert: Any) -> None:
        self.converters[kind] = convert

    def remove_output_converter(self, kind: int) -> None:
        del self.converters[kind]

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> FakeOdbc:
    made = FakeOdbc()
    monkeypatch.setattr("pyodbc.connect", lambda *_, **__: made)
    return made


def connect(driver: str = "somebody") -> Any:
    from dbmigrate.engines.mssql.pyodbc_connection import PyodbcConnection

    url = ConnectionUrl.parse(f"mssql+pyodbc://u@h/d?driver={driver}")
    return PyodbcConnection(read_options(url))


def test_parameters_are_declared_and_long_values_go_alone(driver: FakeOdbc) -> None:
    """Left to ask the server, pyodbc has sent text as bytes of a code page."""
    long = "日" * 4001
    connect().insert("INSERT INTO t VALUES (?, ?)", [(1, "é"), (2, None), (3, long), (4, "日本"), (None, long)])
    assert driver.sent == [
        ("INSERT INTO t VALUES (?, ?)", [(1, "é"), (2, None), (4, "日本")], [(-5, 19, 0), (-9, 2, 0)]),
        ("INSERT INTO t VALUES (?, ?)", [3, long], None),
        ("INSERT INTO t VALUES (NULL, ?)", [long], None),
    ]


def test_freetds_is_refused_whatever_it_is_called(driver: FakeOdbc, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FreeTDS", "/usr/lib/odbc/libtdsodbc.so"):
        with pytest.raises(EngineFault, match="FreeTDS"):
            connect(name)
    disguised = FakeOdbc("libtdsodbc.so")
    monkeypatch.setattr("pyodbc.connect", lambda *_, **__: disguised)
    with pytest.raises(EngineFault, match="FreeTDS") as refused:
        connect("Sybase")
    assert refused.value.fault is Fault.TERMINAL
    assert disguised.closed


def test_rows_of_the_open_transaction_are_read_exactly(driver: FakeOdbc) -> None:
    """What a run notes of rows that were there is read on the connection that moves them."""
    wanted = pa.schema([("id", pa.int64()), ("at", pa.timestamp("us"))])
    [batch] = connect().stream("SELECT id, at FROM t WHERE id > ?", [0], 100, wanted)
    assert batch.schema.types == [pa.int64(), pa.string()]
    assert driver.converting == [sorted(CONVERTERS)]
    assert driver.converters == {}


def test_all_digits_of_a_second_arrive() -> None:
    moment = struct.pack("=hHHHHHI", 2024, 6, 30, 23, 59, 59, 123_456_700)
    plain = struct.pack("=hHHHHHI", 1, 1, 1, 0, 0, 0, 999_999_000)
    time = struct.pack("=HHHxxI", 12, 30, 45, 123_456_700)
    shown = [CONVERTERS[SQL_TYPE_TIMESTAMP](moment), CONVERTERS[SQL_SS_TIME2](time)]
    assert shown == ["2024-06-30 23:59:59.123456700", "12:30:45.123456700"]
    wanted = pa.schema([("at", pa.timestamp("ns")), ("t", pa.time64("ns"))])
    batch = as_batch(["at", "t", "offset 0"], [(*shown, -120)], wanted)
    at, failed = from_driver(of("datetime2", scale=7), batch.column("at"))
    assert failed == {}
    assert at.view(pa.int64())[0].as_py() % 1_000_000_000 == 123_456_700
    of_day, failed = from_driver(of("time", scale=7), batch.column("t"))
    assert failed == {}
    assert of_day.view(pa.int64())[0].as_py() == (12 * 3600 + 30 * 60 + 45) * 10**9 + 123_456_700
    assert batch.column("offset 0").to_pylist() == [-120]
    first = pa.array([CONVERTERS[SQL_TYPE_TIMESTAMP](plain)])
    assert from_driver(of("datetime2", scale=6), first)[0][0].as_py().isoformat() == "0001-01-01T00:00:00.999999"


def test_a_digit_too_many_is_not_cut_off() -> None:
    shown = pa.array(["2024-06-30 23:59:59.123456700", "2024-06-30 23:59:59.123456"])
    at, failed = from_driver(of("datetime2", scale=6), shown)
    assert list(failed) == [0]
    assert at.null_count == 1
