"""Room and settings of an Oracle schema.

Source: Oracle Database Reference, DBA_/USER_FREE_SPACE, DBA_DATA_FILES, USER_TS_QUOTAS, DBA_/USER_SEGMENTS,
V$PARAMETER, V$DATABASE.  The DBA_ and V$ views need SELECT_CATALOG_ROLE or a grant; without it they do
not exist (ORA-00942).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dbmigrate.engines.asked import asked
from dbmigrate.model.surroundings import Amount, Room, Setting, Surroundings
from dbmigrate.model.table import Table

Rows = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]

TABLE_SPACES = (
    "SELECT table_name, tablespace_name FROM all_tables WHERE owner = :owner"
    " UNION ALL SELECT table_name, tablespace_name FROM all_indexes WHERE table_owner = :owner"
)
OWN_SPACE = "SELECT default_tablespace FROM user_users"
FREE = "SELECT tablespace_name, SUM(bytes) FROM dba_free_space GROUP BY tablespace_name"
FREE_FOR_ME = "SELECT tablespace_name, SUM(bytes) FROM user_free_space GROUP BY tablespace_name"
GROWTH = (
    "SELECT tablespace_name, SUM(CASE WHEN autoextensible = 'YES' THEN GREATEST(maxbytes - bytes, 0) ELSE 0 END)"
    " FROM dba_data_files GROUP BY tablespace_name"
)
QUOTAS = "SELECT tablespace_name, bytes, max_bytes FROM user_ts_quotas"
UNLIMITED = "SELECT COUNT(*) FROM session_privs WHERE privilege = 'UNLIMITED TABLESPACE'"
MY_SEGMENTS = "SELECT SUM(bytes) FROM user_segments"
SEGMENTS = "SELECT SUM(bytes) FROM dba_segments WHERE owner = :owner"
PARAMETERS = "SELECT name, value FROM v$parameter WHERE name IN ('sec_case_sensitive_logon', 'undo_retention')"
LOG_MODE = "SELECT log_mode FROM v$database"

LEAST_UNDO_SECONDS = 3600
_ADVICE = "GRANT SELECT_CATALOG_ROLE to this login, or run script check/10_look_at_server as an administrator"


def surroundings(rows: Rows, login: str, owner: str, tables: Sequence[Table], *, fills: bool) -> Surroundings:
    return Surroundings(
        _stored(rows, login, owner),
        tuple(_rooms(rows, login, owner, {table.name.name for table in tables})) if fills else (),
        tuple(_settings(rows, fills=fills)),
    )


def _stored(rows: Rows, login: str, owner: str) -> Amount:
    """The schema as a whole: indexes and large objects have segments with names of their own."""
    question = (MY_SEGMENTS, {}) if login == owner else (SEGMENTS, {"owner": owner})
    found, why = asked(lambda: rows(*question))
    return Amount(int(found[0][0] or 0), at_most=True) if found else Amount(None, why)


def _rooms(rows: Rows, login: str, owner: str, tables: set[str]) -> Iterator[Room]:
    spaces = {str(space) for table, space in rows(TABLE_SPACES, {"owner": owner}) if table in tables and space}
    [(own,)] = rows(OWN_SPACE, {})
    free, why = asked(lambda: rows(FREE, {}))
    if free is None:
        free, why = asked(lambda: rows(FREE_FOR_ME, {}))
    growth, why_no_growth = asked(lambda: rows(GROWTH, {}))
    quotas = {str(space): (int(used), int(most)) for space, used, most in rows(QUOTAS, {})}
    unlimited = bool(rows(UNLIMITED, {})[0][0])
    for space in sorted({*spaces, str(own)}):
        place = f"tablespace {space}"
        limit = None if unlimited else _left(quotas.get(space, (0, 0)))
        if login != owner and space in spaces:
            limit = None  # the owner's quota counts, which only an administrator sees
        if free is None:
            yield Room(place, None, why, _ADVICE)
            continue
        sure = sum(int(size or 0) for name, size in free if name == space)
        if limit is not None and limit <= sure:
            yield Room(f"{place}, by this login's quota", limit)
            continue
        if growth is None:
            yield Room(place, sure, f"whether its files grow is not known: {why_no_growth}", _ADVICE)
            continue
        more = sum(int(size or 0) for name, size in growth if name == space)
        more = more if limit is None else min(more, limit - sure)
        unknown = f"its files may grow by {more / (1 << 30):,.1f} GiB, if their disk has as much" if more else ""
        yield Room(place, sure, unknown, "Look at the disk of its data files (DBA_DATA_FILES)")


def _left(quota: tuple[int, int]) -> int | None:
    used, most = quota
    return None if most < 0 else max(0, most - used)


def _settings(rows: Rows, *, fills: bool) -> Iterator[Setting]:
    found, why = asked(lambda: rows(PARAMETERS, {}))
    known = None if found is None else {str(name): str(value) for name, value in found}
    name = "sec_case_sensitive_logon"
    if known is None:
        yield Setting(name, None, why, _ADVICE)
    else:
        value = known.get(name, "not there (releases after 19c always tell case apart)")
        concern = "passwords are compared without case in the whole instance" if value == "FALSE" else ""
        yield Setting(name, value, concern, "Set it to TRUE when the migration is over")
    if not fills:
        yield _undo(known, why)
        return
    mode, why = asked(lambda: rows(LOG_MODE, {}))
    if not mode:
        yield Setting("log mode", None, why or "v$database shows nothing", _ADVICE)
        return
    archives = str(mode[0][0]) == "ARCHIVELOG"
    concern = "every row goes through the archived redo log, too" if archives else ""
    yield Setting("log mode", str(mode[0][0]), concern, "See that the archive's disk holds as much as the rows")


def _undo(known: dict[str, str] | None, why: str) -> Setting:
    """All reads of a run are as of one moment, which needs the undo of everything since."""
    name = "undo_retention"
    seconds = (known or {}).get(name, "")
    if not seconds.isdigit():
        return Setting(name, None, why or "v$parameter does not show it", _ADVICE)
    concern = "a run that takes longer may end with ORA-01555" if int(seconds) < LEAST_UNDO_SECONDS else ""
    return Setting(name, f"{seconds} s", concern, "ALTER SYSTEM SET UNDO_RETENTION to the time of a whole run")
