"""Staging tables of an undo: keys of one batch at a time; known to the ledger, dropped at the end."""

from __future__ import annotations

from collections.abc import Sequence

from dbmigrate.engines.session import Writer
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.table import Table, TableName


class UndoStaging:
    """No other attempt uses these names, as with those of a copying one."""

    def __init__(self, ledger: Ledger, writer: Writer, run_id: int, fence: int) -> None:
        self._ledger = ledger
        self._writer = writer
        self._run_id = run_id
        self._fence = fence
        self._made: dict[int, TableName] = {}

    def table(self, number: int, table: Table, columns: Sequence[str]) -> TableName:
        """``number``: two tables with the same number must want the same columns of the same table."""
        if number not in self._made:
            unique = (self._run_id * 100_000 + self._fence) * 10_000_000 + number
            self._record(self._ledger.tables.staging_name(unique), "made")
            self._made[number] = self._writer.create_staging(table, columns, unique)
        return self._made[number]

    def drop(self) -> None:
        for staging in self._made.values():
            self._writer.drop_staging(staging)
            self._record(staging, "dropped")
        self._made = {}

    def _record(self, staging: TableName, event: str) -> None:
        self._writer.begin()
        try:
            self._ledger.hold_fence(self._run_id, self._fence)
            self._ledger.leftovers.record_staging(self._run_id, self._fence, staging, event)
            self._writer.commit()
        finally:
            self._writer.rollback()
