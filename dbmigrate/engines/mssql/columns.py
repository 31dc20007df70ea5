"""SQL for one column: how it is read, bounded, staged, and put in its place.

Values without an exact and driver-independent form travel as text, or in a type that has one, and the
server turns them into the column's own: ``datetime`` by way of ``datetime2(3)`` (bulk copy has sent it a tick
low), ``datetimeoffset`` by its moment in UTC (bulk copy shifts other offsets), numbers as ``decimal(38,s)`` (a
compatible server misreads shorter ones in a bulk copy), ``uniqueidentifier`` as text (its bytes are in another order
than they read), and text as ``nvarchar`` whatever the code page.
"""

from __future__ import annotations

from dbmigrate.engines.mssql.ddl import quote
from dbmigrate.model.keys import KeyScalar
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, LogicalType

BINARY_ORDER = "Latin1_General_BIN2"
_LONGEST_IN_ROW = 4000
_MOMENT_TEXT = "nvarchar(40)"
_LOB_AS = {"text": "varchar(max)", "ntext": "nvarchar(max)", "image": "varbinary(max)"}
_MOST_DIGITS = 38
_EXACT_AS = {"datetime": "datetime2(3)", "smalldatetime": "datetime2(0)", "money": "decimal(19,4)"}
_EXACT_AS["smallmoney"] = "decimal(10,4)"


def base_name(logical: LogicalType) -> str:
    """The native type's name without its length."""
    return logical.native.partition("(")[0].strip().lower()


# Reading


def select_expression(column: Column) -> str:
    """The column in a form that every driver hands over exactly."""
    name, logical = quote(column.name), column.type
    base = base_name(logical)
    if logical.unsupported:
        return "CAST(NULL AS nvarchar(1))"
    if logical.kind is Kind.UUID:
        return f"CAST({name} AS char(36))"
    if logical.kind is Kind.XML:
        return f"CAST({name} AS nvarchar(max))"
    if base in ("money", "smallmoney"):
        return f"CAST({name} AS {_EXACT_AS[base]})"
    if base in _LOB_AS:
        return f"CAST({name} AS {_LOB_AS[base]})"
    if base == "rowversion":
        return f"CAST({name} AS binary(8))"
    if logical.kind is Kind.TIMESTAMPTZ:
        return f"CAST(SWITCHOFFSET({name}, '+00:00') AS datetime2({_scale(logical)}))"
    return name


def offset_expression(column: Column) -> str:
    """The offset that a ``datetimeoffset`` is shown with, in minutes."""
    return f"DATEPART(TZOFFSET, {quote(column.name)})"


def bound(column: Column, value: KeyScalar, collation: str | None) -> tuple[str, list[str | int]]:
    """A value to compare the column with, as SQL of the column's own type, and its parameters.

    The type matters: compared as ``nvarchar``, a ``varchar`` column of a SQL collation has another order.
    """
    logical = column.type
    native = _cast_type(logical)
    if isinstance(value, bytes):
        return f"CAST(0x{value.hex()} AS {native})", []
    base = base_name(logical)
    if logical.kind is Kind.TIMESTAMPTZ:
        return f"TODATETIMEOFFSET(CAST(CAST(? AS {_MOMENT_TEXT}) AS datetime2(7)), '+00:00')", [_in_utc(str(value))]
    if base in ("datetime", "smalldatetime"):
        return f"CAST(CAST(CAST(? AS {_MOMENT_TEXT}) AS datetime2(7)) AS {base})", [str(value)]
    if logical.kind in (Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.DECIMAL):
        return f"CAST(CAST(? AS nvarchar(100)) AS {native})", [str(value)]
    if logical.kind is Kind.TEXT and collation:
        return f"CAST(CAST(? AS {_unicode(logical)}) COLLATE {collation} AS {native})", [value]
    return f"CAST(? AS {native})", [value]


def typed_literal(column: Column, value: KeyScalar, collation: str | None = None) -> str:
    """A value as SQL text of the column's own type."""
    text, parameters = bound(column, value, collation)
    return text.replace("?", _plain_literal(parameters[0])) if parameters else text


def parameter_literal(column: Column, value: object) -> str:
    """What ``parameter_rows`` gives for a value, as SQL text on its way into the column; NULL as ``NULL``."""
    if value is None:
        return "NULL"
    shown = f"0x{value.hex()}" if isinstance(value, bytes) else _plain_literal(value)
    return staged_value(column, parameter(column, None).replace("?", shown))


