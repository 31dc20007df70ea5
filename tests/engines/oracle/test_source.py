"""Oracle as a source: what is selected, what the driver's frames become, and one SCN for all reads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.oracle.engine import OracleEngine
from dbmigrate.engines.oracle.read import as_of, select, source_batch
from dbmigrate.engines.oracle.types import logical_type
from dbmigrate.engines.reader import TableRead
from dbmigrate.errors import SourceError
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import arrow_type, parse_type
from tests.databases import Database, sqlite_database
from tests.engines.oracle.conftest import MakeServer
from tests.engines.oracle.server import Col, FakeOracle
from tests.run.job import Job

OpenOracle = Callable[..., OracleEngine]


def described(*columns: tuple[str, str], key: tuple[str, ...] = ()) -> Table:
    made = tuple(Column(name, logical_type(native)) for name, native in columns)
    return Table(TableName("T", "HR"), made, key)


def read_one(
    native: str, values: dict[str, list[Any]], override: str | None = None
) -> tuple[list[Any], list[tuple[int, str]]]:
    """A column as the driver brings it: C0 its values, G0 and Z0 what stands beside them."""
    logical = logical_type(native)
    column = Column("A", logical if override is None else parse_type(override).with_native(native))
    table = Table(TableName("T", "HR"), (column,))
    read = TableRead(table, table.columns)
    _, _, wanted = select(read, as_of(None))
    from dbmigrate.engines.oracle.read import requested_schema

    schema = requested_schema(wanted)
    assert set(values) <= set(schema.names)
    length = len(next(iter(values.values())))
    arrays = [pa.array(values.get(one.name, [None] * length), one.type) for one in schema]
    batch = source_batch(read, wanted, pa.RecordBatch.from_arrays(arrays, schema=schema))
    assert batch.rows.schema.field(0).type == arrow_type(column.type)
    flaws = [(flaw.row, f"{flaw.reason}{' ? ' + flaw.consent if flaw.consent else ''}") for flaw in batch.unreadable]
    return batch.rows.column(0).to_pylist(), flaws


@pytest.mark.parametrize(
    ("native", "wire"),
    [
        ("NUMBER(4,0)", pa.int16()),
        ("NUMBER(9,0)", pa.int32()),
        ("NUMBER(18,0)", pa.int64()),
        ("NUMBER(19,0)", pa.decimal128(19, 0)),
        ("NUMBER(38,10)", pa.decimal128(38, 10)),
        ("NUMBER(5,-2)", pa.decimal128(7, 0)),
        ("NUMBER(2,5)", pa.decimal128(5, 5)),
        ("NUMBER(*,0)", pa.decimal128(38, 0)),
        ("NUMBER", pa.string()),
        ("FLOAT(126)", pa.string()),
        ("BINARY_FLOAT", pa.float32()),
        ("BINARY_DOUBLE", pa.float64()),
        ("DATE", pa.timestamp("us")),
        ("TIMESTAMP(6)", pa.timestamp("us")),
        ("TIMESTAMP(9)", pa.string()),
        ("TIMESTAMP(6) WITH TIME ZONE", pa.timestamp("us")),
        ("TIMESTAMP(6) WITH LOCAL TIME ZONE", pa.timestamp("us")),
        ("VARCHAR2(20 CHAR)", pa.string()),
        ("NCLOB", pa.string()),
        ("LONG", pa.string()),
        ("RAW(16)", pa.binary()),
        ("LONG RAW", pa.binary()),
        ("BLOB", pa.binary()),
        ("BOOLEAN", pa.bool_()),
        ("XMLTYPE", pa.string()),
        ("JSON", pa.string()),
    ],
)
def test_what_the_driver_is_asked_for(native: str, wire: pa.DataType) -> None:
    """Never a double for a NUMBER, which is the driver's own choice for more than 18 digits."""
    table = described(("A", native))
    _, _, [each] = select(TableRead(table, table.columns), as_of(None))
    assert each.wire == wire


def test_a_number_without_limits_is_read_as_its_digits() -> None:
    shown = [".5", "-.5", "12345678901234567890123456789012345678", "1.5E+125", "0", None]
    values, flaws = read_one("NUMBER", {"C0": shown})
    assert values == ["0.5", "-0.5", shown[2], "15" + "0" * 124, "0", None]
    assert flaws == []
    assert read_one("NUMBER", {"C0": ["~"]}) == ([None], [(0, "is infinite")])


def test_an_integer_of_more_than_38_digits_is_told() -> None:
    values, flaws = read_one("NUMBER(*,0)", {"C0": [Decimal(5), None, None], "G0": [None, "x", None]})
    assert values == [Decimal(5), None, None]
    assert flaws == [(1, "has more than 38 digits")]


