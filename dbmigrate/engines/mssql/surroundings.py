"""Room and settings of a SQL Server database.

Source: sys.database_files, sys.dm_os_volume_stats (2008 R2 SP1 and later; VIEW SERVER STATE, from 2022 on VIEW SERVER
PERFORMANCE STATE), sys.databases, sys.configurations, SERVERPROPERTY.  Sizes are in pages of 8 KB.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dbmigrate.engines.asked import asked
from dbmigrate.model.surroundings import Amount, Room, Setting, Surroundings
from dbmigrate.model.table import Table

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

PAGE_BYTES = 8192
EXPRESS = 4
EXPRESS_BYTES = 10 << 30
"""Greatest size of a database's data files in the free edition, 2008 R2 and later."""
NO_GROWTH, ANY_SIZE, MOST_OF_LOG = 0, -1, 268_435_456
_LOG = 1

STORED = """
SELECT SCHEMA_NAME(t.schema_id), t.name, SUM(a.total_pages)
FROM sys.tables t
JOIN sys.partitions p ON p.object_id = t.object_id
JOIN sys.allocation_units a ON a.container_id = p.partition_id
GROUP BY SCHEMA_NAME(t.schema_id), t.name
"""
FILES = """
SELECT file_id, type, name, size, FILEPROPERTY(name, 'SpaceUsed'), max_size, growth
FROM sys.database_files WHERE type IN (0, 1) AND state = 0
"""
VOLUMES = """
SELECT f.file_id, v.volume_mount_point, v.available_bytes
FROM sys.database_files f CROSS APPLY sys.dm_os_volume_stats(DB_ID(), f.file_id) v
"""
RECOVERY_MODEL = "SELECT recovery_model_desc FROM sys.databases WHERE database_id = DB_ID()"
REMOTE_QUERY_TIMEOUT = (
    "SELECT CAST(value_in_use AS int) FROM sys.configurations WHERE name = 'remote query timeout (s)'"
)
EDITION = "SELECT CAST(SERVERPROPERTY('EngineEdition') AS int)"


def surroundings(ask: Ask, schema: str, tables: Sequence[Table], *, fills: bool) -> Surroundings:
    recovery, why = asked(lambda: ask(RECOVERY_MODEL, ()))
    model = str(recovery[0][0]) if recovery and recovery[0][0] else None
    if not fills:
        return Surroundings(_stored(ask, schema, tables))
    return Surroundings(
        _stored(ask, schema, tables),
        tuple(_rooms(ask, model)),
        (_recovery(model, why or "the server shows none"), _timeout(ask)),
    )


def _stored(ask: Ask, schema: str, tables: Sequence[Table]) -> Amount:
    wanted = {(table.name.schema or schema, table.name.name) for table in tables}
    found, why = asked(lambda: ask(STORED, ()))
    if found is None:
        return Amount(None, why)
    return Amount(sum(int(pages or 0) * PAGE_BYTES for of, name, pages in found if (of, name) in wanted))


def _rooms(ask: Ask, model: str | None) -> Iterator[Room]:
    files, why = asked(lambda: ask(FILES, ()))
    if not files:
        reason = why or "sys.database_files shows no file"
        yield Room("data files", None, reason, "Look at the sizes of the database's files, and at their disks")
        return
    volumes, why_no_volumes = asked(lambda: ask(VOLUMES, ()))
    if not volumes:
        why_no_volumes = why_no_volumes or "sys.dm_os_volume_stats shows nothing to this login"
    by_file = {file_id: (str(place), int(free)) for file_id, place, free in volumes or ()}
    grouped: dict[tuple[bool, str], list[tuple[Any, ...]]] = defaultdict(list)
    for file in files:
        grouped[file[1] == _LOG, by_file.get(file[0], ("", 0))[0]].append(file)
    for (is_log, volume), members in sorted(grouped.items()):
        yield _room(is_log, volume, members, by_file, why_no_volumes, model)
    edition, _ = asked(lambda: ask(EDITION, ()))
    if edition and edition[0][0] == EXPRESS:
        used = sum(int(file[4] or file[3]) for file in files if file[1] != _LOG) * PAGE_BYTES
        yield Room("the edition (Express takes 10 GiB of data)", max(0, EXPRESS_BYTES - used))


def _room(
    is_log: bool,
    volume: str,
    files: Sequence[tuple[Any, ...]],
    by_file: dict[Any, tuple[str, int]],
    why: str,
    model: str | None,
) -> Room:
    """Free pages inside the files, and what they may grow by, as far as the volume goes."""
    inside = sum(max(0, int(size) - int(used or 0)) for _, _, _, size, used, _, _ in files) * PAGE_BYTES
    growth, is_open = 0, False
    for _, _, _, size, _, most, step in files:
        if step == NO_GROWTH or most == NO_GROWTH:
            continue
        if most in (ANY_SIZE, MOST_OF_LOG):
            is_open = True
        else:
            growth += max(0, int(most) - int(size)) * PAGE_BYTES
    names = ", ".join(str(file[2]) for file in files)
    place = f"{'log' if is_log else 'data'} files {names}{f' on {volume}' if volume else ''}"
    # Rows stay in the log until it is backed up, unless the recovery model is simple.
    holds_rows = not is_log or model != "SIMPLE"
    if volume:
        free = by_file[files[0][0]][1]
        return Room(place, inside + (free if is_open else min(growth, free)), holds_rows=holds_rows)
    if not growth and not is_open:
        return Room(f"{place} (may not grow)", inside, holds_rows=holds_rows)
    unknown = f"the files may grow, and what is free on their disk is not known: {why}"
    advice = "GRANT VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE) to this login, or look at the disk"
    return Room(place, inside, unknown, advice, holds_rows)


def _recovery(model: str | None, why: str) -> Setting:
    name = "recovery model"
    if model is None:
        return Setting(name, None, why, "SELECT name, recovery_model_desc FROM sys.databases")
    concern = "every row stays in the log until the log is backed up" if model == "FULL" else ""
    advice = "For the time of the runs: script prepare/10_set_recovery_model; after/90 sets it back"
    return Setting(name, model, concern, advice)


def _timeout(ask: Ask) -> Setting:
    """Of queries that this server sends to others: a concern only of scripts over a linked server."""
    name = "remote query timeout"
    found, why = asked(lambda: ask(REMOTE_QUERY_TIMEOUT, ()))
    if not found:
        return Setting(
            name, None, why or "sys.configurations does not show it", "EXEC sp_configure 'remote query timeout'"
        )
    seconds = int(found[0][0])
    return Setting(name, f"{seconds} s, which concerns linked servers only" if seconds else "none")
