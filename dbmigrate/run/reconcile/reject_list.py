"""The reject list of a target, for people: read from the ledger alone, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.ledger.rejects import RejectChoice, Rejects
from dbmigrate.model.rejected import RejectQuery, known_tables


class RejectList:
    """``closed_too``: also rejects whose row was migrated, has gone or was rejected again."""

    def __init__(self, rejects: Rejects | None, query: RejectQuery, *, closed_too: bool) -> None:
        self._rejects = rejects
        self._closed_too = closed_too
        self._choice = RejectChoice(run_id=query.run_id, reason=query.reason)
        if rejects is not None and query.tables is not None:
            listed = {str(row["table_name"]) for row in rejects.counts(closed_too=True)}
            self._choice = RejectChoice(known_tables(listed, query), query.run_id, query.reason)

    def counts(self) -> list[dict[str, Any]]:
        """table_name, reason, column_name, rows."""
        if self._rejects is None:
            return []
        return [
            {**row, "rows": int(row["rows"])} for row in self._rejects.counts(self._choice, closed_too=self._closed_too)
        ]

    def rows(self) -> Iterator[dict[str, Any]]:
        """table_name, source_key, reason, column_name, message, run_id, outcome (None: open), closed_by, source_row."""
        if self._rejects is None:
            return
        names = ("table_name", "source_key", "reason", "column_name", "message", "run_id")
        for row in self._rejects.rows(self._choice, closed_too=self._closed_too):
            told = {name: row[name] for name in names}
            yield {**told, **{name: row[name] for name in ("outcome", "closed_by", "source_row")}}


@contextmanager
def open_reject_list(
    target: Engine, scope: Scope, query: RejectQuery, *, closed_too: bool = False
) -> Iterator[RejectList]:
    """A target without a ledger has no rejects."""
    with read_ledger(target) as ledger:
        rejects = Rejects(ledger.session, ledger.tables, scope) if ledger else None
        yield RejectList(rejects, query, closed_too=closed_too)
