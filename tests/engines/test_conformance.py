"""What the layers above rely on, asked of every engine alike."""

from __future__ import annotations

from contextlib import closing

import pyarrow as pa
import pytest
from msgspec.structs import replace

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import Writer
from dbmigrate.model.keys import KeyRange, KeyValue
from dbmigrate.model.table import Table, TableName
from tests.engines.conftest import OpenEngine

T = "CREATE TABLE t (id BIGINT PRIMARY KEY NOT NULL, name VARCHAR(20) NOT NULL, n INTEGER);"
PAIRS = "CREATE TABLE p (a TEXT NOT NULL, b BIGINT NOT NULL, PRIMARY KEY (a, b));"


def table(engine: Engine, name: str = "t") -> Table:
    found = engine.describe_table(TableName(name))
    assert found is not None
    return found


def read(
    engine: Engine,
    of: Table,
    key: tuple[str, ...] = (),
    key_range: KeyRange | None = None,
    *,
    rows: int = 1000,
    size: int = 1 << 24,
) -> list[tuple[list[tuple[object, ...]], KeyValue | None]]:
    """Batches as (rows, through key)."""
    with closing(engine.open_view()) as view, closing(view.open_reader()) as reader:
        wanted = TableRead(of, of.columns, key, key_range or KeyRange())
        return [
            ([tuple(row.values()) for row in batch.rows.to_pylist()], batch.through_key)
            for batch in reader.read(wanted, batch_rows=rows, batch_bytes=size)
        ]


def rows_of(engine: Engine, name: str = "t") -> list[tuple[object, ...]]:
    return sorted(row for rows, _ in read(engine, table(engine, name)) for row in rows)


def batch(of: Table, engine: Engine, *rows: tuple[object, ...]) -> pa.RecordBatch:
    from dbmigrate.model.types import arrow_type

    columns = list(zip(*rows, strict=True))
    types = [arrow_type(engine.wire_type(column)) for column in of.columns]
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=[column.name for column in of.columns])


def test_describe_table(open_engine: OpenEngine) -> None:
    engine = open_engine(
        "CREATE TABLE parent (id BIGINT PRIMARY KEY NOT NULL);"
        'CREATE TABLE "Child One" (a BIGINT NOT NULL REFERENCES parent (id), "B b" VARCHAR(5) DEFAULT \'x\','
        ' c INTEGER GENERATED ALWAYS AS (a + 1) STORED, PRIMARY KEY (a, "B b"), UNIQUE ("B b"));'
    )
    found = table(engine, "child one")
    if engine.server_version().endswith("(Babelfish for PostgreSQL with SQL Server Compatibility - 12.0.2000.8)"):
        pytest.skip("a compatible server that keeps names in small letters")
    assert found.name.name == "Child One"
    assert next((c.name, c.nullable, c.has_default, c.generated) for c in found.columns) == ("a", False, False, False)
    assert [c.name for c in found.writable_columns] == ["a", "B b"]
    assert found.primary_key == ("a", "B b")
    assert [key.columns for key in found.unique_keys] == [("B b",)]
    assert [(key.columns, key.referred.name, key.referred_columns) for key in found.foreign_keys] == [
        (("a",), "parent", ("id",))
    ]
    assert engine.describe_table(TableName("nothing")) is None
    assert {name.name for name in engine.list_tables()} == {"parent", "Child One"}


def test_filled_tables(open_engine: OpenEngine) -> None:
    engine = open_engine(T + PAIRS + "INSERT INTO p VALUES ('', 0);")
    empty, full = table(engine).name, table(engine, "p").name
    assert engine.filled([empty, full]) == {full}
    assert engine.filled([empty]) == engine.filled([]) == set()


@pytest.mark.parametrize(
    ("column", "values", "fit"),
    [
        ("TEXT", ["'a'", "NULL"], False),
        ("TEXT", ["'a'", "'b'"], True),
        ("BIGINT", ["1", "2"], True),
        ("DOUBLE PRECISION", ["1.5", "2"], False),
        ("TEXT", [], True),
    ],
)
def test_key_defects(column: str, values: list[str], fit: bool, open_engine: OpenEngine) -> None:
    engine = open_engine(
        f"CREATE TABLE k (v {column});" + "".join(f"INSERT INTO k VALUES ({value});" for value in values)
    )
    assert (engine.key_defects(table(engine, "k"), ("v",)) is None) is fit


