"""What the ledger knows, as plain values."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import ENDED, PASS, UNDONE, RunEntry
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.ledger.rejects import Rejects


class StatusReport(Struct, frozen=True):
    """``runs`` of this project, newest first.  Plain values, ready for JSON."""

    project: str
    ledger_exists: bool
    runs: tuple[dict[str, Any], ...] = ()
    """run_id, kind, filters, pass_number, state, started_at, ended_at, package, package_release, attempts (fence,
    started_at, ended_at, outcome, host, process_id, os_user), tables (table_name, rows_read, rows_rejected, batches,
    first_commit, last_commit, closed, left_out), unchanged (table_name, unchanged_since: the run that has read it),
    marks (table_name, column_name, value, lower_bound)."""
    totals: tuple[dict[str, Any], ...] = ()
    """Over all runs of this source and package: table_name, target_name, rows_inserted, rows_updated, rows_present,
    rows_deleted (because they had gone from the source)."""
    reject_counts: tuple[dict[str, Any], ...] = ()
    """Rejects that are open: table_name, reason, column_name, rows."""
    suspended: tuple[dict[str, Any], ...] = ()
    """Constraints and triggers that are off: run_id, kind, object_name, table_name."""
    remaining: tuple[str, ...] = ()
    """Source tables that the newest run, if it was interrupted, still has to copy."""
    taken_out: tuple[int, ...] = ()
    """Runs of which rows were taken out by an undo after the newest pass had begun."""
    other_runs: tuple[dict[str, Any], ...] = ()
    """Of other projects with the same target: project, run_id, pass_number, state, started_at, ended_at, package."""


_OTHERS = ("project", "run_id", "pass_number", "state", "started_at", "ended_at", "package")


def read_status(project: str, target: Engine) -> StatusReport:
    """Reads only; a target without a ledger is a status, not an error."""
    with read_ledger(target) as ledger:
        if ledger is None:
            return StatusReport(project, ledger_exists=False)
        every = ledger.runs()
        # A project that was renamed, or is looked at from another one, still sees what there is.
        runs = [run for run in every if run.project == project] or every
        scope = runs[0].scope if runs else None
        history = History(ledger.session, ledger.tables, scope)
        passes = [run for run in runs if run.kind == PASS]
        alone = ledger.source_states.left_alone()
        described = tuple(_run(entry, history, alone.get(entry.run_id, {})) for entry in runs)
        return StatusReport(
            project,
            ledger_exists=True,
            runs=described,
            other_runs=tuple({name: getattr(run, name) for name in _OTHERS} for run in every if run not in runs),
            totals=tuple(_without_digest(asdict(total)) for total in history.target_totals()),
            reject_counts=tuple(Rejects(ledger.session, ledger.tables, scope).counts()),
            suspended=tuple(
                {name: row[name] for name in ("run_id", "kind", "object_name", "table_name")}
                for row in ledger.leftovers.open_suspensions()
            ),
            remaining=_remaining(ledger, passes[0], history, alone)
            if passes and passes[0].state not in (*ENDED, UNDONE)
            else (),
            taken_out=tuple(history.taken_out_since(passes[0].run_id)) if passes else (),
        )


def _run(entry: RunEntry, history: History, alone: dict[str, int]) -> dict[str, Any]:
    closed = history.closed_in_run(entry.run_id)
    partial = entry.kind != PASS  # it has no end of a table to reach
    left_out = history.left_out_by_table(entry.run_id)
    tables = [
        {**row, "closed": partial or row["table_name"] in closed, "left_out": left_out.get(str(row["table_name"]), {})}
        for row in history.table_progress(entry.run_id)
    ]
    shown = (
        "run_id",
        "kind",
        "pass_number",
        "state",
        "started_at",
        "ended_at",
        "package",
        "package_release",
        "project",
    )
    return {
        **{name: getattr(entry, name) for name in shown},
        "filters": json.loads(entry.filters),
        "attempts": history.attempts(entry.run_id),
        "tables": tables,
        "unchanged": [{"table_name": name, "unchanged_since": run_id} for name, run_id in alone.items()],
        "marks": history.marks(entry.run_id),
    }


def _remaining(ledger: Ledger, entry: RunEntry, history: History, alone: dict[int, dict[str, int]]) -> tuple[str, ...]:
    planned = ledger.plan_document(entry.run_id)["tables"]
    closed = history.closed_in_run(entry.run_id) | set(alone.get(entry.run_id, ()))
    return tuple(name for name in planned if name not in closed)


def _without_digest(total: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in total.items() if not name.startswith("digest")}
