"""Foreign keys of a source: spelled as the tables are, only those a target can hold, and their circles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace

from dbmigrate.engines.session import Session
from dbmigrate.model.table import ForeignKey, Table, TableName
from dbmigrate.model.types import Kind

_COMPARABLE = {(Kind.INTEGER, Kind.DECIMAL)}
"""Kinds (of the referring column, of the referred one) that differ and yet can be compared."""


def spell_alike(tables: Sequence[Table]) -> tuple[list[Table], dict[str, list[str]]]:
    """Tables without their schema, foreign keys in the exact names of tables and columns.

    The second value holds, by table, a remark on each key that refers to nothing in the set.
    """
    known = {(table.name.schema, table.name.name.casefold()): table for table in tables}
    remarks: dict[str, list[str]] = {}
    spelled = []
    for table in tables:
        kept = []
        for key in table.foreign_keys:
            schema = table.name.schema if key.referred.schema is None else key.referred.schema
            referred = known.get((schema, key.referred.name.casefold()))
            exact = _exact(key, table, referred) if referred is not None else None
            if exact is None:
                shown = f"{', '.join(key.columns)} -> {key.referred}"
                remarks.setdefault(table.name.name, []).append(
                    f"foreign key {shown} is left out of the created target: it refers to nothing that is migrated"
                )
            else:
                kept.append(exact)
        spelled.append(replace(table, name=TableName(table.name.name), foreign_keys=tuple(dict.fromkeys(kept))))
    return spelled, remarks


def _exact(key: ForeignKey, table: Table, referred: Table) -> ForeignKey | None:
    own = [column.name for name in key.columns if (column := table.column(name))]
    other = [column.name for name in key.referred_columns if (column := referred.column(name))]
    if not own or len(own) != len(other) or (len(own), len(other)) != (len(key.columns), len(key.referred_columns)):
        return None
    return replace(key, columns=tuple(own), referred=TableName(referred.name.name), referred_columns=tuple(other))


def why_not_kept(key: ForeignKey, table: Table, referred: Table) -> str | None:
    """Why no target that enforces foreign keys could have this one, by the two definitions alone."""
    if frozenset(key.referred_columns) not in unique_sets(referred):
        return "the columns it refers to are not unique"
    for name, other in zip(key.columns, key.referred_columns, strict=True):
        mine, theirs = table.named(name), referred.named(other)
        if mine.type.kind is not theirs.type.kind and (mine.type.kind, theirs.type.kind) not in _COMPARABLE:
            return f"{name} holds {mine.type}, {referred.name}.{other} holds {theirs.type}"
    return None


def unique_sets(table: Table) -> set[frozenset[str]]:
    """The column sets that a key of the table makes unique."""
    keys = [table.primary_key, *(key.columns for key in table.unique_keys)]
    return {frozenset(columns) for columns in keys if columns}


def has_orphans(session: Session, key: ForeignKey, table: Table, referred: Table, collation: str | None) -> bool:
    """Whether a row refers to nothing.

    ``collation``: that compares texts by their bytes, as another engine does; None where the engine's own does.
    """
    child = sa.alias(clause(table, key.columns))
    parent = sa.alias(clause(referred, key.referred_columns))
    pairs = list(zip(key.columns, key.referred_columns, strict=True))
    referred_to = [
        parent.c[other] if collation is None else sa.collate(parent.c[other], collation) for _, other in pairs
    ]
    match = sa.and_(*(value == child.c[own] for value, (own, _) in zip(referred_to, pairs, strict=True)))
    lost = sa.select(sa.literal(1).label("found")).select_from(child)
    lost = lost.where(*(child.c[own].is_not(None) for own, _ in pairs))
    lost = lost.where(~sa.exists(sa.select(sa.literal(1)).select_from(parent).where(match).correlate(child)))
    return bool(session.execute(lost.limit(1)))


def clause(table: Table, columns: Iterable[str]) -> sa.TableClause:
    """The table for SQLAlchemy, every name quoted exactly as it is."""
    listed: list[sa.ColumnClause[Any]] = [
        sa.column(sa.quoted_name(name, quote=True)) for name in dict.fromkeys(columns)
    ]
    schema = None if table.name.schema is None else sa.quoted_name(table.name.schema, quote=True)
    return sa.table(sa.quoted_name(table.name.name, quote=True), *listed, schema=schema)


def circles(tables: Sequence[Table]) -> dict[str, list[str]]:
    """By table, the other tables that it reaches through foreign keys and that reach it."""
    edges = {table.name.name: {key.referred.name for key in table.foreign_keys} for table in tables}
    reached = {name: _reach(name, edges) for name in edges}
    return {name: [o for o in edges if o != name and o in reached[name] and name in reached[o]] for name in edges}


def _reach(start: str, edges: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = list(edges[start])
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += edges[name]
    return seen
