"""Series: tables of a group file that stand for many tables of the source, one for each member of the project file.

``{workflow}`` in a table's name makes it a table of the series ``workflow``; the members are the
``[[series.workflow]]`` entries of the project file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import Field, StrictBool, StrictStr, field_validator, model_validator

from dbmigrate.config.expression_text import literal, members_named, with_members
from dbmigrate.config.table_entries import FileName, IntoEntry, Name, TableEntry
from dbmigrate.config.toml_file import Section, perhaps_meant
from dbmigrate.model.table import TableName

ValueType = Literal["text", "integer", "number", "boolean", "time_zone"]
MemberValue = str | int | float | bool

OWN_VALUES = ("name", "tables")
"""What ``member('...')`` knows of every member; tables in small letters, since names are compared without case."""

_PLACE = re.compile(r"\{(\w+)\}")
_OF_ENTRY = ("name", "tables", "take", "excused", "reason")


class SeriesEntry(Section):
    """One series of a package; ``values``: what the project file must say of each member, besides its name."""

    name: FileName
    title: StrictStr
    values: dict[FileName, ValueType] = Field(default={})

    @field_validator("values")
    @classmethod
    def _leaves_own_names(cls, values: dict[str, ValueType]) -> dict[str, ValueType]:
        taken = [name for name in values if name in _OF_ENTRY]
        if taken:
            raise ValueError(f"{taken[0]!r} is known of every member; choose another name")
        return values


class MemberEntry(Section):
    """One member as the project file has it, with the values of its series under their own names.

    ``take`` False: its tables are left out.  ``excused``: those of its tables that the source lacks are left out,
    which is refused otherwise.  Either needs a ``reason``.
    """

    name: Name
    tables: Name
    take: StrictBool = True
    excused: StrictBool = False
    reason: StrictStr = ""
    values: dict[str, Any] = Field(default={})

    @model_validator(mode="before")
    @classmethod
    def _with_values(cls, entry: Any) -> Any:
        if not isinstance(entry, Mapping) or "values" in entry:
            return entry
        own = {key: value for key, value in entry.items() if key in _OF_ENTRY}
        return own | {"values": {key: value for key, value in entry.items() if key not in _OF_ENTRY}}

    @model_validator(mode="after")
    def _says_why(self) -> MemberEntry:
        if (not self.take or self.excused) and not self.reason.strip():
            raise ValueError(f"{self.name!r} is {'excused' if self.take else 'left out'}: say why under reason")
        return self


class SeriesPattern(Struct, frozen=True):
    """A table of a series as its group file names it, the series' name in braces."""

    group: str
    series: str
    table: str


class PlannedTable(TableEntry):
    """An entry as the plan takes it: a table of one member, and its names settled by the live table.

    ``excused``: why the source may lack it; empty: it must be there, unless it is optional.
    ``stands_for``: name (folded) -> SQL of what it stands for; ``lacking``: names for which the table has no column.
    """

    series: str = ""
    member: str = ""
    excused: str = ""
    stands_for: dict[str, str] = Field(default={})
    lacking: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def as_planned(entry: TableEntry, **changed: Any) -> PlannedTable:
    """The same entry with some fields changed."""
    kinds = PlannedTable.model_fields if isinstance(entry, PlannedTable) else TableEntry.model_fields
    return PlannedTable.model_construct(**{name: getattr(entry, name) for name in kinds} | changed)


MemberEntries = Annotated[dict[Name, tuple[MemberEntry, ...]], Field(default={})]


def series_of(table: str, declared: Collection[str]) -> str | None:
    """The series named in a table's name; raises ValueError for several.

    Where the package declares none, braces are a part of the name.
    """
    named = set(_PLACE.findall(table)) if declared else set()
    if len(named) > 1:
        raise ValueError(f"{table!r} names several series")
    return named.pop() if named else None


def in_name(table: str, tables: str) -> str:
    """A table's name for the member with that spelling, as group files write it."""
    named = TableName.parse(table)
    name = _PLACE.sub(lambda _: tables, named.name)
    if "." not in name:
        return name if named.schema is None else f"{named.schema}.{name}"
    return f"[{name}]" if named.schema is None else f"[{named.schema}].[{name}]"


def pattern_of(table: str) -> re.Pattern[str]:
    """What the names of the series' tables look like, without their schema; group 1 is the member's part."""
    first, *others = (re.escape(part) for part in _PLACE.split(TableName.parse(table).name)[::2])
    return re.compile(first + "(.+)" + r"\1".join(others), re.IGNORECASE | re.DOTALL)


