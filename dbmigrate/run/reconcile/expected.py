"""The rows a target should hold: the source read again, and made ready as the copy would."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.base import Engine
from dbmigrate.engines.question_line import QuestionLine
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.model.handing_over import each_once
from dbmigrate.model.inputs import InputValue
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.large_values import LARGE_BYTES
from dbmigrate.model.plan import ColumnPlan, TablePlan
from dbmigrate.model.prepared import PreparedBatch
from dbmigrate.model.types import Kind
from dbmigrate.run.key_books import Distinct, reading_book
from dbmigrate.run.table_reads import reading
from dbmigrate.transform.key_mapping import KeyMapping
from dbmigrate.transform.prepare import Preparer

READ_ROWS = 8_192
READ_BYTES = 16 * 1024 * 1024


class Expectation:
    """Wire rows made of source rows; rows that do not fit are left out.  Shared by the workers of a verification."""

    def __init__(self, target: Engine, inputs: Mapping[str, InputValue], source_identity: str) -> None:
        self._target = target
        self._inputs = inputs
        self._source_identity = source_identity
        self._own = threading.local()
        self._opened: list[QuestionLine] = []

    def close(self) -> None:
        """Once no worker is at work."""
        for line in self._opened:
            line.close()

    def line(self) -> QuestionLine:
        """This thread's own: two statements at once on one connection would wait for each other for ever."""
        line: QuestionLine | None = getattr(self._own, "line", None)
        if line is None:
            line = self._own.line = QuestionLine(self._target)
            self._opened.append(line)
        return line

    def rows(
        self,
        table: TablePlan,
        number: int,
        reader: Reader,
        *,
        only: frozenset[str] | None = None,
        by_key: bool = False,
        key_range: KeyRange | None = None,
        batch_rows: int = READ_ROWS,
    ) -> Iterator[pa.RecordBatch]:
        """For target ``number`` of the table.

        ``only``: just the source rows with these texts in the reject list, ``by_key`` with these texts of their key.
        ``key_range``: of the source's key.  Large values may come as their marks (``model.large_values``).
        """
        once = Distinct(table.into[number]) if table.into[number].distinct else None
        with closing(self.preparer(table)) as preparer:
            marks = (only is None or by_key) and may_come_as_marks(table, self._target)
            batches = self.batches(
                table, preparer, reader, key_range=key_range, batch_rows=batch_rows, compares=True, marks=marks
            )
            for prepared in each_once(batches):
                target, source_rows = prepared[0].targets[number], prepared.pop().source_rows
                rows = target.rows
                if only is not None:
                    texts = (preparer.key_texts if by_key else preparer.row_texts)(source_rows)
                    chosen = [row for row, text in enumerate(texts) if text in only]
                    rows = rows.take(target.numbers(pa.array(chosen, pa.int64()))[0])
                shown = [rows if once is None else once.first(rows)]
                del target, source_rows, rows
                yield shown.pop()

    def preparer(self, table: TablePlan) -> Preparer:
        """For one thread; closed by the caller."""
        book = reading_book(self._target, self._source_identity, self.line()) if KeyMapping.is_needed(table) else None
        return Preparer(table, self._target, self._inputs, digests=False, book=book)

    def batches(
        self,
        table: TablePlan,
        preparer: Preparer,
        reader: Reader,
        *,
        key_range: KeyRange | None = None,
        batch_rows: int = READ_ROWS,
        compares: bool = False,
        marks: bool = False,
    ) -> Iterator[PreparedBatch]:
        """The source's rows as a copy would write them; ``compares`` and ``marks`` as in TableRead."""
        read = TableRead(table.source, table.read_columns, where=table.scope.condition, compares=compares, marks=marks)
        if key_range is not None:
            read = replace(read, key=table.key, key_range=key_range)
        with reading(table, number=40):
            yield from map(preparer.prepare, reader.read(read, batch_rows=batch_rows, batch_bytes=READ_BYTES))


def may_come_as_marks(table: TablePlan, target: Engine) -> bool:
    """Whether the preparer hands on whatever stands for a large value, without looking at it."""
    fed = [column for into in table.into for column in into.columns]
    if any(column.expression is not None for column in fed) or any(into.distinct for into in table.into):
        return False
    keys = {name.casefold() for name in table.key}
    for column in table.read_columns:
        kind, length = column.type.kind, column.type.length
        if kind not in (Kind.TEXT, Kind.BYTES) or (length is not None and length * 4 <= LARGE_BYTES):
            continue  # of other kinds there are no marks, and what is tagged with its storage class goes as it is
        name = column.name.casefold()
        reached = [each for each in fed if (each.source or "").casefold() == name]
        if name in keys or not all(_takes_any(each, kind, target) for each in reached):
            return False
    return True


def _takes_any(column: ColumnPlan, kind: Kind, target: Engine) -> bool:
    """Whether every value of that kind goes into the column as it is."""
    wire = column.wire
    plain = wire.kind is kind and wire.length is None and not wire.charset
    return plain and column.domain is None and not column.consents and not target.value_limits(column.target)
