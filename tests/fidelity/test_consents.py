"""A change that the group file consents to is made, counted, and verified; without consent the row is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dbmigrate.model.verdicts import Verdict
from tests.fidelity.conftest import MakeDatabase
from tests.fidelity.journey import migrate, rows_of
from tests.fidelity.samples import POSTGRESQL, SQLITE

CASES = [
    ("pad", "CHAR(4)", "char(4)", ("'ab'", "'abcd'", "'😀'"), ["ab  ", "abcd", "😀   "], 2),
    ("trim", "VARCHAR(3)", "varchar(3)", ("'ab    '", "'abc '", "'ab'"), ["ab ", "abc", "ab"], 2),
    ("truncate", "VARCHAR(3)", "varchar(3)", ("'abcdef'", "'😀😀😀😀'", "'abc'"), ["abc", "😀😀😀", "abc"], 2),
    ("round", "DOUBLE", "numeric(6,2)", ("1.005", "-1.005", "0.1", "2.5"), ["1.01", "-1.01", "0.10", "2.50"], 2),
    (
        "round",
        "TIMESTAMP",
        "timestamp(3)",
        ("'2024-01-01 00:00:00.1239'", "'1969-12-31 23:59:59.9999'", "'2024-01-01 00:00:00.5'"),
        ["2024-01-01 00:00:00.123", "1969-12-31 23:59:59.999", "2024-01-01 00:00:00.5"],
        2,
    ),
    ("empty_as_null", "TEXT", "text", ("''", "' '", "NULL"), [None, " ", None], 1),
    ("null_as_empty", "TEXT", "text NOT NULL", ("''", "NULL", "'a'"), ["", "", "a"], 1),
    ("strip_nul", "TEXT", "text", ("'a' || char(0) || 'b'", "'ab'", "char(0)"), ["ab", "ab", ""], 2),
]
IDS = [f"{case[0]}-{case[1]}" for case in CASES]


@pytest.mark.parametrize(("change", "declared", "wanted", "literals", "expected", "count"), CASES, ids=IDS)
def test_consented_changes(
    change: str,
    declared: str,
    wanted: str,
    literals: tuple[str, ...],
    expected: list[str | None],
    count: int,
    make_database: MakeDatabase,
    tmp_path: Path,
) -> None:
    fill = "".join(f"INSERT INTO t (v) VALUES ({literal});" for literal in literals)
    source = make_database(SQLITE, f"CREATE TABLE t (id INTEGER PRIMARY KEY, v {declared}); {fill}")
    create = f"CREATE TABLE t (id bigint PRIMARY KEY, v {wanted})"

    for consented in (True, False):
        (tmp_path / str(consented)).mkdir()
        target = make_database(POSTGRESQL, create)
        entry = f'consent = {{ {change} = ["v"] }}' if consented else ""
        journey = migrate(tmp_path / str(consented), source, target, tables=[("t", entry)])
        if consented:
            shown = "SELECT CASE WHEN v IS NOT NULL THEN format('%s', v) END FROM t ORDER BY id"
            assert [row[0] for row in rows_of(target, shown)] == expected
            assert journey.changes == {f"{change} v": count}
            assert journey.rejects == ()
        else:
            assert len(journey.rejects) == (0 if change == "empty_as_null" else count)
            assert journey.changes == {}
        assert set(journey.verdicts.values()) == {Verdict.MATCH}


@pytest.mark.parametrize("entry", ["", 'consent = { round = ["v", "z"] }'], ids=["refused", "rounded"])
def test_infinity_has_no_digits_to_lose(entry: str, make_database: MakeDatabase, tmp_path: Path) -> None:
    """It travels as a number of microseconds like any other, and not a round one."""
    ends = "(1, 'infinity', '-infinity'), (2, '-infinity', 'infinity'), (3, '2024-01-01 00:00:00.5', NULL)"
    source = make_database(
        POSTGRESQL, f"CREATE TABLE t (id int PRIMARY KEY, v timestamp, z timestamptz); INSERT INTO t VALUES {ends};"
    )
    target = make_database(POSTGRESQL, "CREATE TABLE t (id int PRIMARY KEY, v timestamp(3), z timestamptz(3))")
    journey = migrate(tmp_path, source, target, tables=[("t", entry)])
    shown = "SELECT id, v::text, z::text FROM t ORDER BY id"
    assert rows_of(target, shown) == rows_of(source, shown)
    assert (journey.rejects, journey.changes, set(journey.verdicts.values())) == ((), {}, {Verdict.MATCH})
