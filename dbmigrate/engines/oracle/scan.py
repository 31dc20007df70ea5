"""How Oracle finds values in doubt.

It holds no empty string, so none is looked for.  The length of a LOB is in characters (DBMS_LOB.GETLENGTH);
its bytes are not counted here, and such a column is read instead.
"""

from __future__ import annotations

from dbmigrate.engines.oracle.ddl import OracleDdl
from dbmigrate.engines.oracle.types import is_large
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.model.doubts import Doubt, DoubtKind, ValueTest
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import Kind


class OracleScanSql(ScanSql):
    """``has_fetch_first``: since release 12.1."""

    row_address = "ROWID"

    def __init__(self, ddl: OracleDdl, *, has_fetch_first: bool = True) -> None:
        super().__init__(ddl)
        self._has_fetch_first = has_fetch_first

    def first_rows(self, columns: str, rest: str, rows: int) -> str:
        if self._has_fetch_first:
            return super().first_rows(columns, rest, rows)
        return f"SELECT * FROM (SELECT {columns} {rest}) WHERE ROWNUM <= {rows}"

    def length(self, column: Column) -> str:
        name = self.name(column)
        return f"DBMS_LOB.GETLENGTH({name})" if is_large(column.type.native) else f"LENGTH({name})"

    def byte_length(self, column: Column) -> str:
        if column.type.kind is Kind.BYTES:
            return self.length(column) if is_large(column.type.native) else f"UTL_RAW.LENGTH({self.name(column)})"
        return f"LENGTHB({self.name(column)})"

    def part(self, text: str, characters: int) -> str:
        return f"SUBSTR({text}, 1, {characters})"

    def shown(self, column: Column) -> str:
        if column.type.kind is Kind.BYTES:
            return f"RAWTOHEX({self.name(column)})"
        return f"TO_CHAR({self.name(column)})"

    def with_fraction(self, column: Column, digits: int) -> str | None:
        if column.type.native == "DATE" or column.type.kind is Kind.TIMESTAMPTZ:
            return None
        return f"CAST({self.name(column)} AS TIMESTAMP({digits}))"

    def lock(self, table: Table) -> str | None:
        return f"LOCK TABLE {self.table(table.name)} IN SHARE ROW EXCLUSIVE MODE"

    def test(self, column: Column, doubt: Doubt) -> ValueTest | None:
        if doubt.kind in (DoubtKind.EMPTY, DoubtKind.EMPTY_TEXT):
            return ValueTest("1 = 0")
        if column.type.native in ("LONG", "LONG RAW") and doubt.kind is not DoubtKind.NULL:
            return None
        if doubt.kind is DoubtKind.TOO_MANY_BYTES and is_large(column.type.native) and column.type.kind is Kind.TEXT:
            return None
        return super().test(column, doubt)

    def years(self, column: Column) -> ValueTest | None:
        return ValueTest(f"{self.name(column)} < DATE '0001-01-01'")
