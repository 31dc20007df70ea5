"""Cleaned by the rules, migrated without a reject, and put back as it was, to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.cli.app import app
from dbmigrate.config.project import load_project
from dbmigrate.errors import SourceError
from dbmigrate.run.before.cleaning import SourceCleaning
from tests.check.conftest import ENGINES
from tests.check.scan import scan
from tests.databases import Database
from tests.fidelity.journey import migrate, write_project

MakeDatabase = Callable[[str, str], Database]

RULE = """\
key = []
[table.clean]
nulls = { site = 0, name = "it's \\"none\\"" }
drop_nulls = ["code"]
duplicates = { keep = "newest", by = "at" }
"""
COLUMNS = "id, code, site, name, at"


@pytest.fixture(params=(*ENGINES, "mssql"))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def pair(engine: str, empty: MakeDatabase) -> tuple[Database, Database]:
    return empty(engine, "source"), empty("sqlite" if engine == "mssql" else engine, "target")


def make(engine: str, empty: MakeDatabase) -> tuple[Database, Database]:
    source, target = pair(engine, empty)
    table = "CREATE TABLE t (id integer PRIMARY KEY, code varchar(10), site integer, name varchar(20), at timestamp)"
    source.run(table.replace("timestamp", "datetime2(3)") if engine == "mssql" else table)
    target.run(
        "CREATE TABLE t (id integer NOT NULL, code varchar(10) PRIMARY KEY, site integer NOT NULL,"
        " name varchar(20) NOT NULL, at timestamp)"
    )
    rows = [
        (1, "a", 1, "first", "2020-01-01 00:00:00"),
        (2, "a", 1, "newest", "2020-01-03 00:00:00"),
        (3, "a", 1, "second", "2020-01-02 00:00:00"),
        (4, "a", 1, "no date", None),
        (5, "b", None, None, "2020-01-01 00:00:00"),
        (6, None, 1, "no code", "2020-01-01 00:00:00"),
        (7, None, None, None, None),
        (8, "c", 0, "x", None),
        (9, "c", 0, "x", None),
        (10, "d", None, "x", "2020-01-01 00:00:00"),
    ]
    source.insert("t", rows)
    return source, target


def state(database: Database) -> Any:
    """Every value with its storage class or type, every table and column."""
    if database.is_sqlite:
        kinds = ", ".join(f"typeof({name}), quote({name})" for name in COLUMNS.split(", "))
        tables = database.rows("SELECT name, sql FROM sqlite_master ORDER BY name")
    elif database.engine == "mssql":
        kinds = "id, CAST(code AS varbinary(40)), site, CAST(name AS varbinary(40)), CONVERT(varchar(40), at, 121)"
        tables = database.rows(
            "SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY 1, 2"
        )
    else:
        kinds = ", ".join(f"pg_typeof({name})::text, {name}::text, {name}::text::bytea" for name in COLUMNS.split(", "))
        tables = database.rows(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
            " ORDER BY 1, 2"
        )
    return sorted(map(repr, database.rows(f"SELECT {kinds} FROM t"))), tables


def test_cleaned_migrated_restored(engine: str, empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = make(engine, empty)
    before = state(source)
    assert {one.kind for one in scan(tmp_path, source, target, [("t", RULE)]).findings} == {"null", "duplicate"}
    project = load_project(write_project(tmp_path, source.url, target.url, [("t", RULE)]))
    with SourceCleaning(project) as cleaning:
        looked = cleaning.look()
        assert state(source) == before
        done = cleaning.clean()
    # Rows that are dropped for their NULL code no longer lack a site or name, but for the values they got first.
    assert {(one.step.kind, one.step.columns): one.step.rows for one in done} == {
        ("nulls", ("site",)): 3,
        ("nulls", ("name",)): 2,
        ("null rows", ("code",)): 2,
        ("duplicates", ("code",)): 4,
    }
    assert len(looked) == 4
    assert source.rows("SELECT id, site, name FROM t ORDER BY id") == [
        (2, 1, "newest"),
        (5, 0, 'it\'s "none"'),
        (9, 0, "x"),
        (10, 0, "x"),
    ]
    assert scan(tmp_path, source, target, [("t", RULE)]).findings == []
    journey = migrate(tmp_path, source.url, target.url, tables=[("t", RULE)])
    assert (journey.rejects, set(map(str, journey.verdicts.values()))) == ((), {"match"})
    with SourceCleaning(project) as cleaning:
        assert len(cleaning.restore()) == 4
        assert cleaning.restore() == []
    assert state(source) == before


def test_the_restore_script_does_the_same_by_hand(engine: str, empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = make(engine, empty)
    before = state(source)
    project = load_project(write_project(tmp_path, source.url, target.url, [("t", RULE)]))
    with SourceCleaning(project) as cleaning:
        cleaning.clean()
        _, script = cleaning.restorable()
    assert state(source) != before
    statements = "".join(line for line in script.splitlines(keepends=True) if not line.startswith("--"))
    source.run(*(part for part in map(str.strip, statements.split(";\n")) if part))
    assert state(source) == before


def test_two_clean_ups_are_put_back_together(engine: str, empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = make(engine, empty)
    before = state(source)
    project = load_project(write_project(tmp_path, source.url, target.url, [("t", RULE)]))
    for rule in ("key = []\nclean = { nulls = { site = 5 } }", RULE):
        project = load_project(write_project(tmp_path, source.url, target.url, [("t", rule)]))
        with SourceCleaning(project) as cleaning:
            assert cleaning.clean()
    with SourceCleaning(project) as cleaning:
        assert len(cleaning.restore()) == 4
    assert state(source) == before


def test_what_cannot_be_found_again_is_left_alone(engine: str, empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = pair(engine, empty)
    for database in (source, target):
        database.run("CREATE TABLE t (a integer, b integer)")
    source.insert("t", [(1, None), (1, 2)])
    rule = "key = []\nclean = { nulls = { b = 7 } }"
    project = load_project(write_project(tmp_path, source.url, target.url, [("t", rule)]))
    with SourceCleaning(project) as cleaning:
        [step] = cleaning.look()
        assert "no key" in step.refusal
        assert cleaning.clean() == []
    assert source.counted("t") == {(1, None): 1, (1, 2): 1}


def test_a_failure_leaves_the_source_as_it_was(engine: str, empty: MakeDatabase, tmp_path: Path) -> None:
    source, target = make(engine, empty)
    source.run("CREATE TABLE dbmigrate_kept_3 (x integer)")  # the third step stumbles over it
    before = state(source)
    project = load_project(write_project(tmp_path, source.url, target.url, [("t", RULE)]))
    with SourceCleaning(project) as cleaning, pytest.raises(Exception, match="DBM-5050|clean-up failed"):
        cleaning.clean()
    assert state(source) == before


def test_what_the_server_does_instead_is_noticed(empty: MakeDatabase, tmp_path: Path) -> None:
    """Rows that were kept and did not go would be there twice once they are put back."""
    source, target = make("postgresql", empty)
    source.run("CREATE RULE stays AS ON DELETE TO t WHERE old.id = 3 DO INSTEAD NOTHING")
    before = state(source)
    project = load_project(write_project(tmp_path, source.url, target.url, [("t", RULE)]))
    with SourceCleaning(project) as cleaning, pytest.raises(SourceError) as caught:
        cleaning.clean()
    assert caught.value.code == "DBM-5052"
    assert state(source) == before


def test_a_row_that_others_refer_to_stays(empty: MakeDatabase, tmp_path: Path) -> None:
    """They would go with it, or lose what they belong to."""
    source, target = make("postgresql", empty)
    source.run(
        "CREATE TABLE c (id integer PRIMARY KEY, t integer REFERENCES t (id) ON DELETE CASCADE)",
        "INSERT INTO c VALUES (1, 3)",
    )
    project = load_project(write_project(tmp_path, source.url, target.url, [("t", RULE)]))
    with SourceCleaning(project) as cleaning:
        refusals = {one.kind: one.refusal for one in cleaning.look()}
        assert {one.step.kind for one in cleaning.clean()} == {"nulls"}
    assert "foreign key" in refusals["duplicates"]
    assert "foreign key" in refusals["null rows"]
    assert not refusals["nulls"]
    assert source.rows("SELECT count(*) FROM t") == [(10,)]
    assert source.rows("SELECT count(*) FROM c") == [(1,)]


def test_a_key_that_may_be_null_finds_no_row_again(engine: str, empty: MakeDatabase, tmp_path: Path) -> None:
    """What is NULL in it would be kept for a value that it was given."""
    source, target = pair(engine, empty)
    for database in (source, target):
        database.run("CREATE TABLE t (a integer UNIQUE, b integer)")
    source.insert("t", [(None, None), (1, None), (2, 2)])
    rule = "key = []\nclean = { nulls = { b = 7 } }"
    project = load_project(write_project(tmp_path, source.url, target.url, [("t", rule)]))
    with SourceCleaning(project) as cleaning:
        [step] = cleaning.look()
        assert (step.rows, step.key) == (2, ())
        assert "no key" in step.refusal
        assert cleaning.clean() == []
    assert sorted(source.rows("SELECT a, b FROM t"), key=str) == [(1, None), (2, 2), (None, None)]


def test_the_verb_asks_first_and_records(
    engine: str,
    empty: MakeDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    source, target = make(engine, empty)
    before = state(source)
    write_project(tmp_path, source.url, target.url, [("t", RULE)])

    def call(*arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            app(list(arguments))
        assert isinstance(ended.value.code, int)
        return ended.value.code

    assert call("clean") == 2
    assert "the newest stays, by at" in capsys.readouterr().err
    assert state(source) == before
    assert call("clean", "--yes", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (len(document["steps"]), document["recorded"]) == (4, True)
    assert Path(document["restore_script"]).is_file()
    assert call("clean", "--yes") == 0
    assert "Nothing to clean" in capsys.readouterr().out
    assert call("clean", "--restore") == 2
    assert call("clean", "--restore", "--yes") == 0
    assert "back as it was" in capsys.readouterr().out
    assert state(source) == before
    recorded = target.rows(f"SELECT side, script FROM {target.ledger('script_run')} ORDER BY script_run_id")
    assert recorded == [("source", "clean/cleaned"), ("source", "clean/restored")]
