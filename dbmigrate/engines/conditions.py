"""SQL for conditions on rows, common to all engines; each brings its quoting, literals and table names."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from dbmigrate.model.conditions import AllOf, AnyOf, Compare, Condition, HasParent, IsNull, OneOf
from dbmigrate.model.table import Column, Table

ALWAYS, NEVER = "1 = 1", "1 = 0"


class ConditionWriter(Struct, frozen=True):
    """``quote``: an identifier; ``literal``: a value as SQL of the column's type; ``from_clause``: a table
    as it stands after FROM, without alias."""

    quote: Callable[[str], str]
    literal: Callable[[int | str, Column], str]
    from_clause: Callable[[Table], str]

    def sql(self, condition: Condition, of: str, depth: int = 0) -> str:
        """``of``: how the columns of the table at hand are qualified, such as ``t``."""
        match condition:
            case Compare(column, operator, value):
                return f"{of}.{self.quote(column.name)} {operator} {self.literal(value, column)}"
            case OneOf(column, values, not_any):
                if not values:
                    return f"{of}.{self.quote(column.name)} IS NOT NULL" if not_any else NEVER
                listed = ", ".join(self.literal(value, column) for value in values)
                return f"{of}.{self.quote(column.name)} {'NOT IN' if not_any else 'IN'} ({listed})"
            case IsNull(column):
                return f"{of}.{self.quote(column.name)} IS NULL"
            case HasParent():
                return self._has_parent(condition, of, depth + 1)
            case AllOf(members):
                return self._joined(members, " AND ", ALWAYS, of, depth)
            case AnyOf(members):
                return self._joined(members, " OR ", NEVER, of, depth)

    def _has_parent(self, condition: HasParent, of: str, depth: int) -> str:
        alias = f"p{depth}"
        clauses = [f"{alias}.{self.quote(theirs)} = {of}.{self.quote(ours)}" for ours, theirs in condition.on]
        if condition.where is not None:
            clauses.append(self.sql(condition.where, alias, depth))
        exists = "NOT EXISTS" if condition.absent else "EXISTS"
        parent = self.from_clause(condition.parent)
        return f"{exists} (SELECT 1 FROM {parent} {alias} WHERE {' AND '.join(clauses)})"

    def _joined(self, members: tuple[Condition, ...], word: str, none: str, of: str, depth: int) -> str:
        if not members:
            return none
        return "(" + word.join(self.sql(member, of, depth) for member in members) + ")"
