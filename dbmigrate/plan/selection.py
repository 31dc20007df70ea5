"""Which tables a run is about: those that were named, and what they depend on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from dbmigrate.config.package import Package, TableGroup
from dbmigrate.config.series import PlannedTable
from dbmigrate.config.table_entries import TableEntry
from dbmigrate.config.toml_file import perhaps_meant
from dbmigrate.engines.base import Engine
from dbmigrate.errors import UsageError
from dbmigrate.model.table import TableName, same_table


class Chosen(Struct, frozen=True):
    """``because``: the table that needs this one; empty for a table that was asked for."""

    group: TableGroup
    entry: TableEntry
    because: str = ""


Members = Mapping[str, Collection[str]]
"""By series: the members that are asked for; a series that is not named here is taken whole."""


def is_asked_for(entry: TableEntry, members: Members, *, alone: bool = False) -> bool:
    """Whether the table is of a member that was asked for, or of none; ``alone``: not of none."""
    if not isinstance(entry, PlannedTable) or not entry.series:
        return not alone
    return entry.member in members.get(entry.series, (entry.member,))


def choose(
    package: Package,
    target: Engine,
    groups: Collection[str] | None,
    tables: Collection[str] | None,
    members: Members | None = None,
    *,
    members_alone: bool = False,
) -> list[Chosen]:
    """In the package's order.  Raises ConfigurationError for an unknown group, UsageError for an unknown table.

    A named table brings along its parents and the tables that its targets refer to; groups are taken as they are.
    """
    every = [
        (group, entry)
        for group in package.ordered_groups(None)
        for entry in group.tables
        if is_asked_for(entry, members or {}, alone=members_alone)
    ]
    if tables is None:
        wanted = {group.name for group in package.ordered_groups(groups)}
        return [Chosen(group, entry) for group, entry in every if group.name in wanted]
    by_name = {entry.source.casefold(): entry for _, entry in every}
    feeders: dict[str, list[TableEntry]] = {}
    for _, entry in every:
        for into in entry.targets:
            feeders.setdefault(_folded(into.target), []).append(entry)
    because: dict[str, str] = {}
    for name in tables:
        found = [entry.source.casefold() for _, entry in every if same_table(entry.source, name)]
        if not found:
            raise UsageError(
                f"package {package.name} reads no table {name!r}",
                cause=perhaps_meant(name, [entry.source for _, entry in every]),
                next_step="See the tables with dbmigrate plan",
            )
        because |= dict.fromkeys(found, "")
    if groups is not None:
        allowed = {entry.source.casefold() for group in package.ordered_groups(groups) for entry in group.tables}
        because |= dict.fromkeys(allowed, "")
    waiting = list(because)
    while waiting:
        entry = by_name[waiting.pop()]
        for needed in _needs(entry, target, feeders):
            folded = needed.casefold()
            if folded in by_name and folded not in because:
                because[folded] = entry.source
                waiting.append(folded)
    return [
        Chosen(group, entry, because[entry.source.casefold()])
        for group, entry in every
        if entry.source.casefold() in because
    ]


def _needs(entry: TableEntry, target: Engine, feeders: dict[str, list[TableEntry]]) -> Iterator[str]:
    if entry.parent is not None:
        yield entry.parent.table
    for into in entry.targets:
        table = target.describe_table(TableName.parse(into.target))
        for key in table.foreign_keys if table is not None else ():
            yield from (feeder.source for feeder in feeders.get(key.referred.name.casefold(), ()))


def _folded(name: str) -> str:
    return TableName.parse(name).name.casefold()
