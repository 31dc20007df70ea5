"""Is this machine ready for the project?  Looks at everything, changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

import sqlalchemy as sa
from msgspec.structs import replace

from dbmigrate import __version__
from dbmigrate.check.client import check_disk, check_drivers, check_native_clients, check_release
from dbmigrate.check.host import check_same_host
from dbmigrate.check.results import CheckResult, CheckStatus, ok, skipped
from dbmigrate.check.room import check_surroundings
from dbmigrate.config.members import package_of
from dbmigrate.config.package import Package
from dbmigrate.config.project import Endpoint, Project, resolve_inputs
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import Side, open_engine
from dbmigrate.errors import DbmigrateError, ExitCode
from dbmigrate.model.table import Table, TableName

MIN_PYTHON = (3, 11)
MAX_CLOCK_DIFFERENCE_SECONDS = 60
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
_EXIT_CODES = {"source": ExitCode.SOURCE, "target": ExitCode.TARGET}


def examine(
    load: Callable[[], Project],
    with_passwords: Callable[[Project], Project] = lambda project: project,
    *,
    allow_same_host: bool = False,
) -> list[CheckResult]:
    """All checks, in the order in which their faults should be mended.

    ``load`` reads the project; that it fails is one of the findings.
    """
    results = [_python()]
    project: Project | None = None
    package: Package | None = None
    try:
        project = load()
        results.append(ok("project", f"{project.name}, {project.path}"))
        package = package_of(project)
        resolve_inputs(project, package)
        results.append(ok("package", f"{package.name} {package.release}, {len(package.groups)} table groups"))
    except DbmigrateError as error:
        results.append(_failed("package" if project else "project", error))
    results += check_drivers(project)
    if project is None:
        return [*results, *(skipped(side, "there is no project to connect with") for side in ("source", "target"))]
    if package is not None:
        results.append(check_release(package, __version__))
    results += check_native_clients(project)
    results += check_same_host(project, allowed=allow_same_host)
    results.append(check_disk(project))
    try:
        project = with_passwords(project)
    except DbmigrateError as error:
        return [*results, _failed("passwords", error)]
    return [*results, *_databases(project, package)]


def _python() -> CheckResult:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < MIN_PYTHON:
        return CheckResult("python", CheckStatus.FAILED, version, "Install Python 3.11 or newer")
    return ok("python", version)


def _databases(project: Project, package: Package | None) -> Iterator[CheckResult]:
    engines: dict[Side, Engine] = {}
    try:
        for side, endpoint in _sides(project):
            try:
                engines[side] = open_engine(endpoint.url, side=side, schema=endpoint.schema_name)
                yield ok(side, f"{engines[side].name} {engines[side].server_version()}, {endpoint.url}")
            except (DbmigrateError, EngineFault) as error:
                engines.pop(side, None)
                yield _failed(side, error, _EXIT_CODES[side])
        if len(engines) == 2:
            yield _guarded("two databases", "target", lambda: _are_two(engines["source"], engines["target"]))
        if "source" in engines:
            yield _guarded("source permissions", "source", lambda: _can_read(engines["source"], package))
        if "target" in engines:
            yield _guarded("target permissions", "target", lambda: _can_write(engines["target"], package))
        if len(engines) == 2:
            yield from _surroundings(engines["source"], engines["target"], package)
        for side, engine in engines.items():
            yield _guarded(f"{side} clock", side, partial(_clock, engine))
    finally:
        for engine in engines.values():
            try:
                engine.dispose()
            except EngineFault:
                continue


def _sides(project: Project) -> tuple[tuple[Side, Endpoint], tuple[Side, Endpoint]]:
    return ("source", project.source), ("target", project.target)


def _guarded(name: str, side: Side, check: Callable[[], CheckResult]) -> CheckResult:
    try:
        return replace(check(), name=name)
    except (DbmigrateError, EngineFault) as error:
        return _failed(name, error, _EXIT_CODES[side])


def _are_two(source: Engine, target: Engine) -> CheckResult:
    if source.identity() == target.identity():
        detail = "source and target are one and the same database and schema"
        return CheckResult("two databases", CheckStatus.FAILED, detail, "Correct [source] or [target] in the project")
    return ok("two databases", "source and target are different")


def _can_read(source: Engine, package: Package | None) -> CheckResult:
    """Asks for the columns of every table of the package that the source has."""
    name = "source permissions"
    if package is None:
        return skipped(name, "the package could not be read")
    entries = [entry for group in package.groups for entry in group.tables]
    tables = [table for entry in entries if (table := source.describe_table(TableName.parse(entry.source)))]
    refused = list(_unreadable(source, tables))
    if refused:
        shown = ", ".join(refused[:3]) + (f" and {len(refused) - 3} more" if len(refused) > 3 else "")
        advice = "Grant SELECT on them to this login, then run doctor again"
        return CheckResult(name, CheckStatus.FAILED, f"cannot read {shown}", advice, ExitCode.SOURCE)
    if tables:
        return ok(name, f"can read {len(tables)} of the package's {len(entries)} tables; the others are not there")
    return CheckResult(
        name,
        CheckStatus.FAILED,
        f"none of the package's {len(entries)} tables is in the source, or none may be seen",
        "Check the database and [source] schema, and grant SELECT on the tables to this login",
        ExitCode.SOURCE,
    )


def _unreadable(source: Engine, tables: Sequence[Table]) -> Iterator[str]:
    """One connection asks for all; an error may leave it in any state, so another one goes on."""
    sql = source.scan_sql()
    waiting = list(tables)
    while waiting:
        with closing(source.open_session()) as session:
            while waiting:
                table = waiting.pop(0)
                columns = sql.names([column.name for column in table.columns])
                try:
                    session.run_sql(f"SELECT {columns} FROM {sql.from_clause(table)} WHERE 1 = 0")
                except EngineFault as fault:
                    yield f"{table.name} ({fault.native_code or fault.message})"
                    break


def _can_write(target: Engine, package: Package | None) -> CheckResult:
    """Asks the engine which permissions are missing."""
    name = "target permissions"
    tables = (
        [TableName.parse(into.target) for group in package.groups for entry in group.tables for into in entry.targets]
        if package
        else []
    )
    missing = target.missing_permissions(tables)
    if missing:
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        return CheckResult(
            name,
            CheckStatus.FAILED,
            f"missing: {shown}",
            "Grant them to this login, then run doctor again",
            ExitCode.TARGET,
        )
    return ok(name, f"the ledger can be created and {len(tables)} tables written")


def _surroundings(source: Engine, target: Engine, package: Package | None) -> Iterator[CheckResult]:
    """For all tables of the package that are there; ``check`` asks for those that are planned."""
    if package is None:
        return
    entries = [entry for group in package.groups for entry in group.tables]
    names = [(entry.source, [into.target for into in entry.targets]) for entry in entries]
    try:
        tables = [table for name, _ in names if (table := source.describe_table(TableName.parse(name)))]
        targets = {into for _, targets in names for into in targets}
        filled = [table for name in sorted(targets) if (table := target.describe_table(TableName.parse(name)))]
        yield from check_surroundings(source, tables, target, filled)
    except EngineFault as fault:
        yield _failed("surroundings", fault, ExitCode.TARGET)


def _clock(engine: Engine) -> CheckResult:
    """Marks and the ledger use this machine's clock; dates in the source are by its own."""
    here = datetime.now(UTC)
    advice = "Set the clocks (NTP) before the first run"
    if here < _EARLIEST:
        return CheckResult("clock", CheckStatus.FAILED, f"{here:%Y-%m-%d %H:%M:%S} UTC cannot be right", advice)
    with closing(engine.open_session()) as session:
        rows = session.execute(sa.select(sa.func.current_timestamp().label("moment")))
    there = rows[0]["moment"] if rows else None
    if not isinstance(there, datetime) or there.tzinfo is None:
        return ok("clock", f"{here:%Y-%m-%d %H:%M:%S} UTC; it is this machine's own")
    apart = abs((there - here).total_seconds())
    if apart > MAX_CLOCK_DIFFERENCE_SECONDS:
        return CheckResult(
            "clock", CheckStatus.WARNING, f"this machine and the server are {apart:,.0f} s apart", advice
        )
    return ok("clock", f"{here:%Y-%m-%d %H:%M:%S} UTC, within {MAX_CLOCK_DIFFERENCE_SECONDS} s of the server")


def _failed(name: str, error: DbmigrateError | EngineFault, code: ExitCode = ExitCode.CONFIGURATION) -> CheckResult:
    if isinstance(error, EngineFault):
        detail = f"{error.native_code}: {error.message}" if error.native_code else error.message
        return CheckResult(name, CheckStatus.FAILED, detail, "", code)
    place = f" ({error.where})" if error.where else ""
    cause = f": {error.cause}" if error.cause else ""
    return CheckResult(
        name, CheckStatus.FAILED, f"{error.code} {error.what}{place}{cause}", error.next_step, error.exit_code
    )
