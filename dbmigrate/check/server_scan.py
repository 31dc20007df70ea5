"""Ask the source for values, keys and rows that would be refused: one pass over each table, in the server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from dbmigrate.check.doubts import Questions, questions_of
from dbmigrate.check.findings import EXAMPLES, ScanFinding
from dbmigrate.engines.base import Engine
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.session import Session
from dbmigrate.model.doubts import Doubt, DoubtKind, ValueTest
from dbmigrate.model.plan import ColumnPlan, IntoPlan, TablePlan
from dbmigrate.model.table import Column

_CONDITIONS_PER_PASS = 400
_SHOWN_WITHOUT_KEY = 3


class _Asked(Struct, frozen=True):
    place: str
    kind: str
    reason: str
    column: Column
    test: ValueTest


class ServerScan(Struct):
    """``left``: columns, by number of the target, that only reading can decide.  ``reasons``: by source column, what
    is decided already, so that a reader need not count it again."""

    rows: int = 0
    findings: list[ScanFinding] = field(default_factory=list)
    left: dict[int, list[ColumnPlan]] = field(default_factory=dict)
    reasons: set[tuple[str, str]] = field(default_factory=set)
    inexact: dict[tuple[str, str], ValueTest] = field(default_factory=dict)
    """SQL that shows what a reader finds, by place and reason."""


class TableScanner:
    """For one source and one target."""

    def __init__(self, source: Engine, target: Engine, session: Session) -> None:
        self._sql: ScanSql = source.scan_sql()
        self._trusts_types = not source.capabilities.has_dynamic_types
        self._target = target
        self._session = session

    def scan(self, table: TablePlan) -> ServerScan:
        """One aggregate over the table, and one small query for each kind of value that was found."""
        result = ServerScan()
        asked = list(self._questions(table, result))
        of = f"{self._sql.rows(table.source, table.scope.condition)} s"
        for start in range(0, max(len(asked), 1), _CONDITIONS_PER_PASS):
            part = asked[start : start + _CONDITIONS_PER_PASS]
            counted = [f"count(CASE WHEN {one.test.condition} THEN 1 END) AS c{n}" for n, one in enumerate(part)]
            row = self._session.run_sql(f"SELECT {', '.join(['count(*) AS rows_seen', *counted])} FROM {of}")[0]
            values = list(row.values())
            result.rows = int(values[0])
            for one, count in zip(part, values[1:], strict=True):
                if count:
                    result.findings.append(self._finding(table, one, int(count)))
        return result

    def count(self, table: TablePlan) -> int:
        """Rows in scope now."""
        [row] = self._session.run_sql(
            f"SELECT count(*) AS n FROM {self._sql.rows(table.source, table.scope.condition)} s"
        )
        return int(next(iter(row.values())))

    def _questions(self, table: TablePlan, result: ServerScan) -> Iterator[_Asked]:
        seen: set[str] = set()
        for number, into in enumerate(table.into):
            for column in into.columns:
                source = table.source.column(column.source) if column.source is not None else None
                if source is None:
                    result.left.setdefault(number, []).append(column)
                    continue
                yield from self._of_column(number, into, source, column, result, seen)

    def _of_column(
        self, number: int, into: IntoPlan, source: Column, column: ColumnPlan, result: ServerScan, seen: set[str]
    ) -> Iterator[_Asked]:
        limits = self._target.value_limits(column.target)
        questions: Questions = questions_of(source, column, limits, trusts_types=self._trusts_types)
        place = place_of(into, column)
        must_read = questions.must_read or column.domain is not None
        doubts = questions.doubts
        if column.domain is not None:
            # What its id domain makes of a value is judged where the rows are read.
            doubts = tuple(doubt for doubt in doubts if doubt.kind is DoubtKind.NULL)
        for doubt in doubts:
            test = self._sql.test(source, doubt)
            if test is not None and test.is_exact:
                result.reasons.add((place, doubt.reason))
                yield _Asked(place, _kind(doubt), doubt.reason, source, test)
                continue
            must_read = True
            if test is not None:
                result.inexact[place, doubt.reason] = test
        if must_read:
            result.left.setdefault(number, []).append(column)
        unreadable = self._sql.unreadable(source)
        if unreadable is not None:
            condition, reason = unreadable
            result.reasons.add((source.name, reason))
            if source.name not in seen:
                seen.add(source.name)
                yield _Asked(source.name, "value", reason, source, ValueTest(condition))

    def _finding(self, table: TablePlan, asked: _Asked, count: int) -> ScanFinding:
        key, examples = self.examples(table, asked.test.condition)
        show, mend = self.statements(table, asked.column, asked.test, nullable=asked.kind != "null")
        return ScanFinding(table.name, asked.place, asked.kind, asked.reason, count, True, key, examples, show, mend)

    def examples(self, table: TablePlan, condition: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Names of the key's columns, and a few keys of rows for which the condition holds."""
        key = key_columns(table)
        columns = [column for name in key if (column := table.source.column(name)) is not None]
        listed = ", ".join(f"{self._sql.shown(column)} AS k{number}" for number, column in enumerate(columns))
        rest = f"FROM {self._sql.rows(table.source, table.scope.condition)} s WHERE {condition}"
        rows = self._session.run_sql(self._sql.first_rows(listed, rest, EXAMPLES))
        return key, tuple(tuple(shown(value) for value in row.values()) for row in rows)

    def statements(
        self, table: TablePlan, column: Column, test: ValueTest, *, nullable: bool = True
    ) -> tuple[str, str]:
        """SQL that shows the rows, and SQL that would mend them."""
        of, name = self._sql.from_clause(table.source), self._sql.name(column)
        show = f"SELECT * FROM {self._sql.rows(table.source, table.scope.condition)} s WHERE {test.condition}"
        value = test.mended or (":value" if not nullable else f"{'NULL' if column.nullable else ':value'}")
        return show, f"UPDATE {of} SET {name} = {value} WHERE {test.condition}"

    def statements_by_key(self, table: TablePlan, key: Sequence[str], examples: Sequence[Sequence[str]]) -> str:
        """SQL that shows rows of which only the keys are known."""
        columns = [column for name in key if (column := table.source.column(name)) is not None]
        rows = [
            " AND ".join(
                f"{self._sql.shown(column)} = '{value.replace(chr(39), chr(39) * 2)}'"
                for column, value in zip(columns, example, strict=True)
            )
            for example in examples
        ]
        return f"SELECT * FROM {self._sql.from_clause(table.source)} WHERE ({') OR ('.join(rows)})"


def key_columns(table: TablePlan) -> tuple[str, ...]:
    """What rows are shown by: their key, or their first columns where they have none."""
    key = table.key or table.source.primary_key
    return key or tuple(column.name for column in table.source.columns[:_SHOWN_WITHOUT_KEY])


def place_of(into: IntoPlan, column: ColumnPlan) -> str:
    """``Column`` or ``Column -> Target.Column``."""
    to = f"{into.table.name.name}.{column.name}"
    return f"{column.source} -> {to}" if column.source is not None else f"expression -> {to}"


def shown(value: Any) -> str:
    """One value of a key, for people."""
    if value is None:
        return "NULL"
    return value.hex() if isinstance(value, bytes) else str(value)


def _kind(doubt: Doubt) -> str:
    return "null" if doubt.kind in (DoubtKind.NULL, DoubtKind.EMPTY) else "value"
