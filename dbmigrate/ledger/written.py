"""Which rows of a target this program has written, by the journal of runs that still count.  Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.ledger.checked import CheckedSession, Reads, journalled, spoilt
from dbmigrate.ledger.entries import DELETED, HASHED, INSERTED, UNDONE, Scope
from dbmigrate.ledger.key_journal import decode_hashes
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
        for _, rows in self.inserted_by_run(table_name, target_name, batch):
            yield rows

    def inserted_by_run(
        self, table_name: str, target_name: str, batch: tuple[int, int, int] | None = None
    ) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The same with the run, in the order of runs."""
        for row in self._entries(INSERTED, table_name, target_name, batch):
            yield int(row["run_id"]), journalled(bytes(row["payload"]))[0]

    def deleted_by_run(
        self, table_name: str, target_name: str
    ) -> Iterator[tuple[int, pa.RecordBatch, tuple[str, ...]]]:
        """Whole rows that a run has deleted, because they had gone from the source; and their tagged columns."""
        for row in self._entries(DELETED, table_name, target_name):
            yield (int(row["run_id"]), *journalled(bytes(row["payload"])))

    def hashes(self, table_name: str, target_name: str, digest_name: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Hashes of keys and of rows as batches have left them, in the order in which that was; of this kind alone."""
        for row in self._entries(HASHED, table_name, target_name):
            if row["digest_name"] == digest_name:
                try:
                    yield decode_hashes(bytes(row["payload"]))
                except ValueError as error:
                    raise spoilt("batch_key.payload", str(error)) from None

    def _entries(
        self, kind: str, table_name: str, target_name: str, batch: tuple[int, int, int] | None = None
    ) -> Iterator[dict[str, Any]]:
        """A page at a time, in the order of run, chunk and batch."""
        key, run, recorded = self._tables.batch_key, self._tables.run, self._tables.batch
        place = (key.c.run_id, key.c.chunk_no, key.c.batch_no)
        counting = sa.select(run.c.run_id).where(
            run.c.state != UNDONE,
            run.c.source_identity == self._scope.source_identity,
            run.c.package == self._scope.package,
        )
        clauses = [
            key.c.table_name == table_name,
            key.c.target_name == target_name,
            key.c.kind == kind,
            key.c.run_id.in_(counting),
            ~self._tables.is_undone(key),
        ]
        if batch is not None:
            clauses += [column == value for column, value in zip(place, batch, strict=True)]
        same = [key.c[name] == recorded.c[name] for name in ("run_id", "table_name", "chunk_no", "batch_no")]
        query = sa.select(*place, key.c.payload, recorded.c.digest_name).join_from(key, recorded, sa.and_(*same))
        query = query.where(*clauses).order_by(*place).limit(_PAYLOADS_AT_ONCE)
        page = self._session.execute(query)
        while page:
            yield from page
            page = self._session.execute(query.where(_behind(place, page[-1])))


def _behind(place: tuple[Any, Any, Any], last: dict[str, Any]) -> sa.ColumnElement[bool]:
    run, chunk, batch = place
    same_run = sa.and_(run == last["run_id"], chunk > last["chunk_no"])
    same_chunk = sa.and_(run == last["run_id"], chunk == last["chunk_no"], batch > last["batch_no"])
    return sa.or_(run > last["run_id"], same_run, same_chunk)
