"""The staging tables of one table's targets: made when first needed, known to the ledger, dropped at the end."""

from __future__ import annotations

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.model.plan import IntoPlan, TablePlan
from dbmigrate.model.table import TableName
from dbmigrate.write.link import TargetLink


class StagingArea:
    """``number``: position of the table in the plan."""

    def __init__(self, table: TablePlan, link: TargetLink, *, run_id: int, fence: int, number: int) -> None:
        self._table = table
        self._link = link
        self._run_id = run_id
        self._fence = fence
        self._number = number
        # Temporary tables end with the session, so the ledger need not know them.
        self._outlives = not link.target.capabilities.stages_in_transaction
        self._made: list[TableName] = []
        self._announced: set[TableName] = set()

    def tables(self) -> list[TableName]:
        """One for each target, in the plan's order."""
        if not self._made:
            self._made = [self._make(position, into) for position, into in enumerate(self._table.into)]
        return self._made

    def forget(self) -> None:
        """After a lost connection: make them anew, whatever is left of them."""
        self._made = []

    def drop(self) -> None:
        """After the last batch of the table."""
        for staging in self._made:
            self._link.writer.drop_staging(staging)
            if self._outlives:
                self._record(staging, "dropped")
        self._made = []

    def _make(self, position: int, into: IntoPlan) -> TableName:
        # No other attempt, of this run or another, uses these names: a process that was taken over
        # without noticing cannot change what its successor has staged.
        attempt = self._run_id * 100_000 + self._fence
        number = (attempt * 10_000 + self._number) * 1000 + position
        columns = [column.name for column in into.columns]
        if not self._outlives:
            return self._link.writer.create_staging(into.table, columns, number)
        announced = self._link.ledger.tables.staging_name(number)
        if announced not in self._announced:
            self._record(announced, "made")
            self._announced.add(announced)
        return self._link.writer.create_staging(into.table, columns, number)

    def _record(self, staging: TableName, event: str) -> None:
        writer, ledger = self._link.writer, self._link.ledger
        writer.begin()
        try:
            ledger.hold_fence(self._run_id, self._fence)
            ledger.leftovers.record_staging(self._run_id, self._fence, staging, event)
            writer.commit()
        except EngineFault as fault:
            if fault.fault is not Fault.ROW:
                raise
            # It is the ledger that refused a row, so none of the batch may be looked for and rejected.
            message = f"the ledger could not take the entry of a staging table: {fault.message}"
            raise EngineFault(Fault.TERMINAL, message, fault.native_code) from None
        finally:
            writer.rollback()
