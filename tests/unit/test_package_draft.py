"""Packages drafted from real databases: they load, and what they create holds every value."""

from __future__ import annotations

import sqlite3
import tomllib
from contextlib import closing
from functools import partial
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbmigrate.config.package_files import load_package
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.errors import ConfigurationError
from dbmigrate.model.table import TableName
from dbmigrate.package.render import render_package, spell
from dbmigrate.package.write import check_package_name, write_package
from dbmigrate.scripts.files import create_script
from tests.unit.drafting import Sqlite, create_target, draft, entries, make_sqlite, migrate, package_of, rows_of

SHOP = Path(__file__).parents[2] / "fixtures" / "shop" / "source.sql"
WAREHOUSE = 'stock.at "Zürich" 倉庫'


@pytest.fixture
def sqlite(tmp_path: Path) -> Sqlite:
    return partial(make_sqlite, tmp_path / "source.db")


@pytest.fixture
def shop(sqlite: Sqlite) -> ConnectionUrl:
    return sqlite(SHOP.read_text(encoding="utf-8"))


def test_shop_package_loads_with_all_tables_parents_first(shop: ConnectionUrl, tmp_path: Path) -> None:
    package = package_of(shop, tmp_path / "shop")

    assert load_package(str(tmp_path / "shop")) == package
    order = list(entries(package))
    assert len(order) == 14
    assert set(order) == {spell(TableName(name)) for name in rows_of(shop.sqlite_path)}
    for child, parent in (
        ("customer", "country"),
        ("order", "customer"),
        ("order_line", "order"),
        ("order_line", "product"),
    ):
        assert order.index(parent) < order.index(child)
    assert package.engines == ("mssql", "postgresql", "sqlite")  # Oracle has no names with a double quote
    assert "oracle" in (tmp_path / "shop" / "package.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("product", ("sku", "edition")),
        ("country", ("name",)),
        ("order", ("order id",)),
        (f"[{WAREHOUSE}]", ("select",)),
        ("page_view", ()),
        ("voucher", ()),
    ],
)
def test_shop_keys(shop: ConnectionUrl, tmp_path: Path, table: str, key: tuple[str, ...]) -> None:
    entry = entries(package_of(shop, tmp_path / "shop"))[table]

    assert entry.key == key
    if not key:
        assert "one transaction" in entry.comment


def test_shop_remarks_name_circles_self_references_and_what_is_left_out(shop: ConnectionUrl, tmp_path: Path) -> None:
    found = entries(package_of(shop, tmp_path / "shop"))

    assert "refers to itself" in found["category"].comment
    assert "circle of foreign keys with department" in found["employee"].comment
    assert "circle of foreign keys with employee" in found["department"].comment
    assert "full_name: computed by the source" in found["employee"].comment
    assert "audit_customer" in found["customer"].comment
    assert "issued_by -> employee is left out" in found["voucher"].comment
    assert "customer_id -> customer" not in found["voucher"].comment


def test_shop_types_follow_the_values_where_declarations_lie(shop: ConnectionUrl, tmp_path: Path) -> None:
    found = entries(package_of(shop, tmp_path / "shop"))

    assert found["lies"].source_types == {
        "text_in_integer": "text",
        "integer_in_date": "integer(64)",
        "german_date": "text",
        "moment_in_date": "timestamp(6)",
        "tri_state": "integer(64)",
        "words_in_boolean": "text",
        "broken_json": "text",
        "loud_uuid": "text",
        "more_digits": "decimal",
        "real_in_integer": "float(64)",
        "untyped_number": "float(64)",
        "untyped_text": "text",
    }
    assert found["product"].source_types == {"cost": "decimal", "release year": "integer(64)"}
    for honest in ("customer", "country", "extreme", "employee"):
        assert found[honest].source_types == {}


def test_watermarks_are_suggested_in_comments_only(shop: ConnectionUrl, tmp_path: Path) -> None:
    package = package_of(shop, tmp_path / "shop")

    text = (tmp_path / "shop" / "main.toml").read_text(encoding="utf-8")
    assert '# watermark = { column = "created_at", overlap = "15m" }' in text
    assert all(entry.watermark is None for entry in entries(package).values())
    # The suggestion must be good TOML once the mark is taken away.
    uncommented = text.replace('# watermark = { column = "updated_at"', 'watermark = { column = "updated_at"')
    assert [t["watermark"]["column"] for t in tomllib.loads(uncommented)["table"] if "watermark" in t] == ["updated_at"]


def test_shop_created_in_sqlite_holds_every_row_in_its_storage_class(shop: ConnectionUrl, tmp_path: Path) -> None:
    package = package_of(shop, tmp_path / "shop")
    target = tmp_path / "target.db"
    create_target(package, ConnectionUrl.parse(f"sqlite:///{target}"))

    with closing(sqlite3.connect(target)) as connection:
        connection.execute("ATTACH ? AS source", (str(shop.sqlite_path),))
        for name in rows_of(shop.sqlite_path):
            of = '"' + name.replace('"', '""') + '"'
            connection.execute(f"INSERT INTO main.{of} SELECT * FROM source.{of}")
        connection.commit()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert rows_of(target) == rows_of(shop.sqlite_path)


