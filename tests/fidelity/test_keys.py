"""Batch borders fall between any two rows, whatever the key is made of; a resume goes on from its text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from dbmigrate.model.plan import ReadMethod
from dbmigrate.model.verdicts import Verdict
from tests.fidelity.conftest import MakeDatabase
from tests.fidelity.journey import migrate, migrate_stopping_everywhere, rows_of
from tests.fidelity.samples import ENGINES, POSTGRESQL, SQLITE


@dataclass(frozen=True)
class KeyCase:
    """``columns``: by engine, of the whole table; ``rows``: value lists by source engine."""

    name: str
    columns: dict[str, str]
    rows: dict[str, tuple[str, ...]]
    keyset: bool = True
    entry: str = ""


def _both(*rows: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(ENGINES, rows)


CASES = [
    KeyCase(
        "integer",
        {SQLITE: "k BIGINT PRIMARY KEY", POSTGRESQL: "k bigint PRIMARY KEY"},
        _both("-9223372036854775807", "-1", "0", "1", "9223372036854775807"),
    ),
    KeyCase(
        "rowid",
        {SQLITE: "k INTEGER PRIMARY KEY", POSTGRESQL: "k bigint PRIMARY KEY"},
        _both("-5", "0", "7"),
    ),
    KeyCase(
        "rowid_descending",
        {SQLITE: "k INTEGER PRIMARY KEY DESC", POSTGRESQL: "k bigint PRIMARY KEY"},
        {SQLITE: ("3", "1", "2")},
    ),
    KeyCase(
        "text",
        {SQLITE: "k TEXT PRIMARY KEY NOT NULL", POSTGRESQL: "k text PRIMARY KEY"},
        _both(
            "''",
            "' '",
            "'a'",
            "'A'",
            "'a '",
            "'ä'",
            "'😀'",
            "'it''s'",
            "'\\'",
            "'z%'",
            '\'{"b64": "x"}\'',
            "'10'",
            "'9'",
        ),
    ),
    KeyCase(
        "text_nocase",
        {SQLITE: "k TEXT COLLATE NOCASE PRIMARY KEY NOT NULL", POSTGRESQL: "k text PRIMARY KEY"},
        {SQLITE: ("'b'", "'A'", "'a1'", "'B1'", "'_'", "'Ä'", "'ä'")},
    ),
    KeyCase(
        "text_unicode_collation",
        {SQLITE: "k TEXT PRIMARY KEY NOT NULL", POSTGRESQL: 'k text COLLATE "und-x-icu" PRIMARY KEY'},
        {POSTGRESQL: ("'a'", "'B'", "'ä'", "'Z'", "'z'", "'_'", "'a-b'", "'ab'")},
    ),
    KeyCase(
        "char_padded",
        {SQLITE: "k CHAR(4) PRIMARY KEY NOT NULL", POSTGRESQL: "k char(4) PRIMARY KEY"},
        {POSTGRESQL: ("'a'", "'ab'", "'abcd'", "''", "'a b'")},
    ),
    KeyCase(
        "composite",
        {
            SQLITE: "a TEXT NOT NULL, b INT NOT NULL, c TEXT NOT NULL, PRIMARY KEY (b, a, c)",
            POSTGRESQL: "a text, b int, c text, PRIMARY KEY (b, a, c)",
        },
        _both("'x', 1, ''", "'x', 1, 'y'", "'', 1, 'y'", "'x', 2, ''", "'a', 2, 'b'", "'a', -1, 'b'"),
    ),
    KeyCase(
        "without_rowid",
        {
            SQLITE: "a TEXT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID; CREATE TABLE other (x",
            POSTGRESQL: "a text, b int, PRIMARY KEY (a, b)",
        },
        {SQLITE: ("'x', 1", "'x', 2", "'a', 9")},
    ),
    KeyCase(
        "uuid",
        {SQLITE: "k UUID PRIMARY KEY NOT NULL", POSTGRESQL: "k uuid PRIMARY KEY"},
        _both(*(f"'{n}0000000-0000-0000-0000-00000000000{n}'" for n in "9a0f1")),
    ),
    KeyCase(
        "timestamp",
        {SQLITE: "k TIMESTAMP PRIMARY KEY NOT NULL", POSTGRESQL: "k timestamp PRIMARY KEY"},
        _both(
            "'2024-01-01 00:00:00'",
            "'2024-01-01 00:00:00.000001'",
            "'1969-12-31 23:59:59.999999'",
            "'0001-01-01 00:00:00'",
        ),
    ),
    KeyCase(
        "timestamp_odd",
        {POSTGRESQL: "k timestamp PRIMARY KEY"},
        {
            POSTGRESQL: (
                "'0044-03-15 10:00:00.5 BC'",
                "'infinity'",
                "'-infinity'",
                "'12024-01-01 00:00:00.000001'",
                "'2024-01-01'",
            )
        },
    ),
    KeyCase(
        "timestamptz",
        {SQLITE: "k TIMESTAMPTZ PRIMARY KEY NOT NULL", POSTGRESQL: "k timestamptz PRIMARY KEY"},
        {POSTGRESQL: ("'2024-10-27 02:30:00+02'", "'2024-10-27 02:30:00+01'", "'2024-10-27 02:30:00.5+01'")},
    ),
    KeyCase(
        "date",
        {POSTGRESQL: "k date PRIMARY KEY"},
        {POSTGRESQL: ("'0044-03-15 BC'", "'infinity'", "'-infinity'", "'12024-01-01'", "'2024-01-01'")},
    ),
    KeyCase(
        "time",
        {SQLITE: "k TIME PRIMARY KEY NOT NULL", POSTGRESQL: "k time PRIMARY KEY"},
        _both("'00:00:00'", "'24:00:00'", "'12:30:00.5'"),
    ),
    KeyCase(
        "decimal",
        {SQLITE: "k DECIMAL(12,4) PRIMARY KEY NOT NULL", POSTGRESQL: "k numeric(12,4) PRIMARY KEY"},
        {POSTGRESQL: ("0.0001", "10.5", "9.75", "-3", "99999999.9999")},
    ),
    KeyCase(
        "decimal_undeclared",
        {POSTGRESQL: "k numeric PRIMARY KEY"},
        {POSTGRESQL: ("0.00000000000000000000000000001", "1e50", "10.50", "9.75", "-3")},
    ),
    KeyCase(
        "decimal_not_a_number",
        {POSTGRESQL: "k numeric PRIMARY KEY"},
        {POSTGRESQL: ("'NaN'", "1", "'Infinity'", "'-Infinity'")},
        keyset=False,
    ),
    KeyCase(
        "decimal_mixed_storage",
        {SQLITE: "k NUMERIC PRIMARY KEY NOT NULL", POSTGRESQL: "k numeric PRIMARY KEY"},
        {SQLITE: ("1", "1.5", "2")},
        keyset=False,
    ),
    KeyCase(
        "boolean",
        {POSTGRESQL: "k boolean PRIMARY KEY"},
        {POSTGRESQL: ("true", "false")},
    ),
    KeyCase(
        "bytes",
        {POSTGRESQL: "k bytea PRIMARY KEY", SQLITE: "k BLOB PRIMARY KEY NOT NULL"},
        {POSTGRESQL: ("''", "'\\x00'", "'\\xff'", "'\\x00ff'"), SQLITE: ("x''", "x'00'", "x'ff'", "x'00ff'")},
    ),
    KeyCase("enum", {POSTGRESQL: "k mood PRIMARY KEY"}, {POSTGRESQL: ("'sad'", "'happy'", "'angry'")}),
    KeyCase("interval", {POSTGRESQL: "k interval PRIMARY KEY"}, {POSTGRESQL: ("'1 day'", "'25:00:00'", "'-1 year'")}),
    KeyCase("inet", {POSTGRESQL: "k inet PRIMARY KEY"}, {POSTGRESQL: ("'10.0.0.1'", "'10.0.0.0/8'", "'::1'")}),
    KeyCase("bits", {POSTGRESQL: "k bit(3) PRIMARY KEY"}, {POSTGRESQL: ("B'101'", "B'001'", "B'111'")}),
    KeyCase(
        "float",
        {POSTGRESQL: "k float8 PRIMARY KEY", SQLITE: "k REAL PRIMARY KEY NOT NULL"},
        _both("0.1", "1e300", "-5"),
        keyset=False,
    ),
    KeyCase(
        "nulls_in_primary_key",
        {SQLITE: "k TEXT PRIMARY KEY", POSTGRESQL: "k text"},
        {SQLITE: ("'a'", "NULL", "NULL", "'b'")},
        keyset=False,
    ),
    KeyCase(
        "nullable_unique_key",
        {SQLITE: "k TEXT UNIQUE", POSTGRESQL: "k text UNIQUE"},
        _both("'a'", "NULL", "NULL", "'b'"),
        keyset=False,
    ),
    KeyCase(
        "no_key",
        {SQLITE: "k TEXT", POSTGRESQL: "k text"},
        _both("'a'", "'a'", "NULL", "''"),
        keyset=False,
    ),
    KeyCase(
        "not_enforced_with_ties",
        {SQLITE: "k TEXT, n INT", POSTGRESQL: "k text, n int"},
        _both("'a', 1", "'a', 1", "'b', 1", "'a', 2", "'c', 0", "'c', 0", "'c', 0"),
        entry='key = ["k"]',
    ),
    KeyCase(
        "not_enforced_integer_with_ties",
        {SQLITE: "k INT, n INT", POSTGRESQL: "k int, n int"},
        _both("1, 1", "1, 1", "2, 1", "10, 2", "10, 0", "-1, 0", "9, 9"),
        entry='key = ["k"]',
    ),
    KeyCase(
        "broken_text",
        {SQLITE: "k TEXT PRIMARY KEY NOT NULL"},
        {SQLITE: ("CAST(x'ff61' AS TEXT)", "CAST(x'80' AS TEXT)", "'a'")},
        keyset=False,
    ),
    KeyCase(
        "text_with_nul",
        {SQLITE: "k TEXT PRIMARY KEY NOT NULL"},
        {SQLITE: ("'a' || char(0)", "'a' || char(0) || 'b'", "'a'", "'b'")},
    ),
]


def _targets(case: KeyCase, source: str) -> list[str]:
    """What a key looks like depends on the source alone, but between two SQLite files another path is taken."""
    if source == SQLITE:
        return list(case.columns)
    return [SQLITE if SQLITE in case.columns else POSTGRESQL]


CELLS = [
    pytest.param(
        case,
        source,
        target,
        id=f"{case.name}-{source}-{target}",
        # The key is the source's matter; a target of the other kind is enough to see it.
        marks=[pytest.mark.long] if target == POSTGRESQL and len(_targets(case, source)) > 1 else [],
    )
    for case in CASES
    for source in case.rows
    for target in _targets(case, source)
]
_TYPES = {SQLITE: "", POSTGRESQL: "CREATE TYPE mood AS ENUM ('sad', 'happy', 'angry');"}


def _databases(case: KeyCase, source: str, target: str, make_database: MakeDatabase) -> tuple[str, str]:
    rows = " ".join(f"INSERT INTO t VALUES ({row});" for row in case.rows[source])
    if "icu" in case.columns[source] and not _has_icu(make_database(POSTGRESQL, "")):
        pytest.skip("this PostgreSQL server is built without ICU")
    origin = make_database(source, f"{_TYPES[source]} CREATE TABLE t ({case.columns[source]}); {rows}")
    return origin, make_database(target, f"{_TYPES[target]} CREATE TABLE t ({case.columns[target]});")


def _has_icu(url: str) -> bool:
    return bool(rows_of(url, "SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'"))


def _count(url: str) -> int:
    return int(rows_of(url, "SELECT count(*) FROM t")[0][0])


@pytest.mark.parametrize(("case", "source_engine", "target_engine"), CELLS)
def test_every_row_arrives_once_when_stopped_after_each_batch(
    case: KeyCase, source_engine: str, target_engine: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    source, target = _databases(case, source_engine, target_engine, make_database)

    journey = migrate_stopping_everywhere(tmp_path, source, target, tables=[("t", case.entry)])

    assert journey.rejects == ()
    assert _count(target) == len(case.rows[source_engine])
    assert set(journey.verdicts.values()) == {Verdict.MATCH}
    method = ReadMethod.KEYSET if case.keyset else ReadMethod.ONE_TRANSACTION
    assert journey.plan.tables[0].method is method


@pytest.mark.parametrize("commit_rows", [2, 3])
@pytest.mark.parametrize("name", ["text", "composite", "text_nocase", "not_enforced_with_ties", "uuid"])
def test_batches_of_other_sizes(name: str, commit_rows: int, make_database: MakeDatabase, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == name)
    source, target = _databases(case, SQLITE, SQLITE, make_database)

    journey = migrate(tmp_path, source, target, tables=[("t", case.entry)], commit_rows=commit_rows)

    assert _count(target) == len(case.rows[SQLITE])
    assert set(journey.verdicts.values()) == {Verdict.MATCH}
