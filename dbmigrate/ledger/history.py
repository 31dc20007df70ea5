"""What earlier runs did, for planning passes, status, verification and reports.  Reads only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from dbmigrate.ledger.checked import CheckedSession, Reads, is_sum
from dbmigrate.ledger.coverage import Cover, Coverage
from dbmigrate.ledger.entries import DELETED, PASS, UNDONE, BatchMark, Scope, TargetTotals
from dbmigrate.ledger.rejects import Rejects
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.batch import Digest
from dbmigrate.model.keys import KeyRange, decode_key

_BATCH_TARGET = ("run_id", "table_name", "chunk_no", "batch_no", "target_name")


class History:
    """Questions over the runs of one ledger: all, or those of one scope.  Undone runs, and undone tables of
    a run, count for nothing.

    ``before``: only runs that are older than this one.
    """

    def __init__(
        self, session: Reads, tables: LedgerTables, scope: Scope | None = None, *, before: int | None = None
    ) -> None:
        self._session: Reads = CheckedSession(session)
        self._tables = tables
        self._scope = scope
        self._before = before

    def closed_tables(self) -> set[str]:
        """Source tables that some run has copied to the end."""
        return {name for name, _ in self._closed_by_run()}

    def closed_in_run(self, run_id: int) -> set[str]:
        return {name for name, run in self._closed_by_run() if run == run_id}

    def closed_targets(self) -> dict[str, set[frozenset[str]]]:
        """By source table: the sets of targets that a run has filled with it to the end."""
        target = self._tables.batch_target
        filled: dict[tuple[str, int], set[str]] = defaultdict(set)
        for row in self._session.execute(
            sa.select(target.c.table_name, target.c.run_id, target.c.target_name).where(self._counts(target)).distinct()
        ):
            filled[row["table_name"], row["run_id"]].add(row["target_name"])
        closed: dict[str, set[frozenset[str]]] = defaultdict(set)
        for place in self._closed_by_run():
            closed[place[0]].add(frozenset(filled[place]))
        return closed

    def touched_targets(self) -> set[tuple[str, str]]:
        """(source table, target table) pairs of which at least one row was committed, by any run."""
        target = self._tables.batch_target
        rows = self._session.execute(
            sa.select(target.c.table_name, target.c.target_name)
            .where(self._counts(target), target.c.rows_inserted + target.c.rows_updated + target.c.rows_present > 0)
            .distinct()
        )
        return {(row["table_name"], row["target_name"]) for row in rows}

    def partly_copied(self) -> set[str]:
        """Source tables of which a pass has committed rows without coming to the end."""
        target, run = self._tables.batch_target, self._tables.run
        passes = sa.select(run.c.run_id).where(run.c.kind == PASS)
        moved = target.c.rows_inserted + target.c.rows_updated + target.c.rows_present > 0
        rows = self._session.execute(
            sa.select(target.c.table_name, target.c.run_id)
            .where(self._counts(target), target.c.run_id.in_(passes), moved)
            .distinct()
        )
        closed = set(self._closed_by_run())
        return {row["table_name"] for row in rows if (row["table_name"], row["run_id"]) not in closed}

    def coverage(self) -> Coverage:
        """What the tables that were copied to their end prove, by their scopes and marks."""
        scope, mark = self._tables.table_scope, self._tables.high_water_mark
        same = sa.and_(scope.c.run_id == mark.c.run_id, scope.c.table_name == mark.c.table_name)
        rows = self._session.execute(
            sa.select(
                scope.c.run_id,
                scope.c.table_name,
                scope.c.scope,
                scope.c.based_on,
                scope.c.rows_below,
                mark.c.column_name,
                mark.c.value,
            )
            .select_from(scope.outerjoin(mark, same))
            .where(self._counts(scope))
        )
        closed, short = set(self._closed_by_run()), self._lost_rows()
        return Coverage(
            Cover(
                row["run_id"],
                row["table_name"],
                row["scope"],
                row["based_on"],
                row["column_name"],
                row["value"],
                row["rows_below"],
                (row["table_name"], row["run_id"]) in short,
            )
            for row in rows
            if (row["table_name"], row["run_id"]) in closed
        )

    def taken_out_since(self, run_id: int) -> list[int]:
        """Runs of which rows were taken out after this one had begun."""
        reach, run = self._tables.undo_reach, self._tables.run
        chosen = sa.select(run.c.run_id)
        if self._scope is not None:
            chosen = chosen.where(
                run.c.source_identity == self._scope.source_identity, run.c.package == self._scope.package
            )
        rows = self._session.execute(
            sa.select(reach.c.run_id).where(reach.c.newest_run_id >= run_id, reach.c.run_id.in_(chosen)).distinct()
        )
        return sorted(int(row["run_id"]) for row in rows)

    def _lost_rows(self) -> set[tuple[str, int]]:
        """(table, run) where rows of an older run, which the run may have found, were taken out afterwards."""
        reach, target = self._tables.undo_reach, self._tables.batch_target
        between = sa.and_(
            target.c.target_name == reach.c.target_name,
            target.c.run_id > reach.c.run_id,
            target.c.run_id <= reach.c.newest_run_id,
        )
        rows = self._session.execute(
            sa.select(target.c.table_name, target.c.run_id).select_from(target.join(reach, between)).distinct()
        )
        return {(row["table_name"], row["run_id"]) for row in rows}

    def filters_by_table(self) -> dict[str, list[dict[str, Any]]]:
        """The operator's filters of every run that has copied a table to its end, by table; ``{}`` for all rows."""
        run = self._tables.run
        rows = self._session.execute(sa.select(run.c.run_id, run.c.filters))
        filters = {row["run_id"]: row["filters"] for row in rows}
        found: dict[str, set[str]] = defaultdict(set)
        for name, run_id in self._closed_by_run():
            found[name].add(filters[run_id])
        return {name: [json.loads(text) for text in sorted(texts)] for name, texts in found.items()}

    def left_out(self, run_id: int, table_name: str) -> dict[str, int]:
        """Rows that the run's filters left out of this table, by reason."""
        scope = self._tables.table_scope
        rows = self._session.execute(
            sa.select(scope.c.left_out).where(scope.c.run_id == run_id, scope.c.table_name == table_name)
        )
        found: dict[str, int] = json.loads(rows[0]["left_out"] or "{}") if rows else {}
        return found

    def left_out_by_table(self, run_id: int) -> dict[str, dict[str, int]]:
        """The same of every table that the run has planned."""
        return {str(row["table_name"]): json.loads(str(row["left_out"] or "{}")) for row in self.scopes(run_id)}

    def scopes(self, run_id: int) -> list[dict[str, object]]:
        """Per source table of a run: what it was about, and how many rows it left out for which reason."""
        scope = self._tables.table_scope
        return self._session.execute(
            sa.select(scope.c.table_name, scope.c.scope, scope.c.left_out)
            .where(scope.c.run_id == run_id)
            .order_by(scope.c.table_name)
        )

    def _closed_by_run(self) -> list[tuple[str, int]]:
        chunk, batch, run = self._tables.chunk, self._tables.batch, self._tables.run
        # Only a pass goes through a table to its end; other runs have chunks for certain rows.
        passes = sa.select(run.c.run_id).where(run.c.kind == PASS)
        planned = self._session.execute(
            sa.select(chunk.c.run_id, chunk.c.table_name, sa.func.count().label("chunks"))
            .where(self._counts(chunk), chunk.c.run_id.in_(passes))
            .group_by(chunk.c.run_id, chunk.c.table_name)
        )
        closed = self._session.execute(
            sa.select(batch.c.run_id, batch.c.table_name, sa.func.count().label("chunks"))
            .where(batch.c.closes_chunk == 1, self._counts(batch), batch.c.run_id.in_(passes))
            .group_by(batch.c.run_id, batch.c.table_name)
        )
        done = {(row["run_id"], row["table_name"]): row["chunks"] for row in closed}
        return [
            (row["table_name"], row["run_id"])
            for row in planned
            if done.get((row["run_id"], row["table_name"])) == row["chunks"]
        ]

    def _counts(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """Rows of the runs that this history is about, and of tables that were not taken out again."""
        run = self._tables.run
        runs = sa.select(run.c.run_id).where(run.c.state != UNDONE)
        if self._scope is not None:
            runs = runs.where(
                run.c.source_identity == self._scope.source_identity, run.c.package == self._scope.package
            )
        if self._before is not None:
            runs = runs.where(run.c.run_id < self._before)
        return sa.and_(table.c.run_id.in_(runs), ~self._tables.is_undone(table))

    def target_totals(self, run_id: int | None = None) -> list[TargetTotals]:
        """Per source table and target: rows and the summed digest, over all runs or one (even an undone one)."""
        target, batch = self._tables.batch_target, self._tables.batch
        same = sa.and_(*(target.c[c] == batch.c[c] for c in ("run_id", "table_name", "chunk_no", "batch_no")))
        query = sa.select(
            *(target.c[name] for name in _BATCH_TARGET),
            target.c.rows_inserted,
            target.c.rows_updated,
            target.c.rows_present,
            target.c.digest_first,
            target.c.digest_second,
            batch.c.digest_name,
        ).join_from(target, batch, same)
        query = query.where(self._counts(target) if run_id is None else target.c.run_id == run_id)
        deleted = self._deleted(run_id)
        totals: dict[tuple[str, str], TargetTotals] = {}
        for row in self._session.execute(query):
            place = (row["table_name"], row["target_name"])
            totals[place] = _added(totals.get(place), row, deleted.get(_batch_target(row), 0))
        return [totals[place] for place in sorted(totals)]

    def batch_marks(self) -> dict[tuple[str, str], list[BatchMark]]:
        """By source table and target: of all runs that count, in the order of run, chunk and batch.

        Of all at once: each question costs as much as the marks of some hundred batches.
        """
        target, batch, chunk = self._tables.batch_target, self._tables.batch, self._tables.chunk
        places = ("run_id", "table_name", "chunk_no", "batch_no")
        query = (
            sa.select(
                *(target.c[name] for name in _BATCH_TARGET),
                chunk.c.after_key,
                chunk.c.through_key.label("chunk_through"),
                batch.c.through_key,
                target.c.rows_inserted,
                target.c.digest_first,
                target.c.digest_second,
                batch.c.digest_name,
            )
            .join_from(target, batch, sa.and_(*(target.c[c] == batch.c[c] for c in places)))
            .join(chunk, sa.and_(*(target.c[c] == chunk.c[c] for c in places[:3])))
            .where(self._counts(target))
            .order_by(target.c.run_id, target.c.chunk_no, target.c.batch_no)
        )
        deleted = self._deleted(None)
        marks: dict[tuple[str, str], list[BatchMark]] = {}
        for row in self._session.execute(query):
            mark = BatchMark(
                int(row["run_id"]),
                int(row["chunk_no"]),
                KeyRange(decode_key(row["after_key"]), decode_key(row["chunk_through"])),
                decode_key(row["through_key"]),
                int(row["rows_inserted"]) - deleted.get(_batch_target(row), 0),
                _digest(row, deleted.get(_batch_target(row), 0)),
                str(row["digest_name"]),
            )
            marks.setdefault((row["table_name"], row["target_name"]), []).append(mark)
        return marks

    def _deleted(self, run_id: int | None) -> dict[tuple[Any, ...], int]:
        """Rows that batches have deleted, by what names a batch and its target; of all runs that count, or of one."""
        key = self._tables.batch_key
        counts = self._counts(key) if run_id is None else key.c.run_id == run_id
        rows = self._session.execute(
            sa.select(*(key.c[name] for name in _BATCH_TARGET), key.c.rows).where(key.c.kind == DELETED, counts)
        )
        return {_batch_target(row): int(row["rows"]) for row in rows}

    def tables_of_run(self, run_id: int) -> set[str]:
        """Source tables of which the run has committed something."""
        batch = self._tables.batch
        rows = self._session.execute(sa.select(batch.c.table_name).where(batch.c.run_id == run_id).distinct())
        return {row["table_name"] for row in rows}

    def table_progress(self, run_id: int) -> list[dict[str, object]]:
        """Per source table of a run: rows read and rejected, batches, first and last commit."""
        batch = self._tables.batch
        return self._session.execute(
            sa.select(
                batch.c.table_name,
                sa.func.sum(batch.c.rows_read).label("rows_read"),
                sa.func.sum(batch.c.rows_rejected).label("rows_rejected"),
                sa.func.count().label("batches"),
                sa.func.min(batch.c.committed_at).label("first_commit"),
                sa.func.max(batch.c.committed_at).label("last_commit"),
            )
            .where(batch.c.run_id == run_id)
            .group_by(batch.c.table_name)
            .order_by(batch.c.table_name)
        )

    def rejects(self, run_id: int | None = None, limit: int | None = None) -> list[dict[str, object]]:
        reject = self._tables.reject
        query = sa.select(reject).order_by(
            reject.c.run_id, reject.c.table_name, reject.c.chunk_no, reject.c.batch_no, reject.c.reject_no
        )
        if run_id is not None:
            query = query.where(reject.c.run_id == run_id)
        if limit is not None:
            query = query.limit(limit)
        return self._session.execute(query)

    def refused_rows(self, table_name: str, reason: str) -> frozenset[str]:
        """The source rows, as JSON text, that were rejected for this reason and are still not in the target."""
        reject = self._tables.reject
        is_open = Rejects(self._session, self._tables, self._scope).is_open(reject)
        rows = self._session.execute(
            sa.select(reject.c.source_row).where(reject.c.table_name == table_name, reject.c.reason == reason, is_open)
        )
        return frozenset(str(row["source_row"]) for row in rows)

    def rejected_keys(self, table_name: str, reasons: Sequence[str]) -> frozenset[str]:
        """The keys, as JSON text, of such rows; for one of several reasons."""
        reject = self._tables.reject
        is_open = Rejects(self._session, self._tables, self._scope).is_open(reject)
        rows = self._session.execute(
            sa.select(reject.c.source_key)
            .where(reject.c.table_name == table_name, reject.c.reason.in_(reasons), is_open)
            .distinct()
        )
        return frozenset(str(row["source_key"]) for row in rows)

    def reject_counts(self, run_id: int | None = None) -> list[dict[str, object]]:
        reject = self._tables.reject
        query = (
            sa.select(reject.c.table_name, reject.c.reason, reject.c.column_name, sa.func.count().label("rows"))
            .group_by(reject.c.table_name, reject.c.reason, reject.c.column_name)
            .order_by(reject.c.table_name, reject.c.reason)
        )
        if run_id is not None:
            query = query.where(reject.c.run_id == run_id)
        return self._session.execute(query)

    def attempts(self, run_id: int) -> list[dict[str, object]]:
        attempt = self._tables.attempt
        return self._session.execute(sa.select(attempt).where(attempt.c.run_id == run_id).order_by(attempt.c.fence))

    def marks(self, run_id: int) -> list[dict[str, object]]:
        mark = self._tables.high_water_mark
        return self._session.execute(sa.select(mark).where(mark.c.run_id == run_id).order_by(mark.c.table_name))


def _batch_target(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _BATCH_TARGET)


def _added(before: TargetTotals | None, row: dict[str, Any], deleted: int) -> TargetTotals:
    inserted, updated, present = (int(row[c]) for c in ("rows_inserted", "rows_updated", "rows_present"))
    name = str(row["digest_name"])
    digest = _digest(row, deleted)
    if before is None:
        names = str(row["table_name"]), str(row["target_name"])
        return TargetTotals(*names, inserted, updated, present, digest, name, deleted)
    both = before.digest + digest if before.digest and digest and before.digest_name == name else None
    return TargetTotals(
        before.table_name,
        before.target_name,
        before.rows_inserted + inserted,
        before.rows_updated + updated,
        before.rows_present + present,
        both,
        name if both else None,
        before.rows_deleted + deleted,
    )


def _digest(row: dict[str, Any], deleted: int) -> Digest | None:
    """Of what came with a batch less what went; None where there is none, or none that this program could have
    written."""
    texts = [str(row[name]) for name in ("digest_first", "digest_second")]
    if not all(map(is_sum, texts)):
        return None
    return Digest(int(row["rows_inserted"]) - deleted, *(int(text) for text in texts))
