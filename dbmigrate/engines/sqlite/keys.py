"""The keys of a table that is moved as it is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.types import Affinity, affinity
from dbmigrate.engines.sqlite.where import where
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyValue
from dbmigrate.model.table import Column

_MOST_ROWS = 100_000


def read_keys(
    session: AdbcSession, read: TableRead, columns: Sequence[Column], collations: dict[str, str], rows: int
) -> Iterator[SourceBatch]:
    """These columns of the key, in key order, at most ``rows`` at once; a key holds one storage class
    (``key_defects``), so nothing is changed on the way."""
    clause, parameters = where(read, collations)
    listed = ", ".join(map(quote, read.key))
    text = f"SELECT {listed} FROM {quote(read.table.name.name)}{clause} ORDER BY {_order(read, collations)}"
    for keys in session.stream(text, parameters, {"adbc.sqlite.query.batch_rows": min(rows, _MOST_ROWS)}):
        if keys.num_rows:
            yield SourceBatch(key_columns(keys, columns), _last(keys))


def _order(read: TableRead, collations: dict[str, str]) -> str:
    return ", ".join(f"{quote(k)} COLLATE {quote(collations[k.casefold()])}" for k in read.key)


def _last(keys: pa.RecordBatch) -> KeyValue:
    return tuple(column[keys.num_rows - 1].as_py() for column in keys.columns)


def key_columns(keys: pa.RecordBatch, columns: Sequence[Column]) -> pa.RecordBatch:
    """Columns of one storage class each as ``Kind.STORAGE`` has them, or as whole numbers."""
    arrays = [as_stored(column, keys.column(column.name)) for column in columns]
    return pa.RecordBatch.from_arrays(arrays, names=[column.name for column in columns])


def as_stored(column: Column, values: pa.Array) -> pa.Array:
    """Values of one storage class as ``Kind.STORAGE`` has them; whole numbers stay numbers in a column for them."""
    if pa.types.is_integer(values.type):
        if affinity(column.type.native) is Affinity.INTEGER:
            return values
        return pc.binary_join_element_wise("i", values.cast(pa.string()), "")
    if pa.types.is_binary(values.type):
        return pa.array([f"b{value.hex()}" for value in values.to_pylist()], pa.string())
    return pc.binary_join_element_wise("t", values, "")
