"""Demonstrations of packages that come after another one: databases of their own, and the files that lead to them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from pydantic import Field

from dbmigrate import resources
from dbmigrate.config.finder import FINDER_FILE, Finder, load_finder
from dbmigrate.config.package import Package
from dbmigrate.config.package_files import load_package
from dbmigrate.config.series import in_name
from dbmigrate.config.table_entries import FileName, Name, Names
from dbmigrate.config.toml_file import Section, TomlFile
from dbmigrate.demo.source import build_sqlite_source
from dbmigrate.finder.decisions import Decision, Decisions, Places, save_decisions
from dbmigrate.scripts.render import fill_slots

DEMO_FILE = "demo.toml"
_LINK = (
    "[oledb]\r\n; Everything after this line is an OLE DB initstring\r\n"
    "Provider=OleSQLite.SQLiteSource.3;Data Source=..\\{0}\r\n"
)


class DemoDatabase(Section):
    """``recipe``: its directory beside this file.  ``members``: what stands for them in the names of tables."""

    name: FileName
    recipe: FileName
    members: Names


class DemoSite(Section):
    """``demo/demo.toml`` of a package.  ``slots``: of the create script, names of tables with the series in braces."""

    create_script: Name
    links: FileName
    configuration: FileName
    rows_percent: int = Field(ge=1, le=100)
    slots: dict[Name, Name]
    databases: tuple[DemoDatabase, ...] = Field(validation_alias="database", min_length=1)
    decisions: tuple[Decision, ...] = Field(default=(), validation_alias="decision")


class Follower(Struct, frozen=True):
    """``root``: the package's directory."""

    root: Path
    verb: str
    package: str


def make_followers(
    package: Package, directory: Path, *, rows: int, seed: int, progress: Callable[[str, int], None] | None = None
) -> tuple[list[Follower], int]:
    """The databases and files of every bundled package that comes after this one and has a demonstration.

    Returns them with the number of rows made.  What is decided there is decided as if by the operator.
    """
    made, written = [], 0
    for name in resources.bundled_packages():
        root = resources.package_dir(name)
        if not (root / "demo" / DEMO_FILE).is_file() or not (root / FINDER_FILE).is_file():
            continue
        follower = load_package(name)
        if follower.after is None or follower.after.package != package.name:
            continue
        finder, site = load_finder(root), TomlFile.read(root / "demo" / DEMO_FILE).read_as(DemoSite)
        share = max(1, rows * site.rows_percent // 100 // len(site.databases))
        for database in site.databases:
            written += _make_database(follower, site, database, directory, share, seed, progress)
        _write_files(site, finder, root, directory)
        made.append(Follower(root, finder.finder.verb, name))
    return made, written


def _make_database(
    package: Package,
    site: DemoSite,
    database: DemoDatabase,
    directory: Path,
    rows: int,
    seed: int,
    progress: Callable[[str, int], None] | None,
) -> int:
    script = package.script_path("sqlite", site.create_script)
    text = script.read_text(encoding="utf-8")
    parts = []
    for member in database.members:
        slots = {slot: in_name(table, member) for slot, table in site.slots.items()}
        parts.append(fill_slots(text, "sqlite", slots, str(script)))
    file = directory / f"{database.name.lower()}.db"
    create = file.with_suffix(".sql")
    try:
        create.write_text("\n".join(parts), encoding="utf-8")
        return build_sqlite_source(
            file, create, package.root / "demo" / database.recipe, rows=rows, seed=seed, progress=progress
        )
    finally:
        create.unlink(missing_ok=True)


def _write_files(site: DemoSite, finder: Finder, root: Path, directory: Path) -> None:
    links = directory / site.links
    links.mkdir()
    for database in site.databases:
        text = _LINK.format(f"{database.name.lower()}.db")
        (links / f"{database.name}.{finder.connections.ending}").write_bytes(text.encode("utf-16"))
    shutil.copyfile(root / "demo" / site.configuration, directory / site.configuration)
    places = Places(folders=(site.links,), configurations=(site.configuration,))
    decisions = Decisions(places=places, decision=site.decisions)
    save_decisions(directory / f"{finder.finder.verb}.toml", decisions, finder.finder.verb)
