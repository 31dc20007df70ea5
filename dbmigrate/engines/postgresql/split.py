"""A table's key cut into ranges of about as many rows each, by the keys of a few of its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.postgresql.ddl import quote_table
from dbmigrate.engines.postgresql.read import read_table
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.keys import KeyRange, KeyValue
from dbmigrate.model.table import Table

LEAST_PAGES = 256
"""Of 8 kB.  A smaller table is read in less time than further connections take."""
SAMPLED_PAGES = 200
"""The bounds are then within a tenth or so of where they should be."""
_KEYS_PER_BOUND = 8
_ROWS_OF_A_PAGE = 50
"""For a table that was never analyzed."""
_READ_BYTES = 16 * 1024 * 1024


def split(session: AdbcSession, read: TableRead, chunks: int, from_clause: Callable[[Table], str]) -> list[KeyRange]:
    """At most so many ranges, in the order of the key.  One for what is no plain table, and for a small one."""
    whole = [read.key_range]
    name = quote_table(read.table.name).replace("'", "''")
    found = session.query(
        "SELECT pg_relation_size(oid) / current_setting('block_size')::int8, reltuples::float8"
        f" FROM pg_class WHERE oid = to_regclass('{name}') AND relkind = 'r'"
    )
    pages, rows = found[0] if found else (0, 0.0)
    if chunks < 2 or pages < LEAST_PAGES:
        return whole
    share = min(1.0, SAMPLED_PAGES / pages)
    sample = f"(SELECT * FROM {from_clause(read.table)} TABLESAMPLE SYSTEM ({100 * share:.6f}))"

    def sampled(table: Table) -> str:
        return sample if table is read.table else from_clause(table)

    columns = tuple(column for column in read.columns if column.name in read.key)
    wanted = TableRead(read.table, columns, read.key, read.key_range, read.where)
    known = rows if rows >= 0 else pages * _ROWS_OF_A_PAGE
    step = max(1, int(known * share) // (chunks * _KEYS_PER_BOUND))
    batches = read_table(session, wanted, sampled, batch_rows=step, batch_bytes=_READ_BYTES)
    keys = [batch.through_key for batch in batches]
    return _ranges(read.key_range, [key for key in keys if key is not None and None not in key], chunks)


def _ranges(whole: KeyRange, keys: Sequence[KeyValue], chunks: int) -> list[KeyRange]:
    """``keys``: in their order."""
    chunks = min(chunks, len(keys) // 2)
    bounds = dict.fromkeys(keys[len(keys) * number // chunks] for number in range(1, chunks))
    after, ranges = whole.after, []
    for bound in bounds:
        ranges.append(KeyRange(after, bound))
        after = bound
    return [*ranges, KeyRange(after, whole.through)]
