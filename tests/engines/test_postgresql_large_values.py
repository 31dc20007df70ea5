"""Values of PostgreSQL that are read and written in pieces are the same as those that are not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import psycopg
import pyarrow as pa
import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.postgresql.large_reads import PIECE_BYTES, whole_rows
from dbmigrate.engines.postgresql.marks import marked_columns
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.large_values import LARGE_BYTES
from dbmigrate.model.table import Table, TableName
from dbmigrate.model.types import arrow_type

WIDE = "é€a" * (LARGE_BYTES // 6 + 5)
"""Six bytes for three characters, so pieces end within them."""
READ = {
    "below": ("a", b"x" * LARGE_BYTES, "b", 1),
    "both": (WIDE, b"\x00\xff" * (LARGE_BYTES + PIECE_BYTES), "short", 2),
    "exact": (None, b"y" * (LARGE_BYTES + PIECE_BYTES), None, 3),
    "just more": (WIDE[:-1], b"z" * (LARGE_BYTES + PIECE_BYTES + 1), "s" * 100_000, None),
    "none": (None, None, None, None),
    "text": (WIDE + "x", b"", "", 6),
}
SENT_WHOLE_BYTES = 16 * 1024 * 1024
LONG = "é€a" * (SENT_WHOLE_BYTES // 6 + 5)
WRITTEN = [
    (1, LONG, b"short", None, None),
    (2, None, b"\x00\xff" * (SENT_WHOLE_BYTES // 2 + 1), "Infinity", LONG + "x"),
    (3, "", b"", "1.5", ""),
    (4, LONG[:-1], b"\x01" * (SENT_WHOLE_BYTES + 1), None, None),
]


def short(value: Any) -> Any:
    """What is compared, so that a failure can be read."""
    raw = value.encode() if isinstance(value, str) else value
    return (type(value), len(raw), hashlib.sha256(raw).hexdigest()) if isinstance(raw, bytes) else value


def shown(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[short(value) for value in row] for row in rows]


@pytest.fixture
def engine(postgres_url: str) -> Iterator[PostgresEngine]:
    with closing_engine(postgres_url) as opened:
        yield opened


def closing_engine(url: str) -> Any:
    made = PostgresEngine(url, schema=None, writable=True)
    made.close = made.dispose  # type: ignore[attr-defined]
    return closing(made)


def table(engine: PostgresEngine, name: str = "t") -> Table:
    found = engine.describe_table(TableName(name))
    assert found is not None
    return found


def read(engine: PostgresEngine, **wanted: Any) -> list[list[Any]]:
    of = table(engine)
    with closing(engine.open_view()) as view, closing(view.open_reader()) as reader:
        batches = reader.read(TableRead(of, of.columns, **wanted), batch_rows=100, batch_bytes=1 << 20)
        return shown([list(row.values()) for batch in batches for row in batch.rows.to_pylist()])


@pytest.fixture
def rows(postgres_url: str) -> list[list[Any]]:
    with psycopg.connect(postgres_url) as session:
        # Kept apart and not compressed, as bytes mostly are, and the other way round.
        session.execute("CREATE TABLE t (id text PRIMARY KEY, a text, b bytea, c varchar(100000), n numeric(5,2))")
        session.execute("ALTER TABLE t ALTER b SET STORAGE EXTERNAL")
        session.cursor().executemany(
            "INSERT INTO t VALUES (%s, %s, %s, %s, %s)", [(key, *READ[key]) for key in reversed(READ)]
        )
        found = session.execute("SELECT * FROM t ORDER BY id").fetchall()
    return shown(found)


def test_rows_are_read_in_the_order_of_their_key(engine: PostgresEngine, rows: list[list[Any]]) -> None:
    assert [row[0] for row in rows] == [short(key) for key in sorted(READ)]
    assert read(engine, key=("id",)) == rows
    assert read(engine, key=("id",), compares=True) == rows
    assert read(engine, key=("id",), most_rows=3) == rows[:3]
    assert read(engine, key=("id",), key_range=KeyRange(("both",), ("none",))) == rows[2:5]


def test_rows_without_a_key_are_read_whole(engine: PostgresEngine, rows: list[list[Any]]) -> None:
    assert sorted(read(engine), key=str) == sorted(rows, key=str)


def test_rows_that_have_to_be_sorted(engine: PostgresEngine, rows: list[list[Any]]) -> None:
    assert read(engine, key=("n", "id"), key_is_unique=False) == sorted(rows, key=lambda row: (row[4] is None, row[4]))


def test_only_tables_that_may_hold_large_values_are_asked_for_lengths(
    engine: PostgresEngine, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as session:
        session.execute("CREATE TABLE plain (id int, a text)")
        session.execute("CREATE TABLE parts (id int, a text) PARTITION BY LIST (id)")
        session.execute("CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1)")
        session.execute("CREATE TABLE t (id int, a text) PARTITION BY LIST (id)")
        session.execute("CREATE TABLE sub PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (id)")
        session.execute("CREATE TABLE part_2 PARTITION OF sub FOR VALUES IN (1)")
        for name in ("plain", "parts", "t"):
            session.execute(f"INSERT INTO {name} VALUES (1, %s)", [WIDE if name == "t" else "short"])
    assert read(engine) == shown([(1, WIDE)])
    with closing(engine.open_writer()) as session:
        for name, columns in (("plain", []), ("parts", []), ("t", ["a"])):
            of = table(engine, name)
            found = marked_columns(session, TableRead(of, of.columns))
            assert [column.name for column in found] == columns


def pieces(*rows: tuple[int, bytes | None, int | None, int, int]) -> Iterator[pa.RecordBatch]:
    types = [pa.int32(), pa.binary(), pa.binary(), pa.int32(), pa.int32(), pa.int64()]
    arrays = [pa.array([row[0] for row in rows]), pa.nulls(len(rows), pa.binary())]
    arrays += [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(types[2:], 1)]
    yield pa.RecordBatch.from_arrays(arrays, names=list("ibplnr"))


@pytest.mark.parametrize(
    "rows",
    [
        [(1, b"x" * PIECE_BYTES, PIECE_BYTES + 1, 0, 1)],
        [(1, b"x" * PIECE_BYTES, PIECE_BYTES + 1, 0, 1), (2, None, None, 0, 2)],
        [(1, b"x" * PIECE_BYTES, 3 * PIECE_BYTES, number, 1) for number in (0, 2, 1)],
        [(1, b"xx", 3, 0, 1)],
        [(2, None, None, 0, 2), (1, None, None, 0, 1)],
    ],
    ids=["the last is missing", "another row comes between", "the other way round", "one is short", "rows in disorder"],
)
def test_pieces_that_do_not_fit_are_refused(rows: list[tuple[int, bytes | None, int | None, int, int]]) -> None:
    with pytest.raises(EngineFault) as caught:
        list(whole_rows(pieces(*rows), 2, [1]))
    assert caught.value.fault is Fault.TERMINAL


TARGET = (
    "CREATE TABLE t (id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY, a text, b bytea, n numeric,"
    " c varchar CHECK (c <> 'bad'))"
)


def batch(of: Table, engine: PostgresEngine, rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    types = [arrow_type(engine.wire_type(column)) for column in of.columns]
    arrays = [pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True), types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=[column.name for column in of.columns])


def load(engine: PostgresEngine, rows: Sequence[Sequence[Any]]) -> None:
    of = table(engine)
    with closing(engine.open_loader()) as writer:
        writer.begin()
        writer.load(of, batch(of, engine, rows))
        writer.commit()


def stored(url: str) -> list[list[Any]]:
    with psycopg.connect(url) as session:
        return shown(session.execute("SELECT id, a, b, n::text, c FROM t ORDER BY id").fetchall())


def test_long_values_are_written_as_they_are(engine: PostgresEngine, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as session:
        session.execute(TARGET)
    load(engine, WRITTEN[:2])
    load(engine, WRITTEN[2:])
    assert stored(postgres_url) == [list(map(short, row)) for row in WRITTEN]


def test_a_row_with_a_long_value_is_refused_as_any_other(engine: PostgresEngine, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as session:
        session.execute(TARGET)
    with pytest.raises(EngineFault) as caught:
        load(engine, [(1, LONG, None, None, "bad")])
    assert caught.value.fault is Fault.ROW
    assert stored(postgres_url) == []
