"""Put a rendered package on disk, whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from dbmigrate import resources
from dbmigrate.config.package import Package
from dbmigrate.config.package_files import load_package
from dbmigrate.errors import ConfigurationError

NOT_WRITTEN = "DBM-3104"
BAD_NAME = "DBM-3105"


def check_package_name(name: str) -> None:
    """Refuse what cannot name a directory of a package, or would stand for a bundled one."""
    fault = ""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", name):
        fault = "it may hold only letters, digits, '_', '-' and '.', and begins with a letter, a digit or '_'"
    elif name in resources.bundled_packages():
        fault = "a bundled package has this name"
    if fault:
        raise ConfigurationError(
            "this cannot be the name of a new package",
            code=BAD_NAME,
            where=repr(name),
            cause=fault,
            safe="Nothing was written",
            next_step="Choose another name, such as shop_1_to_2",
        )


def write_package(directory: Path, files: Mapping[str, str]) -> Package:
    """Make ``directory``, which must not exist, and load the package from it once before it gets its name.

    Raises ConfigurationError DBM-3104 if it exists or cannot be written.
    """
    directory = directory.absolute()
    refuse_existing(directory)
    draft = directory.with_name(f".{directory.name}.{secrets.token_hex(8)}.draft")
    # load_package wants the directory to have the package's name.
    inner = draft / directory.name
    try:
        try:
            for relative, text in files.items():
                path = inner / relative
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
            load_package(str(inner))
            refuse_existing(directory)
            inner.rename(directory)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise ConfigurationError(
            f"cannot write the package to {str(directory)!r}",
            code=NOT_WRITTEN,
            cause=error.strerror or str(error),
            safe="Nothing was written",
        ) from None
    return load_package(str(directory))


def refuse_existing(directory: Path) -> None:
    """ConfigurationError DBM-3104 if anything has this path."""
    if os.path.lexists(directory):
        raise ConfigurationError(
            f"{directory} is there already",
            code=NOT_WRITTEN,
            safe="Nothing was written",
            next_step="Name another directory with --directory, or remove this one first",
        )
