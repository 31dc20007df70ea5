"""Moments as Oracle's text and back, on whole arrays.

Before 15 October 1582 Oracle counts by the Julian calendar, in which there are days that no other engine
has; the ten days before it are in no Oracle calendar (SQL Language Reference, "Data Types").
"""

from __future__ import annotations

import pyarrow as pa

from dbmigrate.engines.moments import outside_common_years
from dbmigrate.model.arrow_functions import pc

GREGORIAN_SQL = "DATE '1582-10-15'"
DATE_FORMAT = "YYYY-MM-DD HH24:MI:SS"
SIGNED_DATE_FORMAT = "SYYYY-MM-DD HH24:MI:SS"

_DAY = 86_400_000_000
_GAP_FIRST = -141_437 * _DAY
"""5 October 1582, in microseconds since 1970."""
_GAP_END = -141_427 * _DAY


def no_oracle_day(values: pa.Array) -> pa.Array:
    """A mask of the moments that are in years Oracle counts otherwise, or on days it has not.

    Direct path stores a day as it is sent, even one that does not exist.
    """
    outside = outside_common_years(values)
    if values.type.unit != "us":
        return outside  # nanoseconds begin in 1677
    ticks = values.view(pa.int64())
    return pc.or_(outside, pc.and_(pc.greater_equal(ticks, _GAP_FIRST), pc.less(ticks, _GAP_END)))


def signed_text(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    """Moments from ``SYYYY-MM-DD HH24:MI:SS[.FF]``; ArrowInvalid for years before 1 and Julian leap days."""
    naive = pa.timestamp(wanted.unit)
    return pc.cast(pc.cast(pc.utf8_trim_whitespace(values), naive), wanted)


def long_text(values: pa.Array) -> pa.Array:
    """Text with nine digits of a second, as the FF9 of a format model reads it."""
    naive = values.cast(pa.timestamp(values.type.unit)) if values.type.tz else values
    return pc.cast(naive, pa.string())