def test_shop_created_in_postgresql(shop: ConnectionUrl, tmp_path: Path, postgres_url: str) -> None:
    package = package_of(shop, tmp_path / "shop")
    create_target(package, ConnectionUrl.parse(postgres_url))

    with psycopg.connect(postgres_url) as connection:
        types = {
            (table, column): kind
            for table, column, kind in connection.execute(
                "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
                " JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0"
            )
        }
        foreign_keys = connection.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
        ).fetchall()
    assert types["country", "name"] == "text"
    assert types["extreme", "whole"] == "bigint"
    assert types["extreme", "tiny_declared"] == "bigint"
    assert types["extreme", "exact"] == "numeric(30,10)"
    assert types["extreme", "longer"] == "numeric"
    assert types["extreme", "moment"] == "timestamp(6) without time zone"
    assert types["customer", "balance"] == "numeric(12,2)"
    assert types["product", "cost"] == "numeric"
    assert types["employee", "full_name"] == "text"
    assert types["lies", "more_digits"] == "numeric"
    assert {("department", "employee"), ("employee", "department"), ("category", "category")} <= set(foreign_keys)
    assert ("voucher", "employee") not in foreign_keys


def test_shop_migrates_to_postgresql_and_back(shop: ConnectionUrl, tmp_path: Path, postgres_url: str) -> None:
    there, back = ConnectionUrl.parse(postgres_url), ConnectionUrl.parse(f"sqlite:///{tmp_path / 'back.db'}")
    migrate(shop, there, tmp_path / "outward")
    migrate(there, back, tmp_path / "homeward")

    before, after = rows_of(shop.sqlite_path), rows_of(back.sqlite_path)
    assert {name: len(rows) for name, rows in before.items()} == {name: len(rows) for name, rows in after.items()}
    # Tables without decimals and dates come back letter for letter.
    for name in ("category", "department", "employee", "page_view", "voucher", "audit_log", WAREHOUSE):
        assert after[name] == before[name]


# --- keys, names, foreign keys


@pytest.mark.parametrize("columns", ["a TEXT UNIQUE, b INTEGER NOT NULL UNIQUE", "b INT NOT NULL UNIQUE, a INT UNIQUE"])
def test_unique_not_null_key_stands_in_for_a_missing_primary_key(sqlite: Sqlite, columns: str) -> None:
    [table] = draft(sqlite(f"CREATE TABLE t ({columns}); INSERT INTO t VALUES (7, 1);")).tables

    assert table.key == ("b",)


def test_a_part_of_a_primary_key_that_holds_null(sqlite: Sqlite) -> None:
    """Only SQLite has such a key: a target that enforced it would refuse the row."""
    [table] = draft(
        sqlite("CREATE TABLE t (a TEXT, b TEXT, PRIMARY KEY (a, b)); INSERT INTO t VALUES ('x', 'y'), ('x', NULL);")
    ).tables

    assert (table.table.primary_key, [key.columns for key in table.table.unique_keys]) == ((), [("a", "b")])
    assert table.key == ()


def test_primary_key_of_floating_point_numbers_orders_nothing(sqlite: Sqlite) -> None:
    [table] = draft(sqlite("CREATE TABLE t (a REAL NOT NULL PRIMARY KEY); INSERT INTO t VALUES (0.5), (1.5);")).tables

    assert table.key == ()
    assert any("floating-point" in remark for remark in table.remarks)


def test_foreign_keys_that_no_server_would_take_are_left_out(sqlite: Sqlite) -> None:
    made = draft(
        sqlite(
            "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT, name TEXT COLLATE NOCASE UNIQUE);"
            "CREATE TABLE c (a INTEGER REFERENCES nowhere (id), b TEXT REFERENCES p (code), d TEXT REFERENCES p (id),"
            " e TEXT REFERENCES p (name), f INTEGER REFERENCES P);"
            "INSERT INTO p VALUES (1, 'x', 'Anna'); INSERT INTO c VALUES (1, 'x', 'x', 'anna', 1);"
        )
    )
    child = next(table for table in made.tables if table.table.name.name == "c")

    assert [(key.columns, key.referred_columns) for key in child.table.foreign_keys] == [(("f",), ("id",))]
    reasons = " / ".join(child.remarks)
    for reason in (
        "refers to nothing that is migrated",
        "are not unique",
        "d holds text",
        "some rows refer to nothing",
    ):
        assert reason in reasons


def test_long_names_and_long_values_are_fitted_to_each_dialect(
    sqlite: Sqlite, postgres_url: str, tmp_path: Path
) -> None:
    url = sqlite(
        f"CREATE TABLE t (id INTEGER PRIMARY KEY, long_text TEXT, short_text TEXT);"
        f"CREATE INDEX {'i' * 70} ON t (short_text); CREATE INDEX t_long ON t (long_text);"
        "INSERT INTO t VALUES (1, hex(randomblob(4000)), 'é');"
    )
    package = package_of(url, tmp_path / "long")
    create_target(package, ConnectionUrl.parse(postgres_url))

    scripts = {dialect: create_script(package, package.target, dialect).text for dialect in package.engines}
    assert set(scripts) == {"mssql", "oracle", "postgresql", "sqlite"}
    assert scripts["postgresql"].count("CREATE INDEX") == 1
    assert scripts["sqlite"].count("CREATE INDEX") == 2
    assert "[short_text] nvarchar(40)" in scripts["mssql"]
    assert "[long_text] nvarchar(max)" in scripts["mssql"]
    assert "index t_long over long_text is left out" in (tmp_path / "long" / "package.toml").read_text(encoding="utf-8")


