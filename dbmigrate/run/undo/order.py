"""In which order targets are emptied: what refers to others first, as far as the foreign keys allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec import Struct

from dbmigrate.engines.base import Engine
from dbmigrate.model.table import Table, TableName
from dbmigrate.plan.order import levels
from dbmigrate.undo.target import Reference, UndoTarget


class UndoOrder(Struct, frozen=True):
    """``broken``: foreign keys (from, to) of cycles, which must be off meanwhile."""

    targets: tuple[UndoTarget, ...]
    broken: frozenset[tuple[TableName, TableName]]
    references: tuple[Reference, ...]
    """All foreign keys to these tables, but those of cycles and of a table to itself."""


def in_reverse(targets: Sequence[UndoTarget], engine: Engine) -> UndoOrder:
    """By the foreign keys of the target as it is now."""
    numbers: dict[TableName, list[int]] = defaultdict(list)
    for number, target in enumerate(targets):
        numbers[target.into.table.name].append(number)
    edges: dict[int, set[int]] = defaultdict(set)
    for number, target in enumerate(targets):
        for referred in _referred(target.into.table):
            edges[number].update(numbers.get(referred, ()))
    level, share_cycle = levels(range(len(targets)), edges)
    broken = {
        (target.into.table.name, referred)
        for number, target in enumerate(targets)
        for referred in _referred(target.into.table)
        if any(share_cycle(number, other) for other in numbers.get(referred, ()))
    }
    placed = sorted(range(len(targets)), key=lambda number: -level[number])
    return UndoOrder(
        tuple(targets[number] for number in placed), frozenset(broken), _references(numbers, broken, engine)
    )


def _references(
    emptied: Collection[TableName], broken: Collection[tuple[TableName, TableName]], engine: Engine
) -> tuple[Reference, ...]:
    return tuple(
        one
        for one in references_to(emptied, engine)
        if one.referred != one.child.name and (one.child.name, one.referred) not in broken
    )


def references_to(emptied: Collection[TableName], engine: Engine) -> list[Reference]:
    """Every foreign key to these tables, by the catalogue."""
    found = []
    for name in dict.fromkeys([*engine.list_tables(), *emptied]):
        child = engine.describe_table(name)
        if child is None:
            continue
        for key, referred in zip(child.foreign_keys, _referred(child), strict=True):
            if referred in emptied:
                found.append(Reference(child, key, referred, is_emptied=child.name in emptied))
    return found


def _referred(table: Table) -> list[TableName]:
    """SQLite's catalogue gives no schema, PostgreSQL's always does."""
    return [
        TableName(key.referred.name, key.referred.schema if key.referred.schema is not None else table.name.schema)
        for key in table.foreign_keys
    ]