def test_key_range_is_open_below_and_closed_above(open_engine: OpenEngine) -> None:
    engine = open_engine(T + "".join(f"INSERT INTO t VALUES ({n}, 'n{n}', NULL);" for n in (5, 3, 1, 4, 2)))
    of = table(engine)
    assert [row[0] for rows, _ in read(engine, of, ("id",)) for row in rows] == [1, 2, 3, 4, 5]
    inside = read(engine, of, ("id",), KeyRange((2,), (4,)))
    assert [row[0] for rows, _ in inside for row in rows] == [3, 4]
    assert inside[-1][1] == (4,)
    assert read(engine, of, ("id",), KeyRange((5,), None)) == []


def test_composite_key_range(open_engine: OpenEngine) -> None:
    values = [("a", 1), ("a", 2), ("b", 0), ("b", 9), ("", 5)]
    engine = open_engine(PAIRS + "".join(f"INSERT INTO p VALUES ('{a}', {b});" for a, b in values))
    of = table(engine, "p")
    for after in [None, *sorted(values)]:
        for through in [None, *sorted(values)]:
            got = [row for rows, _ in read(engine, of, ("a", "b"), KeyRange(after, through)) for row in rows]
            low, high = after or ("", -1), through or ("z", 0)
            assert got == [value for value in sorted(values) if low < value <= high]


def test_ranges_that_meet_cover_each_row_once(open_engine: OpenEngine) -> None:
    """In the engine's own order of text, whatever that is."""
    texts = ["a", "B", "c", "A", "_", "Z", "z", "a b", "ab", "a-b", "ä", "😀", "", " "]
    if open_engine("").name == "mssql":
        texts.remove(" ")  # equal to '': trailing blanks do not count there
    engine = open_engine(
        "CREATE TABLE w (k TEXT PRIMARY KEY NOT NULL);" + "".join(f"INSERT INTO w VALUES ('{text}');" for text in texts)
    )
    of = table(engine, "w")
    order = [row[0] for rows, _ in read(engine, of, ("k",)) for row in rows]
    assert sorted(map(str, order)) == sorted(texts)
    got: list[object] = []
    after: KeyValue | None = None
    for border in [*[(str(text),) for text in order[1::3]], None]:
        got += [row[0] for rows, _ in read(engine, of, ("k",), KeyRange(after, border)) for row in rows]
        after = border
    assert got == order


def test_batches_keep_to_rows_and_bytes(open_engine: OpenEngine) -> None:
    engine = open_engine(T + "".join(f"INSERT INTO t VALUES ({n}, '{'x' * 20}', {n});" for n in range(200)))
    of = table(engine)
    sizes = [len(rows) for rows, _ in read(engine, of, ("id",), rows=7)]
    assert sum(sizes) == 200
    assert max(sizes) <= 7
    assert min(sizes) > 0
    small = [len(rows) for rows, _ in read(engine, of, ("id",), rows=1000, size=400)]
    assert sum(small) == 200
    assert max(small) <= 20


def test_count_and_high_water_mark(open_engine: OpenEngine) -> None:
    engine = open_engine(T + "INSERT INTO t VALUES (1, '2024-01-02', 1), (2, '2024-01-03', 2), (3, '2023-12-31', 3);")
    of = table(engine)
    with closing(engine.open_view()) as view, closing(view.open_reader()) as reader:
        whole = TableRead(of, of.columns, ("id",))
        assert reader.count(whole) == 3
        assert reader.count(replace(whole, key_range=KeyRange((1,), None))) == 2
        assert reader.high_water_mark(of, "name") == "2024-01-03"


