"""Dates, times and timestamps as text and back, on whole arrays, without losing an end of the range.

PostgreSQL's ``infinity`` has no Arrow value.  Its driver adds the epoch to the server's number without
looking, so both infinities and everything after year 294246 wrap around to moments before 4714 BC, where
no PostgreSQL value can be.  These numbers travel as they come, and are known here by name.
"""

from __future__ import annotations

import pyarrow as pa

from dbmigrate.model.arrow_functions import pc

END_OF_DAY = 86_400_000_000
"""24:00:00, which SQL has and Arrow's own text has not."""

TIMESTAMP_INFINITY = -9_222_425_352_054_775_809
TIMESTAMP_MINUS_INFINITY = -9_222_425_352_054_775_808
_FIRST_TIMESTAMP = -210_866_803_200_000_000
_FIRST_DATE = -2_440_588
_DATE_INFINITY = -2_147_472_692
_DATE_MINUS_INFINITY = -2_147_472_691

_JULIAN_1970 = 2_440_588
_YEAR_1_DAYS = -719_162
_YEAR_10000_DAYS = 2_932_897


def outside_common_years(values: pa.Array) -> pa.Array:
    """A mask of the dates or timestamps that are not in years 1 to 9999."""
    if pa.types.is_date32(values.type):
        ticks, per_day = values.view(pa.int32()), 1
    else:
        ticks = values.view(pa.int64())
        units = {"s": 86_400, "ms": 86_400_000, "us": END_OF_DAY, "ns": END_OF_DAY * 1000}
        per_day = units[values.type.unit]
    # A nanosecond timestamp cannot leave these years, and their limits do not fit it.
    common = (_YEAR_1_DAYS * per_day, _YEAR_10000_DAYS * per_day)
    first, last = common if per_day <= END_OF_DAY else (-(2**63), 2**63 - 1)
    return pc.or_(pc.less(ticks, pa.scalar(first, ticks.type)), pc.greater_equal(ticks, pa.scalar(last, ticks.type)))


def infinite(values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Masks of ``infinity`` and ``-infinity`` in dates or microsecond timestamps."""
    if pa.types.is_date32(values.type):
        days = values.view(pa.int32())
        return pc.equal(days, _DATE_INFINITY), pc.equal(days, _DATE_MINUS_INFINITY)
    ticks = values.view(pa.int64())
    return pc.equal(ticks, TIMESTAMP_INFINITY), pc.equal(ticks, TIMESTAMP_MINUS_INFINITY)


def before_the_first(values: pa.Array) -> bool:
    """Whether any date or microsecond timestamp is where only infinity and wrapped-around moments are."""
    if pa.types.is_date32(values.type):
        least, first = pc.min(values.view(pa.int32())).as_py(), _FIRST_DATE
    else:
        least, first = pc.min(values.view(pa.int64())).as_py(), _FIRST_TIMESTAMP
    return least is not None and least < first


def wrapped_around(values: pa.Array) -> pa.Array:
    """A mask of the microsecond timestamps after year 294246, of which only garbage is left."""
    ticks = values.view(pa.int64())
    infinities = pc.is_in(ticks, value_set=pa.array([TIMESTAMP_INFINITY, TIMESTAMP_MINUS_INFINITY], pa.int64()))
    return pc.and_(pc.less(ticks, _FIRST_TIMESTAMP), pc.invert(infinities))


def infinities_as_text(values: pa.Array) -> pa.Array:
    """Dates or timestamps as PostgreSQL reads them, with both infinities and years before 1 and after 9999."""
    positive, negative = infinite(values)
    finite = pc.if_else(pc.or_(positive, negative), pa.scalar(None, values.type), values)
    odd = pc.fill_null(outside_common_years(finite), False)
    shown = moment_text(pc.if_else(odd, pa.scalar(None, values.type), finite))
    if pc.any(odd).as_py():
        shown = pc.replace_with_mask(shown, odd, pa.array(_julian(finite.filter(odd)), pa.string()))
    return pc.if_else(positive, "infinity", pc.if_else(negative, "-infinity", shown))


def _julian(values: pa.Array) -> list[str]:
    """Julian days, which name years that ISO text cannot."""
    if pa.types.is_date32(values.type):
        return [f"J{day + _JULIAN_1970}" for day in values.view(pa.int32()).to_pylist()]
    ticks = values.view(pa.int64()).to_pylist()
    return [f"J{tick // END_OF_DAY + _JULIAN_1970} {_time_of(tick % END_OF_DAY)}" for tick in ticks]


def _time_of(ticks: int) -> str:
    seconds, fraction = divmod(ticks, 1_000_000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:06}Z"


def moment_text(values: pa.Array) -> pa.Array:
    """ISO text of dates and timestamps, these with ``Z`` if they have a zone.

    ``pa.ArrowInvalid`` for years that ISO text with four digits cannot name.
    """
    if pc.any(outside_common_years(values)).as_py():
        raise pa.ArrowInvalid("a year outside 1 to 9999")
    return pc.cast(values, pa.string())


def time_text(values: pa.Array) -> pa.Array:
    """``HH:MM:SS`` with six (or nine) digits of a second."""
    ticks = values.view(pa.int64())
    end = pc.equal(ticks, END_OF_DAY * (1000 if values.type.unit == "ns" else 1))
    if not pc.any(end).as_py():
        return pc.cast(values, pa.string())
    zeros = "0" * (9 if values.type.unit == "ns" else 6)
    shown = pc.cast(pc.if_else(end, pa.scalar(0, pa.int64()), ticks).view(values.type), pa.string())
    return pc.if_else(end, f"24:00:00.{zeros}", shown)


def parse_times(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    """Times of day from ``HH:MM[:SS[.ffffff]]``; Arrow itself reads such text only as part of a timestamp."""
    plain = pc.fill_null(pc.match_substring_regex(values, r"^\d\d:\d\d(:\d\d(\.\d+)?)?$"), True)
    if not pc.all(plain).as_py():
        raise pa.ArrowInvalid("not a time of day")
    end = pc.match_substring_regex(values, r"^24:00(:00(\.0+)?)?$")
    within = pc.if_else(end, "00:00", values)
    joined = pc.binary_join_element_wise("1970-01-01", within, " ")
    ticks = pc.cast(joined, pa.timestamp(wanted.unit)).view(pa.int64())
    day = pa.scalar(END_OF_DAY * (1000 if wanted.unit == "ns" else 1), pa.int64())
    return pc.if_else(end, day, ticks).view(wanted)
