"""How values of each logical type are stored in SQLite, and read back exactly."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from dbmigrate.engines.isolate import isolate
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, LogicalType, arrow_type

_MAX_EXACT_INTEGER = 2**53
_YEAR_1 = -62_135_596_800_000_000
_YEAR_10000 = 253_402_300_800_000_000


def to_storage(column: Column, values: pa.Array) -> pa.Array:
    """Values as ADBC binds them; the column's affinity does the rest.

    Decimals of scale 0 within 18 digits become integers, other decimals text; moments become ISO text.
    """
    match column.type.kind:
        case Kind.BOOLEAN:
            return values.cast(pa.int64())
        case Kind.INTEGER:
            return values.cast(pa.int64())
        case Kind.DECIMAL if pa.types.is_decimal(values.type) and values.type.scale == 0 and values.type.precision <= 18:
            return values.cast(pa.int64())
        case Kind.DECIMAL:
            return _plain_decimals(values)
        case Kind.DATE:
            return values.cast(pa.string())
        case Kind.TIME:
            return _trim_fraction(pc.cast(values, pa.string()))
        case Kind.TIMESTAMP:
            return _trim_fraction(values.cast(pa.string()))
        case Kind.TIMESTAMPTZ:
            naive = values.cast(pa.timestamp(values.type.unit))
            return pc.binary_join_element_wise(_trim_fraction(naive.cast(pa.string())), "+00:00", "")
        case _:
            return values


def _plain_decimals(values: pa.Array) -> pa.Array:
    """Text without exponent; Arrow writes small decimals as ``1E-8``."""
    if pa.types.is_string(values.type):
        return values
    shown = values.cast(pa.string())
    if not pc.any(pc.match_substring(shown, "E")).as_py():
        return shown
    return pa.array([None if v is None else format(v, "f") for v in values.to_pylist()], pa.string())


def _trim_fraction(shown: pa.Array) -> pa.Array:
    """``.500000`` becomes ``.500``; a fraction of zero is left out, as SQLite's own functions do."""
    without = pc.replace_substring_regex(shown, r"\.0+$", "")
    return pc.replace_substring_regex(without, r"(\.\d{3})000$", r"\1")


def from_storage(logical: LogicalType, values: pa.Array, reals: pa.Array | None) -> tuple[pa.Array, dict[int, str]]:
    """Values in ``arrow_type`` of the logical type, and the rows that could not be read with the reason.

    ``reals``: for decimals, the values that SQLite holds as REAL; each stands for the shortest decimal
    that reads back as the same double.
    """
    wanted = arrow_type(logical)
    if logical.kind is Kind.DECIMAL:
        return _decimals(wanted, values, reals)
    if logical.kind is Kind.STORAGE:
        return _tagged(values, reals)
    if values.type == wanted:
        return (values, {}) if not pa.types.is_string(wanted) else _valid_text(values)
    caster: Callable[[pa.Array], pa.Array] = lambda part: pc.cast(part, wanted)  # noqa: E731
    if logical.kind is Kind.BOOLEAN:
        caster = _booleans
    return isolate(caster, values, wanted, f"is not a {logical.kind} as SQLite's own functions write it")


def _tagged(values: pa.Array, reals: pa.Array | None) -> tuple[pa.Array, dict[int, str]]:
    """Tagged text; a REAL as the shortest text that reads back as the same double."""
    tagged, bad = _valid_text(values)
    if reals is not None and reals.null_count < len(reals):
        tagged = pc.coalesce(tagged, pc.binary_join_element_wise("r", pc.cast(reals, pa.string()), ""))
    return tagged, bad


def split_tagged(values: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
    """Tagged text as four columns, each NULL where another holds the value: integers, reals, text, blobs."""

    def of(tag: str) -> pa.Array:
        mine = pc.fill_null(pc.starts_with(values, tag), False)
        return pc.if_else(mine, pc.utf8_slice_codeunits(values, 1), pa.scalar(None, pa.string()))

    blobs = of("b")
    raw = pa.nulls(len(values), pa.binary())
    if blobs.null_count < len(blobs):
        raw = pa.array([None if v is None else bytes.fromhex(v) for v in blobs.to_pylist()], pa.binary())
    return of("i").cast(pa.int64()), of("r").cast(pa.float64()), of("t"), raw


def _booleans(values: pa.Array) -> pa.Array:
    bad = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, value_set=pa.array([0, 1], values.type))))
    if pc.any(bad).as_py():
        raise pa.ArrowInvalid("a boolean is 0 or 1")
    return values.cast(pa.bool_())


