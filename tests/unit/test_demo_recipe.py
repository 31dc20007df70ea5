"""The bundled package's recipe: repeatable, complete, and within what the 3.0 schema allows."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dbmigrate.demo.recipe import exported_tables, synthesise, table_batches
from dbmigrate.demo.source import build_sqlite_source
from dbmigrate.errors import ConfigurationError, UsageError
from dbmigrate.model.table import TableName

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "table_groups" / "cic_3_0_to_4_0"
RECIPE = PACKAGE / "demo"
CREATE_SCRIPT = ROOT / "sql" / "sqlite" / "schema" / "10_create_source.sql"
ROWS = 2000
SEED = 7

INTEGER_RANGES = {
    "bit": (0, 1),
    "tinyint": (0, 255),
    "smallint": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "bigint": (-(2**63), 2**63 - 1),
}


@dataclass(frozen=True)
class Described:
    """A 3.0 table of the package's schema file."""

    name: TableName
    key: tuple[str, ...]
    columns: tuple[dict[str, Any], ...]


def source_tables() -> dict[str, Described]:
    text = (PACKAGE / "schema.yaml").read_text(encoding="utf-8")
    return {
        table["name"].casefold(): Described(
            TableName(table["name"], None if table["schema"] == "dbo" else table["schema"]),
            tuple(table["primary_key"]),
            tuple(table["columns"]),
        )
        for table in yaml.safe_load(text)["tables"]
        if "3.0" in table["releases"] and not table.get("pattern")
    }


def group_entries() -> list[dict[str, Any]]:
    return [
        entry
        for file in sorted(PACKAGE.glob("*.toml"))
        for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("table", [])
    ]


def bare(name: str) -> str:
    return TableName.parse(name).name.casefold()


def quoted(name: TableName) -> str:
    return f'"{name.schema or "main"}"."{name.name}"'


@pytest.fixture(scope="module")
def made() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(synthesise(RECIPE, rows=ROWS, seed=SEED)) as connection:
        yield connection


@pytest.fixture(scope="module")
def described() -> dict[str, Described]:
    return source_tables()


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    found = connection.execute(f"SELECT count(*) {query}").fetchone()
    assert found is not None
    return int(found[0])


