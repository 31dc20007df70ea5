"""Every kind of dirt in a source: what the scan finds is what a run then refuses, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.check import server_scan
from dbmigrate.config.filters import RowFilters
from tests.check.scan import scan, values_found, values_rejected
from tests.databases import Database

MakeDatabase = Callable[[str, str], Database]


def fill_sqlite(source: Database) -> None:
    with closing(sqlite3.connect(source.place)) as connection, connection:
        connection.execute(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40), code CHAR(4), n INTEGER, small BIGINT,"
            " d DECIMAL(12,4), at TIMESTAMP, day DATE, flag BOOLEAN, raw BLOB, r REAL, must VARCHAR(10), doc JSON_TEXT,"
            " u UNIQUEIDENTIFIER)"
        )
        good = {
            "name": "fine", "code": "abcd", "n": 1, "small": 7, "d": "12.50", "at": "2020-01-02 03:04:05.123",
            "day": "2020-01-02", "flag": 1, "raw": b"\x01", "r": 1.5, "must": "yes", "doc": '{"a": 1}',
            "u": "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        }  # fmt: skip
        dirt: list[dict[str, Any]] = [
            {},
            {"name": "x" * 11}, {"name": "é" * 11}, {"name": "é" * 10}, {"name": "nul\0here"}, {"name": b"blob"},
            {"code": "abc"}, {"code": "abcde"}, {"code": None},
            {"n": "not a number"}, {"n": 1.5}, {"n": 2**40},
            {"small": 40_000}, {"small": -32_768}, {"small": 32_768},
            {"d": "1.23456"}, {"d": "123456789.5"}, {"d": "abc"}, {"d": 0.1}, {"d": b"1"}, {"d": "99999999.99"},
            {"at": "2020-01-02 03:04:05.123456"}, {"at": "yesterday"}, {"at": 5}, {"at": "2020-13-01 00:00:00"},
            {"day": "2020-02-30"}, {"day": 20200102}, {"day": "0001-01-01"},
            {"flag": 2}, {"flag": "t"}, {"flag": None},
            {"raw": "text"}, {"raw": b""},
            {"r": "word"}, {"r": 3},
            {"must": None}, {"must": ""},
            {"doc": "{"}, {"doc": None},
            {"u": "nothing"}, {"u": "6F9619FF8B86D011B42D00C04FC964FF"},
        ]  # fmt: skip
        for number, flaw in enumerate(dirt):
            row = {**good, **flaw}
            marks = ", ".join("?" * (len(row) + 1))
            connection.execute(f"INSERT INTO t VALUES ({marks})", (number, *row.values()))
        connection.execute("INSERT INTO t SELECT 1000, CAST(x'ff41' AS TEXT), code, n, small, d, at, day, flag, raw, r,"
                           " must, doc, u FROM t WHERE id = 0")  # fmt: skip


POSTGRES_TARGET = (
    "CREATE TABLE t (id bigint PRIMARY KEY, name varchar(10), code char(4), n integer, small smallint, d numeric(10,2),"
    " at timestamp(3), day date, flag boolean, raw bytea, r double precision, must varchar(10) NOT NULL, doc json,"
    " u uuid)"
)


def test_sqlite_to_postgresql(empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = empty("sqlite", "source"), empty("postgresql", "target")
    fill_sqlite(source)
    target.run(POSTGRES_TARGET)
    before = source.rows("SELECT * FROM t WHERE id < 1000"), Path(source.place).read_bytes()

    found = scan(tmp_path, source, target, [("t", "")])

    assert (source.rows("SELECT * FROM t WHERE id < 1000"), Path(source.place).read_bytes()) == before
    assert target.rows("SELECT count(*) FROM t") == [(0,)]
    # A flaw of storage class is named by its source column.
    assert values_found(found) == values_rejected(tmp_path, source, target, [("t", "")])
    assert sum(values_found(found).values()) >= 25
    for finding in found.findings:
        assert finding.examples
        shown = source.rows(f"SELECT id FROM ({finding.show_sql}) shown")
        assert {str(row[0]) for row in shown} >= {example[0] for example in finding.examples}, finding
        assert len(shown) in (finding.count, len(finding.examples)), finding


def fill_postgresql(source: Database) -> None:
    source.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, name varchar(40), fixed char(6), big bigint, d numeric, e numeric(8,3),"
        " at timestamp(6), zoned timestamptz, tod time(6), day date, r double precision, must text, raw bytea)"
    )
    good = {
        "name": "fine", "fixed": "ab", "big": 1, "d": "1.5", "e": "1.5", "at": "2020-01-02 03:04:05.123",
        "zoned": "2020-01-02 03:04:05Z", "tod": "10:00:00", "day": "2020-01-02", "r": "1.5", "must": "yes",
        "raw": b"\x01",
    }  # fmt: skip
    dirt: list[dict[str, Any]] = [
        {},
        {"name": "x" * 11}, {"name": "é" * 10}, {"name": "é" * 11}, {"name": ""},
        {"fixed": "abcdef"},
        {"big": 2**31}, {"big": -(2**31)}, {"big": -(2**63)},
        {"d": "1.234"}, {"d": "123456789"}, {"d": "NaN"}, {"d": "99999999.99"}, {"d": "1.2300"}, {"d": "-1e20"},
        {"e": "12345.125"}, {"e": "1.120"},
        {"at": "2020-01-02 03:04:05.1234"}, {"at": "infinity"}, {"at": "0044-03-15 BC"}, {"at": "10000-01-01"},
        {"at": "294260-01-01"},
        {"zoned": "-infinity"}, {"zoned": "2020-01-02 03:04:05.000001Z"},
        {"tod": "10:00:00.000001"}, {"tod": "24:00:00"},
        {"day": "infinity"}, {"day": "0044-03-15 BC"}, {"day": "9999-12-31"},
        {"r": "NaN"}, {"r": "-0"}, {"r": "infinity"},
        {"must": None}, {"raw": b"\x00" * 20}, {"raw": None},
    ]  # fmt: skip
    source.insert("t", [(number, *{**good, **flaw}.values()) for number, flaw in enumerate(dirt)])


@pytest.mark.parametrize("to", ["postgresql", "sqlite"])
def test_postgresql_to(to: str, empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = empty("postgresql", "source"), empty(to, "target")
    fill_postgresql(source)
    if to == "postgresql":
        target.run(
            "CREATE TABLE t (id bigint PRIMARY KEY, name varchar(10), fixed char(4), big integer, d numeric(10,2),"
            " e numeric(6,2), at timestamp(3), zoned timestamptz(3), tod time(3), day date, r double precision,"
            " must text NOT NULL, raw bytea)"
        )
    else:
        target.run(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, fixed TEXT, big INTEGER, d DECIMAL_TEXT(10,2),"
            " e DECIMAL(6,2), at TIMESTAMP, zoned TIMESTAMPTZ, tod TIME, day DATE, r DOUBLE, must TEXT NOT NULL,"
            " raw BLOB)"
        )
    entry = 'consent = { trim = ["fixed"] }' if to == "postgresql" else ""

    found = scan(tmp_path, source, target, [("t", entry)])

    assert target.rows("SELECT count(*) FROM t") == [(0,)]
    counted = values_found(found)
    rejected = values_rejected(tmp_path, source, target, [("t", entry)])
    assert counted == rejected
    assert found.rows == len(source.rows("SELECT id FROM t"))
    for finding in found.findings:
        shown = source.rows(f"SELECT id FROM ({finding.show_sql}) shown")
        assert len(shown) in (finding.count, len(finding.examples)), finding


def test_a_clean_source_is_not_accused(engine: str, empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = empty(engine, "source"), empty(engine, "target")
    for database in (source, target):
        database.run("CREATE TABLE t (id integer PRIMARY KEY, name varchar(5) NOT NULL, at timestamp, UNIQUE (name))")
    source.insert("t", [(n, f"n{n}", "2020-01-01 00:00:00") for n in range(100)])
    report = scan(tmp_path, source, target, [("t", "")])
    assert (report.findings, report.not_scanned, report.rows) == ([], [], 100)


def test_consents_are_no_findings(empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = empty("postgresql", "source"), empty("postgresql", "target")
    source.run("CREATE TABLE t (id int PRIMARY KEY, a text, b text, c numeric, d text, e timestamp)")
    target.run(
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(3), b varchar(3), c numeric(4,1), d text NOT NULL,"
        " e timestamp(0))"
    )
    source.insert(
        "t",
        [
            (1, "abcdef", "abc   ", "1.25", None, "2020-01-01 00:00:00.5"),
            (2, "a", "abcd  ", "1", "x", "2020-01-01"),
            (3, "a", "a", "999.96", "x", "2020-01-01"),
            (4, "a", "a", "-999.96", "x", "2020-01-01"),
            (5, "a", "a", "-999.94", "x", "2020-01-01"),
        ],
    )
    entry = 'consent = { truncate = ["a"], trim = ["b"], round = ["c", "e"], null_as_empty = ["d"] }'
    found = values_found(scan(tmp_path, source, target, [("t", entry)]))
    assert found == values_rejected(tmp_path, source, target, [("t", entry)])
    assert sum(found.values()) == 3


def test_more_questions_than_one_query_takes(
    empty: MakeDatabase, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_scan, "_CONDITIONS_PER_PASS", 2)
    source, target = empty(engine, "source"), empty("postgresql", "target")
    names = [f"c{number}" for number in range(5)]
    source.run(f"CREATE TABLE t (id integer PRIMARY KEY, {', '.join(f'{name} integer' for name in names)})")
    target.run(f"CREATE TABLE t (id bigint PRIMARY KEY, {', '.join(f'{name} integer NOT NULL' for name in names)})")
    source.insert("t", [(row, *(None if place == row else 1 for place in range(5))) for row in range(6)])
    report = scan(tmp_path, source, target, [("t", "")])
    assert {(one.column.rpartition(".")[2], one.count, one.examples) for one in report.findings} == {
        (name, 1, ((str(row),),)) for row, name in enumerate(names)
    }
    assert report.rows == 6


def test_an_expression_is_judged_by_reading(engine: str, empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = empty(engine, "source"), empty("postgresql", "target")
    source.run("CREATE TABLE t (id integer PRIMARY KEY, a varchar(20))")
    target.run("CREATE TABLE t (id bigint PRIMARY KEY, a varchar(20), twice varchar(8) NOT NULL, size integer)")
    source.insert("t", [(1, "ab"), (2, "abcde"), (3, None)])
    entry = """columns = { twice = "a || a", size = "CASE WHEN a = 'ab' THEN a::integer END" }"""
    report = scan(tmp_path, source, target, [("t", entry)])
    assert values_found(report) == values_rejected(tmp_path, source, target, [("t", entry)])
    assert {one.kind for one in report.findings} == {"expression"}
    quick = scan(tmp_path, source, target, [("t", entry)], reads=False)
    assert quick.findings == []
    assert any("twice" in reason for _, reason in quick.not_scanned)


def test_keys(empty: MakeDatabase, engine: str, tmp_path: Path) -> None:
    """Duplicates, clashes in the target's collation, and NULLs in what becomes the key."""
    source, target = empty(engine, "source"), empty("sqlite", "target")
    source.run("CREATE TABLE t (id integer, name varchar(20))")
    target.run("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) COLLATE NOCASE UNIQUE)")
    rows = [(1, "Ann"), (1, "ben"), (1, "Cem"), (2, "ANN"), (3, "ben"), (4, "é"), (5, "É"), (6, None), (7, None)]
    source.insert("t", rows)
    report = scan(tmp_path, source, target, [("t", "key = []")])
    found = {(one.kind, one.key): one.count for one in report.findings}
    assert found == {("duplicate", ("id",)): 2, ("duplicate", ("name",)): 1, ("clash", ("name",)): 1}
    for finding in report.findings:
        assert source.rows(finding.show_sql)


