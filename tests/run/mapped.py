"""Tables whose ids go through maps, what fills them, and what their targets hold by value."""

from __future__ import annotations

from typing import Any

from dbmigrate.config.project import load_project
from dbmigrate.run.migration import Migration
from tests.run.job import Job

TABLES = (
    "CREATE TABLE kind (kind_id {int} PRIMARY KEY, name {text}, rank {int})",
    "CREATE TABLE person (person_id {int} PRIMARY KEY, kind_id {int}, note {text})",
    "CREATE TABLE visit (visit_id {int} PRIMARY KEY, person_id {int} NOT NULL, kind_id {int}, site {int} NOT NULL)",
)
MEASURES = (
    "CREATE TABLE measure (name {text} NOT NULL, started {int} NOT NULL, value {int}, PRIMARY KEY (name, started))"
)
REFORMED = (
    "CREATE TABLE series (series_id {int} PRIMARY KEY, name {text} NOT NULL UNIQUE)",
    "CREATE TABLE point (point_id {int} PRIMARY KEY, series_id {int} NOT NULL, started {int} NOT NULL)",
    "CREATE TABLE point_value (point_id {int} PRIMARY KEY, value {int} CHECK (value < 1000))",
)

DOMAINS = """
[domains.kind]
rule    = "match"
home    = "kind.kind_id"
by      = ["name"]
columns = ["*.kind_id"]

[domains.person]
rule    = "allocate"
home    = "person.person_id"
columns = ["visit.person_id"]

[domains.visit]
rule    = "allocate"
home    = "visit.visit_id"
keep    = false

[domains.site]
rule      = "given"
columns   = ["*.site"]
exclusive = true
fixed     = [-1]

[domains.series]
rule    = "match"
home    = "series.series_id"
by      = ["name"]
columns = ["point.series_id"]

[domains.point]
rule    = "allocate"
home    = "point.point_id"
keep    = false
columns = ["point_value.point_id"]
"""

ENTITIES = """
[[table]]
source = "kind"
target_rows = "any"

[[table]]
source = "person"
target_rows = "any"

[[table]]
source = "visit"
target_rows = "any"
"""

SERIES = """
[[table]]
source = "measure"
target_rows = "any"
  [[table.into]]
  target   = "series"
  distinct = true
  columns  = { series_id = "name" }
  [[table.into]]
  target   = "point"
  columns  = { point_id = "to_json([name, started::varchar])::varchar", series_id = "name" }
  [[table.into]]
  target   = "point_value"
  columns  = { point_id = "to_json([name, started::varchar])::varchar" }
"""


def write(job: Job, tables: str, maps: str = "", **settings: Any) -> Job:
    job.write(tables + DOMAINS, **settings)
    package = job.group_file.parent / "package.toml"
    package.write_text(package.read_text().replace("[source]", "consolidates = true\n[source]", 1))
    job.project.write_text(job.project.read_text() + maps)
    return job


def fill(job: Job, first: int = 1) -> None:
    job.source.insert("kind", [(1, "User", 1), (2, "Contact", 2), (5, None, 3)])
    job.source.insert("person", [(n, (1, 2, 5)[n % 3], f"note {n}") for n in range(first, first + 8)])
    job.source.insert("visit", [(n, first + n % 8, 1, 1 if n % 2 else -1) for n in range(first, first + 11)])


def entities(job: Job) -> list[tuple[Any, ...]]:
    """Visits with what they refer to, by value."""
    return sorted(
        job.target.rows(
            "SELECT p.note, coalesce(k.name, '-'), coalesce(o.name, '-'), v.site FROM visit v "
            "JOIN person p ON p.person_id = v.person_id JOIN kind k ON k.kind_id = v.kind_id "
            "JOIN kind o ON o.kind_id = p.kind_id"
        )
    )


def expected_entities(first: int = 1, site: int = 1) -> list[tuple[Any, ...]]:
    names = ("User", "Contact", "-")
    people = [first + n % 8 for n in range(first, first + 11)]
    sites = [site if n % 2 else -1 for n in range(first, first + 11)]
    return sorted((f"note {p}", "User", names[p % 3], s) for p, s in zip(people, sites, strict=True))


def points(job: Job) -> list[tuple[Any, ...]]:
    return sorted(
        job.target.rows(
            "SELECT s.name, p.started, v.value FROM point p JOIN series s ON s.series_id = p.series_id "
            "JOIN point_value v ON v.point_id = p.point_id"
        )
    )


def verdicts(job: Job) -> set[str]:
    found = set()
    for level in ("hashes", "source"):
        with Migration(load_project(job.project)) as migration:
            report = migration.verify(level=level)
            found |= {f"{table.target}: {table.verdict} {table.differences[:2]}" for table in report.tables}
    return {verdict for verdict in found if ": match" not in verdict}