def test_days_before_the_gregorian_calendar() -> None:
    seen: dict[str, list[Any]] = {
        "C0": [datetime(2024, 2, 29, 23, 59, 59), None, None, None, None],  # noqa: DTZ001
        "G0": [None, " 0001-01-01 00:00:00", "-4712-01-01 00:00:00", " 1500-02-29 00:00:00", None],
    }
    values, flaws = read_one("DATE", seen)
    assert values == [datetime(2024, 2, 29, 23, 59, 59), datetime(1, 1, 1), None, None, None]  # noqa: DTZ001
    assert [row for row, _ in flaws] == [2, 3]


def test_nanoseconds_come_as_text_because_the_driver_drops_them() -> None:
    values, flaws = read_one(
        "TIMESTAMP(9)", {"C0": [" 2024-01-01 00:00:00.123456789", " 1500-01-01 00:00:00.000000000"]}
    )
    assert values[0].value % 1000 == 789
    assert flaws == [(1, "is not within the years 1678 to 2261, which nanoseconds can count")]


def test_a_zone_is_kept_or_consented_away() -> None:
    at = datetime(2024, 1, 1, 12)  # noqa: DTZ001
    values, flaws = read_one("TIMESTAMP(6) WITH TIME ZONE", {"C0": [at, at], "Z0": [None, "+05:30"]})
    assert values == [at.replace(tzinfo=UTC)] * 2
    assert flaws == [(1, "has the offset +05:30, which the moment in UTC does not keep ? to_utc")]
    assert read_one("TIMESTAMP(6) WITH LOCAL TIME ZONE", {"C0": [at]}) == ([at.replace(tzinfo=UTC)], [])
    shown = ["2024-01-01 12:00:00.000000000 +05:30"]
    assert read_one("TIMESTAMP(6) WITH TIME ZONE", {"C0": shown}, "text") == (shown, [])


def test_a_date_declared_to_have_no_time_must_have_none() -> None:
    seen = {"C0": [datetime(2024, 1, 1), datetime(2024, 1, 1, 8)]}  # noqa: DTZ001
    values, flaws = read_one("DATE", seen, "date")
    assert values == [datetime(2024, 1, 1).date(), None]  # noqa: DTZ001
    assert flaws == [(1, "does not fit date")]


def test_intervals_are_told_of_in_the_plan_and_in_each_row() -> None:
    native = "INTERVAL DAY(2) TO SECOND(6)"
    assert "not carried" in logical_type(native).unsupported
    values, flaws = read_one(native, {"C0": ["x", None]})
    assert values == [None, None]
    assert [row for row, _ in flaws] == [0]


# Over a server


COLUMNS = [
    Col("ID", "NUMBER(10,0)", nullable=False),
    Col("NAME", "VARCHAR2(20 CHAR)"),
    Col("AT", "DATE"),
    Col("AMOUNT", "NUMBER(12,2)"),
    Col("ANY_NUMBER", "NUMBER"),
]
ROWS = [(n, f"n{n}", f"2024-02-{n:02} 10:00:00.000000000", f"{n}.25", f"{n}.125") for n in range(1, 10)]


@pytest.fixture
def source(make_server: MakeServer) -> FakeOracle:
    server = make_server("source")
    server.create_table("CALLS", COLUMNS, ("ID",))
    server.insert("CALLS", ROWS)
    return server


def read(engine: Engine, key: tuple[str, ...] = ("ID",), key_range: KeyRange | None = None) -> list[Any]:
    table = engine.describe_table(TableName("calls"))
    assert table is not None
    with closing(engine.open_view()) as view, closing(view.open_reader()) as reader:
        wanted = TableRead(table, table.columns, key, key_range or KeyRange())
        return [
            row for batch in reader.read(wanted, batch_rows=4, batch_bytes=1 << 20) for row in batch.rows.to_pylist()
        ]


def test_describe_folds_names(source: FakeOracle, open_oracle: OpenOracle) -> None:
    source.create_table("Mixed Case", [Col("a b", "NUMBER(5,0)"), Col("V", "NUMBER", virtual='"a b" + 1')])
    engine = open_oracle("source")
    table = engine.describe_table(TableName("calls"))
    assert table is not None
    assert str(table.name) == "MOVER.CALLS"
    assert [str(column.type) for column in table.columns] == [
        "integer(64)",
        "text(20)",
        "timestamp(0)",
        "decimal(12,2)",
        "decimal",
    ]
    mixed = engine.describe_table(TableName("mixed case"))
    assert mixed is not None
    assert [(column.name, column.generated) for column in mixed.columns] == [("a b", False), ("V", True)]
    assert engine.describe_table(TableName("nothing")) is None


