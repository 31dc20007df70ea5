"""Finds, or plans and records, what of a table this run reads: chunks, scope and high-water mark."""

from __future__ import annotations

from msgspec import Struct

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader, TableRead, Tally
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.clock import now
from dbmigrate.ledger.coverage import Cover
from dbmigrate.ledger.entries import ChunkEntry, MarkEntry, ResumePoint, TableOpening
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.conditions import AnyOf, Compare, Condition, IsNull, Operator, both
from dbmigrate.model.events import Notice
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import ReadMethod, TablePlan, WatermarkPlan, WriteMode
from dbmigrate.run.context import RunContext
from dbmigrate.run.overlap import lower_bound
from dbmigrate.transform.key_mapping import KeyMapping
from dbmigrate.write.batch_writer import DIRECT, SERVER_SIDE, STAGED
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point

Bound = int | str

CHUNKS_PER_STREAM = 8
"""So that the streams of a table end at about the same time, however uneven its chunks are."""
LEAST_COMMIT_ROWS = 20_000
"""Who asks for smaller commits gets them, and no larger ones."""
LEAST_BATCHES = 2
"""Batches of a chunk, about: its last one is as a rule not a full one, and its first one waits for the source."""


class Opening(Struct, frozen=True):
    """``where``: the rows of the source that this run reads; None for all."""

    chunks: tuple[ChunkEntry, ...]
    points: dict[int, ResumePoint]
    protocol: str
    where: Condition | None
    left_out: dict[str, int]
    is_new: bool = False
    """Planned just now: all of it is read under the view at hand."""
    unrecorded: TableOpening | None = None
    """What the ledger is to say of it, in the transaction of its first batch."""


class _Mark(Struct, frozen=True):
    """A table's high-water mark as it is frozen.

    ``bound``: from which on rows are read again, with the run whose mark it comes from; both None to read all.
    ``below``: rows in scope that the next pass will not read, because they lie below ``value`` less the overlap.
    """

    value: Bound | None = None
    bound: Bound | None = None
    based_on: int | None = None
    below: Tally | None = None
    rows: Condition | None = None
    """Another condition for the rows from ``bound`` on, under the view at hand."""

    def as_entry(self, column: str) -> MarkEntry:
        value, bound = (None if each is None else str(each) for each in (self.value, self.bound))
        return MarkEntry(column, value, bound)


def asks_nothing(context: RunContext, table: TablePlan) -> bool:
    """Whether a table can be opened without a question to source or ledger, and its rows then go one way for sure."""
    return context.streams.most == 1 and _goes_only(DIRECT, context, table)


def may_go_with_others(context: RunContext, table: TablePlan) -> str | None:
    """The protocol by which a table, if it holds few rows, may go into the target in one transaction with others."""
    if context.throttle.has_limit or context.settings.commit_rows < LEAST_COMMIT_ROWS or not table.key_is_enforced:
        return None
    if _goes_only(SERVER_SIDE, context, table):
        return SERVER_SIDE
    # Of one loader's transaction, and read ahead over one connection.
    is_taken = all(context.target.takes(into.table) for into in table.into)
    return DIRECT if is_taken and asks_nothing(context, table) else None


def _goes_only(protocol: str, context: RunContext, table: TablePlan) -> bool:
    return (
        context.planned is not None
        and table.name not in context.planned
        and table.name not in context.with_open_rejects
        and table.watermark is None
        and table.orphans is None
        and not table.scope.reasons
        and not KeyMapping.is_needed(table)
        and table.method is not ReadMethod.ONE_TRANSACTION
        and protocol_for(table, context.target, repeated=table.name in context.touched_before) == protocol
    )


def open_table(context: RunContext, table: TablePlan, link: TargetLink, reader: Reader) -> Opening:
    """What the ledger says of this table in this run; planned and recorded if it says nothing yet."""
    is_known = context.planned is None or table.name in context.planned
    chunks = tuple(link.ledger.progress.chunks(context.run_id, table.name)) if is_known else ()
    if chunks:
        points = link.ledger.progress.resume_points(context.run_id, table.name)
        # The operator may have accepted another mapping or mode since the chunk was planned.
        protocol = protocol_for(table, context.target, repeated=table.name in context.touched_before)
        if chunks[0].write_protocol == STAGED:
            protocol = STAGED
        where = _where(table, _frozen_bound(link.history, context, table, reader))
        return Opening(chunks, points, protocol, where, link.history.left_out(context.run_id, table.name))
    return _plan(context, table, link.ledger, reader)


