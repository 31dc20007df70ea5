"""Keys that are not unique, clash in the target's collation, or point at rows that are not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dbmigrate.check.findings import EXAMPLES, ScanFinding
from dbmigrate.check.server_scan import shown
from dbmigrate.config.package import Package
from dbmigrate.engines.base import Engine
from dbmigrate.engines.session import Session
from dbmigrate.model.domains import Rule
from dbmigrate.model.doubts import KeyComparison
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan
from dbmigrate.model.table import Column, ForeignKey, Table, TableName
from dbmigrate.model.types import Kind


class KeyScanner:
    """``not_scanned``: what could not be asked, and why."""

    def __init__(self, plan: MigrationPlan, package: Package, source: Engine, target: Engine, session: Session) -> None:
        self._plan = plan
        self._sql = source.scan_sql()
        self._source = source
        self._target = target
        self._session = session
        self._entries = {
            TableName.parse(entry.source).name.casefold(): entry for group in package.groups for entry in group.tables
        }
        self.not_scanned: list[tuple[str, str]] = []

    def scan(self, table: TablePlan) -> Iterator[ScanFinding]:
        for into in table.into:
            yield from self._unique_keys(table, into)
            for key in into.table.foreign_keys:
                yield from self._orphans(table, into, key)
            yield from self._unnamed_ids(table, into)
        yield from self._without_parent(table)

    # Duplicates and clashes

    def _unique_keys(self, table: TablePlan, into: IntoPlan) -> Iterator[ScanFinding]:
        keys = [into.table.primary_key, *(unique.columns for unique in into.table.unique_keys)]
        for key in dict.fromkeys(key for key in keys if key):
            if self._is_merged(into, key):
                continue
            columns = copied_from(table, into, key)
            if columns is None:
                if any(_feeds(into, name) for name in key):
                    place = f"{into.table.name.name} ({', '.join(key)})"
                    self.not_scanned.append((table.name, f"duplicates of {place}: made by expressions"))
                continue
            yield from self._duplicates(table, into, key, columns)

    def _is_merged(self, into: IntoPlan, key: Sequence[str]) -> bool:
        """Whether rows of one key become one row, by the plan: distinct rows, or rows that share their name's id."""
        named = {name.casefold() for name in key}
        if into.distinct and named == {name.casefold() for name in into.key}:
            return True
        names = [c.domain.home for c in into.columns if c.domain is not None and c.domain.rule is Rule.MATCH]
        return any(
            home is not None and home.table.name == into.table.name and named == {name.casefold() for name in home.by}
            for home in names
        )

    def _duplicates(
        self, table: TablePlan, into: IntoPlan, key: Sequence[str], columns: list[Column]
    ) -> Iterator[ScanFinding]:
        exact = [self._sql.name(column) for column in columns]
        folded = [
            self._sql.folded(column, self._comparison(into, name)) for name, column in zip(key, columns, strict=True)
        ]
        enforced = is_enforced(table.source, columns)
        equal = 0 if enforced else self._surplus(table, columns, exact)
        place = f"{', '.join(column.name for column in columns)} -> {into.table.name.name} ({', '.join(key)})"
        if equal:
            reason = "more than one row has this key, the target takes one"
            yield self._duplicate(table, "duplicate", place, reason, equal, columns, exact)
        if folded != exact:
            clashes = self._surplus(table, columns, folded) - equal
            if clashes:
                reason = "keys differ in case or blanks only, the target takes them for one"
                yield self._duplicate(table, "clash", place, reason, clashes, columns, folded)

    def _comparison(self, into: IntoPlan, name: str) -> KeyComparison:
        column = into.table.column(name)
        if column is None or column.type.kind is not Kind.TEXT:
            return KeyComparison.EXACT
        return self._target.key_comparison(into.table, column)

    def _surplus(self, table: TablePlan, columns: list[Column], grouped: Sequence[str]) -> int:
        """Rows beyond the first of each key."""
        inner = f"SELECT count(*) AS n {self._groups(table, columns, grouped)}"
        [row] = self._session.run_sql(f"SELECT sum(n) - count(*) AS surplus FROM ({inner}) counted")
        return int(next(iter(row.values())) or 0)

    def _groups(self, table: TablePlan, columns: list[Column], grouped: Sequence[str]) -> str:
        present = " AND ".join(f"{self._sql.name(column)} IS NOT NULL" for column in columns)
        of = self._sql.rows(table.source, table.scope.condition)
        return f"FROM {of} s WHERE {present} GROUP BY {', '.join(grouped)} HAVING count(*) > 1"

    def _duplicate(
        self,
        table: TablePlan,
        kind: str,
        place: str,
        reason: str,
        count: int,
        columns: list[Column],
        grouped: Sequence[str],
    ) -> ScanFinding:
        listed = ", ".join(f"min({self._sql.shown(column)}) AS k{number}" for number, column in enumerate(columns))
        groups = self._groups(table, columns, grouped)
        rows = self._session.run_sql(self._sql.first_rows(listed, groups, EXAMPLES))
        show = f"SELECT {', '.join(grouped)}, count(*) {groups}"
        return ScanFinding(
            table.name,
            place,
            kind,
            reason,
            count,
            True,
            tuple(column.name for column in columns),
            tuple(tuple(shown(value) for value in row.values()) for row in rows),
            show,
            "-- by the rule of the group file: dbmigrate clean",
        )

    # Rows without their parent

    def _orphans(self, table: TablePlan, into: IntoPlan, key: ForeignKey) -> Iterator[ScanFinding]:
        columns = copied_from(table, into, key.columns)
        place = f"{into.table.name.name} ({', '.join(key.columns)}) -> {key.referred}"
        parent = self._feeder(key) if columns else None
        if columns is None or parent is None:
            if any(_feeds(into, name) for name in key.columns):
                why = "its parent is not part of this migration" if columns else "made by expressions"
                self.not_scanned.append((table.name, f"orphans of {place}: {why}"))
            return
        rule = table.orphans
        if rule is not None and rule.parent.name == parent[0] and {c.name for c in columns} == {o for o, _ in rule.on}:
            return  # the group file's rule comes first, and is told of below
        refuses = self._target.capabilities.enforces_foreign_keys
        yield from self._missing(table, columns, *parent, place, refuses=refuses)

    def _feeder(self, key: ForeignKey) -> tuple[TableName, str, list[Column]] | None:
        """The source table, its rows, and the columns that fill what a foreign key of the target refers to."""
        for table in self._plan.tables:
            for into in table.into:
                if into.table.name == key.referred:
                    columns = copied_from(table, into, key.referred_columns)
                    rows = self._sql.rows(table.source, table.scope.condition)
                    return None if columns is None else (table.source.name, rows, columns)
        return None

    def _unnamed_ids(self, table: TablePlan, into: IntoPlan) -> Iterator[ScanFinding]:
        """Ids that go by the name of the row they belong to, and belong to no row."""
        for column in into.columns:
            domain = column.domain
            if domain is None or domain.rule is not Rule.MATCH or domain.home is None:
                continue
            if domain.home.table.name == into.table.name and domain.home.column == column.name:
                continue
            place = f"{into.table.name.name} ({column.name}) -> {domain.home.table.name} ({domain.name})"
            key = ForeignKey((column.name,), domain.home.table.name, (domain.home.column,))
            columns, home = copied_from(table, into, key.columns), self._feeder(key)
            if columns is None or home is None:
                why = "made by expressions" if columns is None else "its ids are known to the ledger, if at all"
                self.not_scanned.append((table.name, f"ids without a row of {place}: {why}"))
                continue
            yield from self._missing(table, columns, *home, place, refuses=True, beside=domain.fixed)

    def _without_parent(self, table: TablePlan) -> Iterator[ScanFinding]:
        """By the group file, which says whether they are rejected; a filter by date would never find them."""
        entry = self._entries.get(table.source.name.name.casefold())
        if entry is None or entry.parent is None:
            return
        parent = self._source.describe_table(TableName.parse(entry.parent.table))
        child = self._source.describe_table(table.source.name)
        if parent is None or child is None:
            return
        own = [child.column(name) for name in entry.parent.on]
        theirs = [parent.column(name) for name in entry.parent.on.values()]
        columns = [column for column in own if column is not None]
        referred = [column for column in theirs if column is not None]
        if len(columns) == len(own) and len(referred) == len(theirs):
            place = f"{', '.join(column.name for column in columns)} -> {entry.parent.table}"
            rows = self._sql.from_clause(parent)
            refuses = entry.parent.orphans == "reject"
            yield from self._missing(table, columns, parent.name, rows, referred, place, refuses=refuses)

    def _missing(
        self,
        table: TablePlan,
        columns: list[Column],
        parent: TableName,
        parent_rows: str,
        referred: list[Column],
        place: str,
        *,
        refuses: bool,
        beside: Collection[str] = (),
    ) -> Iterator[ScanFinding]:
        """``beside``: values that need no row."""
        named = [self._sql.name(column) for column in columns]
        match = " AND ".join(
            f"p.{self._sql.name(theirs)} = c.{own}" for theirs, own in zip(referred, named, strict=True)
        )
        present = " AND ".join(f"c.{name} IS NOT NULL" for name in named)
        for value in sorted(beside):
            text = value.replace("'", "''")
            present += "".join(f" AND {self._sql.shown(column)} <> '{text}'" for column in columns)
        rest = (
            f"FROM {self._sql.rows(table.source, table.scope.condition)} c WHERE {present} AND NOT EXISTS"
            f" (SELECT 1 FROM {parent_rows} p WHERE {match})"
        )
        [row] = self._session.run_sql(f"SELECT count(*) AS n {rest}")
        count = int(next(iter(row.values())))
        if not count:
            return
        listed = ", ".join(f"{self._sql.shown(column)} AS k{number}" for number, column in enumerate(columns))
        rows = self._session.run_sql(self._sql.first_rows(listed, rest, EXAMPLES))
        yield ScanFinding(
            table.name,
            place,
            "orphan",
            f"has no row in {parent}" + ("" if refuses else "; it is copied as it is"),
            count,
            refuses,
            tuple(column.name for column in columns),
            tuple(tuple(shown(value) for value in row.values()) for row in rows),
            f"SELECT * {rest}",
            f"-- either make the missing rows in {parent}, or take these out (keep a copy): SELECT * {rest}",
        )


def copied_from(table: TablePlan, into: IntoPlan, names: Sequence[str]) -> list[Column] | None:
    """The source columns that are copied into these; None if one of them is made otherwise."""
    by_name = {column.name.casefold(): column for column in into.columns}
    found = []
    for name in names:
        fed = by_name.get(name.casefold())
        column = table.source.column(fed.source) if fed is not None and fed.source is not None else None
        if column is None:
            return None
        found.append(column)
    return found


def _feeds(into: IntoPlan, name: str) -> bool:
    return any(column.name.casefold() == name.casefold() for column in into.columns)


def is_enforced(source: Table, columns: Sequence[Column]) -> bool:
    wanted = {column.name.casefold() for column in columns}
    known = [source.primary_key, *(unique.columns for unique in source.unique_keys)]
    return any(key and {name.casefold() for name in key} <= wanted for key in known)
