"""Target columns from source rows: copies stay Arrow arrays, expressions are evaluated by DuckDB.

DuckDB runs in-process on one batch at a time, without access to files, network or extensions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb
import pyarrow as pa

from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.plan import ColumnPlan, IntoPlan

_ROW = "__dbmigrate_row"


class Transformer:
    """Makes the target columns of one ``IntoPlan`` from batches of source rows.

    ``connect``: asked for a connection once there is an expression to evaluate.

    Values come out in the types that DuckDB or the source gives them; ``fit`` makes them exact.
    """

    def __init__(self, into: IntoPlan, connect: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._columns = into.columns
        self._expressions = [column for column in into.columns if column.expression is not None]
        self._connect = connect
        self._target = str(into.table.name)

    def apply(self, rows: pa.RecordBatch) -> dict[str, pa.Array]:
        """Arrays by target column name, as long as ``rows`` and in its order."""
        arrays = {column.name: rows.column(column.source) for column in self._columns if column.source is not None}
        if self._expressions:
            arrays.update(self._evaluate(rows))
        return arrays

    def _evaluate(self, rows: pa.RecordBatch) -> dict[str, pa.Array]:
        connection = self._connect()
        numbered = rows.append_column(_ROW, pa.array(range(rows.num_rows), pa.int64()))
        chosen = ", ".join(f"({column.expression}) AS c{number}" for number, column in enumerate(self._expressions))
        try:
            connection.register("source_rows", numbered)
            result = (
                connection.sql(f"SELECT {chosen}, {_ROW} FROM source_rows ORDER BY {_ROW}")
                .to_arrow_table()
                .combine_chunks()
            )
        except duckdb.Error as error:
            raise PlanRefusedError(
                f"an expression for {self._target} failed",
                code="DBM-4020",
                where=_first_failing(connection, self._expressions, numbered),
                cause=str(error).splitlines()[0],
                next_step="Mend the expression in the group file, or the source value that it cannot take",
            ) from None
        finally:
            connection.unregister("source_rows")
        if result.num_rows != rows.num_rows:
            raise PlanRefusedError(
                f"the expressions for {self._target} gave {result.num_rows} rows for {rows.num_rows}",
                code="DBM-4021",
                next_step="Each expression must give exactly one value per row",
            )
        return {column.name: _one_array(result.column(number)) for number, column in enumerate(self._expressions)}


def _one_array(values: pa.ChunkedArray) -> pa.Array:
    return (
        values.chunk(0)
        if values.num_chunks == 1
        else pa.concat_arrays(values.chunks)
        if values.num_chunks
        else pa.nulls(0)
    )


def _first_failing(connection: duckdb.DuckDBPyConnection, columns: Sequence[ColumnPlan], rows: pa.RecordBatch) -> str:
    connection.register("source_rows", rows)
    try:
        for column in columns:
            try:
                connection.sql(f"SELECT ({column.expression}) FROM source_rows").to_arrow_table()
            except duckdb.Error:
                return f"{column.name} = {column.expression}"
    finally:
        connection.unregister("source_rows")
    return ""
