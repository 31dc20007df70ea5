"""Rows into a tracking table, many at once where the engine takes them so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from dbmigrate.ledger.checked import Reads

_PARAMETERS = 2_000
"""SQL Server takes 2,100 in one statement."""


def insert_rows(session: Reads, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """In the caller's transaction; every row has the same columns."""
    if not rows:
        return
    at_once = max(1, _PARAMETERS // len(rows[0]))
    for start in range(0, len(rows), at_once):
        part = rows[start : start + at_once]
        try:
            session.execute(sa.insert(table).values(list(part)))
        except sa.exc.CompileError:
            # Oracle takes one row; nothing has been sent yet.
            for row in part:
                session.execute(sa.insert(table).values(row))
