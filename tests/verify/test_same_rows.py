"""Rows that two databases of one engine compare by themselves: never said to be the same where they are not."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.registry import open_engine
from dbmigrate.engines.sqlite import same_rows
from dbmigrate.engines.sqlite.attached import attach
from dbmigrate.model.table import TableName
from dbmigrate.model.verdicts import TableVerdict, Verdict
from dbmigrate.run.migration import Migration, VerifyScope
from dbmigrate.verify.part_check import BY_DATABASES, BY_SOURCE
from tests.databases import Database
from tests.run.job import Job, MakeJob

ENTRY = '[[table]]\nsource = "items"\n{key}'
LITE = "CREATE TABLE items (id INTEGER PRIMARY KEY, note TEXT, size REAL, odd)"
NAMED = "CREATE TABLE items (id TEXT PRIMARY KEY, note TEXT COLLATE NOCASE, size REAL, odd)"


@pytest.fixture(params=[1, 4])
def workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Sessions that share the rows of a file, however few these are."""
    monkeypatch.setattr(same_rows, "LEAST_VALUES_EACH", 20)
    return int(request.param)


def _verified(job: Job, scope: VerifyScope | None = None, workers: int = 1) -> TableVerdict:
    with Migration(load_project(job.project)) as migration:
        [table] = migration.verify(scope=scope or VerifyScope("source", workers=workers)).tables
    return table


def _copied(make_job: MakeJob, source: str, target: str = "", key: str = "", **settings: int) -> Job:
    job = make_job("sqlite-sqlite").write(ENTRY.format(key=key), **{"commit_rows": 20_000, **settings})
    job.source.run(source)
    job.target.run(target or source)
    return job


@pytest.mark.parametrize("level", ["hashes", "source"])
@pytest.mark.parametrize(
    ("table", "numbers"),
    [(LITE, range(1, 40)), (LITE, range(5, 400, 9)), (NAMED, range(1, 40)), (f"{NAMED} WITHOUT ROWID", range(1, 40))],
)
def test_files_with_the_same_rows(make_job: MakeJob, table: str, numbers: range, level: str, workers: int) -> None:
    job = _copied(make_job, table)
    job.source.insert("items", [(n, f"note {n}", n / 4, None if n % 2 else b"\x00\xff") for n in numbers])
    job.source.run("INSERT INTO items VALUES (-7, NULL, NULL, 1), (-6, '', -0.0, 1.0), (-5, 'é', 1e308, '1')")
    job.source.run("DELETE FROM items WHERE note = 'note 14'")
    job.run()
    found = _verified(job, VerifyScope(level, workers=workers))
    assert (found.verdict, found.method) == (Verdict.MATCH, BY_DATABASES)
    assert found.rows_found == job.target.rows("SELECT count(*) FROM items")[0][0]


def test_rows_that_have_other_numbers_in_the_target(make_job: MakeJob) -> None:
    """They go in key order where ranges are asked for, and came into the source in another."""
    job = _copied(make_job, NAMED, commit_rows=4)
    job.source.insert("items", [(f"{37 * n % 100:03}", "x", 0.5, n) for n in range(100)])
    job.run()
    numbered = "SELECT id, rowid FROM items"
    assert sorted(job.source.rows(numbered)) != sorted(job.target.rows(numbered))
    assert _verified(job).method == BY_DATABASES


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE items SET note = 'NOTE 3' WHERE id = 3",
        "UPDATE items SET note = 'note 3 ' WHERE id = 3",
        "UPDATE items SET note = NULL WHERE id = 4",
        "UPDATE items SET note = '' WHERE id = 1",
        "UPDATE items SET size = size + 1e-15 WHERE id = 3",
        "UPDATE items SET odd = 7.0 WHERE id = 7",
        "UPDATE items SET odd = '7' WHERE id = 7",
        "UPDATE items SET odd = CAST(odd AS BLOB) WHERE id = 8",
        "UPDATE items SET odd = 7 WHERE id = 1",
        "DELETE FROM items WHERE id = 39",
        "INSERT INTO items VALUES (40, 'more', 1, 1)",
        "UPDATE items SET id = 40 WHERE id = 39",
    ],
)
def test_files_that_differ(make_job: MakeJob, damage: str, workers: int) -> None:
    job = _copied(make_job, NAMED.replace("id TEXT", "id INT"), key='key = ["id"]\n')
    job.source.insert("items", [(n, f"note {n}" if n > 1 else None, n / 3, n) for n in range(1, 39)])
    job.source.run("INSERT INTO items VALUES (39, 'last', 1.5, 'text')", "UPDATE items SET odd = '8' WHERE id = 8")
    job.source.run("UPDATE items SET odd = NULL WHERE id = 1")
    job.run()
    assert _verified(job, workers=workers).method == BY_DATABASES
    before = job.target.counted("items")
    job.target.run(damage)
    assert job.target.counted("items") != before or "7.0" in damage
    found = _verified(job, workers=workers)
    assert (found.verdict, found.method) == (Verdict.MISMATCH, BY_SOURCE)


