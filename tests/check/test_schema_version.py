"""The version gate: what it reads, what it refuses, and that an upgraded database is then migrated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.check.schema_version import read_schema_version, version_finding
from dbmigrate.cli.app import app
from dbmigrate.config.schema_side import SchemaLayout, SchemaSide, SchemaUpgrade
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.registry import open_engine
from tests.check.cic import create, create_script, earlier_script
from tests.databases import Database

MakeDatabase = Callable[[str, str], Database]


def version_of(database: Database, expected: SchemaSide) -> Any:
    engine = open_engine(ConnectionUrl.parse(database.url), side="source")
    try:
        return read_schema_version(engine, expected, "source")
    finally:
        engine.dispose()


def by_query(query: str = "SELECT major, minor, sub FROM app_version") -> SchemaSide:
    return SchemaSide(
        schema_version="3.0.7",
        version_query=query,
        upgrades=(SchemaUpgrade(version="3.0.5", to="3.0.7", script="upgrade/a.sql"),),
    )


LAYOUTS = SchemaSide(
    schema_version="new",
    layouts=(
        SchemaLayout(version="new", has=("calls.subject", "extra")),
        SchemaLayout(version="old", has=("calls",), lacks=("calls.subject", "extra")),
    ),
)


def test_a_query_gives_the_version_and_the_upgrade(engine: str, empty: MakeDatabase) -> None:
    source = empty(engine, "source")
    source.run("CREATE TABLE app_version (major int, minor int, sub int)", "INSERT INTO app_version VALUES (3, 0, 7)")
    assert version_of(source, by_query()).accepted

    source.run("UPDATE app_version SET sub = 5")
    found = version_of(source, by_query())
    finding = version_finding(found, is_gated=True)
    assert found.found == ("3.0.5",)
    assert finding is not None
    assert finding.refuses
    assert "upgrade --side source" in finding.next_step
    assert "upgrade/a.sql" in finding.next_step


def test_rows_of_different_versions_are_refused(engine: str, empty: MakeDatabase) -> None:
    source = empty(engine, "source")
    source.run("CREATE TABLE app_version (major int, minor int, sub int)", "INSERT INTO app_version VALUES (3, 0, 7)")
    source.run("INSERT INTO app_version VALUES (3, 0, 7), (3, 0, 5)")
    found = version_of(source, by_query())
    assert (sorted(found.found), found.accepted, found.upgrades) == (["3.0.5", "3.0.7"], False, ())


def test_without_the_version_table_the_structure_tells(engine: str, empty: MakeDatabase) -> None:
    source = empty(engine, "source")
    source.run("CREATE TABLE calls (id int)")
    with_query = LAYOUTS.model_copy(update={"version_query": "SELECT v FROM no_such_table"})
    assert version_of(source, with_query).found == ("old",)
    source.run("ALTER TABLE calls ADD COLUMN subject text")
    torn = version_of(source, with_query)
    assert (torn.found, torn.accepted) == ((), False)
    assert torn.contradictions == ("it has no extra",)
    source.run("CREATE TABLE extra (id int)")
    assert version_of(source, with_query).accepted


def test_a_database_without_any_of_the_tables_is_only_remarked(engine: str, empty: MakeDatabase) -> None:
    found = version_of(empty(engine, "source"), LAYOUTS)
    finding = version_finding(found, is_gated=True)
    assert finding is not None
    assert not finding.refuses
    assert version_finding(version_of(empty(engine, "other"), SchemaSide(schema_version="1")), is_gated=False) is None


# --- the contact centre package


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        app(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


def write_project(place: Path, source: Database, target: Database) -> None:
    (place / "migration.toml").write_text(
        '[project]\nname = "old"\npackage = "cic_3_0_to_4_0"\ngroups = ["tracker_config", "tracker"]\n'
        f'[source]\nurl = "{source.url}"\n[target]\nurl = "{target.url}"\n'
    )


SEGMENT = 'INSERT INTO "IntxSegment" ("IntxID", "IntxTypeID", "Version") VALUES (\'{}\', 1, 1)'


def test_older_layouts_are_refused_upgraded_and_migrated(
    engine: str,
    empty: MakeDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    source, target = empty(engine, "source"), empty(engine, "target")
    create(source, earlier_script(engine, "source"))
    create(target, earlier_script(engine, "target"))
    columns = '"IntxTypeID", "Name", "Version", "Admin_Editable"'
    source.run(f"INSERT INTO \"IntxType\" ({columns}) VALUES (1, 'call', 1, 0)")
    source.run(*(SEGMENT.format(f"segment-{number:014}") for number in range(50)))
    write_project(tmp_path, source, target)

    assert call("plan", "--json") == 4
    findings = json.loads(capsys.readouterr().out)["findings"]
    gate = [(one["code"], one["subject"]) for one in findings if one["code"].startswith("DBM-421")]
    assert gate == [("DBM-4210", "source schema"), ("DBM-4210", "target schema")]
    assert call("run") == 4
    assert "scripts run --stage upgrade --side source" in capsys.readouterr().err
    upgrade = ("scripts", "run", "--stage", "upgrade", "--yes", "--json", "--side")
    assert call("scripts", "run", "--stage", "upgrade", "--side", "source") == 2  # nobody said yes
    capsys.readouterr()
    for side, scripts in (("source", 1), ("target", 2)):
        assert call(*upgrade, side) == 0
        done = json.loads(capsys.readouterr().out)["scripts"]
        assert [one["recorded"] for one in done] == [True] * scripts
        assert call(*upgrade, side) == 0
        assert json.loads(capsys.readouterr().out)["scripts"] == []
    recorded = target.rows(f"SELECT side, script, outcome FROM {target.ledger('script_run')} ORDER BY script_run_id")
    assert recorded == [
        ("source", "upgrade/10_upgrade_source_3_0.sql", "done"),
        ("target", "upgrade/20_upgrade_target_to_17_1.sql", "done"),
        ("target", "upgrade/30_upgrade_target_to_20_1.sql", "done"),
    ]
    assert call("run", "--verify") == 0
    assert target.rows('SELECT count(*), count("EmailSubject") FROM "IntxSegment"') == [(50, 0)]


def test_upgraded_tables_are_those_of_today(engine: str, empty: MakeDatabase) -> None:
    """Column by column; an added column stands last, which no reader minds."""
    for side, scripts in (
        ("source", ["10_upgrade_source_3_0"]),
        ("target", ["20_upgrade_target_to_17_1", "30_upgrade_target_to_20_1"]),
    ):
        upgraded, today = empty(engine, f"{side}_upgraded"), empty(engine, f"{side}_today")
        create(upgraded, earlier_script(engine, side))
        for script in scripts:
            create(upgraded, (Path("sql") / engine / "upgrade" / f"{script}.sql").absolute().read_text())
        create(today, create_script(engine, side))
        assert described(upgraded) == described(today)


def described(database: Database) -> dict[str, Any]:
    engine = open_engine(ConnectionUrl.parse(database.url), side="source")
    try:
        names = engine.list_tables()
        tables = [table for table in map(engine.describe_table, names) if table is not None]
        return {
            str(table.name): (sorted((c.name, c.type, c.nullable) for c in table.columns), table.primary_key)
            for table in tables
        }
    finally:
        engine.dispose()


def test_a_script_is_not_run_twice_without_a_word(
    engine: str,
    empty: MakeDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    source, target = empty(engine, "source"), empty(engine, "target")
    write_project(tmp_path, source, target)
    script = tmp_path / "mine.sql"
    script.write_text("CREATE TABLE mine (id int);")
    run = ("scripts", "run", "--side", "source", "--file", str(script), "--yes")
    assert call(*run) == 0
    assert call(*run) == 4
    assert "DBM-4112" in capsys.readouterr().err
    script.write_text("CREATE TABLE another (id int);")
    assert call(*run) == 4
    assert "DBM-4113" in capsys.readouterr().err
    assert call(*run, "--again") == 0
    script.write_text("CREATE TABLE third (id int); SELECT nothing FROM nowhere;")
    assert call(*run, "--again") == 5
    outcomes = target.rows(f"SELECT outcome FROM {target.ledger('script_run')} ORDER BY script_run_id")
    assert outcomes == [("done",), ("done",), ("failed",)]
