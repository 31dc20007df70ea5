"""Keys of a batch: from the journal, without those that a later run has written again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.model.arrow_functions import pc

if TYPE_CHECKING:
    import duckdb

_NOTHING = np.zeros(0, dtype=np.uint64)


class LaterKeys:
    """Keys that later runs have inserted.  A row of ours with such a key is gone: what is there now is theirs.

    Kept as 64-bit hashes, 8 bytes for each row of the later runs.
    """

    def __init__(self) -> None:
        self._connection = sealed_connection({})
        self._hashes = _NOTHING

    def load(self, batches: Iterable[tuple[pa.RecordBatch, tuple[str, ...]]]) -> None:
        found = [_hashes(self._connection, rows, tagged) for rows, tagged in batches]
        self._hashes = np.unique(np.concatenate(found)) if found else _NOTHING

    def without(self, rows: pa.RecordBatch, tagged: tuple[str, ...]) -> pa.RecordBatch:
        if not len(self._hashes):
            return rows
        mine = _hashes(self._connection, rows, tagged)
        return rows.filter(pa.array(np.isin(mine, self._hashes, invert=True)))

    def close(self) -> None:
        self._connection.close()


def _hashes(connection: duckdb.DuckDBPyConnection, rows: pa.RecordBatch, tagged: tuple[str, ...]) -> np.ndarray:
    texts = [_text(v, tagged=name in tagged) for name, v in zip(rows.schema.names, rows.columns, strict=True)]
    names = [f"c{number}" for number in range(len(texts))]
    connection.register("keys", pa.RecordBatch.from_arrays(texts, names=names))
    try:
        found = connection.sql(f"SELECT hash({', '.join(names)}) AS h FROM keys").to_arrow_table()
    finally:
        connection.unregister("keys")
    hashes: np.ndarray = found.column("h").to_numpy().astype(np.uint64)
    return hashes


def _text(values: pa.Array, *, tagged: bool) -> pa.Array:
    """One spelling for a value, whether it was journalled with its storage class or not."""
    if tagged:
        return values
    if pa.types.is_integer(values.type):
        return pc.binary_join_element_wise("i", values.cast(pa.string()), "")
    if pa.types.is_binary(values.type):
        return pa.array([None if v is None else f"b{v.hex()}" for v in values.to_pylist()], pa.string())
    return pc.binary_join_element_wise("t", values.cast(pa.string()), "")
