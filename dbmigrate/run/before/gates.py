"""What must be so before any row is moved: schema versions, and the groups that others build on."""

from __future__ import annotations

from collections.abc import Iterator

from dbmigrate.check.schema_version import SchemaVersion, is_gated, read_schema_version, version_finding
from dbmigrate.config.package import Package
from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.history import History
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.model.plan import Finding, MigrationPlan
from dbmigrate.model.table import TableName
from dbmigrate.run.before.package_gate import package_findings

GROUP_MISSING = "DBM-4212"


class Gates:
    """Changes nothing; EngineFault where a database cannot be read."""

    def __init__(self, package: Package, source: Engine, target: Engine, *, as_other_user: bool = False) -> None:
        self._package = package
        self._source = source
        self._target = target
        self._as_other_user = as_other_user

    def versions(self) -> list[SchemaVersion]:
        """Of source and target."""
        return [
            read_schema_version(self._source, self._package.source, "source"),
            read_schema_version(self._target, self._package.target, "target"),
        ]

    def findings(self, plan: MigrationPlan, *, groups: bool) -> Iterator[Finding]:
        """``groups`` False: the plan is of rows that were migrated before."""
        gated = {"source": is_gated(self._package.source), "target": is_gated(self._package.target)}
        for version in self.versions():
            finding = version_finding(version, is_gated=gated[version.side])
            if finding is not None:
                yield finding
        if groups:
            yield from self._missing_groups(plan)
            if after := self._package.after:
                yield from package_findings(after, self._package.name, self._target, as_other_user=self._as_other_user)

    def _missing_groups(self, plan: MigrationPlan) -> Iterator[Finding]:
        """Groups that those of the plan require, and that are neither part of it nor in the ledger."""
        planned = {table.group for table in plan.tables}
        needed = [
            (group.name, name)
            for group in self._package.groups
            if group.name in planned
            for name in group.requires
            if name not in planned
        ]
        closed = self.closed_tables() if needed else set()
        for group, name in needed:
            entries = (entry for entry in self._package.group(name).tables if not entry.optional)
            tables = (self._source.describe_table(TableName.parse(entry.source)) for entry in entries)
            missing = [str(table.name) for table in tables if table is not None and str(table.name) not in closed]
            if missing:
                yield Finding(
                    GROUP_MISSING,
                    f"group {group}",
                    f"needs group {name}, of which {len(missing)} tables are not migrated: {', '.join(missing[:3])}",
                    f"Bring {name} up to date in the source, then run it first, or with this one: --group {name}",
                    refuses=True,
                )

    def closed_tables(self) -> set[str]:
        """Source tables that some run of this package has copied to the end."""
        with read_ledger(self._target) as ledger:
            if ledger is None:
                return set()
            scope = Scope(self._source.identity(), self._package.name)
            return History(ledger.session, ledger.tables, scope).closed_tables()
