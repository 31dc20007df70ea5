"""A whole migration of one table, through the same door as the command line."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from dbmigrate.config.project import load_project
from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.events import BatchCommitted, Event
from dbmigrate.model.outcome import RunOutcome
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.model.verdicts import Verdict
from dbmigrate.run.migration import Migration, RunOptions
from tests import mssql_server

ALL_REJECTS = 1_000_000


@dataclass(frozen=True)
class Rejected:
    table: str
    key: str
    reason: str
    column: str | None
    message: str
    row: str


@dataclass(frozen=True)
class Journey:
    plan: MigrationPlan
    outcome: RunOutcome | None
    verdicts: dict[str, Verdict]
    """By verification level."""
    rejects: tuple[Rejected, ...]
    table_verdicts: tuple[tuple[str, str, Verdict], ...] = ()
    """(level, source table, verdict)"""

    @property
    def refused_by_plan(self) -> tuple[str, ...]:
        return tuple(f"{finding.code} {finding.subject}: {finding.message}" for finding in self.plan.refusals)

    @property
    def changes(self) -> dict[str, int]:
        return {} if self.outcome is None else dict(self.outcome.tables[0].changes)


def quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False)


def write_project(
    folder: Path,
    source: str,
    target: str,
    tables: Sequence[tuple[str, str]],
    *,
    engines: Collection[str] = ("mssql", "postgresql", "sqlite"),
) -> Path:
    """A package of one group beside its project file; ``tables``: (source table, further TOML)."""
    package = folder / "trip"
    package.mkdir(parents=True, exist_ok=True)
    listed = ", ".join(quoted(engine) for engine in engines)
    (package / "package.toml").write_text(
        f'[package]\nname = "trip"\ntitle = "t"\nrelease = "1"\nengines = [{listed}]\ngroups = ["all"]\n'
        '[source]\nschema_version = "1"\ntested_with = ["1"]\n[target]\nschema_version = "1"\ntested_with = ["1"]\n',
        encoding="utf-8",
    )
    entries = "".join(f"[[table]]\nsource = {quoted(name)}\n{extra}\n" for name, extra in tables)
    (package / "all.toml").write_text(f'[group]\nname = "all"\ntitle = "t"\n{entries}', encoding="utf-8")
    project = folder / "migration.toml"
    project.write_text(
        '[project]\nname = "trip"\npackage = "trip"\n'
        f"[source]\nurl = {quoted(_shown(source))}\n[target]\nurl = {quoted(_shown(target))}\n",
        encoding="utf-8",
    )
    return project


def _shown(url: str) -> str:
    """As a project file may hold it; the password comes from the environment."""
    return mssql_server.without_password(url) if url.startswith("mssql") else url


def migrate(
    folder: Path,
    source: str,
    target: str,
    *,
    tables: Sequence[tuple[str, str]] = (("t", ""),),
    commit_rows: int | None = None,
    verify: Sequence[str] = ("hashes", "source"),
) -> Journey:
    """Plan, run, verify; the rejects as a plain driver reads them from the ledger."""
    project = load_project(write_project(folder, source, target, tables))
    with Migration(project) as migration:
        plan = migration.plan()
        try:
            outcome = migration.run(RunOptions(commit_rows=commit_rows, max_rejects=ALL_REJECTS, workers=1))
        except PlanRefusedError:
            if not plan.refusals:
                raise
            return Journey(plan, None, {}, ())
        reports = {level: migration.verify(level=level) for level in verify}
    verdicts = {level: report.verdict for level, report in reports.items()}
    each = tuple((level, one.table, one.verdict) for level, report in reports.items() for one in report.tables)
    return Journey(plan, outcome, verdicts, tuple(rejects(target)), each)


def migrate_stopping_everywhere(
    folder: Path, source: str, target: str, *, tables: Sequence[tuple[str, str]] = (("t", ""),), commit_rows: int = 1
) -> Journey:
    """The same, stopped after one batch and two in turn, and started again from the ledger."""
    project = load_project(write_project(folder, source, target, tables))
    for number in range(1000):
        stop = threading.Event()
        left = [None] * (number % 2)

        def after_batch(event: Event, stop: threading.Event = stop, left: list[None] = left) -> None:
            if isinstance(event, BatchCommitted):
                if not left:
                    stop.set()
                left[:1] = []

        with Migration(project) as migration:
            options = RunOptions(commit_rows=commit_rows, max_rejects=ALL_REJECTS, workers=1)
            outcome = migration.run(options, sink=after_batch, stop=stop)
            if outcome.state == "copied":
                verdicts = {level: migration.verify(level=level).verdict for level in ("hashes", "source")}
                return Journey(migration.plan(), outcome, verdicts, tuple(rejects(target)))
    raise AssertionError("the run does not come to its end")


def rejects(target: str) -> list[Rejected]:
    columns = "table_name, source_key, reason, column_name, message, source_row"
    table = "dbmigrate_reject" if target.startswith("sqlite") else "dbmigrate.reject"
    return [Rejected(*row) for row in rows_of(target, f"SELECT {columns} FROM {table} ORDER BY batch_no, reject_no")]


def rows_of(url: str, sql: str) -> list[tuple[Any, ...]]:
    """What a plain driver reads."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(sqlite_path(url))) as connection:
            return connection.execute(sql).fetchall()
    if url.startswith("mssql"):
        return mssql_server.rows(url, sql)
    with psycopg.connect(url, options="-c timezone=UTC -c lc_monetary=C") as connection:
        return connection.execute(sql).fetchall()


def run_script(url: str, sql: str) -> None:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(sqlite_path(url))) as connection:
            connection.executescript(sql)
    elif url.startswith("mssql"):
        mssql_server.run(url, *sql.split(";\n"))
    else:
        with psycopg.connect(url) as connection:
            connection.execute(sql)


def sqlite_path(url: str) -> str:
    return url.removeprefix("sqlite:///")
