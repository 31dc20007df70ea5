"""The only code that writes the tracking tables.

Every method runs in the session's open transaction unless it says otherwise; the caller commits, so
that a batch's rows and its entry are one commit.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from msgspec.structs import asdict

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.session import Session
from dbmigrate.errors import LeaseLostError, LedgerError, TargetError
from dbmigrate.ledger.checked import CheckedSession, planned
from dbmigrate.ledger.clock import now
from dbmigrate.ledger.entries import (
    COPYING,
    FIRST_FENCE,
    FIRST_RUN,
    PASS,
    BatchEntry,
    ChunkEntry,
    RunEntry,
    TableOpening,
    TargetEntry,
)
from dbmigrate.ledger.key_maps import KeyMaps
from dbmigrate.ledger.leftovers import Leftovers
from dbmigrate.ledger.origin import os_user
from dbmigrate.ledger.progress import Progress
from dbmigrate.ledger.rejects import row_hash
from dbmigrate.ledger.source_states import SourceStates
from dbmigrate.ledger.tables import LEDGER_VERSION, ledger_tables
from dbmigrate.ledger.undoing import Undoing
from dbmigrate.model.batch import Digest
from dbmigrate.model.domains import origin_of
from dbmigrate.model.keys import encode_key
from dbmigrate.model.plan import MigrationPlan

Row = tuple[sa.Table, Mapping[str, Any]]


@lru_cache(maxsize=16)
def _held(run: sa.Table, run_id: int, *, alone: bool) -> sa.Select[Any]:
    """Asked in each batch's transaction: to make the statement takes longer than to run it."""
    return sa.select(run.c.fence).where(run.c.run_id == run_id).with_for_update(read=not alone)


