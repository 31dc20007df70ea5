"""What in a PostgreSQL database is switched off, invalid, behind or scheduled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dbmigrate.engines.base import StateNote
from dbmigrate.engines.postgresql.ddl import quote, quote_table
from dbmigrate.model.table import Table
from dbmigrate.model.types import Kind

Rows = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_OFF = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND NOT t.tgisinternal AND t.tgenabled = 'D' ORDER BY 1, 2
"""
_INVALID = """
SELECT c.relname, i.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND NOT (x.indisvalid AND x.indisready) ORDER BY 1, 2
"""
_UNCHECKED = """
SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND NOT k.convalidated ORDER BY 1, 2
"""
_NEVER_ANALYZED = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
WHERE n.nspname = %s AND c.relkind = 'r' AND c.relpages > 0 AND s.last_analyze IS NULL AND s.last_autoanalyze IS NULL
ORDER BY 1
"""


def operating_state(rows: Rows, schema: str, tables: Sequence[Table]) -> Iterator[StateNote]:
    """``rows``: asks the catalogue."""
    wanted = {table.name.name for table in tables}
    lists = (
        (_OFF, "trigger", "is switched off", "Switch it on if it should work: ALTER TABLE ... ENABLE TRIGGER"),
        (_INVALID, "index", "is invalid and serves nothing", "REINDEX it, or drop it"),
        (_UNCHECKED, "constraint", "is not checked against the rows there are", "ALTER TABLE ... VALIDATE CONSTRAINT"),
    )
    for sql, kind, message, next_step in lists:
        for table, name in rows(sql, (schema,)):
            if table in wanted:
                yield StateNote(kind, f"{table}.{name}", message, next_step)
    for (table,) in rows(_NEVER_ANALYZED, (schema,)):
        if table in wanted:
            yield StateNote("statistics", table, "has rows and was never analyzed", "Run ANALYZE after the last run")
    yield from _sequences(rows, tables)
    yield from _server(rows)


def _sequences(rows: Rows, tables: Sequence[Table]) -> Iterator[StateNote]:
    for table in tables:
        for column in table.columns:
            if not column.identity or column.type.kind is not Kind.INTEGER:
                continue
            name = quote_table(table.name)
            found = rows(
                "SELECT pg_sequence_last_value(q), m FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS q,"
                f" (SELECT max({quote(column.name)}) FROM {name}) AS m) s WHERE q IS NOT NULL",
                (name, column.name),
            )
            for last, greatest in found:
                if greatest is not None and (last is None or last < greatest):
                    message = f"hands out {(last or 0) + 1:,} next, the table holds {greatest:,}"
                    yield StateNote("sequence", f"{table.name}.{column.name}", message, "Set it above: setval()")


def _server(rows: Rows) -> Iterator[StateNote]:
    [(recovering, read_only)] = rows("SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only')", ())
    if recovering or read_only == "on":
        yield StateNote("server", "server", "takes no writes (standby, or read only by default)", "Name the primary")
    if rows("SELECT 1 FROM pg_class WHERE oid = to_regclass('cron.job')", ()):
        for schedule, command in rows("SELECT schedule, command FROM cron.job WHERE active", ()):
            message = f"runs at {schedule}: {' '.join(str(command).split())[:80]}"
            yield StateNote("job", "pg_cron", message, "Stop it for the time of the migration if it deletes rows")
