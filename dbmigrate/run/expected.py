"""The rows a target should hold: the source read again, and made ready as the copy would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace

import pyarrow as pa

from dbmigrate.engines.base import Engine, EngineFault, Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.prepared import PreparedBatch
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
        self,
        table: TablePlan,
        number: int,
        reader: Reader,
        *,
        only: frozenset[str] | None = None,
        key_range: KeyRange | None = None,
        batch_rows: int = READ_ROWS,
    ) -> Iterator[pa.RecordBatch]:
        """For target ``number`` of the table.

        ``only``: just the source rows with these texts in the reject list.  ``key_range``: of the source's key.
        """
        with closing(self.preparer(table)) as preparer:
            for prepared in self.batches(table, preparer, reader, key_range=key_range, batch_rows=batch_rows):
                rows = prepared.targets[number].rows
                if only is not None:
                    chosen = [row for row in range(rows.num_rows) if preparer.text(prepared.source_rows, row) in only]
                    rows = rows.take(pa.array(chosen, pa.int64()))
                yield rows

    def preparer(self, table: TablePlan) -> Preparer:
        """For one thread; closed by the caller."""
        return Preparer(table, self._target, self._inputs, digests=False)

    def batches(
        self,
        table: TablePlan,
        preparer: Preparer,
        reader: Reader,
        *,
        key_range: KeyRange | None = None,
        batch_rows: int = READ_ROWS,
    ) -> Iterator[PreparedBatch]:
        """The source's rows as a copy would write them."""
        read = TableRead(table.source, table.read_columns, where=table.scope.condition)
        if key_range is not None:
            read = replace(read, key=table.key, key_range=key_range)
        try:
            for batch in reader.read(read, batch_rows=batch_rows, batch_bytes=READ_BYTES):
                yield preparer.prepare(batch)
        except EngineFault as fault:
            raise side_error(fault, "source", f"read of {table.name} failed", number=40) from None
