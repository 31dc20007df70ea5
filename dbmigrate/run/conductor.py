"""Conducts a run: lock, ledger, plan, resume check, suspensions, tables in order, restoration."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import groupby

from msgspec.structs import replace

from dbmigrate import __version__
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader, SourceView
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import DbmigrateError, PlanRefusedError
from dbmigrate.ledger.entries import FIRST_FENCE, Scope
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.rates import Done, read_done
from dbmigrate.ledger.rejects import Rejects
from dbmigrate.model.estimate import TimeEstimate
from dbmigrate.model.events import Notice, RunPaused, RunStarted, RunWentOn, Sink
from dbmigrate.model.outcome import RunOutcome, TableOutcome
from dbmigrate.model.plan import MigrationPlan, TablePlan
from dbmigrate.run.before.unchanged import leave_alone, states_of
from dbmigrate.run.context import RejectBudget, RunContext
from dbmigrate.run.finishing import drop_old_staging, finish_tables
from dbmigrate.run.level_copy import LevelCopy
from dbmigrate.run.locking import lock_target
from dbmigrate.run.past import Past
from dbmigrate.run.resumption import open_run
from dbmigrate.run.seats import Seats
from dbmigrate.run.settings import CopySettings
from dbmigrate.run.steering.control import PAUSED, RUNNING, Control
from dbmigrate.run.steering.halt import Halt
from dbmigrate.run.steering.throttle import Throttle
from dbmigrate.run.steering.watch import Watch
from dbmigrate.run.streams import Streams
from dbmigrate.run.suspensions import restore, suspend
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point


class Conductor:
    """``control``: how others ask the run to pause; None: nobody can."""

    def __init__(
        self,
        source: Engine,
        target: Engine,
        project: str,
        settings: CopySettings,
        sink: Sink,
        stop: threading.Event,
        control: Control | None = None,
        estimate: Callable[[MigrationPlan, Done], TimeEstimate] | None = None,
    ) -> None:
        self._source = source
        self._target = target
        self._project = project
        self._settings = settings
        self._sink = sink
        self._stop = stop
        self._control = control
        self._estimate = estimate
        self._halt = Halt(stop)
        self._paused_seconds = 0.0
        self._has_suspended = False
        self._spent: dict[str, float] = {}
        """Seconds on tables that a pause has interrupted."""

    def conduct(self, make_plan: Callable[[], MigrationPlan], accepted: frozenset[str]) -> RunOutcome:
        """The whole run.  Nothing is written before the plan has been accepted."""
        lock = lock_target(self._target)
        try:
            plan = make_plan()
            refuse_if_refused(plan)
            with ExitStack() as opened:
                if self._control is not None and not opened.enter_context(self._control.held()):
                    self._sink(Notice("no file can be kept beside the project file: dbmigrate pause has no effect"))
                link = TargetLink(self._target)
                opened.callback(link.close)
                link.ledger.create()
                return self._conduct(plan, link, accepted)
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be written", number=30) from None
        finally:
            lock.release()

    def _conduct(self, plan: MigrationPlan, link: TargetLink, accepted: frozenset[str]) -> RunOutcome:
        started = time.monotonic()
        opened = open_run(link.ledger, plan, self._project, accepted)
        entry, is_first = opened.entry, opened.is_first
        past = Past() if is_first else Past.of(link, plan, entry.run_id)
        scope = Scope(plan.source_identity, plan.package)
        estimate = None
        if self._estimate is not None:
            estimate = self._estimate(plan, Done() if is_first else read_done(link.ledger, scope))
        fence = self._open_attempt(link.ledger, entry.run_id, accepted)
        # Nobody writes anything of a run but in an attempt: another process may have gone on with it meanwhile.
        untouched = fence == FIRST_FENCE
        is_new = is_first and untouched
        spent = 0 if untouched else self._rejected_so_far(link.ledger, entry.run_id)
        budget = RejectBudget(self._settings.max_rejects, spent)
        with_open_rejects = {} if is_new else Rejects(link.writer, link.ledger.tables, entry.scope).open_tables()
        expected = {} if estimate is None else estimate.rows_of_run()
        context = RunContext(
            entry.run_id,
            fence,
            self._source,
            self._target,
            self._settings,
            self._sink,
            self._halt,
            budget,
            past.closed,
            past.touched,
            past.coverage,
            entry.scope,
            frozenset(with_open_rejects),
            Throttle(self._settings.max_rows_per_second, sleep=self._halt.sleep),
            streams=Streams(self._settings.workers if self._is_parallel else 1),
            planned=frozenset() if untouched else None,
            expected_rows=expected,
        )
        courteous_to = self._target if self._settings.courtesy else None
        watch = Watch(self._halt, context.throttle, self._sink, self._control, courteous_to)
        total = sum(expected.values()) if len(expected) == len(plan.tables) else None
        seconds = None if estimate is None else estimate.seconds
        self._sink(RunStarted(entry.run_id, entry.pass_number, opened.resumed, len(plan.tables), total, seconds))
        try:
            drop_old_staging(link.ledger, link.writer, entry.run_id, fence)
            outcomes, waiting = self._before_copy(plan, link.ledger, context, past)
            with watch.at_work():
                while waiting:
                    done, finished = self._copy_waiting(plan, waiting, context, link)
                    outcomes += done
                    # Hours may have passed since this connection was last used.
                    link.revive()
                    waiting = [] if finished else self._still_open(link.ledger, context, waiting, outcomes)
                    if not waiting or self._stop.is_set():
                        break
                    context = self._sit_out(link, context, accepted)
                    if self._stop.is_set():
                        break
            finished = not waiting
            if finished and (plan.suspensions or not is_new):
                workers = self._settings.workers
                restore(link.ledger, self._target, entry.run_id, context.fence, self._sink, workers=workers)
            stop_point("before_end")
            self._end(link.ledger, context, "copied" if finished else "stopped")
        except BaseException as error:
            self._end_quietly(link, context, "stopped" if isinstance(error, KeyboardInterrupt) else "failed")
            raise
        return RunOutcome(
            entry.run_id,
            entry.pass_number,
            "copied" if finished else "stopped",
            opened.resumed,
            time.monotonic() - started,
            tuple(outcomes),
            0 if is_new and not budget.used else self._open_rejects(link, entry.scope),
            self._paused_seconds,
            context.profile.threads(),
            estimate,
        )

    def _sit_out(self, link: TargetLink, context: RunContext, accepted: frozenset[str]) -> RunContext:
        """The attempt ends, nothing is open but the run's lock and an idle connection, and a new attempt begins.

        The context of the new attempt; of the old one if the run was stopped meanwhile.
        """
        reason, started = self._halt.pause_reason or "no longer asked for", time.monotonic()
        self._end(link.ledger, context, "paused")
        if self._control is not None:
            self._control.tell(PAUSED, reason)
        self._sink(RunPaused(reason))
        self._halt.sit_out()
        paused = time.monotonic() - started
        self._paused_seconds += paused
        link.revive()
        if self._stop.is_set():
            return context
        if self._control is not None:
            self._control.tell(RUNNING)
        self._sink(RunWentOn(paused))
        fence = self._open_attempt(link.ledger, context.run_id, accepted, after=context.fence)
        context = replace(context, fence=fence, planned=None)
        drop_old_staging(link.ledger, link.writer, context.run_id, context.fence)
        return context

    def _still_open(
        self, ledger: Ledger, context: RunContext, tables: Sequence[TablePlan], done: Sequence[TableOutcome]
    ) -> list[TablePlan]:
        closed = History(ledger.session, ledger.tables).closed_in_run(context.run_id) | {each.table for each in done}
        return [table for table in tables if table.name not in closed]

    def _open_attempt(self, ledger: Ledger, run_id: int, accepted: frozenset[str], *, after: int | None = None) -> int:
        """``after``: the attempt that was paused.  Raises LeaseLostError if another process has taken over since."""
        ledger.session.begin()
        if after is not None:
            ledger.hold_fence(run_id, after, alone=True)
        fence = ledger.start_attempt(run_id, __version__, sorted(accepted))
        ledger.session.commit()
        return fence

    def _open_rejects(self, link: TargetLink, scope: Scope) -> int:
        return sum(Rejects(link.writer, link.ledger.tables, scope).open_tables().values())

    def _rejected_so_far(self, ledger: Ledger, run_id: int) -> int:
        history = History(ledger.session, ledger.tables)
        return sum(int(str(row["rows"])) for row in history.reject_counts(run_id))

    def _before_copy(
        self, plan: MigrationPlan, ledger: Ledger, context: RunContext, past: Past
    ) -> tuple[list[TableOutcome], list[TablePlan]]:
        """Outcomes of tables that are not read again, and the tables that are to be copied."""
        waiting = list(plan.tables)
        if context.planned is None:
            waiting = self._still_open(ledger, context, plan.tables, ())
        # Its attempt may have died between the last batch of a table and what follows it.
        open_names = {table.name for table in waiting}
        finish_tables(ledger, context, [table for table in plan.tables if table.name not in open_names])
        skipped = [table for table in waiting if table.name in past.not_read_again]
        for table in skipped:
            self._sink(
                Notice(
                    f"{table.name} has no usable key: rows added since the first pass cannot be told from those "
                    "already migrated, so it is not read again",
                    "warning",
                )
            )
        return [_skipped(table) for table in skipped], [table for table in waiting if table not in skipped]

    def _suspend(self, plan: MigrationPlan, ledger: Ledger, context: RunContext) -> None:
        """Once, and only if there is something to read."""
        if not self._has_suspended:
            own = self._target.capabilities.supports_transactional_ddl
            suspend(ledger, context.run_id, context.fence, plan.suspensions, self._sink, transactional_ddl=own)
            self._has_suspended = True

    def _copy_waiting(
        self, plan: MigrationPlan, waiting: Sequence[TablePlan], context: RunContext, link: TargetLink
    ) -> tuple[list[TableOutcome], bool]:
        """What was copied to its end, and whether that is all; it is not if the run is to stop or to pause."""
        numbers = {table.name: number for number, table in enumerate(plan.tables)}
        try:
            view = self._source.open_view()
        except EngineFault as fault:
            raise side_error(fault, "source", "no consistent view of the source", number=2) from None
        try:
            known = context.planned
            if known is None:
                known = link.ledger.progress.planned_tables(context.run_id)
            context = replace(context, source_states=states_of(view, plan), planned=known)
            outcomes = leave_alone(link.ledger, context, waiting)
            alone = {outcome.table for outcome in outcomes}
            tables_to_read = [table for table in waiting if table.name not in alone]
            if tables_to_read:
                self._suspend(plan, link.ledger, context)
            with closing(Seats(lambda: self._open_reader(view), lambda: TargetLink(self._target))) as seats:
                level = LevelCopy(context, seats, numbers, self._stop, self._halt, self._spent)
                for _, tables in groupby(tables_to_read, key=lambda table: (table.group, table.level)):
                    done = level.copy(list(tables))
                    outcomes += [outcome for outcome in done if outcome is not None]
                    if None in done or self._halt.is_set():
                        return outcomes, len(outcomes) == len(waiting)
        finally:
            view.close()
        return outcomes, True

    @property
    def _is_parallel(self) -> bool:
        """Whether several connections see one state of the source, and several may write at once."""
        source, target = self._source.capabilities, self._target.capabilities
        return source.supports_shared_snapshot and target.supports_parallel_writers

    def _open_reader(self, view: SourceView) -> Reader:
        try:
            return view.open_reader()
        except EngineFault as fault:
            raise side_error(fault, "source", "the source could not be read", number=3) from None

    def _end(self, ledger: Ledger, context: RunContext, outcome: str) -> None:
        ledger.session.begin()
        ledger.end_attempt(context.run_id, context.fence, outcome)
        ledger.session.commit()

    def _end_quietly(self, link: TargetLink, context: RunContext, outcome: str) -> None:
        # The first error is the one to show; an attempt without an end is known from the ledger all the same.
        with suppress(EngineFault, DbmigrateError):
            link.writer.rollback()
            link.revive()
            self._end(link.ledger, context, outcome)


def refuse_if_refused(plan: MigrationPlan) -> None:
    """Raises PlanRefusedError naming every refusal."""
    refusals = plan.refusals
    if not refusals:
        return
    first = refusals[0]
    shown = "; ".join(f"{finding.code} {finding.subject}: {finding.message}" for finding in refusals[:10])
    more = f"; and {len(refusals) - 10} more" if len(refusals) > 10 else ""
    raise PlanRefusedError(
        f"the plan is refused for {len(refusals)} reason{'s' if len(refusals) > 1 else ''}",
        code=first.code,
        cause=shown + more,
        safe="Nothing was changed",
        next_step=first.next_step or "See dbmigrate plan",
    )


def _skipped(table: TablePlan) -> TableOutcome:
    targets = tuple(str(into.table.name) for into in table.into)
    note = "not read again: no usable key"
    return TableOutcome(table.group, table.name, targets, 0, 0, 0, 0, 0, {}, 0.0, note)
