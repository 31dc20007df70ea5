"""Random tables from SQLite to PostgreSQL and back again are what they were."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import psycopg
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from dbmigrate.model.verdicts import Verdict
from tests.fidelity.journey import migrate, rows_of


def _trimmed(shown: str) -> str:
    """As dbmigrate writes moments into SQLite: no fraction, three digits, or six."""
    if "." not in shown:
        return shown
    whole, fraction = shown.split(".")
    fraction = fraction.ljust(6, "0")
    return f"{whole}.{fraction[:3]}" if fraction.endswith("000") else f"{whole}.{fraction}"


@dataclass(frozen=True)
class ColumnKind:
    sqlite: str
    postgresql: str
    values: st.SearchStrategy[object]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
KINDS = [
    ColumnKind("SMALLINT", "smallint", st.integers(-(2**15), 2**15 - 1)),
    ColumnKind("INT", "integer", st.integers(-(2**31), 2**31 - 1)),
    ColumnKind("BIGINT", "bigint", st.integers(-(2**63), 2**63 - 1)),
    ColumnKind("BOOLEAN", "boolean", st.integers(0, 1)),
    ColumnKind("DOUBLE", "double precision", st.floats(allow_nan=False).map(lambda value: value + 0.0 or 0.0)),
    ColumnKind(
        "DECIMAL_TEXT",
        "numeric",
        st.decimals(allow_nan=False, allow_infinity=False, places=12).map(lambda d: f"{d or abs(d):f}"),
    ),
    ColumnKind(
        "DECIMAL(15,4)",
        "numeric(15,4)",
        st.integers(-(10**15) + 1, 10**15 - 1).map(lambda n: float(Decimal(n).scaleb(-4))),
    ),
    ColumnKind("TEXT", "text", TEXT),
    ColumnKind("VARCHAR(8)", "varchar(8)", TEXT.map(lambda text: text[:8])),
    ColumnKind("BLOB", "bytea", st.binary(max_size=40)),
    ColumnKind("DATE", "date", st.dates().map(date.isoformat)),
    ColumnKind("TIME", "time", st.times().map(lambda value: _trimmed(time.isoformat(value)))),
    ColumnKind("TIMESTAMP", "timestamp", st.datetimes().map(lambda value: _trimmed(datetime.isoformat(value, " ")))),
    ColumnKind("UUID", "uuid", st.uuids().map(str)),
    ColumnKind("JSON_TEXT", "json", st.sampled_from(["{}", '{"a": [1, 2.50]}', "null", '"x"', "1e5", '{"a":1,"a":2}'])),
]

EXAMPLES = 60 if os.environ.get("DBMIGRATE_TEST_LONG") else 6


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[ColumnKind], list[tuple[object, ...]]]:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=8))
    rows = draw(st.lists(st.tuples(*(st.none() | kind.values for kind in kinds)), min_size=1, max_size=25))
    return kinds, rows


def _create(kinds: list[ColumnKind], engine: str) -> str:
    listed = ", ".join(f"c{number} {getattr(kind, engine)}" for number, kind in enumerate(kinds))
    return f"CREATE TABLE t (id INTEGER PRIMARY KEY, {listed})"


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(table=tables(), commit_rows=st.integers(1, 9))
def test_there_and_back_again(
    postgres_url: str, table: tuple[list[ColumnKind], list[tuple[object, ...]]], commit_rows: int
) -> None:
    kinds, rows = table
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        origin, back = (f"sqlite:///{folder / file}" for file in ("origin.db", "back.db"))
        with closing(sqlite3.connect(folder / "origin.db")) as connection:
            connection.execute(_create(kinds, "sqlite"))
            marks = ", ".join("?" * len(kinds))
            connection.executemany(f"INSERT INTO t VALUES (NULL, {marks})", rows)
            connection.commit()
        with closing(sqlite3.connect(folder / "back.db")) as connection:
            connection.execute(_create(kinds, "sqlite"))
        with psycopg.connect(postgres_url) as server:
            server.execute("DROP TABLE IF EXISTS t")
            server.execute("DROP SCHEMA IF EXISTS dbmigrate CASCADE")
            server.execute(_create(kinds, "postgresql").encode())

        for number, (source, target) in enumerate(((origin, postgres_url), (postgres_url, back))):
            (folder / str(number)).mkdir()
            journey = migrate(folder / str(number), source, target, commit_rows=commit_rows)
            note(str(journey.rejects))
            assert journey.rejects == ()
            assert set(journey.verdicts.values()) == {Verdict.MATCH}
        assert rows_of(back, "SELECT * FROM t ORDER BY id") == rows_of(origin, "SELECT * FROM t ORDER BY id")
