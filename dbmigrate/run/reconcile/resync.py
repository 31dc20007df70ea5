"""Rows that changed in the source, or went from it, after they were migrated: a run of kind ``resync``.

Source and target are compared by buckets of key hashes, and only differing buckets are taken apart.  Rows that no
run has come to yet are left to the next pass, rows on the reject list to a retry, and rows that the applications
have written to the target are never touched.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count

from msgspec.structs import replace

from dbmigrate.config.package import Package
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import RESYNC
from dbmigrate.ledger.rejects import RejectChoice
from dbmigrate.model.deletions import NOT_TRIED, TOO_MANY
from dbmigrate.model.domains import Rule
from dbmigrate.model.events import Notice, TableFinished, TableStarted
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan
from dbmigrate.model.prepared import REASON_CONFLICT
from dbmigrate.model.reconciled import KeptRows, ResyncedTable, ResyncOutcome
from dbmigrate.model.rejected import RejectQuery
from dbmigrate.run.context import RunContext
from dbmigrate.run.reconcile.migrated_rows import PastRuns, Unreached
from dbmigrate.run.reconcile.resync_compare import Comparison, ResyncTally
from dbmigrate.run.reconcile.resync_delete import GoneRows, KeyProof, references
from dbmigrate.run.reconcile.resync_write import ResyncWriter
from dbmigrate.run.reconcile.retry import TableRetry
from dbmigrate.run.reconcile.side_run import Opened, SideRuns
from dbmigrate.write.batch_writer import STAGED

_NO_KEY = "no key by which rows can be told apart"
_NOT_COPIED = "not copied to its end by any run"


def resync(
    runs: SideRuns,
    make_plan: Callable[[], MigrationPlan],
    package: Package,
    query: RejectQuery,
    *,
    dry: bool,
    max_deletes: int,
) -> ResyncOutcome:
    """``make_plan``: with the scope of all runs so far.  ``dry``: only list.  ``max_deletes``: if more rows would go,
    none does."""
    started = time.monotonic()
    with runs.opened(make_plan) as opened:
        past = PastRuns(opened.link.ledger, opened.scope)
        chosen = [table for table in opened.plan.tables if query.means(table.name)]
        told = [_left(table, into, past) for table in chosen for into in table.into if _why_not(table, past)]
        tables = [table for table in chosen if not _why_not(table, past)]
        work = _Resync(runs, opened, past, Unreached(package, runs.source), tables)
        if dry or not tables:
            told += [one for table in tables for one in work.listed(table)]
            return ResyncOutcome(None, "copied", time.monotonic() - started, tuple(told), _open(opened))
        with runs.run(opened, RESYNC, tables) as context:
            applied: list[ResyncedTable] = []
            for table in tables:
                if runs.stop.is_set():
                    break
                applied += work.applied(context, table)
            told += work.without_gone(context, tables, applied, max_deletes)
        state = "stopped" if runs.stop.is_set() else "copied"
        return ResyncOutcome(context.run_id, state, time.monotonic() - started, tuple(told), _open(opened))


def _all_kept(one: ResyncedTable, reason: str) -> ResyncedTable:
    """``reason``: why not one of its rows is deleted."""
    if not one.deletable_listed:
        return one
    kept = KeptRows(reason, one.deletable_listed)
    return replace(one, deletable_listed=0, kept=(kept, *one.kept))


def _open(opened: Opened) -> int:
    return sum(opened.rejects.open_tables().values())


def _why_not(table: TablePlan, past: PastRuns) -> str:
    if table.name not in past.closed:
        return _NOT_COPIED
    return "" if table.key and all(into.key for into in table.into) else _NO_KEY


def _left(table: TablePlan, into: IntoPlan, past: PastRuns) -> ResyncedTable:
    return ResyncedTable(table.group, table.name, str(into.table.name), reason=_why_not(table, past))


def _in_order(table: TablePlan) -> list[IntoPlan]:
    """The table's targets, those first that bring what others refer to by name."""
    return sorted(table.into, key=lambda into: not _brings_names(into))


def _brings_names(into: IntoPlan) -> bool:
    homes = [column.domain.home for column in into.columns if column.domain and column.domain.rule is Rule.MATCH]
    return any(home is not None and home.table.name == into.table.name for home in homes)


