"""Loads of rows into an empty table that is gone afterwards, however this ends: to measure, and for nothing else."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain, repeat
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import SourceView, TableRead
from dbmigrate.engines.session import Writer
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.prepared import PreparedBatch, PreparedTarget
from dbmigrate.model.table import TableName
from dbmigrate.model.tuning import Rate

SMALL_ROWS = 500
SMALL_LOADS = 3
TRIPS_PER_BATCH = 7
"""BEGIN, the fence, the load, the entries of batch, target and keys, COMMIT (ledger.record_batch)."""
ASSUMED_COMMIT_SECONDS = 0.01
_COMMITS = 3
_NO_RUN = 0
"""The run to which staging tables belong that no run has made; run numbers begin with 1."""


class Loaded(Struct, frozen=True):
    """``batch_seconds``: what a load costs however few its rows."""

    rate: Rate
    batch_seconds: float


class Scratch:
    """``number``: no other scratch table of this moment has it."""

    def __init__(self, target: Engine, table: TablePlan, number: int) -> None:
        self._target = target
        self._table = table
        self._number = number

    def load(self, batches: Sequence[PreparedBatch], until: float) -> Loaded:
        """The batches, each once, until that moment of the monotonic clock.  Raises EngineFault."""
        with closing(self._target.open_writer()) as writer, self._tables(writer) as places:
            small, rest = _parts(batches)
            costs = [self._timed(writer, places, part) for part in small]
            loaded = Rate()
            for batch in rest:
                loaded += Rate(batch.source_rows.num_rows, self._timed(writer, places, batch))
                if time.monotonic() >= until:
                    break
        batch_seconds = max(0.0, median(costs) - SMALL_ROWS * loaded.seconds_per_row) if costs else 0.0
        return Loaded(loaded, batch_seconds)

    def _timed(self, writer: Writer, places: Sequence[TableName], batch: PreparedBatch) -> float:
        started = time.monotonic()
        for place, target in zip(places, batch.targets, strict=True):
            self._load(writer, place, target)
        return time.monotonic() - started

    def _load(self, writer: Writer, place: TableName, target: PreparedTarget) -> None:
        if self._target.capabilities.stages_in_transaction:
            writer.load(replace(target.into.table, name=place), target.rows, target.into.tagged)
        else:
            writer.load_staging(place, target.into.table, target.rows, target.into.tagged)

    @contextmanager
    def _tables(self, writer: Writer) -> Iterator[list[TableName]]:
        if not self._target.capabilities.stages_in_transaction:
            with self._recorded(writer) as places:
                yield places
            return
        writer.begin()
        try:
            yield [
                self._target.create_scratch(
                    writer, into.table, [c.name for c in into.columns], into.key, self._number * 10 + at
                )
                for at, into in enumerate(self._table.into)
            ]
        finally:
            writer.rollback()

    @contextmanager
    def _recorded(self, writer: Writer) -> Iterator[list[TableName]]:
        """Known to the ledger before they are made, so that the next run drops what a crash has left."""
        ledger = Ledger(writer, has_schemas=self._target.capabilities.supports_schemas)
        ledger.create()
        made: list[TableName] = []
        try:
            for at, into in enumerate(self._table.into):
                number = self._number * 10 + at
                self._record(writer, ledger, ledger.tables.staging_name(number), "made")
                columns = [column.name for column in into.columns]
                made.append(self._target.create_scratch(writer, into.table, columns, into.key, number))
            yield made
        finally:
            writer.rollback()
            for place in made:
                writer.drop_staging(place)
                self._record(writer, ledger, place, "dropped")

    def _record(self, writer: Writer, ledger: Ledger, place: TableName, event: str) -> None:
        writer.begin()
        ledger.leftovers.record_staging(_NO_RUN, self._number, place, event)
        writer.commit()


def commit_seconds(target: Engine, table: TablePlan, number: int) -> float:
    """Of a commit that leaves nothing behind but has something to write; where ``stages_in_transaction``."""
    into = table.into[0]
    columns = [column.name for column in into.columns]
    took = []
    with closing(target.open_writer()) as writer:
        for _ in range(_COMMITS):
            writer.begin()
            try:
                place = target.create_scratch(writer, into.table, columns, (), number)
                writer.drop_staging(place)
                started = time.monotonic()
                writer.commit()
                took.append(time.monotonic() - started)
            finally:
                writer.rollback()
    return median(took)


def move_ranges(
    source: Engine, target: Engine, view: SourceView, table: TablePlan, rows: int, number: int, until: float
) -> Loaded:
    """Ranges as they are stored, into a scratch table, in one transaction that is undone.  Raises EngineFault."""
    into = table.into[0]
    took: list[float] = []
    columns = [column.name for column in into.columns]
    moved = small = Rate()
    with closing(view.open_reader()) as reader, closing(target.open_writer()) as writer:
        move = target.server_side_move(writer, source, reader)
        try:
            move.session.begin()
            place = target.create_scratch(move.session, into.table, columns, into.key, number)
            goal = [(replace(into.table, name=place), columns, [c.source or c.name for c in into.columns])]
            read = TableRead(table.source, table.read_columns, table.key, where=table.scope.condition)
            for size in chain([SMALL_ROWS] * SMALL_LOADS, repeat(rows)):
                started = time.monotonic()
                pulled = move.pull(read, goal, size, math.inf)
                seconds = time.monotonic() - started
                if len(took) < SMALL_LOADS:
                    took.append(seconds)
                    small += Rate(pulled.rows, seconds)
                else:
                    moved += Rate(pulled.rows, seconds)
                if pulled.ended or pulled.through_key is None or (moved.rows and time.monotonic() > until):
                    break
                read = replace(read, key_range=KeyRange(pulled.through_key, read.key_range.through))
        finally:
            move.close()
            writer.rollback()
    moved = moved if moved.rows else small
    # The first one opens the source's query.
    return Loaded(moved, max(0.0, median(took[1:] or took) - SMALL_ROWS * moved.seconds_per_row))


def _parts(batches: Sequence[PreparedBatch]) -> tuple[list[PreparedBatch], list[PreparedBatch]]:
    """A few small batches, which show what each load costs by itself, and the others; no row twice."""
    first = batches[0]
    if first.source_rows.num_rows < SMALL_ROWS * (SMALL_LOADS + 1) or any(t.row_of for t in first.targets):
        return [], list(batches)
    small = [_slice(first, at * SMALL_ROWS, SMALL_ROWS) for at in range(SMALL_LOADS)]
    return small, [_slice(first, SMALL_LOADS * SMALL_ROWS, first.source_rows.num_rows), *batches[1:]]


def _slice(batch: PreparedBatch, offset: int, rows: int) -> PreparedBatch:
    targets = tuple(replace(target, rows=target.rows.slice(offset, rows)) for target in batch.targets)
    return replace(batch, source_rows=batch.source_rows.slice(offset, rows), targets=targets, rejects=())
