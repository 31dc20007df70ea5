"""Room and settings of a PostgreSQL database.

Sizes are from the system administration functions; the server has none that tells the free space of a disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dbmigrate.engines.asked import asked
from dbmigrate.model.surroundings import Amount, Room, Setting, Surroundings
from dbmigrate.model.table import Table

Rows = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_STORED = """
SELECT n.nspname, c.relname, CASE WHEN c.relkind = 'p'
    THEN (SELECT sum(pg_total_relation_size(t.relid)) FROM pg_partition_tree(c.oid) t)
    ELSE pg_total_relation_size(c.oid) END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p')
"""
_TABLESPACES = """
SELECT DISTINCT s.oid, s.spcname, pg_tablespace_location(s.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_database d ON d.datname = current_database()
LEFT JOIN pg_index i ON i.indrelid = c.oid LEFT JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_tablespace s ON s.oid IN (
    CASE c.reltablespace WHEN 0 THEN d.dattablespace ELSE c.reltablespace END,
    CASE WHEN x.oid IS NULL OR x.reltablespace = 0 THEN d.dattablespace ELSE x.reltablespace END,
    d.dattablespace)
WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p') ORDER BY 2
"""
_SETTINGS = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)"
_NO_DISK = "PostgreSQL does not tell over SQL how much is free on a disk"


def surroundings(rows: Rows, schema: str, tables: Sequence[Table], *, fills: bool) -> Surroundings:
    schemas = sorted({table.name.schema or schema for table in tables}) or [schema]
    settings: dict[str, str] = dict(rows(_SETTINGS, (["archive_mode", "data_directory"],)))
    return Surroundings(
        _stored(rows, schema, schemas, tables),
        tuple(_rooms(rows, schemas, settings)) if fills else (),
        (_archive(settings.get("archive_mode")),) if fills else (),
    )


def _stored(rows: Rows, schema: str, schemas: Sequence[str], tables: Sequence[Table]) -> Amount:
    wanted = {(table.name.schema or schema, table.name.name) for table in tables}
    found, why = asked(lambda: rows(_STORED, (schemas,)))
    if found is None:
        return Amount(None, why)
    return Amount(sum(int(size or 0) for of, name, size in found if (of, name) in wanted))


def _rooms(rows: Rows, schemas: Sequence[str], settings: dict[str, str]) -> Iterator[Room]:
    for oid, name, location in rows(_TABLESPACES, (schemas,)):
        held, _ = asked(lambda oid=oid: rows("SELECT pg_size_pretty(pg_tablespace_size(%s::oid))", (oid,)))  # type: ignore[misc]
        directory = location or settings.get("data_directory", "")
        of = f", {held[0][0]} used" if held else ""
        place = f"tablespace {name}{f' in {directory}' if directory else ''}{of}"
        look = f"df -h {directory}" if directory else "SHOW data_directory (as a superuser), then df -h on it"
        yield Room(place, None, _NO_DISK, f"On the server: {look}")


def _archive(mode: str | None) -> Setting:
    """Timeouts are no concern: every session of this program switches them off for itself."""
    name = "archive_mode"
    if mode is None:
        return Setting(name, None, "this login may not read it", "SHOW archive_mode, as a superuser")
    concern = "" if mode == "off" else "every row goes through the archive of the write-ahead log, too"
    return Setting(name, mode, concern, "See that the archive's disk holds as much as the rows")
