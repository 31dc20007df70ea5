"""What PostgreSQL's catalogue says in words that are easy to misread, and what is told of rows as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import psycopg
import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.copy_stream import RowStream, Wire, write_rows
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.postgresql.state_token import state_token
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.doubts import KeyComparison
from dbmigrate.model.table import Table, TableName

OpenPostgres = Callable[..., PostgresEngine]


@pytest.fixture
def open_postgres(postgres_url: str) -> Iterator[OpenPostgres]:
    """``open_postgres(*statements)``: the engine, over one database, in which they have been run one by one."""
    engines: list[PostgresEngine] = []

    def make(*statements: str) -> PostgresEngine:
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())
        engines.append(PostgresEngine(postgres_url, schema=None, writable=True))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


def described(engine: PostgresEngine, name: str) -> Table:
    table = engine.describe_table(TableName(name))
    assert table is not None
    return table


def test_only_an_index_that_holds_for_every_row_is_a_unique_key(open_postgres: OpenPostgres, postgres_url: str) -> None:
    """Rows are told apart by it; one that leaves rows out, or has more columns than it compares, tells nothing."""
    engine = open_postgres(
        "CREATE TABLE t (a int, b int, c int, d int, e text)",
        "CREATE UNIQUE INDEX also ON t (a) INCLUDE (b)",
        "CREATE UNIQUE INDEX partial ON t (b) WHERE c IS NULL",
        "CREATE UNIQUE INDEX folded ON t (c, lower(e))",
        "CREATE UNIQUE INDEX whole ON t (c, d)",
        "INSERT INTO t (a, d) VALUES (1, 1), (2, 1)",
    )
    with psycopg.connect(postgres_url, autocommit=True) as connection, suppress(psycopg.errors.UniqueViolation):
        connection.execute("CREATE UNIQUE INDEX CONCURRENTLY invalid ON t (d)")
    assert {key.name: key.columns for key in described(engine, "t").unique_keys} == {
        "also": ("a",),
        "whole": ("c", "d"),
    }


def test_a_key_to_a_partitioned_table_is_one(open_postgres: OpenPostgres) -> None:
    """The server keeps one more for each partition."""
    engine = open_postgres(
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE p2 PARTITION OF p DEFAULT",
        "CREATE TABLE c (id int REFERENCES p)",
    )
    assert [key.referred.name for key in described(engine, "c").foreign_keys] == ["p"]


def test_triggers_on_insert_and_on_update_would_change_rows(open_postgres: OpenPostgres) -> None:
    """An upsert updates; nothing is deleted while tables are loaded."""
    fires = {"inserted": "INSERT", "updated": "UPDATE", "deleted": "DELETE"}
    engine = open_postgres(
        "CREATE TABLE t (id int)",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        *(f"CREATE TRIGGER {name} BEFORE {on} ON t FOR EACH ROW EXECUTE FUNCTION f()" for name, on in fires.items()),
    )
    table = described(engine, "t")
    assert sorted(one.name for one in engine.suspensions([table], ())) == ["inserted", "updated"]


def test_rows_that_the_target_drops_without_an_error_are_missed(open_postgres: OpenPostgres, postgres_url: str) -> None:
    open_postgres(
        "CREATE TABLE t (id int)",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN IF NEW.id = 2 THEN RETURN NULL; END IF; RETURN NEW; END'",
        "CREATE TRIGGER drops BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
    )
    with psycopg.connect(postgres_url) as source, psycopg.connect(postgres_url) as target:
        stream = RowStream(Wire(source), "SELECT n FROM generate_series(1, 3) n")
        with pytest.raises(EngineFault, match="2 of 3 rows") as caught:
            write_rows(Wire(target), "t (id)", lambda put: stream.take(None, put)[0])
    assert caught.value.fault is Fault.TERMINAL


def test_the_parts_of_a_key_are_told_apart_in_a_tally(open_postgres: OpenPostgres) -> None:
    engine = open_postgres(
        "CREATE TABLE one (a int, b int, PRIMARY KEY (a, b))",
        "CREATE TABLE other (a int, b int, PRIMARY KEY (a, b))",
        "INSERT INTO one VALUES (1, 2), (3, 4)",
        "INSERT INTO other VALUES (2, 1), (3, 4)",
    )
    with closing(engine.open_view()) as view, closing(view.open_reader()) as reader:
        tallies = [
            reader.tally(TableRead(table, table.columns, ("a", "b")))
            for table in (described(engine, "one"), described(engine, "other"))
        ]
    assert [one.rows for one in tallies] == [2, 2]
    assert tallies[0].keys != tallies[1].keys


@pytest.mark.parametrize(
    ("declared", "comparison"),
    [("text", KeyComparison.EXACT), ("char(4)", KeyComparison.BLANKS), ('text COLLATE "C"', KeyComparison.EXACT)],
)
def test_how_a_key_is_compared(declared: str, comparison: KeyComparison, open_postgres: OpenPostgres) -> None:
    engine = open_postgres(f"CREATE TABLE t (k {declared} PRIMARY KEY)")
    table = described(engine, "t")
    assert engine.key_comparison(table, table.columns[0]) is comparison


def test_rows_on_another_server_may_change_without_a_transaction_here(
    open_postgres: OpenPostgres, postgres_url: str
) -> None:
    open_postgres(
        "CREATE TABLE p (id int) PARTITION BY LIST (id)",
        "CREATE FOREIGN DATA WRAPPER elsewhere",
        "CREATE SERVER away FOREIGN DATA WRAPPER elsewhere",
        "CREATE FOREIGN TABLE p1 PARTITION OF p FOR VALUES IN (1) SERVER away",
    )
    with psycopg.connect(postgres_url) as connection:
        for _ in range(20):  # a token is missing too while anything else is at work
            connection.execute("SELECT pg_sleep(0.01)")
            assert state_token(connection) is None
            connection.rollback()
