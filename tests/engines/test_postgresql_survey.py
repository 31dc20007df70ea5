"""A survey of PostgreSQL says what the newest value, two tallies and a condition on the column say, or nothing."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.reader import Survey, TableRead
from tests.engines.surveys import bound_of, described, surveyed

SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", str(time.time_ns() % 1_000_000)))


@pytest.fixture
def items(postgres_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        yield connection


def look(url: str, bound: str) -> Survey | None:
    engine = PostgresEngine(url, schema=None, writable=False)
    try:
        return surveyed(engine, bound)
    finally:
        engine.dispose()


@pytest.mark.parametrize("key", ["id int PRIMARY KEY, other text", "id text, other int, PRIMARY KEY (id, other)"])
@pytest.mark.parametrize("moment", ['text COLLATE "C"', 'text COLLATE "C" NOT NULL'])
def test_surveys(items: psycopg.Connection, postgres_url: str, key: str, moment: str) -> None:
    print(f"DBMIGRATE_TEST_SEED={SEED}")
    pick = random.Random(f"{SEED} {key} {moment}")
    items.execute(f"CREATE TABLE items ({key}, moment {moment}, amount float8)")
    found = 0
    for now in (0, 5, 9, 10, 40, 20):
        for _ in range(pick.randint(0, 6)):
            value = f"m{max(now - pick.choice([0, 0, 1, 5, 30]), 0) + 100:03}"
            known = "NOT" in moment or pick.random() < 0.8
            row = (pick.randrange(90), pick.randrange(9), value if known else None)
            items.execute("INSERT INTO items VALUES (%s, %s, %s, 1.5) ON CONFLICT DO NOTHING", row)
        if pick.random() < 0.3:
            items.execute("UPDATE items SET amount = 2 WHERE left(moment, 3) = 'm10'")
        if pick.random() < 0.3:
            items.execute("DELETE FROM items WHERE right(id::text, 1) = %s", (str(pick.randrange(3)),))
        found += look(postgres_url, f"m{now + 96:03}") is not None
    items.execute("DELETE FROM items WHERE id::text = '99'")
    items.execute("INSERT INTO items VALUES (99, 1, 'm160', 1.5)")
    assert look(postgres_url, "m157") is not None
    assert found


def test_rows_above_whose_mark_has_gone(items: psycopg.Connection, postgres_url: str) -> None:
    items.execute("CREATE TABLE items (id int PRIMARY KEY, moment text)")
    items.execute("INSERT INTO items VALUES (1, 'm100'), (2, 'm102')")
    assert look(postgres_url, "m101") is None
    assert look(postgres_url, "m103") is None
    assert look(postgres_url, "m099") is not None


def test_rows_of_partitions_have_no_places(items: psycopg.Connection, postgres_url: str) -> None:
    items.execute("CREATE TABLE items (id int PRIMARY KEY, moment text) PARTITION BY RANGE (id)")
    items.execute("CREATE TABLE early PARTITION OF items FOR VALUES FROM (0) TO (10)")
    items.execute("INSERT INTO items VALUES (1, 'm100')")
    assert look(postgres_url, "m090") is None


def test_rows_of_tables_that_inherit_are_others(items: psycopg.Connection, postgres_url: str) -> None:
    items.execute("CREATE TABLE items (id int PRIMARY KEY, moment text)")
    items.execute("CREATE TABLE more () INHERITS (items)")
    items.execute("INSERT INTO items VALUES (1, 'm100')")
    items.execute("INSERT INTO more VALUES (2, 'm200')")
    found = look(postgres_url, "m090")
    assert found is not None
    assert found.mark == "m100"


def test_rows_without_a_moment_lie_anywhere(items: psycopg.Connection, postgres_url: str) -> None:
    items.execute("CREATE TABLE items (id int PRIMARY KEY, moment text)")
    items.execute("INSERT INTO items VALUES (3, NULL), (1, 'm100'), (2, 'm200')")
    assert look(postgres_url, "m150") is not None


def test_another_storage_has_its_own_places(items: psycopg.Connection, postgres_url: str) -> None:
    items.execute("CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler")
    items.execute("CREATE TABLE items (id int PRIMARY KEY, moment text) USING other")
    items.execute("INSERT INTO items VALUES (1, 'm100')")
    assert look(postgres_url, "m090") is None


def test_rows_stay_where_they_are_as_long_as_the_reader_is_open(items: psycopg.Connection, postgres_url: str) -> None:
    items.execute("CREATE TABLE items (id int PRIMARY KEY, moment text)")
    items.execute("INSERT INTO items VALUES (1, 'm100'), (2, 'm200')")
    items.execute("SET lock_timeout = '100ms'")
    engine = PostgresEngine(postgres_url, schema=None, writable=False)
    view = engine.open_view()
    try:
        with closing(view.open_reader()) as reader:
            table = described(engine)
            read = TableRead(table, table.columns, table.primary_key)
            assert reader.survey(read, table.named("moment"), "m150", bound_of) is not None
            with pytest.raises(psycopg.errors.LockNotAvailable):
                items.execute("VACUUM FULL items")
        items.execute("VACUUM FULL items")
    finally:
        view.close()
        engine.dispose()


@pytest.mark.parametrize("column", ["Ctid", 'a ""b""', "t", "max", "it's"])
def test_odd_names(items: psycopg.Connection, postgres_url: str, column: str) -> None:
    items.execute(f'CREATE TABLE items ("{column}" int PRIMARY KEY, moment text)')
    items.execute("INSERT INTO items VALUES (1, 'm100'), (2, 'm200')")
    assert look(postgres_url, "m150") is not None
