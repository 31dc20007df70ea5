"""Migration packages: what they hold, checked and frozen; ``package_files`` reads them.

``docs/package-format.md`` describes the files.  Every fault is a ConfigurationError naming file,
line and dotted key.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Literal, Self

from pydantic import Field, StrictBool, StrictStr, ValidationInfo, field_validator, model_validator

from dbmigrate import resources
from dbmigrate.config.domains import DomainEntry
from dbmigrate.config.schema_side import SchemaSide
from dbmigrate.config.series import SeriesEntry, SeriesPattern
from dbmigrate.config.table_entries import (
    FileName,
    FilledText,
    KeepRule,
    Name,
    Names,
    TableEntry,
)
from dbmigrate.config.table_inputs import ColumnType, Validity, table_input
from dbmigrate.config.toml_file import Section, perhaps_meant
from dbmigrate.errors import ConfigurationError

UNKNOWN_GROUP = "DBM-3010"
GROUP_CYCLE = "DBM-3011"
INCONSISTENT = "DBM-3012"
NO_SCRIPT = "DBM-3013"

Dialect = Literal["mssql", "oracle", "postgresql", "sqlite"]


class TableGroup(Section):
    """Tables that are migrated together, after the groups named in ``after``."""

    name: FileName
    title: StrictStr
    after: Names = ()
    requires: Names = ()
    """Groups that must be migrated, or be part of the same plan, before this one may run."""
    tables: tuple[TableEntry, ...]
    path: Path


class PackageInput(Section):
    """Something only the operator can decide; without ``default`` it must be set."""

    name: Name
    title: StrictStr
    type: Literal["text", "integer", "number", "boolean", "table"]
    columns: dict[Name, ColumnType] = Field(default={})
    """Of a table."""
    valid: Validity | None = None
    choices: tuple[Any, ...] = ()
    default: Any = None
    help: StrictStr = ""

    @model_validator(mode="after")
    def _is_a_table_or_not(self) -> Self:
        if (self.type == "table") != bool(self.columns):
            raise ValueError("columns goes with type = 'table', and only with it")
        missing = (
            [name for name in (self.valid.begins, self.valid.ends) if self.columns.get(name) != "moment"]
            if self.valid
            else []
        )
        if missing:
            raise ValueError(f"valid names {missing[0]!r}, which is no column of type moment")
        if self.type == "table":
            table_input(self.columns, self.valid, self.default or (), ())
        return self

    @field_validator("choices", "default")
    @classmethod
    def _fits(cls, value: Any, info: ValidationInfo) -> Any:
        kind = info.data.get("type", "")
        if kind == "table":
            if info.field_name == "choices" and value:
                raise ValueError("a table has no choices")
            return value
        choices = info.data.get("choices", ())
        for one in value if info.field_name == "choices" else () if value is None else (value,):
            if fault := input_fault(one, kind, choices):
                raise ValueError(fault)
        return value


def input_fault(value: object, kind: str, choices: Collection[object]) -> str:
    """Why a value does not fit an input of that type and those choices; empty if it does."""
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "the number is beyond 64 bits"
    fits = {
        "text": isinstance(value, str),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "number": isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value),
        "boolean": isinstance(value, bool),
    }
    if not fits.get(kind, True):
        return f"{value!r} is not of type {kind}"
    if choices and value not in choices:
        return f"{value!r} is none of {', '.join(map(repr, choices))}"
    return ""


class LeftOut(Section):
    """A table of the schema that no group carries, and why."""

    table: Name
    reason: FilledText


class AfterPackage(Section):
    """The migration that must have ended in the same target before this package's may begin."""

    package: FileName
    groups: Names = ()
    """Its groups that must have been copied; () asks only for a run that has ended."""
    same_user: StrictBool = False
    """By the same user of the operating system, unless the operator asks for an exception."""


class PackageClean(Section):
    """What ``clean`` does where a table's entry does not say otherwise."""

    duplicates: KeepRule | None = None


class Package(Section):
    """A whole migration package, its groups in the order of ``package.toml``."""

    name: FileName
    title: StrictStr
    release: Name
    engines: tuple[Dialect, ...] = Field(min_length=1)
    groups: tuple[TableGroup, ...]
    source: SchemaSide
    target: SchemaSide
    inputs: tuple[PackageInput, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    clean: PackageClean = PackageClean()
    needs_program: str | None = None
    """The oldest release of this program that the package works with."""
    consolidates: bool = False
    """Several sources may be brought into one target: the domains keep their ids apart."""
    domains: tuple[DomainEntry, ...] = ()
    series: tuple[SeriesEntry, ...] = ()
    patterns: tuple[SeriesPattern, ...] = ()
    """Tables of series as the group files name them; ``config.members`` puts those of the members into groups."""
    after: AfterPackage | None = None
    root: Path

    def group(self, name: str) -> TableGroup:
        """The group of that name; an unknown one is ConfigurationError DBM-3010."""
        for group in self.groups:
            if group.name == name:
                return group
        known = [group.name for group in self.groups]
        raise ConfigurationError(
            f"package {self.name} has no table group {name!r}",
            code=UNKNOWN_GROUP,
            cause=perhaps_meant(name, known),
            next_step=f"Its groups are: {', '.join(known)}",
        )

    def script_path(self, dialect: str, relative: str) -> Path:
        """A script below ``sql/<dialect>/``: the package's own first, then the bundled one."""
        inside = PurePosixPath(relative)
        if inside.is_absolute() or PureWindowsPath(relative).anchor or ".." in inside.parts or "\\" in relative:
            raise ConfigurationError(f"script {relative!r} is not a path below sql/{dialect}/", code=NO_SCRIPT)
        tried = [base / dialect / inside for base in (self.root / "sql", resources.sql_dir())]
        for path in tried:
            if path.is_file():
                return path
        raise ConfigurationError(
            f"package {self.name} has no script {relative!r} for {dialect}",
            code=NO_SCRIPT,
            cause="looked for " + " and ".join(map(str, tried)),
        )

    def ordered_groups(self, selected: Collection[str] | None = None) -> tuple[TableGroup, ...]:
        """The selected groups (None: all), each behind those it comes after; else in file order.

        A predecessor that is not selected is not added.  Unknown names are DBM-3010, a cycle DBM-3011.
        """
        wanted = {self.group(name).name for name in selected} if selected is not None else None
        ordered: dict[str, TableGroup] = {}

        def place(group: TableGroup, trail: tuple[str, ...]) -> None:
            if group.name in trail:
                chain = " after ".join((*trail[trail.index(group.name) :], group.name))
                raise ConfigurationError(
                    f"table groups of package {self.name} wait for each other: {chain}", code=GROUP_CYCLE
                )
            if group.name not in ordered:
                for earlier in group.after:
                    place(self.group(earlier), (*trail, group.name))
                ordered[group.name] = group

        for group in self.groups:
            place(group, ())
        return tuple(group for group in ordered.values() if wanted is None or group.name in wanted)
