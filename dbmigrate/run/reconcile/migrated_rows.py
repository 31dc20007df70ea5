"""Which rows of each source table the runs so far were about, and which of them no run has come to yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing

import numpy as np
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.compute.brought import as_wire
from dbmigrate.compute.row_hashes import by_key
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.config.filters import RowFilters
from dbmigrate.config.package import Package
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.question_line import QuestionLine
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.registry import Side, side_error
from dbmigrate.ledger.coverage import Coverage
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.rejects import Rejects, row_hash
from dbmigrate.ledger.written import WrittenKeys
from dbmigrate.model.conditions import AllOf, AnyOf, Compare, Condition, Operator, both
from dbmigrate.model.inputs import InputValue
from dbmigrate.model.keys import KeyRange, KeyValue
from dbmigrate.model.plan import IntoPlan, TablePlan
from dbmigrate.model.scope import TableScope
from dbmigrate.model.table import Column, same_table
from dbmigrate.plan.scope import ScopeMaker
from dbmigrate.run.key_books import known_ids
from dbmigrate.run.opening import as_value
from dbmigrate.run.overlap import lower_bound
from dbmigrate.run.table_reads import reading
from dbmigrate.transform.prepare import Preparer
from dbmigrate.verify.gaps import KeyedRows
from dbmigrate.verify.key_hashes import KeyHasher, is_in

READ_ROWS = 8_192
READ_BYTES = 16 * 1024 * 1024

BatchEnd = tuple[int, int, int, KeyValue | None]


class NotYet(Struct, frozen=True):
    """The rows of a table that no run has come to: those that meet the condition, or lie behind a key."""

    where: Condition | None = None
    behind: KeyValue | None = None
    but: tuple[int, int, int] | None = None
    """Behind that key, but for the rows of this (run, chunk, batch), which did not say how far it went."""


class Unreached:
    """Finds the rows that no run has come to."""

    def __init__(self, package: Package, source: Engine) -> None:
        self._package = package
        self._source = source

    def rows(self, table: TablePlan, past: PastRuns, source: Reader) -> NotYet:
        entry = next(
            entry for group in self._package.groups for entry in group.tables if same_table(entry.source, table.name)
        )
        maker = ScopeMaker(self._package, self._source, _accept)
        sets = [maker.scope(entry, [filters]) for filters in past.sets.get(table.name, [RowFilters()])]
        marks = [self._mark(table, scope, past.coverage, source) for scope in sets]
        if any(mark == () for mark in marks):
            # Without an order in time, new rows are known only where they lie behind the last key of all.
            return past.behind_all(table.name) if len(sets) == 1 else NotYet(AnyOf(()))
        # A set without a mark that counts is read as a whole by its next pass: so far it vouches for no row.
        behind = [
            AnyOf((*(outside for _, outside in scope.reasons), *mark))
            for scope, mark in zip(sets, marks, strict=True)
            if mark is not None
        ]
        return NotYet(AllOf(tuple(behind)))

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


class PastRuns:
    """What the ledger says of earlier runs."""

    def __init__(self, ledger: Ledger, scope: Scope) -> None:
        history = History(ledger.session, ledger.tables, scope)
        self._progress = ledger.progress
        self._rejects = Rejects(ledger.session, ledger.tables, scope)
        self._written = WrittenKeys(ledger.session, ledger.tables, scope)
        self._with_rejects = self._rejects.open_tables()
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

    def has_rejects(self, table_name: str) -> bool:
        return table_name in self._with_rejects

    def batch_ends(self, table_name: str) -> list[BatchEnd]:
        """(run, chunk, batch, through key) of the newest run that went through the whole table."""
        run = self.coverage.newest_whole(table_name)
        ends = [] if run is None else self._progress.batch_ends(run, table_name)
        return [(run or 0, chunk, batch, key) for chunk, batch, key in ends]

    def behind_all(self, table_name: str) -> NotYet:
        """Behind the last key that a run has read."""
        ends = self.batch_ends(table_name)
        known = [key for *_, key in ends if key is not None]
        if not ends or not known:
            return NotYet(AnyOf(()))
        return NotYet(None, known[-1], None if ends[-1][3] is not None else ends[-1][:3])

    def written(self, table_name: str, target_name: str, batch: tuple[int, int, int]) -> Iterator[pa.RecordBatch]:
        return self._written.inserted(table_name, target_name, batch)


class WireKeys(Struct, frozen=True):
    """How keys of the source become keys of the target.

    ``line``: for questions about ids that go through maps.
    """

    target: Engine
    source_identity: str
    inputs: Mapping[str, InputValue]
    line: QuestionLine

    def preparer(self, table: TablePlan, *, each_row: bool = False) -> Preparer:
        """Knows the ids that are in the maps; rows with others are refused."""
        book = known_ids(table, self.target, self.source_identity, self.line)
        return Preparer(table, self.target, self.inputs, digests=False, book=book, each_row=each_row, tells_rows=False)


class KeyReading:
    """Reads of the columns that the target key is made of.  Each row has the key of the row that stands for it in the
    target, whoever has written that; rows whose ids are in no map are refused."""

    def __init__(self, table: TablePlan, into: IntoPlan, keys: WireKeys, source: Reader) -> None:
        only = by_key(into)
        self._table = replace(table, into=(only,))
        self._columns = _needed(table, only)
        self._source = source
        self.preparer = keys.preparer(self._table, each_row=True)

    def close(self) -> None:
        self.preparer.close()

    def all_in_scope(self) -> Iterator[KeyedRows]:
        return self._read(self._table.scope.condition, None)

    def not_yet(self, which: NotYet, past: PastRuns) -> Iterator[KeyedRows]:
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
                written = np.unique(
                    np.concatenate([written, *(hasher.hashes(as_wire(into, rows)) for rows in batches)])
                )
            for rows in self._read(scope, which.behind):
                fresh = pa.array(~is_in(hasher.hashes(rows.wire), written))
                # A refused row was not written by that batch; if the batch has read it, it is on the list.
                yield KeyedRows(rows.wire.filter(fresh), rows.source.filter(fresh), rows.refused)
        finally:
            connection.close()

    def _read(self, where: Condition | None, behind: KeyValue | None) -> Iterator[KeyedRows]:
        table = self._table
        ordered = table.key if behind is not None else ()
        read = TableRead(table.source, self._columns, ordered, KeyRange(behind, None), where, table.key_is_enforced)
        with reading(table, number=40):
            for batch in self._source.read(read, batch_rows=READ_ROWS, batch_bytes=READ_BYTES):
                prepared = self.preparer.prepare(batch)
                yield KeyedRows(prepared.targets[0].rows, prepared.source_rows, prepared.rejects)


def _needed(table: TablePlan, keys: IntoPlan) -> tuple[Column, ...]:
    """Source columns of the source's key and of the target's; an expression may name any column."""
    if any(column.expression is not None for column in keys.columns):
        return table.read_columns
    wanted = {name.casefold() for name in table.key} | {(column.source or "").casefold() for column in keys.columns}
    return tuple(column for column in table.read_columns if column.name.casefold() in wanted)


def count_rows(reader: Reader, table: TablePlan, where: Condition | None, key_range: KeyRange | None = None) -> int:
    key = table.key if key_range is not None else ()
    read = TableRead(table.source, table.read_columns, key, key_range or KeyRange(), where)
    try:
        return reader.count(read)
    except EngineFault as fault:
        raise side_error(fault, "source", f"rows of {table.name} could not be counted", number=14) from None


def _accept(code: str, subject: str, message: str, next_step: str) -> None:
    """These scopes were planned before, and the plan has told what is wrong with them."""


def open_reader(opened: ExitStack, engine: Engine, side: Side) -> Reader:
    try:
        view = opened.enter_context(closing(engine.open_view()))
        return opened.enter_context(closing(view.open_reader()))
    except EngineFault as fault:
        raise side_error(fault, side, f"no consistent view of the {side}", number=2) from None
