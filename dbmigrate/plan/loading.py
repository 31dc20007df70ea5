"""Levels of tables, and what must be off in the target while they are loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from dbmigrate.engines.base import Engine
from dbmigrate.model.plan import Suspension, TablePlan
from dbmigrate.model.table import Table, TableName
from dbmigrate.plan.domains import homes_of, waits_for
from dbmigrate.plan.order import levels


class LoadingOrder:
    """Within a group, referred tables come first; groups keep their order."""

    def __init__(self, tables: Sequence[TablePlan], target: Engine) -> None:
        self._tables = tables
        self._target = target

    def apply(self) -> tuple[list[TablePlan], list[Suspension]]:
        placed: list[TablePlan] = []
        broken: set[tuple[TableName, TableName]] = set()
        for group in dict.fromkeys(table.group for table in self._tables):
            members = [table for table in self._tables if table.group == group]
            placed += self._place(members, broken)
        self._break_backward(placed, broken)
        targets = list({into.table.name: into.table for table in placed for into in table.into}.values())
        return placed, self._target.suspensions(targets, broken)

    def _place(self, members: list[TablePlan], broken: set[tuple[TableName, TableName]]) -> list[TablePlan]:
        feeders: dict[TableName, list[int]] = defaultdict(list)
        for number, table in enumerate(members):
            for into in table.into:
                feeders[into.table.name].append(number)
        edges: dict[int, set[int]] = defaultdict(set)
        homes = homes_of(members)
        for number, table in enumerate(members):
            edges[number] |= waits_for(table, number, homes)
            for into in table.into:
                for key in into.table.foreign_keys:
                    edges[number].update(feeders.get(_named(key.referred, into.table), ()))
        level, share_cycle = levels(range(len(members)), edges)
        for number, table in enumerate(members):
            for into in table.into:
                for key in into.table.foreign_keys:
                    referred = _named(key.referred, into.table)
                    if any(share_cycle(number, other) for other in feeders.get(referred, ())):
                        broken.add((into.table.name, referred))
        leveled = [replace(table, level=level[number]) for number, table in enumerate(members)]
        return sorted(leveled, key=lambda table: table.level)

    def _break_backward(self, placed: list[TablePlan], broken: set[tuple[TableName, TableName]]) -> None:
        """A table of an earlier group that refers to one of a later group cannot wait for it."""
        group_of = {into.table.name: table.group for table in placed for into in table.into}
        rank = {group: number for number, group in enumerate(dict.fromkeys(table.group for table in placed))}
        for table in placed:
            for into in table.into:
                for key in into.table.foreign_keys:
                    referred = _named(key.referred, into.table)
                    if referred in group_of and rank[group_of[referred]] > rank[table.group]:
                        broken.add((into.table.name, referred))


def _named(referred: TableName, by: Table) -> TableName:
    """SQLite's catalogue gives no schema, PostgreSQL's always does."""
    return TableName(referred.name, referred.schema if referred.schema is not None else by.name.schema)
