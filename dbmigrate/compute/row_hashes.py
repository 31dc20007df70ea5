"""One 64-bit hash of a row, or of its key: what rows are told apart and compared by without being held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.compute.digest import hash_expressions, hashable_rows
from dbmigrate.model.plan import IntoPlan

if TYPE_CHECKING:
    import duckdb


def by_key(into: IntoPlan) -> IntoPlan:
    """The target with the columns of its key alone."""
    named = {column.name: column for column in into.columns}
    return replace(into, columns=tuple(named[name] for name in into.key))


def hashes_of(connection: duckdb.DuckDBPyConnection, into: IntoPlan, rows: pa.RecordBatch) -> np.ndarray:
    """One of each row, over the columns of ``into``."""
    if rows.num_rows == 0:
        return np.zeros(0, np.uint64)
    first, _ = hash_expressions(len(into.columns))
    connection.register("keyed_rows", hashable_rows(into, rows))
    try:
        found = connection.sql(f"SELECT {first} AS hashed FROM keyed_rows").to_arrow_table()
    finally:
        connection.unregister("keyed_rows")
    hashed: np.ndarray = found.column("hashed").to_numpy()
    return hashed
