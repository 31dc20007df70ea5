"""The members that a project gives to the series of its package, and the package with their tables put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dbmigrate.config.filters import RowFilters
from dbmigrate.config.package import LeftOut, Package, TableGroup
from dbmigrate.config.package_files import load_package
from dbmigrate.config.project import Project
from dbmigrate.config.series import MemberEntry, SeriesEntry, in_name, member_faults, series_of, tables_of
from dbmigrate.config.table_entries import TableEntry
from dbmigrate.config.toml_file import TomlFile, perhaps_meant
from dbmigrate.config.toml_lines import KeyPath
from dbmigrate.errors import ConfigurationError, UsageError

BAD_MEMBER = "DBM-3032"
NO_MEMBER = "DBM-3033"


def package_of(project: Project) -> Package:
    """The project's package, one table for each member of a series; raises ConfigurationError DBM-3032, DBM-3033."""
    package = load_package(project.package)
    known = {series.name: series for series in package.series}
    for name in project.series:
        if name not in known:
            declared = f"Its series are: {', '.join(known) or 'none'}. {perhaps_meant(name, known)}".strip()
            raise _error(project, (name,), f"package {package.name} has no series {name!r}. {declared}", BAD_MEMBER)
    for series in package.series:
        members = project.series.get(series.name, ())
        if not members:
            raise _error(
                project,
                (series.name,),
                f"there is no entry [[series.{series.name}]]; package {package.name} needs one for each {series.title}",
                NO_MEMBER,
                f"Write for each {', '.join(f'{key} = ...' for key in ('name', 'tables', *series.values))}",
            )
        for path, complaint in member_faults(series, members):
            raise _error(project, (series.name, *path), complaint, BAD_MEMBER)
    return _with_members(package, project)


def _with_members(package: Package, project: Project) -> Package:
    if not package.series:
        return package
    known = {series.name: series for series in package.series}
    groups = [group.model_copy(update={"tables": tuple(_tables(group, known, project))}) for group in package.groups]
    left_out = [*package.left_out, *_left_out(package, project)]
    return package.model_copy(update={"groups": tuple(groups), "left_out": tuple(left_out)})


def _tables(group: TableGroup, known: dict[str, SeriesEntry], project: Project) -> Iterator[TableEntry]:
    for entry in group.tables:
        name = series_of(entry.source, known)
        if name is None:
            yield entry
        else:
            yield from tables_of(entry, known[name], project.series[name])


def _left_out(package: Package, project: Project) -> Iterator[LeftOut]:
    declared = {series.name for series in package.series}
    for group in package.groups:
        for entry in group.tables:
            name = series_of(entry.source, declared)
            for member in project.series[name] if name is not None else ():
                if not member.take:
                    yield LeftOut(
                        table=in_name(entry.source, member.tables), reason=f"{name} {member.name}: {member.reason}"
                    )


def chosen_members(package: Package, project: Project, filters: RowFilters) -> dict[str, frozenset[str]]:
    """By series of the name of a filter: the members that the filter names; without those it says nothing of.

    Raises UsageError for a member that the project does not have, or leaves out.
    """
    chosen = {}
    for series in package.series:
        wanted: Sequence[str] = getattr(filters, series.name, ()) if series.name in ("site", "workflow") else ()
        if wanted:
            members = project.series[series.name]
            chosen[series.name] = frozenset(_member(series, members, name).name for name in wanted)
    return chosen


def _member(series: SeriesEntry, members: Sequence[MemberEntry], name: str) -> MemberEntry:
    by_name = {member.name.casefold(): member for member in members}
    found = by_name.get(name.casefold())
    if found is None:
        known = [member.name for member in members if member.take]
        raise UsageError(
            f"the project has no {series.name} {name!r}",
            cause=perhaps_meant(name, known),
            next_step=f"It has: {', '.join(known) or 'none that is taken'}",
        )
    if not found.take:
        raise UsageError(
            f"the {series.name} {found.name!r} is left out: {found.reason}",
            next_step=f"Set take = true for it under [[series.{series.name}]] in the project file",
        )
    return found


def _error(project: Project, path: KeyPath, complaint: str, code: str, next_step: str = "") -> ConfigurationError:
    try:
        file = TomlFile.read(project.path)
    except ConfigurationError:
        file = TomlFile(project.path, "", {})
    return file.error(("series", *path), complaint, code=code, next_step=next_step)