def test_every_row_is_in_some_session_s_share(make_job: MakeJob, workers: int) -> None:
    job = make_job("sqlite-sqlite")
    for database in (job.source, job.target):
        database.run(LITE)
        database.insert("items", [(n, "x", 0.5, n) for n in range(-20, 21)])
    for wrong in range(-20, 21):
        assert _counted(job.target, job.source, workers) == 41
        job.target.run(f"UPDATE items SET note = 'y' WHERE id = {wrong}")
        assert _counted(job.target, job.source, workers) is None
        job.target.run("UPDATE items SET note = 'x'")


def test_all_sessions_see_one_state(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a WAL others may write between the beginnings of two sessions: neither state is that of the source."""
    job = make_job("sqlite-sqlite")
    for database in (job.source, job.target):
        database.run("PRAGMA journal_mode = wal", LITE)
        database.insert("items", [(n, "x", 0.5, n) for n in range(1, 41)])
    job.target.run("UPDATE items SET note = 'y' WHERE id = 40")
    attached = 0

    def attach_later(session: AdbcSession, path: Path) -> None:
        nonlocal attached
        attached += 1
        if attached > 1:
            job.target.run("UPDATE items SET note = 'x' WHERE id = 40", "UPDATE items SET note = 'y' WHERE id = 1")
        attach(session, path)

    monkeypatch.setattr("dbmigrate.engines.sqlite.same_rows.attach", attach_later)
    monkeypatch.setattr(same_rows, "LEAST_VALUES_EACH", 20)
    assert _counted(job.target, job.source, 4) is None


@pytest.mark.parametrize("workers", [1, 4])
def test_a_session_stays_from_table_to_table(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    """And sees what was committed in between: in a WAL that can be."""
    job = make_job("sqlite-sqlite")
    for database in (job.source, job.target):
        database.run("PRAGMA journal_mode = wal", LITE)
        database.insert("items", [(n, "x", 0.5, n) for n in range(1, 41)])
    attached: list[Path] = []

    def noted(session: AdbcSession, path: Path) -> None:
        attached.append(path)
        attach(session, path)

    monkeypatch.setattr("dbmigrate.engines.sqlite.same_rows.attach", noted)
    with ExitStack() as opened:
        [(reader, read), (other, others)] = [_opened(opened, database) for database in (job.target, job.source)]
        assert [reader.count_if_same(read, other, others, workers) for _ in range(3)] == [40] * 3
        job.target.run("UPDATE items SET note = 'y' WHERE id = 7")
        assert reader.count_if_same(read, other, others, workers) is None
        job.source.run("UPDATE items SET note = 'y' WHERE id = 7")
        assert reader.count_if_same(read, other, others, workers) == 40
    assert len(attached) == 1


def test_one_row_in_the_place_of_another(make_job: MakeJob) -> None:
    """The target enforces no key, so each of its rows can have its like, and one of the source's none."""
    bare = "CREATE TABLE items (id INTEGER, note TEXT, size REAL, odd)"
    job = _copied(make_job, NAMED.replace("id TEXT", "id INTEGER NOT NULL"), bare, key='key = ["id"]\n', commit_rows=4)
    job.source.insert("items", [(n, "x", 0.5, n) for n in range(20, 0, -1)])
    job.run()
    assert _verified(job).verdict is Verdict.MATCH
    job.target.run("DELETE FROM items WHERE id = 5", "INSERT INTO items SELECT * FROM items WHERE id = 6")
    found = _verified(job)
    assert (found.verdict, found.differences_total) == (Verdict.MISMATCH, 2)


def test_rows_are_read_where_a_pace_is_to_be_kept(make_job: MakeJob) -> None:
    job = _copied(make_job, LITE)
    job.source.insert("items", [(n, "x", 0.5, n) for n in range(20)])
    job.run()
    found = _verified(job, VerifyScope("source", max_rows_per_second=10_000))
    assert (found.verdict, found.method) == (Verdict.MATCH, BY_SOURCE)


VALUES = (
    "n + 1.50, 1, '-0.0', 'NaN', 'ab', E'\\\\x00ff', '2024-01-01 10:00+02', '1 mon 30 days',"
    " '{\"a\": 1}', '{1,NULL}', 'é' || n"
)
TYPES = (
    "n numeric, k bigint, f float8, g float4, c char(4), b bytea, m timestamptz, i interval, j json, l int[], t text"
)
DAMAGE = [
    ("n", "n * 1.0"),
    ("k", "4294967296"),  # one hash with 1: the one half is that of the other
    ("f", "'0.0'"),
    ("f", "NULL"),
    ("g", "1"),
    ("c", "'aB'"),
    ("b", "E'\\\\x00fe'"),
    ("m", "m + interval '1 hour'"),
    ("i", "'2 mon'"),
    ("j", "'{\"a\":1}'"),
    ("l", "'{1}'"),
    ("t", "'e\u0301'"),
    ("t", "t || ' '"),
    ("t", "''"),
    ("t", "NULL"),
]


@pytest.fixture
def served(make_job: MakeJob) -> Job:
    job = make_job("postgresql-postgresql").write(ENTRY.format(key=""), commit_rows=20)
    for database in (job.source, job.target):
        database.run(f"CREATE TABLE items (id int PRIMARY KEY, {TYPES})")
    job.source.run(f"INSERT INTO items SELECT n, {VALUES} FROM generate_series(1, 100) n")
    job.run()
    return job


def test_servers_that_differ(served: Job) -> None:
    with Migration(load_project(served.project)) as migration:
        [found] = migration.verify(level="hashes").tables
        assert (found.verdict, found.method, found.rows_found) == (Verdict.MATCH, BY_DATABASES, 100)
        for column, value in DAMAGE:
            served.target.run(f"UPDATE items SET {column} = {value} WHERE id = 50")
            [found] = migration.verify(level="hashes").tables
            assert (found.verdict, found.method) == (Verdict.MISMATCH, BY_SOURCE), (column, value)
            assert found.differences[0].columns == (column,)
            _copy_row(served, 50)
        [found] = migration.verify(level="hashes").tables
        assert found.method == BY_DATABASES
        served.target.run("UPDATE items SET t = CASE id WHEN 3 THEN 'é4' ELSE 'é3' END WHERE id IN (3, 4)")
        [found] = migration.verify(level="hashes").tables
        assert found.differences_total == 2
        served.target.run("UPDATE items SET t = 'é' || id", "UPDATE items SET id = 101 WHERE id = 8")
        assert migration.verify(level="hashes").verdict is Verdict.MISMATCH


def test_a_server_of_another_encoding(make_job: MakeJob) -> None:
    """The bytes of one text are those of another one there."""
    place = make_job("postgresql-postgresql").target.place
    name = psycopg.conninfo.conninfo_to_dict(place)["dbname"]
    narrow = Database("postgresql", place.replace(f"/{name}", "/narrow"))
    with psycopg.connect(place, autocommit=True) as session:
        session.execute("CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        wide = Database("postgresql", place)
        for database in (wide, narrow):
            database.run("CREATE TABLE items (id int PRIMARY KEY, t text)", "INSERT INTO items VALUES (1, 'e')")
        assert _counted(wide, narrow) is None
        assert _counted(wide, wide) == _counted(narrow, narrow) == 1
        wide.run("UPDATE items SET t = 'é'")
        narrow.run("UPDATE items SET t = 'Ã©'")
        assert _counted(wide, narrow) is None
    finally:
        with psycopg.connect(place, autocommit=True) as session:
            session.execute("DROP DATABASE IF EXISTS narrow WITH (FORCE)")


def _counted(one: Database, other: Database, workers: int = 1) -> int | None:
    with ExitStack() as opened:
        reader, read = _opened(opened, one)
        return reader.count_if_same(read, *_opened(opened, other), workers)


def _opened(opened: ExitStack, database: Database) -> tuple[Reader, TableRead]:
    engine = open_engine(ConnectionUrl.parse(database.url), side="source")
    opened.callback(engine.dispose)
    view = engine.open_view()
    opened.callback(view.close)
    reader = view.open_reader()
    opened.callback(reader.close)
    table = engine.describe_table(TableName("items"))
    assert table is not None
    return reader, TableRead(table, table.columns)


def _copy_row(job: Job, number: int) -> None:
    with psycopg.connect(job.source.place) as source, psycopg.connect(job.target.place) as target:
        target.execute("DELETE FROM items WHERE id = %s", (number,))
        rows = source.cursor().copy(f"COPY (SELECT * FROM items WHERE id = {number}) TO STDOUT")
        with rows as given, target.cursor().copy("COPY items FROM STDIN") as taken:
            for block in given:
                taken.write(block)
