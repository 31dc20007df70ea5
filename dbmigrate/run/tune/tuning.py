"""Measures source, network and target for half a minute, with this project's own rows, and leaves nothing behind."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from statistics import median

import sqlalchemy as sa
from msgspec.structs import replace

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader, SourceView, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import PlanRefusedError
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.model.events import Notice, Sink
from dbmigrate.model.machine import processors
from dbmigrate.model.plan import MigrationPlan, TablePlan
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.model.stopwatch import Work, doing, each_doing, timed
from dbmigrate.model.tuning import Advice, Measured, Rate, TuneOutcome
from dbmigrate.run.forecast import streams
from dbmigrate.run.locking import lock_target
from dbmigrate.run.settings import CopySettings
from dbmigrate.run.table_reads import reading
from dbmigrate.run.tune.advice import advise, seconds_per_row, wall_of
from dbmigrate.run.tune.scratch import (
    ASSUMED_COMMIT_SECONDS,
    TRIPS_PER_BATCH,
    Loaded,
    Scratch,
    commit_seconds,
    move_ranges,
)
from dbmigrate.transform.prepare import Preparer

TABLES = 2
"""The largest ones: they decide how long the run takes."""
_HELD_BYTES = 64 << 20
_TRIPS = 20
_FAR_SECONDS = 0.005
_MOST_STREAMS = 8


class Tuning:
    """``seconds``: about how long it may take."""

    def __init__(
        self, plan: MigrationPlan, source: Engine, target: Engine, settings: CopySettings, sink: Sink, seconds: float
    ) -> None:
        self._plan = plan
        self._source = source
        self._target = target
        self._settings = settings
        self._sink = sink
        self._seconds = seconds
        self._notes: list[str] = []
        self._commit_seconds = 0.0
        # The moment makes the names of what is made in the target unlike those of any earlier time.
        self._numbers = itertools.count(int(time.time()) * 100)

    def measure(self) -> TuneOutcome:
        """Under the target's lock.  Raises PlanRefusedError DBM-4060 where no table has rows to measure with."""
        started = time.monotonic()
        lock = lock_target(self._target)
        try:
            tables = self._largest()
            there, back = self._round_trip(self._source), self._round_trip(self._target)
            self._commit_seconds = self._commit(tables)
            measured = self._of_tables(tables, back)
        finally:
            lock.release()
        first = measured[0]
        row_seconds = seconds_per_row(first) or 1e-9
        wall = wall_of(first)
        self._note_distance(there, back)
        return TuneOutcome(
            there,
            back,
            tuple(measured),
            wall,
            1 / row_seconds,
            first.columns / row_seconds,
            advise(measured, Advice(self._settings.commit_rows, self._settings.commit_bytes, self._settings.workers)),
            time.monotonic() - started,
            tuple(self._notes),
        )

    def _largest(self) -> list[TablePlan]:
        """By rows times columns.  Id domains are left out: measuring hands out no ids."""
        known = [table for table in self._plan.tables if table.row_estimate != 0]
        known.sort(key=lambda table: (table.row_estimate or 0) * len(table.read_columns), reverse=True)
        return [_without_domains(table) for table in known]

    def _round_trip(self, engine: Engine) -> float:
        with closing(engine.open_session()) as session:
            ask = sa.select(sa.literal(1).label("one"))
            session.execute(ask)
            return median(_seconds(lambda: session.execute(ask)) for _ in range(_TRIPS))

    def _commit(self, tables: Sequence[TablePlan]) -> float:
        """What a commit waits for the disk; assumed before there is a ledger, whose schema it is measured in."""
        if not self._target.capabilities.stages_in_transaction:
            return 0.0  # a load commits by itself, and is measured with it
        with read_ledger(self._target) as ledger:
            if ledger is not None and tables:
                return commit_seconds(self._target, tables[0], next(self._numbers))
        self._notes.append(
            f"a commit is taken to cost {ASSUMED_COMMIT_SECONDS * 1000:.0f} ms; from the first run on it is measured"
        )
        return ASSUMED_COMMIT_SECONDS

    def _of_tables(self, tables: Sequence[TablePlan], round_trip: float) -> list[Measured]:
        try:
            view = self._source.open_view()
        except EngineFault as fault:
            raise side_error(fault, "source", "no consistent view of the source", number=2) from None
        try:
            found: list[Measured] = []
            for table in tables:
                share = self._seconds * (0.6 if not found else 0.3)
                measured = self._of_table(view, table, share, round_trip, with_streams=not found)
                found += [] if measured is None else [measured]
                if len(found) == TABLES:
                    break
        finally:
            view.close()
        if not found:
            raise PlanRefusedError(
                "there are no rows to measure with",
                code="DBM-4060",
                where=f"package {self._plan.package}",
                cause="; ".join(self._notes) or "every table of the plan is empty",
                safe="Nothing was changed",
                next_step="See what the plan says with: dbmigrate plan",
            )
        return found

    def _of_table(
        self, view: SourceView, table: TablePlan, share: float, round_trip: float, *, with_streams: bool
    ) -> Measured | None:
        """None where its rows cannot be measured with."""
        self._sink(Notice(f"measuring with {table.name}"))
        if table.moves_server_side and table.key:
            return self._moved(view, table, share, round_trip, with_streams=with_streams)
        with closing(view.open_reader()) as reader:
            return self._copied(reader, table, share, round_trip, with_streams=with_streams)

    def _moved(
        self, view: SourceView, table: TablePlan, share: float, round_trip: float, *, with_streams: bool
    ) -> Measured | None:
        def move(until: float) -> Loaded:
            return move_ranges(
                self._source, self._target, view, table, self._settings.commit_rows, next(self._numbers), until
            )

        part = share / 2 if with_streams else share
        try:
            loaded = move(time.monotonic() + part)
            if not loaded.rate.rows:
                self._notes.append(f"{table.name} has too few rows")
                return None
            by_streams = self._streams(move, part) if with_streams else ()
        except EngineFault as fault:
            self._notes.append(f"rows of {table.name} could not be moved to measure: {fault.message}")
            return None
        cost = loaded.batch_seconds + TRIPS_PER_BATCH * round_trip + self._commit_seconds
        width = len(table.into[0].columns)
        return Measured(table.name, width, True, 0.0, cost, move=loaded.rate, by_streams=by_streams)

    def _copied(
        self, reader: Reader, table: TablePlan, share: float, round_trip: float, *, with_streams: bool
    ) -> Measured | None:
        held: list[PreparedBatch] = []
        rows = size = 0
        until = time.monotonic() + share / 2
        preparer = Preparer(table, self._target, self._settings.inputs)
        read = TableRead(
            table.source,
            table.read_columns,
            table.key,
            where=table.scope.condition,
            key_is_unique=table.key_is_enforced,
        )
        settings = self._settings
        try:
            with reading(table, number=10), timed() as watch:
                batches = reader.read(read, batch_rows=settings.commit_rows, batch_bytes=settings.commit_bytes)
                for batch in each_doing(Work.READ, batches):
                    prepared = preparer.prepare(batch)
                    rows += batch.rows.num_rows
                    with doing(Work.OTHER):
                        size += batch.rows.nbytes
                        if prepared.source_rows.num_rows and size <= _HELD_BYTES:
                            held.append(prepared)
                    if time.monotonic() > until:
                        break
        finally:
            preparer.close()
        if not held:
            self._notes.append(f"{table.name} has no rows that could be measured with")
            return None
        measured = Measured(
            table.name,
            len(table.read_columns),
            False,
            size / rows,
            TRIPS_PER_BATCH * round_trip + self._commit_seconds,
            Rate(rows, watch.seconds[Work.READ]),
            Rate(rows, watch.seconds[Work.TRANSFORM]),
            Rate(rows, watch.seconds[Work.HASH]),
        )
        return self._written(measured, table, held, share / 2, with_streams=with_streams)

    def _written(
        self, measured: Measured, table: TablePlan, held: Sequence[PreparedBatch], share: float, *, with_streams: bool
    ) -> Measured:
        def load(until: float) -> Loaded:
            return Scratch(self._target, table, next(self._numbers)).load(held, until)

        part = share / 2 if with_streams else share
        try:
            loaded = load(time.monotonic() + part)
            by_streams = self._streams(load, part) if with_streams else ()
        except EngineFault as fault:
            self._notes.append(f"rows of {table.name} could not be written to measure: {fault.message}")
            return measured
        cost = measured.batch_seconds + loaded.batch_seconds
        return replace(measured, write=loaded.rate, batch_seconds=cost, by_streams=by_streams)

    def _streams(self, load: Callable[[float], Loaded], share: float) -> tuple[tuple[int, float], ...]:
        """What so many writers at once reach; nothing where there can only be one."""
        most = min(streams(self._source, self._target, _MOST_STREAMS), processors())
        numbers = [number for number in (1, 2, 4, 8) if number <= most]
        if len(numbers) < 2:
            return ()
        return tuple((number, self._at_once(load, number, share / len(numbers))) for number in numbers)

    def _at_once(self, load: Callable[[float], Loaded], number: int, share: float) -> float:
        until = time.monotonic() + share
        with ThreadPoolExecutor(number, thread_name_prefix="dbmigrate-tune") as pool:
            loads = [pool.submit(load, until) for _ in range(number)]
            rates = [each.result().rate for each in loads]
        return sum(rate.rows_per_second or 0.0 for rate in rates)

    def _note_distance(self, there: float, back: float) -> None:
        for side, seconds in (("source", there), ("target", back)):
            if seconds >= _FAR_SECONDS:
                self._notes.append(f"the {side} is far away: each question takes {seconds * 1000:.0f} ms")
        if streams(self._source, self._target, 2) == 1:
            self._notes.append("tables go one after the other between these engines, whatever workers says")


def _without_domains(table: TablePlan) -> TablePlan:
    into = tuple(
        replace(one, columns=tuple(replace(column, domain=None) for column in one.columns)) for one in table.into
    )
    return replace(table, into=into)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