def test_tables_of_the_program_itself_are_skipped(sqlite: Sqlite) -> None:
    made = draft(sqlite("CREATE TABLE dbmigrate_run (id INTEGER); CREATE TABLE mine (id INTEGER);"))

    assert [table.table.name.name for table in made.tables] == ["mine"]
    assert made.left_out == ()


def test_what_holds_rows_and_is_left_out_is_listed(sqlite: Sqlite, tmp_path: Path) -> None:
    package = package_of(
        sqlite(
            "CREATE TABLE mine (id INTEGER PRIMARY KEY); CREATE TABLE dbmigrate_notes (id INTEGER);"
            "CREATE VIRTUAL TABLE words USING fts5(text); CREATE VIRTUAL TABLE boxes USING rtree(id, low, high);"
            "CREATE VIEW seen AS SELECT * FROM mine;"
        ),
        tmp_path / "left",
    )

    assert list(entries(package)) == ["mine"]
    assert {left.table: left.reason for left in package.left_out} == {
        "boxes": "a virtual table, kept by its module",
        "words": "a virtual table, kept by its module",
        "dbmigrate_notes": "its name begins with dbmigrate_, as those of the tracking tables do",
    }


def test_what_a_postgresql_database_holds_that_cannot_go_along(postgres_url: str, tmp_path: Path) -> None:
    """Rows that a key does not hold for since it was never validated, and a table without columns."""
    with psycopg.connect(postgres_url, autocommit=True) as session:
        session.execute("CREATE TABLE bare ()")
        session.execute("CREATE TABLE nodes (id int PRIMARY KEY, parent int, old int)")
        session.execute("INSERT INTO nodes VALUES (1, 1, NULL), (2, 1, 99)")
        session.execute("ALTER TABLE nodes ADD FOREIGN KEY (parent) REFERENCES nodes NOT VALID")
        session.execute("ALTER TABLE nodes ADD FOREIGN KEY (old) REFERENCES nodes NOT VALID")
    package = package_of(ConnectionUrl.parse(postgres_url), tmp_path / "odd")

    assert [(left.table, left.reason) for left in package.left_out] == [("bare", "it has no columns")]
    assert "foreign key old -> nodes is left out of the created target: some rows refer to nothing" in str(
        entries(package)["nodes"].comment
    )
    migrate(ConnectionUrl.parse(postgres_url), make_sqlite(tmp_path / "target.db", ""), tmp_path / "there")
    with closing(sqlite3.connect(tmp_path / "target.db")) as target:
        assert target.execute("SELECT * FROM nodes ORDER BY id").fetchall() == [(1, 1, None), (2, 1, 99)]
        assert "REFERENCES" in target.execute("SELECT sql FROM sqlite_master WHERE name = 'nodes'").fetchone()[0]


def test_a_column_without_a_name_is_told_with_its_table(sqlite: Sqlite) -> None:
    with pytest.raises(ConfigurationError, match="a column of items has an empty name"):
        draft(sqlite('CREATE TABLE items (id INTEGER PRIMARY KEY, "" TEXT);'))


def test_a_source_without_tables_is_refused(sqlite: Sqlite) -> None:
    with pytest.raises(ConfigurationError, match="no tables"):
        draft(sqlite("CREATE VIEW v AS SELECT 1;"))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_spelled_names_are_read_back(name: str) -> None:
    try:
        spelled = spell(TableName(name))
    except ConfigurationError:
        assert "].[" in name
    else:
        assert TableName.parse(spelled) == TableName(name)


@pytest.mark.parametrize("name", ["a\tb", " "])
def test_names_that_no_package_can_hold(name: str, sqlite: Sqlite) -> None:
    with pytest.raises(ConfigurationError, match="cannot hold"):
        render_package(draft(sqlite(f'CREATE TABLE "{name}" (id INTEGER);')))


# --- writing


@pytest.fixture
def files(sqlite: Sqlite) -> dict[str, str]:
    return render_package(draft(sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY);")))


def test_an_existing_directory_is_left_as_it_is(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()

    with pytest.raises(ConfigurationError, match="is there already"):
        write_package(tmp_path / "shop", files)
    assert list((tmp_path / "shop").iterdir()) == []


def test_a_package_that_does_not_load_leaves_nothing_behind(files: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        write_package(tmp_path / "new" / "shop", {**files, "main.toml": "[group]\nname = 7\n"})
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("name", ["", "a b", "../x", ".hidden", "cic_3_0_to_4_0"])
def test_names_that_cannot_name_a_package(name: str) -> None:
    with pytest.raises(ConfigurationError, match="name of a new package"):
        check_package_name(name)
