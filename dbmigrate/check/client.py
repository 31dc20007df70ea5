"""Checks of the client machine alone: drivers and disk."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dbmigrate.check.results import CheckResult, CheckStatus, ok, skipped
from dbmigrate.config.package import Package
from dbmigrate.config.project import Project
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.native_clients import native_client_version
from dbmigrate.errors import ConfigurationError, ExitCode

MIN_FREE_BYTES = 100 << 20

DRIVERS = {
    "sqlite": {"adbc_driver_sqlite": "adbc-driver-sqlite"},
    "postgresql": {"adbc_driver_postgresql": "adbc-driver-postgresql", "psycopg": "psycopg"},
    "mssql": {"mssql_python": "mssql-python", "pyodbc": "pyodbc", "arrow_odbc": "arrow-odbc"},
    "oracle": {"oracledb": "oracledb"},
}
"""By engine: module and distribution."""


def check_drivers(project: Project | None) -> Iterator[CheckResult]:
    """Every driver; one that is not installed matters only where the project needs it."""
    needed: dict[str, ExitCode] = {}
    if project is not None:
        needed = {project.target.url.engine: ExitCode.TARGET, project.source.url.engine: ExitCode.SOURCE}
    for engine, modules in DRIVERS.items():
        missing = [name for module, name in modules.items() if importlib.util.find_spec(module) is None]
        installed = [f"{name} {_version(name)}" for name in modules.values() if name not in missing]
        name = f"driver {engine}"
        if not missing:
            yield ok(name, ", ".join(installed))
        elif engine in needed:
            yield CheckResult(
                name,
                CheckStatus.FAILED,
                f"not installed: {', '.join(missing)}",
                f"Install with: pip install 'dbmigrate[{engine}]'",
                ExitCode.CONFIGURATION,
            )
        else:
            yield skipped(name, "not installed, and not needed by this project" if project else "not installed")


REFUSED_ORACLE_CLIENTS = {(11, 2, 0, 3, 0), (11, 2, 0, 4, 0)}
"""The vendor's checklist names known issues with exactly these two."""


def check_native_clients(project: Project) -> Iterator[CheckResult]:
    """Client libraries that are known to fail."""
    if "oracle" not in (project.source.url.engine, project.target.url.engine):
        return
    version = native_client_version("oracle")
    if version is None:
        yield ok("Oracle client", "none is used: the driver speaks to the server by itself")
        return
    shown = ".".join(map(str, version))
    if version in REFUSED_ORACLE_CLIENTS:
        yield CheckResult(
            "Oracle client",
            CheckStatus.FAILED,
            f"{shown} is one of two releases with known issues in migrations (11.2.0.3.0 and 11.2.0.4.0)",
            "Install a newer client, or none at all: the driver needs none",
        )
    else:
        yield ok("Oracle client", shown)


def check_release(package: Package, program: str) -> CheckResult:
    """Whether this program is as new as the package wants it."""
    detail = f"package {package.name} {package.release}, program {program}"
    if package.needs_program is not None and _parts(program) < _parts(package.needs_program):
        return CheckResult(
            "releases",
            CheckStatus.FAILED,
            f"{detail}: the package needs {package.needs_program} or newer",
            f"Install dbmigrate {package.needs_program} or newer, or take an older release of the package",
        )
    return ok("releases", detail)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))


def check_disk(project: Project) -> CheckResult:
    """Beside the project file, where reports and verdicts are written."""
    place = project.path.absolute().parent
    free = shutil.disk_usage(place).free
    detail = f"{free / (1 << 30):,.1f} GiB free in {place}"
    if free < MIN_FREE_BYTES:
        return CheckResult("free disk", CheckStatus.WARNING, detail, "Make room: reports and scripts are written there")
    return ok("free disk", detail)


def file_of(url: ConnectionUrl) -> Path | None:
    """The database file of the URL; None where a server has it."""
    try:
        return url.sqlite_path
    except ConfigurationError:
        return None


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "(version not known)"
