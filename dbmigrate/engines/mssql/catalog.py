"""What is in a SQL Server schema, from the sys views: every table of a schema in a few queries.

Only views and columns that compatible servers have too; what they lack is asked for apart and may be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct, field

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql.types import logical_type
from dbmigrate.model.table import Column, ForeignKey, Index, Table, TableName, UniqueKey

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_OF_SCHEMA = "(SELECT object_id FROM sys.tables WHERE schema_id = SCHEMA_ID(?))"

TABLES = """
SELECT object_id, name
FROM sys.tables
WHERE schema_id = SCHEMA_ID(?) AND is_ms_shipped = 0
ORDER BY name
"""

COLUMNS = f"""
SELECT c.object_id, c.name, c.is_nullable, c.is_identity, c.is_computed, d.definition,
       TYPE_NAME(c.system_type_id), TYPE_NAME(c.user_type_id), c.max_length, c.precision, c.scale, c.collation_name
FROM sys.columns c
LEFT JOIN sys.default_constraints d ON d.object_id = c.default_object_id AND c.default_object_id <> 0
WHERE c.object_id IN {_OF_SCHEMA}
ORDER BY c.object_id, c.column_id
"""

PERIODS = f"""
SELECT object_id, name
FROM sys.columns
WHERE object_id IN {_OF_SCHEMA} AND generated_always_type <> 0
"""
"""Columns that the server fills: the period of a temporal table."""

CODE_PAGES = "SELECT ?, CAST(COLLATIONPROPERTY(?, 'CodePage') AS int)"

INDEXES = f"""
SELECT i.object_id, i.name, i.is_unique, i.is_primary_key, i.has_filter, i.is_disabled, c.name
FROM sys.indexes i
JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id
JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id
WHERE i.object_id IN {_OF_SCHEMA} AND i.type IN (1, 2) AND x.is_included_column = 0
ORDER BY i.object_id, i.index_id, x.key_ordinal
"""

FOREIGN_KEYS = f"""
SELECT f.parent_object_id, f.name, SCHEMA_NAME(rt.schema_id), rt.name, c.name, rc.name,
       f.is_disabled, f.is_not_trusted, f.is_not_for_replication,
       f.delete_referential_action_desc, f.update_referential_action_desc
