"""Rows that changed in the source, or went from it, after they were migrated: a run of kind ``resync``.

Source and target are compared by buckets of key hashes, and only differing buckets are taken apart.  Rows that no
run has come to yet are left to the next pass, rows on the reject list to a retry, and rows that the applications
have written to the target are never touched.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np
import pyarrow as pa

from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.config.package import Package
from dbmigrate.engines.base import EngineFault, Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import RESYNC, ChunkEntry
from dbmigrate.ledger.rejects import RejectChoice
from dbmigrate.ledger.written import WrittenKeys
from dbmigrate.model.events import BatchCommitted, TableFinished, TableStarted
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.outcome import ResyncedTable, ResyncOutcome
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan, WriteMode
from dbmigrate.model.prepared import REASON_CONFLICT, PreparedBatch
from dbmigrate.model.rejected import RejectQuery
from dbmigrate.model.storage import stored_value
from dbmigrate.read.ties import keep_ties_together
from dbmigrate.run.context import RunContext
from dbmigrate.run.finishing import finish_tables
from dbmigrate.run.migrated_rows import KeyReading, PastRuns, Unreached, as_wire, open_reader
from dbmigrate.run.prefetch import with_last_flag
from dbmigrate.run.retry import TableRetry
from dbmigrate.run.side_run import Opened, SideRuns
from dbmigrate.transform.key_mapping import KeyMapping
from dbmigrate.transform.prepare import Preparer
from dbmigrate.verify.changes import Compared, Hashed, RowHasher, row_digests
from dbmigrate.verify.key_hashes import bucket_flags, by_key, held, is_in
from dbmigrate.verify.rows import FoundRows
from dbmigrate.write.batch_writer import STAGED, BatchWriter
from dbmigrate.write.settling import Settling

SHOWN = 100
_NO_KEY = "no key by which rows can be told apart"
_NOT_COPIED = "not copied to its end by any run"


def resync(
    runs: SideRuns, make_plan: Callable[[], MigrationPlan], package: Package, query: RejectQuery, *, dry: bool
) -> ResyncOutcome:
    """``make_plan``: with the scope of all runs so far.  ``dry``: only list."""
    started = time.monotonic()
    with runs.opened(make_plan) as opened:
        past = PastRuns(opened.link.ledger, opened.scope)
        chosen = [table for table in opened.plan.tables if query.means(table.name)]
        told = [_left(table, into, past) for table in chosen for into in table.into if _why_not(table, past)]
        tables = [table for table in chosen if not _why_not(table, past)]
        work = _Resync(runs, opened, past, Unreached(package, runs.source))
        if dry or not tables:
            told += [one for table in tables for one in work.listed(table)]
            return ResyncOutcome(None, "copied", time.monotonic() - started, tuple(told), _open(opened))
        with runs.run(opened, RESYNC, tables) as context:
            for table in tables:
                if runs.stop.is_set():
                    break
                told += work.applied(context, table)
        state = "stopped" if runs.stop.is_set() else "copied"
        return ResyncOutcome(context.run_id, state, time.monotonic() - started, tuple(told), _open(opened))


def _open(opened: Opened) -> int:
    return sum(opened.rejects.open_tables().values())


def _why_not(table: TablePlan, past: PastRuns) -> str:
    if table.name not in past.closed:
        return _NOT_COPIED
    if KeyMapping.is_needed(table):
        return _MAPPED
    return "" if table.key and all(into.key for into in table.into) else _NO_KEY


def _left(table: TablePlan, into: IntoPlan, past: PastRuns) -> ResyncedTable:
    return ResyncedTable(table.group, table.name, str(into.table.name), reason=_why_not(table, past))


_MAPPED = "its ids go through maps, which are not followed back"


@dataclass(slots=True)
class _Differences:
    """Of some buckets: hashes of target keys to be written, texts of keys of rows that no longer fit, and what is
    only told."""

    write: np.ndarray
    unfit: frozenset[str]
    missing: int
    changed: np.ndarray
    not_ours: np.ndarray
    deleted: np.ndarray


@dataclass(slots=True)
class _Tally:
    inserted: int = 0
    updated: int = 0
    rejected: int = 0
    changed: int = 0
    missing: int = 0
    deleted: int = 0
    not_ours: int = 0
    changed_keys: list[str] = field(default_factory=list)
    deleted_keys: list[str] = field(default_factory=list)
    not_ours_keys: list[str] = field(default_factory=list)


class _Resync:
    def __init__(self, runs: SideRuns, opened: Opened, past: PastRuns, unreached: Unreached) -> None:
        self._runs = runs
        self._opened = opened
        self._past = past
        self._unreached = unreached
        # Each writer of a run has staging tables of its own, told apart by number.
        self._numbers = count()

    def listed(self, table: TablePlan) -> Iterator[ResyncedTable]:
        """What a resync would do."""
        for into in table.into:
            started = time.monotonic()
            tally = _Tally()
            with closing(_Target(self._runs, self._opened, self._past, self._unreached, table, into)) as target:
                for _ in target.differences(tally, lists_all=True):
                    pass
            yield _told(table, into, tally, started)

    def applied(self, context: RunContext, table: TablePlan) -> list[ResyncedTable]:
        told: list[ResyncedTable] = []
        chunk_no = 0
        for into in table.into:
            started, tally = time.monotonic(), _Tally()
            context.sink(TableStarted(table.group, table.name, (str(into.table.name),), table.row_estimate, 0, STAGED))
            try:
                number = next(self._numbers)
                with closing(
                    _Target(self._runs, self._opened, self._past, self._unreached, table, into, number)
                ) as target:
                    for found in target.differences(tally, lists_all=False):
                        if context.stop.is_set():
                            break
                        target.write(context, chunk_no, found, tally)
                        chunk_no += 1
                    target.finish(context)
            except EngineFault as fault:
                raise side_error(
                    fault,
                    "target",
                    f"write of {into.table.name} failed",
                    safe="Every committed batch stays and is in the ledger",
                    next_step="Mend the cause, then: dbmigrate run --resync",
                    number=10,
                ) from None
            told.append(_told(table, into, tally, started))
            written = tally.inserted + tally.updated
            seconds = time.monotonic() - started
            context.sink(TableFinished(table.name, written + tally.rejected, written, tally.rejected, seconds))
        if len(table.into) > 1 and any(one.updated for one in told):
            self._settle(context, table)
        return told

    def _settle(self, context: RunContext, table: TablePlan) -> None:
        """Rows that were rejected for another row in their place may be right in every target now."""
        choice = RejectChoice(reason=REASON_CONFLICT)
        retry = TableRetry(context, table, next(self._numbers), self._opened.link, choice, first_chunk=1_000_000)
        with self._runs.reader() as reader:
            retry.run(reader, 0)


def _told(table: TablePlan, into: IntoPlan, tally: _Tally, started: float) -> ResyncedTable:
    return ResyncedTable(
        table.group,
        table.name,
        str(into.table.name),
        tally.inserted,
        tally.updated,
        0,
        tally.rejected,
        tally.changed,
        tally.deleted,
        tally.not_ours,
        tally.missing,
        tuple(tally.changed_keys),
        tuple(tally.deleted_keys),
        tuple(tally.not_ours_keys),
        seconds=time.monotonic() - started,
    )


class _Target:
    """One target of a source table, compared and put right."""

    def __init__(
        self,
        runs: SideRuns,
        opened: Opened,
        past: PastRuns,
        unreached: Unreached,
        table: TablePlan,
        into: IntoPlan,
        number: int = 0,
    ) -> None:
        self._runs = runs
        self._number = number
        self._writer: BatchWriter | None = None
        self._opened = opened
        self._past = past
        self._unreached = unreached
        self._whole = table
        self._table = replace(table, into=(replace(into, mode=WriteMode.UPSERT),))
        self._into = into
        self._connection = sealed_connection({})
        self._hasher = RowHasher(into, self._connection)
        inputs = runs.settings.inputs
        self._preparer = Preparer(self._table, runs.target, inputs, digests=False)
        self._refit = Preparer(self._table, runs.target, inputs)

    def close(self) -> None:
        self._connection.close()
        self._preparer.close()
        self._refit.close()

    def differences(self, tally: _Tally, *, lists_all: bool) -> Iterator[_Differences]:
        """Bucket group by bucket group; the target is not being read while one is looked at."""
        with ExitStack() as opened:
            source, target = self._sides(opened)
            expected = row_digests(part for part, _ in self._expected(source))
            there = row_digests(self._there(target))
            suspects = expected.differing(there)
        for flags in bucket_flags(suspects, expected, there):
            with ExitStack() as opened:
                source, target = self._sides(opened)
                found = self._compared(flags, source, target)
                self._tell(found, tally, source, target, lists_all=lists_all)
            yield found

    def _sides(self, opened: ExitStack) -> tuple[Reader, Reader]:
        source = opened.enter_context(self._runs.reader())
        return source, open_reader(opened, self._runs.target, "target")

    def _compared(self, flags: np.ndarray, source: Reader, target: Reader) -> _Differences:
        compared = Compared(flags, self._there(target))
        unfit: set[str] = set()
        for part, batch in self._expected(source):
            compared.show(part)
            for reject in batch.rejects:
                unfit.add(reject.key)
        extra = compared.extra
        if len(extra):
            # Rows that do not fit, or that filters leave out now, are in the source all the same.
            for keys in self._source_keys(source):
                compared.exists(keys)
            extra = compared.extra
        unreached = self._unreached_keys(flags, source)
        changed, missing = compared.changed, compared.missing
        changed, missing = changed[~is_in(changed, unreached)], missing[~is_in(missing, unreached)]
        ours = self._written_by_us(flags) if len(changed) or len(extra) else np.zeros(0, np.uint64)
        may_write = np.ones(len(changed), dtype=bool)
        if self._into.mode is not WriteMode.UPSERT:
            may_write = is_in(changed, ours)
        not_ours, changed = changed[~may_write], changed[may_write]
        updates = changed if self._whole.resync.updates else changed[:0]
        missing = self._not_listed(missing, source)
        known = self._past.listed(self._table.name, sorted(unfit)) if unfit else set()
        return _Differences(
            np.union1d(updates, missing),
            frozenset(unfit - known),
            len(missing),
            changed,
            not_ours,
            extra[is_in(extra, ours)],
        )

    def _not_listed(self, missing: np.ndarray, source: Reader) -> np.ndarray:
        """Without rows on the reject list, which are a retry's business."""
        if not len(missing) or not self._past.has_rejects(self._table.name):
            return missing
        listed = []
        for part, batch in self._expected(source):
            numbers = np.flatnonzero(is_in(part.key, missing))
            if len(numbers):
                texts = self._preparer.key_texts(batch.source_rows.take(pa.array(numbers, pa.int64())))
                known = self._past.listed(self._table.name, texts)
                listed += [part.key[number] for number, text in zip(numbers, texts, strict=True) if text in known]
        return np.setdiff1d(missing, np.array(listed, np.uint64))

    def _unreached_keys(self, flags: np.ndarray, source: Reader) -> np.ndarray:
        """Of rows that no run has come to: the next pass takes them."""
        not_yet = self._unreached.rows(self._whole, self._past, source)
        with closing(KeyReading(self._whole, self._into, self._runs.target, self._runs.settings.inputs, source)) as of:
            return held((self._hasher.keys.hashes(rows.wire) for rows in of.not_yet(not_yet, self._past)), flags)

    def _written_by_us(self, flags: np.ndarray) -> np.ndarray:
        """Keys that earlier runs have inserted, by the journal."""
        ledger = self._opened.link.ledger
        written = WrittenKeys(ledger.session, ledger.tables, self._opened.scope)
        names = self._whole.name, str(self._into.table.name)
        return held((self._hasher.keys.hashes(as_wire(self._into, rows)) for rows in written.inserted(*names)), flags)

    def _expected(self, source: Reader, key: tuple[str, ...] = ()) -> Iterator[tuple[Hashed, PreparedBatch]]:
        for batch in self._source_batches(source, self._table.scope.condition is not None, key):
            yield self._hasher.of(batch.targets[0].rows), batch

    def _source_batches(self, source: Reader, scoped: bool, key: tuple[str, ...]) -> Iterator[PreparedBatch]:
        table, settings = self._table, self._runs.settings
        where = table.scope.condition if scoped else None
        read = TableRead(table.source, table.read_columns, key, where=where, key_is_unique=table.key_is_enforced)
        try:
            batches = source.read(read, batch_rows=settings.commit_rows, batch_bytes=settings.commit_bytes)
            if key and not table.key_is_enforced:
                batches = keep_ties_together(batches, table.source, key)
            for batch in batches:
                yield self._preparer.prepare(batch)
        except EngineFault as fault:
            raise side_error(fault, "source", f"read of {table.name} failed", number=40) from None

    def _source_keys(self, source: Reader) -> Iterator[np.ndarray]:
        """Target keys of every row of the source, whether in scope or not."""
        everything = replace(self._whole, scope=type(self._whole.scope)())
        with closing(KeyReading(everything, self._into, self._runs.target, self._runs.settings.inputs, source)) as of:
            for rows in of.all_in_scope():
                yield self._hasher.keys.hashes(rows.wire)

    def _there(self, target: Reader) -> Iterator[Hashed]:
        return (self._hasher.of(rows) for rows in FoundRows(self._into, target).rows())

    def _tell(self, found: _Differences, tally: _Tally, source: Reader, target: Reader, *, lists_all: bool) -> None:
        """Count what is listed, and note the first keys."""
        tally.deleted += len(found.deleted)
        tally.not_ours += len(found.not_ours)
        lists_changed = lists_all or not self._whole.resync.updates
        tally.changed += len(found.changed) if lists_changed else 0
        tally.missing += found.missing if lists_all else 0
        wanted = [(found.deleted, tally.deleted_keys), (found.not_ours, tally.not_ours_keys)]
        wanted += [(found.changed, tally.changed_keys)] if lists_changed else []
        if not any(len(keys) and len(texts) < SHOWN for keys, texts in wanted):
            return
        for rows in FoundRows(by_key(self._into), target).rows():
            hashes = self._hasher.keys.hashes(rows)
            for keys, texts in wanted:
                for number in np.flatnonzero(is_in(hashes, keys))[: SHOWN - len(texts)]:
                    texts.append(_text(self._into, rows, int(number)))

    # Writing

    def write(self, context: RunContext, chunk_no: int, found: _Differences, tally: _Tally) -> None:
        """The rows to be written, read from the source once more; in key order, so that rejects can be found again."""
        if not len(found.write) and not found.unfit:
            return
        self._record_chunk(context, chunk_no)
        writer = self._open_writer(context)
        with self._runs.reader() as source:
            for batch_no, (batch, last) in enumerate(with_last_flag(self._chosen(source, found))):
                entry = writer.write(batch, chunk_no=chunk_no, batch_no=batch_no, closes_chunk=last)
                [target] = entry.targets
                tally.inserted += target.inserted
                tally.updated += target.updated
                tally.rejected += len(entry.rejects)
                written = target.inserted + target.updated
                context.sink(
                    BatchCommitted(self._table.name, entry.rows_read, written, len(entry.rejects), batch.size_bytes)
                )

    def finish(self, context: RunContext) -> None:
        """After the last group."""
        if self._writer is not None:
            finish_tables(self._opened.link.ledger, context, [self._table])
            self._writer.drop_staging()

    def _open_writer(self, context: RunContext) -> BatchWriter:
        if self._writer is None:
            link, settling = self._opened.link, None
            # A row may still be in another's place in a second target: that is found out afterwards.
            if len(self._whole.into) == 1 and self._past.has_rejects(self._table.name):
                settling = Settling(self._table, link, context.scope, self._refit)
            self._writer = BatchWriter(
                self._table,
                link,
                run_id=context.run_id,
                fence=context.fence,
                protocol=STAGED,
                number=self._number,
                refit=self._refit,
                settling=settling,
            )
        return self._writer

    def _chosen(self, source: Reader, found: _Differences) -> Iterator[PreparedBatch]:
        for part, batch in self._expected(source, self._table.key):
            numbers = np.flatnonzero(is_in(part.key, found.write)).tolist()
            rejects = tuple(reject for reject in batch.rejects if reject.key in found.unfit)
            if numbers or rejects:
                chosen = self._refit.take(replace(batch, rejects=()), numbers, rejects)
                yield replace(chosen, rows_read=len(numbers) + len(rejects))

    def _record_chunk(self, context: RunContext, chunk_no: int) -> None:
        ledger = self._opened.link.ledger
        ledger.session.begin()
        try:
            ledger.hold_fence(context.run_id, context.fence)
            ledger.record_chunks(context.run_id, [ChunkEntry(self._table.name, chunk_no, KeyRange(), STAGED)])
            ledger.session.commit()
        finally:
            ledger.session.rollback()


def _text(into: IntoPlan, rows: pa.RecordBatch, number: int) -> str:
    """A target key as it is shown."""
    tagged = set(into.tagged)
    values = [(name, rows.column(name)[number].as_py()) for name in into.key]
    shown = [stored_value(value) if name in tagged else value for name, value in values]
    return json.dumps(
        shown, ensure_ascii=False, default=lambda value: value.hex() if isinstance(value, bytes) else str(value)
    )
