"""The members of a project's series against the source: tables that nobody has decided about, and time zones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.config.package import Package
from dbmigrate.config.project import Project
from dbmigrate.config.series import in_name, pattern_of
from dbmigrate.engines.base import Engine
from dbmigrate.model.plan import Finding, MemberPlan
from dbmigrate.model.table import TableName

if TYPE_CHECKING:
    import duckdb

_SHOWN = 3


def members_of(project: Project) -> tuple[MemberPlan, ...]:
    """As the project file has them."""
    return tuple(
        MemberPlan(
            series,
            member.name,
            member.tables,
            tuple(member.values.items()),
            taken=member.take,
            excused=member.excused,
            reason=member.reason,
        )
        for series, members in project.series.items()
        for member in members
    )


def unknown_zones(package: Package, members: Sequence[MemberPlan]) -> Iterator[Finding]:
    """Values of the type ``time_zone`` that DuckDB, which is to compute with them, does not know."""
    wanted = {
        (series.name, name) for series in package.series for name, kind in series.values.items() if kind == "time_zone"
    }
    told = [
        (member, name, str(value))
        for member in members
        for name, value in member.values
        if member.taken and (member.series, name) in wanted
    ]
    if not told:
        return
    with closing(sealed_connection({})) as connection:
        known = {zone: _knows(connection, zone) for _, _, zone in told}
    for member, name, zone in told:
        if not known[zone]:
            yield Finding(
                "DBM-4036",
                f"{member.series} {member.name}",
                f"{name} = {zone!r} is no known time zone",
                "Write it as the IANA database has it, such as America/New_York or Europe/Berlin",
                refuses=True,
            )


def _knows(connection: duckdb.DuckDBPyConnection, zone: str) -> bool:
    import duckdb

    try:
        connection.execute("SELECT timezone($1::VARCHAR, TIMESTAMP '2000-01-01')::TIMESTAMP", [zone]).fetchall()
    except duckdb.Error:
        return False
    return True


def stray_tables(
    package: Package, members: Sequence[MemberPlan], source: Engine, groups: Collection[str] | None
) -> Iterator[Finding]:
    """Tables of the source that look like those of a series and belong to no member: nobody has decided about them."""
    patterns = [each for each in package.patterns if groups is None or each.group in groups]
    if not patterns:
        return
    claimed = {
        TableName.parse(in_name(each.table, member.tables)).name.casefold()
        for each in package.patterns
        for member in members
        if member.series == each.series
    }
    tables = source.list_tables()
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in patterns:
        looks = pattern_of(each.table)
        for table in tables:
            part = looks.fullmatch(table.name)
            if part and table.name.casefold() not in claimed:
                found[each.series, part[1]].append(table.name)
    for (series, tables_part), names in sorted(found.items()):
        names = sorted(names)
        shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
        yield Finding(
            "DBM-4035",
            shown,
            f"looks like a table of the series {series}, and no entry of the project names {tables_part!r}",
            f"Add an entry [[series.{series}]] with tables = {tables_part!r}; take = false leaves them out",
            refuses=True,
        )
