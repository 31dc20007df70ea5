"""How far a run has got: its chunks, where each goes on, what its batches did.  Reads only."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace

from dbmigrate.ledger.checked import CheckedSession, Reads, is_sum
from dbmigrate.ledger.entries import BatchEntry, ChunkEntry, ResumePoint, TargetEntry
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.batch import Digest, Reject
from dbmigrate.model.keys import KeyRange, KeyValue, decode_key


class Progress:
    """Questions about one run."""

    def __init__(self, session: Reads, tables: LedgerTables) -> None:
        self._session: Reads = CheckedSession(session)
        self._tables = tables

    def has_batch(self, run_id: int, fence: int, entry: BatchEntry) -> bool:
        """After a lost COMMIT answer and ``await_commits``: is the batch in, and was it us?"""
        batch = self._tables.batch
        rows = self._session.execute(
            sa.select(batch.c.fence).where(
                batch.c.run_id == run_id,
                batch.c.table_name == entry.table_name,
                batch.c.chunk_no == entry.chunk_no,
                batch.c.batch_no == entry.batch_no,
            )
        )
        return bool(rows) and int(rows[0]["fence"]) == fence

    def recorded_batch(self, run_id: int, entry: BatchEntry) -> BatchEntry:
        """The entry as it was committed: what a staged move or a refused row made of it, and how far it went."""
        batch, target, reject = self._tables.batch, self._tables.batch_target, self._tables.reject

        def of(table: sa.Table) -> list[sa.ColumnElement[bool]]:
            return [
                table.c.run_id == run_id,
                table.c.table_name == entry.table_name,
                table.c.chunk_no == entry.chunk_no,
                table.c.batch_no == entry.batch_no,
            ]

        moved = {row["target_name"]: row for row in self._session.execute(sa.select(target).where(*of(target)))}
        rejected = self._session.execute(sa.select(reject).where(*of(reject)).order_by(reject.c.reject_no))
        [known] = self._session.execute(
            sa.select(batch.c.through_key, batch.c.rows_read, batch.c.closes_chunk).where(*of(batch))
        )
        return replace(
            entry,
            through_key=decode_key(known["through_key"]),
            rows_read=known["rows_read"],
            closes_chunk=bool(known["closes_chunk"]),
            targets=tuple(_as_recorded(each, moved[each.target_name]) for each in entry.targets),
            rejects=tuple(
                Reject(row["source_key"], row["reason"], row["column_name"], row["message"], row["source_row"])
                for row in rejected
            ),
        )

    def tables_with_batches(self, run_id: int) -> set[str]:
        """Source tables of which the run has committed something."""
        batch = self._tables.batch
        rows = self._session.execute(sa.select(batch.c.table_name).where(batch.c.run_id == run_id).distinct())
        return {row["table_name"] for row in rows}

    def planned_tables(self, run_id: int) -> frozenset[str]:
        """Source tables of which the ledger says what the run reads."""
        chunk = self._tables.chunk
        rows = self._session.execute(sa.select(chunk.c.table_name).where(chunk.c.run_id == run_id).distinct())
        return frozenset(row["table_name"] for row in rows)

    def moved_rows(self, run_id: int, table_name: str) -> tuple[int, int, int]:
        """Rows that the run has inserted, updated and found present so far, over all targets of the table."""
        target = self._tables.batch_target
        names = ("rows_inserted", "rows_updated", "rows_present")
        [row] = self._session.execute(
            sa.select(*(sa.func.sum(target.c[name]).label(name) for name in names)).where(
                target.c.run_id == run_id, target.c.table_name == table_name
            )
        )
        inserted, updated, present = (int(row[name] or 0) for name in names)
        return inserted, updated, present

    def changed_values(self, run_id: int, table_name: str) -> Counter[str]:
        """Values that the run has changed with consent so far, over all targets of the table."""
        target = self._tables.batch_target
        rows = self._session.execute(
            sa.select(target.c.changes).where(
                target.c.run_id == run_id, target.c.table_name == table_name, target.c.changes.is_not(None)
            )
        )
        changed: Counter[str] = Counter()
        for row in rows:
            changed.update(json.loads(row["changes"]))
        return changed

    def keys_below(self, run_id: int, table_name: str) -> str | None:
        """Of the rows that lay below the overlap when the run froze its mark, a sum of hashes; None if not known."""
        kept = self._tables.scope_keys
        rows = self._session.execute(
            sa.select(kept.c.keys_below).where(kept.c.run_id == run_id, kept.c.table_name == table_name)
        )
        return str(rows[0]["keys_below"]) if rows else None

    def chunks(self, run_id: int, table_name: str) -> list[ChunkEntry]:
        chunk = self._tables.chunk
        rows = self._session.execute(
            sa.select(chunk)
            .where(chunk.c.run_id == run_id, chunk.c.table_name == table_name)
            .order_by(chunk.c.chunk_no)
        )
        return [
            ChunkEntry(
                row["table_name"],
                row["chunk_no"],
                KeyRange(decode_key(row["after_key"]), decode_key(row["through_key"])),
                row["write_protocol"],
            )
            for row in rows
        ]

    def batch_ends(self, run_id: int, table_name: str) -> list[tuple[int, int, KeyValue | None]]:
        """(chunk, batch, through key) in order; None for a batch that went to the end of its chunk."""
        batch = self._tables.batch
        rows = self._session.execute(
            sa.select(batch.c.chunk_no, batch.c.batch_no, batch.c.through_key)
            .where(batch.c.run_id == run_id, batch.c.table_name == table_name)
            .order_by(batch.c.chunk_no, batch.c.batch_no)
        )
        return [(row["chunk_no"], row["batch_no"], decode_key(row["through_key"])) for row in rows]

    def resume_points(self, run_id: int, table_name: str) -> dict[int, ResumePoint]:
        """By chunk number; a chunk without a batch is not listed."""
        batch = self._tables.batch
        rows = self._session.execute(
            sa.select(
                batch.c.chunk_no,
                batch.c.batch_no,
                batch.c.through_key,
                batch.c.closes_chunk,
                batch.c.rows_read,
                batch.c.rows_rejected,
            )
            .where(batch.c.run_id == run_id, batch.c.table_name == table_name)
            .order_by(batch.c.chunk_no, batch.c.batch_no)
        )
        points: dict[int, ResumePoint] = {}
        for row in rows:
            before = points.get(row["chunk_no"], ResumePoint())
            through = decode_key(row["through_key"])
            points[row["chunk_no"]] = ResumePoint(
                row["batch_no"] + 1,
                before.after_key if through is None else through,
                bool(row["closes_chunk"]),
                before.rows_read + row["rows_read"],
                before.rows_rejected + row["rows_rejected"],
            )
        return points


def _as_recorded(entry: TargetEntry, row: dict[str, Any]) -> TargetEntry:
    sums = [str(row[name]) for name in ("digest_first", "digest_second")]
    digest = Digest(row["rows_inserted"], *(int(text) for text in sums)) if all(map(is_sum, sums)) else None
    return replace(
        entry,
        inserted=row["rows_inserted"],
        updated=row["rows_updated"],
        present=row["rows_present"],
        digest=digest,
    )
