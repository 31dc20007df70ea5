"""How fast tables went in earlier runs, and how far this one has got.  Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct, field

from dbmigrate.ledger.checked import CheckedSession, Reads
from dbmigrate.ledger.entries import ENDED, PASS, UNDONE, Scope
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.estimate import Speed

_RUNS = 3
_LEAST_SECONDS = 0.3
"""What took less says more of opening and finishing a table than of its rows."""


class Done(Struct, frozen=True):
    """What the ledger says of the tables of one source and package.

    ``speeds``: by source table.  ``read_now``: rows that the interrupted run has read, ``closed_now``: what it has
    copied to its end.  ``inserted``: rows brought by all runs; ``closed``: copied to their end by an ended run.
    """

    speeds: dict[str, Speed] = field(default_factory=dict)
    read_now: dict[str, int] = field(default_factory=dict)
    closed_now: frozenset[str] = frozenset()
    inserted: dict[str, int] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


def read_done(ledger: Ledger, scope: Scope) -> Done:
    """A few queries over the batches' entries, none over rows."""
    session = CheckedSession(ledger.session)
    passes = [run for run in ledger.runs() if run.kind == PASS and run.scope == scope and run.state != UNDONE]
    if not passes:
        return Done()
    history = History(session, ledger.tables, scope)
    try:
        speeds = _speeds(session, ledger.tables, [run.run_id for run in passes[:_RUNS]])
    except ValueError:
        speeds = {}  # a moment that this program has not written; an estimate must not end a run
    inserted: dict[str, int] = defaultdict(int)
    for name, rows in _inserted(session, ledger.tables, [run.run_id for run in passes]):
        inserted[name] = max(inserted[name], rows)
    newest = passes[0]
    if newest.state in ENDED:
        return Done(speeds, inserted=dict(inserted), closed=frozenset(history.closed_tables()))
    before = History(session, ledger.tables, scope, before=newest.run_id)
    return Done(
        speeds,
        {str(row["table_name"]): int(str(row["rows_read"])) for row in history.table_progress(newest.run_id)},
        frozenset(history.closed_in_run(newest.run_id)),
        dict(inserted),
        frozenset(before.closed_tables()),
    )


def _speeds(session: Reads, tables: LedgerTables, run_ids: list[int]) -> dict[str, Speed]:
    """By table, of the newest run in which it took long enough to tell; time between attempts does not count."""
    batch, chunk, attempt = tables.batch, tables.chunk, tables.attempt
    planned = {
        (row["run_id"], row["table_name"]): _moment(row["planned_at"])
        for row in session.execute(
            sa.select(chunk.c.run_id, chunk.c.table_name, sa.func.min(chunk.c.planned_at).label("planned_at"))
            .where(chunk.c.run_id.in_(run_ids))
            .group_by(chunk.c.run_id, chunk.c.table_name)
        )
    }
    begun = {
        (row["run_id"], row["fence"]): _moment(row["started_at"])
        for row in session.execute(
            sa.select(attempt.c.run_id, attempt.c.fence, attempt.c.started_at).where(attempt.c.run_id.in_(run_ids))
        )
    }
    parts: dict[tuple[int, str], list[Speed]] = defaultdict(list)
    for row in session.execute(
        sa.select(
            batch.c.run_id,
            batch.c.table_name,
            batch.c.fence,
            sa.func.sum(batch.c.rows_read).label("rows"),
            sa.func.count().label("batches"),
            sa.func.min(batch.c.committed_at).label("first"),
            sa.func.max(batch.c.committed_at).label("last"),
        )
        .where(batch.c.run_id.in_(run_ids))
        .group_by(batch.c.run_id, batch.c.table_name, batch.c.fence)
    ):
        place = (row["run_id"], row["table_name"])
        start = planned.get(place)
        parts[place].append(_speed(row, start, begun.get((row["run_id"], row["fence"]))))
    found: dict[str, Speed] = {}
    for (_, name), speeds in sorted(parts.items()):
        added = _added(speeds)
        if added.seconds >= _LEAST_SECONDS and added.rows:
            found[name] = added
    return found


def _speed(row: dict[str, Any], planned: datetime | None, begun: datetime | None) -> Speed:
    """From the plan of the table on, if that was in this attempt; else from its first commit on."""
    rows, batches, last = int(str(row["rows"])), int(row["batches"]), _moment(row["last"])
    if planned is not None and (begun is None or planned >= begun):
        return Speed(rows, (last - planned).total_seconds())
    return Speed(rows * (batches - 1) // batches, (last - _moment(row["first"])).total_seconds())


def _added(speeds: Iterable[Speed]) -> Speed:
    known = [speed for speed in speeds if speed.seconds > 0]
    return Speed(sum(speed.rows for speed in known), sum(speed.seconds for speed in known))


def _inserted(session: Reads, tables: LedgerTables, run_ids: list[int]) -> list[tuple[str, int]]:
    target = tables.batch_target
    rows = session.execute(
        sa.select(target.c.table_name, target.c.target_name, sa.func.sum(target.c.rows_inserted).label("rows"))
        .where(target.c.run_id.in_(run_ids), ~tables.is_undone(target))
        .group_by(target.c.table_name, target.c.target_name)
    )
    return [(str(row["table_name"]), int(str(row["rows"]))) for row in rows]


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text))
