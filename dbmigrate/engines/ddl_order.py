"""In which order tables are created, and which foreign keys have to wait."""

from __future__ import annotations

from collections.abc import Sequence

from dbmigrate.model.table import ForeignKey, Table, TableName


def creation_order(tables: Sequence[Table]) -> tuple[list[Table], dict[TableName, tuple[ForeignKey, ...]]]:
    """Referred tables first, otherwise in the order given.

    The second value holds, by table, the foreign keys that point forward because the tables
    refer to each other in a circle.  A key to a table outside the set is never held back.
    """
    by_name = {_key(table.name): table for table in tables}
    ordered: list[Table] = []
    begun: set[tuple[str, str]] = set()
    for first in tables:
        if _key(first.name) in begun:
            continue
        begun.add(_key(first.name))
        stack = [(first, iter(first.foreign_keys))]
        while stack:
            table, keys = stack[-1]
            for key in keys:
                referred = by_name.get(_key(key.referred))
                if referred is not None and _key(referred.name) not in begun:
                    begun.add(_key(referred.name))
                    stack.append((referred, iter(referred.foreign_keys)))
                    break
            else:
                ordered.append(table)
                stack.pop()
    position = {_key(table.name): number for number, table in enumerate(ordered)}
    deferred: dict[TableName, tuple[ForeignKey, ...]] = {}
    for number, table in enumerate(ordered):
        forward = tuple(key for key in table.foreign_keys if position.get(_key(key.referred), -1) > number)
        if forward:
            deferred[table.name] = forward
    return ordered, deferred


def _key(name: TableName) -> tuple[str, str]:
    return (name.schema or "", name.name)
