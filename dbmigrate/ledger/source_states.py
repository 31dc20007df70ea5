"""In which states of the source tables were read to their end, and which were left alone because of that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.session import Session
from dbmigrate.ledger.clock import now
from dbmigrate.ledger.entries import Scope, SourceState
from dbmigrate.ledger.many_rows import insert_rows
from dbmigrate.ledger.tables import LedgerTables


class SourceStates:
    """Part of the ledger; writes in the caller's transaction."""

    def __init__(self, session: Session, tables: LedgerTables) -> None:
        self._session = session
        self._tables = tables

    def record(self, run_id: int, fence: int, states: Iterable[SourceState]) -> None:
        moment = now()
        rows = [self.row(run_id, fence, state, moment) for state in states]
        insert_rows(self._session, self._tables.source_state, rows)

    @staticmethod
    def row(run_id: int, fence: int, state: SourceState, moment: str) -> dict[str, Any]:
        return {
            "run_id": run_id,
            "table_name": state.table_name,
            "fence": fence,
            "token": state.token,
            "terms": state.terms,
            "unchanged_since": state.unchanged_since,
            "recorded_at": moment,
        }

    def read_in(self, token: str) -> dict[tuple[int, str], str]:
        """Terms by (run, table) of what was read to its end in this state."""
        state = self._tables.source_state
        rows = self._session.execute(
            sa.select(state.c.run_id, state.c.table_name, state.c.terms).where(
                state.c.token == token, state.c.unchanged_since.is_(None)
            )
        )
        return {(int(row["run_id"]), str(row["table_name"])): str(row["terms"]) for row in rows}

    def found_in(self, token: str) -> frozenset[tuple[int, str]]:
        """(run, table) of the same; nothing in a ledger that is older than this table."""
        try:
            return frozenset(self.read_in(token))
        except EngineFault as fault:
            if fault.fault is not Fault.TERMINAL:
                raise
            return frozenset()

    def newest_writers(self, scope: Scope) -> dict[str, int]:
        """By source table: the newest run of any kind, undone ones too, that has planned or committed anything."""
        run, chunk = self._tables.run, self._tables.chunk
        runs = sa.select(run.c.run_id).where(
            run.c.source_identity == scope.source_identity, run.c.package == scope.package
        )
        rows = self._session.execute(
            sa.select(chunk.c.table_name, sa.func.max(chunk.c.run_id).label("run_id"))
            .where(chunk.c.run_id.in_(runs))
            .group_by(chunk.c.table_name)
        )
        return {str(row["table_name"]): int(row["run_id"]) for row in rows}

    def left_alone(self) -> dict[int, dict[str, int]]:
        """By run: the tables that it has not read, each with the run whose state of the source it has found again."""
        state, batch = self._tables.source_state, self._tables.batch
        read = sa.exists().where(batch.c.run_id == state.c.run_id, batch.c.table_name == state.c.table_name)
        query = sa.select(state.c.run_id, state.c.table_name, state.c.unchanged_since).where(
            state.c.unchanged_since.is_not(None), ~read
        )
        try:
            rows = self._session.execute(query.order_by(state.c.run_id, state.c.table_name, state.c.fence))
        except EngineFault as fault:
            if fault.fault is not Fault.TERMINAL:
                raise
            return {}  # a ledger that no run has touched since this table is part of it
        found: dict[int, dict[str, int]] = {}
        for row in rows:
            found.setdefault(int(row["run_id"]), {})[str(row["table_name"])] = int(row["unchanged_since"])
        return found
