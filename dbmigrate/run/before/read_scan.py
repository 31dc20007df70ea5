"""Read the columns that no database can judge, as the copy would, and count what would be refused.

The rows go through the same expressions and the same rules as when they are copied; nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
from msgspec import Struct, field
from msgspec.structs import replace

from dbmigrate.check.findings import EXAMPLES
from dbmigrate.check.mapped import as_mapped
from dbmigrate.check.server_scan import key_columns, place_of
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.inputs import InputValue
from dbmigrate.model.plan import ColumnPlan, IntoPlan, TablePlan
from dbmigrate.transform.expressions import Transformer, tagged_columns
from dbmigrate.transform.fit import fit

READ_ROWS = 20_000
READ_BYTES = 16 * 1024 * 1024


class Refused(Struct):
    """``examples``: keys, as text."""

    count: int = 0
    examples: list[tuple[str, ...]] = field(default_factory=list)


class ReadScan:
    """``found``: by (place, source column, reason)."""

    def __init__(
        self,
        table: TablePlan,
        left: Mapping[int, Sequence[ColumnPlan]],
        target: Engine,
        inputs: Mapping[str, InputValue],
    ) -> None:
        self._table = table
        self._target = target
        self._inputs = inputs
        self._into = {number: replace(table.into[number], columns=tuple(columns)) for number, columns in left.items()}
        self._key = key_columns(table)
        self.found: dict[tuple[str, str | None, str], Refused] = {}

    def scan(self, reader: Reader) -> None:
        """The whole table once; bounded by the size of a batch."""
        connection = sealed_connection(self._inputs)
        try:
            tagged = tagged_columns(self._table.source)
            transformers = {n: Transformer(into, lambda: connection, tagged) for n, into in self._into.items()}
            read = self._read()
            for batch in reader.read(read, batch_rows=READ_ROWS, batch_bytes=READ_BYTES):
                flawed: set[tuple[int, str]] = set()
                for flaw in batch.unreadable:
                    # The first flaw of a value is the one that its row is refused for.
                    if (flaw.row, flaw.column) not in flawed:
                        flawed.add((flaw.row, flaw.column))
                        self._note(batch, flaw.row, flaw.column, flaw.column, flaw.reason)
                for number, into in self._into.items():
                    self._fit(batch, into, transformers[number], flawed)
        finally:
            connection.close()

    def _read(self) -> TableRead:
        """Only what is needed; an expression may need any column."""
        copied = {column.source for into in self._into.values() for column in into.columns}
        everything = None in copied
        names = {name.casefold() for name in (*self._key, *(name for name in copied if name is not None))}
        columns = tuple(c for c in self._table.source.columns if everything or c.name.casefold() in names)
        return TableRead(replace(self._table.source, columns=columns), columns, where=self._table.scope.condition)

    def _fit(self, batch: SourceBatch, into: IntoPlan, transformer: Transformer, flawed: set[tuple[int, str]]) -> None:
        try:
            made = transformer.apply(batch.rows)
        except PlanRefusedError as error:
            self._note(batch, 0, f"expression -> {into.table.name.name}: {error.where}", None, error.cause)
            return
        flawed_rows = {row for row, _ in flawed}
        for row, (name, reason) in made.refused.items():
            if row not in flawed_rows:
                self._note(batch, row, f"expression -> {into.table.name.name}.{name}", None, reason)
        for column in into.columns:
            # NULL in a copied column is the server's to count: a value that could not be read is NULL here.
            judged = column if column.source is None else replace(column, target=replace(column.target, nullable=True))
            values = as_mapped(column, made.arrays[column.name])
            refused = fit(replace(into, columns=(judged,)), {column.name: values}, self._target).refused
            for row, (_, reason) in refused.items():
                unread = row in flawed_rows if column.source is None else (row, column.source) in flawed
                if not unread and not (column.expression is not None and row in made.refused):
                    self._note(batch, row, place_of(into, column), column.source, reason)

    def _note(self, batch: SourceBatch, row: int, place: str, source: str | None, reason: str) -> None:
        refused = self.found.setdefault((place, source, reason), Refused())
        refused.count += 1
        if len(refused.examples) < EXAMPLES:
            refused.examples.append(tuple(_shown(batch.rows.column(name)[row]) for name in self._key))


def _shown(value: pa.Scalar) -> str:
    """As text; moments by Arrow itself, because Python has only some of them."""
    if not value.is_valid:
        return "NULL"
    if pa.types.is_temporal(value.type):
        return str(value.cast(pa.string()))
    held = value.as_py()
    return held.hex() if isinstance(held, bytes) else str(held)
