"""Row hashes over wire values, summed so that order does not matter.

A hash is taken over all columns of a row at once, by DuckDB's ``hash``: typed, NULL-aware and length-safe
("12","3" differs from "1","23").  Its result may change between DuckDB releases, so its name holds
the release; sums of another name are not compared, the rows are read again instead.  Large values are hashed by
their SHA-256 instead (``pair-2``; ``pair-1`` had them whole).
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pyarrow as pa

from dbmigrate.compute.canonical import normal_decimal, normal_json
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import Digest
from dbmigrate.model.large_values import marked
from dbmigrate.model.plan import ColumnPlan, IntoPlan
from dbmigrate.model.types import Kind

if TYPE_CHECKING:
    import duckdb

# Asked of the package: the module takes 30 MB and a tenth of a second, and rows that go as they are stored need none.
DIGEST_NAME = f"duckdb-{'.'.join(version('duckdb').split('.')[:2])}-pair-2"

_MODULUS = 2**64


def hashable(column: ColumnPlan, values: pa.Array) -> pa.Array:
    """Values in a form whose equality is the equality of the values: bits of floats, ticks of moments."""
    kind = column.wire.kind
    if pa.types.is_floating(values.type):
        return _float_bits(values)
    if pa.types.is_timestamp(values.type) or pa.types.is_time64(values.type):
        return values.view(pa.int64())
    if pa.types.is_date32(values.type):
        return values.view(pa.int32())
    if pa.types.is_decimal256(values.type):
        return values.cast(pa.string())
    if kind is Kind.DECIMAL and pa.types.is_string(values.type):
        return pa.array([None if v is None else normal_decimal(v) for v in values.to_pylist()], pa.string())
    if kind is Kind.JSON:
        return pa.array([None if v is None else normal_json(v) for v in values.to_pylist()], pa.string())
    return marked(kind, values)


def _float_bits(values: pa.Array) -> pa.Array:
    integer = pa.int32() if pa.types.is_float32(values.type) else pa.int64()
    nan = pc.is_nan(values)
    if pc.any(nan).as_py():
        # All NaNs are one value to every engine here.
        values = pc.if_else(nan, pa.scalar(float("nan"), values.type), values)
    return values.view(integer)


def hashable_rows(into: IntoPlan, rows: pa.RecordBatch) -> pa.RecordBatch:
    """Columns renamed c0, c1, ... in plan order, ready for hashing in SQL."""
    arrays = [hashable(column, rows.column(column.name)) for column in into.columns]
    return pa.RecordBatch.from_arrays(arrays, names=[f"c{number}" for number in range(len(arrays))])


def hash_expressions(width: int) -> tuple[str, str]:
    """SQL of the two row hashes over columns c0 .. c(width-1)."""
    names = [f"c{number}" for number in range(width)]
    return f"hash({', '.join(names)})", f"hash('dbmigrate', {', '.join(reversed(names))})"


def digest_rows(connection: duckdb.DuckDBPyConnection, into: IntoPlan, rows: pa.RecordBatch) -> Digest:
    """The digest of a batch of wire rows."""
    if rows.num_rows == 0:
        return Digest()
    first, second = hash_expressions(len(into.columns))
    connection.register("hashed_rows", hashable_rows(into, rows))
    try:
        found = connection.execute(f"SELECT sum({first}::HUGEINT), sum({second}::HUGEINT) FROM hashed_rows").fetchall()
    finally:
        connection.unregister("hashed_rows")
    [(first_sum, second_sum)] = found
    return Digest(rows.num_rows, int(first_sum) % _MODULUS, int(second_sum) % _MODULUS)
