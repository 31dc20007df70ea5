"""A view that joins tables by equal columns."""

from __future__ import annotations

from dataclasses import dataclass

from dbmigrate.model.table import TableName


@dataclass(frozen=True, slots=True)
class Place:
    """A column of one of the joined tables."""

    alias: str
    column: str


@dataclass(frozen=True, slots=True)
class Join:
    """``on``: (column of this table, place in an earlier one)."""

    table: TableName
    alias: str
    on: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """``joins``: the first one is the base and joins nothing.  ``columns``: (name, where it comes from)."""

    name: TableName
    joins: tuple[Join, ...]
    columns: tuple[tuple[str, Place], ...]
