"""From the operator's filters to the rows of each source table.

A root table is filtered by its own columns.  A child follows its parent by key in every dimension in which the
parent is filtered, whatever the child's own columns say: all that belongs to a picked row comes along.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct, field

from dbmigrate.config.filters import DIMENSIONS, RowFilters
from dbmigrate.config.package import Package
from dbmigrate.config.table_entries import TableEntry
from dbmigrate.engines.base import Engine
from dbmigrate.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    HasParent,
    IsNull,
    OneOf,
    Operator,
    both,
)
from dbmigrate.model.scope import ALL_ROWS, TableScope
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind

Refuse = Callable[[str, str, str, str], None]
"""Takes code, subject, message and next step of a finding that refuses the plan."""

_TEXTS = (Kind.TEXT, Kind.STORAGE)


class _Scoped(Struct):
    """A table's scope under one set of filters, and in which dimensions it is filtered."""

    condition: Condition | None = None
    document: dict[str, Any] = field(default_factory=dict)
    reasons: list[tuple[str, Condition]] = field(default_factory=list)
    dimensions: frozenset[str] = frozenset()


class ScopeMaker:
    def __init__(self, package: Package, source: Engine, refuse: Refuse) -> None:
        self._entries = {entry.source.casefold(): entry for group in package.groups for entry in group.tables}
        self._source = source
        self._refuse = refuse
        self._defects: dict[tuple[str, str], bool] = {}
        self._refused: set[tuple[str, str, str]] = set()
        self._known: dict[tuple[str, str, tuple[str, ...]], _Scoped] = {}

    def scope(self, entry: TableEntry, sets: Sequence[RowFilters], *, beyond: Sequence[RowFilters] = ()) -> TableScope:
        """The rows of one source table, which must exist, that are in any of the sets and in none of ``beyond``.

        The scope's text is that of the sets alone.
        """
        made = self._in_any(entry, sets)
        others = [scoped for filters in beyond if (scoped := self._scoped(entry, filters, ())).condition is not None]
        if not others:
            return made
        inside = AnyOf(tuple(scoped.condition for scoped in others if scoped.condition is not None))
        # Each row outside a set meets one of its reasons: said so, no negation is needed.
        outside = AllOf(tuple(AnyOf(tuple(when for _, when in scoped.reasons)) for scoped in others))
        reason = ("in by an earlier set", both(made.condition, inside) or inside)
        return TableScope(both(made.condition, outside), made.text, (*made.reasons, reason))

    def _in_any(self, entry: TableEntry, sets: Sequence[RowFilters]) -> TableScope:
        scoped = [self._scoped(entry, filters, ()) for filters in sets if filters.document]
        if len(scoped) < len(sets) or any(each.condition is None for each in scoped):
            return ALL_ROWS
        documents = [each.document for each in scoped]
        text = json.dumps(documents[0] if len(documents) == 1 else documents, sort_keys=True, ensure_ascii=False)
        if len(scoped) == 1:
            return TableScope(scoped[0].condition, text, tuple(scoped[0].reasons))
        conditions = tuple(each.condition for each in scoped if each.condition is not None)
        return TableScope(AnyOf(conditions), text)

    def _scoped(self, entry: TableEntry, filters: RowFilters, trail: tuple[str, ...]) -> _Scoped:
        place = (entry.source.casefold(), json.dumps(filters.document, sort_keys=True), trail)
        if place not in self._known:
            self._known[place] = self._found(entry, filters, trail)
        return self._known[place]

    def _found(self, entry: TableEntry, filters: RowFilters, trail: tuple[str, ...]) -> _Scoped:
        table = self._source.describe_table(TableName.parse(entry.source))
        if table is None:
            return _Scoped()
        found = self._by_parent(entry, table, filters, (*trail, entry.source.casefold()))
        for dimension in DIMENSIONS:
            if dimension not in found.dimensions:
                self._by_column(entry, table, dimension, filters, found)
        return found

    def _refuse_once(self, code: str, subject: str, message: str, next_step: str) -> None:
        """A child asks for its parent's scope too, and would refuse the same again."""
        if (code, subject, message) not in self._refused:
            self._refused.add((code, subject, message))
            self._refuse(code, subject, message, next_step)

    def _by_parent(self, entry: TableEntry, table: Table, filters: RowFilters, trail: tuple[str, ...]) -> _Scoped:
        parent_entry = None if entry.parent is None else self._entries.get(entry.parent.table.casefold())
        # Rows that refer to their own table cannot be followed up to a root by one condition.
        if entry.parent is None or parent_entry is None or parent_entry.source.casefold() in trail:
            return _Scoped()
        above = self._scoped(parent_entry, filters, trail)
        parent = self._source.describe_table(TableName.parse(parent_entry.source))
        on = self._on(entry, table, parent)
        if above.condition is None or parent is None or not on:
            return _Scoped()
        follows = HasParent(parent, on, above.condition)
        name = str(parent.name)
        return _Scoped(
            follows,
            {"parent": {"table": name, "on": dict(on), "scope": above.document}},
            [
                (f"no row in {name}", HasParent(parent, on, absent=True)),
                (
                    f"its row in {name} is left out",
                    AllOf((HasParent(parent, on), HasParent(parent, on, above.condition, absent=True))),
                ),
            ],
            above.dimensions,
        )

    def _on(self, entry: TableEntry, table: Table, parent: Table | None) -> tuple[tuple[str, str], ...]:
        pairs = []
        for ours, theirs in (entry.parent.on if entry.parent else {}).items():
            own, other = table.column(ours), parent.column(theirs) if parent else None
            if own is None or other is None:
                lacking = f"{entry.source}.{ours}" if own is None else f"{parent.name if parent else ''}.{theirs}"
                self._refuse_once("DBM-4011", lacking, "the parent names a column that the source lacks", "")
                return ()
            pairs.append((own.name, other.name))
        return tuple(pairs)

    def _by_column(self, entry: TableEntry, table: Table, dimension: str, filters: RowFilters, found: _Scoped) -> None:
        """Add the table's own filter in this dimension, if it has one and the operator set it."""
        name = getattr(entry.filters, dimension)
        wanted = filters.since or filters.before if dimension == "date" else getattr(filters, dimension)
        if name is None or not wanted:
            return
        column = table.column(name)
        if column is None:
            self._refuse_once("DBM-4011", f"{entry.source}.{name}", "a filter names a column that the source lacks", "")
            return
        if dimension == "date":
            made = self._date(entry, table, column, filters)
        else:
            made = self._values(entry, column, dimension, getattr(filters, dimension))
        if made is None:
            return
        condition, reasons, document = made
        before = found.condition
        found.reasons += [(why, both(before, when) or when) for why, when in reasons]
        found.condition = both(before, condition)
        found.document |= document
        found.dimensions |= {dimension}

    def _date(
        self, entry: TableEntry, table: Table, column: Column, filters: RowFilters
    ) -> tuple[Condition, list[tuple[str, Condition]], dict[str, Any]] | None:
        as_text = self._source.capabilities.has_dynamic_types
        if not self._comparable(entry, table, column, as_text=as_text):
            return None
        conditions: list[Condition] = []
        reasons: list[tuple[str, Condition]] = []
        if filters.since is not None:
            conditions.append(at_least(column, filters.since, as_text=as_text))
            reasons.append((f"before {filters.since}", less_than(column, filters.since, as_text=as_text)))
        if filters.before is not None:
            conditions.append(less_than(column, filters.before, as_text=as_text))
            reasons.append((f"{filters.before} or later", at_least(column, filters.before, as_text=as_text)))
        if column.nullable:
            reasons.append((f"no {column.name}", IsNull(column)))
        document = {"date": [column.name, filters.since, filters.before]}
        return AllOf(tuple(conditions)), reasons, document

    def _comparable(self, entry: TableEntry, table: Table, column: Column, *, as_text: bool) -> bool:
        place = (str(table.name), column.name)
        if place not in self._defects:
            kind = column.type.kind
            moments = (Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)
            defect = None if kind in moments or (as_text and kind in _TEXTS) else f"it is of type {column.type}"
            defect = defect or self._source.filter_defects(table, column)
            if defect:
                self._refuse_once(
                    "DBM-4030",
                    f"{entry.source}.{column.name}",
                    f"a date range cannot be applied to it: {defect}",
                    "Leave the date range out, or name another date column under filters in the group file",
                )
            self._defects[place] = defect is None
        return self._defects[place]

    def _values(
        self, entry: TableEntry, column: Column, dimension: str, values: Sequence[str]
    ) -> tuple[Condition, list[tuple[str, Condition]], dict[str, Any]] | None:
        typed: list[int | str] = []
        for value in values:
            if column.type.kind in (Kind.INTEGER, Kind.DECIMAL):
                try:
                    typed.append(int(value))
                except ValueError:
                    self._refuse_once(
                        "DBM-4030",
                        f"{entry.source}.{column.name}",
                        f"{dimension} {value!r} is not a number, and the column holds numbers",
                        f"Name each {dimension} as the column holds it",
                    )
                    return None
            else:
                typed.append(value)
        chosen = tuple(typed)
        reasons: list[tuple[str, Condition]] = [(f"another {dimension}", OneOf(column, chosen, not_any=True))]
        if column.nullable:
            reasons.append((f"no {column.name}", IsNull(column)))
        return OneOf(column, chosen), reasons, {dimension: [column.name, list(chosen)]}


