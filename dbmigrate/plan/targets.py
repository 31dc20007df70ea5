"""One target of a table: its columns, the key that tells its rows apart, and whether rows may be there already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from dbmigrate.config.table_entries import IntoEntry, TableEntry
from dbmigrate.engines.base import Engine
from dbmigrate.model.domains import Rule
from dbmigrate.model.inputs import InputValue
from dbmigrate.model.plan import ColumnPlan, IntoPlan, WriteMode
from dbmigrate.model.table import Table, TableName
from dbmigrate.plan.binding import unbound
from dbmigrate.plan.domains import DomainCatalog
from dbmigrate.plan.gathered import Gathered
from dbmigrate.plan.mapping import map_columns


class KeyedSource(Struct, frozen=True):
    source: Table
    key: tuple[str, ...]
    key_is_enforced: bool


class TargetPlanner:
    """``entries``: all of the plan; ``touched`` and the others as ``Planner`` has them."""

    def __init__(
        self,
        source: Engine,
        target: Engine,
        entries: Sequence[TableEntry],
        gathered: Gathered,
        domains: DomainCatalog,
        inputs: Mapping[str, InputValue],
        *,
        touched: Collection[tuple[str, str]],
        touched_by_others: Collection[tuple[str, str]],
        filled_by_packages: Collection[str],
    ) -> None:
        self._source = source
        self._target = target
        self._entries = entries
        self._gathered = gathered
        self._domains = domains
        self._inputs = inputs
        self._touched = touched
        self._touched_by_others = touched_by_others
        self._filled_by_packages = filled_by_packages

    @cached_property
    def filled(self) -> set[TableName]:
        """Of the targets that may have to be empty, those that are not; asked once for all."""
        names = [into.target for entry in self._entries if entry.mode == "insert" for into in entry.targets]
        found = [self._target.describe_table(TableName.parse(name)) for name in dict.fromkeys(names)]
        return self._target.filled({table.name for table in found if table is not None})

    def plan(self, entry: TableEntry, into: IntoEntry, table: KeyedSource, used: set[str]) -> IntoPlan | None:
        """None if it has no such table; ``used`` gets the source's columns that feed it, folded."""
        source = table.source
        target = self._target.describe_table(TableName.parse(into.target))
        if target is None:
            self._gathered.refuse(
                "DBM-4002",
                into.target,
                "the target has no such table",
                "Create it; a package's own script: dbmigrate scripts run --side target --stage schema",
            )
            return None
        mapping = map_columns(entry, into, source, target, self._source, self._target, self._domains)
        self._gathered.findings += mapping.findings
        if not any(finding.refuses for finding in mapping.findings):
            self._gathered.findings += unbound(source, target, mapping.columns, self._inputs)
        used |= mapping.used
        target_key = self._target_key(into, table, target, mapping.columns)
        may_hold_rows = entry.target_rows == "any" or into.distinct
        if (may_hold_rows or entry.mode == "upsert") and not target_key:
            self._gathered.refuse(
                "DBM-4009",
                into.target,
                "rows may already be in the target, but no key tells them apart",
                'Give the target a primary key, name key = [...], or set target_rows = "empty"',
            )
        elif (may_hold_rows or entry.mode == "upsert") and not table.key:
            self._gathered.refuse(
                "DBM-4014",
                entry.source,
                "rows may already be in the target, but the source has no usable key and is copied as a whole",
                'Name key = [...] for the source, or set target_rows = "empty" and mode = "insert"',
            )
        filled_by_us = (str(source.name), str(target.name)) in self._touched
        # Rows of other sources, which the domains keep apart; a table without a key is added to as a whole.
        may_hold_rows = may_hold_rows or (str(source.name), str(target.name)) in self._touched_by_others
        # Rows that a package which comes after this one has added to ours.
        may_hold_rows = may_hold_rows or (filled_by_us and str(target.name) in self._filled_by_packages)
        must_be_empty = not may_hold_rows and entry.mode == "insert" and not filled_by_us
        if must_be_empty and target.name in self.filled:
            self._gathered.refuse(
                "DBM-4003",
                into.target,
                "the target table is not empty, and no earlier run of this ledger has filled it",
                'Empty it, or set target_rows = "any" in the group file to add to what is there',
            )
        if into.distinct and not all(column.domain for column in mapping.columns if column.name in target_key):
            self._gathered.refuse("DBM-4033", into.target, "distinct = true needs a target key made of id domains")
        columns = tuple(mapping.columns)
        hashed = bool(target_key) and entry.resync.deleted == "delete"
        return IntoPlan(target, target_key, columns, WriteMode(entry.mode), may_hold_rows, into.distinct, hashed)

    def _target_key(
        self, into: IntoEntry, table: KeyedSource, target: Table, columns: list[ColumnPlan]
    ) -> tuple[str, ...]:
        """Columns that tell whether a row is there already, () if there are none.

        Two rows never share their values, and none of them can be NULL, which equals nothing.
        """
        fed = {column.name.casefold(): column for column in columns}
        unique = [target.primary_key, *(unique.columns for unique in target.unique_keys)]
        from_source = {(column.source or "").casefold(): column.name for column in columns}
        if table.key and all(name.casefold() in from_source for name in table.key):
            own = tuple(from_source[name.casefold()] for name in table.key)
            unique += [own] if table.key_is_enforced else []
        if table.key_is_enforced:
            # One number for each key that is spelled out, and no other source's key has it.
            unique += [(column.name,) for column in columns if _is_number_of_key(column, table.key)]
        if into.key is not None:
            return self._named_key(into, fed, unique, table)
        for candidate in unique:
            if candidate and all(_is_never_null(fed.get(name.casefold()), table) for name in candidate):
                return candidate
        return ()

    def _named_key(
        self,
        into: IntoEntry,
        fed: dict[str, ColumnPlan],
        unique: list[tuple[str, ...]],
        table: KeyedSource,
    ) -> tuple[str, ...]:
        key = []
        for name in into.key or ():
            column = fed.get(name.casefold())
            if column is None:
                fault = "the target key names a column that nothing feeds"
                self._gathered.refuse("DBM-4011", f"{into.target}.{name}", fault)
            elif not _is_never_null(column, table):
                self._gathered.refuse(
                    "DBM-4013",
                    f"{into.target}.{name}",
                    "the target key may hold NULL there, so it does not tell rows apart",
                    "Choose columns that are NOT NULL in the source or in the target",
                )
            else:
                key.append(column.name)
        wanted = {name.casefold() for name in key}
        if any(columns and {name.casefold() for name in columns} <= wanted for columns in unique):
            return tuple(key)
        self._gathered.note(
            "DBM-4107",
            into.target,
            f"nothing enforces that the target key ({', '.join(key)}) is unique: the table is copied once, "
            "and not read again by a later run",
        )
        return ()


def _is_number_of_key(column: ColumnPlan, key: tuple[str, ...]) -> bool:
    allocates = column.domain is not None and column.domain.rule is Rule.ALLOCATE and not column.domain.shared
    if not allocates or column.expression is None:
        return False
    # With it comes the SQL parser.
    from dbmigrate.plan.spelled_keys import spells

    return spells(column.expression, key)


def _is_never_null(column: ColumnPlan | None, table: KeyedSource) -> bool:
    if column is None:
        return False
    read = table.source.column(column.source) if column.source is not None else None
    return not column.target.nullable or (read is not None and (not read.nullable or read.name in table.key))
