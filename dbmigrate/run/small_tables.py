"""Copies small tables that go as they are stored, several in one transaction.

Each has the batch and the entries in the ledger that it would have by itself, in the transaction of its rows; only the
fence, COMMIT and trips are shared.  When anything fails nothing of them has happened, and each goes by itself: that way
finds the row that is at fault, and tells what is wrong with which table.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile

from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.moving import ServerSideMove
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import DbmigrateError
from dbmigrate.ledger.entries import BatchEntry, TableEnds
from dbmigrate.model.events import BatchCommitted, TableFinished, TableStarted
from dbmigrate.model.outcome import TableOutcome
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.stopwatch import Work, doing
from dbmigrate.run.context import RunContext
from dbmigrate.run.finishing import finish_tables
from dbmigrate.run.opening import may_go_with_others, open_table
from dbmigrate.run.profile import WRITING
from dbmigrate.run.range_mover import RangeLoad, ledger_of
from dbmigrate.run.table_reading import read_of
from dbmigrate.transform.prepare import Preparer
from dbmigrate.write.batch_writer import SERVER_SIDE, BatchWriter
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

MOST_TABLES = 50
MOST_ROWS = 20_000
"""Of all tables of a transaction, about: what it holds locks for, and what is done again when one of them fails."""


def together(context: RunContext, tables: Sequence[TablePlan], protocol: str) -> list[TablePlan]:
    """The first of them, as far as they may share a transaction if they are small; none where that would be one."""
    found = list(takewhile(lambda table: may_go_with_others(context, table) == protocol, tables[:MOST_TABLES]))
    return found if len(found) > 1 else []


def is_small(context: RunContext, table: TablePlan) -> bool:
    """By the source's estimate, and if it may share a transaction."""
    if table.row_estimate is None or table.row_estimate > MOST_ROWS:
        return False
    return may_go_with_others(context, table) == SERVER_SIDE


def told(
    context: RunContext,
    tables: Sequence[TablePlan],
    entries: Sequence[tuple[BatchEntry, int]],
    protocol: str,
    seconds: float,
) -> list[TableOutcome]:
    """What is said of tables that are committed: each with its only batch, and the bytes that came by here.

    ``seconds``: of one table.
    """
    sink, outcomes = context.sink, []
    for table, (entry, size_bytes) in zip(tables, entries, strict=True):
        names = tuple(target.target_name for target in entry.targets)
        rows, inserted = entry.rows_read, sum(target.inserted for target in entry.targets)
        changes: Counter[str] = Counter()
        for target in entry.targets:
            changes.update(target.changes)
        sink(TableStarted(table.group, table.name, names, context.expected_rows.get(table.name), 0, protocol))
        sink(BatchCommitted(table.name, rows, inserted, 0, size_bytes))
        sink(TableFinished(table.name, rows, inserted, 0, seconds))
        outcomes.append(TableOutcome(table.group, table.name, names, rows, inserted, 0, 0, 0, dict(changes), seconds))
    return outcomes


def failed_together(fault: EngineFault, tables: Sequence[TablePlan]) -> DbmigrateError:
    named = [table.name for table in tables]
    message = f"write of {named[0]} and {len(named) - 1} other tables in one transaction failed"
    safe = "All of them are committed, or none, and none will be repeated"
    return side_error(fault, "target", message, where=", ".join(named), safe=safe, number=10)


class SmallTables:
    """Over one seat's connections.  ``numbers``: positions of the tables in the plan."""

    def __init__(self, context: RunContext, link: TargetLink, reader: Reader, numbers: Mapping[str, int]) -> None:
        self._context = context
        self._link = link
        self._reader = reader
        self._numbers = numbers

    def copy(self, tables: Sequence[TablePlan]) -> list[TableOutcome] | None:
        """Of the first of them, as many as are small; None where nothing has happened because something failed.

        Raises LeaseLostError, TargetError.
        """
        started = time.monotonic()
        try:
            entries = self._copy(tables)
            if not entries:
                return None if entries is None else []
            done = tables[: len(entries)]
            finish_tables(self._link.ledger, self._context, done)
            for entry in entries:
                self._context.throttle.spend(entry.rows_read)
            seconds = (time.monotonic() - started) / len(entries)
            return told(self._context, done, [(entry, 0) for entry in entries], SERVER_SIDE, seconds)
        except EngineFault as fault:
            raise failed_together(fault, tables) from None

    def _copy(self, tables: Sequence[TablePlan]) -> list[BatchEntry] | None:
        """The batches that are committed; None as above."""
        context, entries, is_sent = self._context, list[BatchEntry](), False
        try:
            move = self._link.server_side_move(context.source, self._reader)
            ledger = ledger_of(move, self._link)
            with context.profile.timed(tables[0].name, WRITING), doing(Work.MOVE):
                stop_point("before_begin")
                move.session.begin()
                ledger.hold_fence(context.run_id, context.fence)
                self._load(move, tables, entries)
                if not entries:
                    move.session.rollback()
                    return entries
                move.check_constraints()
                stop_point("before_record")
                ledger.record_batches(context.run_id, context.fence, entries, DIGEST_NAME)
                stop_point("before_commit")
                is_sent = True
                with doing(Work.COMMIT):
                    move.session.commit()
                stop_point("after_commit")
        except EngineFault as fault:
            self._link.end_server_side_move()
            # The connection may have gone with the COMMIT on its way: the ledger is asked, never guessed.
            asks = is_sent or fault.fault is Fault.CONNECTION
            return entries if asks and self._is_committed(tables[0]) else None
        except BaseException:
            self._link.end_server_side_move()
            raise
        return entries

    def _load(self, move: ServerSideMove, tables: Sequence[TablePlan], entries: list[BatchEntry]) -> None:
        """As many as are small."""
        context, rows = self._context, 0
        for table in tables:
            whole = TableRead(table.source, table.read_columns, table.key, where=table.scope.condition)
            if not move.holds_few(whole, MOST_ROWS - rows):
                return
            # So few are one chunk, of which the ledger says nothing before its first batch.
            opening = open_table(context, table, self._link, self._reader)
            [chunk] = opening.chunks
            ends = TableEnds(opening.unrecorded, context.source_states.get(table.name))
            entry = RangeLoad(context, table, ends).next(move, read_of(table, opening, chunk), chunk.chunk_no, 0)
            if not entry.closes_chunk:
                raise EngineFault(Fault.TERMINAL, f"{table.name} holds more rows than the source thought")
            entries.append(entry)
            rows += entry.rows_read

    def _is_committed(self, table: TablePlan) -> bool:
        """One of them is asked for: they were one transaction.  Connects again."""
        context = self._context
        writer = BatchWriter(
            table,
            self._link,
            run_id=context.run_id,
            fence=context.fence,
            protocol=SERVER_SIDE,
            number=self._numbers[table.name],
            refit=Preparer(table, context.target, context.settings.inputs),
        )
        return writer.committed(0, 0) is not None