FROM sys.foreign_keys f
JOIN sys.tables rt ON rt.object_id = f.referenced_object_id
JOIN sys.foreign_key_columns k ON k.constraint_object_id = f.object_id
JOIN sys.columns c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id
JOIN sys.columns rc ON rc.object_id = k.referenced_object_id AND rc.column_id = k.referenced_column_id
WHERE f.parent_object_id IN {_OF_SCHEMA}
ORDER BY f.parent_object_id, f.name, k.constraint_column_id
"""

TRIGGERS = f"""
SELECT parent_id, name
FROM sys.triggers
WHERE parent_id IN {_OF_SCHEMA} AND is_disabled = 0
ORDER BY parent_id, name
"""

ROW_COUNTS = f"""
SELECT object_id, SUM(rows)
FROM sys.partitions
WHERE object_id IN {_OF_SCHEMA} AND index_id IN (0, 1)
GROUP BY object_id
"""


class ForeignKeyFacts(Struct, frozen=True):
    """What it takes to switch a foreign key off and on, or to drop it and make it again as it was."""

    name: str
    columns: tuple[str, ...]
    referred: TableName
    referred_columns: tuple[str, ...]
    disabled: bool
    trusted: bool
    for_replication: bool
    on_delete: str
    on_update: str


class SchemaCatalog(Struct):
    """Tables, triggers and foreign keys of one schema, read at once; names of columns keep their case."""

    schema: str
    tables: dict[str, Table] = field(default_factory=dict)
    triggers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    foreign_keys: dict[str, list[ForeignKeyFacts]] = field(default_factory=lambda: defaultdict(list))
    collations: dict[tuple[str, str], str] = field(default_factory=dict)
    """By table and column."""

    def find(self, name: str) -> Table | None:
        """Exact name first, then compared without case if that is unambiguous."""
        if name in self.tables:
            return self.tables[name]
        near = [table for known, table in self.tables.items() if known.casefold() == name.casefold()]
        return near[0] if len(near) == 1 else None


def read_catalog(ask: Ask, schema: str, *, most_fraction: int) -> SchemaCatalog:
    """``most_fraction``: digits of a second that types of seven digits are described with."""
    catalog = SchemaCatalog(schema)
    named: dict[int, str] = dict(ask(TABLES, (schema,)))
    columns = _columns(ask, catalog, named, most_fraction)
    primaries, uniques, indexes = _indexes(ask, schema)
    foreign_keys = _foreign_keys(ask, schema)
    triggers: dict[int, list[str]] = defaultdict(list)
    for object_id, name in ask(TRIGGERS, (schema,)):
        triggers[object_id].append(name)
    counts: dict[int, int] = {
        object_id: int(rows) for object_id, rows in _optional(ask, ROW_COUNTS, schema) if rows is not None and rows >= 0
    }
    for object_id, name in named.items():
        catalog.triggers[name] = triggers[object_id]
        catalog.foreign_keys[name] = foreign_keys[object_id]
        catalog.tables[name] = Table(
            TableName(name, schema),
            tuple(columns[object_id]),
            primaries.get(object_id, ()),
            tuple(uniques[object_id]),
            tuple(ForeignKey(f.columns, f.referred, f.referred_columns, f.name) for f in foreign_keys[object_id]),
            tuple(indexes[object_id]),
            tuple(triggers[object_id]),
            counts.get(object_id),
        )
    return catalog


def _optional(ask: Ask, sql: str, schema: str) -> list[tuple[Any, ...]]:
    """Nothing where the server lacks the view or the column, or does not show it to this login."""
    try:
        return ask(sql, (schema,))
    except EngineFault as fault:
        if fault.fault is not Fault.TERMINAL:
            raise
        return []


def _columns(ask: Ask, catalog: SchemaCatalog, named: dict[int, str], most_fraction: int) -> dict[int, list[Column]]:
    rows = ask(COLUMNS, (catalog.schema,))
    code_pages = {
        name: page
        for collation in sorted({row[11] for row in rows if row[11]})
        for name, page in ask(CODE_PAGES, (collation, collation))
    }
    periods = {(object_id, name) for object_id, name in _optional(ask, PERIODS, catalog.schema)}
    columns: dict[int, list[Column]] = defaultdict(list)
    for object_id, name, nullable, identity, computed, default, base, user, length, precision, scale, collation in rows:
        if object_id not in named:
            continue
        if collation:
            catalog.collations[named[object_id], name] = collation
        of_type = logical_type(
            _base_type(base, user),
            int(length),
            int(precision),
            int(scale),
            code_page=code_pages.get(collation),
            most_fraction=most_fraction,
        )
        generated = bool(computed) or user in ("timestamp", "rowversion") or (object_id, name) in periods
        columns[object_id].append(
            Column(
                name,
                of_type,
                nullable=bool(nullable),
                has_default=default is not None or bool(identity),
                generated=generated,
                identity=bool(identity),
                default_sql=default,
            )
        )
    return columns


def _base_type(base: str | None, user: str) -> str:
    """CLR types share one system type and are known by their own name; alias types by their system type."""
    if user in ("hierarchyid", "geometry", "geography"):
        return user
    found = (base or user).casefold()
    return "timestamp" if found == "rowversion" else found


def _indexes(
    ask: Ask, schema: str
) -> tuple[dict[int, tuple[str, ...]], dict[int, list[UniqueKey]], dict[int, list[Index]]]:
    members: dict[tuple[int, str, bool, bool], list[str]] = defaultdict(list)
    for object_id, name, unique, primary, filtered, disabled, column in ask(INDEXES, (schema,)):
        # A filtered or disabled index keeps nothing unique.
        if not filtered and not disabled:
            members[object_id, name, bool(unique), bool(primary)].append(column)
    primaries: dict[int, tuple[str, ...]] = {}
    uniques: dict[int, list[UniqueKey]] = defaultdict(list)
    indexes: dict[int, list[Index]] = defaultdict(list)
    for (object_id, name, unique, primary), columns in members.items():
        if primary:
            primaries[object_id] = tuple(columns)
        elif unique:
            uniques[object_id].append(UniqueKey(tuple(columns), name))
        else:
            indexes[object_id].append(Index(name, tuple(columns)))
    return primaries, uniques, indexes


def _foreign_keys(ask: Ask, schema: str) -> dict[int, list[ForeignKeyFacts]]:
    pairs: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    facts: dict[tuple[int, str], tuple[Any, ...]] = {}
    for object_id, name, referred_schema, referred, column, referred_column, *rest in ask(FOREIGN_KEYS, (schema,)):
        pairs[object_id, name].append((column, referred_column))
        facts[object_id, name] = (TableName(referred, referred_schema), *rest)
    found: dict[int, list[ForeignKeyFacts]] = defaultdict(list)
    for (object_id, name), (referred, disabled, untrusted, no_replication, on_delete, on_update) in facts.items():
        own, other = zip(*pairs[object_id, name], strict=True)
        found[object_id].append(
            ForeignKeyFacts(
                name,
                tuple(own),
                referred,
                tuple(other),
                bool(disabled),
                not untrusted,
                not no_replication,
                _action(on_delete),
                _action(on_update),
            )
        )
    return found


def _action(description: str | None) -> str:
    return (description or "NO_ACTION").replace("_", " ")
