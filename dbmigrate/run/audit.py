"""The gap audit: every source row that runs were about is in the target, on the reject list, or not yet migrated."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.config.filters import RowFilters
from dbmigrate.config.package import Package
from dbmigrate.engines.base import Engine, EngineFault, Reader, TableRead
from dbmigrate.engines.registry import Side, side_error
from dbmigrate.ledger.coverage import Coverage
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.rejects import Rejects, row_hash
from dbmigrate.ledger.written import WrittenKeys
from dbmigrate.model.conditions import AllOf, AnyOf, Compare, Condition, Operator, both
from dbmigrate.model.events import Sink, TableVerified
from dbmigrate.model.keys import KeyRange, KeyValue
from dbmigrate.model.outcome import Gap, GapReport, TableGaps, Verdict
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan
from dbmigrate.model.scope import TableScope
from dbmigrate.model.storage import stored_value
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind
from dbmigrate.plan.scope import ScopeMaker
from dbmigrate.run.opening import as_value
from dbmigrate.run.overlap import lower_bound
from dbmigrate.transform.prepare import Preparer
from dbmigrate.verify.gaps import FoundGaps, KeyedRows, find_gaps
from dbmigrate.verify.key_hashes import KeyHasher, by_key, is_in

InputValue = str | int | float | bool

READ_ROWS = 8_192
READ_BYTES = 16 * 1024 * 1024
LOCATED = 20
"""Of so many gaps of a target the batch is named; each takes some counting in the source."""

BY_KEY = "every key of the source looked for in the target"
NO_KEY = "no key by which rows can be told apart"
NOT_COPIED = "not copied to its end by any run"


_End = tuple[int, int, int, KeyValue | None]


@dataclass(frozen=True, slots=True)
class _NotYet:
    """The rows of a table that no run has come to: those that meet the condition, or lie behind a key."""

    where: Condition | None = None
    behind: KeyValue | None = None
    but: tuple[int, int, int] | None = None
    """Behind that key, but for the rows of this (run, chunk, batch), which did not say how far it went."""


class GapAudit:
    """``plan``: with the scope of all runs so far (``Migration.plan_of_migrated``)."""

    def __init__(
        self,
        plan: MigrationPlan,
        package: Package,
        source: Engine,
        target: Engine,
        inputs: Mapping[str, InputValue],
        sink: Sink,
    ) -> None:
        self._plan = plan
        self._package = package
        self._source = source
        self._target = target
        self._inputs = inputs
        self._sink = sink

    def audit(self, tables: Sequence[TablePlan]) -> GapReport:
        """Changes nothing; both sides are read under one view each."""
        started = time.monotonic()
        with ExitStack() as opened:
            source = _reader(opened, self._source, "source")
            target = _reader(opened, self._target, "target")
            try:
                session = opened.enter_context(closing(self._target.open_writer()))
                ledger = Ledger(session, has_schemas=self._target.capabilities.supports_schemas)
                known = ledger.exists()
                if known:
                    ledger.check_version()
                past = _Past(ledger, Scope(self._plan.source_identity, self._plan.package)) if known else None
                found = [each for table in tables for each in self._table(table, past, source, target)]
            except EngineFault as fault:
                raise side_error(fault, "target", "the ledger could not be read", number=21) from None
        return GapReport(tuple(found), time.monotonic() - started)

    def _table(self, table: TablePlan, past: _Past | None, source: Reader, target: Reader) -> Iterator[TableGaps]:
        for number, into in enumerate(table.into):
            started = time.monotonic()
            if past is None or table.name not in past.closed:
                found = _unknown(table, into, NOT_COPIED)
            elif not table.key or not into.key:
                found = _unknown(table, into, NO_KEY)
            else:
                found = self._compared(table, number, past, source, target)
            found = replace(found, seconds=time.monotonic() - started)
            self._sink(TableVerified(table.name, found.target, str(found.verdict), found.rows_in_scope or 0))
            yield found

    def _compared(self, table: TablePlan, number: int, past: _Past, source: Reader, target: Reader) -> TableGaps:
        into = table.into[number]
        reading = _KeyReading(table, into, self._target, self._inputs, source)
        try:
            not_yet = self._not_yet(table, past, source)
            found = find_gaps(
                into,
                target,
                in_scope=reading.all_in_scope,
                not_yet=lambda: reading.not_yet(not_yet, past),
                key_texts=reading.preparer.key_texts,
                listed=lambda texts: past.listed(table.name, texts),
            )
        finally:
            reading.preparer.close()
        rows = _count(source, table, None) if table.scope.condition is not None else found.in_scope
        return TableGaps(
            table.group,
            table.name,
            str(into.table.name),
            Verdict.MISMATCH if found.missing else Verdict.MATCH,
            BY_KEY,
            rows,
            found.in_scope,
            found.in_scope - found.rejected - found.new - found.missing,
            found.rejected,
            found.new,
            found.missing,
            {why: left for why, condition in table.scope.reasons if (left := _count(source, table, condition))}
            or ({"outside all sets": rows - found.in_scope} if rows > found.in_scope else {}),
            tuple(self._located(table, found, past, source)),
        )

    def _not_yet(self, table: TablePlan, past: _Past, source: Reader) -> _NotYet:
        entry = next(
            entry
            for group in self._package.groups
            for entry in group.tables
            if entry.source.casefold() in (table.name.casefold(), table.source.name.name.casefold())
        )
        maker = ScopeMaker(self._package, self._source, _accept)
        sets = [maker.scope(entry, [filters]) for filters in past.sets.get(table.name, [RowFilters()])]
        marks = [self._mark(table, scope, past.coverage, source) for scope in sets]
        if any(mark == () for mark in marks):
            # Without an order in time, new rows are known only where they lie behind the last key of all.
            return past.behind_all(table.name) if len(sets) == 1 else _NotYet(AnyOf(()))
        # A set without a mark that counts is read as a whole by its next pass: so far it vouches for no row.
        behind = [
            AnyOf((*(outside for _, outside in scope.reasons), *mark))
            for scope, mark in zip(sets, marks, strict=True)
            if mark is not None
        ]
        return _NotYet(AllOf(tuple(behind)))

    def _mark(
        self, table: TablePlan, scope: TableScope, coverage: Coverage, source: Reader
    ) -> tuple[Condition, ...] | None:
        """The condition of rows above the mark of one set; None if no mark counts, () if there is no order in time."""
        if table.watermark is None:
            return ()
        cover = coverage.newest(table.name, scope.text, table.watermark.column)
        if cover is None or cover.mark is None:
            return None
        value = as_value(cover.mark, source.high_water_mark(table.source, table.watermark.column))
        as_text = self._source.capabilities.has_dynamic_types
        kind = table.watermark.of.type.kind
        if value is None or lower_bound(value, 0, kind, compared_as_text=as_text) is None:
            return ()
        return (Compare(table.watermark.of, Operator.ABOVE, value),)

    def _located(self, table: TablePlan, found: FoundGaps, past: _Past, source: Reader) -> Iterator[Gap]:
        ends = past.batch_ends(table.name) if found.gaps else []
        for number, (text, row) in enumerate(found.gaps):
            key = None if row is None or number >= LOCATED else _plain_key(table, row)
            yield Gap(text, None if key is None or not ends else _batch_of(table, key, ends, source))


class _Past:
    """What the ledger says of earlier runs."""

    def __init__(self, ledger: Ledger, scope: Scope) -> None:
        history = History(ledger.session, ledger.tables, scope)
        self._progress = ledger.progress
        self._rejects = Rejects(ledger.session, ledger.tables, scope)
        self._written = WrittenKeys(ledger.session, ledger.tables, scope)
        self.closed = history.closed_tables()
        self.coverage = history.coverage()
        self.sets = {
            name: [RowFilters.model_validate(each) for each in documents]
            for name, documents in history.filters_by_table().items()
        }

    def listed(self, table_name: str, texts: Sequence[str]) -> set[str]:
        """Of these key texts, those of open rejects."""
        hashes = sorted({row_hash(text, "") for text in texts})
        return {reject.key for reject in self._rejects.with_hashes(table_name, hashes)} & set(texts)

    def batch_ends(self, table_name: str) -> list[_End]:
        """(run, chunk, batch, through key) of the newest run that went through the whole table."""
        run = self.coverage.newest_whole(table_name)
        ends = [] if run is None else self._progress.batch_ends(run, table_name)
        return [(run or 0, chunk, batch, key) for chunk, batch, key in ends]

    def behind_all(self, table_name: str) -> _NotYet:
        """Behind the last key that a run has read."""
        ends = self.batch_ends(table_name)
        known = [key for *_, key in ends if key is not None]
        if not ends or not known:
            return _NotYet(AnyOf(()))
        return _NotYet(None, known[-1], None if ends[-1][3] is not None else ends[-1][:3])

    def written(self, table_name: str, target_name: str, batch: tuple[int, int, int]) -> Iterator[pa.RecordBatch]:
        return self._written.inserted(table_name, target_name, batch)


class _KeyReading:
    """Reads of the columns that the target key is made of."""

    def __init__(
        self, table: TablePlan, into: IntoPlan, target: Engine, inputs: Mapping[str, InputValue], source: Reader
    ) -> None:
        keys = by_key(into)
        self._table = replace(table, into=(keys,))
        self._columns = _needed(table, keys)
        self._source = source
        self.preparer = Preparer(self._table, target, inputs, digests=False)

    def all_in_scope(self) -> Iterator[KeyedRows]:
        return self._read(self._table.scope.condition, None)

    def not_yet(self, which: _NotYet, past: _Past) -> Iterator[KeyedRows]:
        scope = self._table.scope.condition
        if which.behind is None:
            yield from self._read(both(scope, which.where), None)
            return
        connection = sealed_connection({})
        try:
            [into] = self._table.into
            hasher = KeyHasher(into, connection)
            written = np.zeros(0, np.uint64)
            if which.but is not None:
                batches = past.written(self._table.name, str(into.table.name), which.but)
                written = np.unique(np.concatenate([written, *(hasher.hashes(rows) for rows in batches)]))
            for rows in self._read(scope, which.behind):
                fresh = pa.array(~is_in(hasher.hashes(rows.wire), written))
                yield KeyedRows(rows.wire.filter(fresh), rows.source.filter(fresh))
        finally:
            connection.close()

    def _read(self, where: Condition | None, behind: KeyValue | None) -> Iterator[KeyedRows]:
        table = self._table
        ordered = table.key if behind is not None else ()
        read = TableRead(table.source, self._columns, ordered, KeyRange(behind, None), where, table.key_is_enforced)
        try:
            for batch in self._source.read(read, batch_rows=READ_ROWS, batch_bytes=READ_BYTES):
                prepared = self.preparer.prepare(batch)
                yield KeyedRows(prepared.targets[0].rows, prepared.source_rows, prepared.rejects)
        except EngineFault as fault:
            raise side_error(fault, "source", f"read of {table.name} failed", number=40) from None


def _needed(table: TablePlan, keys: IntoPlan) -> tuple[Column, ...]:
    """Source columns of the source's key and of the target's; an expression may name any column."""
    if any(column.expression is not None for column in keys.columns):
        return table.read_columns
    wanted = {name.casefold() for name in table.key} | {(column.source or "").casefold() for column in keys.columns}
    return tuple(column for column in table.read_columns if column.name.casefold() in wanted)


def _plain_key(table: TablePlan, row: pa.RecordBatch) -> KeyValue | None:
    """The row's key as the engine would give it; None where that cannot be told here."""
    values: list[int | str | bytes] = []
    for name in table.key:
        column = table.source.column(name)
        value = row.column(name)[0].as_py()
        if column is not None and column.type.kind is Kind.STORAGE:
            value = stored_value(value)
        elif column is None or column.type.kind not in (Kind.INTEGER, Kind.TEXT, Kind.BYTES):
            return None
        if not isinstance(value, int | str | bytes):
            return None
        values.append(value)
    return tuple(values)


