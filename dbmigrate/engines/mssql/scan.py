"""How SQL Server finds values in doubt.

LEN() leaves out blanks at the end, so lengths are taken with one more character behind the value; DATALENGTH
counts bytes.  An ``nvarchar(n)`` counts UTF-16 units, as LEN() does, while a copy counts characters: a test by
length is exact only where no value goes beyond U+FFFF, so text that is too long by it is read.
Source: Transact-SQL reference, LEN, DATALENGTH, TOP, table hints, %%physloc%%.
"""

from __future__ import annotations

from dbmigrate.engines.mssql.columns import typed_literal
from dbmigrate.engines.mssql.ddl import MssqlDdl
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.model.doubts import Doubt, DoubtKind, ValueTest
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind


class MssqlScanSql(ScanSql):
    row_address = "%%physloc%%"
    """Not documented, and compatible servers have no such thing: a table that has a key is told apart by it."""

    def __init__(self) -> None:
        super().__init__(MssqlDdl())

    def literal(self, value: int | str, column: Column) -> str:
        return typed_literal(column, value)

    def first_rows(self, columns: str, rest: str, rows: int) -> str:
        return f"SELECT TOP ({rows}) {columns} {rest}"

    def length(self, column: Column) -> str:
        return f"(LEN({self.name(column)} + N'x') - 1)"

    def byte_length(self, column: Column) -> str:
        return f"DATALENGTH({self.name(column)})"

    def without_blanks(self, text: str) -> str:
        return f"RTRIM({text})"

    def shown(self, column: Column) -> str:
        style = ", 1" if column.type.kind is Kind.BYTES else ""
        return f"CONVERT(nvarchar(400), {self.name(column)}{style})"

    def with_fraction(self, column: Column, digits: int) -> str | None:
        kinds = {Kind.TIME: "time", Kind.TIMESTAMP: "datetime2", Kind.TIMESTAMPTZ: "datetimeoffset"}
        return f"CAST({self.name(column)} AS {kinds[column.type.kind]}({digits}))"

    def ascii_folded(self, text: str) -> str:
        return f"LOWER({text}) COLLATE Latin1_General_BIN2"

    def create_copy(self, name: TableName, columns: str, rest: str) -> str:
        return f"SELECT {columns} INTO {self.table(name)} {rest}"

    def row_addresses(self, table: Table) -> tuple[str, ...]:
        return tuple(map(self.name, table.primary_key)) or (self.row_address,)

    def row_order(self, table: Table) -> str:
        return "by primary key" if table.primary_key else super().row_order(table)

    def put_back(self, table: Table, kept: TableName) -> tuple[str, ...]:
        inserted = super().put_back(table, kept)
        if not any(column.identity for column in table.columns):
            return inserted
        switch = f"SET IDENTITY_INSERT {self.table(table.name)}"
        return (f"{switch} ON", *inserted, f"{switch} OFF")

    def lock(self, table: Table) -> str | None:
        return f"SELECT TOP (0) 1 AS held FROM {self.table(table.name)} WITH (TABLOCKX, HOLDLOCK)"

    def test(self, column: Column, doubt: Doubt) -> ValueTest | None:
        if doubt.kind in (DoubtKind.NOT_A_NUMBER, DoubtKind.YEARS):
            return ValueTest("1 = 0")  # no value of this engine is such
        if doubt.kind is DoubtKind.MINUS_ZERO:
            return None  # it equals 0, and its text is the same
        found = super().test(column, doubt)
        if found is None:
            return None
        if doubt.kind in (DoubtKind.TOO_LONG, DoubtKind.TOO_SHORT) and not column.type.fixed:
            return ValueTest(found.condition, False, found.mended)
        if doubt.kind in (DoubtKind.EMPTY, DoubtKind.EMPTY_TEXT):
            return ValueTest(f"DATALENGTH({self.name(column)}) = 0")  # = '' would also hold for blanks
        return found