class _Resync:
    def __init__(
        self, runs: SideRuns, opened: Opened, past: PastRuns, unreached: Unreached, tables: Sequence[TablePlan]
    ) -> None:
        # Before the run: meanwhile foreign keys of cycles are off.
        self._references = references(runs.target, [table for table in tables if table.resync.deletes])
        self._runs = runs
        self._proof = KeyProof(opened)
        self._opened = opened
        self._past = past
        self._unreached = unreached
        # Each writer of a run has staging tables of its own, told apart by number.
        self._numbers = count()

    def _compare(self, table: TablePlan, into: IntoPlan) -> Comparison:
        keeps = self._proof.why_kept(table, into) if table.resync.deletes else ""
        return Comparison(self._runs, self._opened, self._past, self._unreached, table, into, keeps)

    def listed(self, table: TablePlan) -> Iterator[ResyncedTable]:
        """What a resync would do."""
        for into in _in_order(table):
            started = time.monotonic()
            tally = ResyncTally()
            with closing(self._compare(table, into)) as comparison:
                for _ in comparison.differences(tally, lists_all=True):
                    pass
            yield tally.told(table, into, time.monotonic() - started)

    def applied(self, context: RunContext, table: TablePlan) -> list[ResyncedTable]:
        told: list[ResyncedTable] = []
        chunk_no = 0
        for into in _in_order(table):
            started, tally = time.monotonic(), ResyncTally()
            context.sink(TableStarted(table.group, table.name, (str(into.table.name),), table.row_estimate, 0, STAGED))
            try:
                with closing(self._compare(table, into)) as comparison:
                    writer = ResyncWriter(context, self._runs, self._opened.link, comparison, next(self._numbers))
                    with closing(writer):
                        for found in comparison.differences(tally, lists_all=False):
                            if context.stop.is_set():
                                break
                            writer.write(chunk_no, found, tally)
                            chunk_no += 1
                        writer.finish()
            except EngineFault as fault:
                raise side_error(
                    fault,
                    "target",
                    f"write of {into.table.name} failed",
                    safe="Every committed batch stays and is in the ledger",
                    next_step="Mend the cause, then: dbmigrate run --resync",
                    number=10,
                ) from None
            seconds = time.monotonic() - started
            told.append(tally.told(table, into, seconds))
            written = tally.inserted + tally.updated
            context.sink(TableFinished(table.name, written + tally.rejected, written, tally.rejected, seconds))
        if len(table.into) > 1 and any(one.updated for one in told):
            self._settle(context, table)
        return told

    def without_gone(
        self, context: RunContext, tables: Sequence[TablePlan], applied: Sequence[ResyncedTable], max_deletes: int
    ) -> Iterator[ResyncedTable]:
        """What was applied, with what was deleted behind it: those tables first that refer to others."""
        if sum(one.deletable_listed for one in applied) > max_deletes:
            # So many have gone that the source may be the wrong one.
            yield from (_all_kept(one, TOO_MANY) for one in applied)
            return
        told = {(one.table, one.target): one for one in applied}
        for table in reversed(tables):
            for position, into in enumerate(table.into):
                place = (table.name, str(into.table.name))
                if not table.resync.deletes or place not in told or not told[place].deleted_listed:
                    continue
                if self._runs.stop.is_set():
                    told[place] = _all_kept(told[place], NOT_TRIED)
                else:
                    told[place] = self._deleted(context, table, position, told[place])
        yield from told.values()

    def _deleted(self, context: RunContext, table: TablePlan, position: int, before: ResyncedTable) -> ResyncedTable:
        into, tally, started = table.into[position], ResyncTally(), time.monotonic()
        try:
            with closing(self._compare(table, into)) as comparison:
                referring = self._references[into.table.name]
                number = next(self._numbers)
                gone = GoneRows(context, self._opened, comparison, into, referring, number=number, position=position)
                with closing(gone):
                    gone.take_out(tally)
        except EngineFault as fault:
            raise side_error(
                fault,
                "target",
                f"rows that have gone from the source could not be deleted from {into.table.name}",
                safe="Every committed batch is in the ledger with the rows that it has deleted",
                next_step="Mend the cause, then: dbmigrate run --resync",
                number=10,
            ) from None
        if tally.deleted:
            context.sink(Notice(f"{into.table.name}: {tally.deleted:,} rows deleted, gone from the source"))
        gone_now = tally.told(table, into, 0.0)
        return replace(
            before,
            deleted=gone_now.deleted,
            deleted_listed=gone_now.deleted_listed,
            deleted_keys=gone_now.deleted_keys,
            deletable_listed=0,
            kept=gone_now.kept,
            seconds=before.seconds + time.monotonic() - started,
        )

    def _settle(self, context: RunContext, table: TablePlan) -> None:
        """Rows that were rejected for another row in their place may be right in every target now."""
        choice = RejectChoice(reason=REASON_CONFLICT)
        retry = TableRetry(context, table, next(self._numbers), self._opened.link, choice, first_chunk=1_000_000)
        with self._runs.reader() as reader:
            retry.run(reader, 0)
