"""Conducts a run: lock, ledger, plan, resume check, suspensions, tables in order, restoration."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import groupby

from dbmigrate import __version__
from dbmigrate.engines.base import Engine, EngineFault, Reader, RunLock, SourceView
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import DbmigrateError, FingerprintMismatchError, LeaseLostError, PlanRefusedError
from dbmigrate.ledger.entries import RunEntry
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.events import Notice, RunStarted, Sink
from dbmigrate.model.outcome import RunOutcome, TableOutcome
from dbmigrate.model.plan import MigrationPlan, ReadMethod, TablePlan
from dbmigrate.plan.fingerprint import differences
from dbmigrate.run.context import RejectBudget, RunContext
from dbmigrate.run.settings import CopySettings
from dbmigrate.run.suspensions import restore, suspend
from dbmigrate.run.table_copy import TableCopy
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

ENDED = ("copied", "verified")
ACCEPT_ALL = "all"


class Conductor:
    def __init__(
        self,
        source: Engine,
        target: Engine,
        project: str,
        settings: CopySettings,
        sink: Sink,
        stop: threading.Event,
    ) -> None:
        self._source = source
        self._target = target
        self._project = project
        self._settings = settings
        self._sink = sink
        self._stop = stop

    def conduct(self, make_plan: Callable[[], MigrationPlan], accepted: frozenset[str]) -> RunOutcome:
        """The whole run.  Nothing is written before the plan has been accepted."""
        lock = self._locked()
        try:
            plan = make_plan()
            refuse_if_refused(plan)
            session = self._target.open_writer()
            try:
                ledger = Ledger(session, has_schemas=self._target.capabilities.supports_schemas)
                ledger.create()
                ledger.check_version()
                return self._conduct(plan, ledger, accepted)
            finally:
                session.close()
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be written", number=30) from None
        finally:
            lock.release()

    def _locked(self) -> RunLock:
        try:
            lock = self._target.acquire_lock("run")
        except EngineFault as fault:
            raise side_error(fault, "target", "the run could not be locked", number=31) from None
        if lock is None:
            raise LeaseLostError(
                "another dbmigrate process is writing to this target",
                code="DBM-8004",
                safe="Nothing was changed",
                next_step="Wait until it ends (dbmigrate status shows host and process), then run again",
            )
        return lock

    def _conduct(self, plan: MigrationPlan, ledger: Ledger, accepted: frozenset[str]) -> RunOutcome:
        started = time.monotonic()
        entry, resumed = self._open_run(plan, ledger, accepted)
        fence = self._open_attempt(ledger, entry.run_id, accepted)
        budget = RejectBudget(self._settings.max_rejects, self._rejected_so_far(ledger, entry.run_id))
        closed_before = frozenset(History(ledger.session, ledger.tables).closed_tables())
        context = RunContext(
            entry.run_id,
            fence,
            self._source,
            self._target,
            self._settings,
            self._sink,
            self._stop,
            budget,
            closed_before,
        )
        estimates = [table.row_estimate for table in plan.tables]
        total = None if None in estimates else sum(estimate or 0 for estimate in estimates)
        self._sink(RunStarted(entry.run_id, entry.pass_number, resumed, len(plan.tables), total))
        try:
            outcomes, finished = self._copy_tables(plan, ledger, context, entry)
            if finished:
                restore(ledger, entry.run_id, fence, self._sink)
            stop_point("before_end")
            self._end(ledger, context, "copied" if finished else "stopped")
        except BaseException as error:
            self._end_quietly(ledger, context, "stopped" if isinstance(error, KeyboardInterrupt) else "failed")
            raise
        return RunOutcome(
            entry.run_id,
            entry.pass_number,
            "copied" if finished else "stopped",
            resumed,
            time.monotonic() - started,
            tuple(outcomes),
        )

    def _open_run(self, plan: MigrationPlan, ledger: Ledger, accepted: frozenset[str]) -> tuple[RunEntry, bool]:
        runs = ledger.runs()
        if runs and runs[0].state not in ENDED:
            self._prove_same(runs[0], plan, ledger, accepted)
            return runs[0], True
        ledger.session.begin()
        entry = ledger.start_run(plan, self._project, len(runs) + 1)
        ledger.session.commit()
        return entry, False

    def _prove_same(self, entry: RunEntry, plan: MigrationPlan, ledger: Ledger, accepted: frozenset[str]) -> None:
        if entry.fingerprint == plan.fingerprint:
            return
        changed = differences(json.loads(entry.plan), plan.document)
        unnamed = [change for change in changed if change[0] not in accepted]
        if unnamed and ACCEPT_ALL not in accepted:
            shown = "; ".join(f"{name}: {before} -> {now}" for name, before, now in unnamed[:20])
            more = f"; and {len(unnamed) - 20} more" if len(unnamed) > 20 else ""
            raise FingerprintMismatchError(
                f"run {entry.run_id} was interrupted, and would now be another run",
                cause=f"{len(unnamed)} differences: {shown}{more}",
                safe="Nothing was changed; what the run has committed stays",
                next_step="Undo the change, or accept each by name: "
                + " ".join(f"--accept-change {name}" for name, _, _ in unnamed[:3])
                + (" ..." if len(unnamed) > 3 else ""),
            )
        ledger.session.begin()
        ledger.accept_plan(entry.run_id, plan)
        ledger.session.commit()

    def _open_attempt(self, ledger: Ledger, run_id: int, accepted: frozenset[str]) -> int:
        ledger.session.begin()
        fence = ledger.start_attempt(run_id, __version__, sorted(accepted))
        ledger.session.commit()
        return fence

    def _rejected_so_far(self, ledger: Ledger, run_id: int) -> int:
        history = History(ledger.session, ledger.tables)
        return sum(int(str(row["rows"])) for row in history.reject_counts(run_id))

    def _copy_tables(
        self, plan: MigrationPlan, ledger: Ledger, context: RunContext, entry: RunEntry
    ) -> tuple[list[TableOutcome], bool]:
        history = History(ledger.session, ledger.tables)
        closed_now = history.closed_in_run(entry.run_id)
        numbers = {table.name: number for number, table in enumerate(plan.tables)}
        waiting = [table for table in plan.tables if table.name not in closed_now]
        skipped = [table for table in waiting if table.method is ReadMethod.ONE_TRANSACTION and table.name in context.closed_before]
        for table in skipped:
            self._sink(
                Notice(
                    f"{table.name} has no usable key: rows added since the first pass cannot be told from those "
                    "already migrated, so it is not read again",
                    "warning",
                )
            )
        waiting = [table for table in waiting if table not in skipped]
        outcomes = [_skipped(table) for table in skipped]
        if not waiting:
            return outcomes, True
        suspend(ledger, entry.run_id, context.fence, plan.suspensions, self._sink)
        try:
            view = self._source.open_view()
        except EngineFault as fault:
            raise side_error(fault, "source", "no consistent view of the source", number=2) from None
        try:
            for _, tables in groupby(waiting, key=lambda table: (table.group, table.level)):
                done = self._copy_level(context, view, list(tables), numbers)
                outcomes += [outcome for outcome in done if outcome is not None]
                if None in done or self._stop.is_set():
                    return outcomes, None not in done and len(outcomes) == len(waiting) + len(skipped)
        finally:
            view.close()
        return outcomes, True

    def _copy_level(
        self, context: RunContext, view: SourceView, tables: Sequence[TablePlan], numbers: dict[str, int]
    ) -> list[TableOutcome | None]:
        """Tables that do not wait for each other; None for one that was stopped on its way."""
        parallel = (
            self._source.capabilities.supports_shared_snapshot and self._target.capabilities.supports_parallel_writers
        )
        workers = min(self._settings.workers, len(tables)) if parallel else 1
        if workers == 1:
            reader = self._open_reader(view)
            link = TargetLink(self._target)
            try:
                return [self._copy_next(context, table, numbers[table.name], link, reader) for table in tables]
            finally:
                link.close()
                reader.close()
        with ThreadPoolExecutor(workers, thread_name_prefix="dbmigrate-table") as pool:
            futures = [pool.submit(self._copy_alone, context, view, table, numbers[table.name]) for table in tables]
            finished, _ = wait(futures, return_when=FIRST_EXCEPTION)
            failed = next((future.exception() for future in finished if future.exception()), None)
            if failed is not None:
                # The others end after their batch; their work is committed and resumable.
                was_set = self._stop.is_set()
                self._stop.set()
                wait(futures)
                if not was_set:
                    self._stop.clear()
                raise failed
            return [future.result() for future in futures]

    def _copy_next(
        self, context: RunContext, table: TablePlan, number: int, link: TargetLink, reader: Reader
    ) -> TableOutcome | None:
        return None if self._stop.is_set() else TableCopy(context, table, number, link).run(reader)

    def _copy_alone(self, context: RunContext, view: SourceView, table: TablePlan, number: int) -> TableOutcome | None:
        reader = self._open_reader(view)
        link = TargetLink(self._target)
        try:
            return self._copy_next(context, table, number, link, reader)
        finally:
            link.close()
            reader.close()

    def _open_reader(self, view: SourceView) -> Reader:
        try:
            return view.open_reader()
        except EngineFault as fault:
            raise side_error(fault, "source", "the source could not be read", number=3) from None

    def _end(self, ledger: Ledger, context: RunContext, outcome: str) -> None:
        ledger.session.begin()
        ledger.end_attempt(context.run_id, context.fence, outcome)
        ledger.session.commit()

    def _end_quietly(self, ledger: Ledger, context: RunContext, outcome: str) -> None:
        # The first error is the one to show; an attempt without an end is known from the ledger all the same.
        with suppress(EngineFault, DbmigrateError):
            ledger.session.rollback()
            self._end(ledger, context, outcome)


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
