"""The types of a drafted package: by the values of a SQLite source, by the catalogue of a PostgreSQL one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.errors import ConfigurationError
from dbmigrate.package.native_types import has_order, is_built_in
from dbmigrate.package.render import render_package
from dbmigrate.scripts.files import create_script
from tests.unit.drafting import Sqlite, create_target, draft, entries, make_sqlite, overrides_of, package_of, rows_of


@pytest.fixture
def sqlite(tmp_path: Path) -> Sqlite:
    return partial(make_sqlite, tmp_path / "source.db")


# --- a source that declares what it likes


@pytest.mark.parametrize(
    ("declared", "values", "drafted"),
    [
        ("INTEGER", "(1), (NULL)", None),
        ("INTEGER", "(9007199254740993), (0.5)", "decimal"),
        ("INTEGER", "(9e999), (9007199254740993)", "storage"),
        ("INTEGER", "('x'), (0.5)", "storage"),
        ("INTEGER", "(x'00')", "bytes"),
        ("REAL", "(1), (0.5)", None),
        ("REAL", "('about 3')", "text"),
        ("DECIMAL(5,2)", "(1), (2.25), ('100.10')", None),
        ("DECIMAL(5,2)", "(1000)", "decimal"),
        ("DECIMAL(5,2)", "(0.125)", "decimal"),
        ("DECIMAL(0)", "(5)", "decimal"),
        ("DECIMAL(2,5)", "(5)", "decimal"),
        ("NUMERIC", "(9e999)", "float(64)"),
        ("NUMERIC", "('n/a')", "text"),
        ("NUMERIC", "('n/a'), (0.5)", "storage"),
        ("BOOLEAN", "(0), (1), (NULL)", None),
        ("BOOLEAN", "(0), (-1)", "integer(64)"),
        ("BOOLEAN", "('true')", "text"),
        ("DATE", "('2020-02-29')", None),
        ("DATE", "('2020-02-29'), ('2020-02-29 12:00')", "timestamp(6)"),
        ("DATE", "('2020-02-30')", "text"),
        ("DATE", "(20200229), ('2020-02-29')", "text"),
        ("DATETIME", "(2460000.5)", "float(64)"),
        ("DATETIME", "('2020-01-01T10:00:00.123456')", None),
        ("DATETIME", "('2020-01-01 10:00:00.1234567')", "text"),
        ("DATETIME", "('2020-01-01 10:00:00Z')", "text"),
        ("DATETIME", "('')", "text"),
        ("TIMESTAMPTZ", "('2020-01-01 10:00:00+02:00')", None),
        ("TIMESTAMPTZ", "('2020-01-01 10:00:00')", "text"),
        ("JSON", """('{"a": 1}')""", None),
        ("JSON", "('NaN'), ('{')", "text"),
        ("UUID", "('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')", None),
        ("UUID", "('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11')", "text"),
        ("VARCHAR(3)", "('longer'), (x'FF')", "storage"),
        ("VARCHAR(3)", "('longer')", None),
        ("YEAR", "(2006)", "integer(64)"),
        ("image", "(x'00')", "bytes"),
        ("", "('text')", "text"),
        ("", "(x'00')", None),
        ("", "(1), ('1')", "text"),
        ("", "(1), (1.5), ('1')", "storage"),
        ("", "(NULL)", "text"),
        ("BLOB", "(NULL)", None),
    ],
)
def test_type_by_declaration_and_values(declared: str, values: str, drafted: str | None, sqlite: Sqlite) -> None:
    found = overrides_of(
        f"CREATE TABLE t (id INTEGER PRIMARY KEY, c {declared}); INSERT INTO t (c) VALUES {values};", sqlite
    )

    assert found.get("c") == drafted


def test_a_value_far_down_the_table_still_decides(sqlite: Sqlite) -> None:
    numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
    script = f"CREATE TABLE t (d DATE, b BOOLEAN); {numbers} INSERT INTO t SELECT '2020-01-01', i % 2 FROM n;"

    assert overrides_of(script + "INSERT INTO t VALUES ('soon', 7);", sqlite) == {"d": "text", "b": "integer(64)"}


def test_keyed_numeric_is_an_integer_so_that_its_foreign_key_can_be_kept(sqlite: Sqlite) -> None:
    made = draft(
        sqlite(
            "CREATE TABLE actor (id NUMERIC NOT NULL PRIMARY KEY);"
            "CREATE TABLE role (id INTEGER REFERENCES actor (id));"
            "INSERT INTO actor VALUES (1); INSERT INTO role VALUES (1);"
        )
    )
    script = render_package(made)["sql/postgresql/schema/20_create_target.sql"]

    assert '"id" bigint NOT NULL' in script
    assert 'REFERENCES "actor" ("id")' in script


def test_mixed_storage_is_said_aloud(sqlite: Sqlite) -> None:
    [table] = draft(sqlite("CREATE TABLE t (c); INSERT INTO t VALUES (1.5), ('x');")).tables

    assert any("c: values of mixed kinds" in remark for remark in table.remarks)


# --- PostgreSQL as the source

ODD = """
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN year AS integer CHECK (VALUE > 1900);
CREATE TYPE pair AS (a integer, b text);
CREATE SCHEMA other;
CREATE TABLE other.thing (id integer PRIMARY KEY);
CREATE TABLE "Film" (
    id serial PRIMARY KEY, released year, m mood DEFAULT 'sad', moods mood[], p pair, tags text[], words tsvector,
    length interval, at point, doc jsonb, amount numeric(10, -2), code char(3), rest numeric, stamp timestamptz(3),
    twice integer GENERATED ALWAYS AS (id * 2) STORED, thing_id integer REFERENCES other.thing, kind regclass);
