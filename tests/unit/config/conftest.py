"""Packages and projects written for one test; no bundled package is in sight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dbmigrate import resources

PackageMaker = Callable[..., Path]

PACKAGE_TOML = """\
[package]
name     = "shop"
title    = "Shop"
release  = "1"
engines  = ["sqlite", "postgresql"]
groups   = [{groups}]

[source]
schema_version = "1"

[target]
schema_version = "2"
tested_with = ["2.1"]
version_query = "select version from about"
"""

GROUP_TOML = """\
[group]
name  = "{name}"
title = "The {name}"
after = [{after}]

"""


@pytest.fixture(autouse=True)
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with the bundled package ``bundled_one`` and one script."""
    home = tmp_path / "installed"
    (home / "table_groups" / "bundled_one").mkdir(parents=True)
    (home / "table_groups" / "bundled_one" / "package.toml").write_text("")
    (home / "sql" / "sqlite" / "schema").mkdir(parents=True)
    (home / "sql" / "sqlite" / "schema" / "10_create.sql").write_text("-- bundled")
    monkeypatch.setattr(resources, "sql_dir", lambda: home / "sql")
    monkeypatch.setattr(resources, "table_groups_dir", lambda: home / "table_groups")
    monkeypatch.setattr(resources, "bundled_packages", lambda: ["bundled_one"])
    return home


@pytest.fixture
def make_package(tmp_path: Path) -> PackageMaker:
    """Write a package; groups as ``name=(body, predecessors...)``, ``package`` is appended to package.toml."""

    def make(package: str = "", **groups: tuple[str, ...]) -> Path:
        root = tmp_path / "shop"
        root.mkdir(exist_ok=True)
        names = ", ".join(f'"{name}"' for name in groups)
        (root / "package.toml").write_text(PACKAGE_TOML.format(groups=names) + package, encoding="utf-8")
        for name, (body, *after) in groups.items():
            head = GROUP_TOML.format(name=name, after=", ".join(f'"{earlier}"' for earlier in after))
            (root / f"{name}.toml").write_text(head + body, encoding="utf-8")
        return root

    return make
