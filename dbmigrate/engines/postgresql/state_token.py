"""A token of what a PostgreSQL snapshot sees: equal tokens mean that nothing was committed in between.

A snapshot without running transactions (xmin = xmax) sees what all transactions below xmax have left, and the fate of
each of those is settled.  Transaction ids of 64 bits come once, but for a crash: a commit that nobody waited for
(synchronous_commit = off) is lost then, its id given out again, and unlogged tables are emptied.  So the last
checkpoint is part of the token, of which recovery always makes a new one, and so are the moment when the server was
started and how much log it has written.

No token: on a standby, while transactions that write are open, and where rows are in partitions on other servers.
"""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg

_ASKED = """
SELECT CASE WHEN pg_is_in_recovery() OR txid_snapshot_xmin(s) <> txid_snapshot_xmax(s)
                 OR EXISTS (SELECT 1 FROM pg_class WHERE relkind = 'f' AND relispartition) THEN NULL
            ELSE concat_ws(' ', txid_snapshot_xmax(s), pg_postmaster_start_time(), k.timeline_id, k.checkpoint_lsn,
                           pg_current_wal_insert_lsn(),
                           (SELECT oid FROM pg_database WHERE datname = current_database()))
       END
FROM txid_current_snapshot() s, pg_control_checkpoint() k
"""


def state_token(connection: psycopg.Connection[Any]) -> str | None:
    """Of the snapshot of the connection's open transaction, which goes on whether this may be asked or not."""
    try:
        with connection.transaction():
            row = connection.execute(_ASKED).fetchone()
    except psycopg.DatabaseError as error:
        # A login that may not call one of these functions; a server that has them by other names.
        if connection.closed or isinstance(error, psycopg.OperationalError):
            raise
        return None
    if row is None or row[0] is None:
        return None
    return hashlib.sha256(str(row[0]).encode()).hexdigest()
