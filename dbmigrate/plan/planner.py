"""From a package and two live catalogues to a ``MigrationPlan``.  Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from dbmigrate.config.filters import ALL_ROWS, RowFilters
from dbmigrate.config.package import Package, TableGroup
from dbmigrate.config.series import as_planned
from dbmigrate.config.table_entries import TableEntry
from dbmigrate.engines.base import Engine
from dbmigrate.model.inputs import InputValue
from dbmigrate.model.plan import (
    IntoPlan,
    LeftOutTable,
    MemberPlan,
    MigrationPlan,
    OrphanRule,
    ReadMethod,
    ResyncPlan,
    TablePlan,
    WatermarkPlan,
)
from dbmigrate.model.scope import TableScope
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, parse_type, simple
from dbmigrate.plan.delayed import delayed_indexes
from dbmigrate.plan.domains import DomainCatalog, Maps, check_homes
from dbmigrate.plan.fingerprint import fingerprint, plan_document
from dbmigrate.plan.gathered import Gathered
from dbmigrate.plan.loading import LoadingOrder
from dbmigrate.plan.members import stray_tables, unknown_zones
from dbmigrate.plan.scope import ScopeMaker
from dbmigrate.plan.selection import Members, choose
from dbmigrate.plan.targets import KeyedSource, TargetPlanner


class Planner:
    """``touched``: (source table, target table) pairs of which earlier runs have committed rows (from the ledger).

    ``filters``: which rows are wanted.  ``sets``, by source table: the filters of the runs that have copied it;
    ``of_migrated``: the rows in question are those.  ``proven_keys``, by source table: by which the source has been
    read to its end as it is now.  ``delays_indexes``: those of large tables are built behind the load.
    """

    def __init__(
        self,
        package: Package,
        source: Engine,
        target: Engine,
        *,
        inputs: Mapping[str, InputValue],
        touched: Collection[tuple[str, str]],
        filters: RowFilters = ALL_ROWS,
        sets: Mapping[str, Sequence[RowFilters]] | None = None,
        of_migrated: bool = False,
        maps: Maps | None = None,
        touched_by_others: Collection[tuple[str, str]] = (),
        filled_by_packages: Collection[str] = (),
        members: Sequence[MemberPlan] = (),
        asked_for: Members | None = None,
        proven_keys: Mapping[str, tuple[str, ...]] | None = None,
        delays_indexes: bool = False,
    ) -> None:
        self._package = package
        self._source = source
        self._target = target
        self._inputs = inputs
        self._filters = filters
        self._sets = sets or {}
        self._of_migrated = of_migrated
        self._domains = DomainCatalog(package.domains, target, maps or {})
        self._members = tuple(members)
        self._asked_for = asked_for or {}
        self._proven_keys = proven_keys or {}
        self._delays_indexes = delays_indexes
        self._gathered = Gathered()
        self._entries: list[TableEntry] = []
        self._touched = touched
        self._targets = TargetPlanner(
            source,
            target,
            self._entries,
            self._gathered,
            self._domains,
            inputs,
            touched=touched,
            touched_by_others=touched_by_others if package.consolidates else (),
            filled_by_packages=filled_by_packages,
        )
        self._scopes = ScopeMaker(package, source, self._gathered.refuse)

    def plan(self, groups: Collection[str] | None = None, tables: Collection[str] | None = None) -> MigrationPlan:
        """``tables``: only these, with what they depend on."""
        # Rows that are copied belong to a member or to none, and those of none are not asked about.
        alone = self._of_migrated and bool(self._asked_for)
        chosen = choose(self._package, self._target, groups, tables, self._asked_for, members_alone=alone)
        source_identity, target_identity = self._source.identity(), self._target.identity()
        if source_identity == target_identity:
            self._gathered.refuse(
                "DBM-4008",
                "target",
                "source and target are the same database",
                "Name another target in migration.toml",
            )
        self._gathered.findings += unknown_zones(self._package, self._members)
        if tables is None:
            strays = stray_tables(self._package, self._members, self._source, groups)
            # One member at a time can be migrated before all of them are decided about.
            self._gathered.findings += [replace(each, refuses=not self._asked_for) for each in strays]
        self._entries += [each.entry for each in chosen]
        for each in chosen:
            self._plan_table(each.group, each.entry, each.because)
        self._gathered.findings += self._domains.findings
        placed, suspensions = LoadingOrder(self._gathered.tables, self._target).apply()
        if self._delays_indexes:
            suspensions += delayed_indexes(placed, self._target, self._targets.filled)
        self._gathered.findings += check_homes(placed)
        left_out = [LeftOutTable(item.table, item.reason) for item in self._package.left_out]
        plan = MigrationPlan(
            package=self._package.name,
            package_release=self._package.release,
            source_identity=source_identity,
            target_identity=target_identity,
            inputs=tuple(sorted((name, str(value)) for name, value in self._inputs.items())),
            groups=tuple(dict.fromkeys(each.group.name for each in chosen)),
            tables=tuple(placed),
            filters=tuple(self._filters.document.items()),
            members=self._members,
            suspensions=tuple(suspensions),
            findings=tuple(self._gathered.findings),
            left_out=(*self._gathered.left_out, *left_out),
        )
        document = plan_document(plan)
        return replace(plan, document=document, fingerprint=fingerprint(document))

    def _plan_table(self, group: TableGroup, entry: TableEntry, because: str) -> None:
        found = self._source.describe_table(TableName.parse(entry.source))
        planned_entry = as_planned(entry)
        member = (planned_entry.series, planned_entry.member) if planned_entry.series else None
        if found is None:
            if planned_entry.excused:
                why = f"the source has no such table ({' '.join(member or ())}: {planned_entry.excused})"
                self._gathered.left_out.append(LeftOutTable(entry.source, why))
            elif entry.optional:
                self._gathered.left_out.append(LeftOutTable(entry.source, "the source has no such table (optional)"))
            elif member is not None:
                self._gathered.refuse(
                    "DBM-4001",
                    entry.source,
                    f"the source has no such table ({member[0]} {member[1]}, group {group.name})",
                    f"Correct tables of {member[1]!r} in migration.toml, or excused = true or take = false, and why",
                )
            else:
                self._gathered.refuse(
                    "DBM-4001",
                    entry.source,
                    f"the source has no such table (group {group.name})",
                    "Check the source's schema and version, or mark the table optional = true",
                )
            return
        for fault in planned_entry.lacking:
            advice = "Add the source's own name of it to names in the group file, or say what stands for it: else"
            self._gathered.refuse("DBM-4037", entry.source, fault, advice)
        if planned_entry.lacking:
            return
        source = self._with_types(entry, found)
        key, enforced, defect = self._key(entry, source)
        used: set[str] = set()
        targets = entry.targets
        into = [
            plan
            for each in targets
            if (plan := self._targets.plan(entry, each, KeyedSource(source, key, enforced), used))
        ]
        if len(into) != len(targets):
            return
        self._report_unused(entry, source, used)
        needed = used | {name.casefold() for name in key}
        notes = [entry.comment] if entry.comment else []
        notes += [", ".join(planned_entry.remarks)] if planned_entry.remarks else []
        notes += [f"taken along because {because} depends on it"] if because else []
        if entry.resync.deleted == "delete":
            notes.append("run --resync deletes rows that have gone from the source; so none goes as it is stored")
        if not key:
            notes.append("no usable key: the whole table is one transaction" + (f" ({defect})" if defect else ""))
        planned = TablePlan(
            group=group.name,
            source=_read_as(source, into, needed),
            key=key,
            key_is_enforced=enforced,
            method=ReadMethod.KEYSET if key else ReadMethod.ONE_TRANSACTION,
            into=tuple(into),
            watermark=self._watermark(entry, source, key),
            scope=self._scope(entry, source, tells_rows_apart=bool(key) and all(each.key for each in into)),
            orphans=self._orphans(entry, source, key, enforced=enforced),
            member=member,
            resync=ResyncPlan(entry.resync.changed == "update", entry.resync.deleted == "delete"),
            row_estimate=source.row_estimate,
            notes=tuple(notes),
        )
        # A range could end inside a group of equal keys, so only a key that the source enforces will do; and
        # without keys to tell its rows by, a table can be undone only if digests say what was copied.
        in_ranges = bool(key) and enforced and all(each.key for each in into)
        unchanged = in_ranges and all(_is_plain_copy(each) for each in into)
        # Rows that go as they are stored have no hashes, without which nothing says later that they are as they were.
        hashed = any(each.keeps_hashes for each in into)
        pulled = unchanged and not hashed and self._target.pulls_from(self._source, planned)
        self._gathered.tables.append(replace(planned, moves_server_side=pulled))

    def _orphans(self, entry: TableEntry, source: Table, key: tuple[str, ...], *, enforced: bool) -> OrphanRule | None:
        """Rows without parent are found by their key, so it must tell them apart."""
        if entry.parent is None or entry.parent.orphans == "copy":
            return None
        parent = self._source.describe_table(TableName.parse(entry.parent.table))
        if parent is None:
            return None
        pairs = []
        for ours, theirs in entry.parent.on.items():
            own, other = source.column(ours), parent.column(theirs)
            if own is None or other is None:
                lacking = f"{source.name}.{ours}" if own is None else f"{parent.name}.{theirs}"
                message = "the parent names a column that the source lacks"
                self._gathered.refuse("DBM-4011", lacking, message, "")
                return None
            pairs.append((own.name, other.name))
        if not key or not (enforced or {own for own, _ in pairs} <= set(key)):
            message = "its rows without parent cannot be told apart: no key that the source enforces"
            advice = 'Give it a unique key in the source, or write orphans = "copy"'
            self._gathered.refuse("DBM-4034", str(source.name), message, advice)
            return None
        return OrphanRule(parent, tuple(pairs))

    def _scope(self, entry: TableEntry, source: Table, *, tells_rows_apart: bool) -> TableScope:
        sets = self._sets.get(str(source.name), ())
        if self._of_migrated:
            return self._scopes.scope(entry, sets or (ALL_ROWS,))
        # Read again, these rows would be doubled.
        return self._scopes.scope(entry, (self._filters,), beyond=() if tells_rows_apart else sets)

    def _with_types(self, entry: TableEntry, table: Table) -> Table:
        if not entry.source_types:
            return table
        overrides = {}
        for name, spelling in entry.source_types.items():
            column = table.column(name)
            if column is None:
                self._gathered.refuse(
                    "DBM-4011", f"{entry.source}.{name}", "source_types names a column the source lacks"
                )
                continue
            overrides[column.name] = parse_type(spelling).with_native(column.type.native)
        columns = tuple(replace(c, type=overrides.get(c.name, c.type)) for c in table.columns)
        return replace(table, columns=columns)

    def _key(self, entry: TableEntry, source: Table) -> tuple[tuple[str, ...], bool, str | None]:
        """The key in the catalogue's spelling, whether the source enforces it, and why it cannot be used."""
        wanted = entry.key if entry.key is not None else source.primary_key or _unique_key(source)
        named = []
        for name in wanted:
            column = source.column(name)
            if column is None:
                self._gathered.refuse(
                    "DBM-4011", f"{entry.source}.{name}", "the key names a column that the source lacks"
                )
                return (), False, None
            named.append(column.name)
        key = tuple(named)
        if not key:
            return (), False, None
        is_proven = self._proven_keys.get(str(source.name)) == key
        defect = None if is_proven else self._source.key_defects(source, key)
        if defect:
            self._gathered.note("DBM-4101", entry.source, f"{defect}: copied in one transaction instead of batches")
            return (), False, defect
        enforced = _is_enforced(source, key)
        if not enforced and not all(_is_plain(source.column(name)) for name in key):
            # Ties are found by comparing values, and only these compare the same here and in the engine.
            defect = "the source does not enforce the key, and it is not made of integers, text or bytes"
            self._gathered.note("DBM-4101", entry.source, f"{defect}: copied in one transaction instead of batches")
            return (), False, defect
        return key, enforced, None

    def _report_unused(self, entry: TableEntry, source: Table, used: set[str]) -> None:
        excluded = {name.casefold() for name in entry.exclude}
        for column in source.columns:
            folded = column.name.casefold()
            if folded in used or folded in excluded:
                continue
            message = "feeds nothing; its values would be left behind"
            if entry.into or entry.incomplete:
                self._gathered.note("DBM-4106", f"{entry.source}.{column.name}", message)
            else:
                self._gathered.refuse(
                    "DBM-4006", f"{entry.source}.{column.name}", message, "Map it under columns, or list it in exclude"
                )

    def _watermark(self, entry: TableEntry, source: Table, key: tuple[str, ...]) -> WatermarkPlan | None:
        if entry.watermark is None:
            return None
        column = source.column(entry.watermark.column)
        if column is None:
            self._gathered.refuse(
                "DBM-4011",
                f"{entry.source}.{entry.watermark.column}",
                "the watermark names a column that the source lacks",
            )
            return None
        return WatermarkPlan(column, entry.watermark.overlap_seconds) if key else None


