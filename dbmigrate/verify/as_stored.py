"""How rows are compared that went into the target as they are stored, without passing through Arrow."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec.structs import replace

from dbmigrate.model.plan import ColumnPlan, IntoPlan
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import LogicalType
from dbmigrate.verify.parts import Part

WholeType = Callable[[LogicalType], LogicalType]
"""``Engine.whole_type``"""


def as_stored(part: Part, whole_type: WholeType, *, dated: bool) -> Part:
    """The part in types in which no value is missing, if some of its rows have gone that way; else the part itself.

    ``dated``: its rows are told by their dates, so the column that holds these keeps its type.
    """
    table = part.table
    if not table.moves_server_side or part.digest is not None:
        return part
    # The values of keys are known to be plain, and rows are told by them.
    plain = {name.casefold() for name in table.key}
    for into in table.into:
        plain.update((c.source or "").casefold() for c in into.columns if c.name in into.key)
    if dated and table.watermark is not None:
        plain.add(table.watermark.column.casefold())
    whole = replace(
        table,
        source=_table(table.source, plain, whole_type),
        into=tuple(_into(into, plain, whole_type) for into in table.into),
    )
    return part if whole == table else replace(part, table=whole)


def _into(into: IntoPlan, plain: Collection[str], whole_type: WholeType) -> IntoPlan:
    kept = {column.name.casefold() for column in into.columns if (column.source or "").casefold() in plain}
    columns = tuple(
        column if column.name.casefold() in kept else _planned(column, whole_type) for column in into.columns
    )
    return replace(into, table=_table(into.table, kept, whole_type), columns=columns)


def _planned(column: ColumnPlan, whole_type: WholeType) -> ColumnPlan:
    return replace(column, target=_column(column.target, whole_type), wire=whole_type(column.wire))


def _table(table: Table, kept: Collection[str], whole_type: WholeType) -> Table:
    columns = tuple(c if c.name.casefold() in kept else _column(c, whole_type) for c in table.columns)
    return replace(table, columns=columns)


def _column(column: Column, whole_type: WholeType) -> Column:
    return replace(column, type=whole_type(column.type))
