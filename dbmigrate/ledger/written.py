"""Which keys of a target this program has inserted, by the journal of runs that still count.  Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.ledger.checked import CheckedSession, Reads, journalled
from dbmigrate.ledger.entries import INSERTED, UNDONE, Scope
from dbmigrate.ledger.tables import LedgerTables

_PAYLOADS_AT_ONCE = 32


class WrittenKeys:
    """Of the rows that came from one source and package."""

    def __init__(self, session: Reads, tables: LedgerTables, scope: Scope) -> None:
        self._session: Reads = CheckedSession(session)
        self._tables = tables
        self._scope = scope

    def inserted(
        self, table_name: str, target_name: str, batch: tuple[int, int, int] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Key columns of the rows that a source table has brought into a target, as they were written.

        ``batch``: only of this (run, chunk, batch).
        """
        key, run = self._tables.batch_key, self._tables.run
        place = (key.c.run_id, key.c.chunk_no, key.c.batch_no)
        counting = sa.select(run.c.run_id).where(
            run.c.state != UNDONE,
            run.c.source_identity == self._scope.source_identity,
            run.c.package == self._scope.package,
        )
        clauses = [
            key.c.table_name == table_name,
            key.c.target_name == target_name,
            key.c.kind == INSERTED,
            key.c.run_id.in_(counting),
            ~self._tables.is_undone(key),
        ]
        if batch is not None:
            clauses += [column == value for column, value in zip(place, batch, strict=True)]
        query = sa.select(*place, key.c.payload).where(*clauses).order_by(*place).limit(_PAYLOADS_AT_ONCE)
        page = self._session.execute(query)
        while page:
            for row in page:
                yield journalled(row["payload"])[0]
            page = self._session.execute(query.where(_behind(place, page[-1])))


def _behind(place: tuple[Any, Any, Any], last: dict[str, Any]) -> sa.ColumnElement[bool]:
    run, chunk, batch = place
    same_run = sa.and_(run == last["run_id"], chunk > last["chunk_no"])
    same_chunk = sa.and_(run == last["run_id"], chunk == last["chunk_no"], batch > last["batch_no"])
    return sa.or_(run > last["run_id"], same_run, same_chunk)
