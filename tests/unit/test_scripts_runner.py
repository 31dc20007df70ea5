"""Scripts: split where their statements end, run whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dbmigrate.cli.app import app
from dbmigrate.config.package_files import load_package
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.errors import ConfigurationError, PlanRefusedError, TargetError
from dbmigrate.model.table import TableName
from dbmigrate.scripts.files import create_script, describe_script, list_scripts
from dbmigrate.scripts.runner import created_tables, refuse_existing_tables, run_script_text
from dbmigrate.scripts.split import Statement, split_script

TRIGGER = """CREATE TRIGGER t_ai AFTER INSERT ON t BEGIN
    UPDATE t SET a = CASE WHEN a IS NULL THEN 0 ELSE a END; -- ; END;
    DELETE FROM t WHERE a = ';END;';
END"""
ORACLE_TRIGGER = """CREATE OR REPLACE TRIGGER t_bi BEFORE INSERT ON t FOR EACH ROW
BEGIN
  IF :NEW.a IS NULL THEN BEGIN :NEW.a := 1; END; END IF;
END;"""
FUNCTION = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN 1; END; $body$"
ATOMIC = "CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END"


@pytest.fixture
def target(tmp_path: Path) -> ConnectionUrl:
    """A SQLite file that does not exist yet."""
    return ConnectionUrl.parse(f"sqlite:///{tmp_path / 'target.db'}")


def tables_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()]


# --- splitting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dialect", "text", "statements"),
    [
        ("sqlite", "", []),
        ("sqlite", "-- only ; a comment\n/* ; */ ;;\n", []),
        ("sqlite", "SELECT ';'; SELECT 'it''s;' ; SELECT 3", ["SELECT ';'", "SELECT 'it''s;'", "SELECT 3"]),
        ("sqlite", 'SELECT "a;""b;" FROM [c;d], `e;f`; SELECT 2;', ['SELECT "a;""b;" FROM [c;d], `e;f`', "SELECT 2"]),
        ("sqlite", f"CREATE TABLE t (a);\n{TRIGGER};\nSELECT 1;", ["CREATE TABLE t (a)", TRIGGER, "SELECT 1"]),
        *(
            ("sqlite", f"{TRIGGER.replace('CREATE', word)}; SELECT 1", [TRIGGER.replace("CREATE", word), "SELECT 1"])
            for word in ("CREATE TEMP", "create temporary")
        ),
        ("sqlite", "SELECT 1 /* /* */; SELECT 2", ["SELECT 1 /* /* */", "SELECT 2"]),
        ("postgresql", "SELECT 1 /* /* ; */ ; */; SELECT 2", ["SELECT 1 /* /* ; */ ; */", "SELECT 2"]),
        ("postgresql", f"{FUNCTION}; SELECT $$;$$;", [FUNCTION, "SELECT $$;$$"]),
        ("postgresql", "SELECT $a$ ; $b$ ; $$ ; $a$; SELECT 2", ["SELECT $a$ ; $b$ ; $$ ; $a$", "SELECT 2"]),
        ("postgresql", r"SELECT E'\';', 'a\'; SELECT 2", [r"SELECT E'\';', 'a\'", "SELECT 2"]),
        ("postgresql", f"{ATOMIC}; SELECT 3;", [ATOMIC, "SELECT 3"]),
        (
            "oracle",
            "SELECT q'[;']' FROM t; SELECT nq'!;'!' FROM t\n/\n",
            ["SELECT q'[;']' FROM t", "SELECT nq'!;'!' FROM t"],
        ),
        ("oracle", f"{ORACLE_TRIGGER}\n/\nSELECT 4 / 2 FROM DUAL;\n", [ORACLE_TRIGGER, "SELECT 4 / 2 FROM DUAL"]),
        ("oracle", "COMMENT ON TABLE t IS 'a;\n/\nb';\n/\n", ["COMMENT ON TABLE t IS 'a;\n/\nb'"]),
        ("postgresql", "SELECT a[1], '{;}'::text[]; SELECT 2", ["SELECT a[1], '{;}'::text[]", "SELECT 2"]),
    ],
)
def test_split(dialect: str, text: str, statements: list[str]) -> None:
    assert [statement.text for statement in split_script(text, dialect)] == statements


def test_split_tells_the_line_of_each_first_word() -> None:
    text = "-- head\n\nSELECT 1;\n\n  -- between\n  SELECT\n 2;"

    assert [statement.line for statement in split_script(text, "sqlite")] == [3, 6]


def test_a_batch_begins_with_its_first_statement_and_keeps_its_comments() -> None:
    text = (
        "-- What: makes t\n/* and\nmore */\n\nCREATE TABLE t (a int)\nGO\n"
        "-- then\n;\n  SELECT 1\nSELECT 2\nGO 3\n-- nothing\n"
    )

    first, second = split_script(text, "mssql")
    assert (first.line, first.code, first.text[:10]) == (5, "CREATE TABLE t (a int)", "-- What: m")
    assert (second.line, second.code, second.times) == (9, "SELECT 1\nSELECT 2", 3)
    assert created_tables(text, "mssql") == [TableName("t")]


def test_created_tables() -> None:
    text = (
        'CREATE TABLE "a ""b" (x); create table if not exists main.[c d] (x); CREATE INDEX i ON e (x); CREATE TABLE f'
    )

    assert created_tables(text, "sqlite") == [TableName('a "b'), TableName("c d", "main"), TableName("f")]


# --- running ----------------------------------------------------------------------------------------------


def test_a_sqlite_target_that_does_not_exist_is_made(target: ConnectionUrl) -> None:
    done = run_script_text(target, side="target", text=f"CREATE TABLE t (a); {TRIGGER}; INSERT INTO t VALUES (NULL);")

    assert done == 3
    assert tables_in(target.sqlite_path) == ["t", "t_ai"]
    with closing(sqlite3.connect(target.sqlite_path)) as connection:
        assert connection.execute("SELECT a FROM t").fetchall() == [(0,)]


def test_a_failing_sqlite_script_leaves_nothing_half_done(target: ConnectionUrl) -> None:
    run_script_text(target, side="target", text="CREATE TABLE before (a);")

    with pytest.raises(TargetError) as caught:
        run_script_text(target, side="target", text="CREATE TABLE one (a);\n\nCREATE TABLE two (b;\n")
    assert "line 3: CREATE TABLE two" in caught.value.where
    assert "rolled back" in caught.value.safe
    assert tables_in(target.sqlite_path) == ["before"]


def test_an_error_names_the_first_line_of_a_long_statement(target: ConnectionUrl) -> None:
    with pytest.raises(TargetError) as caught:
        run_script_text(target, side="target", text="-- head\n\nINSERT INTO nowhere\nSELECT 1\n-- really\n;\n")
    assert caught.value.where == "line 3: INSERT INTO nowhere (to line 5)"


def test_rows_come_as_they_are_asked_for(target: ConnectionUrl) -> None:
    """Ten million of them would take minutes, and all the memory."""
    many = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 10000000) SELECT n FROM c"

    class EnoughError(Exception): ...

    def take(statement: Statement, rows: Iterator[dict[str, Any]]) -> None:
        assert [next(rows), next(rows)] == [{"n": 1}, {"n": 2}]
        raise EnoughError

    with pytest.raises(EnoughError):
        run_script_text(target, side="target", text=f"{many};", on_rows=take)


def test_the_error_behind_the_rows_that_were_taken_is_told(target: ConnectionUrl) -> None:
    failing = "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < 5000) SELECT"
    failing += " CASE n WHEN 4000 THEN abs(-9223372036854775807 - 1) ELSE n END AS n FROM c;"
    taken: list[dict[str, Any]] = []
    with pytest.raises(TargetError, match="overflow"):
        run_script_text(target, side="target", text=failing, on_rows=lambda _, rows: taken.append(next(rows)))
    assert taken == [{"n": 0}]


def test_a_file_made_for_a_script_that_failed_is_taken_away(target: ConnectionUrl) -> None:
    with pytest.raises(TargetError):
        run_script_text(target, side="target", text="CREATE TABLE t (a); SELECT nothing FROM nowhere;")
    assert not target.sqlite_path.exists()


def test_a_target_in_a_directory_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="cannot open the target"):
        run_script_text(ConnectionUrl.parse(f"sqlite:///{tmp_path}/no/t.db"), side="target", text="SELECT 1;")


@pytest.mark.parametrize("word", ["BEGIN", "COMMIT", "rollback", "START TRANSACTION", "SAVEPOINT a"])
def test_a_script_with_its_own_transaction_is_refused(word: str, target: ConnectionUrl) -> None:
    with pytest.raises(ConfigurationError, match="transaction itself"):
        run_script_text(target, side="target", text=f"CREATE TABLE t (a);\n{word};")
    assert not target.sqlite_path.exists()


def test_postgresql_runs_functions_and_puts_tables_into_the_schema(postgres_url: str) -> None:
    url = ConnectionUrl.parse(postgres_url)
    run_script_text(url, side="target", text='CREATE SCHEMA "New One";')
    run_script_text(url, side="target", schema="New One", text=f"CREATE TABLE t (a int); {FUNCTION}; {ATOMIC};")

    with psycopg.connect(postgres_url) as connection:
        placed = connection.execute(
            "SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = 't'"
        ).fetchall()
        assert placed == [('"New One"',)]
        assert connection.execute('SELECT "New One".f(), "New One".g()').fetchall() == [(1, 2)]


def test_a_failing_postgresql_script_leaves_nothing_half_done(postgres_url: str) -> None:
    url = ConnectionUrl.parse(postgres_url)

    with pytest.raises(TargetError) as caught:
        run_script_text(url, side="target", text="CREATE TABLE one (a int);\nCREATE TABLE two (a nosuchtype);")
    assert "line 2" in caught.value.where
    assert "nosuchtype" in caught.value.cause
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT to_regclass('one')").fetchone() == (None,)


def test_a_schema_that_does_not_exist_is_not_passed_over(postgres_url: str) -> None:
    with pytest.raises(ConfigurationError, match="no such schema"):
        run_script_text(
            ConnectionUrl.parse(postgres_url), side="target", schema="nowhere", text="CREATE TABLE t (a int);"
        )
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT to_regclass('public.t')").fetchone() == (None,)


def test_a_create_script_is_refused_where_a_table_is_there(target: ConnectionUrl, postgres_url: str) -> None:
    for url in (target, ConnectionUrl.parse(postgres_url)):
        text = 'CREATE TABLE "T one" (a INTEGER); CREATE TABLE two (a INTEGER);'
        refuse_existing_tables(url, side="target", text=text)
        run_script_text(url, side="target", text="CREATE TABLE two (a INTEGER);")
        with pytest.raises(PlanRefusedError, match="two"):
            refuse_existing_tables(url, side="target", text=text)


# --- files ------------------------------------------------------------------------------------------------


def test_header_is_read_with_its_continuation_lines(tmp_path: Path) -> None:
    path = tmp_path / "10_make.sql"
    path.write_text("-- What:   makes\n--         two lines\n-- Effect: adds\n\n-- When: too late\n", encoding="utf-8")
    script = describe_script(path, "schema/10_make.sql", "sqlite")

    assert (script.what, script.effect, script.when, script.stage) == ("makes two lines", "adds", "", "schema")
    assert len(script.digest) == 64


def test_bundled_scripts_have_complete_headers() -> None:
    package = load_package("cic_3_0_to_4_0")

    for dialect in package.engines:
        scripts = list_scripts(package, dialect)
        assert {script.stage for script in scripts} >= {"schema"}
        assert all(script.what and script.when and script.needs and script.effect for script in scripts)
        assert create_script(package, package.target, dialect) in scripts


# --- the command line -------------------------------------------------------------------------------------


def command(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        app(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_from_a_database_to_a_created_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect("source.db")) as connection:
        connection.executescript("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO t VALUES (1, 'a');")

    assert command("package", "new", "small", "--from-source", "sqlite:///source.db") == 0
    shown = capsys.readouterr().out
    assert "dbmigrate init --package ./small --source-url sqlite:///source.db" in shown
    assert command("package", "new", "small", "--from-source", "sqlite:///source.db") == 3
    assert command("package", "check", "./small") == 0
    init = [
        "init",
        "--package",
        "./small",
        "--source-url",
        "sqlite:///source.db",
        "--target-url",
        "sqlite:///target.db",
    ]
    assert command(*init) == 0
    assert command("scripts", "list") == 0
    assert "schema/20_create_target.sql" in capsys.readouterr().out
    create = ["scripts", "run", "--side", "target", "--stage", "schema"]
    assert command(*create) == 2  # nobody said yes
    assert not Path("target.db").exists()
    assert command(*create, "--yes") == 0
    tables = tables_in(Path("target.db"))
    assert [name for name in tables if "dbmigrate_" not in name] == ["t"]
    assert "dbmigrate_script_run" in tables
    assert command(*create, "--yes") == 4
    assert command("scripts", "run", "--side", "target") == 2
    assert command("package", "list", "--json") == 0
