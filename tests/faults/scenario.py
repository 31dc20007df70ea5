"""One migration that meets every way of reading and writing, and what its target must hold at the end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tests import mssql_server
from tests.databases import Database

Rows = list[tuple[Any, ...]]

COMMIT_ROWS = 6

SOURCE_TABLES = (
    "CREATE TABLE orders (id {int} PRIMARY KEY, customer {text}, amount {int})",
    "CREATE TABLE codes (region {text} NOT NULL, code {text} NOT NULL, label {text}, PRIMARY KEY (region, code))",
    "CREATE TABLE log_lines (moment {text}, line {text})",
    "CREATE TABLE staff (id {int} PRIMARY KEY, name {text}, manager_id {int}, team_id {int})",
    "CREATE TABLE team (id {int} PRIMARY KEY, name {text}, lead_id {int})",
    "CREATE TABLE person (id {int} PRIMARY KEY, name {text}, mail {text})",
    "CREATE TABLE stock (id {int} PRIMARY KEY, item {text}, quantity {int})",
    "CREATE TABLE shared (id {int} PRIMARY KEY, note {text})",
    "CREATE TABLE guarded (id {int} PRIMARY KEY, note {text})",
    "CREATE TABLE vacant (id {int} PRIMARY KEY, note {text})",
)

TARGET_TABLES = (
    *SOURCE_TABLES[:3],
    "CREATE TABLE team (id {int} PRIMARY KEY, name {text}, lead_id {int})",
    """CREATE TABLE staff (id {int} PRIMARY KEY, name {text},
    manager_id {int} CONSTRAINT staff_manager REFERENCES staff (id),
    team_id {int} CONSTRAINT staff_team REFERENCES team (id))""",
    "CREATE TABLE person_name (id {int} PRIMARY KEY, name {text})",
    "CREATE TABLE person_mail (id {int} PRIMARY KEY, mail {text})",
    *SOURCE_TABLES[6:],
    "CREATE TABLE guarded_audit (id {int})",
)

TYPES = {
    "mssql": {"int": "bigint", "text": mssql_server.TEXT},
    "postgresql": {"int": "bigint", "text": "text"},
    "sqlite": {"int": "INTEGER", "text": "TEXT"},
}

DELAYED_INDEXES = (
    "CREATE INDEX orders_amount ON orders (amount DESC, id)",
    "CREATE INDEX staff_team_id ON staff (team_id)",
)
"""Of tables that count as large in these tests (``tests.faults.child``)."""

TARGET_EXTRAS = {
    "mssql": (
        "ALTER TABLE team ADD CONSTRAINT team_lead FOREIGN KEY (lead_id) REFERENCES staff (id)",
        "CREATE TRIGGER guarded_insert ON guarded AFTER INSERT AS INSERT INTO guarded_audit SELECT id FROM inserted",
    ),
    "sqlite": (
        """CREATE TRIGGER guarded_insert AFTER INSERT ON guarded
        BEGIN INSERT INTO guarded_audit VALUES (new.id); END""",
        *DELAYED_INDEXES,
    ),
    "postgresql": (
        "ALTER TABLE team ADD CONSTRAINT team_lead FOREIGN KEY (lead_id) REFERENCES staff (id)",
        """CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN INSERT INTO guarded_audit VALUES (new.id); RETURN new; END$$""",
        "CREATE TRIGGER guarded_insert AFTER INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION audit()",
        *DELAYED_INDEXES,
    ),
}

GROUP = """\
[group]
name  = "everything"
title = "Everything"

[[table]]
source = "orders"

[[table]]
source = "codes"

[[table]]
source = "log_lines"

[[table]]
source = "staff"

[[table]]
source = "team"

[[table]]
source = "person"
  [[table.into]]
  target = "person_name"
  [[table.into]]
  target = "person_mail"

[[table]]
source = "stock"
mode   = "upsert"

[[table]]
source      = "shared"
target_rows = "any"

[[table]]
source = "guarded"

[[table]]
source = "vacant"
"""

PACKAGE = """\
[package]
name    = "whole"
title   = "Whole"
release = "1"
engines = ["mssql", "postgresql", "sqlite"]
groups  = ["everything"]

[source]
schema_version = "1"

[target]
schema_version = "2"
"""

_STAFF = 20


def source_rows() -> dict[str, Rows]:
    """Names that sort differently by code point and by language, empty and NULL values, equal rows."""
    regions = ["a", "B", "ä", "Z", "é'", "10", "9"]
    return {
        "orders": [(n * 3 - 20, f"customer {n % 5}", None if n % 7 == 0 else n) for n in range(21)],
        "codes": [(region, code, f"{region}{code}") for region in regions for code in ("x", "X", "")],
        "log_lines": [(f"2024-01-{n % 4 + 1:02}", None if n % 5 == 0 else f"line {n % 3}") for n in range(20)],
        "staff": [(n, f"staff {n}", (n * 7) % _STAFF + 1, n % 6 + 1) for n in range(1, _STAFF + 1)],
        "team": [(n, f"team {n}", n * 3) for n in range(1, 7)],
        "person": [(n, f"name {n}", "" if n % 3 == 0 else f"{n}@example.org") for n in range(1, 19)],
        "stock": [(n, f"item {n}", n * 10) for n in range(1, 15)],
        "shared": [(n, f"note {n}") for n in range(1, 15)],
        "guarded": [(n, f"guarded {n}") for n in range(1, 14)],
        "vacant": [],
    }


PREFILLED: dict[str, Rows] = {
    "stock": [(2, "item 2", 20), (3, "older", 1), (99, "own", 5)],
    "shared": [(1, "note 1"), (8, "another note"), (900, "own note")],
}


def expected_rows() -> dict[str, Counter[tuple[Any, ...]]]:
    """By target table."""
    rows = source_rows()
    person = rows.pop("person")
    expected = {table: Counter(of) for table, of in rows.items()}
    expected["person_name"] = Counter((n, name) for n, name, _ in person)
    expected["person_mail"] = Counter((n, mail) for n, _, mail in person)
    expected["stock"][(99, "own", 5)] += 1
    expected["shared"] -= Counter([(8, "note 8")])
    expected["shared"] += Counter([(8, "another note"), (900, "own note")])
    expected["guarded_audit"] = Counter()
    return expected


def make_source(database: Database) -> None:
    database.run(*(_rendered(database, text) for text in SOURCE_TABLES))
    for table, rows in source_rows().items():
        if rows:
            database.insert(table, rows)
    if database.engine == "postgresql":
        database.run("ANALYZE")  # else nobody knows how large a table is


def make_target(database: Database) -> None:
    database.run(*(_rendered(database, text) for text in (*TARGET_TABLES, *TARGET_EXTRAS[database.engine])))
    for table, rows in PREFILLED.items():
        database.insert(table, rows)


def _rendered(database: Database, text: str) -> str:
    return text.format(**TYPES[database.engine])


def make_project(directory: Path, source: Database, target: Database, *, workers: int = 1) -> Path:
    """The project file, with its package beside it."""
    package = directory / "whole"
    package.mkdir()
    (package / "package.toml").write_text(PACKAGE)
    (package / "everything.toml").write_text(GROUP)
    project = directory / "migration.toml"
    project.write_text(
        f'[project]\nname = "faults"\npackage = "whole"\n[source]\nurl = "{source.url}"\n'
        f'[target]\nurl = "{target.url}"\n[run]\ncommit_rows = {COMMIT_ROWS}\nworkers = {workers}\n'
    )
    return project
