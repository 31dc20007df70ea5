"""Conditions on rows of one table, as values that every engine renders in its own SQL.

Each is written so that it is true or not true; no negation is needed, so NULL never decides by accident.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dbmigrate.model.table import Column, Table


class Operator(StrEnum):
    LESS = "<"
    AT_LEAST = ">="
    ABOVE = ">"


@dataclass(frozen=True, slots=True)
class Compare:
    """``value`` is compared by the engine, as a value of the column's own type; never true for NULL."""

    column: Column
    operator: Operator
    value: int | str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The column holds one of the values, or (``not_any``) another value than all of them; never true for NULL."""

    column: Column
    values: tuple[int | str, ...]
    not_any: bool = False


@dataclass(frozen=True, slots=True)
class IsNull:
    column: Column


@dataclass(frozen=True, slots=True)
class HasParent:
    """There is (``absent``: there is not) a row of ``parent`` with equal ``on`` columns that meets ``where``.

    ``on``: pairs of (column of this table, column of the parent).
    """

    parent: Table
    on: tuple[tuple[str, str], ...]
    where: Condition | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Without members: always true."""

    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Without members: never true."""

    members: tuple[Condition, ...]


Condition = Compare | OneOf | IsNull | HasParent | AllOf | AnyOf


def both(first: Condition | None, second: Condition | None) -> Condition | None:
    """Rows that meet both; None stands for no condition."""
    if first is None or second is None:
        return first if second is None else second
    return AllOf((first, second))
