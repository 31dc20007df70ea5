"""Is this a new run, or an interrupted one that goes on?  And if so: is it still the same one?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct

from dbmigrate.errors import FingerprintMismatchError, LedgerError
from dbmigrate.ledger.entries import ENDED, FIRST_RUN, PASS, UNDOING, UNDONE, RunEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.plan.fingerprint import differences

ACCEPT_ALL = "all"

Change = tuple[str, str, str]


class OpenedRun(Struct, frozen=True):
    """``resumed``: it was interrupted before.  ``is_first``: the ledger knew of no run of any kind before it."""

    entry: RunEntry
    resumed: bool
    is_first: bool = False


def open_run(ledger: Ledger, plan: MigrationPlan, project: str, accepted: frozenset[str]) -> OpenedRun:
    """The run to work on.  Raises FingerprintMismatchError, LedgerError DBM-8008."""
    known = ledger.runs()
    refuse_half_undone(known)
    # Runs that wrote just certain rows say nothing of how far the tables have got.
    runs = [run for run in known if run.kind == PASS and run.state != UNDONE and run.package == plan.package]
    same = [run for run in runs if _reaches(run) == (plan.source_identity, plan.target_identity)]
    if same and same[0].state not in ENDED:
        _prove_same(same[0], plan, ledger, accepted)
        return OpenedRun(same[0], resumed=True)
    # A database that was moved has another identity; the operator may say that it is the same.
    moved = next((run for run in runs if run.project == project), None)
    if not same and moved is not None and moved.state not in ENDED:
        _prove_same(moved, plan, ledger, accepted)
        return OpenedRun(moved, resumed=True)
    ledger.session.begin()
    entry = ledger.start_run(plan, project, len(same) + 1)
    ledger.session.commit()
    # A process that has lost its lock may have read the runs before another one has begun: the number tells.
    return OpenedRun(entry, resumed=False, is_first=not known and entry.run_id == FIRST_RUN)


def refuse_half_undone(runs: Sequence[RunEntry]) -> None:
    """Raises LedgerError DBM-8008: nothing may be written while a run is half out."""
    half = sorted(run.run_id for run in runs if run.state == UNDOING)
    if half:
        raise LedgerError(
            f"run {half[0]} is half undone",
            code="DBM-8008",
            cause="an undo was interrupted; rows would be read that are still to be taken out",
            safe="Nothing was changed; what is out is recorded",
            next_step=f"Finish it first: dbmigrate undo {half[0]}",
        )


def _reaches(run: RunEntry) -> tuple[str, str]:
    return run.source_identity, run.target_identity


def _prove_same(entry: RunEntry, plan: MigrationPlan, ledger: Ledger, accepted: frozenset[str]) -> None:
    if entry.fingerprint == plan.fingerprint:
        return
    before = ledger.plan_document(entry.run_id)
    changed = differences(before, plan.document)
    fatal = _fatal(before, plan.document, ledger.progress.tables_with_batches(entry.run_id))
    if fatal:
        raise FingerprintMismatchError(
            f"run {entry.run_id} was interrupted, and what it has committed does not fit the plan of now",
            cause=_listed(fatal),
            safe="Nothing was changed; what the run has committed stays",
            next_step="Put this back as it was and let the run end",
            code="DBM-8005",
        )
    unnamed = [change for change in changed if change[0] not in accepted]
    if unnamed and ACCEPT_ALL not in accepted:
        raise FingerprintMismatchError(
            f"run {entry.run_id} was interrupted, and would now be another run",
            cause=f"{len(unnamed)} differences: {_listed(unnamed)}",
            safe="Nothing was changed; what the run has committed stays",
            next_step="Undo the change, or accept each by name: "
            + " ".join(f"--accept-change {name}" for name, _, _ in unnamed[:3])
            + (" ..." if len(unnamed) > 3 else ""),
        )
    ledger.session.begin()
    ledger.accept_plan(entry.run_id, plan)
    ledger.session.commit()


def _fatal(before: dict[str, Any], now: dict[str, Any], begun: Collection[str]) -> list[Change]:
    """Changes under which rows would be left out or doubled: of the key that says how far a table has
    got, and of the targets that have received its rows."""
    found: list[Change] = []
    for name in sorted(begun & before["tables"].keys() & now["tables"].keys()):
        old, new = before["tables"][name], now["tables"][name]
        shown = [("key", old["key"], new["key"]), ("method", old["method"], new["method"])]
        shown.append(("into", sorted(old["into"]), sorted(new["into"])))
        found += [(f"tables.{name}.{what}", str(was), str(wants)) for what, was, wants in shown if was != wants]
    return found


def _listed(changes: list[Change]) -> str:
    shown = "; ".join(f"{name}: {before} -> {now}" for name, before, now in changes[:20])
    return f"{shown}; and {len(changes) - 20} more" if len(changes) > 20 else shown
