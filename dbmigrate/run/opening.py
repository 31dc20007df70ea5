"""Finds, or plans and records, the chunks and the high-water mark of a table in this run."""

from __future__ import annotations

from dataclasses import dataclass

from dbmigrate.engines.base import Engine, EngineFault, Reader
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import ChunkEntry, ResumePoint
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import TablePlan, WriteMode
from dbmigrate.model.types import Kind
from dbmigrate.run.context import RunContext
from dbmigrate.run.overlap import lower_bound
from dbmigrate.write.batch_writer import DIRECT, SERVER_SIDE, STAGED
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point


@dataclass(frozen=True, slots=True)
class Opening:
    """``bound``: (column, value) from which an incremental read begins."""

    chunks: tuple[ChunkEntry, ...]
    points: dict[int, ResumePoint]
    protocol: str
    bound: tuple[str, str] | None


def open_table(context: RunContext, table: TablePlan, link: TargetLink, reader: Reader) -> Opening:
    """What the ledger says of this table in this run; planned and recorded if it says nothing yet."""
    chunks = tuple(link.ledger.progress.chunks(context.run_id, table.name))
    if chunks:
        points = link.ledger.progress.resume_points(context.run_id, table.name)
        # The operator may have accepted another mapping or mode since the chunk was planned.
        protocol = protocol_for(table, context.target, repeated=table.name in context.touched_before)
        if chunks[0].write_protocol == STAGED:
            protocol = STAGED
        return Opening(chunks, points, protocol, _frozen_bound(link.history, context.run_id, table))
    return _plan(context, table, link.ledger, link.history, reader)


def _plan(context: RunContext, table: TablePlan, ledger: Ledger, history: History, reader: Reader) -> Opening:
    repeated = table.name in context.touched_before
    protocol = protocol_for(table, context.target, repeated=repeated)
    mark = bound = None
    if table.watermark is not None:
        # The mark is frozen before the first row is read, under the same view.
        mark = _read_mark(reader, table, table.watermark.column)
        if table.name in context.closed_before:
            before = history.last_high_water_mark(table.name, table.watermark.column)
            column = table.source.column(table.watermark.column)
            kind = Kind.OTHER if column is None else column.type.kind
            as_text = context.source.capabilities.has_dynamic_types
            bound = lower_bound(before, table.watermark.overlap_seconds, kind, compared_as_text=as_text)
    chunks = (ChunkEntry(table.name, 0, KeyRange(), protocol),)
    ledger.session.begin()
    try:
        ledger.hold_fence(context.run_id, context.fence)
        ledger.record_chunks(context.run_id, chunks)
        if table.watermark is not None:
            ledger.record_high_water_mark(context.run_id, table.name, table.watermark.column, mark, bound)
        ledger.session.commit()
    except BaseException:
        ledger.session.rollback()
        raise
    stop_point("after_chunk_plan")
    frozen = None if bound is None or table.watermark is None else (table.watermark.column, bound)
    return Opening(chunks, {}, protocol, frozen)


def _read_mark(reader: Reader, table: TablePlan, column: str) -> str | None:
    try:
        return reader.high_water_mark(table.source, column)
    except EngineFault as fault:
        raise side_error(fault, "source", f"the newest {column} of {table.name} could not be read", number=13) from None


def _frozen_bound(history: History, run_id: int, table: TablePlan) -> tuple[str, str] | None:
    for mark in history.marks(run_id):
        if mark["table_name"] == table.name and mark["lower_bound"] is not None:
            return str(mark["column_name"]), str(mark["lower_bound"])
    return None


def protocol_for(table: TablePlan, target: Engine, *, repeated: bool) -> str:
    """Staged wherever rows may already be there, or the engine's bulk load commits by itself."""
    if not target.capabilities.supports_transactional_bulk_load or repeated:
        return STAGED
    if any(into.may_hold_rows or into.mode is WriteMode.UPSERT for into in table.into):
        return STAGED
    # Without keys to tell its rows by, a table can be undone only if digests say what was copied.
    has_keys = bool(table.key) and all(into.key for into in table.into)
    return SERVER_SIDE if table.moves_server_side and has_keys else DIRECT
