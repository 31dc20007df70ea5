"""The keys of a table that is moved as it is stored, packed by SQLite itself.

The driver takes half a microsecond and more for each value of a result, a third of what it takes to move a whole row:
so the values of many rows come as one text, which Arrow takes apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.base import TableRead
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.read import where
from dbmigrate.engines.sqlite.types import Affinity, affinity
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyRange, KeyValue
from dbmigrate.model.table import Column

_SEPARATOR = "\x1f"
_PACKED_ROWS = 100_000


class _NotPlain(Exception):  # noqa: N818 - control flow within this module
    """A key that cannot be told from the text that SQLite has made of it."""


def read_keys(
    session: AdbcSession, read: TableRead, columns: Sequence[Column], collations: dict[str, str], rows: int
) -> Iterator[SourceBatch]:
    """These columns of the key, in key order, at most ``rows`` at once; a key holds one storage class
    (``key_defects``), so nothing is changed on the way."""
    after = read.key_range.after
    size = min(rows, _PACKED_ROWS)
    try:
        while True:
            rest = replace(read, key_range=KeyRange(after, read.key_range.through))
            keys = _packed(session, rest, collations, size)
            if keys.num_rows:
                after = _last(keys)
                yield SourceBatch(key_columns(keys, columns), after)
            if keys.num_rows < size:
                return
    except _NotPlain:
        pass
    rest = replace(read, key_range=KeyRange(after, read.key_range.through))
    clause, parameters = where(rest, collations)
    text = f"SELECT {_listed(read)} FROM {quote(read.table.name.name)}{clause} ORDER BY {_order(read, collations)}"
    for keys in session.stream(text, parameters, {"adbc.sqlite.query.batch_rows": size}):
        if keys.num_rows:
            yield SourceBatch(key_columns(keys, columns), _last(keys))


def _packed(session: AdbcSession, read: TableRead, collations: dict[str, str], rows: int) -> pa.RecordBatch:
    """The first ``rows`` keys of the read.  Raises _NotPlain.

    A text that holds the separator makes a piece too many, and NULL one too few; a blob is greater than every text, a
    text than every number, and what is left among whole numbers is not spelled as one: each is noticed.
    """
    texts = [_is_text(read, name) for name in read.key]
    chosen = ["count(*) AS n"]
    for number, name in enumerate(map(quote, read.key)):
        chosen += [f"group_concat({name}, char(31)) AS j{number}", f"typeof(max({name})) AS k{number}"]
    clause, parameters = where(read, collations)
    inner = f"SELECT {_listed(read)} FROM {quote(read.table.name.name)}{clause} ORDER BY {_order(read, collations)}"
    [(count, *found)] = session.query(f"SELECT {', '.join(chosen)} FROM ({inner} LIMIT {int(rows)})", parameters)
    arrays = []
    for is_text, joined, kind in zip(texts, found[::2], found[1::2], strict=True):
        if not count:
            arrays.append(pa.array([], pa.string()))
            continue
        if kind != ("text" if is_text else "integer"):
            raise _NotPlain
        pieces = pc.split_pattern(pa.array([joined], pa.string()), _SEPARATOR).values
        if len(pieces) != count:
            raise _NotPlain
        arrays.append(pieces if is_text else _whole_numbers(pieces))
    return pa.RecordBatch.from_arrays(arrays, names=list(read.key))


def _is_text(read: TableRead, name: str) -> bool:
    """False: whole numbers.  Raises _NotPlain for a column whose affinity does not say which it holds."""
    column = read.table.column(name)
    found = None if column is None else affinity(column.type.native)
    if found not in (Affinity.TEXT, Affinity.INTEGER):
        raise _NotPlain
    return found is Affinity.TEXT


def _whole_numbers(pieces: pa.Array) -> pa.Array:
    try:
        return pieces.cast(pa.int64())
    except pa.ArrowInvalid:
        raise _NotPlain from None


def _listed(read: TableRead) -> str:
    return ", ".join(map(quote, read.key))


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
