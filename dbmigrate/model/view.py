"""A view that joins tables by equal columns."""

from __future__ import annotations

from msgspec import Struct

from dbmigrate.model.table import TableName


class Place(Struct, frozen=True):
    """A column of one of the joined tables."""

    alias: str
    column: str


class Join(Struct, frozen=True):
    """``on``: (column of this table, place in an earlier one)."""

    table: TableName
    alias: str
    on: tuple[tuple[str, Place], ...] = ()


class View(Struct, frozen=True):
    """``joins``: the first one is the base and joins nothing.  ``columns``: (name, where it comes from)."""

    name: TableName
    joins: tuple[Join, ...]
    columns: tuple[tuple[str, Place], ...]