def faults(entry: TableEntry, series: Mapping[str, SeriesEntry]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a table of a package as far as series go: (key in the entry, complaint)."""
    try:
        name = series_of(entry.source, series)
    except ValueError as error:
        yield ("source",), str(error)
        return
    if name is not None and name not in series:
        meant = perhaps_meant(name, series)
        yield ("source",), f"the package declares no series {name!r} under [series.{name}]. {meant}".strip()
        return
    if series and entry.parent is not None and set(_PLACE.findall(entry.parent.table)) - {name}:
        yield ("parent", "table"), "may name the series of its own table only"
    shared = [into.target for into in entry.targets if not _PLACE.search(into.target)]
    if name is not None and shared and entry.mode != "upsert" and entry.target_rows != "any":
        complaint = f'many tables of the series feed {shared[0]}: set target_rows = "any" or mode = "upsert"'
        yield ("source",), complaint
    for into in entry.targets:
        if series and set(_PLACE.findall(into.target)) - {name}:
            yield ("target",), f"{into.target!r} may name the series of its own table only"
    if name in _DIMENSIONS and getattr(entry.filters, name) is not None:
        yield ("filters", name), f"the tables of the series {name} are chosen as a whole by its members"
    known = {} if name is None else {**dict.fromkeys(OWN_VALUES), **series[name].values}
    for path, text in _expressions(entry):
        try:
            asked = members_named(text)
        except ValueError as error:
            yield path, str(error)
            continue
        for value in asked:
            if value not in known:
                named = f"the series has {', '.join(known)}" if known else "the table is of no series"
                yield path, f"asks for member({value!r}), and {named}"


_DIMENSIONS = ("site", "workflow")


def _expressions(entry: TableEntry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from ((("columns", name), text) for name, text in entry.columns.items())
    for number, into in enumerate(entry.into):
        yield from ((("into", number, "columns", name), text) for name, text in into.columns.items())
    for name, stand_in in entry.names.items():
        if stand_in.otherwise is not None:
            yield ("names", name), stand_in.otherwise


def value_fault(value: object, kind: ValueType) -> str:
    """Why a value does not fit; empty if it does.  Whether a time zone is known is for the plan to tell."""
    fits = {
        "text": isinstance(value, str),
        "time_zone": isinstance(value, str),
        "integer": isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63,
        "number": isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value),
        "boolean": isinstance(value, bool),
    }
    wanted = "a time zone such as 'America/New_York'" if kind == "time_zone" else f"of type {kind}"
    return "" if fits[kind] else f"{value!r} is not {wanted}"


def member_faults(series: SeriesEntry, members: Sequence[MemberEntry]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong with the members of one series: (index and key, complaint)."""
    names: dict[str, str] = {}
    tables: dict[str, str] = {}
    for number, member in enumerate(members):
        if member.name.casefold() in names:
            yield (number, "name"), f"{member.name!r} is named twice (names are compared without case)"
        if member.tables.casefold() in tables:
            other = tables[member.tables.casefold()]
            yield (number, "tables"), f"{member.name!r} has the tables of {other!r}: {member.tables}"
        names[member.name.casefold()] = tables[member.tables.casefold()] = member.name
        for name, value in member.values.items():
            if name not in series.values:
                known = (*_OF_ENTRY, *series.values)
                complaint = f"the series {series.name} has no value {name!r}. {perhaps_meant(name, known)}"
                yield (number, name), complaint.strip()
            elif fault := value_fault(value, series.values[name]):
                yield (number, name), fault
        missing = [name for name in series.values if name not in member.values]
        if member.take and missing:
            yield (number,), f"{member.name!r} does not say {', '.join(missing)}"


def tables_of(entry: TableEntry, series: SeriesEntry, members: Collection[MemberEntry]) -> Iterator[PlannedTable]:
    """The entry for each member that is taken, what it says of the member filled in."""
    for member in members:
        if not member.take:
            continue
        given = {name: member.values[name] for name in series.values}
        # Keys are spelled with the tables: written in capitals one day, the same rows would have other keys.
        own = {"name": member.name, "tables": member.tables.casefold()}
        literals = {name: literal(value) for name, value in {**own, **given}.items()}
        yield _table_of(entry, series.name, member, literals)


def _table_of(entry: TableEntry, series: str, member: MemberEntry, literals: Mapping[str, str]) -> PlannedTable:
    parent, target = entry.parent, None if entry.into else in_name(entry.target or entry.source, member.tables)
    if parent is not None:
        parent = parent.model_copy(update={"table": in_name(parent.table, member.tables)})
    names = {
        name: one.model_copy(update={"otherwise": with_members(one.otherwise, literals)}) if one.otherwise else one
        for name, one in entry.names.items()
    }
    return as_planned(
        entry,
        source=in_name(entry.source, member.tables),
        target=target,
        parent=parent,
        names=names,
        columns=_filled(entry.columns, literals),
        into=tuple(_into_of(into, member.tables, literals) for into in entry.into),
        series=series,
        member=member.name,
        excused=member.reason if member.excused else "",
    )


def _into_of(into: IntoEntry, tables: str, literals: Mapping[str, str]) -> IntoEntry:
    return into.model_copy(update={"target": in_name(into.target, tables), "columns": _filled(into.columns, literals)})


def _filled(columns: Mapping[str, str], literals: Mapping[str, str]) -> dict[str, str]:
    return {name: with_members(text, literals) for name, text in columns.items()}
