"""What is in a PostgreSQL schema, from pg_catalog: every table of a schema in five queries."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import psycopg

from dbmigrate.engines.postgresql.types import logical_type
from dbmigrate.model.table import Column, ForeignKey, Index, Table, TableName, UniqueKey

_TABLES = """
SELECT c.oid, c.relname, CASE WHEN c.reltuples < 0 THEN NULL ELSE c.reltuples::bigint END,
       c.relkind = 'r' AND c.relhassubclass
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname
"""

_COLUMNS = """
SELECT a.attrelid, a.attname, a.attnotnull, a.attgenerated <> '', a.attidentity <> '',
       pg_get_expr(d.adbin, d.adrelid), format_type(a.atttypid, a.atttypmod),
       coalesce(b.typname, t.typname), CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type b ON b.oid = t.typbasetype AND t.typtype = 'd'
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE n.nspname = %s AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
ORDER BY a.attrelid, a.attnum
"""

_INDEXES = """
SELECT i.indrelid, ic.relname, i.indisunique, i.indisprimary,
       i.indpred IS NOT NULL OR i.indexprs IS NOT NULL,
       (SELECT array_agg(a.attname ORDER BY k.ordinality) FROM unnest(i.indkey) WITH ORDINALITY k(attnum, ordinality)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE k.ordinality <= i.indnkeyatts)::text[]
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_class ic ON ic.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND i.indisvalid
ORDER BY i.indrelid, ic.relname
"""

_FOREIGN_KEYS = """
SELECT k.conrelid, k.conname, rn.nspname, rc.relname,
       (SELECT array_agg(a.attname ORDER BY o.ordinality) FROM unnest(k.conkey) WITH ORDINALITY o(attnum, ordinality)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = o.attnum)::text[],
       (SELECT array_agg(a.attname ORDER BY o.ordinality) FROM unnest(k.confkey) WITH ORDINALITY o(attnum, ordinality)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = o.attnum)::text[],
       pg_get_constraintdef(k.oid), k.convalidated
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class rc ON rc.oid = k.confrelid
JOIN pg_namespace rn ON rn.oid = rc.relnamespace
WHERE n.nspname = %s AND k.contype = 'f' AND k.conparentid = 0
ORDER BY k.conrelid, k.conname
"""

_TRIGGERS = """
SELECT t.tgrelid, t.tgname, t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 20 <> 0
ORDER BY t.tgrelid, t.tgname
"""
"""Enabled triggers that fire on INSERT or UPDATE (4 and 16 of tgtype)."""


class SchemaCatalog:
    """Tables, trigger states and foreign key definitions of one schema, read at once."""

    def __init__(self, connection: psycopg.Connection[Any], schema: str) -> None:
        self.schema = schema
        self.tables: dict[str, Table] = {}
        self.parents: set[str] = set()
        """Tables that others inherit from: a query without ONLY gives the rows of those too, once more."""
        self.trigger_states: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.foreign_key_definitions: dict[str, list[tuple[str, str, TableName]]] = defaultdict(list)
        self._read(connection)

    def find(self, name: str) -> Table | None:
        """Exact name first, then compared without case if that is unambiguous."""
        if name in self.tables:
            return self.tables[name]
        near = [table for known, table in self.tables.items() if known.casefold() == name.casefold()]
        return near[0] if len(near) == 1 else None

    def _read(self, connection: psycopg.Connection[Any]) -> None:
        names: dict[int, tuple[str, int | None]] = {}
        for oid, name, estimate, has_heirs in connection.execute(_TABLES, (self.schema,)):
            names[oid] = (name, estimate)
            if has_heirs:
                self.parents.add(name)
        columns = self._columns(connection)
        primaries, uniques, indexes = self._indexes(connection)
        foreign_keys: dict[int, list[ForeignKey]] = defaultdict(list)
        for oid, name, schema, referred, own, other, definition, proven in connection.execute(
            _FOREIGN_KEYS, (self.schema,)
        ):
            target = TableName(referred, schema)
            foreign_keys[oid].append(ForeignKey(tuple(own), target, tuple(other), name, proven))
            if oid in names:
                self.foreign_key_definitions[names[oid][0]].append((name, definition, target))
        for oid, name, state in connection.execute(_TRIGGERS, (self.schema,)):
            if oid in names:
                self.trigger_states[names[oid][0]].append((name, state))
        for oid, (name, estimate) in names.items():
            self.tables[name] = Table(
                TableName(name, self.schema),
                tuple(columns[oid]),
                primaries.get(oid, ()),
                tuple(uniques[oid]),
                tuple(foreign_keys[oid]),
                tuple(indexes[oid]),
                tuple(trigger for trigger, _ in self.trigger_states[name]),
                estimate,
            )

    def _columns(self, connection: psycopg.Connection[Any]) -> dict[int, list[Column]]:
        columns: dict[int, list[Column]] = defaultdict(list)
        for oid, name, not_null, generated, identity, default, native, base, typmod in connection.execute(
            _COLUMNS, (self.schema,)
        ):
            serial = bool(default and default.startswith("nextval("))
            columns[oid].append(
                Column(
                    name,
                    logical_type(base, typmod, native),
                    nullable=not not_null,
                    has_default=identity or (default is not None and not generated),
                    generated=generated,
                    identity=identity or serial,
                    default_sql=default,
                )
            )
        return columns

    def _indexes(
        self, connection: psycopg.Connection[Any]
    ) -> tuple[dict[int, tuple[str, ...]], dict[int, list[UniqueKey]], dict[int, list[Index]]]:
        primaries: dict[int, tuple[str, ...]] = {}
        uniques: dict[int, list[UniqueKey]] = defaultdict(list)
        indexes: dict[int, list[Index]] = defaultdict(list)
        for oid, name, unique, primary, partial, members in connection.execute(_INDEXES, (self.schema,)):
            if partial or members is None:
                continue
            if primary:
                primaries[oid] = tuple(members)
            elif unique:
                uniques[oid].append(UniqueKey(tuple(members), name))
            else:
                indexes[oid].append(Index(name, tuple(members)))
        return primaries, uniques, indexes
