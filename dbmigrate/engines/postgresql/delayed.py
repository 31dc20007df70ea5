"""Indexes of PostgreSQL that may be built behind a load.

Not among them: what could refuse a row (unique and exclusion constraints, expressions, predicates, operator classes of
users, entries that may be longer than a third of a page), and what ``pg_get_indexdef`` does not bring back as it was
(partitions, tablespaces, CLUSTER, REPLICA IDENTITY, whatever else depends on an index).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dbmigrate.engines.postgresql.ddl import quote_table, quote_text
from dbmigrate.model.plan import INDEX, Suspension
from dbmigrate.model.table import Table, TableName

_REASON = "to be built behind the load, which is faster"

_MOST_BYTES = 2_600
"""Of an entry: a page of 8 kB must hold three (nbtree.h, ``BTMaxItemSize``: 2,704)."""

_PATIENCE = "SET LOCAL lock_timeout = '5s'"
"""Dropping waits for whoever reads the table, and everybody else waits behind it."""

_FIRST_OF_USERS = 16_384
"""Objects that came with the server have lower numbers (transam.h, ``FirstNormalObjectId``)."""

# An owner may drop an index, and build one only with CREATE on the schema (indexcmds.c, DefineIndex).
# A character takes four bytes at most; a modifier counts four of its own (format_type.c).
_INDEXES = f"""
SELECT n.nspname, ic.relname, pg_get_indexdef(i.indexrelid), obj_description(i.indexrelid, 'pg_class')
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_class ic ON ic.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = ic.relnamespace
JOIN pg_am m ON m.oid = ic.relam
WHERE i.indrelid = to_regclass(%s) AND c.relkind = 'r' AND NOT c.relispartition AND m.amname = 'btree'
  AND NOT i.indisunique AND NOT i.indisexclusion AND i.indpred IS NULL AND i.indexprs IS NULL
  AND i.indisvalid AND i.indisready AND i.indislive AND NOT i.indisclustered AND NOT i.indisreplident
  AND ic.reltablespace = 0 AND current_setting('default_tablespace') = '' AND pg_has_role(c.relowner, 'USAGE')
  AND has_schema_privilege(n.oid, 'CREATE')
  AND NOT EXISTS (SELECT FROM unnest(i.indclass) AS k (opclass) WHERE k.opclass >= {_FIRST_OF_USERS})
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indexrelid)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                  AND d.deptype NOT IN ('a', 'n'))
  AND {_MOST_BYTES} >= (
    SELECT sum(CASE WHEN a.attlen > 0 THEN a.attlen
                    WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 4
                    THEN 4 * (a.atttypmod - 4) + 4
                    WHEN a.atttypid = 'numeric'::regtype AND a.atttypmod > 4 THEN 520
                    ELSE {_MOST_BYTES} + 1 END)
    FROM unnest(i.indkey) AS k (attnum) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum)
ORDER BY ic.relname
"""

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


def delayed_indexes(ask: Ask, tables: Sequence[Table]) -> list[Suspension]:
    return [index for table in tables for index in _indexes(ask, table)]


def _indexes(ask: Ask, table: Table) -> Iterator[Suspension]:
    for schema, name, definition, comment in ask(_INDEXES, (quote_table(table.name),)):
        index = quote_table(TableName(name, schema))
        drop = f"DROP INDEX IF EXISTS {index}"
        said = _said(f"INDEX {index}", comment)
        yield Suspension(INDEX, name, table.name, (_PATIENCE, drop), (definition, *said), _REASON, may_stay=True)


def _said(of: str, comment: str | None) -> tuple[str, ...]:
    return () if comment is None else (f"COMMENT ON {of} IS {quote_text(comment)}",)


def definition_sql(suspension: Suspension) -> str:
    """The definition of the index of that name on that table, as it is now; no row where there is none."""
    return (
        "SELECT pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        f" WHERE c.relname = {quote_text(suspension.name)} AND i.indisvalid"
        f" AND i.indrelid = {quote_text(quote_table(suspension.table))}::regclass"
    )


def users_sql(table: TableName) -> str:
    """Sessions of clients, other than this one, that hold a lock on the table; an index is built after them.

    The kind of a session is told to its own user and to pg_read_all_stats alone.
    """
    return (
        "SELECT DISTINCT concat_ws(' ', a.pid, nullif(a.application_name, ''), a.state) AS who"
        " FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.granted AND l.pid <> pg_backend_pid()"
        " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        f" AND l.relation = to_regclass({quote_text(quote_table(table))})"
        " AND coalesce(a.backend_type, 'client backend') = 'client backend' ORDER BY who"
    )
