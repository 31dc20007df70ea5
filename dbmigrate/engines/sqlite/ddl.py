"""SQLite DDL.

SQLite turns a declared type name into an affinity by the letters it contains (INT; CHAR, CLOB,
TEXT; BLOB; REAL, FLOA, DOUB; anything else is numeric), and a numeric column rewrites text that
looks like a number.  Every name here is chosen for its affinity: JSON, for one, would be numeric
and turn the document ``1.50`` into 1.5.

There are no schemas: a table keeps its bare name, or ``schema_name`` where two would be alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from dbmigrate.engines.ddl_script import DdlRenderer
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType
from dbmigrate.model.view import View

_INTEGERS = {8: "TINYINT", 16: "SMALLINT", 32: "INT", 64: "BIGINT"}
_PLAIN = {
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
    Kind.UUID: "UNIQUEIDENTIFIER",
    Kind.JSON: "JSON_TEXT",
    Kind.XML: "XML_TEXT",
    Kind.BYTES: "BLOB",
    Kind.OTHER: "TEXT",
    Kind.STORAGE: "",
}
_MAX_EXACT_DOUBLE_DIGITS = 15
_MAX_INT64_DIGITS = 18


class SqliteDdl(DdlRenderer):
    title = "SQLite"
    client = "sqlite3"
    adds_foreign_keys = False

    def type_sql(self, logical: LogicalType) -> str:
        if logical.kind in _PLAIN:
            return _PLAIN[logical.kind]
        match logical.kind:
            case Kind.INTEGER:
                return _INTEGERS[logical.bits or 64]
            case Kind.FLOAT:
                return "REAL" if logical.bits == 32 else "DOUBLE"
            case Kind.DECIMAL:
                return _decimal(logical.precision, logical.scale or 0)
            case Kind.TEXT:
                name = "CHAR" if logical.fixed else "VARCHAR"
                return "TEXT" if logical.length is None else f"{name}({logical.length})"
            case Kind.TIME:
                return f"TIME({_fraction(logical)})"
            case Kind.TIMESTAMPTZ:
                return f"TIMESTAMPTZ({_fraction(logical)})"
            case _:
                return f"DATETIME2({_fraction(logical)})"

    def quote_table(self, name: TableName) -> str:
        return self.quote(name.name)

    def primary_key_line(self, table: Table) -> tuple[str, ...]:
        return () if _rowid_column(table) else table.primary_key

    def render_column(self, table: Table, column: Column, native: bool) -> str:
        # Only the exact words INTEGER PRIMARY KEY make a column that SQLite numbers by itself.
        if column.name == _rowid_column(table):
            return f"{self.quote(column.name)} INTEGER PRIMARY KEY NOT NULL"
        return super().render_column(table, column, native)

    def render_create_schema(
        self, tables: Sequence[Table], *, what: str = "", native: bool = False, views: Sequence[View] = ()
    ) -> str:
        flat = flat_names([table.name for table in tables])
        renamed = [
            replace(
                table,
                name=flat[table.name],
                foreign_keys=tuple(
                    replace(key, referred=flat.get(key.referred, TableName(key.referred.name)))
                    for key in table.foreign_keys
                ),
            )
            for table in tables
        ]
        joined = [
            replace(view, joins=tuple(replace(join, table=flat.get(join.table, join.table)) for join in view.joins))
            for view in views
        ]
        return super().render_create_schema(renamed, what=what, native=native, views=joined)


def flat_names(names: Sequence[TableName]) -> dict[TableName, TableName]:
    """The SQLite name of each table: bare, or ``schema_name`` where the bare name occurs twice."""
    count = Counter(name.name.casefold() for name in names)
    return {
        name: TableName(name.name)
        if name.schema is None or count[name.name.casefold()] == 1
        else TableName(f"{name.schema}_{name.name}")
        for name in names
    }


def _decimal(precision: int | None, scale: int) -> str:
    if precision is None:
        return "DECIMAL_TEXT"
    limit = _MAX_INT64_DIGITS if scale == 0 else _MAX_EXACT_DOUBLE_DIGITS
    name = "DECIMAL" if precision <= limit else "DECIMAL_TEXT"
    return f"{name}({precision},{scale})"


def _fraction(logical: LogicalType) -> int:
    return 6 if logical.fraction is None else logical.fraction


def _rowid_column(table: Table) -> str | None:
    if len(table.primary_key) != 1:
        return None
    column = table.column(table.primary_key[0])
    numbered = column is not None and column.identity and column.type.kind is Kind.INTEGER
    return column.name if column is not None and numbered else None


_RENDERER = SqliteDdl()
quote = _RENDERER.quote
quote_table = _RENDERER.quote_table
type_sql = _RENDERER.type_sql
render_create_table = _RENDERER.render_create_table
render_create_indexes = _RENDERER.render_create_indexes
render_add_foreign_keys = _RENDERER.render_add_foreign_keys
render_create_schema = _RENDERER.render_create_schema
