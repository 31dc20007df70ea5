"""Sizes and shapes at their limits: exact, or refused with a reason, by what plain drivers read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dbmigrate.errors import SourceError, TargetError
from dbmigrate.model.verdicts import Verdict
from tests.fidelity.conftest import MakeDatabase
from tests.fidelity.journey import Journey, migrate, rows_of
from tests.fidelity.samples import ENGINES, POSTGRESQL, SQLITE
from tests.marks import seldom

ALL_PAIRS = [(source, target) for source in ENGINES for target in ENGINES]
LARGE = 10 * 1024 * 1024


def _assert_proven(journey: Journey) -> None:
    assert journey.refused_by_plan == ()
    assert journey.rejects == ()
    assert set(journey.verdicts.values()) == {Verdict.MATCH}


@pytest.mark.parametrize(
    ("source_engine", "target_engine"),
    [(SQLITE, POSTGRESQL), (POSTGRESQL, SQLITE), seldom(SQLITE, SQLITE), seldom(POSTGRESQL, POSTGRESQL)],
)
def test_values_of_ten_megabytes(
    source_engine: str, target_engine: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    """Each larger than a batch may be; the bytes hold every value of a byte, the text characters of two bytes."""
    create = {
        SQLITE: "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, b BLOB);",
        POSTGRESQL: "CREATE TABLE t (id int PRIMARY KEY, v text, b bytea);",
    }
    every_byte = "".join(f"{n:02x}" for n in range(256))
    fill = {
        SQLITE: f"INSERT INTO t SELECT n, replace(hex(zeroblob({LARGE // 4})), '00', 'aé' || n),"
        f" CAST(replace(hex(zeroblob({LARGE // 256})), '00', '') AS BLOB) FROM (SELECT 1 AS n UNION SELECT 2);"
        f" UPDATE t SET b = x'{every_byte}' || zeroblob({LARGE}) WHERE id = 1;"
        f" UPDATE t SET b = CAST(zeroblob({LARGE}) || x'{every_byte}' AS BLOB);",
        POSTGRESQL: f"INSERT INTO t SELECT n, repeat('aé' || n, {LARGE // 4}),"
        f" decode(repeat('{every_byte}', {LARGE // 256}), 'hex') FROM generate_series(1, 2) n;",
    }
    source = make_database(source_engine, create[source_engine] + fill[source_engine])
    target = make_database(target_engine, create[target_engine])

    journey = migrate(tmp_path, source, target)

    _assert_proven(journey)
    before, after = (rows_of(url, "SELECT id, v, b FROM t ORDER BY id") for url in (source, target))
    assert len(before[0][1].encode()) >= LARGE - 4
    assert len(before[0][2]) >= LARGE
    assert before == after


@pytest.mark.parametrize(("source_engine", "target_engine"), ALL_PAIRS)
@pytest.mark.long
def test_sixteen_hundred_columns(
    source_engine: str, target_engine: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    """As many as PostgreSQL allows; NULL in every third."""
    width = 1600
    columns = "c0 int PRIMARY KEY, " + ", ".join(f"c{n} int" for n in range(1, width))
    values = [", ".join("NULL" if n and n % 3 == row else str(n + row) for n in range(width)) for row in range(3)]
    fill = "".join(f"INSERT INTO t VALUES ({row});" for row in values)
    source = make_database(source_engine, f"CREATE TABLE t ({columns}); {fill}")
    target = make_database(target_engine, f"CREATE TABLE t ({columns});")

    _assert_proven(migrate(tmp_path, source, target))
    assert rows_of(source, "SELECT * FROM t ORDER BY c0") == rows_of(target, "SELECT * FROM t ORDER BY c0")


def test_sixteen_hundred_columns_of_any_class(make_database: MakeDatabase, tmp_path: Path) -> None:
    """Copied by ATTACH; to be compared, each value needs two columns of a result once one of them is not a number."""
    columns = "c0 int PRIMARY KEY, " + ", ".join(f"c{n} int" for n in range(1, 1600))
    source = make_database(SQLITE, f"CREATE TABLE t ({columns}); INSERT INTO t (c0, c1) VALUES (1, 'text');")
    target = make_database(SQLITE, f"CREATE TABLE t ({columns});")

    with pytest.raises((SourceError, TargetError), match="too many columns"):
        migrate(tmp_path, source, target)

    assert rows_of(source, "SELECT * FROM t") == rows_of(target, "SELECT * FROM t")


@pytest.mark.parametrize("target_engine", ENGINES)
def test_a_table_without_columns(target_engine: str, make_database: MakeDatabase, tmp_path: Path) -> None:
    """PostgreSQL allows it, and rows in it.  They are not lost without a word."""
    source = make_database(POSTGRESQL, "CREATE TABLE t (); INSERT INTO t DEFAULT VALUES; INSERT INTO t DEFAULT VALUES;")
    target = make_database(
        target_engine, "CREATE TABLE t ();" if target_engine == POSTGRESQL else "CREATE TABLE t (a);"
    )

    journey = migrate(tmp_path, source, target)

    arrived = rows_of(target, "SELECT count(*) FROM t")[0][0]
    assert arrived == 2 or journey.refused_by_plan, (arrived, journey)


@pytest.mark.parametrize(("source_engine", "target_engine"), ALL_PAIRS)
def test_rows_of_nothing_and_no_rows(
    source_engine: str, target_engine: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    create = "".join(
        f"CREATE TABLE {table} ({columns});"
        for table, columns in (
            ("empty_rows", "a INTEGER, b TEXT"),
            ("one", "a INTEGER"),
            ("no_rows", "a INTEGER, b TEXT"),
        )
    )
    fill = (
        "INSERT INTO empty_rows VALUES (NULL, NULL), (NULL, NULL), (NULL, ''); INSERT INTO one VALUES (NULL), (NULL);"
    )
    source, target = make_database(source_engine, create + fill), make_database(target_engine, create)

    _assert_proven(migrate(tmp_path, source, target, tables=[("empty_rows", ""), ("one", ""), ("no_rows", "")]))
    for table in ("empty_rows", "one", "no_rows"):
        before, after = (Counter(rows_of(url, f"SELECT * FROM {table}")) for url in (source, target))
        assert before == after


@pytest.mark.parametrize(("source_engine", "target_engine"), ALL_PAIRS)
def test_a_view_is_read_like_a_table_or_refused(
    source_engine: str, target_engine: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    source = make_database(
        source_engine,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL);"
        " CREATE VIEW w AS SELECT id, v FROM t WHERE id < 3;",
    )
    target = make_database(target_engine, "CREATE TABLE w (id INTEGER PRIMARY KEY, v TEXT);")

    journey = migrate(tmp_path, source, target, tables=[("w", 'key = ["id"]')])

    arrived = rows_of(target, "SELECT id, v FROM w ORDER BY id")
    assert arrived == ([] if journey.refused_by_plan else [(1, "a"), (2, "b")])


@pytest.mark.parametrize("collation", ["NOCASE", "RTRIM"])
@pytest.mark.parametrize("staged", [False, True])
def test_keys_that_are_one_in_the_target(
    collation: str, staged: bool, make_database: MakeDatabase, tmp_path: Path
) -> None:
    """What the target cannot hold beside another row is on the reject list, and nothing takes its place."""
    source = make_database(
        SQLITE,
        "CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v TEXT);"
        " INSERT INTO t VALUES ('a', '1'), ('A', '2'), ('a ', '3'), ('á', '4'),"
        " ('a\u0301', '5'), ('Á', '6'), ('b', '7');",
    )
    target = make_database(SQLITE, f"CREATE TABLE t (k TEXT COLLATE {collation} PRIMARY KEY NOT NULL, v TEXT);")

    journey = migrate(tmp_path, source, target, tables=[("t", 'target_rows = "any"' if staged else "")])

    before, after = (set(rows_of(url, "SELECT k, v FROM t")) for url in (source, target))
    assert after < before
    assert len(after) + len(journey.rejects) == len(before)
    assert all(reject.reason for reject in journey.rejects)
    assert set(journey.verdicts.values()) == {Verdict.MATCH}


@pytest.mark.parametrize("target_engine", ENGINES)
def test_lone_surrogates_in_sqlite_text(target_engine: str, make_database: MakeDatabase, tmp_path: Path) -> None:
    """Bytes that no UTF-8 text has: kept as they are between two files, refused elsewhere."""
    texts = ["x'eda080'", "x'edb080'", "x'61eda0bdedb880'", "x'c080'", "x'f8888080'", "x'efbfbe'", "x'61'"]
    source = make_database(
        SQLITE,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);"
        + "".join(f"INSERT INTO t VALUES ({n}, CAST({text} AS TEXT));" for n, text in enumerate(texts)),
    )
    target = make_database(target_engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);")

    journey = migrate(tmp_path, source, target)

    shown = "encode(convert_to(v, 'UTF8'), 'hex')" if target_engine == POSTGRESQL else "lower(hex(CAST(v AS BLOB)))"
    after = dict(rows_of(target, f"SELECT id, {shown} FROM t"))
    refused = set() if target_engine == SQLITE else {0, 1, 2, 3, 4}
    assert {int(reject.key.strip('[]"')) for reject in journey.rejects} == refused
    assert after == {n: text[2:-1] for n, text in enumerate(texts) if n not in refused}
    assert set(journey.verdicts.values()) == {Verdict.MATCH}


@pytest.mark.parametrize("target_engine", ENGINES)
def test_real_keys(target_engine: str, make_database: MakeDatabase, tmp_path: Path) -> None:
    """-0.0 equals 0.0, infinities, whole numbers that only an integer can hold, and the smallest there is."""
    keys = ["-0.0", "9e999", "-9e999", "5e-324", "9007199254740993", "1e300", "0.1", "0.1+0.2", "-5"]
    source = make_database(
        SQLITE,
        "CREATE TABLE t (k REAL PRIMARY KEY NOT NULL, v TEXT) WITHOUT ROWID;"
        + "".join(f"INSERT INTO t VALUES ({key}, '{n}');" for n, key in enumerate(keys)),
    )
    key = "double precision" if target_engine == POSTGRESQL else "REAL"
    target = make_database(target_engine, f"CREATE TABLE t (k {key} PRIMARY KEY NOT NULL, v TEXT);")

    journey = migrate(tmp_path, source, target)

    assert set(journey.verdicts.values()) == {Verdict.MATCH}
    before, after = (dict(rows_of(url, "SELECT v, k FROM t")) for url in (source, target))
    rejected = len(journey.rejects)
    assert len(after) + rejected == len(before)
    assert {v: float(k).hex() for v, k in after.items()} == {v: float(before[v]).hex() for v in after}
