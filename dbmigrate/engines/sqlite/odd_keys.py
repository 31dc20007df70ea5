"""What a SQLite column may hold, and a key must not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import pyarrow as pa

from dbmigrate.engines.sqlite.asking import Asked
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.model.table import Table

_CODECS = {"UTF-16le": "utf-16-le", "UTF-16be": "utf-16-be"}
LARGE_ROWS = 50_000
"""Going through a million keys takes a tenth of a second, a connection and a thread a millisecond."""


def key_defects(
    connection: Asked, another: Callable[[], AbstractContextManager[Asked]], table: Table, key: Sequence[str]
) -> str | None:
    """NULLs, numbers that are not integers, mixed storage classes or broken text in a key column.

    ``another``: a connection for a second thread: a large table is gone through twice at the same time.
    """
    # The rowid by another name holds integers and nothing else.
    aliases = {column.name.casefold() for column in table.columns if column.identity}
    asked = [name for name in key if name.casefold() not in aliases]
    if not asked:
        return None
    of = quote(table.name.name)
    kinds = ", ".join(f"typeof({quote(name)})" for name in asked)
    first = connection.execute(f"SELECT {kinds} FROM {of} LIMIT 1").fetchone()
    if first is None:
        return None
    # One pass for all columns, and it ends at the first row that is not like the first.
    unlike = " OR ".join(_is_unlike(quote(name), kind) for name, kind in zip(asked, first, strict=True))
    texts = [name for name, kind in zip(asked, first, strict=True) if kind == "text"]
    [(encoding,)] = connection.execute("PRAGMA encoding")
    with _looked_through(connection, another, of, texts, encoding) as has_broken_text:
        odd = connection.execute(f"SELECT {kinds} FROM {of} WHERE {unlike} LIMIT 1").fetchone() or first
        for name, kind, other in zip(asked, first, odd, strict=True):
            if "null" in (kind, other):
                return f"key column {name} holds NULL"
            if "real" in (kind, other):
                return f"key column {name} holds floating-point numbers"
            if kind != other:
                return f"key column {name} mixes storage classes {kind} and {other}"
            if kind == "text" and has_broken_text(name):
                return f"key column {name} holds text that is not {encoding}"
    return None


@contextmanager
def _looked_through(
    connection: Asked,
    another: Callable[[], AbstractContextManager[Asked]],
    of: str,
    names: Sequence[str],
    encoding: str,
) -> Iterator[Callable[[str], bool]]:
    """Whether a column of that name holds broken text; of a large table this is looked for meanwhile."""
    given_up = threading.Event()
    rows = f"SELECT 1 FROM {of} LIMIT 1 OFFSET {LARGE_ROWS}"
    if not names or connection.execute(rows).fetchone() is None:
        yield lambda name: _has_broken_text(connection, of, quote(name), encoding, given_up)
        return
    with another() as other, ThreadPoolExecutor(1, thread_name_prefix="sqlite-keys") as pool:
        found = {name: pool.submit(_has_broken_text, other, of, quote(name), encoding, given_up) for name in names}
        try:
            yield lambda name: found[name].result()
        finally:
            given_up.set()


def _is_unlike(name: str, kind: str) -> str:
    """Storage classes have an order, NULL, numbers, texts, BLOBs (sqlite.org, datatype3, "Sort Order"): comparing costs
    a third of asking for each value's class, and an index on the column finds what is beyond its ends."""
    match kind:
        case "text":
            return f"({name} COLLATE BINARY < '' OR {name} COLLATE BINARY >= x'' OR {name} IS NULL)"
        case "blob":
            return f"({name} < x'' OR {name} IS NULL)"
    return f"typeof({name}) <> '{kind}'"


def _has_broken_text(connection: Asked, table: str, name: str, encoding: str, given_up: threading.Event) -> bool:
    """SQLite stores any bytes as text, in the encoding of the file.  Arrow looks at UTF-8 in no time, and gets it in
    half of the time in which SQLite finds what is not ASCII (GLOB: 0.7 s for a million keys of 18 letters)."""
    is_broken = _is_broken_utf8 if encoding == "UTF-8" else partial(_is_broken, _CODECS[encoding])
    for (values,) in connection.columns(f"SELECT CAST({name} AS BLOB) FROM {table}"):
        if is_broken(values):
            return True
        if given_up.is_set():
            break
    return False


def _is_broken_utf8(values: pa.Array) -> bool:
    try:
        values.cast(pa.large_string())
    except pa.ArrowInvalid:
        return True
    return False


def _is_broken(codec: str, values: pa.Array) -> bool:
    try:
        for value in values.to_pylist():
            (value or b"").decode(codec)
    except UnicodeDecodeError:
        return True
    return False
