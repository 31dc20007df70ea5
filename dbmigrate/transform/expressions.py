"""Target columns from source rows: copies stay Arrow arrays, expressions are evaluated by DuckDB.

DuckDB runs in-process on one batch at a time, without access to files, network or extensions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from msgspec import Struct, field

from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.plan import ColumnPlan, IntoPlan
from dbmigrate.model.table import Table
from dbmigrate.model.types import Kind

if TYPE_CHECKING:
    import duckdb

_ROW = "__dbmigrate_row"


def tagged_columns(source: Table) -> list[str]:
    """Columns whose values come with their storage class."""
    return [column.name for column in source.columns if column.type.kind is Kind.STORAGE]


class Transformed(Struct):
    """``arrays`` by target column name, as long as the batch and in its order; ``refused``: row -> (column, reason)."""

    arrays: dict[str, pa.Array]
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)


class Transformer:
    """Makes the target columns of one ``IntoPlan`` from batches of source rows.

    ``connect``: asked for a connection once there is an expression to evaluate.
    ``tagged``: source columns whose values travel with their storage class; expressions see them as text without it.

    Values come out in the types that DuckDB or the source gives them; ``fit`` makes them exact.
    """

    def __init__(
        self, into: IntoPlan, connect: Callable[[], duckdb.DuckDBPyConnection], tagged: Collection[str] = ()
    ) -> None:
        self._columns = into.columns
        self._expressions = [column for column in into.columns if column.expression is not None]
        self._connect = connect
        self._tagged = frozenset(tagged)
        self._target = str(into.table.name)

    def apply(self, rows: pa.RecordBatch) -> Transformed:
        """Raises ``PlanRefusedError`` if an expression fails whatever the values are."""
        made = Transformed({column.name: rows.column(column.source) for column in self._columns if column.source})
        if self._expressions:
            self._evaluate(rows, made)
        return made

    def _evaluate(self, rows: pa.RecordBatch, made: Transformed) -> None:
        import duckdb

        try:
            made.arrays.update(self._together(self._expressions, rows))
        except duckdb.Error:
            for column in self._expressions:
                self._alone(column, rows.slice(0, 0))
                made.arrays[column.name] = self._isolated(column, rows, made.refused)

    def _isolated(self, column: ColumnPlan, rows: pa.RecordBatch, refused: dict[int, tuple[str, str]]) -> pa.Array:
        """The column's values, NULL where the expression failed; rows are halved until single ones remain."""
        import duckdb

        parts: list[pa.Array] = []
        waiting = [(0, rows.num_rows)]
        while waiting:
            start, count = waiting.pop()
            try:
                parts.append(self._together([column], rows.slice(start, count))[column.name])
            except duckdb.Error as error:
                if count == 1:
                    refused.setdefault(start, (column.name, f"the expression cannot take it: {_cause(error)}"))
                    parts.append(pa.nulls(1))
                else:
                    half = count // 2
                    waiting += [(start + half, count - half), (start, half)]
        wanted = next((part.type for part in parts if not pa.types.is_null(part.type)), pa.null())
        return pa.concat_arrays([part.cast(wanted) for part in parts])

    def _alone(self, column: ColumnPlan, nothing: pa.RecordBatch) -> None:
        import duckdb

        try:
            self._together([column], nothing)
        except duckdb.Error as error:
            raise PlanRefusedError(
                f"an expression for {self._target} failed",
                code="DBM-4020",
                where=f"{column.name} = {column.expression}",
                cause=_cause(error),
                next_step="Mend the expression in the group file",
            ) from None

    def _together(self, columns: Sequence[ColumnPlan], rows: pa.RecordBatch) -> dict[str, pa.Array]:
        connection = self._connect()
        numbered = self._untagged(rows).append_column(_ROW, pa.array(np.arange(rows.num_rows, dtype=np.int64)))
        chosen = ", ".join(f"({column.expression}) AS c{number}" for number, column in enumerate(columns))
        connection.register("source_rows", numbered)
        try:
            result = (
                connection.sql(f"SELECT {chosen}, {_ROW} FROM source_rows ORDER BY {_ROW}")
                .to_arrow_table()
                .combine_chunks()
            )
        finally:
            connection.unregister("source_rows")
        if result.num_rows != rows.num_rows:
            raise PlanRefusedError(
                f"the expressions for {self._target} gave {result.num_rows} rows for {rows.num_rows}",
                code="DBM-4021",
                next_step="Each expression must give exactly one value per row",
            )
        return {column.name: _one_array(result.column(number)) for number, column in enumerate(columns)}

    def _untagged(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Text as it is, numbers in digits, blobs in hexadecimal."""
        for number, name in enumerate(rows.schema.names):
            if name in self._tagged:
                values = rows.column(number)
                of_integers = pa.types.is_integer(values.type)
                plain = values.cast(pa.string()) if of_integers else pc.utf8_slice_codeunits(values, 1)
                rows = rows.set_column(number, name, plain)
        return rows


def _cause(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]


def _one_array(values: pa.ChunkedArray) -> pa.Array:
    return (
        values.chunk(0)
        if values.num_chunks == 1
        else pa.concat_arrays(values.chunks)
        if values.num_chunks
        else pa.nulls(0)
    )