def _plan(context: RunContext, table: TablePlan, ledger: Ledger, reader: Reader) -> Opening:
    protocol = protocol_for(table, context.target, repeated=table.name in context.touched_before)
    # The mark is frozen before the first row is read, under the same view.
    mark = _Mark() if table.watermark is None else _freeze(context, table, table.watermark, ledger, reader)
    counted = {why: _count(reader, table, condition) for why, condition in table.scope.reasons}
    left_out = {why: rows for why, rows in counted.items() if rows}
    where = _where(table, mark.bound)
    ranges = _ranges(context, table, reader, protocol, where)
    if mark.rows is not None and protocol == STAGED:
        where = mark.rows  # known to this reader only: as long as it is open, the table is not rewritten
    chunks = tuple(ChunkEntry(table.name, number, each, protocol) for number, each in enumerate(ranges))
    planned = TableOpening(
        table.name,
        chunks,
        table.scope.text,
        left_out,
        now(),
        based_on=mark.based_on,
        rows_below=None if mark.below is None else mark.below.rows,
        keys_below=None if mark.below is None else mark.below.keys,
        mark=None if table.watermark is None else mark.as_entry(table.watermark.column),
    )
    waits = _goes_with_its_first_batch(table, planned)
    if not waits:
        _record(context, ledger, planned)
    stop_point("after_chunk_plan")
    return Opening(chunks, {}, protocol, where, left_out, is_new=True, unrecorded=planned if waits else None)


def _goes_with_its_first_batch(table: TablePlan, planned: TableOpening) -> bool:
    """One commit less.  Not where others must see it before: streams that share the chunks, an attempt that finds
    staging; nor where the first commit is the last one and may be hours away."""
    [first, *others] = planned.chunks
    return not others and first.write_protocol != STAGED and table.method is not ReadMethod.ONE_TRANSACTION


def _record(context: RunContext, ledger: Ledger, planned: TableOpening) -> None:
    ledger.session.begin()
    try:
        ledger.hold_fence(context.run_id, context.fence)
        ledger.record_opening(context.run_id, planned)
        ledger.session.commit()
    except BaseException:
        ledger.session.rollback()
        raise


