"""Copies tables that do not wait for each other, by as many streams as there are."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

from msgspec.structs import replace

from dbmigrate.model.outcome import TableOutcome
from dbmigrate.model.plan import TablePlan
from dbmigrate.run.context import RunContext
from dbmigrate.run.lanes import lanes
from dbmigrate.run.opening import asks_nothing
from dbmigrate.run.profile import WRITING
from dbmigrate.run.seats import Seat, Seats
from dbmigrate.run.small_batches import SmallBatches
from dbmigrate.run.small_tables import MOST_TABLES, SmallTables, is_small, together
from dbmigrate.run.steering.halt import Halt
from dbmigrate.run.table_copy import TableCopy
from dbmigrate.write.batch_writer import DIRECT, SERVER_SIDE

LANES_PER_STREAM = 4


class LevelCopy:
    """``numbers``: positions of the tables in the plan.  ``stop`` ends the run, ``halt`` is set for a pause, too.

    ``spent``: seconds on tables that a pause has interrupted, kept from one attempt to the next.
    """

    def __init__(
        self,
        context: RunContext,
        seats: Seats,
        numbers: Mapping[str, int],
        stop: threading.Event,
        halt: Halt,
        spent: MutableMapping[str, float],
    ) -> None:
        self._context = context
        self._seats = seats
        self._numbers = numbers
        self._stop = stop
        self._halt = halt
        self._spent = spent

    def copy(self, tables: Sequence[TablePlan]) -> list[TableOutcome | None]:
        """In their order; None for one that was stopped on its way."""
        workers = min(self._context.streams.most, len(tables))
        if workers == 1:
            return self._copy_lane(tables)
        with ThreadPoolExecutor(workers, thread_name_prefix="dbmigrate-table") as pool:
            futures = [pool.submit(self._copy_lane, lane) for lane in self._lanes(tables)]
            finished, _ = wait(futures, return_when=FIRST_EXCEPTION)
            failed = next((future.exception() for future in finished if future.exception()), None)
            if failed is not None:
                # The others end after their batch; their work is committed and resumable.
                was_set = self._stop.is_set()
                self._stop.set()
                wait(futures)
                if not was_set:
                    self._stop.clear()
                raise failed
            found = [outcome for future in futures for outcome in future.result()]
            return sorted(found, key=lambda outcome: -1 if outcome is None else self._numbers[outcome.table])

    def _lanes(self, tables: Sequence[TablePlan]) -> list[list[TablePlan]]:
        """Small tables share lanes, but so that all streams have something to do to the end."""
        context = self._context
        every = lanes(tables)
        small = [lane for lane in every if len(lane) == 1 and is_small(context, lane[0])]
        size = min(MOST_TABLES, len(small) // (LANES_PER_STREAM * context.streams.most))
        if size < 2:
            return every
        alone = {lane[0].name for lane in small}
        shared = [[lane[0] for lane in small[start : start + size]] for start in range(0, len(small), size)]
        return [lane for lane in every if lane[0].name not in alone] + shared

    def _copy_next(
        self, table: TablePlan, copy: TableCopy, seat: Seat, when_read: Callable[[], None]
    ) -> TableOutcome | None:
        if self._halt.is_set():
            copy.close()
            return None
        started = time.monotonic()
        seat.tables += 1
        with self._context.profile.timed(table.name, WRITING):
            outcome = copy.run(seat.reader, when_read)
        spent = self._spent.pop(table.name, 0.0)
        if outcome is None:
            self._spent[table.name] = spent + time.monotonic() - started
            return None
        return replace(outcome, seconds=outcome.seconds + spent)

    def _copy_lane(self, tables: Sequence[TablePlan]) -> list[TableOutcome | None]:
        with self._context.streams.taken():
            if self._halt.is_set():
                return [None] * len(tables)
            with self._seats.taken() as seat:
                return self._copy_in_turn(seat, tables)

    def _copy_in_turn(self, seat: Seat, tables: Sequence[TablePlan]) -> list[TableOutcome | None]:
        """Small tables in one transaction, where they may; else, while the last batch of a table is written, the next
        one is read."""
        context, numbers = self._context, self._numbers
        outcomes: list[TableOutcome | None] = []
        begun: list[TableCopy] = []

        def made(table: TablePlan) -> TableCopy:
            return TableCopy(context, table, numbers[table.name], seat.link, self._seats)

        def read_next() -> None:
            following = tables[len(outcomes) + 1 : len(outcomes) + 2]
            if following and not begun and not self._halt.is_set() and asks_nothing(context, following[0]):
                begun.append(made(following[0]))
                begun[0].read_ahead(seat.reader)

        stored = SmallTables(context, seat.link, seat.reader, numbers)
        passing = SmallBatches(context, seat.link, seat.reader, made, begun)
        alone = 0  # up to here each table goes by itself
        try:
            while len(outcomes) < len(tables):
                place = len(outcomes)
                if place >= alone and not self._halt.is_set():
                    # What goes as it is stored is never read ahead.
                    small: SmallTables | SmallBatches = stored
                    chosen = together(context, tables[place:], SERVER_SIDE)
                    if not chosen:
                        small, chosen = passing, together(context, tables[place:], DIRECT)
                    done = small.copy(chosen) if chosen else []
                    seat.tables += len(done or ())
                    outcomes += done or ()
                    if done:
                        continue
                    alone = place + (len(chosen) if done is None else 1)
                copy = begun.pop() if begun else made(tables[place])
                outcomes.append(self._copy_next(tables[place], copy, seat, read_next))
        finally:
            for copy in begun:
                copy.close()
        return outcomes
