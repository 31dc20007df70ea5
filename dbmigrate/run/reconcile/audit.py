"""The gap audit: every source row that runs were about is in the target, on the reject list, or not yet migrated."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.config.package import Package
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.question_line import QuestionLine
from dbmigrate.engines.reader import Reader
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.model.events import Sink, TableVerified
from dbmigrate.model.inputs import InputValue
from dbmigrate.model.keys import KeyRange, KeyValue
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan
from dbmigrate.model.storage import stored_value
from dbmigrate.model.types import Kind
from dbmigrate.model.verdicts import Gap, GapReport, TableGaps, Verdict
from dbmigrate.run.reconcile.migrated_rows import (
    BatchEnd,
    KeyReading,
    PastRuns,
    Unreached,
    WireKeys,
    count_rows,
    open_reader,
)
from dbmigrate.verify.gaps import FoundGaps, find_gaps

LOCATED = 20
"""Of so many gaps of a target the batch is named; each takes some counting in the source."""

BY_KEY = "every key of the source looked for in the target"
NO_KEY = "no key by which rows can be told apart"
NOT_COPIED = "not copied to its end by any run"


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
        self._source = source
        self._unreached = Unreached(package, source)
        self._target = target
        self._inputs = inputs
        self._sink = sink

    def audit(self, tables: Sequence[TablePlan]) -> GapReport:
        """Changes nothing; both sides are read under one view each."""
        started = time.monotonic()
        with ExitStack() as opened:
            source = open_reader(opened, self._source, "source")
            target = open_reader(opened, self._target, "target")
            try:
                ledger = opened.enter_context(read_ledger(self._target))
                past = PastRuns(ledger, Scope(self._plan.source_identity, self._plan.package)) if ledger else None
                line = opened.enter_context(closing(QuestionLine(self._target)))
                keys = WireKeys(self._target, self._plan.source_identity, self._inputs, line)
                found = [each for table in tables for each in self._table(table, past, source, target, keys)]
            except EngineFault as fault:
                raise side_error(fault, "target", "the ledger could not be read", number=21) from None
        return GapReport(tuple(found), time.monotonic() - started)

    def _table(
        self, table: TablePlan, past: PastRuns | None, source: Reader, target: Reader, keys: WireKeys
    ) -> Iterator[TableGaps]:
        for number, into in enumerate(table.into):
            started = time.monotonic()
            if past is None or table.name not in past.closed:
                found = _unknown(table, into, NOT_COPIED)
            elif not table.key or not into.key:
                found = _unknown(table, into, NO_KEY)
            else:
                found = self._compared(table, number, past, source, target, keys)
            found = replace(found, seconds=time.monotonic() - started)
            self._sink(TableVerified(table.name, found.target, str(found.verdict), found.rows_in_scope or 0))
            yield found

    def _compared(
        self, table: TablePlan, number: int, past: PastRuns, source: Reader, target: Reader, keys: WireKeys
    ) -> TableGaps:
        into = table.into[number]
        reading = KeyReading(table, into, keys, source)
        try:
            not_yet = self._unreached.rows(table, past, source)
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
        rows = count_rows(source, table, None) if table.scope.condition is not None else found.in_scope
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
            {why: left for why, condition in table.scope.reasons if (left := count_rows(source, table, condition))}
            or ({"outside all sets": rows - found.in_scope} if rows > found.in_scope else {}),
            tuple(self._located(table, found, past, source)),
        )

    def _located(self, table: TablePlan, found: FoundGaps, past: PastRuns, source: Reader) -> Iterator[Gap]:
        ends = past.batch_ends(table.name) if found.gaps else []
        for number, (text, row) in enumerate(found.gaps):
            key = None if row is None or number >= LOCATED else _plain_key(table, row)
            yield Gap(text, None if key is None or not ends else _batch_of(table, key, ends, source))


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


def _batch_of(table: TablePlan, key: KeyValue, every: Sequence[BatchEnd], source: Reader) -> str:
    """The first batch whose end is not before the key; only the source knows the order of its keys."""
    run = every[0][0]
    ends = [(chunk, batch, through) for _, chunk, batch, through in every if through is not None]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        # The row itself lies in this range exactly if its key is behind the batch's end.
        if count_rows(source, table, None, KeyRange(ends[middle][2], key)):
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


def _unknown(table: TablePlan, into: IntoPlan, reason: str) -> TableGaps:
    return TableGaps(table.group, table.name, str(into.table.name), Verdict.NOT_VERIFIED, reason)
