"""What no run does: things to be moved by hand, with the SQL that shows them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from dbmigrate.config.finder import ManualStep
from dbmigrate.config.package import Package
from dbmigrate.finder.databases import Database
from dbmigrate.finder.discovery import Discovery, Member
from dbmigrate.finder.patterns import Pattern
from dbmigrate.finder.records import Record
from dbmigrate.model.table import TableName
from dbmigrate.scripts.render import fill_slots


class ManualItem(Struct, frozen=True):
    """``points_to``: what the thing is tied to now, by kind.  ``sql``: statements in the database's dialect."""

    step: str
    database: str
    dialect: str
    member: str
    kind: str
    name: str
    points_to: dict[str, list[str]]
    tables: tuple[TableName, ...]
    sql: str


def manual_steps(found: Discovery, package: Package) -> list[ManualItem]:
    """In the order of the package's steps, of databases and members."""
    return [
        item
        for step in found.finder.manual
        for member in found.members
        for item in _items(step, member, found, package)
    ]


def _items(step: ManualStep, member: Member, found: Discovery, package: Package) -> Iterator[ManualItem]:
    if member.database is None or member.record is None:
        return
    database, dialect = member.database, member.database.connection.url.engine if member.database.connection.url else ""
    for kind in step.kinds:
        for record in member.linked(kind):
            tables = tuple(_tables(step, member, record, database))
            yield ManualItem(
                step.title,
                database.name,
                dialect,
                member.name,
                found.finder.kinds[kind].title,
                record.name,
                {
                    found.finder.kinds[other].title: [each.name for each in member.linked(other)]
                    for other in found.finder.kinds
                    if other not in (kind, member.record.kind) and member.linked(other)
                },
                tables,
                _sql(step, tables, dialect, package),
            )


def _tables(step: ManualStep, member: Member, record: Record, database: Database) -> Iterator[TableName]:
    there = {table.name.casefold(): table for table in database.others}
    keys = [record.name, *record.fields.get("table", []), *([member.holding.key] if member.holding else [])]
    seen: set[str] = set()
    for text in step.tables:
        for key in keys:
            name = Pattern(text).table(TableName.parse(key).name).casefold()
            if name in there and name not in seen:
                seen.add(name)
                yield there[name]


def _sql(step: ManualStep, tables: tuple[TableName, ...], dialect: str, package: Package) -> str:
    if step.script is None or not dialect:
        return ""
    path = package.script_path(dialect, step.script)
    text = path.read_text(encoding="utf-8")
    return "\n".join(fill_slots(text, dialect, {"table": table.name}, str(path)).rstrip() + "\n" for table in tables)