def _plain_literal(value: object) -> str:
    return "N'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _in_utc(moment: str) -> str:
    return moment.removesuffix("Z").removesuffix("+00:00").strip()


def _cast_type(logical: LogicalType) -> str:
    base = base_name(logical)
    if base == "rowversion":
        return "binary(8)"
    return _LOB_AS.get(base, logical.native)


# Staging


def staged_type(column: Column, collation: str | None) -> str:
    """The column's declaration in a staging table, always NULL: whether it may be is the target's to say."""
    logical = column.type
    base = base_name(logical)
    match logical.kind:
        case Kind.TEXT:
            return f"{_unicode(logical)} COLLATE {collation}" if collation else _unicode(logical)
        case Kind.BYTES:
            return "varbinary(max)" if logical.length is None else f"varbinary({logical.length})"
        case Kind.UUID:
            return "nvarchar(36)"
        case Kind.XML:
            return "nvarchar(max)"
        case Kind.TIMESTAMPTZ:
            return f"datetime2({_scale(logical)})"
        case Kind.DECIMAL:
            return f"decimal({_MOST_DIGITS},{logical.scale or 0})"
    return _EXACT_AS.get(base, logical.native)


def staged_value(column: Column, name: str) -> str:
    """A staged value on its way into the column; ``name``: the staging column, qualified and quoted.

    No CAST to a type with a length: it would cut, where the assignment itself raises an error.
    """
    logical = column.type
    base = base_name(logical)
    if logical.kind is Kind.TIMESTAMPTZ:
        return f"TODATETIMEOFFSET({name}, '+00:00')"
    if base in ("uniqueidentifier", "xml", *_EXACT_AS):
        return f"CAST({name} AS {logical.native})"
    return name


def compared_value(column: Column, name: str) -> str:
    """A staged value as one of the column's own type, so that an index on the column serves."""
    if base_name(column.type) in ("char", "varchar", "nchar", "binary", "decimal", "numeric"):
        return f"CAST({name} AS {column.type.native})"
    return staged_value(column, name)


def parameter(column: Column, collation: str | None) -> str:
    """One ``?`` as a value of the staged type.  Every driver sends text and numbers as they are."""
    declared = staged_type(column, None)
    match column.type.kind:
        case Kind.DECIMAL:
            return f"CAST(CAST(? AS varchar(100)) AS {declared})"
        case Kind.DATE | Kind.TIME | Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
            return f"CAST(CAST(? AS varchar(40)) AS {declared})"
        case Kind.TEXT:
            text = "CAST(? AS nvarchar(max))"
            return f"{text} COLLATE {collation}" if collation else text
        case Kind.BYTES:
            return "CAST(? AS varbinary(max))"
    return f"CAST(? AS {declared})"


def _unicode(logical: LogicalType) -> str:
    if logical.length is None or logical.length > _LONGEST_IN_ROW:
        return "nvarchar(max)"
    return f"nvarchar({logical.length})"


def _scale(logical: LogicalType) -> int:
    return 7 if logical.fraction is None else logical.fraction


# Comparing


def same(column: Column, left: str, right: str) -> str:
    """Whether two values of a key column are equal to the last bit; neither is NULL.

    The plain comparison lets an index serve; the other two tell case, accents and trailing blanks apart,
    which collations do not.
    """
    plain = f"{left} = {right}"
    if column.type.kind is not Kind.TEXT:
        return plain
    return f"{plain} AND {_exact(left)} = {_exact(right)} AND DATALENGTH({left}) = DATALENGTH({right})"


def differs(column: Column, left: str, right: str) -> str:
    """Whether two values, either of them NULL perhaps, are not the same."""
    one, other = _comparable(column, left), _comparable(column, right)
    unequal = f"{one} <> {other}"
    if column.type.kind in (Kind.TEXT, Kind.XML):
        unequal = f"{_exact(one)} <> {_exact(other)} OR DATALENGTH({one}) <> DATALENGTH({other})"
    if not column.nullable:
        return f"({unequal})"
    return f"({unequal} OR ({left} IS NULL AND {right} IS NOT NULL) OR ({left} IS NOT NULL AND {right} IS NULL))"


def _exact(value: str) -> str:
    return f"{value} COLLATE {BINARY_ORDER}"


def _comparable(column: Column, value: str) -> str:
    if column.type.kind is Kind.XML:
        return f"CAST({value} AS nvarchar(max))"
    lob = _LOB_AS.get(base_name(column.type))
    return f"CAST({value} AS {lob})" if lob else value
