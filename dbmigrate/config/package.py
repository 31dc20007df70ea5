"""Migration packages: what ``package.toml`` and the group files say, checked and frozen.

``docs/package-format.md`` describes the files.  Every fault is a ConfigurationError naming file,
line and dotted key.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, StrictStr, ValidationInfo, field_validator, model_validator

from dbmigrate import resources
from dbmigrate.config.domains import DomainEntries, DomainEntry, with_names
from dbmigrate.config.series import SeriesEntry, SeriesPattern, faults, series_of
from dbmigrate.config.table_entries import (
    Consent,
    FileName,
    FilledText,
    Filters,
    IntoEntry,
    KeepRule,
    Name,
    Names,
    Parent,
    TableEntry,
    Watermark,
    no_name_twice,
)
from dbmigrate.config.table_inputs import ColumnType, Validity, table_input
from dbmigrate.config.toml_file import Section, TomlFile, perhaps_meant
from dbmigrate.config.toml_lines import KeyPath
from dbmigrate.errors import ConfigurationError

__all__ = [
    "Consent",
    "Filters",
    "IntoEntry",
    "LeftOut",
    "Package",
    "PackageInput",
    "Parent",
    "SchemaLayout",
    "SchemaSide",
    "SchemaUpgrade",
    "TableEntry",
    "TableGroup",
    "Watermark",
    "load_package",
]

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


class SchemaLayout(Section):
    """A schema version told by its structure: names of tables, or ``table.column``, that are there or not."""

    version: Name
    has: Names = ()
    lacks: Names = ()

    @field_validator("lacks")
    @classmethod
    def _says_something(cls, lacks: Names, info: ValidationInfo) -> Names:
        if not lacks and not info.data.get("has"):
            raise ValueError("names nothing that is there or lacking")
        return lacks


class SchemaUpgrade(Section):
    """A script that brings one version to another."""

    version: Name = Field(validation_alias="from")
    to: Name
    script: Name


class SchemaSide(Section):
    """What a package expects of its source or target schema.

    ``version_query``: one row or more; several columns are joined with dots.  Without it, or where its table is
    missing, the first of ``layouts`` whose marks all hold tells the version.
    """

    schema_version: Name
    tested_with: tuple[StrictStr, ...] = ()
    at_least: Annotated[StrictStr, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9})*$")] | None = None
    """Every version in figures from this one on is accepted, too."""
    create_script: Name | None = None
    version_query: FilledText | None = None
    layouts: tuple[SchemaLayout, ...] = Field(default=(), validation_alias="layout")
    upgrades: tuple[SchemaUpgrade, ...] = Field(default=(), validation_alias="upgrade")

    @property
    def accepted(self) -> frozenset[str]:
        """The versions that the package was tested with."""
        return frozenset((self.schema_version, *self.tested_with))

    def accepts(self, version: str) -> bool:
        """Whether the package was tested with it, or is said to work with it and later ones."""
        if version in self.accepted or self.at_least is None:
            return version in self.accepted
        figures = [part.lstrip("0") or "0" for part in version.split(".")]
        if not all(part.isascii() and part.isdigit() for part in figures):
            return False
        return [int(part[:18]) for part in figures] >= [int(part) for part in self.at_least.split(".")]

    def upgrade_path(self, version: str) -> tuple[SchemaUpgrade, ...]:
        """The fewest steps from that version to an accepted one; empty if there are none."""
        trails: list[tuple[SchemaUpgrade, ...]] = [()]
        seen = {version}
        while trails:
            trail = trails.pop(0)
            at = trail[-1].to if trail else version
            if self.accepts(at):
                return trail
            for step in self.upgrades:
                if step.version == at and step.to not in seen:
                    seen.add(step.to)
                    trails.append((*trail, step))
        return ()


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


class _PackageHeader(Section):
    name: FileName
    title: StrictStr
    release: Name
    engines: tuple[Dialect, ...] = Field(min_length=1)
    groups: Annotated[tuple[FileName, ...], AfterValidator(no_name_twice)] = Field(min_length=1)
    needs_program: Name | None = None
    consolidates: StrictBool = False


class _PackageFile(Section):
    package: _PackageHeader
    source: SchemaSide
    target: SchemaSide
    inputs: dict[Name, PackageInput] = Field(default={})
    left_out: tuple[LeftOut, ...] = ()
    clean: PackageClean = PackageClean()
    after: AfterPackage | None = None
    domains: DomainEntries
    series: dict[Name, SeriesEntry] = Field(default={})

    @field_validator("inputs", "domains", "series", mode="before")
    @classmethod
    def _with_names(cls, sections: Any) -> Any:
        return with_names(sections)


class _GroupHeader(Section):
    name: FileName
    title: StrictStr
    after: Names = ()
    requires: Names = ()


class _GroupFile(Section):
    group: _GroupHeader
    table: tuple[TableEntry, ...] = Field(min_length=1)
    domains: DomainEntries

    @field_validator("domains", mode="before")
    @classmethod
    def _with_names(cls, sections: Any) -> Any:
        return with_names(sections)


def load_package(name_or_path: str) -> Package:
    """Read and check a package, bundled (by name) or in a directory; raises ConfigurationError."""
    root = resources.package_dir(name_or_path)
    file = TomlFile.read(root / "package.toml")
    content = file.read_as(_PackageFile)
    header = content.package
    if header.name != root.resolve().name:
        raise file.error(("package", "name"), f"differs from the directory's name {root.resolve().name!r}")
    group_files: dict[str, TomlFile] = {}
    groups: list[TableGroup] = []
    domains = dict(content.domains)
    for index, name in enumerate(header.groups):
        path = root / f"{name}.toml"
        if not path.is_file():
            raise file.error(("package", "groups", index), f"there is no file {path}")
        group_files[name] = TomlFile.read(path)
        groups.append(_read_group(group_files[name], name, domains))
    package = Package(
        **{key: getattr(header, key) for key in ("name", "title", "release", "engines", "needs_program")},
        groups=tuple(groups),
        source=content.source,
        target=content.target,
        inputs=tuple(content.inputs.values()),
        left_out=content.left_out,
        clean=content.clean,
        after=content.after,
        consolidates=header.consolidates,
        domains=tuple(domains.values()),
        series=tuple(content.series.values()),
        root=root,
    )
    _check_groups(package, group_files)
    _check_tables(package, file, group_files)
    patterns = [
        SeriesPattern(group.name, of, entry.source)
        for group, _, entry in _entries(package)
        if (of := series_of(entry.source, content.series)) is not None
    ]
    return package.model_copy(update={"patterns": tuple(patterns)})


def _read_group(file: TomlFile, name: str, domains: dict[str, DomainEntry]) -> TableGroup:
    """The group; its domains are added to those of the package."""
    content = file.read_as(_GroupFile)
    for domain in content.domains.values():
        if domain.name in domains:
            raise file.error(("domains", domain.name), "the package has a domain of this name", code=INCONSISTENT)
        domains[domain.name] = domain
    if content.group.name != name:
        raise file.error(("group", "name"), f"differs from the file's name {name!r}")
    header = content.group
    return TableGroup(
        name=name,
        title=header.title,
        after=header.after,
        requires=header.requires,
        tables=content.table,
        path=file.path,
    )


def _check_groups(package: Package, files: dict[str, TomlFile]) -> None:
    known = [group.name for group in package.groups]
    for group in package.groups:
        named = [("after", *pair) for pair in enumerate(group.after)]
        named += [("requires", *pair) for pair in enumerate(group.requires)]
        for key, index, earlier in named:
            if earlier not in known:
                raise files[group.name].error(
                    ("group", key, index),
                    f"the package has no table group {earlier!r}",
                    code=UNKNOWN_GROUP,
                    cause=perhaps_meant(earlier, known),
                    next_step=f"Its groups are: {', '.join(known)}",
                )
    package.ordered_groups()


def _entries(package: Package) -> Iterator[tuple[TableGroup, KeyPath, TableEntry]]:
    for group in package.groups:
        for index, entry in enumerate(group.tables):
            yield group, ("table", index), entry


def _check_tables(package: Package, file: TomlFile, files: dict[str, TomlFile]) -> None:
    """Each source table once; a shared target only where every entry allows rows to be there."""
    sources: dict[str, TableGroup] = {}
    targets: dict[str, TableEntry] = {}
    read: set[str] = set()
    series = {each.name: each for each in package.series}
    for group, path, entry in _entries(package):
        at = files[group.name]
        for key, complaint in faults(entry, series):
            raise at.error((*path, *key), complaint, code=INCONSISTENT)
        other = sources.setdefault(entry.source.casefold(), group)
        if entry.source.casefold() in read:
            raise at.error(
                (*path, "source"),
                f"{entry.source!r} is already read by group {other.name}",
                code=INCONSISTENT,
                next_step="Feed several targets from one entry with [[table.into]]",
            )
        read.add(entry.source.casefold())
        for number, into in enumerate(entry.targets):
            first = targets.get(into.target.casefold())
            targets[into.target.casefold()] = entry
            if first is not None and not (_shares_target(first) and _shares_target(entry)):
                where = (*path, "into", number, "target") if entry.into else (*path, "target")
                raise at.error(
                    where,
                    f"{into.target!r} is already fed by the entry of {first.source}",
                    code=INCONSISTENT,
                    next_step='Set target_rows = "any" (or mode = "upsert") in both entries if both are meant',
                )
    for group, path, entry in _entries(package):
        if entry.parent and entry.parent.table.casefold() not in sources:
            raise files[group.name].error(
                (*path, "parent", "table"),
                f"no group reads the table {entry.parent.table!r}",
                code=INCONSISTENT,
                cause=perhaps_meant(entry.parent.table, [other.source for _, _, other in _entries(package)]),
            )
    for index, left in enumerate(package.left_out):
        if left.table.casefold() in sources:
            group_name = sources[left.table.casefold()].name
            raise file.error(
                ("left_out", index, "table"), f"{left.table!r} is read by group {group_name}", code=INCONSISTENT
            )


def _shares_target(entry: TableEntry) -> bool:
    return entry.mode == "upsert" or entry.target_rows == "any"
