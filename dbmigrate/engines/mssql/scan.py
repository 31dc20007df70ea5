"""How SQL Server finds values in doubt."""

from __future__ import annotations

from dbmigrate.engines.mssql.columns import typed_literal
from dbmigrate.engines.mssql.ddl import MssqlDdl
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.model.doubts import Doubt, DoubtKind, ValueTest
from dbmigrate.model.table import Column, TableName
from dbmigrate.model.types import Kind


class MssqlScanSql(ScanSql):
    def __init__(self) -> None:
        super().__init__(MssqlDdl())

    def literal(self, value: int | str, column: Column) -> str:
        return typed_literal(column, value)

    def first_rows(self, columns: str, rest: str, rows: int) -> str:
        return f"SELECT TOP ({rows}) {columns} {rest}"

    def length(self, column: Column) -> str:
        # LEN does not count blanks at the end.
        return f"(LEN({self.name(column)} + N'.') - 1)"

    def byte_length(self, column: Column) -> str:
        return f"DATALENGTH({self.name(column)})"

    def without_blanks(self, text: str) -> str:
        return f"RTRIM({text})"

    def shown(self, column: Column) -> str:
        return f"CAST({self.name(column)} AS nvarchar(400))"

    def with_fraction(self, column: Column, digits: int) -> str | None:
        kinds = {Kind.TIME: "time", Kind.TIMESTAMP: "datetime2", Kind.TIMESTAMPTZ: "datetimeoffset"}
        return f"CAST({self.name(column)} AS {kinds[column.type.kind]}({min(digits, 7)}))"

    def create_copy(self, name: TableName, columns: str, rest: str) -> str:
        return f"SELECT {columns} INTO {self.table(name)} {rest}"

    def test(self, column: Column, doubt: Doubt) -> ValueTest | None:
        if doubt.kind in (DoubtKind.NOT_A_NUMBER, DoubtKind.YEARS):
            return ValueTest("1 = 0")  # no value of this engine is such
        if doubt.kind is DoubtKind.MINUS_ZERO:
            return None  # it equals 0, and its text is the same
        return super().test(column, doubt)
