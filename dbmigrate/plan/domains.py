"""The package's id domains against the live target: which columns go through which map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dbmigrate.config.domains import DomainEntry, is_place
from dbmigrate.engines.base import Engine
from dbmigrate.model.domains import Domain, Home, Rule
from dbmigrate.model.plan import Finding, IntoPlan, TablePlan
from dbmigrate.model.table import Table, TableName
from dbmigrate.model.types import Kind

Maps = Mapping[str, Mapping[str, str]]
_IDS = (Kind.INTEGER, Kind.DECIMAL, Kind.TEXT, Kind.UUID)
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
_NAMES = (Kind.INTEGER, Kind.TEXT)


class DomainCatalog:
    """``maps``: the operator's, by domain.  Homes that the target lacks leave their domain out, with a finding
    only where a column would have gone through it."""

    def __init__(self, entries: Sequence[DomainEntry], target: Engine, maps: Maps) -> None:
        self._entries = entries
        self._target = target
        self._maps = maps
        self._made: dict[str, Domain | None] = {}
        # By the column's name alone: a schema has thousands of columns, and few of them are ids.
        self._by_column: dict[str, list[DomainEntry]] = defaultdict(list)
        self._by_name_column: dict[str, list[DomainEntry]] = defaultdict(list)
        for entry in entries:
            places = (*entry.columns, *((entry.home,) if entry.home else ()))
            for column in {place.rpartition(".")[2].casefold() for place in places}:
                self._by_column[column].append(entry)
            for column in entry.by:
                self._by_name_column[column.casefold()].append(entry)
        self.findings: list[Finding] = []

    def domain_of(self, table: Table, column: str, chosen: str | None = None) -> Domain | None:
        """The active domain of a target column, ``chosen`` or declared; None for a column that is copied as it is."""
        if chosen is not None:
            named = [entry for entry in self._entries if entry.name == chosen]
            if not named:
                self._refuse("DBM-4033", f"{table.name}.{column}", f"the package declares no domain {chosen!r}")
        else:
            named = [
                entry for entry in self._by_column.get(column.casefold(), ()) if entry.holds(str(table.name), column)
            ]
        if len(named) > 1:
            self._refuse(
                "DBM-4033", f"{table.name}.{column}", f"is in two domains: {named[0].name} and {named[1].name}"
            )
        if not named:
            return None
        entry = named[0]
        if entry.name not in self._made:
            self._made[entry.name] = self._make(entry)
        domain = self._made[entry.name]
        if domain is None or not domain.is_active:
            return None
        found = table.column(column)
        if found is not None and found.type.kind not in _IDS:
            self._refuse("DBM-4033", f"{table.name}.{column}", f"{found.type} cannot hold the ids of {entry.name}")
        return domain

    def names_rows(self, table: Table, column: str) -> bool:
        """Whether the column is a part of the natural key by which rows of the table are matched."""
        return any(
            entry.home is not None and is_place(f"{entry.home.rpartition('.')[0]}.{column}", str(table.name), column)
            for entry in self._by_name_column.get(column.casefold(), ())
        )

    def _make(self, entry: DomainEntry) -> Domain | None:
        home = None
        if entry.home is not None:
            home = self._home(entry, entry.home)
            if home is None:
                return None
        draft = Domain(entry.name, Rule(entry.rule), ignore_case=entry.ignore_case)
        given = {draft.normal(key): value for key, value in self._maps.get(entry.name, {}).items()}
        return Domain(
            entry.name,
            Rule(entry.rule),
            home=home,
            keep=entry.keep,
            shared=entry.shared,
            exclusive=entry.exclusive,
            ignore_case=entry.ignore_case,
            fixed=frozenset(draft.normal(value) for value in entry.fixed),
            given=tuple(sorted(given.items())),
        )

    def _home(self, entry: DomainEntry, place: str) -> Home | None:
        table_name, _, column_name = place.rpartition(".")
        table = self._target.describe_table(TableName.parse(table_name))
        if table is None:
            self._refuse("DBM-4033", place, f"the target has no such table, the home of {entry.name}")
            return None
        names = []
        for name in (column_name, *entry.by):
            column = table.column(name)
            if column is None:
                self._refuse(
                    "DBM-4033", f"{table.name}.{name}", f"the target has no such column; {entry.name} needs it"
                )
                return None
            names.append(column)
        if entry.rule != "given" and names[0].type.kind not in _NUMBERS:
            self._refuse("DBM-4033", place, f"numbers are allocated for {entry.name}, and it is {names[0].type}")
            return None
        for column in names[1:]:
            if column.type.kind not in _NAMES:
                self._refuse("DBM-4033", f"{table.name}.{column.name}", "a natural key is made of text and integers")
                return None
        return Home(table, names[0].name, tuple(column.name for column in names[1:]))

    def _refuse(self, code: str, subject: str, message: str) -> None:
        finding = Finding(code, subject, message, "Mend the package's domains, then plan again", refuses=True)
        if finding not in self.findings:
            self.findings.append(finding)


def check_homes(tables: Sequence[TablePlan]) -> list[Finding]:
    """Each table that refers to matched rows must come after the table that brings them."""
    order = {table.name: number for number, table in enumerate(tables)}
    brings = {domain.name: table for table in tables for into in table.into for domain in _matched_at_home(into)}
    findings = []
    for table in tables:
        for domain in _matched_elsewhere(table):
            home = brings.get(domain.name)
            if home is not None and order[home.name] > order[table.name]:
                findings.append(
                    Finding(
                        "DBM-4034",
                        table.name,
                        f"refers to rows of {home.name} ({domain.name}), which is migrated after it",
                        f"Put group {home.group} under after of group {table.group}",
                        refuses=True,
                    )
                )
    return findings


def _matched_at_home(into: IntoPlan) -> list[Domain]:
    return [column.domain for column in into.columns if column.domain and is_at_home(into, column.name, column.domain)]


def is_at_home(into: IntoPlan, column: str, domain: Domain) -> bool:
    """Whether this column holds the ids that the domain's rows have, and not references to them."""
    home = domain.home
    matches = home is not None and home.table.name == into.table.name and home.column == column
    return matches and domain.rule is Rule.MATCH


def _matched_elsewhere(table: TablePlan) -> list[Domain]:
    own = {domain.name for into in table.into for domain in _matched_at_home(into)}
    found = {
        column.domain.name: column.domain
        for into in table.into
        for column in into.columns
        if column.domain is not None and column.domain.rule is Rule.MATCH
    }
    return [domain for name, domain in found.items() if name not in own]


def homes_of(tables: Sequence[TablePlan]) -> dict[str, set[int]]:
    """By domain: numbers of the tables whose rows its ids are matched with."""
    homes: dict[str, set[int]] = defaultdict(set)
    for number, table in enumerate(tables):
        for into in table.into:
            for domain in _matched_at_home(into):
                homes[domain.name].add(number)
    return homes


def waits_for(table: TablePlan, number: int, homes: Mapping[str, set[int]]) -> set[int]:
    """Numbers of the other tables whose matched rows this one refers to."""
    wanted = (homes.get(domain.name, set()) for domain in _matched_elsewhere(table))
    return set().union(*wanted) - {number}
