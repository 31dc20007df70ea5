"""Tables that need not be read, because the source is provably in the state in which they were read to their end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from dbmigrate import __version__
from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import SourceView
from dbmigrate.ledger.entries import SourceState
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.events import Notice, TablesLeftAlone
from dbmigrate.model.outcome import TableOutcome
from dbmigrate.model.plan import MigrationPlan, TablePlan
from dbmigrate.plan.fingerprint import table_terms
from dbmigrate.run.context import RunContext

COUNTED_ROWS = 2_000_000
"""In a target's tables, all together, before they are left alone: a tenth of a second or so."""


def states_of(view: SourceView, plan: MigrationPlan) -> dict[str, SourceState]:
    """By table: what it may be recorded with when it is read to its end under this view; empty if nothing is known."""
    token = as_recorded(view.state_token)
    if token is None:
        return {}
    return {table.name: SourceState(table.name, token, table_terms(plan, table)) for table in plan.tables}


def as_recorded(token: str | None) -> str | None:
    """Another release may see other things in the same state."""
    return None if token is None else hashlib.sha256(f"{__version__} {token}".encode()).hexdigest()


def leave_alone(ledger: Ledger, context: RunContext, tables: Sequence[TablePlan]) -> list[TableOutcome]:
    """Those of the tables that this run does not read, recorded in a transaction.

    Of each: the state of the source is the one of the newest run that counts for just these rows, under the same
    terms; nothing has been done to the table since by any run, not even one that was undone; no reject is open; and
    its targets are not empty, if rows were brought, and hold no fewer than that, as far as they are counted.
    """
    found = dict(_unchanged(ledger, context, tables))
    for name in _short_of_rows(ledger, context, [table for table in tables if table.name in found], found):
        del found[name]
    if not found:
        return []
    _record(ledger, context, found)
    named = [table for table in tables if table.name in found]
    context.sink(TablesLeftAlone(len(named), sum(context.expected_rows.get(table.name, 0) for table in named)))
    history = History(ledger.session, ledger.tables)
    left_out = {run_id: history.left_out_by_table(run_id) for run_id in set(found.values())}
    return [_outcome(table, found[table.name], left_out[found[table.name]].get(table.name, {})) for table in named]


def _unchanged(ledger: Ledger, context: RunContext, tables: Sequence[TablePlan]) -> Iterator[tuple[str, int]]:
    """(table, run that has read it)."""
    if context.settings.read_unchanged or not context.source_states or context.scope is None:
        return
    proven = {table.name: context.coverage.newest_of(table.name, table.scope.text) for table in tables}
    if all(run_id is None for run_id in proven.values()):
        return
    known = ledger.source_states.read_in(next(iter(context.source_states.values())).token)
    writers = ledger.source_states.newest_writers(context.scope) if known else {}
    for table in tables:
        run_id = proven[table.name]
        if run_id is None or writers.get(table.name) != run_id or table.name in context.with_open_rejects:
            continue
        if known.get((run_id, table.name)) != context.source_states[table.name].terms:
            continue
        if table.name not in context.touched_before or _hold_rows(context.target, table):
            yield table.name, run_id


def _short_of_rows(ledger: Ledger, context: RunContext, tables: Sequence[TablePlan], found: dict[str, int]) -> set[str]:
    """Those of which a target holds fewer rows than the run that has read them left there; the smallest are counted.

    ``found``: that run of each.  It knows of all rows only if it has read all of them, each of which stands for itself.
    """
    history = History(ledger.session, ledger.tables)
    totals = {run_id: history.target_totals(run_id) for run_id in set(found.values())}
    left = {
        (one.table_name, one.target_name, run_id): one.rows_inserted + one.rows_updated + one.rows_present
        for run_id, every in totals.items()
        for one in every
    }
    places = [
        (left.get((table.name, str(into.table.name), found[table.name]), 0), into.table.name, table)
        for table in tables
        if context.coverage.newest_whole(table.name) == found[table.name]
        for into in table.into
        if not into.distinct
    ]
    short: set[str] = set()
    counted = 0
    for rows, name, table in sorted(places, key=lambda place: place[0]):
        counted += rows
        if counted > COUNTED_ROWS:
            break
        [row] = ledger.session.execute(
            sa.select(sa.func.count().label("rows")).select_from(sa.table(name.name, schema=name.schema))
        )
        there = int(row["rows"])
        if there < rows and table.name not in short:
            short.add(table.name)
            what = "it is read again"
            if table.watermark is not None:
                what += " above its mark; what is missing below is brought by: dbmigrate run --resync"
            message = f"{name} holds {there:,} rows, and run {found[table.name]} left {rows:,} there: {what}"
            context.sink(Notice(message, "warning"))
    return short


def _outcome(table: TablePlan, since: int, left_out: dict[str, int]) -> TableOutcome:
    targets = tuple(str(into.table.name) for into in table.into)
    return TableOutcome(
        table.group, table.name, targets, 0, 0, 0, 0, 0, {}, 0.0, left_out=left_out, unchanged_since=since
    )


def _hold_rows(target: Engine, table: TablePlan) -> bool:
    names = {into.table.name for into in table.into}
    return target.filled(names) == names


def _record(ledger: Ledger, context: RunContext, found: dict[str, int]) -> None:
    states = [
        SourceState(name, context.source_states[name].token, context.source_states[name].terms, since)
        for name, since in found.items()
    ]
    ledger.session.begin()
    try:
        ledger.hold_fence(context.run_id, context.fence)
        ledger.source_states.record(context.run_id, context.fence, states)
        ledger.session.commit()
    finally:
        ledger.session.rollback()