class Ledger:
    """Tracking tables reached through one session of the target."""

    def __init__(self, session: Session, *, has_schemas: bool) -> None:
        self.session = session
        self.tables = ledger_tables(has_schemas=has_schemas)
        self.leftovers = Leftovers(session, self.tables)
        self.progress = Progress(session, self.tables)
        self.key_maps = KeyMaps(session, self.tables)
        self.undoing = Undoing(session, self.tables)
        self.source_states = SourceStates(session, self.tables)

    def create(self) -> None:
        """Make what is missing; a transaction of its own.  Raises what ``check_version`` raises."""
        self.is_readable()
        # Definitions may commit by themselves, and a crash fall between two: what ``exists`` asks for comes last.
        tables = sorted(self.tables.metadata.sorted_tables, key=lambda table: table is self.tables.run)
        self.session.make_tables(self.tables.schema, tables)

    def exists(self) -> bool:
        """Whether there is a ledger; never creates one."""
        try:
            self.session.execute(sa.select(sa.func.count()).select_from(self.tables.run))
        except EngineFault as fault:
            # A busy or broken connection does not say that there is none.
            if fault.fault is not Fault.TERMINAL:
                raise
            return False
        return True

    def is_readable(self) -> bool:
        """Whether there is a ledger; raises what ``check_version`` raises."""
        if not self.exists():
            return False
        self.check_version()
        return True

    def check_version(self) -> None:
        """Raises LedgerError DBM-8003 for a ledger that a newer release has written, DBM-8007 for one of a
        version that this release no longer reads."""
        rows = CheckedSession(self.session).execute(
            sa.select(sa.func.max(self.tables.run.c.ledger_version).label("version"))
        )
        version = rows[0]["version"] if rows else None
        if version is not None and version > LEDGER_VERSION:
            raise LedgerError(
                f"the ledger in the target has version {version}, this release knows version {LEDGER_VERSION}",
                code="DBM-8003",
                next_step="Use the newer release that wrote it",
            )
        if version is not None and version < LEDGER_VERSION:
            raise LedgerError(
                f"the ledger in the target has version {version}, this release needs version {LEDGER_VERSION}",
                code="DBM-8007",
                safe="Nothing was changed",
                next_step="Finish with the release that wrote it, or begin anew with an empty target "
                "and without its tracking tables",
            )

    # Runs and attempts

    def runs(self) -> list[RunEntry]:
        """Newest first."""
        run = self.tables.run
        columns = [run.c[name] for name in RunEntry.__struct_fields__]
        rows = CheckedSession(self.session).execute(sa.select(*columns).order_by(run.c.run_id.desc()))
        return [RunEntry(**row) for row in rows]

    def plan_document(self, run_id: int) -> dict[str, Any]:
        """What the run was started with; raises LedgerError DBM-8012."""
        run = self.tables.run
        [row] = CheckedSession(self.session).execute(sa.select(run.c.plan).where(run.c.run_id == run_id))
        return planned(row["plan"])

    def start_run(self, plan: MigrationPlan, project: str, pass_number: int, kind: str = PASS) -> RunEntry:
        run = self.tables.run
        newest = CheckedSession(self.session).execute(sa.select(sa.func.max(run.c.run_id).label("latest")))
        latest = newest[0]["latest"]
        entry = RunEntry(
            run_id=FIRST_RUN if latest is None else latest + 1,
            project=project,
            package=plan.package,
            package_release=plan.package_release,
            source_identity=plan.source_identity,
            target_identity=plan.target_identity,
            fingerprint=plan.fingerprint,
            kind=kind,
            filters=json.dumps(plan.document.get("filters", {}), sort_keys=True, ensure_ascii=False),
            pass_number=pass_number,
            fence=FIRST_FENCE - 1,
            state="started",
            started_at=now(),
            ended_at=None,
        )
        values = {name: getattr(entry, name) for name in RunEntry.__struct_fields__}
        document = json.dumps(plan.document, sort_keys=True)
        self.session.execute(sa.insert(run).values(ledger_version=LEDGER_VERSION, plan=document, **values))
        return entry

    def start_attempt(self, run_id: int, program_version: str, accepted: Sequence[str] = ()) -> int:
        """Take the run over: raises the fence, so that an older process can commit nothing more.

        Batches that are being committed hold the run's row (see ``hold_fence``) and are waited for, so what
        is read afterwards is all there is.
        """
        self.await_commits(run_id)
        run = self.tables.run
        self.session.execute(
            sa.update(run).where(run.c.run_id == run_id).values(fence=run.c.fence + 1, state="started", ended_at=None)
        )
        held = CheckedSession(self.session).execute(sa.select(run.c.fence).where(run.c.run_id == run_id))
        fence = int(held[0]["fence"])
        self.session.execute(
            sa.insert(self.tables.attempt).values(
                run_id=run_id,
                fence=fence,
                kind=COPYING,
                started_at=now(),
                host=socket.gethostname(),
                process_id=os.getpid(),
                os_user=os_user(),
                program_version=program_version,
                accepted_changes=json.dumps(list(accepted)),
            )
        )
        return fence

    def hold_fence(self, run_id: int, fence: int, *, alone: bool = False) -> None:
        """Inside a batch's transaction: raises LeaseLostError if another process has taken the run over.

        ``alone``: no other batch of the run is being committed until this transaction ends.
        """
        rows = CheckedSession(self.session).execute(_held(self.tables.run, run_id, alone=alone))
        found = int(rows[0]["fence"]) if rows else None
        if found != fence:
            raise LeaseLostError(
                f"run {run_id} was taken over by another process",
                cause=f"this process holds fence {fence}, the ledger says {'no such run' if found is None else found}",
                safe="Nothing of the batch at hand was committed",
                next_step="Let the other process finish, or stop it, then run again",
            )

    def require_batch_before(self, run_id: int, table_name: str, chunk_no: int, batch_no: int) -> None:
        """Inside a batch's transaction, over a session that has written none of the chunk's batches yet.

        To go on behind a batch that the server has lost in a crash would leave its rows out for ever: raises
        TargetError DBM-6015.
        """
        if batch_no == 0:
            return
        batch = self.tables.batch
        before = sa.select(batch.c.fence).where(
            batch.c.run_id == run_id,
            batch.c.table_name == table_name,
            batch.c.chunk_no == chunk_no,
            batch.c.batch_no == batch_no - 1,
        )
        if not CheckedSession(self.session).execute(before):
            raise TargetError(
                "the target has come back without what it had committed",
                code="DBM-6015",
                where=table_name,
                cause=f"batch {batch_no - 1} of chunk {chunk_no} was committed, and is not in the ledger any more: the"
                " server has crashed, or another one has taken its place",
                safe="A batch's rows and its entry are lost or kept together, and nothing was written since",
                next_step="Look at the server, then run again: it goes on behind the last batch that the ledger has",
            )

    def end_attempt(self, run_id: int, fence: int, outcome: str) -> None:
        """``outcome``: copied, verified, stopped or failed."""
        moment = now()
        attempt, run = self.tables.attempt, self.tables.run
        self.session.execute(
            sa.update(attempt)
            .where(attempt.c.run_id == run_id, attempt.c.fence == fence)
            .values(ended_at=moment, outcome=outcome)
        )
        self.session.execute(
            sa.update(run).where(run.c.run_id == run_id, run.c.fence == fence).values(state=outcome, ended_at=moment)
        )

    def accept_plan(self, run_id: int, plan: MigrationPlan) -> None:
        """The operator named every change: the run goes on under the new plan."""
        run = self.tables.run
        known = self.session.execute(sa.select(run.c.source_identity).where(run.c.run_id == run_id))
        before = str(known[0]["source_identity"]) if known else plan.source_identity
        if before != plan.source_identity:
            self.key_maps.move_origin(origin_of(before), origin_of(plan.source_identity))
        self.session.execute(
            sa.update(run)
            .where(run.c.run_id == run_id)
            .values(
                fingerprint=plan.fingerprint,
                plan=json.dumps(plan.document, sort_keys=True),
                source_identity=plan.source_identity,
                target_identity=plan.target_identity,
            )
        )

    # Chunks, marks and batches

    def record_opening(self, run_id: int, opening: TableOpening) -> None:
        self.session.insert_rows(self._opening(run_id, opening, now()))

    def record_chunks(self, run_id: int, chunks: Iterable[ChunkEntry]) -> None:
        self.session.insert_rows(self._chunks(run_id, chunks, now()))

    def record_batch(self, run_id: int, fence: int, entry: BatchEntry, digest_name: str) -> None:
        self.session.insert_rows(self._batch(run_id, fence, entry, digest_name))

    def record_batches(self, run_id: int, fence: int, entries: Sequence[BatchEntry], digest_name: str) -> None:
        """Of several tables, in one trip: rows of one tracking table stand together."""
        found: dict[sa.Table, list[Row]] = {}
        for entry in entries:
            for row in self._batch(run_id, fence, entry, digest_name):
                found.setdefault(row[0], []).append(row)
        self.session.insert_rows(chain.from_iterable(found.values()))

    def _opening(self, run_id: int, opening: TableOpening, moment: str) -> Iterator[Row]:
        yield from self._chunks(run_id, opening.chunks, opening.planned_at)
        of = {"run_id": run_id, "table_name": opening.table_name}
        yield (
            self.tables.table_scope,
            {
                **of,
                "scope": opening.scope,
                "based_on": opening.based_on,
                "rows_below": opening.rows_below,
                "left_out": json.dumps(dict(opening.left_out), ensure_ascii=False) if opening.left_out else None,
                "recorded_at": moment,
            },
        )
        if opening.keys_below is not None:
            yield self.tables.scope_keys, {**of, "keys_below": opening.keys_below}
        if (mark := opening.mark) is not None:
            yield (
                self.tables.high_water_mark,
                {
                    **of,
                    "column_name": mark.column,
                    "value": mark.value,
                    "lower_bound": mark.lower_bound,
                    "frozen_at": moment,
                },
            )

    def _chunks(self, run_id: int, chunks: Iterable[ChunkEntry], planned_at: str) -> Iterator[Row]:
        for chunk in chunks:
            yield (
                self.tables.chunk,
                {
                    "run_id": run_id,
                    "table_name": chunk.table_name,
                    "chunk_no": chunk.chunk_no,
                    "after_key": encode_key(chunk.key_range.after),
                    "through_key": encode_key(chunk.key_range.through),
                    "write_protocol": chunk.write_protocol,
                    "planned_at": planned_at,
                },
            )

    def _batch(self, run_id: int, fence: int, entry: BatchEntry, digest_name: str) -> Iterator[Row]:
        moment = now()
        if entry.opening is not None:
            yield from self._opening(run_id, entry.opening, moment)
        place = {
            "run_id": run_id,
            "table_name": entry.table_name,
            "chunk_no": entry.chunk_no,
            "batch_no": entry.batch_no,
        }
        yield (
            self.tables.batch,
            {
                **place,
                "fence": fence,
                "through_key": encode_key(entry.through_key),
                "rows_read": entry.rows_read,
                "rows_rejected": len(entry.rejects),
                "closes_chunk": int(entry.closes_chunk),
                "digest_name": digest_name,
                "committed_at": moment,
            },
        )
        for target in entry.targets:
            yield from self._target({**place, "target_name": target.target_name}, target)
        for number, reject in enumerate(entry.rejects):
            yield (
                self.tables.reject,
                {
                    **place,
                    "reject_no": number,
                    "source_key": reject.key,
                    "reason": reject.reason,
                    "column_name": reject.column,
                    "message": reject.message,
                    "source_row": reject.row,
                },
            )
            hashed = row_hash(reject.key, reject.row)
            yield self.tables.reject_key, {**place, "reject_no": number, "key_hash": hashed}
        for closing in entry.closings:
            yield (
                self.tables.reject_outcome,
                {
                    "table_name": entry.table_name,
                    **asdict(closing.place),
                    "by_run_id": run_id,
                    "outcome": closing.outcome,
                    "recorded_at": moment,
                },
            )
        if entry.read_as is not None:
            yield self.tables.source_state, self.source_states.row(run_id, fence, entry.read_as, moment)

    def _target(self, place: dict[str, Any], target: TargetEntry) -> Iterator[Row]:
        yield (
            self.tables.batch_target,
            {
                **place,
                "rows_inserted": target.inserted,
                "rows_updated": target.updated,
                "rows_present": target.present,
                **_sums(target.digest),
                "changes": json.dumps(target.changes, sort_keys=True) if target.changes else None,
            },
        )
        for journal in target.journal:
            yield (
                self.tables.batch_key,
                {
                    **place,
                    "kind": journal.kind,
                    "rows": journal.rows,
                    **_sums(journal.digest),
                    "payload": journal.payload,
                },
            )

    def await_commits(self, run_id: int) -> None:
        """Inside a transaction: wait until no batch of the run is being committed any more.

        A lost connection's COMMIT may still be at work in the server; it holds the run's row (``hold_fence``).
        """
        run = self.tables.run
        self.session.execute(sa.select(run.c.fence).where(run.c.run_id == run_id).with_for_update())


def _sums(digest: Digest | None) -> dict[str, str | None]:
    return {
        "digest_first": None if digest is None else str(digest.first),
        "digest_second": None if digest is None else str(digest.second),
    }
