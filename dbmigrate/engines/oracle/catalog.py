"""What is in a schema, from the ALL_ views: every table in seven queries.

Names are compared without case and kept as the catalogue spells them.  Recycled, nested, temporary and
index-organised overflow tables are no tables of the user's, and neither are the containers of materialized
views.  Invisible columns hold rows' values like others and are read and filled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from dbmigrate.engines.oracle.types import CatalogType, logical_type
from dbmigrate.model.table import Column, ForeignKey, Index, Table, TableName, UniqueKey

Ask = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]

TABLES = """
SELECT t.table_name, t.num_rows
FROM all_tables t
WHERE t.owner = :owner AND t.nested = 'NO' AND t.secondary = 'N' AND t.temporary = 'N' AND t.dropped = 'NO'
  AND (t.iot_type IS NULL OR t.iot_type = 'IOT')
  AND NOT EXISTS (SELECT 1 FROM all_mviews m WHERE m.owner = t.owner AND m.container_name = t.table_name)
ORDER BY t.table_name
"""

COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, c.data_type_owner, c.data_length, c.char_length, c.char_used,
       c.data_precision, c.data_scale, c.nullable, c.virtual_column, c.data_default
FROM all_tab_cols c
WHERE c.owner = :owner AND {visible}
ORDER BY c.table_name, c.internal_column_id
"""
VISIBLE_BEFORE_12 = "c.hidden_column = 'NO'"
VISIBLE = "(c.hidden_column = 'NO' OR c.user_generated = 'YES')"

IDENTITIES = """
SELECT i.table_name, i.column_name, i.generation_type, c.default_on_null
FROM all_tab_identity_cols i
JOIN all_tab_cols c ON c.owner = i.owner AND c.table_name = i.table_name AND c.column_name = i.column_name
WHERE i.owner = :owner
"""

KEYS = """
SELECT k.table_name, k.constraint_name, k.constraint_type, k.status, k.validated, k.r_owner, r.table_name,
       k.r_constraint_name
FROM all_constraints k
LEFT JOIN all_constraints r ON r.owner = k.r_owner AND r.constraint_name = k.r_constraint_name
WHERE k.owner = :owner AND k.constraint_type IN ('P', 'U', 'R')
ORDER BY k.table_name, k.constraint_name
"""

KEY_COLUMNS = """
SELECT c.owner, c.constraint_name, c.column_name
FROM all_cons_columns c
WHERE c.owner = :owner
   OR (c.owner, c.constraint_name) IN (SELECT k.r_owner, k.r_constraint_name FROM all_constraints k
                                       WHERE k.owner = :owner AND k.constraint_type = 'R')
ORDER BY c.owner, c.constraint_name, c.position
"""

INDEXES = """
SELECT i.table_name, i.index_name, i.uniqueness, i.index_type, c.column_name
FROM all_indexes i
JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name
WHERE i.table_owner = :owner AND i.index_type IN ('NORMAL', 'NORMAL/REV', 'BITMAP', 'FUNCTION-BASED NORMAL')
ORDER BY i.table_name, i.index_name, c.column_position
"""

TRIGGERS = """
SELECT t.table_name, t.owner, t.trigger_name
FROM all_triggers t
WHERE t.table_owner = :owner AND t.base_object_type = 'TABLE' AND t.status = 'ENABLED'
  AND (t.triggering_event LIKE '%INSERT%' OR t.triggering_event LIKE '%UPDATE%')
ORDER BY t.table_name, t.trigger_name
"""


class Identity(Struct, frozen=True):
    """``always``: refuses a value of ours (ORA-32795)."""

    column: str
    always: bool
    on_null: bool


class _Key(Struct, frozen=True):
    name: str
    kind: str
    referred: TableName | None
    columns: tuple[str, ...]
    referred_columns: tuple[str, ...]
    enabled: bool
    validated: bool


