"""The lock that keeps a second run away from a target."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg

from dbmigrate.engines.postgresql.faults import sort_psycopg


class AdvisoryRunLock:
    """Held by its own connection."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def release(self) -> None:
        self._connection.close()


def advisory_lock(connection: psycopg.Connection[Any], name: str) -> AdvisoryRunLock | None:
    """A session-level advisory lock: the server lets it go when the connection ends.  None where another has it."""
    number = int.from_bytes(hashlib.sha256(f"dbmigrate:{name}".encode()).digest()[:8], signed=True)
    try:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (number,)).fetchone()
    except psycopg.Error as error:
        connection.close()
        raise sort_psycopg(error) from None
    if row and row[0]:
        return AdvisoryRunLock(connection)
    connection.close()
    return None
