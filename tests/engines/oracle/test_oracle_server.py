"""What the layers above rely on, asked of the stand-in and, where its URL is given, of a real server.

``DBMIGRATE_TEST_ORACLE_URL=oracle://user:password@host/service``: a login that may create tables in its own schema.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.oracle.engine import OracleEngine
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import StagedSide, Writer
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Table, TableName
from dbmigrate.model.types import arrow_type
from tests.engines.oracle.conftest import MakeServer
from tests.engines.oracle.server import Col

URL = os.environ.get("DBMIGRATE_TEST_ORACLE_URL", "")
COLUMNS = {"ID": "NUMBER(10,0)", "NAME": "VARCHAR2(20 CHAR)", "N": "NUMBER(9,0)"}
EVERY_TYPE = {
    "ID": "NUMBER(10,0)",
    "AMOUNT": "NUMBER(38,10)",
    "ANY_NUMBER": "NUMBER",
    "WHOLE": "NUMBER(*,0)",
    "RATIO": "BINARY_DOUBLE",
    "TITLE": "NVARCHAR2(20)",
    "LETTER": "CHAR(3 CHAR)",
    "DAY": "DATE",
    "AT": "TIMESTAMP(6)",
    "EXACTLY": "TIMESTAMP(9)",
    "MOMENT": "TIMESTAMP(6) WITH TIME ZONE",
    "NOTE": "CLOB",
    "N_NOTE": "NCLOB",
    "CODE": "RAW(16)",
    "SOUND": "BLOB",
}


@dataclass
class Place:
    engine: OracleEngine
    create: Callable[[str, dict[str, str]], None]
    is_real: bool


@pytest.fixture(params=["stand_in", "server"])
def place(request: pytest.FixtureRequest, make_server: MakeServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    if request.param == "stand_in":
        server = make_server()
        engine = OracleEngine(ConnectionUrl.parse("oracle://mover@target/pdb"), schema=None, writable=True)

        def imitate(name: str, columns: dict[str, str]) -> None:
            made = [Col(column, kind, nullable=column != "ID") for column, kind in columns.items()]
            server.create_table(name, made, ("ID",))

        yield Place(engine, imitate, False)
        engine.dispose()
        return
    if not URL:
        pytest.skip("DBMIGRATE_TEST_ORACLE_URL is not set: nothing is proven against a real Oracle server")
    monkeypatch.undo()
    engine = OracleEngine(ConnectionUrl.parse(URL), schema=None, writable=True)
    made: list[str] = []

    def create(name: str, columns: dict[str, str]) -> None:
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        with closing(engine.open_writer()) as writer:
            with suppress(EngineFault):
                writer.run_sql(f'DROP TABLE "{name}" PURGE')
            writer.run_sql(f'CREATE TABLE "{name}" ({listed}, PRIMARY KEY ("ID"))')
        made.append(name)
        engine.forget_catalog()

    yield Place(engine, create, True)
    with closing(engine.open_writer()) as writer:
        for name in made:
            writer.run_sql(f'DROP TABLE "{name}" PURGE')
    engine.dispose()


def table(place: Place, name: str = "DBM_T") -> Table:
    found = place.engine.describe_table(TableName(name.lower()))
    assert found is not None
    return found


def batch(of: Table, *rows: tuple[Any, ...]) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True))
    arrays = [pa.array(values, arrow_type(column.type)) for values, column in zip(columns, of.columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=[column.name for column in of.columns])


def rows_of(place: Place, name: str = "DBM_T", key_range: KeyRange | None = None) -> list[tuple[Any, ...]]:
    of = table(place, name)
    with closing(place.engine.open_view()) as view, closing(view.open_reader()) as reader:
        read = TableRead(of, of.columns, ("ID",), key_range or KeyRange())
        batches = list(reader.read(read, batch_rows=2, batch_bytes=1 << 20))
    assert not [flaw for each in batches for flaw in each.unreadable]
    return [tuple(row.values()) for each in batches for row in each.rows.to_pylist()]


def moved(place: Place, writer: Writer, *rows: tuple[Any, ...], upsert: bool) -> tuple[int, int, int, int]:
    of = table(place)
    names = [column.name for column in of.columns]
    staging = writer.create_staging(of, names, 7)
    writer.load_staging(staging, of, batch(of, *rows))
    writer.begin()
    counts = writer.move_staged(staging, of, names, ("ID",), upsert=upsert)
    writer.commit()
    writer.drop_staging(staging)
    return counts.inserted, counts.updated, counts.present, counts.differing


def test_every_type_goes_round(place: Place) -> None:
    place.create("DBM_ALL", EVERY_TYPE)
    of = table(place, "DBM_ALL")
    at = datetime(2024, 2, 29, 23, 59, 59, 123456)  # noqa: DTZ001
    nanos = 1_709_251_199_123_456_789
    full = (
        1,
        Decimal("1234567890123456789012345678.0123456789"),
        "0.1234567890123456789012345678901234567",
        Decimal("12345678901234567890123456789012345678"),
        0.1,
        "Ж😀ä",
        "abc",
        at.replace(microsecond=0),
        at,
        nanos,
        at.replace(tzinfo=UTC),
        "é" * 5000,
        "Ж" * 5000,
        b"\x00\xff",
        b"\x00" * 9000,
    )
    empty = (2, *[None] * (len(full) - 1))
    with closing(place.engine.open_writer()) as writer:
        names = [column.name for column in of.columns]
        staging = writer.create_staging(of, names, 8)
        writer.load_staging(staging, of, batch(of, full, empty))
        writer.begin()
        writer.move_staged(staging, of, names, ("ID",), upsert=False)
        writer.commit()
        writer.drop_staging(staging)
        writer.begin()
        third = (3, *full[1:])
        writer.load(of, batch(of, third))
        writer.commit()
    expected = [*full[:9], nanos, *full[10:]]
    for number, row in enumerate(rows_of(place, "DBM_ALL")):
        shown = [value.value if hasattr(value, "nanosecond") else value for value in row]
        assert shown == [number + 1, *(expected[1:] if number != 1 else empty[1:])]


def test_key_ranges_are_open_below_and_closed_above(place: Place) -> None:
    place.create("DBM_T", COLUMNS)
    of = table(place)
    with closing(place.engine.open_writer()) as writer:
        writer.begin()
        writer.load(of, batch(of, *[(n, f"n{n}", None) for n in (5, 3, 1, 4, 2)]))
        writer.commit()
    assert [row[0] for row in rows_of(place)] == [1, 2, 3, 4, 5]
    assert [row[0] for row in rows_of(place, key_range=KeyRange((2,), (4,)))] == [3, 4]


def test_a_load_is_part_of_the_transaction(place: Place) -> None:
    place.create("DBM_T", COLUMNS)
    of = table(place)
    with closing(place.engine.open_writer()) as writer:
        writer.begin()
        writer.load(of, batch(of, (1, "a", 1)))
        writer.rollback()
        assert not place.engine.filled([of.name])
        writer.begin()
        writer.savepoint("here")
        writer.load(of, batch(of, (1, "a", 1)))
        writer.rollback_to("here")
        writer.load(of, batch(of, (2, "b", None)))
        writer.release("here")
        writer.commit()
    assert rows_of(place) == [(2, "b", None)]


def test_staging_inside_a_transaction_is_refused(place: Place) -> None:
    """Direct path would commit it."""
    place.create("DBM_T", COLUMNS)
    of = table(place)
    with closing(place.engine.open_writer()) as writer:
        staging = writer.create_staging(of, ["ID"], 7)
        writer.begin()
        with pytest.raises(EngineFault, match="inside a transaction"):
            writer.load_staging(staging, of, batch(of, (1, "a", 1)))
        writer.rollback()
        writer.drop_staging(staging)
        writer.drop_staging(staging)


@pytest.mark.parametrize(("upsert", "counts"), [(False, (1, 0, 1, 2)), (True, (1, 2, 1, 0))])
def test_staged_rows_meet_those_that_are_there(place: Place, upsert: bool, counts: tuple[int, ...]) -> None:
    place.create("DBM_T", COLUMNS)
    of = table(place)
    there = [(1, "a", None), (2, "b", 2), (3, "c", 3)]
    staged = [(1, "a", None), (2, "changed", 2), (3, "c", None), (4, "new", 4)]
    with closing(place.engine.open_writer()) as writer:
        writer.begin()
        writer.load(of, batch(of, *there))
        writer.commit()
        assert moved(place, writer, *staged, upsert=upsert) == counts
    assert rows_of(place) == (staged if upsert else [*there, staged[-1]])


def test_what_a_move_would_do_and_taking_it_back(place: Place) -> None:
    place.create("DBM_T", COLUMNS)
    of = table(place)
    names = [column.name for column in of.columns]
    with closing(place.engine.open_writer()) as writer:
        writer.begin()
        writer.load(of, batch(of, (1, "a", 1), (2, "b", 2), (9, "i", 9)))
        writer.commit()
        staging = writer.create_staging(of, names, 7)
        writer.load_staging(staging, of, batch(of, (1, "a", 1), (2, "B", 2), (3, "c", 3)))
        sides = {
            side: [
                row["ID"]
                for each in writer.staged_rows(side, staging, of, of.columns, ("ID",))
                for row in each.rows.to_pylist()
            ]
            for side in StagedSide
        }
        assert sides[StagedSide.ABSENT] == [3]
        assert sorted(sides[StagedSide.PRESENT]) == [1, 2]
        assert sides[StagedSide.OVERWRITTEN] == sides[StagedSide.OVERWRITING] == [2]
        writer.begin()
        assert writer.differing_keys(staging, of, names, ("ID",)) == ["[2]"]
        assert writer.update_staged(staging, of, names, ("ID",)) == 1
        assert writer.delete_staged(staging, of, ("ID",)) == 2
        writer.commit()
        writer.drop_staging(staging)
    assert rows_of(place) == [(9, "i", 9)]


def test_refused_rows_are_row_faults(place: Place) -> None:
    place.create("DBM_T", COLUMNS)
    of = table(place)
    with closing(place.engine.open_writer()) as writer:
        for bad in [((1, "a", 1), (1, "b", 1)), ((1, "x" * 21, 1),), ((None, "a", 1),)]:
            writer.begin()
            with pytest.raises(EngineFault) as caught:
                writer.load(of, batch(of, *bad))
            assert caught.value.fault is Fault.ROW
            writer.rollback()
        # Direct path takes it; the move does not.
        staging = writer.create_staging(of, ["ID", "NAME", "N"], 7)
        writer.load_staging(staging, of, batch(of, (1, "x" * 21, 1)))
        writer.begin()
        with pytest.raises(EngineFault) as caught:
            writer.move_staged(staging, of, ["ID", "NAME", "N"], ("ID",), upsert=False)
        assert (caught.value.fault, caught.value.native_code) == (Fault.ROW, "ORA-12899")
        writer.rollback()
        writer.drop_staging(staging)


def test_a_view_does_not_see_later_rows(place: Place) -> None:
    place.create("DBM_T", COLUMNS)
    of = table(place)
    with closing(place.engine.open_view()) as view, closing(view.open_reader()) as reader:
        with closing(place.engine.open_writer()) as writer:
            writer.begin()
            writer.load(of, batch(of, (1, "a", 1)))
            writer.commit()
        assert reader.count(TableRead(of, of.columns)) == 0
    assert len(rows_of(place)) == 1


def test_the_lock_is_refused_twice_and_freed(place: Place) -> None:
    held = place.engine.acquire_lock("conformance")
    assert held is not None
    assert place.engine.acquire_lock("conformance") is None
    held.release()
    again = place.engine.acquire_lock("conformance")
    assert again is not None
    again.release()


def test_the_login_lacks_nothing_and_is_known(place: Place) -> None:
    place.create("DBM_T", COLUMNS)
    assert place.engine.missing_permissions([TableName("DBM_T")]) == []
    assert place.engine.identity() == place.engine.identity()
    assert place.engine.server_version()
