"""The project directories: one for each database, its members under ``[[series...]]`` at the end of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from dbmigrate.config.package import Package
from dbmigrate.config.passwords import password_cures
from dbmigrate.config.project import NOT_WRITTEN, Project, load_project, render_project
from dbmigrate.config.toml_lines import format_path, quoted
from dbmigrate.errors import ConfigurationError
from dbmigrate.finder.databases import Database
from dbmigrate.finder.decisions import write_whole
from dbmigrate.finder.discovery import Discovery, Member

PROJECT_FILE = "migration.toml"
MARK = "# --- What follows is written by dbmigrate; it is replaced when the decisions change. ---"


class Prepared(Struct, frozen=True):
    """``outcome``: written, renewed (its members) or unchanged."""

    database: Database
    path: Path
    members: tuple[Member, ...]
    outcome: str

    @property
    def needs_password(self) -> bool:
        url = self.database.connection.url
        return url is not None and url.engine != "sqlite" and "trusted_connection" not in url.query


def prepare_projects(
    found: Discovery, package: Package, parent: Project, home: Path, package_name: str
) -> list[Prepared]:
    """Write what is missing or has changed below ``home``; ``parent``: the project whose target they share.

    A file that is there keeps all that stands above the mark.  Raises ConfigurationError DBM-3005.
    """
    made: list[tuple[Prepared, str]] = []
    names: dict[str, str] = {}
    for database in found.databases:
        members = [member for member in found.members_of(database) if _is_written(member)]
        if not any(member.is_taken for member in members) or not database.is_open:
            continue
        directory = _directory_name(database.name, names)
        path = home / directory / PROJECT_FILE
        tail = render_members(found.finder.finder.series, members)
        text, outcome = _text(path, database, package, parent, package_name, tail)
        made.append((Prepared(database, path, tuple(members), outcome), text))
    # Everything was found good before the first file is written.
    for prepared, text in made:
        if prepared.outcome != "unchanged":
            _make_directory(prepared.path.parent)
            write_whole(prepared.path, text)
            load_project(prepared.path)
    return [prepared for prepared, _ in made]


def _is_written(member: Member) -> bool:
    if member.fate is not None and member.fate.action == "leave_out":
        return member.holding is not None
    return member.is_taken


def _directory_name(name: str, taken: dict[str, str]) -> str:
    plain = re.sub(r"[^\w.-]+", "-", name).strip(".-") or "database"
    wanted, number = plain, 2
    while taken.setdefault(wanted.casefold(), name) != name:
        wanted, number = f"{plain}-{number}", number + 1
    return wanted


def _text(
    path: Path, database: Database, package: Package, parent: Project, package_name: str, tail: str
) -> tuple[str, str]:
    if path.exists():
        return _renewed(path, tail)
    url = database.connection.url
    if url is None:
        raise ConfigurationError(f"nothing says where the database {database.name} is", code=NOT_WRITTEN)
    head = render_project(
        name=f"{parent.name} {database.name}",
        package=package_name,
        source=url,
        target=parent.target.url,
        source_schema=database.schema,
        target_schema=parent.target.schema_name,
        run=parent.run,
        inputs=package.inputs,
    )
    cure = "" if url.engine == "sqlite" else f"# {password_cures(url.without_password(), 'source')}.\n"
    return f"{head}\n{cure}{MARK}\n{tail}", "written"


def _renewed(path: Path, tail: str) -> tuple[str, str]:
    text = path.read_text(encoding="utf-8")
    if MARK not in text:
        raise ConfigurationError(
            f"{path} is there already",
            code=NOT_WRITTEN,
            cause="it was not written by this verb: the line behind which it writes is missing",
            safe="Nothing was changed",
            next_step="Move it away, or write the members into it by hand",
        )
    head = text[: text.index(MARK)]
    renewed = f"{head}{MARK}\n{tail}"
    return renewed, "unchanged" if renewed == text else "renewed"


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"cannot make the directory {path}", code=NOT_WRITTEN, cause=str(error.strerror)
        ) from None


def render_members(series: str, members: Sequence[Member]) -> str:
    """The entries of the series as TOML."""
    lines: list[str] = []
    header = format_path(("series", series))
    for member in members:
        lines += ["", f"[[{header}]]"]
        lines += [f"{name} = {_literal(value)}" for name, value in member_entry(member).items()]
    return "\n".join(lines).lstrip("\n") + "\n"


def member_entry(member: Member) -> dict[str, Any]:
    """One entry, as a project file holds it."""
    fate = member.fate
    entry: dict[str, Any] = {"name": member.name, "tables": member.holding.key if member.holding else member.name}
    if fate is not None and fate.action == "leave_out":
        return entry | {"take": False, "reason": fate.reason}
    if fate is not None and fate.action == "excuse":
        entry |= {"excused": True, "reason": fate.reason}
    return entry | member.values


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else quoted(str(value))