def _ranges(
    context: RunContext, table: TablePlan, reader: Reader, protocol: str, where: Condition | None
) -> list[KeyRange]:
    """In the order of the key: more than one where several streams can share the table, and it is large enough."""
    streams = streams_for(context, protocol)
    if streams == 1 or not table.key or not table.key_is_enforced:
        return [KeyRange()]
    most = streams * CHUNKS_PER_STREAM
    if table.row_estimate is not None:
        most = min(most, table.row_estimate // (LEAST_BATCHES * context.settings.commit_rows))
    if most < 2:
        return [KeyRange()]
    try:
        return reader.split(TableRead(table.source, table.read_columns, table.key, where=where), most)
    except EngineFault as fault:
        raise side_error(fault, "source", f"the keys of {table.name} could not be read", number=14) from None


def streams_for(context: RunContext, protocol: str) -> int:
    """At most so many of the run's streams share one table."""
    if protocol not in (DIRECT, SERVER_SIDE):
        return 1
    useful = context.target.move_streams(context.source) if protocol == SERVER_SIDE else None
    return context.streams.most if useful is None else min(useful, context.streams.most)


def _freeze(context: RunContext, table: TablePlan, watermark: WatermarkPlan, ledger: Ledger, reader: Reader) -> _Mark:
    """The mark of now, and from where on to read: from the last mark, unless rows have come in below it."""
    floor = _Floor(context, table, watermark, reader)
    cover = None
    if table.name in context.closed_before:
        cover = context.coverage.newest(table.name, table.scope.text, watermark.column)
    seen = None if cover is None else floor.surveyed(cover) or floor.seen(cover)
    if cover is None or seen is None:
        value = floor.mark()
        return _Mark(value, below=floor.below(value, value, table.scope.condition))
    # Rows committed late, by a slow transaction or a clock that was set back, may lie below the overlap.
    then = None
    if cover.rows_below is not None:
        then = Tally(cover.rows_below, ledger.progress.keys_below(cover.run_id, table.name))
    if _are_the_same(seen.now, then):
        return _Mark(seen.mark, seen.bound, cover.run_id, seen.below, seen.rows)
    context.sink(Notice(_recount(table, watermark, then, seen.now), "warning"))
    return _Mark(seen.mark, below=seen.below)


def _are_the_same(now: Tally | None, then: Tally | None) -> bool:
    if now is None or then is None or now.rows != then.rows:
        return now is then
    return now.keys is None or then.keys is None or now.keys == then.keys


class _Seen(Struct, frozen=True):
    """``now``: the rows below ``bound``, which belongs to an earlier mark; ``below``: those below that of ``mark``."""

    mark: Bound | None
    bound: Bound
    now: Tally | None
    below: Tally | None
    rows: Condition | None = None


def _high_water_mark(reader: Reader, table: TablePlan, watermark: WatermarkPlan) -> Bound | None:
    try:
        return reader.high_water_mark(table.source, watermark.column)
    except EngineFault as fault:
        message = f"the newest {watermark.column} of {table.name} could not be read"
        raise side_error(fault, "source", message, number=13) from None


class _Floor:
    """The lower end of what a pass reads again, and the rows below it."""

    def __init__(self, context: RunContext, table: TablePlan, watermark: WatermarkPlan, reader: Reader) -> None:
        self._as_text = context.source.capabilities.has_dynamic_types
        self._table = table
        self._watermark = watermark
        self._reader = reader

    def under(self, mark: Bound | None) -> Bound | None:
        kind = self._watermark.of.type.kind
        return lower_bound(mark, self._watermark.overlap_seconds, kind, compared_as_text=self._as_text)

    def mark(self) -> Bound | None:
        return _high_water_mark(self._reader, self._table, self._watermark)

    def seen(self, cover: Cover) -> _Seen | None:
        """None where the order of marks is not certain."""
        value = self.mark()
        before = None if cover.mark is None else as_value(cover.mark, value)
        bound = self.under(before)
        if bound is None:
            return None
        scope = self._table.scope
        below = self.below(value, value, scope.condition)
        same = cover.scope == scope.text
        now = below if same and before == value else self.below(before, value, scope.condition if same else None)
        return _Seen(value, bound, now, below)

    def surveyed(self, cover: Cover) -> _Seen | None:
        """The same with fewer scans, where the engine can do so."""
        table, column = self._table, self._watermark.of
        if table.scope.condition is not None or cover.scope != table.scope.text or cover.mark is None:
            return None
        is_number = self._as_text and cover.mark.removeprefix("-").isdecimal()
        before: Bound = int(cover.mark) if is_number else cover.mark
        bound = self.under(before)
        if bound is None:
            return None
        read = TableRead(table.source, table.read_columns, table.key, key_is_unique=table.key_is_enforced)
        try:
            found = self._reader.survey(read, column, bound, self.under)
        except EngineFault as fault:
            raise side_error(fault, "source", f"rows of {table.name} could not be counted", number=14) from None
        if found is None or type(found.mark) is not type(before):
            return None
        return _Seen(found.mark, bound, found.below, found.below_mark, found.rest)

    def below(self, mark: Bound | None, now: Bound | None, scope: Condition | None) -> Tally | None:
        """None where nothing is known of the order: such a table is read as a whole each time."""
        bound = self.under(mark) if now is not None else None
        if bound is None:
            return None
        where = both(scope, Compare(self._watermark.of, Operator.LESS, bound))
        table = self._table
        read = TableRead(table.source, table.read_columns, table.key, where=where, key_is_unique=table.key_is_enforced)
        try:
            return self._reader.tally(read)
        except EngineFault as fault:
            raise side_error(fault, "source", f"rows of {table.name} could not be counted", number=14) from None


def _recount(table: TablePlan, watermark: WatermarkPlan, then: Tally | None, now: Tally | None) -> str:
    if now is None or then is None:
        return f"nothing is known of the rows of {table.name} below its last mark: it is read from its beginning"
    had = f"and had {then.rows:,} when it was set" if now.rows != then.rows else "as when it was set, but other ones"
    return (
        f"{table.name} has {now.rows:,} rows more than the overlap below its last mark of {watermark.column} {had}: "
        "rows came in late or went away, so the table is read from its beginning"
    )


def as_value(recorded: str, now: Bound | None) -> Bound | None:
    """A mark from the ledger in the type in which the source gives marks today."""
    if not isinstance(now, int):
        return recorded
    try:
        return int(recorded)
    except ValueError:
        return None


def _count(reader: Reader, table: TablePlan, where: Condition | None) -> int:
    try:
        return reader.count(TableRead(table.source, table.read_columns, where=where))
    except EngineFault as fault:
        raise side_error(fault, "source", f"rows of {table.name} could not be counted", number=14) from None


def _where(table: TablePlan, bound: Bound | None) -> Condition | None:
    if bound is None or table.watermark is None:
        return table.scope.condition
    column = table.watermark.of
    above = Compare(column, Operator.AT_LEAST, bound)
    return both(table.scope.condition, AnyOf((above, IsNull(column))) if column.nullable else above)


def _frozen_bound(history: History, context: RunContext, table: TablePlan, reader: Reader) -> Bound | None:
    for mark in history.marks(context.run_id):
        if mark["table_name"] == table.name and mark["lower_bound"] is not None and table.watermark is not None:
            return as_value(str(mark["lower_bound"]), _high_water_mark(reader, table, table.watermark))
    return None


def protocol_for(table: TablePlan, target: Engine, *, repeated: bool) -> str:
    """Staged wherever rows may already be there, or the engine's bulk load commits by itself."""
    if not target.capabilities.supports_transactional_bulk_load or repeated:
        return STAGED
    if any(into.may_hold_rows or into.mode is WriteMode.UPSERT for into in table.into):
        return STAGED
    return SERVER_SIDE if table.moves_server_side else DIRECT
