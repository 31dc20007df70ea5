"""The keys of rows that are moved as they are stored, as the ledger's journal keeps them."""

from __future__ import annotations

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.ledger.key_journal import encode_rows
from dbmigrate.model.plan import IntoPlan, TablePlan
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind


class MovedKeys:
    """Of one target.  ``columns``: the source's, in the types in which they are read for it."""

    def __init__(self, table: TablePlan, into: IntoPlan) -> None:
        fed = {column.name: column for column in into.columns}
        named = [(name, table.source.column(fed[name].source or name), fed[name].wire) for name in into.key]
        self._names = [name for name, column, _ in named if column is not None]
        self.columns: list[Column] = [replace(column, type=wire) for _, column, wire in named if column is not None]

    def packed(self, rows: pa.RecordBatch) -> bytes:
        """``rows``: with these columns, and perhaps others."""
        keys = rows.select([column.name for column in self.columns]).rename_columns(self._names)
        tagged = [
            name
            for name, column, values in zip(self._names, self.columns, keys.columns, strict=True)
            if column.type.kind is Kind.STORAGE and pa.types.is_string(values.type)
        ]
        return encode_rows(keys, tagged)
