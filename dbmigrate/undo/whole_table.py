"""A target without a key: its rows cannot be told apart, so they go together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from msgspec.structs import replace

from dbmigrate.compute.digest import digest_rows
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import Writer
from dbmigrate.errors import PlanRefusedError
from dbmigrate.ledger.entries import UndoStep
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.stop_points import stop_point
from dbmigrate.model.batch import Digest
from dbmigrate.undo.findings import TargetFindings
from dbmigrate.undo.target import UndoTarget

READ_ROWS, READ_BYTES = 8_192, 16 * 1024 * 1024


class WholeTableUndo:
    """``targets``: all that the run has written into one table, from one source table or several."""

    def __init__(self, targets: Sequence[UndoTarget]) -> None:
        self._targets = targets
        self._into = targets[0].into
        self._rows = sum(target.written.rows_inserted for target in targets)

    def examine(self, engine: Engine) -> TargetFindings:
        """Raises PlanRefusedError DBM-4052 unless the table holds exactly what was copied."""
        expected: Digest | None = Digest()
        for target in self._targets:
            own = target.written.digest if target.comparable else None
            expected = None if own is None or expected is None else expected + own
        found = self._found(engine)
        if expected is None or found != expected:
            cause = (
                f"the run has written {self._rows:,} rows, the table holds {found.rows:,}"
                if found.rows != self._rows
                else "as many rows are there as were written, but they are not the same"
            )
            raise PlanRefusedError(
                f"the rows of this run in {self._into.table.name} cannot be told from others",
                code="DBM-4052",
                cause=f"the table has no key, and {cause}",
                safe="Nothing was taken out",
                next_step="Take the other tables out by name with --table, and these rows by hand",
            )
        first = self._targets[0]
        return TargetFindings(first.group, first.source_table, first.name, to_delete=self._rows, whole_table=True)

    def _found(self, engine: Engine) -> Digest:
        columns = tuple(replace(column.target, type=column.wire) for column in self._into.columns)
        read = TableRead(replace(self._into.table, columns=columns), columns)
        total = Digest()
        with (
            closing(sealed_connection({})) as connection,
            closing(engine.open_view()) as view,
            closing(view.open_reader()) as reader,
        ):
            for batch in reader.read(read, batch_rows=READ_ROWS, batch_bytes=READ_BYTES):
                if not batch.unreadable:
                    total += digest_rows(connection, self._into, batch.rows)
                else:
                    total += Digest(batch.rows.num_rows)
        return total

    def take_out(self, ledger: Ledger, writer: Writer, run_id: int, fence: int) -> None:
        """One transaction.  Raises PlanRefusedError DBM-4052 if rows were added meanwhile."""
        writer.begin()
        try:
            ledger.hold_fence(run_id, fence)
            deleted = writer.delete_all(self._into.table)
            if deleted != self._rows:
                raise PlanRefusedError(
                    f"{self._into.table.name} was written to meanwhile",
                    code="DBM-4052",
                    cause=f"it holds {deleted:,} rows now, and {self._rows:,} when it was compared",
                    safe="No row of it was taken out",
                    next_step="Keep applications away from the table, then run the same command again",
                )
            stop_point("undo_deleted")
            for target in self._targets:
                step = UndoStep(target.source_table, 0, 0, target.name, target.written.rows_inserted, 0, 0)
                ledger.undoing.record_step(run_id, step)
            stop_point("undo_before_commit")
            writer.commit()
        finally:
            writer.rollback()
        stop_point("undo_after_commit")