def _read_as(source: Table, into: list[IntoPlan], needed: set[str]) -> Table:
    """Only the columns that are needed; those copied with their storage class are read with it.

    A column that is also used in an expression, or by another target in another type, is read as declared.
    """
    wires = [(column.source, column.wire.kind) for plan in into for column in plan.columns]
    tagged = {name for name, kind in wires if kind is Kind.STORAGE}
    columns = []
    for column in source.columns:
        if column.name.casefold() in needed:
            kept = column.name in tagged
            columns.append(replace(column, type=simple(Kind.STORAGE, column.type.native)) if kept else column)
    return replace(source, columns=tuple(columns))


def _is_plain_copy(into: IntoPlan) -> bool:
    """A row for a row, with no expression, no map that names ids and no consent to change a value."""
    plain = (c.source is not None and not c.is_mapped and not c.consents for c in into.columns)
    return not into.distinct and all(plain)


def _is_plain(column: Column | None) -> bool:
    return column is not None and column.type.kind in (Kind.INTEGER, Kind.TEXT, Kind.BYTES)


def _unique_key(table: Table) -> tuple[str, ...]:
    for unique in table.unique_keys:
        columns: list[Column | None] = [table.column(name) for name in unique.columns]
        if all(column is not None and not column.nullable for column in columns):
            return unique.columns
    return ()


def _is_enforced(table: Table, key: tuple[str, ...]) -> bool:
    wanted = {name.casefold() for name in key}
    known = [table.primary_key, *(unique.columns for unique in table.unique_keys)]
    return any({name.casefold() for name in columns} == wanted for columns in known if columns)
