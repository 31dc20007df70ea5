"""Conducts an undo: lock, examination, consent, then batch after batch out, and the ledger told at the end.

Needs the target and its ledger alone; the source may be gone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from dbmigrate.config.project import Project
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import open_engine, side_error
from dbmigrate.errors import LedgerError, PlanRefusedError
from dbmigrate.ledger.entries import UNDONE, RunEntry
from dbmigrate.model.events import Notice, Sink
from dbmigrate.model.undone import UndoneTarget, UndoOutcome
from dbmigrate.run.locking import lock_target
from dbmigrate.run.undo.attempt import UndoAttempt
from dbmigrate.run.undo.selection import Comparer, UndoOptions, select
from dbmigrate.undo.findings import TargetFindings
from dbmigrate.write.link import TargetLink

SECONDS_BETWEEN_LINES = 10.0


class UndoConductor:
    def __init__(self, target: Engine, sink: Sink, stop: threading.Event) -> None:
        self._target = target
        self._sink = sink
        self._stop = stop

    def conduct(self, run_id: int, options: UndoOptions) -> UndoOutcome:
        """With ``options.script`` only written down.

        Raises UsageError (2), PlanRefusedError (4), TargetError (6), LedgerError (8).
        """
        lock = lock_target(self._target)
        try:
            link = TargetLink(self._target)
            try:
                return self._conduct(link, run_id, options)
            finally:
                link.close()
        except EngineFault as fault:
            raise side_error(fault, "target", f"the undo of run {run_id} failed", number=32) from None
        finally:
            lock.release()

    def _conduct(self, link: TargetLink, run_id: int, options: UndoOptions) -> UndoOutcome:
        started = time.monotonic()
        run = find_run(link, run_id)
        link.ledger.create()
        if run.state == UNDONE:
            self._sink(Notice(f"run {run_id} is undone already"))
            return UndoOutcome(run_id, "undone", True, 0.0, self._done(link, run_id))
        selection = select(link, self._target, run, options)
        attempt = UndoAttempt(self._target, link, selection, self._sink, self._stop)
        try:
            findings = attempt.examine()
            if options.as_source is not None:
                _compare_with_source(findings, options.as_source)
            before = attempt.outcome("checked", findings, started)
            if options.dry_run:
                attempt.end("checked")
                return before
            self._refuse_unless_consented(before, findings, options)
            if options.script is not None:
                attempt.write_script(options.script, findings)
                # The script holds as long as this attempt is the last one.
                attempt.end("script written")
                return before
            finished = attempt.take_out()
            state = ("undone" if selection.whole else "undone in part") if finished else "stopped"
            attempt.end(state)
            return attempt.outcome(state, findings, started)
        except BaseException as error:
            attempt.end_quietly("refused" if isinstance(error, PlanRefusedError) else "failed")
            raise

    def _refuse_unless_consented(
        self, before: UndoOutcome, findings: Sequence[TargetFindings], options: UndoOptions
    ) -> None:
        if options.even_if_changed or (options.consent is None and not before.is_changed):
            return
        if options.consent is not None:
            if options.consent(before):
                return
            raise PlanRefusedError(
                f"run {before.run_id} stays",
                code="DBM-4056",
                cause="the answer was no",
                safe="Nothing was taken out",
                next_step=f"To take it out after all: dbmigrate undo {before.run_id}",
            )
        changed = [one for one in findings if not one.is_unchanged]
        raise PlanRefusedError(
            f"rows of run {before.run_id} are not, or not for certain, as the run left them",
            code="DBM-4055",
            where=", ".join(one.target for one in changed),
            cause=". ".join(f"{one.target}: {one.described()}" for one in changed[:5]),
            safe="Nothing was taken out",
            next_step=_advice(before.run_id, changed, compared=options.as_source is not None),
        )

    def _done(self, link: TargetLink, run_id: int) -> tuple[UndoneTarget, ...]:
        out = link.ledger.undoing.rows_out(run_id)
        return tuple(UndoneTarget("", *place, *rows, 0, 0) for place, rows in sorted(out.items()))


def _compare_with_source(findings: Sequence[TargetFindings], as_source: Comparer) -> None:
    """A target that holds the rows of the source and no others holds this run's as they were written."""
    doubtful = [one for one in findings if one.unknown and not (one.gone or one.changed or one.doubled)]
    the_same = as_source(sorted({one.table for one in doubtful})) if doubtful else ()
    for one in doubtful:
        if (one.table, one.target) in the_same:
            one.unknown = 0


def find_run(link: TargetLink, run_id: int) -> RunEntry:
    """Raises LedgerError DBM-8009 if the ledger does not know it."""
    if link.ledger.is_readable():
        for run in link.ledger.runs():
            if run.run_id == run_id:
                return run
    raise LedgerError(
        f"the ledger in the target knows no run {run_id}",
        code="DBM-8009",
        safe="Nothing was changed",
        next_step="See the runs with: dbmigrate status",
    )


def undo_run(
    project: Project, run_id: int, options: UndoOptions, *, sink: Sink, stop: threading.Event | None = None
) -> UndoOutcome:
    """``project`` with the target's password; the source is not opened."""
    engine = open_engine(project.target.url, side="target", schema=project.target.schema_name)
    try:
        return UndoConductor(engine, sink, stop or threading.Event()).conduct(run_id, options)
    finally:
        with suppress(EngineFault):
            engine.dispose()


def _advice(run_id: int, changed: Sequence[TargetFindings], *, compared: bool) -> str:
    again = f"to take them out all the same: dbmigrate undo {run_id} --even-if-changed"
    if not compared and all(one.unknown and not (one.gone or one.changed or one.doubled) for one in changed):
        return (
            "These rows went as they are stored, without sums. To compare them with the source as it is now: "
            f"dbmigrate undo {run_id} --compare-source; {again}"
        )
    return f"Look at these rows; {again}"
