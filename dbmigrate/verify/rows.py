"""The rows a target holds, in the wire types in which the expected rows come."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.large_values import marked
from dbmigrate.model.plan import IntoPlan
from dbmigrate.model.table import Column
from dbmigrate.model.verdicts import RowDifference
from dbmigrate.verify.differences import SHOWN, shown_value

READ_ROWS = 8_192
READ_BYTES = 16 * 1024 * 1024


class FoundRows:
    """``flaws``: values that are not of their column's type, each of them a mismatch by itself; up to ``SHOWN``.

    Large values come as their marks (``model.large_values``).
    """

    def __init__(self, into: IntoPlan, reader: Reader, *, batch_rows: int = READ_ROWS) -> None:
        self._into = into
        self._reader = reader
        self._batch_rows = batch_rows
        self.flaws: list[RowDifference] = []

    def rows(self, key_range: KeyRange | None = None) -> Iterator[pa.RecordBatch]:
        """All rows, or those of a range of the target's key."""
        into = self._into
        columns = tuple(_as_wire(column.target, into, position) for position, column in enumerate(into.columns))
        read = TableRead(replace(into.table, columns=columns), columns, compares=True, marks=True)
        if key_range is not None:
            read = replace(read, key=into.key, key_range=key_range)
        self.flaws = []
        try:
            yield from map(
                self._looked_at, self._reader.read(read, batch_rows=self._batch_rows, batch_bytes=READ_BYTES)
            )
        except EngineFault as fault:
            raise side_error(fault, "target", f"read of {into.table.name} failed", number=40) from None

    def _looked_at(self, batch: SourceBatch) -> pa.RecordBatch:
        self._note_flaws(batch)
        return with_marks(self._into, batch.rows)

    def _note_flaws(self, batch: SourceBatch) -> None:
        for flaw in batch.unreadable[: SHOWN - len(self.flaws)]:
            key = ", ".join(
                f"{name}={shown_value(batch.rows.column(name)[flaw.row].as_py())}"
                for name in self._into.key
                if name != flaw.column
            )
            self.flaws.append(
                RowDifference("unreadable", key or "(no key)", (flaw.column,), {}, {flaw.column: flaw.reason})
            )


def with_marks(into: IntoPlan, rows: pa.RecordBatch) -> pa.RecordBatch:
    """Wire rows with the mark of each large value in its place."""
    read = [rows.column(column.name) for column in into.columns]
    arrays = [marked(column.wire.kind, values) for column, values in zip(into.columns, read, strict=True)]
    if any(values is not before for values, before in zip(arrays, read, strict=True)):
        # What a driver hands over is freed as a whole: one of its columns would keep the large values of all others.
        every = np.arange(rows.num_rows)
        arrays = [
            values.take(every) if values is before else values for values, before in zip(arrays, read, strict=True)
        ]
    return pa.RecordBatch.from_arrays(arrays, names=[column.name for column in into.columns])


def _as_wire(column: Column, into: IntoPlan, position: int) -> Column:
    return replace(column, type=into.columns[position].wire)
