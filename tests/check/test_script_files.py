"""Bundled scripts parse in their dialect, and run on SQLite and PostgreSQL; the customer's set is rendered and run."""

from __future__ import annotations

import csv
import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlglot

from dbmigrate.cli.app import app
from dbmigrate.config.package_files import load_package
from dbmigrate.scripts.files import Script, describe_script, list_scripts
from dbmigrate.scripts.render import fill_slots
from dbmigrate.scripts.split import split_script
from tests.check.cic import create, create_script
from tests.databases import Database

MakeDatabase = Callable[[str, str], Database]
SQL = Path(__file__).parents[2] / "sql"
FILES = sorted(path for path in SQL.glob("*/*/*.sql") if path.parent.name != "schema")
SQLGLOT = {"mssql": "tsql", "oracle": "oracle", "postgresql": "postgres", "sqlite": "sqlite"}
VALUES = {
    "migration_user": "mo'ver",
    "source_schema": "public",
    "target_schema": "public",
    "source_database": "a b",
    "target_database": "t",
    "data_tablespace": "D",
    "index_tablespace": "I",
}


def names(path: Path) -> str:
    return path.relative_to(SQL).as_posix()


@pytest.mark.parametrize("path", FILES, ids=names)
def test_the_script_parses_and_has_a_whole_header(path: Path) -> None:
    dialect = path.parts[-3]
    script = describe_script(path, "/".join(path.parts[-2:]), dialect)
    assert all((script.what, script.when, script.needs, script.effect)), path
    assert script.side in ("source", "target", "both")
    assert script.run in ("", "by hand")
    text = fill_slots(script.text, dialect, VALUES, script.name)
    assert "{{" not in text
    statements = list(split_script(text, dialect))
    assert statements
    for statement in statements:
        if not re.match(r"(BEGIN|RECONFIGURE)\b", statement.text, re.IGNORECASE):
            assert sqlglot.parse(statement.text, dialect=SQLGLOT[dialect])


