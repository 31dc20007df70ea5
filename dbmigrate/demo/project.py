"""A whole demonstration project: a filled source, an empty target, and the project file for both."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from dbmigrate import resources
from dbmigrate.config.package import Package
from dbmigrate.config.package_files import load_package
from dbmigrate.config.passwords import VARIABLES
from dbmigrate.config.project import load_project, render_project, write_project
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.demo.followers import Follower, make_followers
from dbmigrate.demo.source import build_sqlite_source
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import open_engine, side_error
from dbmigrate.errors import ConfigurationError, TargetError
from dbmigrate.scripts.runner import run_script_text

PROJECT_FILE = "migration.toml"
SOURCE_FILE = "source.db"
TARGET_FILE = "target.db"
NAME = "demo"
"""Name of every demonstration project; a project of that name in a directory is one."""

NOT_EMPTY = "DBM-3060"
NO_RECIPE = "DBM-3061"
TARGET_NOT_EMPTY = "DBM-6060"


class DemoProject(Struct, frozen=True):
    """What was made; ``password_variable`` must be set for later commands, if it is not empty."""

    path: Path
    package: str
    rows: int
    password_variable: str = ""
    followers: tuple[Follower, ...] = ()
    """What comes after it, in projects of its own that are still to be prepared."""


def prepare_demo(
    directory: Path,
    *,
    rows: int,
    seed: int,
    target_url: ConnectionUrl | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> DemoProject:
    """Make the demonstration in a new or empty directory; nothing that is there is ever touched.

    ``target_url``: an empty database; None makes a SQLite file beside the source.  The project file is
    written last, so a directory that has one is complete.
    """
    _check_directory(directory)
    package = _demo_package()
    _check_target(target_url)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"cannot make the directory {directory}", code=NOT_EMPTY, cause=str(error.strerror)
        ) from None
    written = build_sqlite_source(
        directory / SOURCE_FILE,
        _script(package, "sqlite", package.source.create_script),
        package.root / "demo",
        rows=rows,
        seed=seed,
        progress=progress,
    )
    followers, more = make_followers(package, directory, rows=rows, seed=seed, progress=progress)
    target = target_url.resolved(Path.cwd()) if target_url else ConnectionUrl.create("sqlite", database=TARGET_FILE)
    create = _script(package, target.engine, package.target.create_script)
    run_script_text(target.resolved(directory.absolute()), side="target", text=create.read_text(encoding="utf-8"))
    text = render_project(
        name=NAME,
        package=package.name,
        source=ConnectionUrl.create("sqlite", database=SOURCE_FILE),
        target=target,
        inputs=package.inputs,
    )
    path = directory / PROJECT_FILE
    write_project(path, text)
    needs_variable = target.has_password and not os.environ.get(VARIABLES["target"])
    variable = VARIABLES["target"] if needs_variable else ""
    return DemoProject(path, package.name, written + more, variable, tuple(followers))


def _check_directory(directory: Path) -> None:
    if not directory.exists():
        return
    safe = "Nothing was changed"
    if not directory.is_dir():
        raise ConfigurationError(
            f"{directory} is a file", code=NOT_EMPTY, safe=safe, next_step="Name a directory that is new or empty"
        )
    if not any(directory.iterdir()):
        return
    if _is_demo(directory):
        raise ConfigurationError(
            f"the demonstration in {directory} is there already",
            code=NOT_EMPTY,
            where=str(directory / PROJECT_FILE),
            cause="A demonstration is never made over another one",
            safe=safe,
            next_step=f"Go on with it: cd {directory} && dbmigrate run; or name another directory",
        )
    raise ConfigurationError(
        f"the directory {directory} is not empty",
        code=NOT_EMPTY,
        cause="It holds files that are no complete demonstration; nothing is overwritten or removed",
        safe=safe,
        next_step="Name another directory, one that is new or empty",
    )


def _is_demo(directory: Path) -> bool:
    try:
        return load_project(directory / PROJECT_FILE).name == NAME
    except ConfigurationError:
        return False


def _demo_package() -> Package:
    """The first bundled package that has a recipe."""
    for name in resources.bundled_packages():
        if any((resources.package_dir(name) / "demo").glob("*.sql")):
            return load_package(name)
    raise ConfigurationError(
        "no bundled package has a recipe for a demonstration",
        code=NO_RECIPE,
        where=str(resources.table_groups_dir()),
        next_step="Install dbmigrate again, or run it from a complete checkout",
    )


def _is_new_file(url: ConnectionUrl) -> bool:
    try:
        return url.lacks_sqlite_file()
    except ConfigurationError:
        return False


def _script(package: Package, dialect: str, relative: str | None) -> Path:
    if relative is None:
        raise ConfigurationError(
            f"package {package.name} has no script that creates its schema",
            code=NO_RECIPE,
            where=str(package.root / "package.toml"),
            next_step="Add create_script to [source] and [target]",
        )
    return package.script_path(dialect, relative)


def _check_target(url: ConnectionUrl | None) -> None:
    """A database that holds tables may hold somebody's rows."""
    if url is None or _is_new_file(url):
        return
    try:
        engine = open_engine(url, side="target")
        try:
            tables = engine.list_tables()
        finally:
            engine.dispose()
    except EngineFault as fault:
        raise side_error(fault, "target", "cannot look into the target database", where=str(url)) from None
    if tables:
        named = ", ".join(map(str, tables[:3])) + (" ..." if len(tables) > 3 else "")
        raise TargetError(
            "the target of a demonstration must be an empty database",
            code=TARGET_NOT_EMPTY,
            where=str(url),
            cause=f"It holds {len(tables)} tables: {named}",
            safe="Nothing was changed",
            next_step="Create a new database and give its URL",
        )
