"""Large values that are only compared: the server makes their SHA-256, so they need not come here.

libpq holds a row of COPY twice, and the driver once more: 164 MB for a value of 50 MB.
"""

from __future__ import annotations

import pyarrow as pa

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.postgresql.ddl import quote, quote_table
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.large_values import LARGE_BYTES, mark_of
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind

_MAY_BE_LARGE = """
WITH RECURSIVE tree AS (
    SELECT '{0}'::regclass::oid AS relation
    UNION ALL SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.relation)
SELECT current_setting('server_version_num')::int >= 110000 AND pg_encoding_to_char(encoding) = 'UTF8'
       AND EXISTS (SELECT 1 FROM tree JOIN pg_class c ON c.oid = tree.relation
                   WHERE c.relkind NOT IN ('r', 'p')
                      OR (c.reltoastrelid <> 0 AND pg_relation_size(c.reltoastrelid) > 0))
FROM pg_database WHERE datname = current_database()
"""
"""sha256() is there since version 11.  A value of 4 MiB is outside its row, however well it is compressed: pglz makes
no less than a ninetieth of it, lz4 a 255th, and rows are kept to 2 kB."""


def marked_columns(session: AdbcSession, read: TableRead) -> list[Column]:
    """The columns that may hold large values, if the table may hold any."""
    unbounded = [c for c in read.columns if c.type.kind in (Kind.TEXT, Kind.BYTES) and _may_be_large(c)]
    if not unbounded:
        return []
    asked = _MAY_BE_LARGE.format(quote_table(read.table.name).replace("'", "''"))
    return unbounded if session.query(asked)[0][0] else []


def large_columns(session: AdbcSession, read: TableRead, from_clause: str, condition: str) -> list[Column]:
    """The columns of which a row of the read has a large value; a length is known without reading the value."""
    unbounded = [column for column in marked_columns(session, read) if column.name not in read.key]
    if not unbounded:
        return []
    sizes_of = (f"coalesce(max(octet_length(t.{quote(column.name)})), 0)" for column in unbounded)
    longest = ", ".join(f"{size} AS c{number}" for number, size in enumerate(sizes_of))
    [sizes] = session.query(f"SELECT {longest} FROM {from_clause} AS t{condition}")
    return [column for column, size in zip(unbounded, sizes, strict=True) if size > LARGE_BYTES]


def _may_be_large(column: Column) -> bool:
    # Blanks at the end of a fixed one go with the cast to text.
    return column.type.length is None or (column.type.length * 4 > LARGE_BYTES and not column.type.fixed)


def unless_large(column: Column) -> str:
    name = f"t.{quote(column.name)}"
    return f"CASE WHEN octet_length({name}) <= {LARGE_BYTES} THEN {name} END"


def digest_if_large(column: Column) -> str:
    name = f"t.{quote(column.name)}"
    value = name if column.type.kind is Kind.BYTES else f"convert_to({name}::text, 'UTF8')"
    return f"CASE WHEN octet_length({name}) > {LARGE_BYTES} THEN sha256({value}) END"


def with_marks(values: pa.Array, digests: pa.Array) -> pa.Array:
    """The values with a mark wherever there is a digest."""
    if digests.null_count == len(digests):
        return values
    marks = [mark_of(digest) for digest in digests.drop_null().to_pylist()]
    put = pa.array(marks if pa.types.is_string(values.type) else [mark.encode() for mark in marks], values.type)
    return pc.replace_with_mask(values, pc.is_valid(digests), put)