def test_each_stage_is_there_in_every_dialect_that_needs_it() -> None:
    package = load_package("cic_3_0_to_4_0")
    for dialect in SQLGLOT:
        stages = {script.stage for script in list_scripts(package, dialect)}
        assert stages >= {"schema", "upgrade", "prepare", "rescue", "after"}, dialect


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        app(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


def write_project(place: Path, source: Database, target: Database) -> None:
    (place / "migration.toml").write_text(
        f'[project]\nname = "set"\npackage = "cic_3_0_to_4_0"\n[source]\nurl = "{source.url}"\n'
        f'[target]\nurl = "{target.url}"\n'
    )


def test_the_set_is_rendered_reviewed_and_run(
    engine: str,
    empty: MakeDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    source, target = empty(engine, "source"), empty(engine, "target")
    create(source, create_script(engine, "source"))
    write_project(tmp_path, source, target)
    user = f"mover_{tmp_path.name}"

    assert call("scripts", "render", "--to", "set", "--set", f"migration_user={user}", "--json") == 0
    made = json.loads(capsys.readouterr().out)["scripts"]
    files = [one["file"] for one in made]
    assert files == sorted(files)
    assert {one["stage"] for one in made} >= {"prepare", "upgrade", "rescue", "schema", "after"}
    assert "{{" not in "".join((tmp_path / "set" / file).read_text() for file in files)
    assert "Project: set, package cic_3_0_to_4_0" in (tmp_path / "set" / files[0]).read_text().replace("  ", " ")
    assert call("scripts", "render", "--to", "set") == 3

    run = ("scripts", "run", "--from", "set", "--yes", "--json")
    assert call("scripts", "run", "--from", "set", "--yes") == 2  # neither stage nor file: nothing runs by accident
    for stage in ("schema", "prepare", "rescue"):
        capsys.readouterr()
        assert call(*run, "--stage", stage) == 0, stage
        assert all(one["recorded"] for one in json.loads(capsys.readouterr().out)["scripts"])
    assert call(*run, "--stage", "prepare") == 4
    changed = tmp_path / "set" / next(file for file in files if "prepare" in file)
    changed.write_text(changed.read_text() + "SELECT 1;\n")
    capsys.readouterr()
    assert call("scripts", "run", "--from", "set", "--yes", "--file", changed.name) == 4
    assert "DBM-4113" in capsys.readouterr().err
    assert call(*run, "--stage", "after", "--side", "target") == 0
    recorded = target.rows(f"SELECT script, outcome FROM {target.ledger('script_run')} ORDER BY script_run_id")
    assert recorded[0][0].startswith("customer/")
    (tmp_path / "set" / "scripts.json").write_text("{}")
    assert call(*run, "--stage", "prepare") == 3


def test_the_first_error_ends_a_stage(
    empty: MakeDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source, target = empty("sqlite", "source"), empty("sqlite", "target")
    create(source, create_script("sqlite", "source"))
    write_project(tmp_path, source, target)
    assert call("scripts", "render", "--to", "set") == 0
    files = sorted((tmp_path / "set").glob("*rescue*.sql"))
    files[0].write_text(files[0].read_text() + "SELECT nothing FROM nowhere;\n")
    assert call("scripts", "run", "--from", "set", "--stage", "rescue", "--yes") == 5
    recorded = target.rows("SELECT script, outcome FROM dbmigrate_script_run")
    assert recorded == [(f"customer/{files[0].name}", "failed")]


def test_what_cannot_be_in_a_transaction_is_left_to_the_administrator() -> None:
    by_hand = {path.stem for path in FILES if describe_script(path, path.name, path.parts[-3]).run == "by hand"}
    assert by_hand == {
        "10_set_recovery_model",
        "30_set_remote_query_timeout",
        "50_allow_snapshot_isolation",
        "90_restore_recovery_model",
        "91_restore_remote_query_timeout",
        "92_refresh_target",
    }


def test_what_is_to_be_run_by_hand_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """Before anything is asked of the database, which nobody answers for here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DBMIGRATE_TARGET_PASSWORD", "secret")
    (tmp_path / "migration.toml").write_text(
        '[project]\nname = "p"\npackage = "cic_3_0_to_4_0"\n[source]\nurl = "sqlite:///s.db"\n'
        '[target]\nurl = "mssql://me@127.0.0.1:9/shop"\n[inputs]\nstart_dt_offset_unit = "milliseconds"\n'
    )
    assert call("scripts", "run", "--side", "target", "--stage", "prepare", "--yes") == 4
    said = capfd.readouterr().err
    assert "DBM-4114" in said
    assert "prepare/10_set_recovery_model.sql" in said


def test_only_what_asks_nothing_but_questions_goes_without_consent(tmp_path: Path) -> None:
    looking = {f"{path.parts[-3]}/{path.parts[-2]}/{path.stem}" for path in FILES if described(path).only_looks}
    assert looking == {
        *(f"{dialect}/check/10_look_at_server" for dialect in ("mssql", "oracle", "postgresql")),
        "mssql/check/20_look_at_jobs",
        "mssql/check/30_look_at_disks",
        "sqlite/check/10_look_at_file",
        *(f"{dialect}/rescue/10_list_orphaned_recordings" for dialect in SQLGLOT),
    }
    # What somebody has added to it counts, not what the header still says.
    edited = tmp_path / "10_look.sql"
    for added in ("DELETE FROM t;", "SELECT * INTO u FROM t;", "PRAGMA user_version = 3;"):
        edited.write_text(f"-- Effect: changes nothing\n\nSELECT 1;\n{added}\n")
        assert not describe_script(edited, "check/10_look.sql", "sqlite").only_looks, added


def described(path: Path) -> Script:
    return describe_script(path, "/".join(path.parts[-2:]), path.parts[-3])


def test_orphaned_recordings_are_listed_and_those_of_an_archive_rescued(
    engine: str, empty: MakeDatabase, tmp_path: Path
) -> None:
    source = empty(engine, "source")
    create(source, create_script(engine, "source"))
    one, two = "6f9619ff-8b86-d011-b42d-00c04fc964f1", "6f9619ff-8b86-d011-b42d-00c04fc964f2"
    volume = "6f9619ff-8b86-d011-b42d-00c04fc964f3"
    source.run(
        f"""INSERT INTO "IR_ArchiveContent" VALUES ('2020-01-02 03:04:05', 0, '{volume}', '{one}')""",
        f"""INSERT INTO "IR_TagMap" ("RecordingId", "TagId") VALUES ('{two}', 1)""",
    )
    listing, rescue = (
        (SQL / engine / "rescue" / f"{name}.sql").read_text()
        for name in ("10_list_orphaned_recordings", "20_rescue_archived_recordings")
    )
    [query] = [statement.text for statement in split_script(listing, engine)]
    assert {(table, str(found)) for table, found in source.rows(query)} == {
        ("IR_ArchiveContent", one),
        ("IR_TagMap", two),
    }
    source.run(*(statement.text for statement in split_script(rescue, engine)))
    assert [str(found) for _, found in source.rows(query)] == [two]
    assert source.rows('SELECT "MediaStatus" FROM "IR_RecordingMedia"') == [("rescued",)]


def test_orphans_are_exported_rescued_or_rejected(
    engine: str,
    empty: MakeDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From the first look to the last retry, through the command line."""
    monkeypatch.chdir(tmp_path)
    source, target = empty(engine, "source"), empty(engine, "target")
    create(source, create_script(engine, "source"))
    create(target, create_script(engine, "target"))
    write_project(tmp_path, source, target)
    archived, lost, volume = (str(uuid.UUID(int=number)) for number in (1, 2, 3))
    source.run(
        f"""INSERT INTO "IR_ArchiveContent" VALUES ('2020-01-02 03:04:05', 0, '{volume}', '{archived}')""",
        f"""INSERT INTO "IR_TagMap" ("RecordingId", "TagId") VALUES ('{archived}', 1), ('{lost}', 1), ('{lost}', 2)""",
    )
    tables = [word for name in ("IR_ArchiveContent", "IR_TagMap") for word in ("--table", name)]

    def document(status: int, *words: str) -> dict[str, Any]:
        capsys.readouterr()
        assert call(*words, "--json") == status
        parsed: dict[str, Any] = json.loads(capsys.readouterr().out)
        return parsed

    def script(name: str, *words: str) -> dict[str, Any]:
        [done] = document(0, "scripts", "run", "--side", "source", "--file", f"rescue/{name}.sql", *words)["scripts"]
        return dict(done)

    script("10_list_orphaned_recordings", "--csv", "lists")
    # It only looks, so nothing is asked, and it may look again.
    [result] = script("10_list_orphaned_recordings", "--csv", "lists")["results"]
    assert (result["rows"], result["columns"]) == (4, ["found_in", "RecordingId"])
    with Path(result["file"]).open(encoding="utf-8", newline="") as file:
        listed = sorted((row["found_in"], row["RecordingId"]) for row in csv.DictReader(file))
    assert listed == [
        ("IR_ArchiveContent", archived),
        ("IR_TagMap", archived),
        ("IR_TagMap", lost),
        ("IR_TagMap", lost),
    ]

    findings = document(4, "check", *tables)["findings"]
    assert {(one["table"].rpartition(".")[2], one["kind"], one["count"]) for one in findings} == {
        ("IR_ArchiveContent", "orphan", 1),
        ("IR_TagMap", "orphan", 3),
    }
    assert document(9, "run", *tables)["rows_rejected"] == 4
    rejects = document(0, "rejects")
    assert {(one["table_name"].rpartition(".")[2], one["reason"]) for one in rejects["rejects"]} == {
        ("IR_ArchiveContent", "no_parent"),
        ("IR_TagMap", "no_parent"),
    }
    script("20_rescue_archived_recordings", "--yes")
    assert document(9, "run", "--table", "IR_RecordingMedia")["rows_inserted"] == 1  # the rejects are still open
    document(9, "rejects", "--retry")
    assert [(str(found), tag) for found, tag in target.rows('SELECT "RecordingId", "TagId" FROM "IR_TagMap"')] == [
        (archived, 1)
    ]
    assert target.rows('SELECT "MediaStatus" FROM "IR_RecordingMedia"') == [("rescued",)]
    assert document(0, "verify", "--level", "source", *tables)["verdict"] == "match"
