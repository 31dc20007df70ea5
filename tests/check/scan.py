"""The findings of a scan beside the rejects of a real run of the same project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dbmigrate.check.findings import ScanReport
from dbmigrate.config.filters import RowFilters
from dbmigrate.config.project import load_project
from dbmigrate.run.migration import Migration, RunOptions
from tests.databases import Database
from tests.fidelity.journey import rejects, write_project

Counts = Counter[tuple[str, str, str]]


def scan(
    folder: Path,
    source: Database,
    target: Database,
    tables: list[tuple[str, str]],
    *,
    reads: bool = True,
    filters: RowFilters | None = None,
) -> ScanReport:
    project = load_project(write_project(folder, source.url, target.url, tables))
    with Migration(project, filters=filters) as migration:
        return migration.scan_values(migration.plan(), reads=reads)


def values_found(report: ScanReport) -> Counts:
    """(table, target column, reason) of values and nulls that would be refused."""
    found: Counts = Counter()
    for one in report.findings:
        if one.refuses and one.kind in ("value", "null", "expression"):
            found[bare(one.table), one.column.rpartition(".")[2], one.reason] += one.count
    return found


def values_rejected(folder: Path, source: Database, target: Database, tables: list[tuple[str, str]]) -> Counts:
    """(table, column, message) of the reject list after a run; each row has one flaw, so each is counted once."""
    project = load_project(write_project(folder, source.url, target.url, tables))
    with Migration(project) as migration:
        migration.run(RunOptions(max_rejects=1_000_000, workers=1))
    return Counter((bare(one.table), one.column or "", one.message) for one in rejects(target.url))


def bare(table: str) -> str:
    return table.rpartition(".")[2]
