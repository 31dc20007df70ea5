"""Which scripts were run against which database, and how they ended."""

from __future__ import annotations

import sqlalchemy as sa
from msgspec import Struct

from dbmigrate.ledger.checked import CheckedSession, Reads
from dbmigrate.ledger.clock import now
from dbmigrate.ledger.tables import LedgerTables

DONE = "done"
FAILED = "failed"


class ScriptMark(Struct, frozen=True):
    """The newest run of a script in a ledger, 0 and empty where there is none.

    Number and moment, because numbers begin anew in a new ledger.
    """

    number: int = 0
    ended_at: str = ""


class ScriptRun(Struct, frozen=True):
    """``number``: grows with each run.  ``database``: the identity of the database that it was run against."""

    number: int
    side: str
    database: str
    script: str
    digest: str
    outcome: str
    message: str | None
    ended_at: str

    @property
    def mark(self) -> ScriptMark:
        return ScriptMark(self.number, self.ended_at)


class ScriptLog:
    """Entries of the table ``script_run``; the caller commits."""

    def __init__(self, session: Reads, tables: LedgerTables) -> None:
        self._session: Reads = CheckedSession(session)
        self._table = tables.script_run

    def record(self, side: str, database: str, script: str, digest: str, outcome: str, message: str = "") -> None:
        table = self._table
        latest = self._session.execute(sa.select(sa.func.max(table.c.script_run_id).label("latest")))[0]["latest"]
        self._session.execute(
            sa.insert(table).values(
                script_run_id=(latest or 0) + 1,
                side=side,
                database_identity=database,
                script=script,
                digest=digest,
                outcome=outcome,
                message=message or None,
                ended_at=now(),
            )
        )

    def last_done(self, side: str, database: str, script: str) -> ScriptRun | None:
        """The newest run of that script against that database that came to its end."""
        found = [
            one
            for one in self.all()
            if (one.side, one.database, one.script, one.outcome) == (side, database, script, DONE)
        ]
        return found[-1] if found else None

    def all(self) -> list[ScriptRun]:
        """Oldest first."""
        table = self._table
        rows = self._session.execute(
            sa.select(
                table.c.script_run_id.label("number"),
                table.c.side,
                table.c.database_identity.label("database"),
                table.c.script,
                table.c.digest,
                table.c.outcome,
                table.c.message,
                table.c.ended_at,
            ).order_by(table.c.script_run_id)
        )
        return [ScriptRun(**row) for row in rows]
