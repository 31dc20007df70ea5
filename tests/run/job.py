"""A small migration in this process: two databases, one group file, and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbmigrate.config.filters import RowFilters
from dbmigrate.config.project import load_project
from dbmigrate.model.events import Sink, ignore
from dbmigrate.model.outcome import RunOutcome
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.model.reconciled import ResyncOutcome, RetryOutcome
from dbmigrate.model.rejected import RejectQuery
from dbmigrate.model.verdicts import GapReport
from dbmigrate.run.migration import Migration, RunOptions
from tests import mssql_server
from tests.databases import Database

PACKAGE = """\
[package]
name    = "small"
title   = "Small"
release = "1"
engines = ["mssql", "postgresql", "sqlite"]
groups  = ["all"]
[source]
schema_version = "1"
[target]
schema_version = "2"
"""

TYPES = {
    "mssql": {"int": "bigint", "text": mssql_server.TEXT, "moment": "datetime2(6)"},
    "sqlite": {"int": "INTEGER", "text": "TEXT", "moment": "TIMESTAMP"},
    "postgresql": {"int": "bigint", "text": "text", "moment": "timestamp"},
}


@dataclass
class Job:
    """``run`` opens everything anew, as each start of the program does."""

    directory: Path
    source: Database
    target: Database
    name: str = "small"

    @property
    def group_file(self) -> Path:
        return self.directory / "small" / "all.toml"

    def write(self, tables: str, **settings: Any) -> Job:
        """The package's one group file with these ``[[table]]`` entries, and the project file."""
        self.group_file.parent.mkdir(parents=True, exist_ok=True)
        (self.group_file.parent / "package.toml").write_text(PACKAGE)
        self.group_file.write_text(f'[group]\nname = "all"\ntitle = "All"\n{tables}\n')
        run = "\n".join(f"{name} = {value}" for name, value in {"commit_rows": 3, "workers": 1, **settings}.items())
        self.project.write_text(
            f'[project]\nname = "{self.name}"\npackage = "small"\n[source]\nurl = "{self.source.url}"\n'
            f'[target]\nurl = "{self.target.url}"\n[run]\n{run}\n'
        )
        return self

    @property
    def project(self) -> Path:
        return self.directory / "migration.toml"

    def both(self, *statements: str) -> Job:
        create(self.source, *statements)
        create(self.target, *statements)
        return self

    def run(
        self,
        *,
        sink: Sink = ignore,
        stop: threading.Event | None = None,
        filters: dict[str, Any] | None = None,
        tables: list[str] | None = None,
        **options: Any,
    ) -> RunOutcome:
        """Reads tables whose source is unchanged too, unless told: most tests are about what a pass reads."""
        options = {"read_unchanged": True, **options}
        wanted = None if filters is None else RowFilters.model_validate(filters)
        with Migration(load_project(self.project), filters=wanted, tables=tables) as migration:
            return migration.run(RunOptions(**options), sink=sink, stop=stop)

    def retry(self, **query: Any) -> RetryOutcome:
        with Migration(load_project(self.project)) as migration:
            return migration.retry(RejectQuery(**query))

    def resync(self, *, dry: bool = False, max_deletes: int = 1000, **query: Any) -> ResyncOutcome:
        with Migration(load_project(self.project)) as migration:
            return migration.resync(RejectQuery(**query), dry=dry, max_deletes=max_deletes)

    def gaps(self, **query: Any) -> GapReport:
        with Migration(load_project(self.project)) as migration:
            return migration.gaps(RejectQuery(**query))

    def plan(self, filters: dict[str, Any] | None = None, tables: list[str] | None = None) -> MigrationPlan:
        wanted = None if filters is None else RowFilters.model_validate(filters)
        with Migration(load_project(self.project), filters=wanted, tables=tables) as migration:
            return migration.plan()

    def verdict(self) -> str:
        with Migration(load_project(self.project)) as migration:
            return str(migration.verify(level="source").verdict)

    def rejects(self) -> list[tuple[str, str, str]]:
        """(table, key, reason) in order."""
        listed = f"SELECT table_name, source_key, reason FROM {self.target.ledger('reject')}"
        rows = self.target.rows(f"{listed} ORDER BY run_id, 1, batch_no, reject_no")
        return [(table.split(".")[-1], key, reason) for table, key, reason in rows]


def create(database: Database, *statements: str) -> None:
    database.run(*(statement.format(**TYPES[database.engine]) for statement in statements))


MakeJob = Callable[..., Job]