CREATE INDEX film_at ON "Film" USING gist (at);
CREATE INDEX film_mood ON "Film" (m);
CREATE SEQUENCE s;
CREATE TABLE labelled (id text PRIMARY KEY DEFAULT nextval('s')::text);
CREATE TABLE part (id integer, d date, PRIMARY KEY (id, d)) PARTITION BY RANGE (d);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
"""


@pytest.fixture
def odd(postgres_url: str) -> ConnectionUrl:
    with psycopg.connect(postgres_url) as connection:
        connection.execute(ODD)
    return ConnectionUrl.parse(postgres_url)


def column_lines(script: str) -> dict[str, str]:
    """Column name -> the rest of its line, of the table Film."""
    body = script.partition('CREATE TABLE "Film" (')[2].partition("\n);")[0]
    return {
        line.split('"')[1]: line.split('"', 2)[2].strip(" ,") for line in body.splitlines() if line.startswith('    "')
    }


def test_postgresql_types_are_kept_where_every_server_has_them(odd: ConnectionUrl, tmp_path: Path) -> None:
    package = package_of(odd, tmp_path / "odd")
    lines = column_lines(create_script(package, package.target, "postgresql").text)

    assert list(entries(package)) == ["Film", "labelled", "part"]
    assert lines["id"] == "integer GENERATED BY DEFAULT AS IDENTITY NOT NULL"
    assert lines["released"] == "integer"
    assert [lines[name] for name in ("m", "moods", "p", "kind")] == ["text"] * 4
    assert [
        lines[name] for name in ("tags", "words", "length", "at", "doc")
    ] == "text[] tsvector interval point jsonb".split()
    assert lines["amount"] == "numeric(10,-2)"
    assert lines["stamp"] == "timestamp(3) with time zone"
    assert lines["twice"] == "integer"


def test_postgresql_draft_creates_sqlite_and_another_postgresql(
    odd: ConnectionUrl, tmp_path: Path, postgres_databases: Callable[[], str]
) -> None:
    package = package_of(odd, tmp_path / "odd")
    create_target(package, ConnectionUrl.parse(postgres_databases()))
    create_target(package, ConnectionUrl.parse(f"sqlite:///{tmp_path / 'odd.db'}"))

    film = entries(package)["Film"]
    assert "thing_id -> other.thing is left out" in film.comment
    assert "index film_at is left out" in film.comment
    assert "film_mood" in create_script(package, package.target, "postgresql").text
    assert set(rows_of(tmp_path / "odd.db")) == {"Film", "labelled", "part"}


@pytest.mark.parametrize(
    ("script", "first", "second"),
    [
        ('CREATE TABLE "Same" (id int); CREATE TABLE same (id int)', "Same", "same"),
        ('CREATE TABLE t ("A" int, a int)', "A", "a"),
    ],
)
def test_names_that_differ_by_case_only_are_refused(script: str, first: str, second: str, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute(script)

    with pytest.raises(ConfigurationError, match="case only") as caught:
        draft(ConnectionUrl.parse(postgres_url))
    assert repr(first) in caught.value.where
    assert repr(second) in caught.value.where


@pytest.mark.parametrize(
    "native",
    [
        "numeric(10,-2)",
        "text[]",
        "integer[][]",
        "timestamp(3) without time zone",
        '"char"',
        "interval day to second(3)",
        "bit varying(5)",
    ],
)
def test_built_in_types(native: str) -> None:
    assert is_built_in("postgresql", native)


@pytest.mark.parametrize(
    "native", ["mood", "public.mood", '"Mood"', "citext", "mood[]", "regclass", "geometry(Point,4326)"]
)
def test_types_that_are_not_built_in(native: str) -> None:
    assert not is_built_in("postgresql", native)


def test_types_without_an_order() -> None:
    assert not has_order("postgresql", "point")
    assert not has_order("postgresql", "json")
    assert has_order("postgresql", "jsonb")
