"""One attempt at an undo: holds the run's fence, looks, takes out, tells the ledger."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from dbmigrate import __version__
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import ConfigurationError, DbmigrateError, PlanRefusedError
from dbmigrate.ledger.clock import now
from dbmigrate.ledger.entries import BEFORE, DELETED
from dbmigrate.ledger.stop_points import stop_point
from dbmigrate.model.events import Notice, Sink
from dbmigrate.model.undone import UndoneTarget, UndoOutcome
from dbmigrate.run.finishing import drop_old_staging
from dbmigrate.run.suspensions import restore, suspend
from dbmigrate.run.undo.order import in_reverse
from dbmigrate.run.undo.selection import Selection
from dbmigrate.undo.findings import TargetFindings
from dbmigrate.undo.script import UndoScript
from dbmigrate.undo.staging import UndoStaging
from dbmigrate.undo.target import UndoTarget
from dbmigrate.undo.target_undo import Progress, TargetUndo
from dbmigrate.undo.whole_table import WholeTableUndo
from dbmigrate.write.link import TargetLink

SECONDS_BETWEEN_LINES = 10.0


class UndoAttempt:
    """Begins with its creation; ``end`` or ``end_quietly`` ends it."""

    def __init__(
        self, target: Engine, link: TargetLink, selection: Selection, sink: Sink, stop: threading.Event
    ) -> None:
        self._target = target
        self._link = link
        self._ledger = link.ledger
        self._selection = selection
        self._run_id = selection.run.run_id
        self._sink = sink
        self._stop = stop
        self._last_line = time.monotonic()
        self._ledger.session.begin()
        self._fence = self._ledger.undoing.start(self._run_id, __version__)
        self._ledger.session.commit()
        drop_old_staging(self._ledger, link.writer, self._run_id, self._fence)
        self._staging = UndoStaging(self._ledger, link.writer, self._run_id, self._fence)
        self._order = in_reverse(selection.targets, target)
        out = self._ledger.undoing.rows_out(self._run_id)
        self._keyed = [one for one in self._order.targets if one.into.key]
        whole: dict[str, list[UndoTarget]] = {}
        for one in self._order.targets:
            if not one.into.key and (one.source_table, one.name) not in out:
                whole.setdefault(one.name, []).append(one)
        self._whole_targets = whole
        self._whole = {name: WholeTableUndo(targets) for name, targets in whole.items()}

    def examine(self) -> list[TargetFindings]:
        findings = [self._whole[name].examine(self._target) for name in self._whole]
        for number, target in enumerate(self._keyed):
            one = self._with(target, number, partial(_examine, self._counter(target.name, "compared")))
            self._refuse_later_updates(one)
            findings.append(one)
        return findings

    def _refuse_later_updates(self, findings: TargetFindings) -> None:
        if findings.doubled:
            raise PlanRefusedError(
                f"{findings.target} holds more rows with the keys of this run than the run has written",
                code="DBM-4051",
                cause="nothing in the target keeps the key unique, and rows of another origin have the same keys",
                safe="Nothing was taken out",
                next_step="Take the foreign rows away or give them other keys, then run the same command again",
            )
        if findings.gone:
            self._refuse_later_deletions(findings)
        if not findings.changed and not findings.unknown:
            return
        later = self._ledger.undoing.later_writers(self._run_id, findings.target, BEFORE)
        if later:
            named = ", ".join(str(run) for run in later)
            raise PlanRefusedError(
                f"later runs have updated rows of {findings.target} that run {self._run_id} has written",
                code="DBM-4054",
                cause=f"runs {named} wrote over them and know them only as run {self._run_id} left them",
                safe="Nothing was taken out",
                next_step="; then ".join(f"dbmigrate undo {run}" for run in reversed(later)),
            )

    def _refuse_later_deletions(self, findings: TargetFindings) -> None:
        later = self._ledger.undoing.later_writers(self._run_id, findings.target, DELETED)
        if later:
            named = ", ".join(str(run) for run in later)
            raise PlanRefusedError(
                f"later runs have deleted rows of {findings.target}, and rows of run {self._run_id} are gone from it",
                code="DBM-4054",
                cause=f"runs {named} have deleted rows that had gone from the source, and would put them back when they"
                " are undone",
                safe="Nothing was taken out",
                next_step="; then ".join(f"dbmigrate undo {run}" for run in reversed(later)),
            )

    # Taking out

    def take_out(self) -> bool:
        ledger, run_id, fence = self._ledger, self._run_id, self._fence
        self._in_transaction(lambda: ledger.undoing.mark_begun(run_id))
        stop_point("undo_begun")
        tables = [target.into.table for target in self._order.targets]
        own = self._target.capabilities.supports_transactional_ddl
        suspensions = self._target.suspensions(tables, self._order.broken)
        suspend(ledger, run_id, fence, suspensions, self._sink, transactional_ddl=own)
        numbers = {id(target): number for number, target in enumerate(self._keyed)}
        # What was deleted last comes back first, and what others refer to before these.
        for target in reversed(self._order.targets):
            put_back = partial(_take_out, self._counter(target.name, "put back"), self._stop, deleted=True)
            if target.into.key and not self._with(target, numbers[id(target)], put_back):
                return False
        for target in self._order.targets:
            if self._stop.is_set():
                return False
            if not target.into.key:
                whole = self._whole.pop(target.name, None)
                if whole is not None:
                    whole.take_out(ledger, self._link.writer, run_id, fence)
                continue
            count = self._counter(target.name, "taken out")
            take_out = partial(_take_out, count, self._stop, deleted=False)
            if not self._with(target, numbers[id(target)], take_out):
                return False
        self._staging.drop()
        restore(ledger, self._target, run_id, fence, self._sink)
        stop_point("undo_before_end")
        self._in_transaction(self._mark_end)
        return True

    # Writing it down instead

    def write_script(self, path: Path, findings: Sequence[TargetFindings]) -> None:
        """What ``take_out`` would do.  Raises ConfigurationError DBM-3070 if the file cannot be written, and
        PlanRefusedError DBM-4059."""
        if deleted := [one.target for one in findings if any(DELETED in kinds for kinds in one.batches.values())]:
            raise PlanRefusedError(
                f"no script can be written for run {self._run_id}",
                code="DBM-4059",
                where=", ".join(deleted),
                cause="it has deleted rows, and putting rows back takes more than plain SQL in some databases",
                safe="Nothing was changed",
                next_step=f"Let the program put them back: dbmigrate undo {self._run_id}",
            )
        draft = path.with_name(f"{path.name}.draft")
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                newest = self._ledger.runs()[0].run_id
                script = UndoScript(self._target, self._ledger.tables, self._run_id, self._fence, newest, now(), file)
                self._write(script, {(one.table, one.target): one for one in findings})
            draft.replace(path)
        except OSError as error:
            raise ConfigurationError(
                "the script could not be written", code="DBM-3070", where=str(path), cause=os.strerror(error.errno or 0)
            ) from None
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _write(self, script: UndoScript, findings: dict[tuple[str, str], TargetFindings]) -> None:
        run, selection = self._selection.run, self._selection
        rows = sum(one.to_delete for one in findings.values())
        old = sum(one.to_restore for one in findings.values())
        tables = [target.into.table for target in self._order.targets]
        suspensions = self._target.suspensions(tables, self._order.broken)
        what = "all of it" if selection.whole else ", ".join(sorted(selection.names))
        facts = (
            f"what:   takes out of the target what run {run.run_id} of project {run.project} has written ({what})",
            f"when:   written {now()} for the target as it was then; once another run or undo has begun, this script",
            "        does nothing.  It may be interrupted, and run again.",
            "needs:  DELETE and UPDATE on the tables and on the tracking tables; nothing else may write these rows",
            f"effect: {rows:,} rows deleted, {old:,} rows put back as they were, the ledger knows it",
        )
        script.begin(facts, suspensions)
        numbers = {id(target): number for number, target in enumerate(self._keyed)}
        whole = dict(self._whole_targets)
        for target in self._order.targets:
            if not target.into.key:
                if target.name in whole:
                    script.take_out_whole(whole.pop(target.name))
                continue
            one = findings[target.source_table, target.name]
            self._with(target, numbers[id(target)], partial(_write_down, script, target, one))
        state = "undone" if selection.whole else self._ledger.undoing.copied_state(self._run_id)
        taking_back = (
            list(self._ledger.undoing.taking_back(self._run_id, selection.handed_out)) if selection.whole else []
        )
        targets = {target.name for target in selection.targets}
        script.end(selection.names, targets, suspensions, state=state, taking_back=taking_back)

    def _mark_end(self) -> None:
        undoing, run_id = self._ledger.undoing, self._run_id
        undoing.record_undone_tables(run_id, self._selection.names)
        undoing.record_reach(run_id, (target.name for target in self._selection.targets))
        if self._selection.whole:
            undoing.take_back(run_id, self._selection.handed_out)
            undoing.mark_undone(run_id)
        elif {table for table, _ in undoing.rows_out(run_id)} <= undoing.undone_tables(run_id):
            undoing.mark_undone_in_part(run_id)

    def _with(self, target: UndoTarget, number: int, work: Callable[[TargetUndo], Any]) -> Any:
        undo = TargetUndo(
            target,
            number,
            self._ledger,
            self._link.writer,
            self._staging,
            run_id=self._run_id,
            fence=self._fence,
            references=self._order.references,
        )
        try:
            return work(undo)
        except EngineFault as fault:
            self._link.writer.rollback()
            raise side_error(
                fault,
                "target",
                f"rows of run {self._run_id} in {target.name} could not be taken out",
                where=target.name,
                safe="Batches that are out are recorded and stay out; the batch at hand is untouched",
                next_step="If rows of other tables refer to them, take those out or change them first; "
                f"then: dbmigrate undo {self._run_id}",
                number=33,
            ) from None
        finally:
            undo.close()

    def _in_transaction(self, work: Callable[[], None]) -> None:
        session = self._ledger.session
        session.begin()
        try:
            self._ledger.hold_fence(self._run_id, self._fence)
            work()
            session.commit()
        finally:
            session.rollback()

    def _counter(self, name: str, what: str) -> Callable[[int], None]:
        done = 0

        def count(rows: int) -> None:
            nonlocal done
            done += rows
            now = time.monotonic()
            if now - self._last_line >= SECONDS_BETWEEN_LINES:
                self._last_line = now
                self._sink(Notice(f"{name}: {done:,} rows {what}"))

        return count

    # The end

    def outcome(self, state: str, findings: Sequence[TargetFindings], started: float) -> UndoOutcome:
        out = self._ledger.undoing.rows_out(self._run_id)
        targets = []
        for one in findings:
            rows = out.get((one.table, one.target), (0, 0, 0))
            remark = one.described()
            targets.append(UndoneTarget(one.group, one.table, one.target, *rows, one.to_delete, one.to_restore, remark))
        shares = self._selection.handed_out
        return UndoOutcome(
            self._run_id,
            state,
            self._selection.whole,
            time.monotonic() - started,
            tuple(targets),
            sum(one.ids for one in shares if one.heir is None),
            sum(one.ids for one in shares if one.heir is not None),
            tuple(sorted({one.heir for one in shares if one.heir is not None})),
        )

    def end(self, outcome: str) -> None:
        self._staging.drop()
        self._in_transaction(lambda: self._ledger.undoing.end(self._run_id, self._fence, outcome))

    def end_quietly(self, outcome: str) -> None:
        # The first error is the one to show; an attempt without an end is known from the ledger all the same.
        with suppress(EngineFault, DbmigrateError):
            self._link.writer.rollback()
            self._link.revive()
            self.end(outcome)


def _examine(count: Progress, undo: TargetUndo) -> TargetFindings:
    return undo.examine(count)


def _take_out(count: Progress, stop: threading.Event, undo: TargetUndo, *, deleted: bool) -> bool:
    return undo.take_out(count, stop, deleted=deleted)


def _write_down(script: UndoScript, target: UndoTarget, findings: TargetFindings, undo: TargetUndo) -> None:
    script.take_out(target, undo, findings)