def less_than(column: Column, moment: str, *, as_text: bool) -> Condition:
    """The column holds an earlier moment; ``as_text``: moments are text, with a space or a T in the middle."""
    if not as_text:
        return Compare(column, Operator.LESS, _of_kind(column, moment))
    spaced, joined = _spellings(moment)
    if joined is None:
        return Compare(column, Operator.LESS, spaced)
    day = Compare(column, Operator.AT_LEAST, joined[:11])
    return AnyOf((Compare(column, Operator.LESS, spaced), AllOf((day, Compare(column, Operator.LESS, joined)))))


def at_least(column: Column, moment: str, *, as_text: bool) -> Condition:
    """The column holds this moment or a later one."""
    if not as_text:
        return Compare(column, Operator.AT_LEAST, _of_kind(column, moment))
    spaced, joined = _spellings(moment)
    if joined is None:
        return Compare(column, Operator.AT_LEAST, spaced)
    day = AllOf((Compare(column, Operator.AT_LEAST, spaced), Compare(column, Operator.LESS, joined[:11])))
    return AnyOf((day, Compare(column, Operator.AT_LEAST, joined)))


def _spellings(moment: str) -> tuple[str, str | None]:
    """The shortest text of a moment, with a space and with a T; at midnight the day alone serves both."""
    parsed = datetime.fromisoformat(moment)
    if (parsed.hour, parsed.minute, parsed.second, parsed.microsecond) == (0, 0, 0, 0):
        return parsed.date().isoformat(), None
    text = parsed.isoformat(sep=" ", timespec="microseconds").rstrip("0").rstrip(".")
    text = text.removesuffix(":00") if len(text) == len("2010-04-15 13:30:00") else text
    return text, text.replace(" ", "T")


def _of_kind(column: Column, moment: str) -> str:
    """For a column of days, a moment within a day means the next day: both < and >= begin there."""
    parsed = datetime.fromisoformat(moment)
    if column.type.kind is not Kind.DATE:
        return parsed.isoformat(sep=" ")
    day: date = parsed.date()
    if parsed != datetime.combine(day, datetime.min.time()):
        day += timedelta(days=1)
    return day.isoformat()
