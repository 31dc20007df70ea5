"""How SQLite finds values in doubt.

A column may hold anything, so that only NULL, storage classes and whole numbers are decided by SQL; whether a
text is a date, or valid UTF-8, shows when it is read.  The other tests serve to show what reading has found.
"""

from __future__ import annotations

from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.sqlite.ddl import SqliteDdl
from dbmigrate.engines.sqlite.query import storage_flaw
from dbmigrate.engines.sqlite.where import literal
from dbmigrate.model.doubts import Doubt, DoubtKind, ValueTest
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind


class SqliteScanSql(ScanSql):
    row_address = "rowid"

    def __init__(self) -> None:
        super().__init__(SqliteDdl())

    def from_clause(self, table: Table) -> str:
        return self.name(table.name.name)

    def table(self, name: TableName) -> str:
        return self.name(name.name)

    def create_copy(self, name: TableName, columns: str, rest: str) -> str:
        return super().create_copy(TableName(name.name), columns, rest)

    def literal(self, value: int | str, column: Column) -> str:
        return literal(value, column)

    def first_rows(self, columns: str, rest: str, rows: int) -> str:
        return f"SELECT {columns} {rest} LIMIT {rows}"

    def length(self, column: Column) -> str:
        return f"length({self.name(column)})"

    def byte_length(self, column: Column) -> str:
        return f"length(CAST({self.name(column)} AS BLOB))"

    def part(self, text: str, characters: int) -> str:
        return f"substr({text}, 1, {characters})"

    def shown(self, column: Column) -> str:
        name = self.name(column)
        return f"CASE typeof({name}) WHEN 'blob' THEN hex({name}) ELSE CAST({name} AS TEXT) END"

    def ascii_folded(self, text: str) -> str:
        return f"lower({text})"

    def unreadable(self, column: Column) -> tuple[str, str] | None:
        if column.type.kind is Kind.STORAGE:
            return None
        flaw = storage_flaw(column)
        return None if flaw == "0" else (flaw, f"storage class does not fit declared type {column.type.native}")

    def test(self, column: Column, doubt: Doubt) -> ValueTest | None:
        name = self.name(column)
        if doubt.kind is DoubtKind.NULL:
            return super().test(column, doubt)
        if doubt.kind is DoubtKind.RANGE:
            return ValueTest(f"(typeof({name}) = 'integer' AND ({name} < {doubt.low} OR {name} > {doubt.high}))")
        if doubt.kind is DoubtKind.TOO_MANY_BYTES:
            return ValueTest(f"(typeof({name}) = 'blob' AND length({name}) > {doubt.limit})")
        if doubt.kind is DoubtKind.NUL:
            return ValueTest(f"instr({name}, char(0)) > 0", False, f"replace({name}, char(0), '')")
        if doubt.kind is DoubtKind.TOO_SHORT:
            return ValueTest(f"{self.length(column)} < {doubt.limit}", False)
        if doubt.kind is DoubtKind.TOO_LONG and not doubt.beside_blanks:
            mended = self.part(name, doubt.limit)
            return ValueTest(f"{self.length(column)} > {doubt.limit}", False, mended)
        found = super().test(column, doubt)
        return None if found is None else ValueTest(found.condition, False, found.mended)
