"""The value scan: what the source holds that the copy would refuse, found before it begins."""

from __future__ import annotations

from contextlib import closing

from dbmigrate.check.findings import ScanFinding, ScanReport
from dbmigrate.check.key_scan import KeyScanner
from dbmigrate.check.server_scan import ServerScan, TableScanner, key_columns
from dbmigrate.config.package import Package
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import side_error
from dbmigrate.model.events import Notice, Sink
from dbmigrate.model.inputs import InputValue
from dbmigrate.model.plan import MigrationPlan, TablePlan
from dbmigrate.run.before.read_scan import ReadScan
from dbmigrate.run.before.short_views import ShortViews


class ValueScan:
    """Changes nothing.  ``reads`` False: columns that only reading can judge are listed, not read."""

    def __init__(
        self,
        plan: MigrationPlan,
        package: Package,
        source: Engine,
        target: Engine,
        inputs: dict[str, InputValue],
        sink: Sink,
        *,
        reads: bool = True,
    ) -> None:
        self._plan = plan
        self._package = package
        self._source = source
        self._target = target
        self._inputs = inputs
        self._sink = sink
        self._reads = reads
        self._report = ScanReport()

    def scan(self) -> ScanReport:
        """Every table of the plan.  Raises SourceError where one cannot be read."""
        seen: dict[str, int] = {}
        with closing(self._source.open_writer()) as session, ShortViews(self._source) as views:
            values = TableScanner(self._source, self._target, session)
            keys = KeyScanner(self._plan, self._package, self._source, self._target, session)
            for number, table in enumerate(self._plan.tables, start=1):
                self._sink(Notice(f"scan of {table.name} ({number} of {len(self._plan.tables)} tables)"))
                views.release_if_old()
                try:
                    found = values.scan(table)
                    self._report.findings += found.findings
                    self._report.findings += keys.scan(table)
                    if found.left:
                        self._read(table, found, values, views)
                except EngineFault as fault:
                    raise side_error(fault, "source", f"scan of {table.name} failed", number=41) from None
                self._report.tables += 1
                self._report.rows += found.rows
                seen[table.name] = found.rows
            self._report.not_scanned += keys.not_scanned
            self._look_again(values, seen)
        return self._report

    def _look_again(self, values: TableScanner, seen: dict[str, int]) -> None:
        """Rows that are gone since the first look: a purge job is at work."""
        for table in self._plan.tables:
            if table.watermark is None:
                continue  # only history is purged; counting every table once more would cost as much as the scan
            try:
                rows = values.count(table)
            except EngineFault as fault:
                raise side_error(fault, "source", f"scan of {table.name} failed", number=41) from None
            gone = seen[table.name] - rows
            if gone > 0:
                reason = "rows disappeared while the check looked: stop purge jobs before the migration"
                self._report.findings.append(ScanFinding(table.name, "rows", "purge", reason, gone, False))

    def _read(self, table: TablePlan, found: ServerScan, values: TableScanner, views: ShortViews) -> None:
        if not self._reads:
            named = sorted({column.name for columns in found.left.values() for column in columns})
            self._report.not_scanned.append((table.name, f"columns that have to be read: {', '.join(named)}"))
            return
        if not found.rows:
            return
        scan = ReadScan(table, found.left, self._target, self._inputs)
        scan.scan(views.reader())
        self._report.read.append(table.name)
        key = key_columns(table)
        for (place, source, reason), refused in scan.found.items():
            if (place, reason) in found.reasons:
                continue
            column = table.source.column(source) if source is not None else None
            test = found.inexact.get((place, reason))
            show, mend = values.statements_by_key(table, key, refused.examples), ""
            if test is not None and column is not None:
                show, mend = values.statements(table, column, test)
            self._report.findings.append(
                ScanFinding(
                    table.name,
                    place,
                    "expression" if source is None else "value",
                    reason,
                    refused.count,
                    True,
                    key,
                    tuple(refused.examples),
                    show,
                    mend,
                )
            )
