"""How values of each logical type are stored in SQLite, and read back exactly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import numpy as np
import pyarrow as pa

from dbmigrate.engines.decimals import plain_decimals
from dbmigrate.engines.isolate import isolate
from dbmigrate.engines.moments import moment_text, outside_common_years, parse_times, time_text
from dbmigrate.engines.sqlite.types import Affinity, affinity
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.doubts import DoubtKind
from dbmigrate.model.large_values import bytes_at, tagged_mark
from dbmigrate.model.storage import stored_value
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, LogicalType, arrow_type

_NUMERAL = r"^[\t-\r ]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[\t-\r ]*$"
"""Text that a column of numeric affinity turns into a number (sqlite.org, "Datatypes In SQLite", section 3)."""
_DECIMAL = r"^[+-]?(\d+\.?\d*|\.\d+)$"
_NOT_FINITE = r"^(?i:nan|[+-]?inf(inity)?)$"
_DOUBLE_DIGITS = 15
"""Every decimal of so many significant digits is the shortest text of its double."""


def to_storage(column: Column, values: pa.Array) -> pa.Array:
    """Values as ADBC binds them; the column's affinity does the rest.

    Decimals of scale 0 within 18 digits become integers, other decimals text; moments become ISO text.
    ``outside_common_years`` and the other refusals have been applied.
    """
    match column.type.kind:
        case Kind.BOOLEAN:
            return values.cast(pa.int64())
        case Kind.INTEGER:
            return values.cast(pa.int64())
        case Kind.DECIMAL if (
            pa.types.is_decimal(values.type) and values.type.scale == 0 and values.type.precision <= 18
        ):
            return values.cast(pa.int64())
        case Kind.DECIMAL:
            return _storable_decimals(column, plain_decimals(values))
        case Kind.DATE:
            return moment_text(values)
        case Kind.TIME:
            return _trim_fraction(time_text(values))
        case Kind.TIMESTAMP:
            return _trim_fraction(moment_text(values))
        case Kind.TIMESTAMPTZ:
            naive = values.cast(pa.timestamp(values.type.unit))
            return pc.binary_join_element_wise(_trim_fraction(moment_text(naive)), "+00:00", "")
        case _:
            return values


def _storable_decimals(column: Column, shown: pa.Array) -> pa.Array:
    """``100000000000000001.00`` would become a double and lose its last digit; without ``.00`` it is an integer."""
    return pc.replace_substring_regex(shown, r"\.0*$", "") if _is_numeric(column) else shown


def _is_numeric(column: Column) -> bool:
    """Whether the column turns text that looks like a number into one."""
    return affinity(column.type.native) not in (Affinity.TEXT, Affinity.BLOB)


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
        return _tagged(values, reals), {}
    if values.type == wanted:
        return (values, {}) if not pa.types.is_string(wanted) else _valid_text(values)
    caster: Callable[[pa.Array], pa.Array] = lambda part: pc.cast(part, wanted)  # noqa: E731
    if logical.kind is Kind.BOOLEAN:
        caster = _booleans
    elif logical.kind is Kind.TIME:
        caster = lambda part: parse_times(part, wanted)  # noqa: E731
    return isolate(caster, values, wanted, f"is not a {logical.kind} as SQLite's own functions write it")


def _tagged(values: pa.Array, reals: pa.Array | None) -> pa.Array:
    """Tagged text; a REAL as the shortest text that reads back as the same double, text that is not UTF-8 in hex."""
    tagged, broken = _valid_text(values)
    if broken:
        raw = values.view(pa.binary()).take(pa.array(list(broken), pa.int64())).to_pylist()
        mask = np.zeros(len(values), dtype=bool)
        mask[list(broken)] = True
        tagged = pc.replace_with_mask(
            tagged, pa.array(mask), pa.array([f"x{one[1:].hex()}" for one in raw], pa.string())
        )
    if reals is not None and reals.null_count < len(reals):
        tagged = pc.coalesce(tagged, pc.binary_join_element_wise("r", pc.cast(reals, pa.string()), ""))
    return tagged


def with_large(tagged: pa.Array, raw: pa.Array, *, marks: bool) -> pa.Array:
    """Tagged text with the large values, of which it holds but the letter of the storage class.

    ``raw``: their bytes.  ``marks``: the mark of each instead, for a comparison.
    """
    if raw.null_count == len(raw):
        return tagged
    rows = pc.indices_nonzero(pc.is_valid(raw)).to_pylist()
    make = tagged_mark if marks else _tagged_large
    put = pa.array([make(tagged[row].as_py(), bytes_at(raw, row)) for row in rows], pa.string())
    return put if len(rows) == len(tagged) else pc.replace_with_mask(tagged, pc.is_valid(raw), put)


def _tagged_large(letter: str, raw: pa.Buffer) -> str:
    value = memoryview(raw)
    if letter == "t":
        try:
            return letter + str(value, "utf-8")
        except UnicodeDecodeError:
            letter = "x"
    return letter + value.hex()


def split_tagged(values: pa.Array) -> tuple[pa.Array, ...]:
    """Tagged text as five columns, each NULL where another holds the value: integers, reals, text, blobs, and
    the bytes of text that is not UTF-8."""

    def of(tag: str) -> pa.Array:
        mine = pc.fill_null(pc.starts_with(values, tag), False)
        return pc.if_else(mine, pc.utf8_slice_codeunits(values, 1), pa.scalar(None, pa.string()))

    def bytes_of(tag: str) -> pa.Array:
        shown = of(tag)
        if shown.null_count == len(shown):
            return pa.nulls(len(values), pa.binary())
        return pa.array([None if v is None else bytes.fromhex(v) for v in shown.to_pylist()], pa.binary())

    return of("i").cast(pa.int64()), of("r").cast(pa.float64()), of("t"), bytes_of("b"), bytes_of("x")


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
    if reals is not None and texts.null_count == len(texts) and pa.types.is_decimal128(wanted):
        short = _short_decimals(wanted, reals)
        if short is not None:
            return short, {}
    if reals is not None and reals.null_count < len(reals):
        shown = pc.coalesce(texts, pc.cast(reals, pa.string()))
        shown = plain_decimals(shown)
    if pa.types.is_string(wanted):
        good = pc.fill_null(pc.match_substring_regex(shown, f"{_DECIMAL}|{_NOT_FINITE}"), True)
        if reals is not None:
            # As text, infinity is a value of PostgreSQL's numeric; as REAL it is an overflow.
            good = pc.and_(good, pc.invert(pc.fill_null(pc.is_inf(reals), False)))
        if pc.all(good, min_count=0).as_py():
            return shown, {}
        bad = {row: "is not a decimal number" for row, ok in enumerate(good.to_pylist()) if not ok}
        return pc.if_else(good, shown, pa.scalar(None, pa.string())), bad
    return isolate(lambda part: pc.cast(part, wanted), shown, wanted, f"does not fit {wanted} exactly")


def _short_decimals(wanted: pa.Decimal128Type, reals: pa.Array) -> pa.Array | None:
    """Doubles that are the nearest to a decimal of the wanted scale and at most 15 digits; None if one is not.

    No two decimals of so few digits share a double, so each is the shortest that reads back as its own.  A tenth of the
    time that it takes to spell them.
    """
    digits = min(wanted.precision, _DOUBLE_DIGITS)
    if not 0 <= wanted.scale <= _DOUBLE_DIGITS:
        return None
    doubles = reals.fill_null(0.0).to_numpy()
    # Whole numbers below 2**53 and this power of ten are doubles themselves, and a quotient of two is rounded once.
    step = 10.0**wanted.scale
    with np.errstate(over="ignore", invalid="ignore"):
        ticks = np.rint(doubles * step)
        exact = (ticks / step == doubles) & (np.abs(ticks) < 10.0**digits)
    if not exact.all():
        return None
    whole = pa.array(ticks.astype(np.int64), mask=reals.is_null().to_numpy(zero_copy_only=False))
    return whole.cast(pa.decimal128(19, 0)).view(wanted)


def refusals(column: Column, values: pa.Array) -> list[tuple[pa.Array, str]]:
    """Values that SQLite would change without a word: (mask, reason) pairs.

    NaN is stored as NULL; -0.0 is stored as 0; in a column of numeric affinity a decimal becomes a double and
    text that looks like a number becomes one; its date functions know years 1 to 9999 only.
    """
    kind = column.type.kind
    if pa.types.is_floating(values.type):
        bits = values.cast(pa.float64()).view(pa.int64())
        return [
            (pc.is_nan(values), "NaN would be stored as NULL"),
            (pc.equal(bits, pa.scalar(-(2**63), pa.int64())), "-0.0 would be stored as 0"),
        ]
    if kind in (Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ):
        return [(outside_common_years(values), "year outside 1 to 9999, or infinity")]
    if not _is_numeric(column):
        return []
    if kind is Kind.DECIMAL:
        return [(_inexact_doubles(column, values), "has more digits than SQLite's numeric affinity keeps")]
    if pa.types.is_string(values.type):
        reason = f"looks like a number, and a column declared {column.type.native} would store it as one"
        return [(pc.match_substring_regex(values, _NUMERAL), reason)]
    return []


def value_limits(column: Column) -> frozenset[DoubtKind]:
    """The kinds of value that ``refusals`` finds."""
    match column.type.kind:
        case Kind.FLOAT:
            return frozenset({DoubtKind.NOT_A_NUMBER, DoubtKind.MINUS_ZERO})
        case Kind.DATE | Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
            return frozenset({DoubtKind.YEARS})
        case Kind.DECIMAL if _is_numeric(column):
            precision = column.type.precision
            few = precision is not None and precision <= _DOUBLE_DIGITS
            return frozenset() if few else frozenset({DoubtKind.BINARY_DIGITS})
        case kind if _is_numeric(column) and pa.types.is_string(arrow_type(column.type)) and kind is not Kind.STORAGE:
            return frozenset({DoubtKind.NUMERAL})
    return frozenset()


def _inexact_doubles(column: Column, values: pa.Array) -> pa.Array:
    """Decimals that change when SQLite turns them into a 64-bit integer or a double."""
    if pa.types.is_decimal(values.type) and values.type.precision <= _DOUBLE_DIGITS:
        return pa.repeat(pa.scalar(False), len(values))
    shown = _storable_decimals(column, plain_decimals(values))
    digits = pc.utf8_length(pc.utf8_ltrim(pc.replace_substring(shown, ".", ""), "+-0"))
    doubtful = pc.fill_null(pc.greater(digits, _DOUBLE_DIGITS), False)
    if not pc.any(doubtful).as_py():
        return doubtful
    asked = pc.indices_nonzero(doubtful)
    changed = pa.array([not _survives(value) for value in shown.take(asked).to_pylist()], pa.bool_())
    return pc.replace_with_mask(doubtful, doubtful, changed)


def _survives(shown: str) -> bool:
    try:
        exact = Decimal(shown)
    except InvalidOperation:
        return False
    if "." not in shown and -(2**63) <= exact < 2**63:
        return True
    # With 17 or more digits a double in the range of integers would be stored as an integer of other digits.
    return Decimal(repr(float(exact))) == exact


def literals(column: Column, values: pa.Array, *, tagged: bool) -> list[str]:
    """Values as SQLite's own SQL text, in the storage class in which they are stored."""
    if tagged:
        return [_literal(stored_value(value), is_text=(value or "")[:1] == "x") for value in values.to_pylist()]
    return [_literal(value) for value in to_storage(column, values).to_pylist()]


def _literal(value: int | float | str | bytes | None, *, is_text: bool = False) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"CAST(x'{value.hex()}' AS TEXT)" if is_text else f"x'{value.hex()}'"
    if isinstance(value, float):
        return {"inf": "9e999", "-inf": "-9e999"}.get(repr(value), repr(value))
    if isinstance(value, int):
        return str(value)
    # Text in quotes ends at a NUL character.
    return f"CAST(x'{value.encode().hex()}' AS TEXT)" if "\x00" in value else "'" + value.replace("'", "''") + "'"
