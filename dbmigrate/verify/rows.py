"""The rows a target should hold, and the rows it does hold, in the same wire types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow as pa

from dbmigrate.engines.base import Engine, EngineFault, Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import VerificationMismatchError
from dbmigrate.model.plan import IntoPlan, TablePlan
from dbmigrate.model.table import Column
from dbmigrate.transform.prepare import Preparer

InputValue = str | int | float | bool

READ_ROWS = 20_000
READ_BYTES = 16 * 1024 * 1024


def expected_rows(
    table: TablePlan, number: int, reader: Reader, target: Engine, inputs: Mapping[str, InputValue]
) -> Iterator[pa.RecordBatch]:
    """Source rows as the copy would write them to target ``number``; refused rows are left out."""
    preparer = Preparer(table, target, inputs)
    read = TableRead(table.source, table.read_columns)
    try:
        for batch in reader.read(read, batch_rows=READ_ROWS, batch_bytes=READ_BYTES):
            yield preparer.prepare(batch).targets[number].rows
    except EngineFault as fault:
        raise side_error(fault, "source", f"read of {table.name} failed", number=40) from None
    finally:
        preparer.close()


def found_rows(into: IntoPlan, reader: Reader) -> Iterator[pa.RecordBatch]:
    """The target's rows in wire types.  A value that cannot be read as such is a mismatch by itself."""
    columns = tuple(_as_wire(column.target, into, position) for position, column in enumerate(into.columns))
    read = TableRead(replace(into.table, columns=columns), columns)
    try:
        for batch in reader.read(read, batch_rows=READ_ROWS, batch_bytes=READ_BYTES):
            for flaw in batch.unreadable:
                raise VerificationMismatchError(
                    f"{into.table.name} holds a value that is not of its column's type",
                    where=flaw.column,
                    cause=flaw.reason,
                    next_step="Something other than dbmigrate has written to the table",
                )
            yield batch.rows
    except EngineFault as fault:
        raise side_error(fault, "target", f"read of {into.table.name} failed", number=40) from None


def _as_wire(column: Column, into: IntoPlan, position: int) -> Column:
    return replace(column, type=into.columns[position].wire)
