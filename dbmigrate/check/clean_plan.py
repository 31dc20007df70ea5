"""What ``clean`` would do to the source, table by table, by the rules of the group files.  Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from dbmigrate.check.key_scan import copied_from, is_enforced
from dbmigrate.config.package import Package
from dbmigrate.config.table_entries import CleanRule, KeepRule, TableEntry
from dbmigrate.engines.base import Engine
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.session import Session
from dbmigrate.errors import ConfigurationError
from dbmigrate.model.doubts import KeyComparison
from dbmigrate.model.plan import MigrationPlan, TablePlan
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind

BAD_RULE = "DBM-3080"

NullValue = str | int | float | bool


class CleanStep(Struct, frozen=True):
    """One change of one table.

    ``kind``: nulls (``value`` takes their place), null rows or duplicates (taken out).  ``condition``: SQL that is
    true for the rows it changes.  ``key``: by it a changed row is found again; empty where rows are taken out.
    ``refusal``: why it is not done; empty if it is.
    """

    table: Table
    kind: str
    columns: tuple[str, ...]
    condition: str
    rule: str
    rows: int
    value: NullValue | None = None
    key: tuple[str, ...] = ()
    refusal: str = ""


class CleanPlanner:
    """``session``: of the source."""

    def __init__(self, plan: MigrationPlan, package: Package, source: Engine, target: Engine, session: Session) -> None:
        self._plan = plan
        self._package = package
        self._source = source
        self._target = target
        self._session = session
        self._sql: ScanSql = source.scan_sql()
        self._referred = self._referred_tables()

    def steps(self, table: TablePlan) -> Iterator[CleanStep]:
        """In their order: nulls first, for a value in their place may make a duplicate.

        Asked one by one, so that each step may count on those before it having been done.  Steps that find no row
        are left out.
        """
        source = self._source.describe_table(table.source.name)
        entry = self._entry(table)
        if source is None or entry is None:
            return
        rule = entry.clean
        found = [*self._nulls(source, rule), *self._null_rows(source, rule)]
        yield from (step for step in found if step.rows)
        for step in self._duplicates(table, source, entry):
            if step.rows:
                yield step

    def _entry(self, table: TablePlan) -> TableEntry | None:
        wanted = table.source.name.name.casefold()
        entries = (entry for group in self._package.groups for entry in group.tables)
        return next((one for one in entries if TableName.parse(one.source).name.casefold() == wanted), None)

    def _nulls(self, source: Table, rule: CleanRule) -> Iterator[CleanStep]:
        for name, value in rule.nulls.items():
            column = _named(source, name, "nulls")
            key = self._key_without(source, column)
            refusal = self._why_not(source, removes=False)
            if key is None:
                refusal = "no key that the source enforces would find the rows again; drop_nulls takes them out instead"
            condition = f"{self._sql.name(column)} IS NULL"
            rows = self._count(source, condition)
            rule_text = f"NULL becomes {value!r}"
            yield CleanStep(source, "nulls", (column.name,), condition, rule_text, rows, value, key or (), refusal)

    def _null_rows(self, source: Table, rule: CleanRule) -> Iterator[CleanStep]:
        for name in rule.drop_nulls:
            column = _named(source, name, "drop_nulls")
            condition = f"{self._sql.name(column)} IS NULL"
            refusal = self._why_not(source, removes=True)
            rows = self._count(source, condition)
            rule_text = "rows with NULL are taken out"
            yield CleanStep(source, "null rows", (column.name,), condition, rule_text, rows, refusal=refusal)

    def _duplicates(self, table: TablePlan, source: Table, entry: TableEntry) -> Iterator[CleanStep]:
        rule = entry.clean.duplicates or self._package.clean.duplicates
        if rule is None:
            return
        by = self._by(source, entry, rule)
        for columns, grouped in self._keys(table, source, rule):
            condition = self._doomed(source, columns, grouped, rule, by)
            named = tuple(column.name for column in columns)
            rule_text = f"the {rule.keep} stays" + (f", by {by.name}" if by else f", {self._sql.row_order(source)}")
            rows = self._count(source, condition)
            refusal = self._why_not(source, removes=True)
            yield CleanStep(source, "duplicates", named, condition, rule_text, rows, refusal=refusal)

    def _by(self, source: Table, entry: TableEntry, rule: KeepRule) -> Column | None:
        if rule.by is not None and (rule is entry.clean.duplicates or source.column(rule.by) is not None):
            return _named(source, rule.by, "duplicates.by")
        return source.column(entry.watermark.column) if rule.by is None and entry.watermark is not None else None

    def _keys(self, table: TablePlan, source: Table, rule: KeepRule) -> Iterator[tuple[list[Column], list[str]]]:
        """Source columns of each key, and the expressions under which the target takes two of them for one."""
        if rule.key is not None:
            columns = [_named(source, name, "duplicates.key") for name in rule.key]
            yield columns, [self._sql.name(column) for column in columns]
            return
        seen: set[tuple[str, ...]] = set()
        for into in table.into:
            for key in (into.table.primary_key, *(unique.columns for unique in into.table.unique_keys)):
                fed = copied_from(table, into, key) if key else None
                if fed is None:
                    continue
                columns = [source.column(column.name) or column for column in fed]
                pairs = zip(key, columns, strict=True)
                grouped = [self._sql.folded(column, self._comparison(into.table, name)) for name, column in pairs]
                plain = [self._sql.name(column) for column in columns]
                if tuple(grouped) in seen or (grouped == plain and is_enforced(source, columns)):
                    continue
                seen.add(tuple(grouped))
                yield columns, grouped

    def _comparison(self, target: Table, name: str) -> KeyComparison:
        column = target.column(name)
        if column is None or column.type.kind is not Kind.TEXT:
            return KeyComparison.EXACT
        return self._target.key_comparison(target, column)

    def _doomed(
        self, source: Table, columns: Sequence[Column], grouped: Sequence[str], rule: KeepRule, by: Column | None
    ) -> str:
        of, own = self._sql.from_clause(source), self._sql.table(source.name)
        addresses = self._sql.row_addresses(source)
        direction = "DESC" if rule.keep == "newest" else "ASC"
        order = [f"{address} {direction}" for address in addresses]
        if by is not None:
            name = self._sql.name(by)
            # NULL says nothing of a row's age, so such a row is the first to go.
            order = [f"CASE WHEN {name} IS NULL THEN 1 ELSE 0 END", f"{name} {direction}", *order]
        present = " AND ".join(f"{self._sql.name(column)} IS NOT NULL" for column in columns)
        ranked = (
            f"SELECT {', '.join(f'{address} AS a{n}' for n, address in enumerate(addresses))},"
            f" row_number() OVER (PARTITION BY {', '.join(grouped)} ORDER BY {', '.join(order)}) AS place"
            f" FROM {of} WHERE {present}"
        )
        if len(addresses) == 1:
            return f"{addresses[0]} IN (SELECT a0 FROM ({ranked}) ranked WHERE place > 1)"
        match = " AND ".join(f"ranked.a{n} = {own}.{address}" for n, address in enumerate(addresses))
        return f"EXISTS (SELECT 1 FROM ({ranked}) ranked WHERE place > 1 AND {match})"

    def _key_without(self, source: Table, column: Column) -> tuple[str, ...] | None:
        """A key that the source enforces, without NULLs, to which the column does not belong."""
        for key in (source.primary_key, *(unique.columns for unique in source.unique_keys)):
            if not key or column.name in key:
                continue
            missing = " OR ".join(f"{self._sql.name(name)} IS NULL" for name in key)
            if not self._count(source, missing):
                return key
        return None

    def _count(self, source: Table, condition: str) -> int:
        [row] = self._session.run_sql(f"SELECT count(*) AS n FROM {self._sql.from_clause(source)} WHERE {condition}")
        return int(next(iter(row.values())))

    def _why_not(self, source: Table, *, removes: bool) -> str:
        if source.triggers:
            return f"a trigger could change other rows with it ({', '.join(source.triggers)})"
        if removes and self._source.capabilities.enforces_foreign_keys and source.name in self._referred:
            return "rows of another table may belong to those that would be taken out (foreign key)"
        return ""

    def _referred_tables(self) -> set[TableName]:
        tables = (self._source.describe_table(name) for name in self._source.list_tables())
        return {key.referred for table in tables if table is not None for key in table.foreign_keys}


def _named(source: Table, name: str, where: str) -> Column:
    column = source.column(name)
    if column is None:
        raise ConfigurationError(
            "a clean-up rule names a column that the source lacks",
            code=BAD_RULE,
            where=f"{source.name}.{name}, clean.{where}",
            safe="Nothing was changed",
            next_step="Correct the rule in the group file",
        )
    return column
