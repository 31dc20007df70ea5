"""What the loader sends arrives as what the writer sends, and what it cannot send is a row's fault."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as moment
from decimal import Decimal
from typing import Any

import psycopg
import pyarrow as pa
import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql import copy_rows, loader
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import Loader
from dbmigrate.model.table import Table, TableName
from dbmigrate.model.types import arrow_type

SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", str(time.time_ns() % 1_000_000)))
TYPES = {
    "a": "smallint", "b": "integer", "c": "bigint", "d": "real", "e": "double precision", "f": "numeric(38,6)",
    "g": "numeric(9)", "h": "boolean", "i": "text", "j": "varchar(40)", "k": "char(12)", "l": "bytea", "m": "date",
    "n": "time", "o": "timestamp", "p": "timestamptz", "q": "uuid", "r": "json", "s": "jsonb", "t": "numeric",
    "u": "interval", "v": "timestamp(3)",
}  # fmt: skip
LAST = 2**31 - 1


def a_value(pick: random.Random, native: str) -> Any:
    if pick.random() < 0.15:
        return None
    when = datetime(2024, 2, 29, 23, 59, 59, 999_999, UTC) - timedelta(seconds=pick.randrange(10**10))
    text = "".join(pick.choice("aßñ€😀 \\\n\t\"'") for _ in range(pick.randrange(12)))
    made: dict[str, Any] = {
        "smallint": pick.choice([0, -(2**15), 2**15 - 1]),
        "integer": pick.choice([0, -LAST - 1, LAST]),
        "bigint": pick.choice([0, -(2**63), 2**63 - 1]),
        "real": pick.choice([0.5, -0.0, float("inf"), float("nan")]),
        "double precision": pick.choice([0.1, -0.0, float("-inf"), float("nan"), 5e-324]),
        "numeric(38,6)": Decimal(pick.choice([0, 1, -1, 9_999, 10_000, 10**31]))
        + Decimal(pick.choice(["0", "0.000001"])),
        "numeric(9)": Decimal(pick.choice([0, 999_999_999, -10_000])),
        "boolean": pick.random() < 0.5,
        "bytea": bytes(pick.randrange(256) for _ in range(pick.randrange(20))),
        "date": pick.choice([date(1, 1, 1), date(9999, 12, 31), when.date()]),
        "time": pick.choice([moment(), moment(23, 59, 59, 999_999)]),
        "timestamp": when.replace(tzinfo=None),
        "timestamptz": when,
        "timestamp(3)": when.replace(microsecond=pick.randrange(1000) * 1000, tzinfo=None),
        "uuid": "0123456789abcdef0123456789abcdef"[:8] + "-0000-4000-8000-" + f"{pick.randrange(16**12):012x}",
        "json": '{"a": [1, 2.50, "€"]}',
        "jsonb": '{"a": [1, 2.50, "€"]}',
        "numeric": pick.choice(["NaN", "1.500", "-" + "9" * 200, "1e-30"]),
        "interval": pick.choice(["1 mon -3 days", "00:00:00.000001"]),
    }
    return made.get(native, text)


def rows_of(table: Table, number: int, pick: random.Random) -> pa.RecordBatch:
    arrays = [
        pa.array([a_value(pick, TYPES[column.name]) for _ in range(number)], arrow_type(column.type))
        for column in table.columns
    ]
    return pa.RecordBatch.from_arrays(arrays, names=[column.name for column in table.columns])


@pytest.fixture
def engine(postgres_url: str) -> Iterator[PostgresEngine]:
    listed = ", ".join(f"{name} {native}" for name, native in TYPES.items())
    with psycopg.connect(postgres_url) as connection:
        connection.execute(f"CREATE TABLE one ({listed})")
        connection.execute("CREATE TABLE other (LIKE one)")
        connection.execute("CREATE TABLE checked (id int CHECK (id <> 7), note text, day date)")
    made = PostgresEngine(postgres_url, schema=None, writable=True)
    yield made
    made.dispose()


def described(engine: PostgresEngine, name: str) -> Table:
    table = engine.describe_table(TableName(name))
    assert table is not None
    return table


def load(session: Loader, table: Table, rows: pa.RecordBatch) -> None:
    session.begin()
    try:
        session.load(table, rows)
        session.commit()
    finally:
        session.rollback()


@pytest.mark.parametrize("long_bytes", [copy_rows._LONG_BYTES, 10])
def test_both_send_the_same(
    engine: PostgresEngine, postgres_url: str, monkeypatch: pytest.MonkeyPatch, long_bytes: int
) -> None:
    """``long_bytes``: of a value that goes apart from the others of its row."""
    monkeypatch.setattr(copy_rows, "_LONG_BYTES", long_bytes)
    print(f"DBMIGRATE_TEST_SEED={SEED}")
    writer, other = engine.open_writer(), engine.open_loader()
    one, two = described(engine, "one"), described(engine, "other")
    assert loader.takes(one)
    for number in (0, 1, 300):
        rows = rows_of(one, number, random.Random(f"{SEED} {number}"))
        load(writer, one, rows)
        load(other, two, rows)
    writer.close()
    other.close()
    with psycopg.connect(postgres_url) as connection:
        sent, loaded = (
            connection.execute(f"SELECT t::text, t.f::text, t.p FROM {name} t ORDER BY ctid".encode()).fetchall()
            for name in ("one", "other")
        )
    assert len(sent) == 301
    assert loaded == sent


def test_infinity_arrives(engine: PostgresEngine, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute(
            "INSERT INTO checked VALUES (1, '', 'infinity'), (2, '', '-infinity'), (3, '', '5874897-12-31')"
        )
        connection.execute("INSERT INTO checked VALUES (4, '', '4713-01-01 BC'), (5, '', NULL), (6, '', '2024-02-29')")
        connection.execute("CREATE TABLE again (LIKE checked)")
    view, session = engine.open_view(), engine.open_loader()
    checked = described(engine, "checked")
    for batch in view.open_reader().read(TableRead(checked, checked.columns), batch_rows=10, batch_bytes=1 << 20):
        load(session, described(engine, "again"), batch.rows)
    session.close()
    view.close()
    with psycopg.connect(postgres_url) as connection:
        sent, loaded = (
            connection.execute(f"SELECT id, day::text FROM {name} ORDER BY id".encode()).fetchall()
            for name in ("checked", "again")
        )
    assert loaded == sent
    assert len(sent) == 6


def test_what_no_column_can_hold_is_a_row_s_fault(engine: PostgresEngine) -> None:
    session, table = engine.open_loader(), described(engine, "one")
    for column, values in (("n", [2**63 - 1]), ("m", [-3_000_000])):
        wanted = table.named(column)
        numbers = pa.array(values, pa.int32() if column == "m" else pa.int64())
        rows = pa.RecordBatch.from_arrays([numbers.view(arrow_type(wanted.type))], names=[column])
        with pytest.raises(EngineFault) as refused:
            load(session, table, rows)
        assert refused.value.fault is Fault.ROW, column
    session.close()


@pytest.mark.parametrize("bad", [0, 5_000, 39_999])
def test_a_refused_row_is_told_as_the_server_tells_it(engine: PostgresEngine, bad: int) -> None:
    """However much was on its way behind it; and the session goes on."""
    session = engine.open_loader()
    table = described(engine, "checked")
    ids = [7 if number == bad else 1 for number in range(40_000)]
    rows = pa.RecordBatch.from_arrays([pa.array(ids, pa.int32()), pa.array(["x" * 500] * 40_000)], names=["id", "note"])
    with pytest.raises(EngineFault, match="checked_id_check") as refused:
        load(session, table, rows)
    assert (refused.value.fault, refused.value.native_code) == (Fault.ROW, "23514")
    load(session, table, rows.slice(0, bad) if bad else rows.slice(1))
    session.close()
