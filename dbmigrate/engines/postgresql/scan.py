"""How PostgreSQL finds values in doubt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from dbmigrate.engines.postgresql.ddl import PostgresqlDdl
from dbmigrate.engines.postgresql.read import compared
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.model.doubts import Doubt, DoubtKind, ValueTest
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import Kind

_TIMES = {Kind.TIME: "time", Kind.TIMESTAMP: "timestamp", Kind.TIMESTAMPTZ: "timestamptz"}


class _Native(sa.types.UserDefinedType[Any]):
    """A type by the name that the catalogue has for it."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        return self.name


class PostgresScanSql(ScanSql):
    """``from_clause``: the engine's own, which leaves out tables that inherit."""

    row_address = "ctid"
    overriding = "OVERRIDING SYSTEM VALUE "

    def __init__(self, from_clause: Callable[[Table], str]) -> None:
        super().__init__(PostgresqlDdl())
        self._from_clause = from_clause

    def from_clause(self, table: Table) -> str:
        return self._from_clause(table)

    def literal(self, value: int | str, column: Column) -> str:
        return compared(value, column)

    def first_rows(self, columns: str, rest: str, rows: int) -> str:
        return f"SELECT {columns} {rest} LIMIT {rows}"

    def lock(self, table: Table) -> str | None:
        return f"LOCK TABLE {self.table(table.name)} IN SHARE ROW EXCLUSIVE MODE"

    def bound(self, column: Column, value: str | float | bool) -> sa.ColumnElement[Any]:
        return sa.cast(sa.literal(str(value), sa.String()), _Native(column.type.native))

    def shown(self, column: Column) -> str:
        return f"{self.name(column)}::text"

    def ascii_folded(self, text: str) -> str:
        return f"""upper({text} COLLATE "C")"""

    def with_fraction(self, column: Column, digits: int) -> str | None:
        return f"{self.name(column)}::{_TIMES[column.type.kind]}({digits})"

    def unreadable(self, column: Column) -> tuple[str, str] | None:
        if column.type.kind not in (Kind.TIMESTAMP, Kind.TIMESTAMPTZ):
            return None
        # The last moment that 64 bits of microseconds since 1970 can name.
        last = f"'294247-01-10 04:00:54.775807{'Z' if column.type.kind is Kind.TIMESTAMPTZ else ''}'"
        name = self.name(column)
        return f"({name} > {last} AND {name} < 'infinity')", "is after the year 294246"

    def test(self, column: Column, doubt: Doubt) -> ValueTest | None:
        name = self.name(column)
        match doubt.kind:
            case DoubtKind.NUL:
                return ValueTest("false")  # no PostgreSQL text holds one
            case DoubtKind.NOT_A_NUMBER:
                return ValueTest(f"{name} = 'NaN'", mended="NULL")
            case DoubtKind.MINUS_ZERO:
                return ValueTest(f"({name} = 0 AND {name}::text = '-0')", mended="0")
        return super().test(column, doubt)

    def years(self, column: Column) -> ValueTest | None:
        name = self.name(column)
        zone = " 00:00Z" if column.type.kind is Kind.TIMESTAMPTZ else ""
        outside = f"{name} < '0001-01-01{zone}' OR {name} >= '10000-01-01{zone}'"
        unreadable = self.unreadable(column)
        return ValueTest(f"({outside})" if unreadable is None else f"(({outside}) AND NOT {unreadable[0]})")
