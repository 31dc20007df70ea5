"""SQL Server DDL.

Text is always ``n...``: plain ``char`` and ``varchar`` turn what the code page lacks into ``?``.
``nvarchar(n)`` counts UTF-16 units, so a character beyond U+FFFF takes two of them.  A unique key
allows one NULL only.  XML and JSON are kept as text, since ``xml`` drops the declaration.
"""

from __future__ import annotations

from collections.abc import Sequence

from dbmigrate.engines.ddl_script import DdlRenderer
from dbmigrate.model.types import Kind, LogicalType

_INTEGERS = {8: "tinyint", 16: "smallint", 32: "int", 64: "bigint"}
_UNLIMITED_TEXT = "nvarchar(max)"
_PLAIN = {
    Kind.BOOLEAN: "bit",
    Kind.DATE: "date",
    Kind.UUID: "uniqueidentifier",
    Kind.JSON: _UNLIMITED_TEXT,
    Kind.XML: _UNLIMITED_TEXT,
    Kind.OTHER: _UNLIMITED_TEXT,
    Kind.STORAGE: _UNLIMITED_TEXT,
}
_MAX_DIGITS = 38
_MAX_FRACTION = 7
_MAX_CHARACTERS = 4000
_MAX_BYTES = 8000


class MssqlDdl(DdlRenderer):
    title = "SQL Server"
    client = "sqlcmd or Management Studio"
    max_name_characters = 128
    writes_null = True
    identity_clause = "IDENTITY(1,1)"

    def type_sql(self, logical: LogicalType) -> str:
        if logical.kind in _PLAIN:
            return _PLAIN[logical.kind]
        match logical.kind:
            case Kind.INTEGER:
                return _INTEGERS[logical.bits or 64]
            case Kind.FLOAT:
                return "real" if logical.bits == 32 else "float"
            case Kind.DECIMAL:
                return _decimal(logical)
            case Kind.TEXT:
                if logical.length is None or logical.length > _MAX_CHARACTERS:
                    return _UNLIMITED_TEXT
                return f"{'nchar' if logical.fixed else 'nvarchar'}({logical.length})"
            case Kind.BYTES:
                if logical.length is None or logical.length > _MAX_BYTES:
                    return "varbinary(max)"
                return f"{'binary' if logical.fixed else 'varbinary'}({logical.length})"
            case Kind.TIME:
                return f"time({_fraction(logical)})"
            case Kind.TIMESTAMPTZ:
                return f"datetimeoffset({_fraction(logical)})"
            case _:
                return f"datetime2({_fraction(logical)})"

    def quote(self, name: str) -> str:
        self.check_name(name)
        return "[" + name.replace("]", "]]") + "]"

    def render_create_namespace(self, schema: str) -> str:
        # CREATE SCHEMA must stand alone in its batch, so a condition needs EXEC around it.
        create = self.render_string(f"CREATE SCHEMA {self.quote(schema)}")
        return f"IF SCHEMA_ID({self.render_string(schema)}) IS NULL EXEC ({create})"

    def render_string(self, value: str) -> str:
        return "N'" + value.replace("'", "''") + "'"

    def render_now(self, logical: LogicalType) -> str:
        return "SYSDATETIMEOFFSET()" if logical.kind is Kind.TIMESTAMPTZ else "SYSDATETIME()"

    def terminate(self, statement: str) -> str:
        return f"{statement};\nGO\n"

    def describe_needs(self, schemas: Sequence[str]) -> str:
        return super().describe_needs(schemas) + ", in the database that is connected to"


def _decimal(logical: LogicalType) -> str:
    if logical.precision is None:
        return _UNLIMITED_TEXT
    if logical.precision > _MAX_DIGITS:
        return f"nvarchar({logical.precision + 2})" if logical.precision + 2 <= _MAX_CHARACTERS else _UNLIMITED_TEXT
    return f"decimal({logical.precision},{logical.scale or 0})"


def _fraction(logical: LogicalType) -> int:
    return 6 if logical.fraction is None else min(logical.fraction, _MAX_FRACTION)


_RENDERER = MssqlDdl()
quote = _RENDERER.quote
quote_table = _RENDERER.quote_table
type_sql = _RENDERER.type_sql
render_create_table = _RENDERER.render_create_table
render_create_indexes = _RENDERER.render_create_indexes
render_add_foreign_keys = _RENDERER.render_add_foreign_keys
render_create_schema = _RENDERER.render_create_schema
render_create_namespace = _RENDERER.render_create_namespace
render_string = _RENDERER.render_string
