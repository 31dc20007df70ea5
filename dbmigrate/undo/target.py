"""One target of a run that is taken out: the table as it is now, and how the run wrote to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from dbmigrate.engines.base import Engine
from dbmigrate.errors import PlanRefusedError
from dbmigrate.ledger.entries import WrittenTarget
from dbmigrate.model.plan import ColumnPlan, IntoPlan
from dbmigrate.model.table import ForeignKey, Table, TableName
from dbmigrate.model.types import Kind, simple


class UndoTarget(Struct, frozen=True):
    """``comparable``: the columns are still those that were written, so rows can be compared with the digests."""

    group: str
    written: WrittenTarget
    into: IntoPlan
    comparable: bool

    @property
    def name(self) -> str:
        return self.written.target_name

    @property
    def source_table(self) -> str:
        return self.written.table_name


class Reference(Struct, frozen=True):
    """A foreign key of ``child`` to a table that is emptied.  ``is_emptied``: rows of the child are taken out too."""

    child: Table
    key: ForeignKey
    referred: TableName
    is_emptied: bool


def find_target(engine: Engine, group: str, written: WrittenTarget, planned: Mapping[str, Any]) -> UndoTarget:
    """``planned``: what the plan's document says of this target.  Raises PlanRefusedError DBM-4050."""
    table = engine.describe_table(TableName.parse(written.target_name))
    key = tuple(planned["key"])
    lost = [written.target_name] if table is None else [name for name in key if table.column(name) is None]
    if table is None or lost:
        raise PlanRefusedError(
            f"{written.target_name} is not as the run left it",
            code="DBM-4050",
            cause=f"the target no longer has {', '.join(lost)}",
            safe="Nothing was changed",
            next_step="Put it back, or take out the other tables by name with --table",
        )
    columns, comparable = _columns(engine, table, planned["fed"])
    return UndoTarget(group, written, IntoPlan(table, key, columns), comparable)


def _columns(engine: Engine, table: Table, fed: Mapping[str, Any]) -> tuple[tuple[ColumnPlan, ...], bool]:
    columns, comparable = [], True
    # In the table's own order, in which the plan had them: a digest depends on it.
    for column in table.columns:
        if column.name not in fed:
            continue
        wire = engine.wire_type(column)
        spelled = fed[column.name][1]
        if spelled == str(Kind.STORAGE):
            wire = simple(Kind.STORAGE, column.type.native)
        comparable = comparable and str(wire) == spelled
        columns.append(ColumnPlan(column, column.name, None, wire))
    return tuple(columns), comparable and len(columns) == len(fed)
