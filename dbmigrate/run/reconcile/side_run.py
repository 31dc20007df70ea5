"""Runs beside the passes, which write just certain rows: they are redone and not resumed, and undone like any other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

from msgspec import Struct

from dbmigrate import __version__
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import DbmigrateError, LedgerError
from dbmigrate.ledger.entries import PASS, UNDONE, RunEntry, Scope
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.rejects import Rejects
from dbmigrate.model.events import Sink
from dbmigrate.model.plan import MigrationPlan, TablePlan
from dbmigrate.run.conductor import refuse_if_refused
from dbmigrate.run.context import RejectBudget, RunContext
from dbmigrate.run.finishing import drop_old_staging
from dbmigrate.run.locking import lock_target
from dbmigrate.run.resumption import refuse_half_undone
from dbmigrate.run.settings import CopySettings
from dbmigrate.run.steering.control import Control
from dbmigrate.run.steering.halt import Halt
from dbmigrate.run.steering.held_back import HeldBackReader, Restraint
from dbmigrate.run.steering.throttle import Throttle
from dbmigrate.run.suspensions import restore, suspend
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

_NO_LIMIT = 2**62
"""Such a run can reject no more rows than it was asked to write."""


class Opened(Struct, frozen=True):
    """A target that this process alone writes to, and what is planned for it."""

    plan: MigrationPlan
    link: TargetLink

    @property
    def scope(self) -> Scope:
        return Scope(self.plan.source_identity, self.plan.package)

    @property
    def rejects(self) -> Rejects:
        return Rejects(self.link.writer, self.link.ledger.tables, self.scope)


class SideRuns:
    """``project``: its name; ``stop`` set: ends after the batch at hand.  ``control``: how others ask for a pause."""

    def __init__(
        self,
        source: Engine,
        target: Engine,
        project: str,
        settings: CopySettings,
        sink: Sink,
        stop: threading.Event,
        control: Control | None = None,
    ) -> None:
        self.source = source
        self.target = target
        self.settings = settings
        self.sink = sink
        self.stop = stop
        self._project = project
        halt = Halt(stop)
        self._throttle = Throttle(settings.max_rows_per_second, sleep=halt.sleep)
        self._restraint = Restraint(halt, self._throttle, sink, control)

    @contextmanager
    def opened(self, make_plan: Callable[[], MigrationPlan]) -> Iterator[Opened]:
        """Under the target's lock.  Raises LedgerError DBM-8020 where no run has ever copied anything."""
        lock = lock_target(self.target)
        try:
            plan = make_plan()
            refuse_if_refused(plan)
            link = TargetLink(self.target)
            try:
                if not link.ledger.is_readable():
                    raise LedgerError(
                        "nothing has been copied to this target yet",
                        code="DBM-8020",
                        safe="Nothing was changed",
                        next_step="Begin with: dbmigrate run",
                    )
                refuse_half_undone(link.ledger.runs())
                link.ledger.create()
                with self._restraint.at_work(self.target if self.settings.courtesy else None):
                    yield Opened(plan, link)
            finally:
                link.close()
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be written", number=30) from None
        finally:
            lock.release()

    @contextmanager
    def run(self, opened: Opened, kind: str, tables: Collection[TablePlan]) -> Iterator[RunContext]:
        """A run of that kind over these tables: triggers and cyclic keys of their targets are off meanwhile."""
        link, ledger = opened.link, opened.link.ledger
        entry, fence = self._begin(ledger, opened.plan, kind)
        context = RunContext(
            entry.run_id,
            fence,
            self.source,
            self.target,
            self.settings,
            self.sink,
            self.stop,
            RejectBudget(_NO_LIMIT),
            scope=entry.scope,
            with_open_rejects=frozenset(opened.rejects.open_tables()),
        )
        targets = {into.table.name for table in tables for into in table.into}
        try:
            drop_old_staging(ledger, link.writer, entry.run_id, fence)
            wanted = [one for one in opened.plan.suspensions if one.table in targets]
            own = link.target.capabilities.supports_transactional_ddl
            suspend(ledger, entry.run_id, fence, wanted, self.sink, transactional_ddl=own)
            yield context
            link.revive()
            restore(link.ledger, self.target, entry.run_id, fence, self.sink)
            stop_point("before_end")
            self._end(link.ledger, context, "stopped" if self.stop.is_set() else "copied")
        except BaseException as error:
            # The first error is the one to show; an attempt without an end is known from the ledger all the same.
            with suppress(EngineFault, DbmigrateError):
                link.writer.rollback()
                link.revive()
                self._end(link.ledger, context, "stopped" if isinstance(error, KeyboardInterrupt) else "failed")
            raise

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """One consistent view of the source."""
        with ExitStack() as opened:
            try:
                view = opened.enter_context(closing(self.source.open_view()))
                reader = opened.enter_context(closing(view.open_reader()))
            except EngineFault as fault:
                raise side_error(fault, "source", "no consistent view of the source", number=2) from None
            yield HeldBackReader(reader, self._restraint)

    def _begin(self, ledger: Ledger, plan: MigrationPlan, kind: str) -> tuple[RunEntry, int]:
        reaches = (plan.source_identity, plan.target_identity, plan.package)
        passes = [
            run
            for run in ledger.runs()
            if run.kind == PASS
            and run.state != UNDONE
            and (run.source_identity, run.target_identity, run.package) == reaches
        ]
        ledger.session.begin()
        entry = ledger.start_run(plan, self._project, len(passes), kind)
        ledger.session.commit()
        ledger.session.begin()
        fence = ledger.start_attempt(entry.run_id, __version__)
        ledger.session.commit()
        return entry, fence

    def _end(self, ledger: Ledger, context: RunContext, outcome: str) -> None:
        ledger.session.begin()
        ledger.end_attempt(context.run_id, context.fence, outcome)
        ledger.session.commit()
