"""Conditions on rows of one table, as values that every engine renders in its own SQL.

Each is written so that it is true or not true; no negation is needed, so NULL never decides by accident.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from dbmigrate.model.table import Column, Table


class Operator(StrEnum):
    LESS = "<"
    AT_LEAST = ">="
    ABOVE = ">"


class Compare(Struct, frozen=True):
    """``value`` is compared by the engine, as a value of the column's own type; never true for NULL."""

    column: Column
    operator: Operator
    value: int | str


class OneOf(Struct, frozen=True):
    """The column holds one of the values, or (``not_any``) another value than all of them; never true for NULL."""

    column: Column
    values: tuple[int | str, ...]
    not_any: bool = False


class IsNull(Struct, frozen=True):
    column: Column


class HasParent(Struct, frozen=True):
    """There is (``absent``: there is not) a row of ``parent`` with equal ``on`` columns that meets ``where``.

    ``on``: pairs of (column of this table, column of the parent).
    """

    parent: Table
    on: tuple[tuple[str, str], ...]
    where: Condition | None = None
    absent: bool = False


class AllOf(Struct, frozen=True):
    """Without members: always true."""

    members: tuple[Condition, ...]


class AnyOf(Struct, frozen=True):
    """Without members: never true."""

    members: tuple[Condition, ...]


Condition = Compare | OneOf | IsNull | HasParent | AllOf | AnyOf


def both(first: Condition | None, second: Condition | None) -> Condition | None:
    """Rows that meet both; None stands for no condition."""
    if first is None or second is None:
        return first if second is None else second
    return AllOf((first, second))
