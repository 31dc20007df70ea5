"""SQL that looks for values in doubt: what is the same for all engines that follow the standard.

Each engine has its own subclass beside its ``ddl`` module; pure text, no driver is imported.  What an engine
cannot decide exactly is answered with None or with an inexact test, and such columns are read instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from dbmigrate.engines.conditions import ConditionWriter
from dbmigrate.engines.ddl_script import DdlRenderer
from dbmigrate.model.conditions import Condition
from dbmigrate.model.doubts import Doubt, DoubtKind, KeyComparison, ValueTest
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind


class ScanSql:
    """For a source engine."""

    def __init__(self, ddl: DdlRenderer) -> None:
        self._ddl = ddl

    # Overridden where the engine has other words.

    def from_clause(self, table: Table) -> str:
        """The table as it stands behind FROM."""
        return self._ddl.quote_table(table.name)

    def rows(self, table: Table, scope: Condition | None) -> str:
        """The rows of the table that are in scope, as they stand behind FROM; an alias must follow."""
        if scope is None:
            return self.from_clause(table)
        writer = ConditionWriter(self._ddl.quote, self.literal, self.from_clause)
        return f"(SELECT * FROM {self.from_clause(table)} t WHERE {writer.sql(scope, 't')})"

    def literal(self, value: int | str, column: Column) -> str:
        """The value as SQL of the column's type."""
        return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"

    def first_rows(self, columns: str, rest: str, rows: int) -> str:
        """``SELECT columns rest`` with at most so many rows."""
        return f"SELECT {columns} {rest} FETCH FIRST {rows} ROWS ONLY"

    def length(self, column: Column) -> str:
        """Characters, blanks at the end included."""
        return f"char_length({self.name(column)})"

    def byte_length(self, column: Column) -> str:
        return f"octet_length({self.name(column)})"

    def without_blanks(self, text: str) -> str:
        return f"rtrim({text}, ' ')"

    def part(self, text: str, characters: int) -> str:
        """The first so many characters."""
        return f"substring({text}, 1, {characters})"

    def shown(self, column: Column) -> str:
        """A key's value as it is shown: text, whatever its type."""
        return f"CAST({self.name(column)} AS varchar(400))"

    def with_fraction(self, column: Column, digits: int) -> str | None:
        """The value with so many digits of a second; None where that cannot be said."""
        return None

    def unreadable(self, column: Column) -> tuple[str, str] | None:
        """Condition and reason for values that cannot be read in the column's type at all; None if there are none."""
        return None

    def folded(self, column: Column, comparison: KeyComparison) -> str:
        """An expression that is equal for values that ``comparison`` holds for one key."""
        name = self.name(column)
        if column.type.kind not in (Kind.TEXT, Kind.STORAGE, Kind.OTHER) or comparison is KeyComparison.EXACT:
            return name
        blanks = comparison in (KeyComparison.BLANKS, KeyComparison.CASE_AND_BLANKS)
        text = self.without_blanks(name) if blanks else name
        if comparison in (KeyComparison.CASE, KeyComparison.CASE_AND_BLANKS):
            return f"upper({text})"
        return self.ascii_folded(text) if comparison is KeyComparison.ASCII_CASE else text

    def ascii_folded(self, text: str) -> str:
        return f"translate({text}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"

    # What clean-up needs.

    row_address: str = ""
    """A pseudo-column that tells every row of a table apart for the time of a transaction."""

    def row_addresses(self, table: Table) -> tuple[str, ...]:
        """Expressions that tell every row apart for the time of a transaction."""
        return (self.row_address,)

    def row_order(self, table: Table) -> str:
        """What the order of ``row_addresses`` is, for people."""
        return "as they lie in the table"

    overriding = ""
    """What stands before SELECT in an INSERT that also gives identity columns their values."""

    def create_copy(self, name: TableName, columns: str, rest: str) -> str:
        """A new table with the rows of ``SELECT columns rest``."""
        return f"CREATE TABLE {self._ddl.quote_table(name)} AS SELECT {columns} {rest}"

    def put_back(self, table: Table, kept: TableName) -> tuple[str, ...]:
        """Inserts the rows of a copy as they were, values of identity columns included."""
        columns = self.names([column.name for column in table.writable_columns])
        rows = f"SELECT {columns} FROM {self.table(kept)}"
        return (f"INSERT INTO {self.table(table.name)} ({columns}) {self.overriding}{rows}",)

    def lock(self, table: Table) -> str | None:
        """Keeps others from changing the table until the transaction ends; None where the transaction does."""
        return None

    def bound(self, column: Column, value: str | float | bool) -> sa.ColumnElement[Any]:
        """The value as a parameter of the column's type."""
        return sa.literal(value)

    def table(self, name: TableName) -> str:
        return self._ddl.quote_table(name)

    # The tests.

    def name(self, column: Column | str) -> str:
        return self._ddl.quote(column if isinstance(column, str) else column.name)

    def names(self, columns: Sequence[str]) -> str:
        return ", ".join(self.name(column) for column in columns)

    def test(self, column: Column, doubt: Doubt) -> ValueTest | None:
        """None where this engine cannot tell such values by SQL."""
        name = self.name(column)
        match doubt.kind:
            case DoubtKind.NULL:
                return ValueTest(f"{name} IS NULL")
            case DoubtKind.EMPTY | DoubtKind.EMPTY_TEXT:
                return ValueTest(f"{name} = ''")
            case DoubtKind.TOO_LONG:
                return self._too_long(column, doubt)
            case DoubtKind.TOO_SHORT if column.type.fixed:
                return ValueTest(f"{name} IS NOT NULL")
            case DoubtKind.TOO_SHORT:
                return ValueTest(f"{self.length(column)} < {doubt.limit}")
            case DoubtKind.TOO_MANY_BYTES:
                return ValueTest(f"{self.byte_length(column)} > {doubt.limit}")
            case DoubtKind.RANGE:
                return ValueTest(f"({name} < {doubt.low} OR {name} > {doubt.high})")
            case DoubtKind.DIGITS:
                return self._digits(name, doubt)
            case DoubtKind.FRACTION:
                shorter = self.with_fraction(column, doubt.limit)
                return None if shorter is None else ValueTest(f"{name} <> {shorter}", mended=shorter)
            case DoubtKind.YEARS:
                return self.years(column)
        return None

    def years(self, column: Column) -> ValueTest | None:
        """Dates outside the years 1 to 9999; None for an engine that has no others or cannot tell them."""
        return None

    def _too_long(self, column: Column, doubt: Doubt) -> ValueTest:
        mended = self.part(self.name(column), doubt.limit)
        if column.type.fixed and not doubt.beside_blanks:
            # Padded with blanks, so every value has the column's own length.
            return ValueTest(f"{self.name(column)} IS NOT NULL", mended=mended)
        length = self.length(column)
        if doubt.beside_blanks:
            length = length.replace(self.name(column), self.without_blanks(self.name(column)))
        return ValueTest(f"{length} > {doubt.limit}", mended=mended)

    def _digits(self, name: str, doubt: Doubt) -> ValueTest:
        limit = 10**doubt.limit
        rounded = f"round({name}, {doubt.scale})"
        if doubt.rounds:
            return ValueTest(f"({rounded} >= {limit} OR {rounded} <= -{limit})")
        return ValueTest(f"({name} >= {limit} OR {name} <= -{limit} OR {name} <> {rounded})", mended=rounded)
