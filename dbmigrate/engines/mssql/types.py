"""SQL Server types as logical types."""

from __future__ import annotations

import codecs

from msgspec.structs import replace

from dbmigrate.model import types
from dbmigrate.model.types import Kind, LogicalType

UTF8_CODE_PAGE = 65001
_MAX_FRACTION = 7
_INTEGERS = {"tinyint": 8, "smallint": 16, "int": 32, "bigint": 64}
_UNLIMITED = -1
_PLAIN = {
    "bit": types.simple(Kind.BOOLEAN),
    "date": types.simple(Kind.DATE),
    "uniqueidentifier": types.simple(Kind.UUID),
    "xml": types.simple(Kind.XML),
    "ntext": types.text(),
    "image": types.binary(),
    "timestamp": types.binary(8, fixed=True),
    "datetime": types.timestamp(3),
    "smalldatetime": types.timestamp(0),
    "money": types.decimal(19, 4),
    "smallmoney": types.decimal(10, 4),
    "real": types.floating(32),
    "float": types.floating(64),
    **{name: types.integer(bits) for name, bits in _INTEGERS.items()},
}
_REFUSED = {
    "sql_variant": "sql_variant has a type for each value, which no other column type keeps",
    "hierarchyid": "hierarchyid is a type of the server's own, whose values no other engine reads",
    "geometry": "geometry is a type of the server's own, whose values no other engine reads",
    "geography": "geography is a type of the server's own, whose values no other engine reads",
}


def logical_type(
    base: str,
    max_length: int,
    precision: int,
    scale: int,
    *,
    code_page: int | None = None,
    most_fraction: int = _MAX_FRACTION,
) -> LogicalType:
    """``base``: the system type's name (of an alias type: its base type); the rest as in sys.columns.

    ``code_page``: of the column's collation.  ``most_fraction``: digits of a second that are told apart.
    """
    native = spelling(base, max_length, precision, scale)
    if base in _PLAIN:
        return _PLAIN[base].with_native(native)
    match base:
        case "decimal" | "numeric":
            return types.decimal(precision, scale, native)
        case "nchar" | "nvarchar":
            length = None if max_length == _UNLIMITED else max_length // 2
            return types.text(length, fixed=base == "nchar", native=native)
        case "char" | "varchar" | "text":
            length = None if max_length == _UNLIMITED or base == "text" else max_length
            plain = types.text(length, fixed=base == "char", native=native)
            return replace(plain, length_in_bytes=True, charset=charset(code_page))
        case "binary" | "varbinary":
            length = None if max_length == _UNLIMITED else max_length
            return types.binary(length, fixed=base == "binary", native=native)
        case "time":
            return types.time_of_day(min(scale, most_fraction), native)
        case "datetime2" | "datetimeoffset":
            return types.timestamp(min(scale, most_fraction), zone=base == "datetimeoffset", native=native)
    refusal = _REFUSED.get(base, f"{base} is a type that this program does not know")
    return replace(types.simple(Kind.OTHER, native), unsupported=refusal)


def spelling(base: str, max_length: int, precision: int, scale: int) -> str:
    """The type as it is written in DDL."""
    match base:
        case "decimal" | "numeric":
            return f"{base}({precision},{scale})"
        case "nchar" | "nvarchar":
            return f"{base}({'max' if max_length == _UNLIMITED else max_length // 2})"
        case "char" | "varchar" | "binary" | "varbinary":
            return f"{base}({'max' if max_length == _UNLIMITED else max_length})"
        case "time" | "datetime2" | "datetimeoffset":
            return f"{base}({scale})"
        case "timestamp":
            return "rowversion"
    return base


def charset(code_page: int | None) -> str:
    """The Python codec of a collation's code page; empty for UTF-8, which holds any character."""
    if not code_page or code_page == UTF8_CODE_PAGE:
        return ""
    name = f"cp{code_page}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "ascii"  # nothing else is certain to be kept
    return name