def digests(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Per table a digest of its rows as a multiset."""
    result = {}
    for table, reader in table_batches(connection):
        rows = sorted(repr(row) for row in reader.read_all().to_pylist())
        result[str(table)] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return result


@pytest.mark.long
def test_same_seed_makes_the_same_rows_and_another_seed_others(made: duckdb.DuckDBPyConnection) -> None:
    first = digests(made)
    with closing(synthesise(RECIPE, rows=ROWS, seed=SEED)) as again:
        again.execute("SET threads = 1")
        assert digests(again) == first
    with closing(synthesise(RECIPE, rows=ROWS, seed=SEED + 1)) as other:
        others = digests(other)
    assert others.keys() == first.keys()
    assert others["Calldetail"] != first["Calldetail"]
    assert sum(others[name] != digest for name, digest in first.items()) > len(first) * 2 // 3


def test_recipe_makes_tables_of_the_source_only(
    made: duckdb.DuckDBPyConnection, described: dict[str, Described]
) -> None:
    assert set(exported_tables(made)) <= {table.name for table in described.values()}


def test_every_table_that_a_group_reads_has_rows(
    made: duckdb.DuckDBPyConnection, described: dict[str, Described]
) -> None:
    read = {bare(entry["source"]) for entry in group_entries()} & described.keys()
    assert len(read) > 150
    assert [name for name in sorted(read) if count(made, f"FROM {quoted(described[name].name)}") == 0] == []


def test_children_have_their_parents(made: duckdb.DuckDBPyConnection, described: dict[str, Described]) -> None:
    checked = 0
    for entry in group_entries():
        parent = entry.get("parent")
        if parent is None or bare(entry["source"]) not in described or bare(parent["table"]) not in described:
            continue
        child_name, parent_name = described[bare(entry["source"])].name, described[bare(parent["table"])].name
        on = " AND ".join(f'p."{theirs}" = c."{ours}"' for ours, theirs in parent["on"].items())
        orphans = f"FROM {quoted(child_name)} AS c WHERE NOT EXISTS (FROM {quoted(parent_name)} AS p WHERE {on})"
        assert count(made, orphans) == 0, child_name
        checked += 1
    assert checked > 30


@pytest.mark.parametrize(
    ("child", "column", "parent", "parent_column"),
    [
        ("Intx_Participant", "IndivID", "Individual", "IndivID"),
        ("Intx_Participant", "CallIDKey", "Calldetail", "CallId"),
        ("IntxSegment", "IntxTypeID", "IntxType", "IntxTypeID"),
        ("IVRHistory", "InteractionKey", "Calldetail", "CallId"),
        ("IndivAddress", "AddrTypeID", "AddrType", "AddrTypeId"),
        ("Location", "OrgID", "Organization", "OrgID"),
        ("IR_Audit", "IndivId", "Individual", "IndivID"),
        ("IR_QQuestion", "QGroupId", "IR_QGroup", "QGroupId"),
        ("IR_QAnswer", "QQuestionId", "IR_QQuestion", "QQuestionId"),
        ("Survey", "ParentSurveyId", "Survey", "SurveyID"),
        ("SurveyAnswer", "SurveyQuestionId", "SurveyQuestion", "SurveyQuestionID"),
        ("EE_FlowOutEvents", "TargetQueueId", "QueueNameLookup", "QueueId"),
        ("IO_ScheduleInterval", "ActivityTypeID", "IO_ActivityType", "ActivityTypeID"),
        ("IO_Schedule", "AgentID", "Individual", "IndivID"),
        ("IPA_Tasks", "ParentTaskExecID", "IPA_Tasks", "TaskExecID"),
    ],
)
def test_other_references_hold(
    made: duckdb.DuckDBPyConnection, child: str, column: str, parent: str, parent_column: str
) -> None:
    given = f'FROM "{child}" WHERE "{column}" IS NOT NULL'
    assert count(made, given) > 0
    assert count(made, f'{given} AND "{column}" NOT IN (SELECT "{parent_column}" FROM "{parent}")') == 0


def test_keys_are_unique_without_case_and_trailing_blanks(
    made: duckdb.DuckDBPyConnection, described: dict[str, Described]
) -> None:
    for table in exported_tables(made):
        key = described[table.name.casefold()].key
        if key:
            parts = ", ".join(f'lower(rtrim("{column}"::VARCHAR))' for column in key)
            groups = f"FROM (SELECT 1 FROM {quoted(table)} GROUP BY {parts} HAVING count(*) > 1)"
            assert count(made, groups) == 0, table


def test_values_fit_their_columns(made: duckdb.DuckDBPyConnection, described: dict[str, Described]) -> None:
    """Widths count UTF-16 units, as SQL Server and Oracle do; all violations are reported at once."""
    wrong = []
    for table in exported_tables(made):
        for column in described[table.name.casefold()].columns:
            if column["name"] not in made.sql(f"FROM {quoted(table)} LIMIT 0").columns:
                assert column["nullable"], (table, column["name"])
                continue
            broken = " OR ".join(violations(f'"{column["name"]}"', column, table.name) or ["FALSE"])
            if count(made, f"FROM {quoted(table)} WHERE {broken}"):
                wrong.append(f"{table}.{column['name']} {column['type']}: {broken}")
    assert wrong == []


def violations(name: str, column: dict[str, Any], table: str) -> list[str]:
    """Conditions that no value of the column may meet."""
    base, _, size = column["type"].partition("(")
    length = int(size.rstrip(")")) if size.rstrip(")").isdigit() else None
    found = [] if column["nullable"] else [f"{name} IS NULL"]
    units = f"(length({name}) + length(regexp_replace({name}, '[^\\x{{10000}}-\\x{{10FFFF}}]', '', 'g')))"
    if base in INTEGER_RANGES:
        low, high = INTEGER_RANGES[base]
        found.append(f"CAST({name} AS HUGEINT) NOT BETWEEN {low} AND {high}")
    elif base in ("char", "nchar"):
        found.append(f"{units} <> {length}")
    elif base in ("varchar", "nvarchar") and length is not None:
        found.append(f"{units} > {length}")
    elif base == "uniqueidentifier":
        found.append(f"NOT regexp_full_match({name}, '[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}')")
    elif base == "datetime":
        found.append(f"epoch_us({name}) % 10000 <> 0 OR {name} NOT BETWEEN '2008-01-01' AND '2015-12-31'")
    elif base == "datetime2":
        found.append(f"epoch_us({name}) % 1000 <> 0")
    # The call table's columns become Unicode in the target; other columns that are not must stay plain.
    if base in ("char", "varchar", "text") and table != "Calldetail":
        found.append(f"regexp_matches({name}, '[^\\x00-\\x7F]')")
    return found


def test_long_texts_of_calls_fit_the_target(made: duckdb.DuckDBPyConnection) -> None:
    assert count(made, 'FROM "Calldetail" WHERE length("CallNote") > 1000 OR length("CallEventLog") > 1900') == 0
    assert count(made, 'FROM "Calldetail" WHERE "CallNote" IS NULL') > 0
    largest = 'FROM "Calldetail" WHERE CAST("LineDurationSeconds" AS BIGINT) * 1000 > 2147483647'
    assert count(made, largest) == 0


def test_some_keys_carry_trailing_blanks(made: duckdb.DuckDBPyConnection) -> None:
    assert count(made, """FROM "Calldetail" WHERE "CallId" LIKE '% '""") > 0
    assert count(made, """FROM "Individual" WHERE "IndivID" LIKE '% '""") > 0


def test_local_times_follow_the_clock_changes_of_each_site(made: duckdb.DuckDBPyConnection) -> None:
    offsets = made.execute(
        'SELECT "SiteId", list_sort(list(DISTINCT date_diff(\'minute\', "InitiatedDateTimeGmt", "InitiatedDate"))) '
        'FROM "Calldetail" GROUP BY 1 ORDER BY 1'
    ).fetchall()
    assert offsets == [(1, [-300, -240]), (2, [60, 120]), (3, [330])]
    changes = [
        (1, "2010-03-14 06:59:59", -18000),
        (1, "2010-03-14 07:00:00", -14400),
        (1, "2010-11-07 06:00:00", -18000),
        (2, "2010-03-28 01:00:00", 7200),
        (2, "2010-10-31 00:59:59", 7200),
        (2, "2010-10-31 01:00:00", 3600),
    ]
    for site, moment, offset in changes:
        assert made.execute(f"SELECT utc_offset({site}, TIMESTAMP '{moment}')").fetchone() == (offset,)


def test_one_recording_on_the_first_of_each_month_of_2010(made: duckdb.DuckDBPyConnection) -> None:
    made_on = made.execute(
        'SELECT CAST("RecordingDate" AS DATE)::VARCHAR FROM "IR_RecordingMedia" '
        'WHERE year("RecordingDate") = 2010 ORDER BY 1'
    ).fetchall()
    assert made_on == [(f"2010-{month:02d}-01",) for month in range(1, 13)]
    in_range = """FROM "IR_RecordingMedia" WHERE "RecordingDate" BETWEEN '2010-04-15' AND '2010-09-15'"""
    assert count(made, in_range) == 5
    later = (
        'FROM "IR_Audit" AS a JOIN "IR_RecordingMedia" AS r ON a."Id" = r."RecordingId" '
        'WHERE year(r."RecordingDate") = 2010 '
        "AND date_trunc('month', a.\"AuditDate\") > date_trunc('month', r.\"RecordingDate\")"
    )
    assert count(made, later) >= 12


def test_source_database_holds_every_row(tmp_path: Path, made: duckdb.DuckDBPyConnection) -> None:
    path = tmp_path / "source.db"
    reported: dict[str, int] = {}
    written = build_sqlite_source(path, CREATE_SCRIPT, RECIPE, rows=ROWS, seed=SEED, progress=reported.__setitem__)
    assert written == sum(reported.values()) == sum(count(made, f"FROM {quoted(t)}") for t in exported_tables(made))
    assert [file.name for file in tmp_path.iterdir()] == ["source.db"]
    with closing(sqlite3.connect(path)) as source:
        assert source.execute('SELECT count(*) FROM "Calldetail"').fetchone() == (reported["Calldetail"],)
        (moments,) = zip(*source.execute('SELECT "InitiatedDate" FROM "Calldetail"'), strict=True)
        (score,) = source.execute('SELECT typeof("MaxScore") FROM "SurveyQuestion"').fetchone()
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d\d\d)?", moment) for moment in moments)
    assert not any(moment.endswith(".000") for moment in moments)
    assert score == "integer"


@pytest.mark.parametrize(
    ("recipe", "named"),
    [
        ('CREATE TABLE "A" AS SELECT 1 AS "Id", 2 AS "Extra"', "10_a.sql, table A, column Extra"),
        ('CREATE TABLE "A" AS SELECT 1 AS "Note"', "10_a.sql, table A, column Id"),
        ('CREATE TABLE "B" AS SELECT 1 AS "Id"', "10_a.sql, table B"),
        ('CREATE TABLE "A" AS SELECT NULL::INTEGER AS "Id"', "10_a.sql, table A"),
        (
            'CREATE TABLE "A" AS SELECT 1 AS "Id", TIMESTAMP \'2010-01-01 00:00:00.000001\' AS "Note"',
            "10_a.sql, table A",
        ),
        ('CREATE TABLE "A" AS SELECT * FROM nowhere', "10_a.sql"),
        ("CREATE TABLE \"A\" AS SELECT * FROM read_text('/etc/hostname')", "10_a.sql"),
        ('CREATE TABLE "A" AS SELECT 1 AS "Id", 9 AS "Parent"', "table A, row 1"),
    ],
)
def test_recipe_that_does_not_fit_is_refused_and_leaves_no_file(tmp_path: Path, recipe: str, named: str) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "10_a.sql").write_text(recipe, encoding="utf-8")
    script = tmp_path / "create.sql"
    script.write_text(
        'CREATE TABLE "A" ("Id" INT NOT NULL PRIMARY KEY, "Note" TEXT, "Parent" INT REFERENCES "A" ("Id"))'
    )
    with pytest.raises(ConfigurationError) as refused:
        build_sqlite_source(tmp_path / "source.db", script, tmp_path / "demo", rows=1, seed=0)
    assert named in str(refused.value)
    assert not list(tmp_path.glob("source.db*"))


def test_existing_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "source.db"
    path.write_bytes(b"mine")
    with pytest.raises(UsageError):
        build_sqlite_source(path, CREATE_SCRIPT, RECIPE, rows=1, seed=0)
    assert path.read_bytes() == b"mine"


def test_storage_forms_of_exact_types(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "10_a.sql").write_text(
        "CREATE TABLE A AS SELECT 12.50::DECIMAL(9, 2) AS Amount, 7::DECIMAL(18, 0) AS Whole, TRUE AS Flag, "
        "DATE '2010-02-01' AS Day, "
        "TIMESTAMP '2010-02-01 03:04:05' AS Moment, TIMESTAMP '2010-02-01 03:04:05.25' AS Fine, 'ab\\x00'::BLOB AS Raw"
    )
    script = tmp_path / "create.sql"
    script.write_text("CREATE TABLE A (Amount, Whole, Flag, Day, Moment, Fine, Raw)")
    build_sqlite_source(tmp_path / "source.db", script, tmp_path / "demo", rows=1, seed=0)
    with closing(sqlite3.connect(tmp_path / "source.db")) as source:
        (row,) = source.execute("SELECT * FROM A").fetchall()
    assert row == ("12.50", 7, 1, "2010-02-01", "2010-02-01 03:04:05", "2010-02-01 03:04:05.250", b"ab\x00")
