"""Whether a result is complete and equal, asked by the plain drivers; nothing of dbmigrate takes part.

A row is written as one text, each value with its length in front and NULL as ``N``, so that no two rows share
a text; its SHA-256 is cut to 56 bits, and these are added up. Order does not matter, equal rows do not cancel.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context

import psycopg

from benchmarks.databases import Database
from benchmarks.shapes import Column, Shape, Table


@dataclass(frozen=True)
class Digest:
    row_count: int
    hash_sum: int


Digests = dict[str, Digest]

_WORTH_A_PROCESS = 100_000


def digests(database: Database, shape: Shape) -> Digests:
    """By table. A table that is not there raises the driver's error."""
    read = _from_sqlite if database.engine == "sqlite" else _from_postgresql
    return {table.name: read(database, table) for table in shape.tables}


def difference(expected: Digests, found: Digests) -> str:
    """The first table that is not equal, in words; empty where all are."""
    for table, digest in expected.items():
        other = found[table]
        if other.row_count != digest.row_count:
            return f"{table} has {other.row_count} rows, not {digest.row_count}"
        if other != digest:
            return f"{table} has other values"
    return ""


def _from_sqlite(database: Database, table: Table) -> Digest:
    """By ranges of rowids, as many at once as there are cores: each row is in one of them."""
    with closing(sqlite3.connect(database.place)) as file:
        first, last = file.execute(
            f"SELECT coalesce(min(rowid), 0), coalesce(max(rowid), 0) FROM {table.name}"
        ).fetchone()
    if last - first < _WORTH_A_PROCESS:
        return _of_rowids(database.place, table.name, table.columns, first, last)
    parts = os.cpu_count() or 1
    edges = [first + (last + 1 - first) * part // parts for part in range(parts + 1)]
    with ProcessPoolExecutor(parts, get_context("spawn")) as pool:
        found = [
            pool.submit(_of_rowids, database.place, table.name, table.columns, begin, end - 1)
            for begin, end in pairwise(edges)
        ]
        digests_of_parts = [one.result() for one in found]
    return Digest(
        sum(digest.row_count for digest in digests_of_parts), sum(digest.hash_sum for digest in digests_of_parts)
    )


def _of_rowids(place: str, table: str, columns: tuple[Column, ...], first: int, last: int) -> Digest:
    text = " || ".join(map(_sqlite_text, columns))
    count = total = 0
    with closing(sqlite3.connect(place)) as file:
        for (row,) in file.execute(f"SELECT {text} FROM {table} WHERE rowid BETWEEN ? AND ?", (first, last)):
            count += 1
            total += int.from_bytes(hashlib.sha256(row.encode()).digest()[:7])
    return Digest(count, total)


def _from_postgresql(database: Database, table: Table) -> Digest:
    text = " || ".join(_postgresql_text(column) for column in table.columns)
    number = f"('x' || encode(substr(sha256(convert_to({text}, 'UTF8')), 1, 7), 'hex'))::bit(56)::bigint"
    with psycopg.connect(database.place) as session:
        found = session.execute(f"SELECT count(*), coalesce(sum({number}), 0) FROM {table.name}").fetchone()
    if found is None:
        raise RuntimeError(f"No answer about {table.name}")
    return Digest(int(found[0]), int(found[1]))


def _sqlite_text(column: Column) -> str:
    name = column.name
    match column.kind:
        case "small" | "integer" | "big":
            classes, text = "'integer'", f"CAST({name} AS text)"
        case "money":
            classes, text = "'integer', 'real'", f"printf('%.15g', {name})"
        case "blob":
            classes, text = "'blob'", f"lower(hex({name}))"
        case _:
            classes, text = "'text'", name
    # Of another storage class than its type asks for, a value is another value. (CASE keeps printf off NULL.)
    return (
        f"CASE WHEN {name} IS NULL THEN 'N' WHEN typeof({name}) IN ({classes}) "
        f"THEN length({text}) || ':' || {text} ELSE typeof({name}) || hex({name}) END"
    )


def _postgresql_text(column: Column) -> str:
    match column.kind:
        case "money":
            text = f"trim_scale({column.name})::text"
        case "blob":
            text = f"encode({column.name}, 'hex')"
        case _:
            text = f"{column.name}::text"
    return f"coalesce(length({text})::text || ':' || {text}, 'N')"