def test_orphans(empty: MakeDatabase, engine: str, tmp_path: Path) -> None:
    source, target = empty(engine, "source"), empty("postgresql", "target")
    source.run("CREATE TABLE parent (id integer PRIMARY KEY)")
    source.run("CREATE TABLE child (id integer PRIMARY KEY, parent_id integer)")
    target.run("CREATE TABLE parent (id bigint PRIMARY KEY)")
    target.run("CREATE TABLE child (id bigint PRIMARY KEY, parent_id bigint REFERENCES parent)")
    source.insert("parent", [(1,), (2,)])
    source.insert("child", [(1, 1), (2, 2), (3, 3), (4, None), (5, 99)])
    tables = [("parent", ""), ("child", "")]
    report = scan(tmp_path, source, target, tables)
    [finding] = report.findings
    assert (finding.kind, finding.count, finding.refuses) == ("orphan", 2, True)
    assert {example[0] for example in finding.examples} == {"3", "99"}
    assert len(source.rows(finding.show_sql)) == 2
    assert sum(values_rejected(tmp_path, source, target, tables).values()) == 2


def test_a_parent_of_the_group_file_is_looked_for_and_refuses_nothing(
    empty: MakeDatabase, engine: str, tmp_path: Path
) -> None:
    source, target = empty(engine, "source"), empty(engine, "target")
    for database in (source, target):
        database.run("CREATE TABLE media (id integer PRIMARY KEY)", "CREATE TABLE note (id integer, media integer)")
    source.insert("note", [(1, 1)])
    parent = 'key = []\nparent = { table = "media", on = { media = "id" } }'
    [finding] = scan(tmp_path, source, target, [("media", ""), ("note", parent)]).findings
    assert (finding.kind, finding.count, finding.refuses) == ("orphan", 1, False)


def test_rows_that_a_filter_leaves_out_are_not_looked_at(empty: MakeDatabase, engine: str, tmp_path: Path) -> None:
    source, target = empty(engine, "source"), empty("postgresql", "target")
    source.run("CREATE TABLE t (id integer PRIMARY KEY, site integer, name varchar(20))")
    source.run("CREATE TABLE child (id integer PRIMARY KEY, parent_id integer)")
    target.run("CREATE TABLE t (id bigint PRIMARY KEY, site integer, name varchar(3))")
    target.run("CREATE TABLE child (id bigint PRIMARY KEY, parent_id bigint REFERENCES t)")
    source.insert("t", [(1, 1, "fine"), (2, 2, "fine"), (3, 2, "ok")])
    source.insert("child", [(1, 1), (2, 2), (3, 3)])
    tables = [("t", 'filters = { site = "site" }'), ("child", "")]
    found = scan(tmp_path, source, target, tables, filters=RowFilters(site=("2",)))
    assert {(one.table.rpartition(".")[2], one.kind): (one.count, one.examples) for one in found.findings} == {
        ("t", "value"): (1, (("2",),)),
        ("child", "orphan"): (1, (("1",),)),
    }
