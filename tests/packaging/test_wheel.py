"""What is built is what is here: the wheel and the sdist are made and compared with the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
BUNDLED = ("sql", "table_groups")
NOT_SOURCE = ("__pycache__", ".DS_Store")


def files_below(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not set(path.parts) & set(NOT_SOURCE)
    }


def build(kind: str, source: Path, into: Path) -> Path:
    """Build with the backend that is installed; nothing is fetched."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = into.iterdir()
    return built


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def below(files: dict[str, bytes], directory: str) -> dict[str, bytes]:
    return {str(PurePosixPath(n).relative_to(directory)): c for n, c in files.items() if n.startswith(f"{directory}/")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", CHECKOUT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, unpacked."""
    archive = build("sdist", CHECKOUT, tmp_path_factory.mktemp("sdist"))
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    (root,) = unpacked.iterdir()
    return root


@pytest.mark.parametrize("name", BUNDLED)
def test_wheel_carries_the_checkout_byte_for_byte(wheel: Path, name: str) -> None:
    expected = files_below(CHECKOUT / name)
    assert expected, f"{name}/ is empty"
    assert below(contents(wheel), f"dbmigrate/_bundled/{name}") == expected


def test_wheel_carries_the_package_and_nothing_else(wheel: Path) -> None:
    files = contents(wheel)
    code = {n: c for n, c in below(files, "dbmigrate").items() if not n.startswith("_bundled/")}
    assert code == files_below(CHECKOUT / "dbmigrate")
    assert "py.typed" in code
    assert {PurePosixPath(name).parts[0].partition("-")[0] for name in files} == {"dbmigrate"}


def test_wheel_has_command_licence_and_no_platform(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    metadata = {PurePosixPath(n).name: c.decode() for n, c in contents(wheel).items() if ".dist-info/" in n}
    assert "dbmigrate = dbmigrate.cli.main:main" in metadata["entry_points.txt"]
    assert "License-Expression: Apache-2.0" in metadata["METADATA"]
    assert metadata["LICENSE"] == (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
    assert metadata["NOTICE"] == (CHECKOUT / "NOTICE").read_text(encoding="utf-8")


def test_wheel_is_the_same_each_time(wheel: Path, tmp_path: Path) -> None:
    assert build("wheel", CHECKOUT, tmp_path).read_bytes() == wheel.read_bytes()


@pytest.mark.parametrize("name", [*BUNDLED, "dbmigrate"])
def test_sdist_carries_the_checkout_byte_for_byte(sdist: Path, name: str) -> None:
    assert files_below(sdist / name) == files_below(CHECKOUT / name)


def test_wheel_from_sdist_is_the_wheel_from_the_checkout(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    assert contents(build("wheel", sdist, tmp_path)) == contents(wheel)


def test_installed_wheel_reads_its_own_copy(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    report = "\n".join(
        [
            "from dbmigrate import resources as r",
            "print(r.sql_dir(), r.table_groups_dir(), *r.bundled_packages(), sep='\\n')",
        ]
    )
    answer = subprocess.run(
        [sys.executable, "-c", report],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"},
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    bundled = (site / "dbmigrate" / "_bundled").resolve()
    sql, table_groups, *packages = answer.stdout.splitlines()
    assert [Path(sql), Path(table_groups)] == [bundled / "sql", bundled / "table_groups"]
    assert packages == sorted(path.parent.name for path in (CHECKOUT / "table_groups").glob("*/package.toml"))


def test_every_file_the_build_names_exists() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    targets = project["tool"]["hatch"]["build"]["targets"]
    named = [*targets["wheel"]["force-include"], *targets["sdist"]["only-include"], project["project"]["readme"]]
    assert [name for name in named if not (CHECKOUT / name).exists()] == []
