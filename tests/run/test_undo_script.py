"""The script of an undo, run by a plain driver, does what the undo does; the ledger says the same afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dbmigrate.errors import PlanRefusedError
from tests.databases import Database
from tests.run.job import Job, MakeJob
from tests.run.undoing import run_script, undo

TABLES = (
    "CREATE TABLE calls (site {text} NOT NULL, id {int} NOT NULL, at {moment}, note {text}, PRIMARY KEY (site, id))",
    "CREATE TABLE stock (id {int} PRIMARY KEY, n {int}, item {text})",
    "CREATE TABLE lines (line {text})",
)
GROUP = (
    '[[table]]\nsource = "calls"\ntarget_rows = "any"\n[[table]]\nsource = "stock"\nmode = "upsert"\n'
    '[[table]]\nsource = "lines"\n'
)
ODD = ["it's", "two\nlines; and -- more", "ä%s :x", "", "\\"]


@pytest.fixture
def migrated(job: Job) -> Job:
    job.both(*TABLES).write(GROUP, commit_rows=400)
    calls = [(site, n, "2024-05-01 10:00:00.5", None if n % 3 else site) for site in ODD for n in range(170)]
    job.source.insert("calls", calls)
    job.target.insert("calls", [calls[3], ("own", 1, None, None)])
    job.source.insert("stock", [(n, n, ODD[n % 5]) for n in range(40)])
    job.target.insert("stock", [(1, None, "it's ; old"), (2, 2, ODD[2]), (3, 4, None), (99, 1, "own")])
    job.source.insert("lines", [("a",), ("a",), ("b",)])
    job.run()
    return job


def copy_of(database: Database, directory: Path) -> Database:
    """The whole database once more, the ledger included."""
    if database.is_sqlite:
        place = directory / "copy.db"
        shutil.copy(database.place, place)
        return Database("sqlite", str(place))
    head, _, host = database.place.partition("?")
    server, _, name = head.rpartition("/")
    with psycopg.connect(f"{server}/postgres?{host}", autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}_copy TEMPLATE {name}")
    return Database("postgresql", f"{server}/{name}_copy?{host}")


def everything(database: Database) -> dict[str, Any]:
    """Rows of the tables, and what the ledger says but moments and attempts."""
    found: dict[str, Any] = {name: database.counted(name) for name in ("calls", "stock", "lines")}
    said = {
        "run": "run_id, state",
        "undo_step": "run_id, table_name, chunk_no, batch_no, target_name, rows_deleted, rows_restored, rows_missing",
        "undone_table": "run_id, table_name",
        "key_map": "map_name, run_id",
    }
    for name, columns in said.items():
        found[name] = sorted(database.rows(f"SELECT {columns} FROM {database.ledger(name)}"))
    return found


def test_the_script_does_what_undo_does(migrated: Job, tmp_path: Path) -> None:
    path = tmp_path / "undo.sql"
    migrated.target.run(f"INSERT INTO {migrated.target.ledger('key_map')} VALUES ('m', 'o', '1', '2', 1, 1)")
    migrated.target.run("DELETE FROM calls WHERE id = 7 AND site = ''")
    before = everything(migrated.target)
    with pytest.raises(PlanRefusedError):
        undo(migrated, 1, script=path)
    assert not path.exists()
    outcome = undo(migrated, 1, script=path, even_if_changed=True)
    assert outcome.state == "checked"
    assert everything(migrated.target) == before, "writing the script takes nothing out"
    text = path.read_text()
    assert [line.split(":")[0] for line in text.splitlines()[:2]] == ["-- what", "-- when"]
    twin = copy_of(migrated.target, tmp_path)
    half = text[: text.index("COMMIT;", len(text) // 2) + len("COMMIT;")]
    run_script(twin, half)
    run_script(twin, text)
    undo(migrated, 1, even_if_changed=True)
    assert everything(twin) == everything(migrated.target)
    assert twin.counted("calls").total() == 2
    assert sorted(twin.rows("SELECT * FROM stock")) == [
        (1, None, "it's ; old"),
        (2, 2, ODD[2]),
        (3, 4, None),
        (99, 1, "own"),
    ]
    assert twin.rows(f"SELECT state FROM {twin.ledger('run')}") == [("undone",)]


@pytest.mark.parametrize("by", ["another run", "another look at the run"])
def test_an_old_script_does_nothing(migrated: Job, tmp_path: Path, by: str) -> None:
    path = tmp_path / "undo.sql"
    undo(migrated, 1, script=path)
    if by == "another run":
        migrated.run()
    else:
        undo(migrated, 1, dry_run=True)
    before = everything(migrated.target)
    run_script(migrated.target, path.read_text())
    assert everything(migrated.target) == before


def test_part_of_a_run(migrated: Job, tmp_path: Path) -> None:
    path = tmp_path / "undo.sql"
    undo(migrated, 1, script=path, tables=("stock",))
    twin = copy_of(migrated.target, tmp_path)
    run_script(twin, path.read_text())
    undo(migrated, 1, tables=("stock",))
    assert everything(twin) == everything(migrated.target)
    assert twin.rows(f"SELECT state FROM {twin.ledger('run')}") == [("copied",)]


def test_every_storage_class(make_job: MakeJob, tmp_path: Path) -> None:
    job = make_job("sqlite-sqlite")
    job.both("CREATE TABLE odd (id TEXT PRIMARY KEY, v)").write('[[table]]\nsource = "odd"\nmode = "upsert"\n')
    old = [("a", 2.5), ("b", b"\x00\x01"), ("c", 9), ("d", "nul\x00inside"), ("e", None), ("f", float("inf"))]
    job.target.insert("odd", old)
    job.source.insert("odd", [*((key, "new") for key, _ in old), ("new\x00", 1)])
    job.run()
    path = tmp_path / "undo.sql"
    undo(job, 1, script=path)
    run_script(job.target, path.read_text())
    assert job.target.rows("SELECT * FROM odd ORDER BY id") == old
