"""Missing and changed rows copied again: just those, by the same transform, writer and ledger as any batch.

Surplus rows are listed and never deleted: the ledger knows how many rows a run has written, not which rows the
applications have added since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from dbmigrate import __version__
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import DbmigrateError, LedgerError, VerificationMismatchError
from dbmigrate.ledger.entries import ENDED, UNDONE, RunEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.events import Sink
from dbmigrate.model.pace import Pace
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.model.verdicts import RepairOutcome, Verdict, VerificationReport
from dbmigrate.plan.fingerprint import part_of
from dbmigrate.run.locking import lock_target
from dbmigrate.run.reconcile.expected import Expectation
from dbmigrate.run.resumption import refuse_half_undone
from dbmigrate.run.suspensions import restore, suspend
from dbmigrate.verify.buckets import BucketHasher
from dbmigrate.verify.part_check import PartCheck
from dbmigrate.verify.parts import Part
from dbmigrate.verify.scope import VerifyScope, date_filter
from dbmigrate.verify.verifier import Verifier
from dbmigrate.write.link import TargetLink
from dbmigrate.write.repair_writer import RepairWriter


class _Work(Struct, frozen=True):
    """Rows of one part to be copied again, by the hashes of their keys."""

    part: Part
    keys: np.ndarray


class Repaired(Struct, frozen=True):
    """``tables``: source tables to be verified again."""

    tables: tuple[str, ...]
    told: RepairOutcome


class Repair:
    def __init__(
        self, plan: MigrationPlan, source: Engine, target: Engine, expectation: Expectation, sink: Sink
    ) -> None:
        self._plan = plan
        self._source = source
        self._target = target
        self._expectation = expectation
        self._sink = sink

    def of(self, found: VerificationReport, verifier: Verifier, scope: VerifyScope, limit: int) -> Repaired:
        """Repair what mismatches in ``found``; the differences are looked for again under the run's lock."""
        wrong = {(one.table, one.target) for one in found.tables if one.verdict is Verdict.MISMATCH}
        lock = lock_target(self._target)
        try:
            link = TargetLink(self._target)
            try:
                link.ledger.check_version()
                entry = self._run_to_mend(link.ledger, {table for table, _ in wrong})
                work, left = self._work(verifier, scope, wrong, limit)
                mended = self._mend(link, entry, work) if work else {}
            finally:
                link.close()
        except EngineFault as fault:
            raise side_error(fault, "target", "the repair failed", number=41) from None
        finally:
            lock.release()
        tables = tuple(dict.fromkeys(table for table, _ in wrong))
        return Repaired(tables, RepairOutcome(entry.run_id, mended, tuple(left)))

    def _run_to_mend(self, ledger: Ledger, tables: Collection[str]) -> RunEntry:
        """The newest run between these two databases that has all these tables, however many others it has."""
        known = ledger.runs()
        refuse_half_undone(known)
        reaches = (self._plan.source_identity, self._plan.target_identity)
        runs = [
            run
            for run in known
            if (run.source_identity, run.target_identity, run.package) == (*reaches, self._plan.package)
            and run.state != UNDONE
        ]
        if not runs or runs[0].state not in ENDED:
            raise LedgerError(
                "the newest run has not ended, so what is missing may only not have been copied yet",
                code="DBM-8010",
                safe="Nothing was changed",
                next_step="Let it end with: dbmigrate run",
            )
        if runs[0].fingerprint == self._plan.fingerprint:
            return runs[0]
        for run in runs:
            document = ledger.plan_document(run.run_id)
            if set(tables) <= document["tables"].keys():
                if part_of(document, tables) == part_of(self._plan.document, tables):
                    return run
                break
        raise LedgerError(
            f"the plan is not that of run {run.run_id}: rows made by it would be other rows",
            code="DBM-8011",
            safe="Nothing was changed",
            next_step="Put plan, package and schemas back as they were, or begin anew",
        )

    def _work(
        self, verifier: Verifier, scope: VerifyScope, wrong: set[tuple[str, str]], limit: int
    ) -> tuple[list[_Work], list[str]]:
        """Both databases are free again when this returns: an open read would keep SQLite from committing."""
        work: list[_Work] = []
        left: list[str] = []
        targets = verifier.targets(replace(scope, tables=[table for table, _ in wrong], run_id=None))
        with verifier.sides(Pace(scope.max_rows_per_second)) as sides:
            for target in targets:
                name = str(target.into.table.name)
                if (target.table.name, name) not in wrong:
                    continue
                extra = other = 0
                for part in target.parts:
                    row_filter = date_filter(scope, part.table, part.into) if scope.is_dated else None
                    with closing(PartCheck(part, sides, verifier.excused, row_filter=row_filter)) as check:
                        for group in check.groups():
                            extra += group.extra
                            other += group.missing + group.changed - len(group.repairable)
                            if len(group.repairable):
                                work.append(_Work(check.part, group.repairable))
                                _check_limit(work, limit)
                left += _left(name, extra, other, has_key=bool(target.into.key))
        return work, left

    def _mend(self, link: TargetLink, entry: RunEntry, work: Sequence[_Work]) -> dict[str, int]:
        session = link.ledger.session
        session.begin()
        fence = link.ledger.start_attempt(entry.run_id, __version__)
        session.commit()
        mended: dict[str, int] = {}
        try:
            own = link.target.capabilities.supports_transactional_ddl
            suspend(link.ledger, entry.run_id, fence, self._plan.suspensions, self._sink, transactional_ddl=own)
            places = {table.name: place for place, table in enumerate(self._plan.tables)}
            for one in work:
                name = str(one.part.into.table.name)
                rows = self._mend_part(link, entry.run_id, fence, places[one.part.table.name], one)
                mended[name] = mended.get(name, 0) + rows
            # A batch whose connection was lost has left another connection, and another ledger on it.
            restore(link.ledger, self._target, entry.run_id, fence, self._sink)
            self._end(link.ledger, entry.run_id, fence, entry.state)
        except BaseException:
            with suppress(EngineFault, DbmigrateError):
                link.writer.rollback()
                link.revive()
                self._end(link.ledger, entry.run_id, fence, "failed")
            raise
        return mended

    def _end(self, ledger: Ledger, run_id: int, fence: int, outcome: str) -> None:
        ledger.session.begin()
        ledger.end_attempt(run_id, fence, outcome)
        ledger.session.commit()

    def _mend_part(self, link: TargetLink, run_id: int, fence: int, place: int, work: _Work) -> int:
        part = work.part
        only = replace(part.table, into=(part.into,))
        mended = 0
        with closing(self._expectation.preparer(only)) as refit:
            writer = RepairWriter(part.table, part.number, link, run_id=run_id, fence=fence, place=place, refit=refit)
            for batch in self._chosen(work):
                mended += writer.repair(batch)
            writer.drop_staging()
        return mended

    def _chosen(self, work: _Work) -> Iterator[PreparedBatch]:
        """The rows of these keys, read from the source again."""
        part = work.part
        only = replace(part.table, into=(part.into,))
        with (
            closing(BucketHasher(part.into)) as hasher,
            self._reader() as reader,
            closing(self._expectation.preparer(only)) as preparer,
        ):
            for batch in self._expectation.batches(only, preparer, reader, key_range=part.key_range):
                rows = hasher.with_keys(batch.targets[0].rows, work.keys)
                if len(rows):
                    # Rows that do not fit are on the reject list since they were copied.
                    yield replace(preparer.take(batch, rows.tolist(), ()), rejects=())

    @contextmanager
    def _reader(self) -> Iterator[Reader]:
        with ExitStack() as opened:
            try:
                view = opened.enter_context(closing(self._source.open_view()))
                reader = opened.enter_context(closing(view.open_reader()))
            except EngineFault as fault:
                raise side_error(fault, "source", "no consistent view of the source", number=2) from None
            yield reader


def _check_limit(work: Sequence[_Work], limit: int) -> None:
    if sum(len(one.keys) for one in work) > limit:
        raise VerificationMismatchError(
            f"a repair would write more than the {limit:,} rows allowed",
            code="DBM-7001",
            safe="Nothing was changed",
            next_step="Look at the differences first: so many may mean another source or package than the run's. "
            "Then allow more with --max-repairs",
        )


def _left(target: str, extra: int, other: int, *, has_key: bool) -> Iterator[str]:
    """What stays as it is, and why."""
    if extra:
        yield f"{target}: {extra:,} surplus rows are left; whether to delete them only a person can say"
    if other and has_key:
        yield f"{target}: {other:,} rows are left, because several rows share their key"
    elif other:
        yield f"{target}: {other:,} rows are left, because the table has no key by which to put them in place"
