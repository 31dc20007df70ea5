"""A second source into one target: does it bring values that are another source's own?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from dbmigrate.engines.base import Engine
from dbmigrate.engines.question_line import QuestionLine
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.ledger.key_maps import Owner
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.domains import Domain
from dbmigrate.model.plan import Finding, MigrationPlan, TablePlan
from dbmigrate.model.storage import stored_value
from dbmigrate.model.types import Kind
from dbmigrate.run.before.earlier import Touched
from dbmigrate.run.key_books import reading_book
from dbmigrate.transform.key_mapping import OTHER_SOURCES_VALUE

_READ_ROWS = 65_536
_READ_BYTES = 8 << 20


def collisions(plan: MigrationPlan, source: Engine, target: Engine, touched: Touched) -> list[Finding]:
    """One refusal for each value that another source has brought and this one holds, unmapped, in a table that
    it has not migrated yet.  Reads those columns of the source, and only where there is another source."""
    line = QuestionLine(target)
    book = reading_book(target, plan.source_identity, line)
    owned: dict[str, dict[str, Owner]] = {}
    found: dict[tuple[str, str], tuple[Domain, str, list[str]]] = {}
    with closing(line):
        wanted = list(_columns(plan, touched))
        for _, _, domain in wanted:
            owned.setdefault(domain.name, book.pages(domain).owners())
        wanted = [place for place in wanted if owned[place[2].name]]
        if not wanted:
            return []
        view = source.open_view()
        with closing(view), closing(view.open_reader()) as reader:
            for table, column, domain in wanted:
                for key in _values(reader, table, column, domain):
                    value = dict(domain.given).get(key, key)
                    if key not in domain.fixed and value in owned[domain.name]:
                        found.setdefault((domain.name, key), (domain, value, []))[2].append(table.name)
    return [
        _finding(domain, key, value, owned[domain.name][value], sorted(set(tables)))
        for (_, key), (domain, value, tables) in sorted(found.items())
    ]


def _finding(domain: Domain, key: str, value: str, owner: Owner, tables: list[str]) -> Finding:
    shown = ", ".join(tables[:5]) + (f" and {len(tables) - 5} more" if len(tables) > 5 else "")
    mapped = "" if value == key else f", mapped to {value},"
    return Finding(
        OTHER_SOURCES_VALUE,
        f"{domain.name} {key}",
        f"this source has rows of {domain.name} {key}{mapped} in {shown}, and project {owner.project} "
        f"({owner.source_identity}) has brought {domain.name} {value} to this target",
        f"Give this source's another value in migration.toml: [maps.{domain.name}] {key} = ...",
        refuses=True,
    )


def _columns(plan: MigrationPlan, touched: Touched) -> Iterator[tuple[TablePlan, str, Domain]]:
    """(table, source column, domain) of the columns that are copied and whose values belong to one source."""
    for table in plan.tables:
        seen = set()
        for into in table.into:
            if (table.name, str(into.table.name)) in touched:
                continue
            for column in into.columns:
                if column.domain is None or not column.domain.exclusive or column.source is None:
                    continue
                if column.source not in seen:
                    seen.add(column.source)
                    yield table, column.source, column.domain


def _values(reader: Reader, table: TablePlan, name: str, domain: Domain) -> set[str]:
    column = table.source.column(name)
    if column is None:
        return set()
    found: set[str] = set()
    shown = stored_value if column.type.kind is Kind.STORAGE else lambda value: value
    for batch in reader.read(TableRead(table.source, (column,)), batch_rows=_READ_ROWS, batch_bytes=_READ_BYTES):
        distinct = pc.unique(batch.rows.column(0)).to_pylist()
        found.update(domain.normal(value) for value in map(shown, distinct) if value is not None)
    return found
