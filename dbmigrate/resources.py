"""Where the program's own SQL scripts and migration packages are.

The one place that knows whether it reads an installed wheel, which carries a copy of both
directories under ``dbmigrate/_bundled``, or a checkout, where they lie beside the package.
"""

from __future__ import annotations

from pathlib import Path

from dbmigrate.errors import ConfigurationError

_PACKAGE_ROOT = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE_ROOT / "_bundled"

PACKAGE_FILE = "package.toml"


def sql_dir() -> Path:
    """The directory of the bundled scripts: ``<dialect>/<stage>/NN_verb_object.sql``."""
    return _directory("sql")


def table_groups_dir() -> Path:
    """The directory that holds one directory for each bundled migration package."""
    return _directory("table_groups")


def bundled_packages() -> list[str]:
    """The names of the bundled migration packages, sorted."""
    return sorted(entry.name for entry in table_groups_dir().iterdir() if (entry / PACKAGE_FILE).is_file())


def package_dir(name_or_path: str) -> Path:
    """The directory of a migration package, given a bundled package's name or a path.

    A bare name means the bundled package even where a directory of that name lies in the working
    directory, so that a project never changes its meaning with the place it is started from;
    ``./name`` means the directory.
    """
    bundled = bundled_packages()
    if name_or_path in bundled:
        return table_groups_dir() / name_or_path

    # Path("") is the working directory, which nobody meant by naming nothing.
    if name_or_path.strip():
        path = _expanded(name_or_path)
        if (path / PACKAGE_FILE).is_file():
            return path.resolve()
        cause = _why_not_a_package(path)
    else:
        cause = "no name was given"
    choice = ", ".join(bundled) or "none"
    raise ConfigurationError(
        "no such migration package",
        code="DBM-3090",
        where=repr(name_or_path),
        cause=cause,
        next_step=f"Name a directory that contains {PACKAGE_FILE}, or a bundled package: {choice}",
    )


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # "~name" of nobody on this machine
        return Path(text)


def _why_not_a_package(path: Path) -> str:
    if path.name == PACKAGE_FILE and path.is_file():
        return f"the path leads to {PACKAGE_FILE} itself, not to its directory"
    if path.is_dir():
        return f"the directory has no {PACKAGE_FILE}"
    if path.exists():
        return "the path leads to a file"
    return "no bundled package has this name, and no directory has this path"


def _directory(name: str) -> Path:
    for root in (_BUNDLED, _PACKAGE_ROOT.parent):
        if (root / name).is_dir():
            return root / name
    raise ConfigurationError(
        "the installation is incomplete",
        code="DBM-3091",
        where=f"{name}/",
        cause=f"the directory is neither in {_BUNDLED} (a wheel) nor in {_PACKAGE_ROOT.parent} (a checkout)",
        next_step="Install dbmigrate again, or run it from a complete checkout",
    )
