"""Where scripts and packages are found, in a checkout and in an installed copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from dbmigrate import resources
from dbmigrate.errors import ConfigurationError, ExitCode

CHECKOUT = Path(__file__).resolve().parents[2]


def make_package(parent: Path, name: str) -> Path:
    directory = parent / name
    directory.mkdir(parents=True)
    (directory / "package.toml").write_text(f'[package]\nname = "{name}"\n', encoding="utf-8")
    return directory


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed copy with two bundled packages, in a directory of its own."""
    package_root = tmp_path / "site" / "dbmigrate"
    bundled = package_root / "_bundled"
    (bundled / "sql").mkdir(parents=True)
    make_package(bundled / "table_groups", "zoo")
    make_package(bundled / "table_groups", "billing")
    monkeypatch.setattr(resources, "_PACKAGE_ROOT", package_root)
    monkeypatch.setattr(resources, "_BUNDLED", bundled)
    return bundled


def test_checkout_is_read_in_place() -> None:
    assert resources.sql_dir() == CHECKOUT / "sql"
    assert resources.table_groups_dir() == CHECKOUT / "table_groups"


def test_every_bundled_package_of_the_checkout_can_be_named() -> None:
    names = resources.bundled_packages()
    assert names == sorted(path.parent.name for path in (CHECKOUT / "table_groups").glob("*/package.toml"))
    assert names
    for name in names:
        assert resources.package_dir(name) == CHECKOUT / "table_groups" / name


def test_installed_copy_is_preferred_over_what_lies_beside_the_package(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "site" / "sql").mkdir()  # another distribution's directory in site-packages
    make_package(tmp_path / "site" / "table_groups", "stranger")
    assert resources.sql_dir() == installed / "sql"
    assert resources.bundled_packages() == ["billing", "zoo"]


def test_a_directory_without_package_file_is_no_package(installed: Path) -> None:
    (installed / "table_groups" / "half_written").mkdir()
    (installed / "table_groups" / "README.md").touch()
    assert resources.bundled_packages() == ["billing", "zoo"]


def test_bundled_name_wins_over_a_directory_here(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_package(tmp_path / "work", "billing")
    monkeypatch.chdir(tmp_path / "work")
    assert resources.package_dir("billing") == installed / "table_groups" / "billing"
    assert resources.package_dir("./billing") == (tmp_path / "work" / "billing").resolve()


def test_own_package_by_relative_and_absolute_path(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = make_package(tmp_path / "work", "own").resolve()
    monkeypatch.chdir(tmp_path / "work")
    assert resources.package_dir("own") == own
    assert resources.package_dir(str(own)) == own
    assert resources.package_dir("../work/own") == own


def test_home_directory_is_expanded(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    own = make_package(tmp_path, "own").resolve()
    assert resources.package_dir("~/own") == own


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("", "no name was given"),
        ("  ", "no name was given"),
        ("unknown", "no bundled package has this name"),
        ("~nobody_has_this_name/own", "no bundled package has this name"),
        ("empty", "the directory has no package.toml"),
        ("own/package.toml", "leads to package.toml itself"),
        ("file.txt", "the path leads to a file"),
        ("Billing", "no bundled package has this name"),
        ("../zoo", "no bundled package has this name"),
    ],
)
def test_anything_else_is_refused_and_says_what_there_is(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, cause: str
) -> None:
    work = tmp_path / "work"
    make_package(work, "own")
    (work / "empty").mkdir()
    (work / "file.txt").touch()
    monkeypatch.chdir(work)
    with pytest.raises(ConfigurationError) as caught:
        resources.package_dir(name)
    error = caught.value
    assert error.exit_code == ExitCode.CONFIGURATION
    assert error.code == "DBM-3090"
    assert error.where == repr(name)
    assert cause in error.cause
    assert "billing, zoo" in error.next_step


def test_incomplete_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE_ROOT", tmp_path / "dbmigrate")
    monkeypatch.setattr(resources, "_BUNDLED", tmp_path / "dbmigrate" / "_bundled")
    with pytest.raises(ConfigurationError, match="Install dbmigrate again") as caught:
        resources.sql_dir()
    assert caught.value.code == "DBM-3091"
