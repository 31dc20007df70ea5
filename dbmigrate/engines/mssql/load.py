"""How busy a SQL Server is with other work than ours.

Source of the views: learn.microsoft.com, sys.dm_exec_requests, sys.dm_db_log_space_usage and
sys.dm_hadr_database_replica_states; each needs VIEW SERVER STATE.
"""

from __future__ import annotations

from dbmigrate.engines.base import LoadSign
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.session import Session

# Requests of this very process are told by host and process number.
_WAITING = """
SELECT COUNT(*) AS n FROM sys.dm_exec_requests r JOIN sys.dm_exec_sessions s ON s.session_id = r.session_id
CROSS JOIN (SELECT host_name, host_process_id FROM sys.dm_exec_sessions WHERE session_id = @@SPID) own
WHERE s.is_user_process = 1 AND r.wait_type IS NOT NULL AND r.wait_time > 0
AND NOT (s.host_name = own.host_name AND s.host_process_id = own.host_process_id)
"""
_LOG_USED = "SELECT used_log_space_in_percent AS n FROM sys.dm_db_log_space_usage"
_BEHIND = """
SELECT COALESCE(MAX(log_send_queue_size + redo_queue_size), 0) / 1024.0 AS n
FROM sys.dm_hadr_database_replica_states WHERE database_id = DB_ID()
"""


def load_signs(session: Session) -> list[LoadSign]:
    """Requests of others that wait, the log's fill, and how far replicas are behind."""
    return [
        LoadSign("requests of others that wait:", _asked(session, _WAITING), 4, 16),
        LoadSign("transaction log used:", _asked(session, _LOG_USED), 60, 85, "%"),
        LoadSign("replicas are behind by", _asked(session, _BEHIND), 64, 1024, "MiB"),
    ]


def _asked(session: Session, sql: str) -> float | None:
    try:
        rows = session.run_sql(sql)
    except EngineFault as fault:
        if fault.fault is not Fault.TERMINAL:
            raise
        return None
    return float(rows[0]["n"]) if rows and rows[0]["n"] is not None else None
