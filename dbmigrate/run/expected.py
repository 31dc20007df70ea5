"""The rows a target should hold: the source read again, and made ready as the copy would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa

from dbmigrate.engines.base import Engine, EngineFault, Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.model.plan import TablePlan
from dbmigrate.transform.prepare import Preparer

InputValue = str | int | float | bool
Expected = Callable[[TablePlan, int, Reader], Iterator[pa.RecordBatch]]

READ_ROWS = 8_192
READ_BYTES = 16 * 1024 * 1024


def expectation(target: Engine, inputs: Mapping[str, InputValue]) -> Expected:
    """A function of (table, number of its target, source reader) to wire rows; refused rows are left out."""

    def expected(table: TablePlan, number: int, reader: Reader) -> Iterator[pa.RecordBatch]:
        preparer = Preparer(table, target, inputs)
        read = TableRead(table.source, table.read_columns)
        try:
            for batch in reader.read(read, batch_rows=READ_ROWS, batch_bytes=READ_BYTES):
                yield preparer.prepare(batch).targets[number].rows
        except EngineFault as fault:
            raise side_error(fault, "source", f"read of {table.name} failed", number=40) from None
        finally:
            preparer.close()

    return expected