def test_a_view_does_not_see_later_rows(open_engine: OpenEngine) -> None:
    if (engine := open_engine(T + "INSERT INTO t VALUES (1, 'a', 1);")).name == "sqlite":
        with closing(engine.open_writer()) as writer:
            writer.run_sql("PRAGMA journal_mode = wal")
    of = table(engine)
    with closing(engine.open_view()) as view, closing(view.open_reader()) as reader:
        with closing(engine.open_writer()) as writer:
            writer.begin()
            writer.load(of, batch(of, engine, (2, "b", 2)))
            writer.commit()
        assert reader.count(TableRead(of, of.columns)) == 1
    assert len(rows_of(engine)) == 2


def test_a_load_is_part_of_the_transaction(open_engine: OpenEngine) -> None:
    engine = open_engine(T)
    of = table(engine)
    with closing(engine.open_writer()) as writer:
        writer.begin()
        writer.load(of, batch(of, engine, (1, "a", 1)))
        writer.rollback()
        writer.rollback()
        assert rows_of(engine) == []
        writer.begin()
        writer.load(of, batch(of, engine, (1, "a", None)))
        writer.commit()
    assert rows_of(engine) == [(1, "a", None)]


def test_a_closed_session_leaves_nothing(open_engine: OpenEngine) -> None:
    engine = open_engine(T)
    of = table(engine)
    writer = engine.open_writer()
    writer.begin()
    writer.load(of, batch(of, engine, (1, "a", 1)))
    writer.close()
    assert rows_of(engine) == []


def test_a_refused_row_is_a_row_fault(open_engine: OpenEngine) -> None:
    engine = open_engine(T)
    of = table(engine)
    with closing(engine.open_writer()) as writer:
        for rows in [((1, "a", 1), (1, "b", 1)), ((1, None, 1),)]:
            writer.begin()
            with pytest.raises(EngineFault) as caught:
                writer.load(of, batch(of, engine, *rows))
            assert caught.value.fault is Fault.ROW
            writer.rollback()
    assert rows_of(engine) == []


def _move(engine: Engine, writer: Writer, *rows: tuple[object, ...], upsert: bool) -> tuple[int, int, int, int]:
    of = table(engine)
    columns = [column.name for column in of.columns]
    staging = writer.create_staging(of, columns, 7)
    writer.load_staging(staging, of, batch(of, engine, *rows))
    writer.begin()
    counts = writer.move_staged(staging, of, columns, ("id",), upsert=upsert)
    writer.commit()
    writer.drop_staging(staging)
    return counts.inserted, counts.updated, counts.present, counts.differing


STAGED_ROWS = ((1, "a", None), (2, "changed", 2), (3, "c", None), (4, "new", 4), (5, "E", 5))
PRESENT = "INSERT INTO t VALUES (1, 'a', NULL), (2, 'b', 2), (3, 'c', 3), (5, 'e', 5);"


def test_staging_leaves_differing_rows_alone(open_engine: OpenEngine) -> None:
    engine = open_engine(T + PRESENT)
    with closing(engine.open_writer()) as writer:
        assert _move(engine, writer, *STAGED_ROWS, upsert=False) == (1, 0, 1, 3)
    assert rows_of(engine)[1:3] == [(2, "b", 2), (3, "c", 3)]
    assert len(rows_of(engine)) == 5


def test_staging_upserts(open_engine: OpenEngine) -> None:
    engine = open_engine(T + PRESENT)
    with closing(engine.open_writer()) as writer:
        assert _move(engine, writer, *STAGED_ROWS, upsert=True) == (1, 3, 1, 0)
    assert rows_of(engine) == list(STAGED_ROWS)


def test_differing_keys(open_engine: OpenEngine) -> None:
    engine = open_engine(T + PRESENT)
    of = table(engine)
    columns = [column.name for column in of.columns]
    with closing(engine.open_writer()) as writer:
        staging = writer.create_staging(of, columns, 7)
        writer.load_staging(staging, of, batch(of, engine, *STAGED_ROWS))
        assert sorted(writer.differing_keys(staging, of, columns, ("id",))) == ["[2]", "[3]", "[5]"]


