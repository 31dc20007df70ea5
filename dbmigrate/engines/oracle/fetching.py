"""What is selected for a column so that its values arrive exactly, and what becomes of them here.

The driver reads moments through Python's datetime: years before 1 and Julian leap days end the whole read,
and the last three of nine digits of a second are dropped; a time zone is dropped as well, and one with a
region's name ends the read (python-oracledb, ``converters.pyx`` and ``decoders.pyx``).  So moments before
1582 come as text beside the others, those of more than six digits as text altogether, and those with a
zone in UTC.  A NUMBER without limits would come as a double; it is text too.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.engines.decimals import plain_decimals
from dbmigrate.engines.isolate import isolate
from dbmigrate.engines.oracle.ddl import quote
from dbmigrate.engines.oracle.moments import GREGORIAN_SQL, SIGNED_DATE_FORMAT, signed_text
from dbmigrate.engines.oracle.types import is_unbounded_digits, logical_type
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, LogicalType, arrow_type

Read = tuple[pa.Array, dict[int, str]]
"""Values in ``arrow_type``, and rows that could not be read with the reason."""

_TEXT_WITH_ZONE = "YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM"


class Fetched(Struct, frozen=True):
    """``guard``: SQL that is not NULL where ``value`` is made NULL, because the driver could not bring it.

    ``wire``: the Arrow type that the driver is asked for.
    """

    value: str
    wire: pa.DataType
    finish: Callable[[pa.Array, pa.Array | None], Read]
    guard: str | None = None
    zone: str | None = None
    """SQL for the offset or region that the value was written with, where it is not UTC."""


ZONE_CONSENT = "to_utc"
"""Without it a moment with an offset of its own is refused: the moment is exact in UTC, the offset is lost."""


def fetched(column: Column) -> Fetched:
    """``t`` is the table."""
    name = f"t.{quote(column.name)}"
    base = logical_type(column.type.native)
    if base.unsupported:
        return Fetched(f"CASE WHEN {name} IS NOT NULL THEN 'x' END", pa.string(), _never(base.unsupported))
    if column.type.kind is Kind.TEXT and base.kind is not Kind.TEXT:
        return _as_text(name, base)
    plain = _fetched(name, base)
    if column.type.kind is base.kind and arrow_type(column.type) == arrow_type(base):
        return plain
    return replace(plain, finish=_then_cast(plain, column.type))


def _fetched(name: str, base: LogicalType) -> Fetched:
    match base.kind:
        case Kind.DECIMAL if base.precision is None:
            return Fetched(f"TO_CHAR({name}, 'TM9')", pa.string(), _numbers)
        case Kind.DECIMAL if is_unbounded_digits(base.native):
            limit = f"1E{(base.precision or 0) - (base.scale or 0)}"
            value = f"CASE WHEN ABS({name}) < {limit} THEN {name} END"
            guard = f"CASE WHEN ABS({name}) >= {limit} THEN 'x' END"
            return Fetched(value, arrow_type(base), _unless_guarded("has more than 38 digits"), guard)
        case Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
            return _moment(name, base)
        case Kind.XML:
            # A method of a NULL object is an error in PL/SQL (ORA-30625); what SQL makes of it is not documented.
            value = f"CASE WHEN {name} IS NOT NULL THEN XMLTYPE.GETCLOBVAL({name}) END"
            return Fetched(value, pa.string(), _as_it_comes)
        case Kind.JSON:
            return Fetched(f"JSON_SERIALIZE({name} RETURNING CLOB)", pa.string(), _as_it_comes)
    return Fetched(name, arrow_type(base), _as_it_comes)


def _moment(name: str, base: LogicalType) -> Fetched:
    wanted = arrow_type(base)
    zone = None
    if base.kind is Kind.TIMESTAMPTZ:
        if "LOCAL" not in base.native:
            zone = f"NULLIF(TO_CHAR({name}, 'TZH:TZM'), '+00:00')"
        name = f"SYS_EXTRACT_UTC({name})"
    digits = ".FF9" if (base.fraction or 0) > 6 else ".FF6"
    shown = f"'{SIGNED_DATE_FORMAT}{'' if base.native == 'DATE' else digits}'"
    if digits == ".FF9":
        return Fetched(f"TO_CHAR({name}, {shown})", pa.string(), _moments_of_text(wanted), zone=zone)
    value = f"CASE WHEN {name} >= {GREGORIAN_SQL} THEN {name} END"
    guard = f"CASE WHEN {name} < {GREGORIAN_SQL} THEN TO_CHAR({name}, {shown}) END"
    return Fetched(value, pa.timestamp("us"), _moments(wanted), guard, zone)


def _as_text(name: str, base: LogicalType) -> Fetched:
    """A group file may ask for a column as text (``source_types``): a zone is kept this way."""
    if base.kind in (Kind.TIMESTAMP, Kind.TIMESTAMPTZ):
        zoned = base.kind is Kind.TIMESTAMPTZ and "LOCAL" not in base.native
        model = _TEXT_WITH_ZONE if zoned else _TEXT_WITH_ZONE.removesuffix(" TZH:TZM")
        if base.native == "DATE":
            model = model.removesuffix(".FF9")
        return Fetched(f"TO_CHAR({name}, '{model}')", pa.string(), _as_it_comes)
    if base.kind in (Kind.INTEGER, Kind.DECIMAL):
        return Fetched(f"TO_CHAR({name}, 'TM9')", pa.string(), _numbers)
    if base.kind is Kind.BYTES and base.length is not None:
        return Fetched(f"LOWER(RAWTOHEX({name}))", pa.string(), _as_it_comes)
    plain = _fetched(name, base)
    return Fetched(plain.value, plain.wire, _then_cast(plain, LogicalType(Kind.TEXT)), plain.guard)


def _as_it_comes(values: pa.Array, _guard: pa.Array | None) -> Read:
    return values, {}


def _never(reason: str) -> Callable[[pa.Array, pa.Array | None], Read]:
    def finish(values: pa.Array, _guard: pa.Array | None) -> Read:
        rows = pc.indices_nonzero(pc.is_valid(values)).to_pylist()
        return pa.nulls(len(values), pa.string()), dict.fromkeys(rows, reason)

    return finish


def _unless_guarded(reason: str) -> Callable[[pa.Array, pa.Array | None], Read]:
    def finish(values: pa.Array, guard: pa.Array | None) -> Read:
        rows = [] if guard is None else pc.indices_nonzero(pc.is_valid(guard)).to_pylist()
        return values, dict.fromkeys(rows, reason)

    return finish


def _numbers(values: pa.Array, _guard: pa.Array | None) -> Read:
    """TM9 leaves out a zero before the point, and writes numbers longer than 64 characters with an exponent."""
    shown = plain_decimals(pc.replace_substring_regex(values, r"^(-?)\.", r"\10."))
    bad = pc.fill_null(pc.invert(pc.match_substring_regex(shown, r"^-?\d+(\.\d+)?$")), False)
    rows = pc.indices_nonzero(bad).to_pylist()
    return pc.if_else(bad, pa.scalar(None, pa.string()), shown), dict.fromkeys(rows, "is infinite")


def _moments(wanted: pa.DataType) -> Callable[[pa.Array, pa.Array | None], Read]:
    def finish(values: pa.Array, guard: pa.Array | None) -> Read:
        known = values.cast(wanted)
        if guard is None or guard.null_count == len(guard):
            return known, {}
        early, failed = isolate(
            lambda part: signed_text(part, wanted), guard, wanted, "is before year 1, or a day of the Julian calendar"
        )
        return pc.coalesce(known, early), failed

    return finish


def _moments_of_text(wanted: pa.DataType) -> Callable[[pa.Array, pa.Array | None], Read]:
    def finish(values: pa.Array, _guard: pa.Array | None) -> Read:
        reason = "is not within the years 1678 to 2261, which nanoseconds can count"
        return isolate(lambda part: signed_text(part, wanted), values, wanted, reason)

    return finish


def _then_cast(plain: Fetched, logical: LogicalType) -> Callable[[pa.Array, pa.Array | None], Read]:
    wanted = arrow_type(logical)

    def finish(values: pa.Array, guard: pa.Array | None) -> Read:
        read, failed = plain.finish(values, guard)
        made, refused = isolate(lambda part: _exactly(part, wanted), read, wanted, f"does not fit {logical}")
        return made, {**refused, **failed}

    return finish


def _exactly(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    made = pc.cast(values, wanted)
    if pa.types.is_date(wanted) and not pc.all(pc.equal(pc.cast(made, values.type), values), min_count=0).as_py():
        raise pa.ArrowInvalid("a time of day would be dropped")
    if pa.types.is_boolean(wanted) and not pc.all(pc.is_in(values, pa.array([0, 1, None], values.type))).as_py():
        raise pa.ArrowInvalid("a boolean is 0 or 1")
    return made
