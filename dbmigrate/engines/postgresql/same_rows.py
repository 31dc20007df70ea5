"""Whether two servers hold the same rows, told by themselves: each sums hashes of its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault, Fault, SourceFault
from dbmigrate.engines.postgresql.ddl import quote
from dbmigrate.engines.postgresql.read import where
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.table import Column, Table

_SAVEPOINT = "dbmigrate_sums"
_LENGTH = re.compile(r"\([^)]*\)")

# What PostgreSQL hashes is what it takes for equal: 0.0 and -0.0, 1.0 and 1.00, and of 64 bits only one half xor the
# other (hashint8, for moments too).  So values of such types are hashed in the binary form in which they are sent.
_WHOLE = frozenset({"boolean", "smallint", "integer", "oid", "date", "uuid", "bytea"})
_TEXTS = frozenset({"text", "character varying"})
_SENT = {
    "bigint": "int8send",
    "real": "float4send",
    "double precision": "float8send",
    "numeric": "numeric_send",
    "money": "cash_send",
    "character": "bpcharsend",
    "bpchar": "bpcharsend",
    "time without time zone": "time_send",
    "time with time zone": "timetz_send",
    "timestamp without time zone": "timestamp_send",
    "timestamp with time zone": "timestamptz_send",
    "interval": "interval_send",
}


class RowSums(Struct, frozen=True):
    """``first``, ``second``: sums of two 64-bit hashes of whole rows; ``encoding``: of the texts that were hashed."""

    rows: int
    first: str
    second: str
    encoding: str


def count_if_same(left: Callable[[], RowSums | None], right: Callable[[], RowSums | None]) -> int | None:
    """Each on its own server, at the same time.  Raises SourceFault where it is ``right`` that failed."""
    with ThreadPoolExecutor(1, thread_name_prefix="dbmigrate-sums") as pool:
        other = pool.submit(right)
        found = left()
        try:
            expected = other.result()
        except EngineFault as fault:
            raise SourceFault(fault.fault, fault.message, fault.native_code) from None
    return found.rows if found is not None and found == expected else None


def row_sums(session: AdbcSession, read: TableRead, from_clause: Callable[[Table], str]) -> RowSums | None:
    """None where the server cannot say: before release 14 it has no hash of whole rows."""
    row = f"ROW({', '.join(map(hashed, read.columns))})"
    # The hash of a row is a sum of those of its values; summed over rows it would not see two values change places, so
    # it is hashed once more, as a text, because of a number only one half would count.
    sums = ", ".join(
        f"coalesce(sum(hashtextextended(hash_record_extended(r, {seed})::text, {seed})), 0)::text AS s{seed}"
        for seed in (1, 2)
    )
    session.savepoint(_SAVEPOINT)
    try:
        [(count, first, second, encoding)] = session.query(
            f"SELECT count(*) AS n, {sums}, getdatabaseencoding()::text AS e"
            # Put together once for both hashes: OFFSET keeps the expression where it is.
            f" FROM (SELECT {row} AS r FROM {from_clause(read.table)} AS t{where(read, from_clause)} OFFSET 0) AS t"
        )
    except EngineFault as fault:
        if fault.fault is Fault.CONNECTION:
            raise
        session.rollback_to(_SAVEPOINT)
        return None
    session.release(_SAVEPOINT)
    return RowSums(int(count), first, second, encoding)


def hashed(column: Column) -> str:
    """SQL whose hash tells any two values of the column's type apart; the text of types that are not named above, which
    is one value's only under the settings that every session here has (``extra_float_digits`` and the rest)."""
    name = f"t.{quote(column.name)}"
    native = _LENGTH.sub("", column.type.native)
    if native in _WHOLE:
        return name
    if native in _SENT:
        return f"{_SENT[native]}({name})"
    # A collation may take two texts for equal.
    return f'{name if native in _TEXTS else f"{name}::text"} COLLATE "C"'