class SchemaCatalog:
    """Tables, triggers, identity columns and foreign key states of one schema, read at once."""

    def __init__(self, ask: Ask, schema: str, version: tuple[int, ...]) -> None:
        self.schema = schema
        self.tables: dict[str, Table] = {}
        self.triggers: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """(owner, name) of the enabled triggers by table."""
        self.identities: dict[str, Identity] = {}
        self.foreign_keys: dict[str, list[tuple[str, TableName]]] = defaultdict(list)
        """(name, referred table) of the enabled foreign keys by table."""
        self._read(ask, version)

    def find(self, name: str) -> Table | None:
        """Exact name first, then compared without case if that is unambiguous."""
        if name in self.tables:
            return self.tables[name]
        near = [table for known, table in self.tables.items() if known.casefold() == name.casefold()]
        return near[0] if len(near) == 1 else None

    def _read(self, ask: Ask, version: tuple[int, ...]) -> None:
        owner = {"owner": self.schema}
        names = ask(TABLES, owner)
        has_identities = version >= (12,)
        if has_identities:
            for table, column, generation, on_null in ask(IDENTITIES, owner):
                self.identities[table] = Identity(column, generation == "ALWAYS", on_null == "YES")
        visible = VISIBLE if has_identities else VISIBLE_BEFORE_12
        columns = self._columns(ask(COLUMNS.format(visible=visible), owner))
        keys = self._keys(ask(KEYS, owner), ask(KEY_COLUMNS, owner))
        indexes = _indexes(ask(INDEXES, owner))
        for table, trigger_owner, trigger in ask(TRIGGERS, owner):
            self.triggers[table].append((trigger_owner, trigger))
        for name, estimate in names:
            self.tables[name] = self._table(name, estimate, columns[name], keys[name], indexes[name])

    def _table(
        self, name: str, estimate: int | None, columns: list[Column], keys: list[_Key], indexes: list[Index]
    ) -> Table:
        primary = next((key.columns for key in keys if key.kind == "P" and key.enabled and key.validated), ())
        uniques = [UniqueKey(key.columns, key.name) for key in keys if key.kind == "U" and key.enabled]
        known = {primary, *(unique.columns for unique in uniques)}
        mine = {column.name for column in columns}
        # An index over an expression names a column of its own making.
        plain = [index for index in indexes if set(index.columns) <= mine and index.columns not in known]
        uniques += [UniqueKey(index.columns, index.name) for index in plain if index.unique]
        foreign = [
            ForeignKey(key.columns, key.referred, key.referred_columns, key.name)
            for key in keys
            if key.kind == "R" and key.referred is not None
        ]
        self.foreign_keys[name] = [
            (key.name, key.referred) for key in keys if key.kind == "R" and key.enabled and key.referred
        ]
        return Table(
            TableName(name, self.schema),
            tuple(columns),
            primary,
            tuple(uniques),
            tuple(foreign),
            tuple(index for index in plain if not index.unique),
            tuple(trigger for _, trigger in self.triggers[name]),
            None if estimate is None else int(estimate),
        )

    def _columns(self, rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Column]]:
        columns: dict[str, list[Column]] = defaultdict(list)
        for table, name, data_type, owner, length, chars, used, precision, scale, nullable, virtual, default in rows:
            native = CatalogType(data_type, owner, length or 0, chars or 0, used, precision, scale).native()
            mine = self.identities.get(table)
            identity = mine is not None and mine.column == name
            shown = None if default is None else str(default).strip()
            columns[table].append(
                Column(
                    name,
                    logical_type(native),
                    nullable=nullable == "Y",
                    has_default=virtual != "YES" and (identity or shown not in (None, "", "NULL")),
                    generated=virtual == "YES",
                    identity=identity,
                    default_sql=None if identity or virtual == "YES" else shown,
                )
            )
        return columns

    def _keys(self, rows: Iterable[tuple[Any, ...]], members: Iterable[tuple[Any, ...]]) -> dict[str, list[_Key]]:
        columns: dict[tuple[str, str], list[str]] = defaultdict(list)
        for owner, constraint, column in members:
            columns[owner, constraint].append(column)
        keys: dict[str, list[_Key]] = defaultdict(list)
        for table, name, kind, status, validated, r_owner, r_table, r_name in rows:
            referred = TableName(r_table, r_owner) if r_table else None
            keys[table].append(
                _Key(
                    name,
                    kind,
                    referred,
                    tuple(columns[self.schema, name]),
                    tuple(columns[r_owner, r_name]) if referred else (),
                    status == "ENABLED",
                    validated == "VALIDATED",
                )
            )
        return keys


def _indexes(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Index]]:
    members: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for table, name, uniqueness, _, column in rows:
        members[table, name, uniqueness == "UNIQUE"].append(column)
    indexes: dict[str, list[Index]] = defaultdict(list)
    for (table, name, unique), columns in members.items():
        indexes[table].append(Index(name, tuple(columns), unique))
    return indexes