def test_keyset_reads(source: FakeOracle, open_oracle: OpenOracle) -> None:
    engine = open_oracle("source")
    assert [row["ID"] for row in read(engine)] == list(range(1, 10))
    assert [row["ID"] for row in read(engine, key_range=KeyRange((3,), (5,)))] == [4, 5]
    first = read(engine)[0]
    assert first == {
        "ID": 1,
        "NAME": "n1",
        "AT": datetime(2024, 2, 1, 10),  # noqa: DTZ001
        "AMOUNT": Decimal("1.25"),
        "ANY_NUMBER": "1.125",
    }


def test_all_readers_see_one_scn(source: FakeOracle, open_oracle: OpenOracle) -> None:
    engine = open_oracle("source")
    table = engine.describe_table(TableName("CALLS"))
    assert table is not None
    with closing(engine.open_view()) as view:
        source.insert("CALLS", [(10, "late", None, None, None)])
        for _ in range(2):
            with closing(view.open_reader()) as reader:
                assert reader.count(TableRead(table, table.columns)) == 9
                assert reader.high_water_mark(table, "AT") == "2024-02-09 10:00:00"
        assert view.description == f"as of SCN {source.scn} (DBMS_FLASHBACK)"


@pytest.mark.parametrize(("grants", "said"), [({"V$DATABASE"}, "(V$DATABASE)"), (set(), "some seconds back")])
def test_a_login_with_fewer_privileges_is_told_how_it_reads(
    grants: set[str], said: str, source: FakeOracle, open_oracle: OpenOracle
) -> None:
    source.grants = grants
    with closing(open_oracle("source").open_view()) as view:
        assert said in view.description


def test_tables_of_another_user_without_flashback_are_read_in_one_transaction(
    source: FakeOracle, open_oracle: OpenOracle
) -> None:
    source.rows("INSERT INTO all_users VALUES ('HR', '2024-01-01')")
    source.create_table("CALLS", COLUMNS, ("ID",), owner="HR")
    source.insert("HR.CALLS", ROWS)
    engine = open_oracle("source", schema="hr")
    assert not engine.capabilities.supports_shared_snapshot
    table = engine.describe_table(TableName("CALLS"))
    assert table is not None
    with closing(engine.open_view()) as view:
        assert "read-only transaction" in view.description
        source.insert("HR.CALLS", [(10, "late", None, None, None)])
        for _ in range(2):
            with closing(view.open_reader()) as reader:
                assert reader.count(TableRead(table, table.columns)) == 9


def test_a_snapshot_that_is_too_old_is_explained(source: FakeOracle, open_oracle: OpenOracle) -> None:
    engine = open_oracle("source")
    table = engine.describe_table(TableName("CALLS"))
    assert table is not None
    with closing(engine.open_view()) as view, closing(view.open_reader()) as reader:
        source.forgotten.add(source.scn)
        with pytest.raises(EngineFault) as caught:
            list(reader.read(TableRead(table, table.columns, ("ID",)), batch_rows=4, batch_bytes=1 << 20))
    assert (caught.value.native_code, caught.value.fault) == ("ORA-01555", Fault.TERMINAL)
    assert "UNDO_RETENTION" in caught.value.next_step


def test_a_run_that_lost_its_snapshot_goes_on_under_a_newer_one(source: FakeOracle, tmp_path: Path) -> None:
    directory = tmp_path / "job"
    directory.mkdir()
    job = Job(directory, Database("oracle", "oracle://mover@source/pdb"), sqlite_database(directory / "target.db"))
    job.write(
        '[[table]]\nsource = "CALLS"\nwatermark = { column = "AT", overlap = "1m" }\n[[table.into]]\ntarget = "calls"\n'
    )
    package = job.group_file.parent / "package.toml"
    package.write_text(package.read_text().replace('"sqlite", ', '"oracle", "sqlite", '))
    lite = "CREATE TABLE calls (id INTEGER PRIMARY KEY NOT NULL, name TEXT, at TIMESTAMP, amount DECIMAL(12,2)"
    lite += ", any_number TEXT)"
    job.target.run(lite)
    take = source.take_scn

    def already_gone() -> int:
        source.forgotten.add(take())
        return source.scn

    source.take_scn = already_gone  # type: ignore[method-assign]
    with pytest.raises(SourceError) as caught:
        job.run()
    assert "ORA-01555" in caught.value.cause
    source.take_scn = take  # type: ignore[method-assign]
    assert job.run().resumed
    shown = job.target.rows("SELECT id, name, at, amount, any_number FROM calls ORDER BY 1")
    assert shown[0] == (1, "n1", "2024-02-01 10:00:00", 1.25, "1.125")
    assert len(shown) == len(ROWS)
    source.insert("CALLS", [(10, "late", "2024-02-09 10:00:30.000000000", "1", "1")])
    again = job.run()
    assert (again.tables[0].rows_inserted, again.tables[0].rows_present) == (1, 1)
    assert job.verdict() == "match"
