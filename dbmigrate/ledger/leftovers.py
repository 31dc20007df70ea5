"""What a run has switched off or made in the target and must put back or drop, even after a crash."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from dbmigrate.ledger.checked import CheckedSession, Reads
from dbmigrate.ledger.clock import now
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.plan import Suspension
from dbmigrate.model.table import TableName


class Leftovers:
    """Suspended constraints and triggers, and staging tables; part of the ledger, in the caller's transaction."""

    def __init__(self, session: Reads, tables: LedgerTables) -> None:
        self._session: Reads = CheckedSession(session)
        self._tables = tables

    # Staging tables

    def record_staging(self, run_id: int, fence: int, name: TableName, event: str) -> None:
        """``event``: made (recorded before the act, so that nothing is left unknown) or dropped.

        Once, however often it is said: the answer to a COMMIT may have been lost.
        """
        staging = self._tables.staging
        place = {"run_id": run_id, "fence": fence, "staging_name": name.name, "event": event}
        same = [staging.c[column] == value for column, value in place.items()]
        if not self._session.execute(sa.select(staging.c.event).where(*same)):
            self._session.execute(sa.insert(staging).values(**place, recorded_at=now()))

    def open_staging(self) -> list[tuple[int, int, TableName]]:
        """(run, fence, name) of staging tables made and not known to be dropped."""
        staging = self._tables.staging
        made, gone = staging.alias("made"), staging.alias("gone")
        rows = self._session.execute(
            sa.select(made.c.run_id, made.c.fence, made.c.staging_name)
            .where(
                made.c.event == "made",
                ~sa.exists().where(
                    gone.c.run_id == made.c.run_id,
                    gone.c.fence == made.c.fence,
                    gone.c.staging_name == made.c.staging_name,
                    gone.c.event == "dropped",
                ),
            )
            .order_by(made.c.run_id, made.c.fence, made.c.staging_name)
        )
        schema = self._tables.schema
        return [(row["run_id"], row["fence"], TableName(row["staging_name"], schema)) for row in rows]

    # Suspended constraints and triggers

    def next_suspension_number(self, run_id: int) -> int:
        suspension = self._tables.suspension
        rows = self._session.execute(
            sa.select(sa.func.max(suspension.c.suspension_no).label("latest")).where(suspension.c.run_id == run_id)
        )
        latest = rows[0]["latest"] if rows else None
        return 0 if latest is None else int(latest) + 1

    def record_restoration(self, run_id: int, number: int, suspension: Suspension) -> None:
        self.record_suspension(run_id, number, "restored", suspension)

    def record_suspension(self, run_id: int, number: int, event: str, suspension: Suspension) -> None:
        self._session.execute(
            sa.insert(self._tables.suspension).values(
                run_id=run_id,
                suspension_no=number,
                event=event,
                kind=suspension.kind,
                object_name=suspension.name,
                table_name=str(suspension.table),
                restore_sql=json.dumps(list(suspension.restore_sql)),
                recorded_at=now(),
            )
        )

    def open_suspensions(self, run_id: int | None = None) -> list[dict[str, Any]]:
        """What is off and not yet put back: run_id, suspension_no, kind, object_name, table_name, restore_sql."""
        suspension = self._tables.suspension
        off, on = suspension.alias("suspended"), suspension.alias("restored")
        query = (
            sa.select(
                off.c.run_id, off.c.suspension_no, off.c.kind, off.c.object_name, off.c.table_name, off.c.restore_sql
            )
            .where(
                off.c.event == "suspended",
                ~sa.exists().where(
                    on.c.run_id == off.c.run_id, on.c.suspension_no == off.c.suspension_no, on.c.event == "restored"
                ),
            )
            .order_by(off.c.run_id, off.c.suspension_no)
        )
        if run_id is not None:
            query = query.where(off.c.run_id == run_id)
        rows = self._session.execute(query)
        return [{**row, "restore_sql": json.loads(row["restore_sql"])} for row in rows]