def test_rows_are_deleted_only_as_they_were_staged(open_engine: OpenEngine) -> None:
    engine = open_engine(T + PRESENT)
    of = table(engine)
    columns = [column.name for column in of.columns]
    with closing(engine.open_writer()) as writer:
        staging = writer.create_staging(of, columns, 7)
        writer.load_staging(staging, of, batch(of, engine, *STAGED_ROWS, (9, "not there", None)))
        writer.begin()
        assert writer.delete_staged(staging, of, ("id",), columns) == 1
        writer.commit()
        assert [row[0] for row in rows_of(engine)] == [2, 3, 5]
        writer.begin()
        assert writer.delete_staged(staging, of, ("id",)) == 3
        writer.rollback()
        writer.drop_staging(staging)


def test_rows_that_others_refer_to(open_engine: OpenEngine) -> None:
    engine = open_engine(
        "CREATE TABLE r (id BIGINT PRIMARY KEY NOT NULL, above BIGINT REFERENCES r (id));"
        "CREATE TABLE c (id BIGINT PRIMARY KEY NOT NULL, r BIGINT REFERENCES r (id));"
        "INSERT INTO r VALUES (1, 1), (2, NULL), (3, 2), (4, NULL), (5, NULL);"
        "INSERT INTO c VALUES (10, 4), (11, NULL), (12, 5);"
    )
    of, child = table(engine, "r"), table(engine, "c")
    keys = [replace(column, type=engine.wire_type(column)) for column in of.columns if column.name == "id"]
    with closing(engine.open_writer()) as writer:
        staging = writer.create_staging(of, ["id"], 7)
        staged = pa.RecordBatch.from_arrays([pa.array([1, 2, 3, 4], pa.int64())], names=["id"])
        writer.load_staging(staging, of, staged)

        def referred(by: Table) -> list[object]:
            found = writer.referred_rows(staging, of, keys, ("id",), by, by.foreign_keys[0])
            return sorted(row["id"] for rows in found for row in rows.rows.to_pylist())

        assert referred(child) == [4]
        assert referred(of) == [2], "a row that refers to itself alone is in nobody's way"
        writer.drop_staging(staging)


def test_case_only_difference_in_a_case_blind_column_is_a_difference(open_engine: OpenEngine) -> None:
    engine = open_engine(T)
    if engine.name != "sqlite":
        pytest.skip("SQLite's NOCASE")
    engine = open_engine("DROP TABLE t;" + T.replace("VARCHAR(20)", "VARCHAR(20) COLLATE NOCASE") + PRESENT)
    with closing(engine.open_writer()) as writer:
        assert _move(engine, writer, (5, "E", 5), upsert=False) == (0, 0, 0, 1)


def test_the_lock_is_refused_twice_and_freed(open_engine: OpenEngine) -> None:
    engine, other = open_engine(""), open_engine("")
    held = engine.acquire_lock("run")
    assert held is not None
    assert other.acquire_lock("run") is None
    held.release()
    again = other.acquire_lock("run")
    assert again is not None
    again.release()


def test_identity_tells_databases_apart_and_holds_no_credential(open_engine: OpenEngine) -> None:
    first, second = open_engine(""), open_engine("")
    assert first.identity() == second.identity()
    assert "postgres:" not in first.identity().removeprefix("postgresql:")


def test_values_that_only_look_harmless(open_engine: OpenEngine) -> None:
    """Quotes, semicolons and percent signs in values and in keys to go on from."""
    texts = ["'; DROP TABLE w; --", "%s", "$1", "\\'", "a''b", "?", ":x"]
    engine = open_engine("CREATE TABLE w (k TEXT PRIMARY KEY NOT NULL);")
    of = table(engine, "w")
    with closing(engine.open_writer()) as writer:
        writer.begin()
        writer.load(of, batch(of, engine, *[(text,) for text in texts]))
        writer.commit()
    for text in texts:
        above = [row[0] for rows, _ in read(engine, of, ("k",), KeyRange((text,), None)) for row in rows]
        assert above == [other for other in sorted(texts) if other > text]
