"""The rows a target should hold: the source read again, and made ready as the copy would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from dbmigrate.engines.base import Engine, EngineFault, Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.model.plan import TablePlan
from dbmigrate.transform.prepare import Preparer

InputValue = str | int | float | bool

READ_ROWS = 8_192
READ_BYTES = 16 * 1024 * 1024


class Expectation:
    """Wire rows made of source rows; rows that do not fit are left out."""

    def __init__(self, target: Engine, inputs: Mapping[str, InputValue]) -> None:
        self._target = target
        self._inputs = inputs

    def rows(
        self, table: TablePlan, number: int, reader: Reader, only: frozenset[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """For target ``number`` of the table; ``only``: just the source rows with these texts in the reject list."""
        preparer = Preparer(table, self._target, self._inputs, digests=False)
        read = TableRead(table.source, table.read_columns, where=table.scope.condition)
        try:
            for batch in reader.read(read, batch_rows=READ_ROWS, batch_bytes=READ_BYTES):
                prepared = preparer.prepare(batch)
                rows = prepared.targets[number].rows
                if only is not None:
                    chosen = [row for row in range(rows.num_rows) if preparer.text(prepared.source_rows, row) in only]
                    rows = rows.take(pa.array(chosen, pa.int64()))
                yield rows
        except EngineFault as fault:
            raise side_error(fault, "source", f"read of {table.name} failed", number=40) from None
        finally:
            preparer.close()
