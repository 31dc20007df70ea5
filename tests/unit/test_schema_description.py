"""The bundled schema description is complete, and the generated scripts agree with it."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from dbmigrate.engines.vendor_types import parse_vendor_type
from dbmigrate.model.table import Table
from tools import render_schema

PACKAGE = "cic_3_0_to_4_0"
KNOWN_TABLES = Path(__file__).parent / "data" / "cic_tables.txt"
GROUPS = {
    "tracker_config",
    "tracker",
    "reporting",
    "interval_statistics",
    "recorder",
    "survey",
    "optimizer",
    "process_automation",
    "director",
    "dialer_history",
}
PATTERNS = {"I3_<contactlist>_CH0", "I3_<contactlist>_PND"}
OWN = {"DQStatistics", "SGStatistics"}
VIEWS = {"IAgentQueueStats", "IStatsGroup", "IWrkgrpQueueStats"}
OLD_ONLY = {*VIEWS, "Calldetail", "RecordingCall", "RecordingData"}
NEW_ONLY = {
    *OWN,
    "AgentStatistics",
    "AgentStatus",
    "DQConfig",
    "DQStatus",
    "EnhancedIAChangeLog",
    "IAAttributeLog",
    "IALicenseAttributeLog",
    "IALicenseLookup",
    "InteractionCustomAttributes",
    "InteractionSegmentDetail",
    "InteractionSummary",
    "InteractionSummaryEx",
    "InteractionWrapup",
    "SGServiceLevelOverflows",
    "StatDimensions",
    "StatProfile",
}
SQLGLOT = {"mssql": "tsql", "oracle": "oracle", "postgresql": "postgres", "sqlite": "sqlite"}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return render_schema.load_description(render_schema.find_description(PACKAGE))


@pytest.fixture(scope="module")
def scripts(description: dict[str, Any]) -> dict[str, str]:
    return render_schema.render_scripts(description)


@pytest.fixture(scope="module", params=["source", "target"])
def side(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def names(tables: list[Table]) -> set[str]:
    return {table.name.name for table in tables}


def test_all_known_tables_and_columns_are_described(description: dict[str, Any]) -> None:
    known = KNOWN_TABLES.read_text(encoding="utf-8").splitlines()
    described = [entry["name"] for entry in description["tables"]]
    assert len(known) == 203
    assert sorted(described) == sorted([*known, *OWN])
    assert sum(len(entry["columns"]) for entry in description["tables"]) == 2385


def test_every_entry_is_well_formed(description: dict[str, Any]) -> None:
    by_name = {entry["name"]: entry for entry in description["tables"]}
    for name, entry in by_name.items():
        columns = {column["name"]: column for column in entry["columns"]}
        assert entry["group"] in GROUPS, name
        assert entry["releases"] in (["3.0", "4.0"], ["3.0"], ["4.0"]), name
        assert len({column.casefold() for column in columns}) == len(entry["columns"]), name
        for column in entry["columns"]:
            assert parse_vendor_type(column["type"]).native == column["type"]
            assert isinstance(column["nullable"], bool), (name, column)
        assert not [key for key in entry["primary_key"] if columns[key]["nullable"]], name
        assert entry.get("watermark") in {None, *columns}, name
        for kind, remapped in entry.get("identity", {}).items():
            assert set(remapped) <= set(columns), (name, kind)
        for key in entry.get("foreign_keys", []) + entry.get("references", []):
            referred = {column["name"] for column in by_name[key["table"]]["columns"]}
            assert set(key["columns"]) <= set(columns), name
            assert set(key["referred"]) <= referred, name
        if "watermark_via" in entry:
            assert all(isinstance(word, str) for word in entry["watermark_via"]), name


def test_each_side_holds_its_own_tables(description: dict[str, Any]) -> None:
    source = names(render_schema.describe_tables(description, "source"))
    target = names(render_schema.describe_tables(description, "target"))
    assert source - target == OLD_ONLY
    assert target - source == NEW_ONLY
    assert len(source) == 185
    assert len(target) == 197
    assert not PATTERNS & (source | target)


def test_guessed_references_make_no_constraint(description: dict[str, Any]) -> None:
    tables = render_schema.describe_tables(description, "target")
    keys = {(table.name.name, str(key.referred)) for table in tables for key in table.foreign_keys}
    assert keys == {
        ("Intx_Participant", "IntxSegment"),
        ("Intx_Participant", "Individual"),
        ("IntxSegment", "IntxType"),
    }
    guessed = [key for entry in description["tables"] for key in entry.get("references", [])]
    assert len(guessed) == 11


def test_defaults_and_new_unique_keys(scripts: dict[str, str]) -> None:
    target = scripts["mssql/schema/20_create_target.sql"]
    assert "[SiteID] smallint DEFAULT -1 NOT NULL" in target
    assert "[SeqNo] tinyint DEFAULT 0 NOT NULL" in target
    assert "CONSTRAINT [UX_DQConfig] UNIQUE ([nServiceLevel], [cServiceLevels])" in target
    assert "IX_AddrType_Name" in target
    assert "IX_AddrType_Name" not in scripts["mssql/schema/10_create_source.sql"]


def test_sql_server_scripts_use_the_documented_types(scripts: dict[str, str]) -> None:
    target = scripts["mssql/schema/20_create_target.sql"]
    assert "[InteractionIDKey] char(18) NOT NULL" in target
    assert "datetime2(7)" in target
    assert "timestamp(7)" not in scripts["postgresql/schema/20_create_target.sql"]


@pytest.mark.parametrize("dialect", SQLGLOT)
def test_scripts_parse_as_the_tables_described(
    dialect: str, side: str, scripts: dict[str, str], description: dict[str, Any]
) -> None:
    expected = render_schema.describe_tables(description, side)
    text = scripts[f"{dialect}/schema/{render_schema.FILES[side]}"]
    batches = re.split(r"(?m)^GO$", text) if dialect == "mssql" else [text]
    found = {}
    for batch in batches:
        for statement in sqlglot.parse(batch, dialect=SQLGLOT[dialect]):
            if isinstance(statement, exp.Create) and statement.kind == "TABLE":
                table = statement.find(exp.Table)
                assert table is not None
                columns = [column.name for column in statement.find_all(exp.ColumnDef)]
                found[table.name] = (table.db or None, columns)
    flat = dialect == "sqlite"
    assert found == {
        table.name.name: (None if flat else table.name.schema, [column.name for column in table.columns])
        for table in expected
    }


def test_sqlite_runs_the_script(side: str, scripts: dict[str, str], description: dict[str, Any]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript(scripts[f"sqlite/schema/{render_schema.FILES[side]}"])
    created = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    views = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == (VIEWS if side == "target" else set())
    assert not [name for name in views if connection.execute(f"SELECT * FROM {name}").fetchall()]
    assert created == names(render_schema.describe_tables(description, side))


def test_scripts_on_disk_are_up_to_date() -> None:
    assert render_schema.main(["--package", PACKAGE, "--check"]) == 0


def test_check_notices_a_changed_file(tmp_path: Path) -> None:
    arguments = ["--package", PACKAGE, "--output", str(tmp_path)]
    assert render_schema.main([*arguments, "--check"]) == 1
    assert render_schema.main(arguments) == 0
    assert render_schema.main([*arguments, "--check"]) == 0
    changed = tmp_path / "oracle" / "schema" / "20_create_target.sql"
    changed.write_text(changed.read_text(encoding="utf-8") + "-- by hand\n", encoding="utf-8")
    assert render_schema.main([*arguments, "--check"]) == 1


def test_an_unknown_package_is_refused() -> None:
    with pytest.raises(SystemExit, match="no_such_package"):
        render_schema.main(["--package", "no_such_package", "--check"])
