"""Copies small tables whose rows come by here, several in one transaction.

As ``small_tables`` does with those that go as they are stored: a batch and entries for each, and all of them or none.
While one is loaded the next one is read.  What turns out to be larger goes by itself, with what has been read of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.reader import Reader
from dbmigrate.ledger.entries import BatchEntry
from dbmigrate.model.outcome import TableOutcome
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.stopwatch import Work, doing
from dbmigrate.run.context import RunContext
from dbmigrate.run.finishing import finish_tables
from dbmigrate.run.profile import WRITING
from dbmigrate.run.small_tables import MOST_ROWS, failed_together, told
from dbmigrate.run.table_copy import TableCopy
from dbmigrate.write.batch_writer import DIRECT
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

Loaded = tuple[BatchEntry, int]
"""A table's only batch, and its bytes."""


class SmallBatches:
    """Over one seat's connections.  ``made``: what copies a table.

    ``begun``: what reads the next table already, if anything does; shared with who copies tables that are larger.
    """

    def __init__(
        self,
        context: RunContext,
        link: TargetLink,
        reader: Reader,
        made: Callable[[TablePlan], TableCopy],
        begun: list[TableCopy],
    ) -> None:
        self._context = context
        self._link = link
        self._reader = reader
        self._made = made
        self._begun = begun

    def copy(self, tables: Sequence[TablePlan]) -> list[TableOutcome] | None:
        """Of the first of them, as many as are small; None where nothing has happened because something failed.

        Raises LeaseLostError, SourceError, TargetError.
        """
        started = time.monotonic()
        try:
            loaded = self._copy(tables)
            if not loaded:
                return None if loaded is None else []
            done = tables[: len(loaded)]
            finish_tables(self._link.ledger, self._context, done)
            return told(self._context, done, loaded, DIRECT, (time.monotonic() - started) / len(loaded))
        except EngineFault as fault:
            raise failed_together(fault, tables) from None

    def _copy(self, tables: Sequence[TablePlan]) -> list[Loaded] | None:
        """The batches that are committed; None as above."""
        context, loaded, is_sent = self._context, list[Loaded](), False
        first: list[TableCopy] = []
        try:
            with context.profile.timed(tables[0].name, WRITING), doing(Work.WRITE):
                self._load(tables, first, loaded)
                if not loaded:
                    return loaded
                loader, ledger = self._link.loading()
                loader.check_constraints()
                stop_point("before_record")
                entries = [entry for entry, _ in loaded]
                ledger.record_batches(context.run_id, context.fence, entries, DIGEST_NAME)
                stop_point("before_commit")
                is_sent = True
                with doing(Work.COMMIT):
                    loader.commit()
                stop_point("after_commit")
        except EngineFault as fault:
            self._give_up()
            # The connection may have gone with the COMMIT on its way: the ledger is asked, never guessed.
            asks = is_sent or fault.fault is Fault.CONNECTION
            # One of them is asked for: they were one transaction.
            return loaded if asks and first and first[0].committed() is not None else None
        except BaseException:
            self._give_up()
            raise
        return loaded

    def _give_up(self) -> None:
        while self._begun:
            self._begun.pop().close()
        self._link.rollback()

    def _load(self, tables: Sequence[TablePlan], first: list[TableCopy], loaded: list[Loaded]) -> None:
        """As many as are small.  ``first``: the copy of the first of them."""
        rows = 0
        for place, table in enumerate(tables):
            if self._context.stop.is_set():
                return
            if not self._begun:
                self._begin(table)
            batch = self._begun[0].only_batch()
            if batch is None or batch.rejects or rows + batch.rows_read > MOST_ROWS:
                return
            copy = self._begun.pop()
            try:
                if not loaded:
                    self._begin_transaction()
                    first.append(copy)
                if place + 1 < len(tables):
                    self._begin(tables[place + 1])
                loaded.append((copy.load_whole(batch), batch.size_bytes))
            finally:
                copy.close()
            rows += batch.rows_read

    def _begin(self, table: TablePlan) -> None:
        copy = self._made(table)
        self._begun.append(copy)
        copy.read_ahead(self._reader)

    def _begin_transaction(self) -> None:
        loader, ledger = self._link.loading()
        stop_point("before_begin")
        loader.begin()
        ledger.hold_fence(self._context.run_id, self._context.fence)
