"""Moves between two SQLite files inside one connection: the source is attached, rows never leave SQLite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote as percent_encode

import pyarrow as pa
import pyarrow.compute as pc

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.base import EngineFault, Fault, ServerSideRange, TableRead
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.read import read_table, where
from dbmigrate.engines.sqlite.types import Affinity, affinity
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.table import Column

_ATTACHED = "dbmigrate_source"
_FETCH_ROWS, _FETCH_BYTES = 20_000, 16 * 1024 * 1024


def attach(session: AdbcSession, path: Path) -> None:
    """Make the source's tables reachable; read-only."""
    uri = f"file:{percent_encode(str(path))}?mode=ro".replace("'", "''")
    session.run_sql(f"ATTACH DATABASE '{uri}' AS {_ATTACHED}")


def detach(session: AdbcSession) -> None:
    session.run_sql(f"DETACH DATABASE {_ATTACHED}")


def pull(
    session: AdbcSession,
    read: TableRead,
    into: Sequence[tuple[str, Sequence[str], Sequence[str]]],
    collations: dict[str, str],
    rows: int,
) -> tuple[ServerSideRange, pa.RecordBatch | None]:
    """Insert the next ``rows`` rows of the read, in key order; all of them when there is no key.

    ``into``: (target table, target columns, source columns) for each target.  Also the keys of these rows as
    SQLite gives them: a key holds one storage class (``key_defects``), so nothing is changed on the way.
    """
    of = f"{_ATTACHED}.{quote(read.table.name.name)}"
    ordered = [f"{quote(k)} COLLATE {quote(collations[k.casefold()])}" for k in read.key]
    order = f" ORDER BY {', '.join(ordered)}" if ordered else ""
    through = keys = None
    limit = ""
    clause, parameters = where(read, collations, _ATTACHED)
    if read.key:
        listed = ", ".join(quote(k) for k in read.key)
        # Reading the keys costs what skipping them to find the border would.
        limited = f"SELECT {listed} FROM {of}{clause}{order} LIMIT {int(rows)}"
        options = {"adbc.sqlite.query.batch_rows": min(rows, _FETCH_ROWS)}
        parts = [part for part in session.stream(limited, parameters, options) if part.num_rows]
        keys = pa.concat_batches(parts) if parts else None
        if keys is not None and keys.num_rows == rows:
            through = tuple(column[rows - 1].as_py() for column in keys.columns)
        # The same rows, counted: to compare each with the last key would take a quarter of the time.
        limit = f" LIMIT {0 if keys is None else keys.num_rows}"
    moved = 0
    for target, columns, sources in into:
        session.query(
            f"INSERT INTO main.{quote(target)} ({', '.join(map(quote, columns))})"
            f" SELECT {', '.join(map(quote, sources))} FROM {of}{clause}{order}{limit}",
            parameters,
        )
        moved = int(session.query("SELECT changes()")[0][0])
        if keys is not None and moved != keys.num_rows:
            raise EngineFault(Fault.TERMINAL, f"{keys.num_rows} keys were read, but {moved} rows were moved")
    return ServerSideRange(moved, through, ended=through is None), keys


def distinct_values(session: AdbcSession, read: TableRead, column: Column, collations: dict[str, str]) -> list[str]:
    """A BLOB is left out: it is no value that anybody could name."""
    clause, parameters = where(read, collations, _ATTACHED)
    name, of = quote(column.name), f"{_ATTACHED}.{quote(read.table.name.name)}"
    # The values first, then their text: an index on the column serves.
    rows = session.query(
        f"SELECT CAST(v AS TEXT) FROM (SELECT DISTINCT {name} AS v FROM {of}{clause})"
        " WHERE typeof(v) NOT IN ('null', 'blob')",
        parameters,
    )
    return [str(text) for (text,) in rows]


def read_range(
    session: AdbcSession, read: TableRead, columns: Sequence[Column], collations: dict[str, str]
) -> Iterator[SourceBatch]:
    """Columns of the source's rows in the read's range."""
    of = f"{_ATTACHED}.{quote(read.table.name.name)}"
    wanted = replace(read, columns=tuple(columns))
    yield from read_table(
        session, wanted, collations, batch_rows=_FETCH_ROWS, batch_bytes=_FETCH_BYTES, of=of, schema=_ATTACHED
    )


def as_stored(column: Column, values: pa.Array) -> pa.Array:
    """Values of one storage class as ``Kind.STORAGE`` has them; whole numbers stay numbers in a column for them."""
    if pa.types.is_integer(values.type):
        if affinity(column.type.native) is Affinity.INTEGER:
            return values
        return pc.binary_join_element_wise("i", values.cast(pa.string()), "")
    if pa.types.is_binary(values.type):
        return pa.array([f"b{value.hex()}" for value in values.to_pylist()], pa.string())
    return pc.binary_join_element_wise("t", values, "")
