"""The ledger's side of an undo: what a run has written, batch by batch, and how much of it is out again."""

from __future__ import annotations

import os
import socket
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.ledger.checked import CheckedSession, Reads, is_sum, journalled, planned
from dbmigrate.ledger.clock import now
from dbmigrate.ledger.entries import (
    BEFORE,
    COPYING,
    DELETED,
    HASHED,
    INSERTED,
    TAKING_OUT,
    UNDOING,
    UNDONE,
    JournalEntry,
    JournalledBatch,
    MapShare,
    UndoStep,
    WrittenTarget,
)
from dbmigrate.ledger.origin import os_user
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.batch import Digest
from dbmigrate.model.domains import SHARED_ORIGIN, origin_of


class Undoing:
    """Part of the ledger, in the caller's transaction."""

    def __init__(self, session: Reads, tables: LedgerTables) -> None:
        self._session: Reads = CheckedSession(session)
        self._tables = tables

    # The attempt

    def start(self, run_id: int, program_version: str) -> int:
        """Take the run over; its state stays as it is until something is going to be taken out."""
        run = self._tables.run
        self._session.execute(sa.update(run).where(run.c.run_id == run_id).values(fence=run.c.fence + 1))
        fence = int(self._session.execute(sa.select(run.c.fence).where(run.c.run_id == run_id))[0]["fence"])
        self._session.execute(
            sa.insert(self._tables.attempt).values(
                run_id=run_id,
                fence=fence,
                kind=TAKING_OUT,
                started_at=now(),
                host=socket.gethostname(),
                process_id=os.getpid(),
                os_user=os_user(),
                program_version=program_version,
            )
        )
        return fence

    def mark_begun(self, run_id: int) -> None:
        """Before the first row is taken out: no run may write until the undo has ended."""
        self._set_state(run_id, UNDOING)

    def end(self, run_id: int, fence: int, outcome: str) -> None:
        """``outcome``: undone, undone in part, checked, refused, stopped or failed; the run's state is not touched."""
        attempt = self._tables.attempt
        self._session.execute(
            sa.update(attempt)
            .where(attempt.c.run_id == run_id, attempt.c.fence == fence)
            .values(ended_at=now(), outcome=outcome)
        )

    def mark_undone(self, run_id: int) -> None:
        self._set_state(run_id, UNDONE)

    def mark_undone_in_part(self, run_id: int) -> None:
        """The run is again what its last copying attempt has made of it."""
        self._set_state(run_id, self.copied_state(run_id))

    def copied_state(self, run_id: int) -> str:
        """What the last copying attempt has made of the run."""
        attempt = self._tables.attempt
        rows = self._session.execute(
            sa.select(attempt.c.outcome)
            .where(attempt.c.run_id == run_id, attempt.c.kind == COPYING)
            .order_by(attempt.c.fence.desc())
            .limit(1)
        )
        return str(rows[0]["outcome"] or "started") if rows else "started"

    def _set_state(self, run_id: int, state: str) -> None:
        run = self._tables.run
        self._session.execute(sa.update(run).where(run.c.run_id == run_id).values(state=state))

    # What was written

    def written(self, run_id: int) -> list[WrittenTarget]:
        """By source table and target; also targets into which nothing went."""
        target, key = self._tables.batch_target, self._tables.batch_key
        gone = self._session.execute(
            sa.select(key.c.table_name, key.c.target_name, sa.func.sum(key.c.rows).label("rows"))
            .where(key.c.run_id == run_id, key.c.kind == DELETED)
            .group_by(key.c.table_name, key.c.target_name)
        )
        deleted = {(row["table_name"], row["target_name"]): int(row["rows"]) for row in gone}
        totals: dict[tuple[str, str], WrittenTarget] = {}
        for row in self._session.execute(sa.select(target).where(target.c.run_id == run_id)):
            place = (row["table_name"], row["target_name"])
            before = totals.get(place, WrittenTarget(*place, 0, 0, Digest()))
            own = _digest(row["rows_inserted"], row)
            totals[place] = WrittenTarget(
                *place,
                before.rows_inserted + row["rows_inserted"],
                before.rows_updated + row["rows_updated"],
                before.digest + own if before.digest is not None and own is not None else None,
                deleted.get(place, 0),
            )
        return [totals[place] for place in sorted(totals)]

    def places(
        self, run_id: int, table_name: str, target_name: str, *, deleted: bool | None = None
    ) -> list[tuple[int, int]]:
        """(chunk, batch) of the batches that have written and are not out yet, newest first.

        ``deleted``: only those that have deleted rows, or only the others.
        """
        kinds = {None: (INSERTED, BEFORE, DELETED), True: (DELETED,), False: (INSERTED, BEFORE)}[deleted]
        key, step = self._tables.batch_key, self._tables.undo_step
        same = [key.c[name] == step.c[name] for name in ("run_id", "table_name", "chunk_no", "batch_no", "target_name")]
        rows = self._session.execute(
            sa.select(key.c.chunk_no, key.c.batch_no)
            .where(
                key.c.run_id == run_id,
                key.c.table_name == table_name,
                key.c.target_name == target_name,
                key.c.kind.in_(kinds),
                ~sa.exists().where(*same),
            )
            .distinct()
            .order_by(key.c.chunk_no.desc(), key.c.batch_no.desc())
        )
        return [(row["chunk_no"], row["batch_no"]) for row in rows]

    def batch(self, run_id: int, table_name: str, target_name: str, place: tuple[int, int]) -> JournalledBatch:
        key, batch = self._tables.batch_key, self._tables.batch
        here = [
            key.c.run_id == run_id,
            key.c.table_name == table_name,
            key.c.target_name == target_name,
            key.c.chunk_no == place[0],
            key.c.batch_no == place[1],
            key.c.kind != HASHED,
        ]
        same = sa.and_(*(key.c[name] == batch.c[name] for name in ("run_id", "table_name", "chunk_no", "batch_no")))
        rows = self._session.execute(
            sa.select(key.c.kind, key.c.rows, key.c.digest_first, key.c.digest_second, key.c.payload)
            .add_columns(batch.c.digest_name)
            .join_from(key, batch, same)
            .where(*here)
            .order_by(key.c.kind)
        )
        entries = tuple(
            JournalEntry(row["kind"], row["rows"], bytes(row["payload"]), _digest(row["rows"], row)) for row in rows
        )
        return JournalledBatch(*place, entries, rows[0]["digest_name"])

    def rows_out(self, run_id: int) -> dict[tuple[str, str], tuple[int, int, int]]:
        """By source table and target: rows deleted, restored and missing so far."""
        step = self._tables.undo_step
        sums = [sa.func.sum(step.c[name]).label(name) for name in ("rows_deleted", "rows_restored", "rows_missing")]
        rows = self._session.execute(
            sa.select(step.c.table_name, step.c.target_name, *sums)
            .where(step.c.run_id == run_id)
            .group_by(step.c.table_name, step.c.target_name)
        )
        return {
            (row["table_name"], row["target_name"]): (
                int(row["rows_deleted"]),
                int(row["rows_restored"]),
                int(row["rows_missing"]),
            )
            for row in rows
        }

    def later_writers(self, run_id: int, target_name: str, kind: str) -> list[int]:
        """Later runs, not undone, that have journalled rows of this kind for the target."""
        key, run = self._tables.batch_key, self._tables.run
        rows = self._session.execute(
            sa.select(key.c.run_id)
            .where(
                key.c.target_name == target_name,
                key.c.kind == kind,
                key.c.run_id.in_(sa.select(run.c.run_id).where(run.c.run_id > run_id, run.c.state != UNDONE)),
                ~self._tables.is_undone(key),
            )
            .distinct()
        )
        return sorted(row["run_id"] for row in rows)

    def keys_of_later_runs(self, run_id: int, target_name: str) -> Iterator[tuple[pa.RecordBatch, tuple[str, ...]]]:
        """What later runs, not undone, have inserted into the target: keys, and which of their columns are tagged."""
        key = self._tables.batch_key
        for later in self.later_writers(run_id, target_name, INSERTED):
            places = [key.c.run_id == later, key.c.target_name == target_name, key.c.kind == INSERTED]
            listed = self._session.execute(
                sa.select(key.c.table_name, key.c.chunk_no, key.c.batch_no).where(*places, ~self._tables.is_undone(key))
            )
            for row in listed:
                here = [key.c[name] == value for name, value in row.items()]
                [found] = self._session.execute(sa.select(key.c.payload).where(*places, *here))
                yield journalled(bytes(found["payload"]))

    # What is out

    def record_step(self, run_id: int, step: UndoStep) -> None:
        self._session.execute(
            sa.insert(self._tables.undo_step).values(
                run_id=run_id,
                table_name=step.table_name,
                chunk_no=step.chunk_no,
                batch_no=step.batch_no,
                target_name=step.target_name,
                rows_deleted=step.deleted,
                rows_restored=step.restored,
                rows_missing=step.missing,
                undone_at=now(),
            )
        )

    def undone_tables(self, run_id: int) -> set[str]:
        undone = self._tables.undone_table
        rows = self._session.execute(sa.select(undone.c.table_name).where(undone.c.run_id == run_id))
        return {row["table_name"] for row in rows}

    def record_undone_tables(self, run_id: int, names: Iterable[str]) -> None:
        """From now on what the run did with these tables counts for nothing."""
        known = self.undone_tables(run_id)
        for name in sorted(set(names) - known):
            self._session.execute(
                sa.insert(self._tables.undone_table).values(run_id=run_id, table_name=name, undone_at=now())
            )

    def record_reach(self, run_id: int, target_names: Iterable[str]) -> None:
        """Rows of the run are out of these targets, where each run until now may have found them."""
        reach, run = self._tables.undo_reach, self._tables.run
        [row] = self._session.execute(sa.select(sa.func.max(run.c.run_id).label("newest")))
        known = self._session.execute(
            sa.select(reach.c.target_name).where(reach.c.run_id == run_id, reach.c.newest_run_id == row["newest"])
        )
        for name in sorted(set(target_names) - {one["target_name"] for one in known}):
            self._session.execute(sa.insert(reach).values(run_id=run_id, target_name=name, newest_run_id=row["newest"]))

    # Key maps

    def handed_out(self, run_id: int, package: str) -> list[MapShare]:
        """The ids that the run was the first to hand out, by map and origin."""
        key_map = self._tables.key_map
        held = self._session.execute(
            sa.select(key_map.c.map_name, key_map.c.origin, sa.func.count().label("ids"))
            .where(key_map.c.run_id == run_id)
            .group_by(key_map.c.map_name, key_map.c.origin)
            .order_by(key_map.c.map_name, key_map.c.origin)
        )
        later = self._later_users(run_id, package) if held else []
        return [
            MapShare(
                row["map_name"],
                row["origin"],
                int(row["ids"]),
                next((run for run, names, own in later if row["map_name"] in names and row["origin"] in own), None),
            )
            for row in held
        ]

    def _later_users(self, run_id: int, package: str) -> list[tuple[int, set[str], tuple[str, str]]]:
        """Later runs of the package, not undone, with the domains of the targets that they have written into, and the
        origins of their ids; oldest first."""
        target, run = self._tables.batch_target, self._tables.run
        written = self._session.execute(
            sa.select(target.c.run_id, target.c.table_name, target.c.target_name)
            .where(
                target.c.run_id > run_id,
                target.c.rows_inserted + target.c.rows_updated > 0,
                ~self._tables.is_undone(target),
            )
            .distinct()
        )
        filled: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in written:
            filled[row["run_id"]].append((row["table_name"], row["target_name"]))
        runs = self._session.execute(
            sa.select(run.c.run_id, run.c.source_identity, run.c.plan)
            .where(run.c.run_id.in_(sorted(filled)), run.c.state != UNDONE, run.c.package == package)
            .order_by(run.c.run_id)
        )
        return [
            (
                int(row["run_id"]),
                _domains(planned(row["plan"])["tables"], filled[row["run_id"]]),
                (SHARED_ORIGIN, origin_of(row["source_identity"])),
            )
            for row in runs
        ]

    def take_back(self, run_id: int, shares: Iterable[MapShare]) -> None:
        """Ids that later runs use are theirs from now on, the others free."""
        for statement in self.taking_back(run_id, shares):
            self._session.execute(statement)

    def taking_back(self, run_id: int, shares: Iterable[MapShare]) -> Iterator[sa.Update | sa.Delete]:
        key_map = self._tables.key_map
        for share in shares:
            if share.heir is not None:
                yield (
                    sa.update(key_map)
                    .where(
                        key_map.c.run_id == run_id,
                        key_map.c.map_name == share.map_name,
                        key_map.c.origin == share.origin,
                    )
                    .values(run_id=share.heir)
                )
        yield sa.delete(key_map).where(key_map.c.run_id == run_id)


def _domains(planned: dict[str, Any], written: Iterable[tuple[str, str]]) -> set[str]:
    """Names of the id domains of these (source table, target)."""
    found: set[str] = set()
    for table_name, target_name in written:
        into = planned.get(table_name, {}).get("into", {}).get(target_name, {})
        found.update(str(entry[0]) for entry in into.get("domains", {}).values())
    return found


def _digest(rows: int, row: dict[str, Any]) -> Digest | None:
    texts = [str(row[name]) for name in ("digest_first", "digest_second")]
    return Digest(rows, *(int(text) for text in texts)) if all(map(is_sum, texts)) else None
