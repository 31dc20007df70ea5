"""The rows a target holds, in the wire types in which the expected rows come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from dbmigrate.engines.base import EngineFault, Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import VerificationMismatchError
from dbmigrate.model.plan import IntoPlan
from dbmigrate.model.table import Column

READ_ROWS = 8_192
READ_BYTES = 16 * 1024 * 1024


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
