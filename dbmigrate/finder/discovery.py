"""Members of a series: those that the configuration names, and those of which only tables are left."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from dbmigrate.config.finder import Finder, ValueSource
from dbmigrate.finder.databases import Catalog, Database, Holding
from dbmigrate.finder.decisions import Decision
from dbmigrate.finder.patterns import Pattern, squeezed
from dbmigrate.finder.records import Configuration, Record
from dbmigrate.model.table import TableName

State = Literal["live", "deleted", "without tables", "not looked at"]


class Member(Struct, eq=False):
    """``database`` None: the configuration names none.  ``sharing``: other members whose tables are these.

    ``values``: by name, what the configuration or the operator says.  ``fate``: what was decided about it.
    """

    name: str
    state: State
    database: Database | None
    holding: Holding | None = None
    record: Record | None = None
    configuration: Configuration | None = None
    sharing: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    fate: Decision | None = None
    is_astray: bool = False
    """It is to be merged into one that is not there."""

    @property
    def tables(self) -> list[TableName]:
        return list(self.holding.tables.values()) if self.holding else []

    @property
    def is_taken(self) -> bool:
        """Whether its tables are migrated, as far as it is decided."""
        if self.fate is not None and self.fate.action == "leave_out":
            return False
        return self.holding is not None or (self.fate is not None and self.fate.action == "excuse")

    def linked(self, kind: str) -> list[Record]:
        if self.record is None or self.configuration is None:
            return []
        return self.configuration.linked(self.record, kind)

    def answers_to(self, name: str) -> bool:
        wanted = name.strip().casefold()
        return wanted in (self.name.casefold(), self.holding.key.casefold() if self.holding else "")

    def is_in(self, database: str) -> bool:
        return not database or (self.database is not None and self.database.answers_to(database))


class Discovery(Struct, frozen=True):
    finder: Finder
    patterns: tuple[Pattern, ...]
    configurations: tuple[Configuration, ...]
    databases: tuple[Database, ...]
    members: tuple[Member, ...]
    unused: tuple[Decision, ...] = ()
    """Decisions about what is not there (any more)."""
    is_whole: bool = True
    """False: only the files were read, no database was looked into."""

    def members_of(self, database: Database) -> list[Member]:
        return [member for member in self.members if member.database is database]


class Discoverer:
    def __init__(
        self,
        finder: Finder,
        patterns: Sequence[Pattern],
        configurations: Sequence[Configuration],
        catalog: Catalog,
        decisions: Sequence[Decision],
    ) -> None:
        self._finder = finder
        self._patterns = tuple(patterns)
        self._configurations = tuple(configurations)
        self._catalog = catalog
        self._decisions = decisions
        self._members: list[Member] = []
        self._claimed: dict[tuple[int, str], Member] = {}
        self._used: set[int] = set()

    def discover(self) -> Discovery:
        """``catalog`` has been looked into."""
        placed = [
            (configuration, record, self._own_databases(configuration, record))
            for configuration in self._configurations
            for record in configuration.members
        ]
        for configuration, record, databases in placed:
            self._place(configuration, record, databases)
        for database in self._catalog.databases:
            for folded, holding in database.holdings.items():
                if (id(database), folded) not in self._claimed:
                    self._members.append(self._left_over(database, holding))
        self._tell_names_apart()
        self._apply_decisions()
        self._members.sort(key=lambda one: (self._number(one.database), one.state == "deleted"))
        unused = tuple(each for number, each in enumerate(self._decisions) if number not in self._used)
        return Discovery(
            self._finder,
            self._patterns,
            self._configurations,
            tuple(self._catalog.databases),
            tuple(self._members),
            unused,
        )

    def _number(self, database: Database | None) -> int:
        return -1 if database is None else self._catalog.databases.index(database)

    def _own_databases(self, configuration: Configuration, record: Record) -> list[Database]:
        found: list[Database] = []
        for connection in configuration.linked(record, self._finder.connections.kind):
            database = self._catalog.of_record(configuration, connection)
            if database not in found:
                found.append(database)
        return found

    def _place(self, configuration: Configuration, record: Record, databases: list[Database]) -> None:
        """One member for each set of tables; or one without, where there are none."""
        looked_in = databases or self._catalog.databases
        before = len(self._members)
        notes: list[str] = []
        for database in looked_in:
            for holding in self._holdings(database, configuration, record, notes):
                self._claim(Member(record.name, "live", database, holding, record, configuration))
        if any(member.record is record for member in self._members) or self._is_shared(record):
            return
        if len(self._members) == before:
            home = databases[0] if databases else None
            hidden = [each for each in looked_in if not each.is_open and (databases or each.named)]
            state: State = "not looked at" if hidden else "without tables"
            notes += self._hints(configuration, record, home)
            self._members.append(Member(record.name, state, home, None, record, configuration, notes=notes))

    def _is_shared(self, record: Record) -> bool:
        return any(record.name in member.sharing for member in self._members)

    def _claim(self, member: Member) -> None:
        assigned = (id(member.database), member.holding.key.casefold() if member.holding else "")
        first = self._claimed.setdefault(assigned, member)
        if first is member:
            self._members.append(member)
        elif member.name != first.name or member.record is not first.record:
            first.sharing.append(member.name)

    def _holdings(
        self, database: Database, configuration: Configuration, record: Record, notes: list[str]
    ) -> list[Holding]:
        """By what the operator said of its tables; else by the first place whose texts lead to some."""
        said = self._said_tables(record, database)
        if said:
            return [database.holdings[key] for key in said if key in database.holdings]
        for place in self._finder.tables:
            found: list[Holding] = []
            for text in configuration.texts(record, place):
                holding = self._holding(database, text, notes)
                if holding is not None and holding not in found:
                    found.append(holding)
            if found:
                return found
        return []

    def _said_tables(self, record: Record, database: Database) -> list[str]:
        keys = []
        for number, each in enumerate(self._decisions):
            named = each.member.casefold() == record.name.casefold()
            if each.action == "tables" and named and (not each.database or database.answers_to(each.database)):
                self._used.add(number)
                keys.append(self._key_of(each.text).casefold())
        return keys

    def _key_of(self, text: str) -> str:
        """What stands for a member in the names of its tables, given that or the name of one of them."""
        name = TableName.parse(text.strip()).name if text.strip() else ""
        return next((key for pattern in self._patterns if (key := pattern.key(name)) is not None), name)

    def _holding(self, database: Database, text: str, notes: list[str]) -> Holding | None:
        name = TableName.parse(text).name
        beginnings = {pattern.beginning for pattern in self._patterns}
        keys = [text, name, self._key_of(text)]
        keys += [name[len(each) :] for each in beginnings if each and name.casefold().startswith(each.casefold())]
        for key in keys:
            if key.casefold() in database.holdings:
                return database.holdings[key.casefold()]
        for key in keys:
            alike = [each for folded, each in database.holdings.items() if squeezed(folded) == squeezed(key) != ""]
            if len(alike) == 1:
                return alike[0]
            if alike:
                listed = ", ".join(each.key for each in alike)
                notes.append(f"{text!r} may mean several sets of tables of {database.name}: {listed}")
        return None

    def _left_over(self, database: Database, holding: Holding) -> Member:
        """Tables that nothing in the configuration claims."""
        names = [record.name for configuration in self._configurations for record in configuration.members]
        close = difflib.get_close_matches(holding.key.casefold(), [each.casefold() for each in names], n=1)
        same = [each for each in names if squeezed(each) == squeezed(holding.key)]
        member = Member(holding.key, "deleted", database, holding)
        if same:
            member.notes.append(f"the configuration has {same[0]!r}, but with tables elsewhere")
        elif close:
            meant = next(each for each in names if each.casefold() == close[0])
            member.notes.append(f"its name is like that of {meant!r}")
        return member

    def _hints(self, configuration: Configuration, record: Record, home: Database | None) -> list[str]:
        found: list[str] = []
        for database in self._catalog.databases:
            if database is not home and (holdings := self._holdings(database, configuration, record, [])):
                found.append(f"{database.name} has tables of that name: {holdings[0].key}")
        return found

    def _tell_names_apart(self) -> None:
        """Within one database a name means one member."""
        for database in [None, *self._catalog.databases]:
            taken: dict[str, int] = {}
            own = [member for member in self._members if member.database is database]
            for member in sorted(own, key=lambda one: one.state != "live"):
                count = taken.get(member.name.casefold(), 0)
                taken[member.name.casefold()] = count + 1
                if count:
                    key = member.holding.key if member.holding else str(count + 1)
                    member.name = f"{member.name} ({key})"
                    taken[member.name.casefold()] = 1

    def _apply_decisions(self) -> None:
        for number, each in enumerate(self._decisions):
            for member in self._members:
                if not member.is_in(each.database) or (each.member and not member.answers_to(each.member)):
                    continue
                if each.action == "value":
                    self._used.add(number)
                elif each.action != "tables" and each.member:
                    member.fate = each
                    self._used.add(number)
            if not each.member and any(one.answers_to(each.database) for one in self._catalog.databases):
                self._used.add(number)
        by_name: dict[str, Member] = {}
        for member in self._members:
            member.values = self._values(member)
            if member.fate is None or member.fate.action not in ("merge_into", "leave_out"):
                by_name.setdefault(member.name.casefold(), member)
        for member in self._members:
            self._apply_name(member, by_name)

    def _apply_name(self, member: Member, by_name: Mapping[str, Member]) -> None:
        named = [name for name, source in self._finder.values.items() if source.is_name]
        if member.fate is None:
            return
        if member.fate.action == "keep_as":
            member.values.update(dict.fromkeys(named, member.fate.text))
            if member.state == "deleted":
                member.name = member.fate.text
        elif member.fate.action == "merge_into":
            into = by_name.get(member.fate.text.casefold())
            if into is not None:
                said = {name: text for name, text in self._said_of(member).items() if name not in named}
                member.values = {**member.values, **into.values, **said}
            else:
                member.is_astray = True

    def _values(self, member: Member) -> dict[str, str]:
        found = {}
        for name, source in self._finder.values.items():
            text = self._said_value(member, name) or self._found_value(member, source)
            if text:
                found[name] = text
        return found

    def _said_of(self, member: Member) -> dict[str, str]:
        """Values that were decided for this member alone."""
        spelled = {name.casefold(): name for name in self._finder.values}
        return {
            spelled[each.name.casefold()]: each.text
            for each in self._decisions
            if each.action == "value" and each.member and member.answers_to(each.member) and member.is_in(each.database)
        }

    def _said_value(self, member: Member, name: str) -> str:
        """The most exact decision: about the member, about its database, about all."""
        fitting = [
            each
            for each in self._decisions
            if each.action == "value"
            and each.name.casefold() == name.casefold()
            and member.is_in(each.database)
            and (not each.member or member.answers_to(each.member))
        ]
        fitting.sort(key=lambda each: (bool(each.member), bool(each.database)))
        return fitting[-1].text if fitting else ""

    def _found_value(self, member: Member, source: ValueSource) -> str:
        if member.configuration is not None:
            return _first(member.configuration, member.record, source)
        # Of a deleted one only what holds for everything is known.
        texts = {_first(each, None, source) for each in self._configurations} - {""}
        return texts.pop() if len(texts) == 1 else ""


def _first(configuration: Configuration, record: Record | None, source: ValueSource) -> str:
    for place in source.first_of:
        texts = configuration.texts(record, place)
        if len(texts) > 1 and source.several:
            texts = configuration.texts(record, source.several)
        if texts:
            return texts[0]
    return ""
