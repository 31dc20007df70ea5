"""How busy a PostgreSQL server is with other work than ours."""

from __future__ import annotations

from dbmigrate.engines.base import LoadSign
from dbmigrate.engines.session import Session

# Without the role, the columns asked for are NULL for sessions of other users (PostgreSQL 18, table 27.2).
_SEES_ALL = "SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sees_all"
_WAITING = """
SELECT count(*) AS waiting FROM pg_stat_activity
WHERE backend_type = 'client backend' AND state = 'active' AND application_name <> 'dbmigrate'
AND wait_event_type IN ('Lock', 'LWLock', 'IO', 'BufferPin')
"""
_LAG = """
SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)), 0)::float8 / 1048576 AS lag
FROM pg_stat_replication WHERE state = 'streaming'
"""


def load_signs(session: Session) -> list[LoadSign]:
    """Sessions of others that wait, and how far standbys are behind."""
    [row] = session.run_sql(_SEES_ALL)
    waiting = lag = None
    if row["sees_all"]:
        [row] = session.run_sql(_WAITING)
        waiting = float(row["waiting"])
        [row] = session.run_sql(_LAG)
        lag = float(row["lag"])
    return [
        LoadSign("sessions of others that wait for locks or the disk:", waiting, 4, 16),
        LoadSign("standbys are behind by", lag, 64, 1024, "MiB"),
    ]
