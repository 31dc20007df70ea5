"""What was drafted: plain values, ready to be written."""

from __future__ import annotations

from msgspec import Struct

from dbmigrate.model.table import Table


class TypeOverride(Struct, frozen=True):
    """``declared``: the source's own spelling.  ``found``: what its values are, for people."""

    column: str
    type: str
    declared: str
    found: str


class DraftedTable(Struct, frozen=True):
    """``table``: named without the source's schema, its columns in the types the package reads them in,
    each with the source's own spelling in ``native``; foreign keys only those that a target can hold.

    ``widths``: bytes of the longest value, for columns of keys and indexes that have no fixed width.
    ``remarks`` become the entry's comment, which ``plan`` shows.
    """

    table: Table
    key: tuple[str, ...]
    overrides: tuple[TypeOverride, ...] = ()
    watermarks: tuple[str, ...] = ()
    widths: tuple[tuple[str, int], ...] = ()
    remarks: tuple[str, ...] = ()


class PackageDraft(Struct, frozen=True):
    """``dialect``: the source's.  ``types_are_dynamic``: its declarations bound nothing, so that a created
    target must be as wide as values can be."""

    name: str
    title: str
    group: str
    dialect: str
    origin: str
    types_are_dynamic: bool
    tables: tuple[DraftedTable, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    """(table, reason)."""
