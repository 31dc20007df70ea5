"""One opened project: what the command line calls."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from msgspec.structs import replace

from dbmigrate.config.filters import RowFilters
from dbmigrate.config.members import chosen_members, package_of
from dbmigrate.config.package import Package
from dbmigrate.config.project import Project, resolve_inputs, resolve_maps
from dbmigrate.config.table_entries import TableEntry
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import Side, open_engine, side_error
from dbmigrate.errors import UsageError
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.rates import Done
from dbmigrate.ledger.reading import scripts_run
from dbmigrate.ledger.script_log import ScriptMark
from dbmigrate.model.events import Sink, ignore
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.model.table import TableName
from dbmigrate.plan.members import members_of
from dbmigrate.plan.planner import Planner
from dbmigrate.plan.selection import is_asked_for
from dbmigrate.plan.stand_ins import settled
from dbmigrate.run.allocators import settle_allocators
from dbmigrate.run.before.earlier import read_earlier
from dbmigrate.run.before.gates import Gates
from dbmigrate.run.before.package_gate import AS_OTHER_USER
from dbmigrate.run.before.unchanged import as_recorded
from dbmigrate.run.forecast import done_before, forecast
from dbmigrate.run.settings import CopySettings, RunOptions
from dbmigrate.run.status import StatusReport, read_status
from dbmigrate.run.steering.control import Control
from dbmigrate.verify.scope import VerifyScope

# Each verb imports what it alone needs when it is called: a plan waits for no copy, and a copy for no verification.
if TYPE_CHECKING:
    from dbmigrate.check.findings import ScanReport
    from dbmigrate.check.results import CheckResult
    from dbmigrate.check.schema_version import SchemaVersion
    from dbmigrate.model.estimate import TimeEstimate
    from dbmigrate.model.outcome import RunOutcome
    from dbmigrate.model.reconciled import ResyncOutcome, RetryOutcome
    from dbmigrate.model.rejected import RejectQuery
    from dbmigrate.model.tuning import TuneOutcome
    from dbmigrate.model.verdicts import GapReport, VerificationReport
    from dbmigrate.run.reconcile.expected import Expectation
    from dbmigrate.run.reconcile.reject_list import RejectList
    from dbmigrate.run.reconcile.side_run import SideRuns
    from dbmigrate.verify.part_log import PartLog
    from dbmigrate.verify.verifier import Verifier

__all__ = ["Migration", "RunOptions", "StatusReport", "VerifyScope"]


MAX_DELETES = 10_000


class Migration:
    """Both databases connected.  A context manager; closing it closes every connection.

    Raises ConfigurationError, SourceError, TargetError when opened.
    """

    def __init__(
        self,
        project: Project,
        *,
        groups: Collection[str] | None = None,
        tables: Collection[str] | None = None,
        filters: RowFilters | None = None,
        workflows: Collection[str] | None = None,
        as_other_user: bool = False,
    ) -> None:
        """``filters``: which rows are to be copied; None: as the project file says.  ``workflows``: of the rows copied
        so far only those of these members of the series ``workflow``."""
        settle_allocators()
        self.project = project
        self.package = package_of(project)
        self.inputs = resolve_inputs(project, self.package)
        self.maps = resolve_maps(project, self.package)
        self._expected: Expectation | None = None
        self.groups = groups if groups is not None else project.groups
        self.tables = tables
        self._as_other_user = as_other_user
        self.filters = project.filters if filters is None else filters
        self.members = members_of(project)
        self._asked_for = chosen_members(self.package, project, self.filters)
        spelled = {name: tuple(sorted(members)) for name, members in self._asked_for.items()}
        self.filters = self.filters.model_copy(update=spelled)
        looked_at = RowFilters(workflow=tuple(workflows or ()))
        self._looked_at = chosen_members(self.package, project, looked_at)
        if workflows and not self._looked_at:
            raise UsageError(
                f"package {self.package.name} has no tables of a workflow's own",
                next_step="Leave out --workflow, or name tables with --table",
            )
        self.package.ordered_groups(self.groups)  # a group that does not exist is told before anything is opened
        self.source = open_engine(project.source.url, side="source", schema=project.source.schema_name)
        try:
            self.target = open_engine(project.target.url, side="target", schema=project.target.schema_name)
        except BaseException:
            self.source.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._expected is not None:
            self._expected.close()
        for engine in (self.source, self.target):
            with suppress(EngineFault):
                engine.dispose()

    def plan(self) -> MigrationPlan:
        """Changes nothing.  Refusals are findings of the plan, not errors."""
        return self._plan()

    def plan_of_migrated(self) -> MigrationPlan:
        """The plan whose rows are those that the runs so far were about, whatever their filters."""
        return self._plan(migrated=True)

    def _plan(self, *, migrated: bool = False) -> MigrationPlan:
        try:
            self.source.forget_catalog()
            self.target.forget_catalog()
            token = as_recorded(self.source.state_token())
            earlier = read_earlier(self.target, self.source.identity(), self.package.name, token)
            planner = Planner(
                self.settled_package(),
                self.source,
                self.target,
                inputs=self.inputs,
                touched=earlier.touched,
                filters=RowFilters() if migrated else self.filters,
                sets=earlier.sets,
                of_migrated=migrated,
                maps=self.maps,
                touched_by_others=earlier.touched_by_others,
                filled_by_packages=earlier.filled_by_packages,
                members=self.members,
                asked_for=self._looked_at if migrated else self._asked_for,
                proven_keys=earlier.proven_keys,
                delays_indexes=self.project.run.delay_indexes and not migrated,
            )
            plan = planner.plan(self.groups, self.tables)
            found = earlier.changed_maps(plan.tables)
            if earlier.touched_by_others and not migrated:
                from dbmigrate.run.before.consolidation import collisions

                found += collisions(plan, self.source, self.target, earlier.touched)
            gates = Gates(self.package, self.source, self.target, as_other_user=self._as_other_user)
            return replace(plan, findings=(*gates.findings(plan, groups=not migrated), *plan.findings, *found))
        except EngineFault as fault:
            side: Side = "target" if self._answers(self.source) else "source"
            raise side_error(fault, side, "the plan could not be made", number=20) from None

    def estimate(self, plan: MigrationPlan) -> TimeEstimate:
        """How long a run of this plan would take under the project's settings.  Changes nothing."""
        settings = CopySettings.of(self.project.run, RunOptions(), self.inputs)
        try:
            done = done_before(plan, self.target)
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be read", number=21) from None
        return forecast(plan, done, self.source, self.target, settings, self.project.path)

    def tune(self, *, seconds: float, sink: Sink = ignore) -> TuneOutcome:
        """Measure with the rows of the largest tables.  What is written for it to the target is gone afterwards."""
        from dbmigrate.run.tune.tuning import Tuning

        plan = self.plan()
        settings = CopySettings.of(self.project.run, RunOptions(), self.inputs)
        try:
            return Tuning(plan, self.source, self.target, settings, sink, seconds).measure()
        except EngineFault as fault:
            side: Side = "target" if self._answers(self.source) else "source"
            raise side_error(fault, side, "the measuring failed", number=70) from None

    @property
    def looks_at_some(self) -> bool:
        """Whether only some members of a series are looked at."""
        return bool(self._looked_at)

    def entries_looked_at(self) -> list[TableEntry]:
        """The tables of the package, or only those of the members that are looked at."""
        every = (entry for group in self.package.groups for entry in group.tables)
        return [entry for entry in every if is_asked_for(entry, self._looked_at, alone=self.looks_at_some)]

    def settled_package(self) -> Package:
        """The package, its names replaced by the columns that the source's tables have."""
        return settled(self.package, self.source)

    def schema_versions(self) -> list[SchemaVersion]:
        """Of source and target.  Changes nothing; EngineFault where one cannot be read."""
        return Gates(self.package, self.source, self.target).versions()

    def closed_tables(self) -> set[str]:
        """Source tables that some run has copied to the end."""
        return Gates(self.package, self.source, self.target).closed_tables()

    def wanted_tables(self, groups: Collection[str] | None = None) -> dict[str, list[str]]:
        """The tables that the source has, of these groups; None: of those of the project."""
        chosen = self.package.ordered_groups(self.groups if groups is None else groups)
        return {
            group.name: [
                str(table.name)
                for entry in group.tables
                if (table := self.source.describe_table(TableName.parse(entry.source))) is not None
            ]
            for group in chosen
        }

    def check_terms(self) -> dict[str, Any]:
        """What a check must have been made under to say something of this project."""
        return {
            "package": self.package.name,
            "release": self.package.release,
            "source": self.source.identity(),
            "target": self.target.identity(),
            "filters": self.filters.document,
        }

    def script_mark(self) -> ScriptMark:
        """The newest script that the target's ledger knows of.  Raises TargetError, LedgerError."""
        try:
            entries = scripts_run(self.target)
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be read", number=21) from None
        return entries[-1].mark if entries else ScriptMark()

    @staticmethod
    def _answers(engine: Engine) -> bool:
        try:
            engine.server_version()
        except EngineFault:
            return False
        return True

    def expect_run(self) -> None:
        """One follows at once: what its connections wait for may begin while its modules are loaded."""
        for engine in (self.target, self.source):
            engine.expect_connections()

    def run(
        self, options: RunOptions | None = None, *, sink: Sink = ignore, stop: threading.Event | None = None
    ) -> RunOutcome:
        """Start, resume or repeat.  ``stop`` set: ends after the batch at hand with state "stopped".

        Raises PlanRefusedError (4), SourceError (5), TargetError (6), LedgerError (8), RejectLimitError (9).
        """
        from dbmigrate.run.conductor import Conductor

        options = options or RunOptions()
        settings = CopySettings.of(self.project.run, options, self.inputs)
        stop = stop or threading.Event()
        control = Control(self.project.path)

        def estimate(plan: MigrationPlan, done: Done) -> TimeEstimate:
            return forecast(plan, done, self.source, self.target, settings, self.project.path)

        conductor = Conductor(self.source, self.target, self.project.name, settings, sink, stop, control, estimate)
        exceptions = {AS_OTHER_USER} if self._as_other_user else frozenset()
        return conductor.conduct(self.plan, options.accept_changes | exceptions)

    def verify(
        self,
        *,
        level: str = "hashes",
        tables: Collection[str] | None = None,
        sink: Sink = ignore,
        scope: VerifyScope | None = None,
        log: PartLog | None = None,
    ) -> VerificationReport:
        """Changes nothing in either database.

        ``scope``: instead of level and tables, with all that can be asked for.  ``log``: keeps what is compared,
        for a verification that is interrupted.
        """
        return self._verifier(self.plan_of_migrated(), sink, log).verify(scope or VerifyScope(level, tables))

    def repair(
        self, found: VerificationReport, scope: VerifyScope, *, limit: int, sink: Sink = ignore
    ) -> VerificationReport:
        """Copy missing and changed rows of the mismatching tables again, then verify those tables again.

        Raises VerificationMismatchError when more than ``limit`` rows would be written; nothing is written then.
        """
        from dbmigrate.model.verdicts import VerificationReport
        from dbmigrate.run.reconcile.repair import Repair

        plan = self.plan_of_migrated()
        verifier = self._verifier(plan, sink)
        repair = Repair(plan, self.source, self.target, self._expectation(), sink)
        outcome = repair.of(found, verifier, scope, limit)
        again = self.verify(scope=replace(scope, tables=outcome.tables, run_id=None, resume=False), sink=sink)
        fresh = {(one.table, one.target): one for one in again.tables}
        tables = tuple(fresh.get((one.table, one.target), one) for one in found.tables)
        return VerificationReport(tables, found.seconds + again.seconds, outcome.told)

    def _expectation(self) -> Expectation:
        from dbmigrate.run.reconcile.expected import Expectation

        if self._expected is None:
            self._expected = Expectation(self.target, self.inputs, self.source.identity())
        return self._expected

    def _verifier(self, plan: MigrationPlan, sink: Sink, log: PartLog | None = None) -> Verifier:
        from dbmigrate.verify.verifier import Verifier

        return Verifier(plan, self.source, self.target, self._expectation(), sink, log)

    @contextmanager
    def rejects(self, query: RejectQuery, *, closed_too: bool = False) -> Iterator[RejectList]:
        """The reject list of this source and package; the connection is open as long as it is looked at."""
        from dbmigrate.run.reconcile.reject_list import open_reject_list

        scope = Scope(self.source.identity(), self.package.name)
        try:
            with open_reject_list(self.target, scope, query, closed_too=closed_too) as listed:
                yield listed
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be read", number=21) from None

    def gaps(self, query: RejectQuery, *, sink: Sink = ignore) -> GapReport:
        """Looks for source rows that should be in the target, are not, and are on no list.  Changes nothing."""
        from dbmigrate.run.reconcile.audit import GapAudit

        plan = self.plan_of_migrated()
        audit = GapAudit(plan, self.settled_package(), self.source, self.target, self.inputs, sink)
        return audit.audit([table for table in plan.tables if query.means(table.name)])

    def retry(
        self,
        query: RejectQuery,
        *,
        options: RunOptions | None = None,
        sink: Sink = ignore,
        stop: threading.Event | None = None,
    ) -> RetryOutcome:
        """Try the open rejects that are asked about again, and touch no other row.  Of the options the pace counts."""
        from dbmigrate.run.reconcile.retry import retry_rejects

        return retry_rejects(self._side_runs(sink, stop, options), self.plan, query)

    def resync(
        self,
        query: RejectQuery,
        *,
        dry: bool = False,
        max_deletes: int = MAX_DELETES,
        options: RunOptions | None = None,
        sink: Sink = ignore,
        stop: threading.Event | None = None,
    ) -> ResyncOutcome:
        """Bring rows that changed in the source after they were migrated; ``dry``: only list them.

        ``max_deletes``: if more rows have gone from the source than this, none is deleted.
        """
        from dbmigrate.run.reconcile.resync import resync

        runs = self._side_runs(sink, stop, options)
        return resync(runs, self.plan_of_migrated, self.settled_package(), query, dry=dry, max_deletes=max_deletes)

    def _side_runs(self, sink: Sink, stop: threading.Event | None, options: RunOptions | None) -> SideRuns:
        from dbmigrate.run.reconcile.side_run import SideRuns

        settings = CopySettings.of(self.project.run, options or RunOptions(), self.inputs)
        control = Control(self.project.path)
        return SideRuns(self.source, self.target, self.project.name, settings, sink, stop or threading.Event(), control)

    def scan_values(self, plan: MigrationPlan, *, reads: bool = True, sink: Sink = ignore) -> ScanReport:
        """What the source holds that the copy would refuse.  Changes nothing.

        ``reads`` False: columns that only reading can judge are named, not read.
        """
        from dbmigrate.run.before.value_scan import ValueScan

        return ValueScan(plan, self.settled_package(), self.source, self.target, self.inputs, sink, reads=reads).scan()

    def look_before(self, plan: MigrationPlan) -> list[CheckResult]:
        """What is switched off, invalid or scheduled on either side.  Changes nothing."""
        from dbmigrate.check.after import state_before

        try:
            return list(state_before(plan, self.source, self.target))
        except EngineFault as fault:
            raise side_error(fault, "target", "the catalogue could not be read", number=20) from None

    def look_after(self, plan: MigrationPlan) -> list[CheckResult]:
        """The check behind the last run.  Changes nothing."""
        from dbmigrate.check.after import check_after
        from dbmigrate.compute.brought import rows_of_target

        status = self.status()
        off = [f"{one['kind']} {one['object_name']} of {one['table_name']}" for one in status.suspended]
        try:
            return list(check_after(plan, self.target, status.totals, partial(rows_of_target, self.target, plan), off))
        except EngineFault as fault:
            raise side_error(fault, "target", "the target could not be looked through", number=20) from None

    def status(self) -> StatusReport:
        """From the target's ledger alone."""
        try:
            return read_status(self.project.name, self.target)
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be read", number=21) from None