def _batch_of(table: TablePlan, key: KeyValue, every: Sequence[_End], source: Reader) -> str:
    """The first batch whose end is not before the key; only the source knows the order of its keys."""
    run = every[0][0]
    ends = [(chunk, batch, through) for _, chunk, batch, through in every if through is not None]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        # The row itself lies in this range exactly if its key is behind the batch's end.
        if _count(source, table, None, KeyRange(ends[middle][2], key)):
            low = middle + 1
        else:
            high = middle
    after = ends[low - 1][2] if low else None
    if low < len(ends):
        chunk, batch, through = ends[low]
        return f"run {run}, chunk {chunk}, batch {batch} {KeyRange(after, through)}"
    if every[-1][3] is None:
        return f"run {run}, chunk {every[-1][1]}, batch {every[-1][2]} {KeyRange(after, None)}"
    return f"run {run}, behind the end of its last batch {KeyRange(after, None)}"


def _count(reader: Reader, table: TablePlan, where: Condition | None, key_range: KeyRange | None = None) -> int:
    key = table.key if key_range is not None else ()
    read = TableRead(table.source, table.read_columns, key, key_range or KeyRange(), where)
    try:
        return reader.count(read)
    except EngineFault as fault:
        raise side_error(fault, "source", f"rows of {table.name} could not be counted", number=14) from None


def _unknown(table: TablePlan, into: IntoPlan, reason: str) -> TableGaps:
    return TableGaps(table.group, table.name, str(into.table.name), Verdict.NOT_VERIFIED, reason)


def _accept(code: str, subject: str, message: str, next_step: str) -> None:
    """These scopes were planned before, and the plan has told what is wrong with them."""


def _reader(opened: ExitStack, engine: Engine, side: Side) -> Reader:
    try:
        view = opened.enter_context(closing(engine.open_view()))
        return opened.enter_context(closing(view.open_reader()))
    except EngineFault as fault:
        raise side_error(fault, side, f"no consistent view of the {side}", number=2) from None
