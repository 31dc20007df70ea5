"""Reads ``package.toml`` and the group files into a ``Package``, and checks them against each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StrictBool, StrictStr, field_validator

from dbmigrate import resources
from dbmigrate.config.domains import DomainEntries, DomainEntry, with_names
from dbmigrate.config.package import (
    INCONSISTENT,
    UNKNOWN_GROUP,
    AfterPackage,
    Dialect,
    LeftOut,
    Package,
    PackageClean,
    PackageInput,
    TableGroup,
)
from dbmigrate.config.schema_side import SchemaSide
from dbmigrate.config.series import SeriesEntry, SeriesPattern, faults, series_of
from dbmigrate.config.table_entries import FileName, Name, Names, TableEntry, no_name_twice
from dbmigrate.config.toml_file import Section, TomlFile, perhaps_meant
from dbmigrate.config.toml_lines import KeyPath


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