def _valid_text(values: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    # SQLite stores any bytes as text; Arrow strings must be UTF-8.
    try:
        values.validate(full=True)
    except pa.ArrowInvalid:
        raw = values.view(pa.binary())
        return isolate(lambda part: pc.cast(part, pa.string()), raw, pa.string(), "is not valid UTF-8")
    return values, {}


def _decimals(wanted: pa.DataType, texts: pa.Array, reals: pa.Array | None) -> tuple[pa.Array, dict[int, str]]:
    shown = texts
    if reals is not None and reals.null_count < len(reals):
        shown = pc.coalesce(texts, pc.cast(reals, pa.string()))
        exponents = pc.fill_null(pc.match_substring_regex(shown, "[eE]"), False)
        if pc.any(exponents).as_py():
            shown = pa.array([None if v is None else _expand(v) for v in shown.to_pylist()], pa.string())
    if pa.types.is_string(wanted):
        good = pc.fill_null(pc.match_substring_regex(shown, r"^[+-]?(\d+\.?\d*|\.\d+)$"), True)
        if pc.all(good).as_py():
            return shown, {}
        bad = {row: "is not a decimal number" for row, ok in enumerate(good.to_pylist()) if not ok}
        return pc.if_else(good, shown, pa.scalar(None, pa.string())), bad
    return isolate(lambda part: pc.cast(part, wanted), shown, wanted, f"does not fit {wanted} exactly")


def _expand(shown: str) -> str:
    from decimal import Decimal, InvalidOperation

    try:
        return format(Decimal(shown), "f")
    except InvalidOperation:
        return shown


def refusals(column: Column, values: pa.Array) -> list[tuple[pa.Array, str]]:
    """Values that SQLite would change without a word: (mask, reason) pairs.

    NaN is stored as NULL; -0.0 is stored as 0; a decimal in a column of numeric affinity becomes a double;
    its date functions know years 1 to 9999 only.
    """
    found: list[tuple[pa.Array, str]] = []
    kind = column.type.kind
    if pa.types.is_string(values.type) and kind not in (Kind.DECIMAL,):
        return found
    if pa.types.is_floating(values.type):
        found.append((pc.is_nan(values), "NaN would be stored as NULL"))
        bits = values.cast(pa.float64()).view(pa.int64())
        found.append((pc.equal(bits, pa.scalar(-(2**63), pa.int64())), "-0.0 would be stored as 0"))
    elif kind in (Kind.TIMESTAMP, Kind.TIMESTAMPTZ):
        micros = values.cast(pa.timestamp("us", tz=values.type.tz)).view(pa.int64())
        outside = pc.or_(pc.less(micros, _YEAR_1), pc.greater_equal(micros, _YEAR_10000))
        found.append((outside, "year outside 1 to 9999"))
    elif kind is Kind.DATE:
        days = values.view(pa.int32())
        found.append((pc.or_(pc.less(days, -719_162), pc.greater_equal(days, 2_932_897)), "year outside 1 to 9999"))
    elif kind is Kind.DECIMAL and "TEXT" not in column.type.native.upper():
        found.append((_inexact_doubles(values), "has more digits than SQLite's numeric affinity keeps"))
    return found


def _inexact_doubles(values: pa.Array) -> pa.Array:
    """Decimals that change when SQLite turns them into a 64-bit integer or a double."""
    if pa.types.is_decimal(values.type) and values.type.precision <= 15:
        return pa.array([False] * len(values), pa.bool_()) if len(values) else pa.array([], pa.bool_())
    flags = []
    for value in values.to_pylist():
        flags.append(value is not None and not _survives(str(value)))
    return pa.array(flags, pa.bool_())


def _survives(shown: str) -> bool:
    from decimal import Decimal

    exact = Decimal(shown)
    if exact == exact.to_integral_value() and -(2**63) <= exact < 2**63:
        return True
    return Decimal(repr(float(exact))) == exact
