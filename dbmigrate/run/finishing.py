"""What follows the last batch of a table, and what a dead attempt did not get to."""

from __future__ import annotations

from collections.abc import Iterable

from dbmigrate.engines.session import Writer
from dbmigrate.ledger.entries import SourceState
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.plan import TablePlan
from dbmigrate.run.context import RunContext


def finish_tables(
    ledger: Ledger, context: RunContext, tables: Iterable[TablePlan], *, read_as: SourceState | None = None
) -> None:
    """Identity values above the rows, statistics; harmless when done twice.

    ``read_as``: the state of the source in which the one table was read from its beginning to its end.
    """
    left = [into.table for table in tables for into in table.into if context.target.needs_finishing(into.table)]
    if not left and read_as is None:
        return
    session = ledger.session
    session.begin()
    try:
        ledger.hold_fence(context.run_id, context.fence)
        for table in left:
            context.target.finish_table(session, table)
        if read_as is not None:
            ledger.source_states.record(context.run_id, context.fence, [read_as])
        session.commit()
    finally:
        session.rollback()


def drop_old_staging(ledger: Ledger, writer: Writer, run_id: int, fence: int) -> None:
    """Staging tables of attempts that did not live to drop theirs; this process alone writes to the target now."""
    for owner, owner_fence, staging in ledger.leftovers.open_staging():
        if (owner, owner_fence) == (run_id, fence):
            continue
        writer.begin()
        try:
            ledger.hold_fence(run_id, fence)
            writer.drop_staging(staging)
            ledger.leftovers.record_staging(owner, owner_fence, staging, "dropped")
            writer.commit()
        finally:
            writer.rollback()
