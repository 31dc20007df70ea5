"""Whether a type's own spelling means the same in every database of that engine.

Types that a user made (enumerations, composites, domains, those of extensions) do not: a created
target has no such type.
"""

from __future__ import annotations

import re

_PARAMETERS = re.compile(r"\([-\d, ]*\)")
_ARRAY = re.compile(r"(\[\])+$")

# As format_type() of pg_catalog spells them.  Left out on purpose: reg* types and OIDs of objects that
# the target numbers otherwise.
_POSTGRESQL_ORDERED = frozenset(
    """
    bigint bit boolean bpchar bytea character cidr date inet integer interval jsonb macaddr macaddr8 money
    name numeric oid pg_lsn real smallint text tid tsquery tsvector uuid xid8
    "char" int4range int8range numrange tsrange tstzrange daterange
    int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange
    """.split()
) | {
    "bit varying",
    "character varying",
    "double precision",
    "time with time zone",
    "time without time zone",
    "timestamp with time zone",
    "timestamp without time zone",
}
_POSTGRESQL_UNORDERED = frozenset(
    "box circle json jsonpath line lseg path point polygon txid_snapshot pg_snapshot xid xml".split()
)


def is_built_in(dialect: str, native: str) -> bool:
    """Whether every database of the dialect knows the type under this spelling."""
    if dialect != "postgresql":
        return True
    base = _base(native)
    return base in _POSTGRESQL_ORDERED or base in _POSTGRESQL_UNORDERED or base.startswith("interval ")


def has_order(dialect: str, native: str) -> bool:
    """Whether an ordinary index can be made over the type."""
    return dialect != "postgresql" or _base(native) not in _POSTGRESQL_UNORDERED


def _base(native: str) -> str:
    """``numeric(10,2)[]`` as ``numeric``, ``timestamp(3) without time zone`` without its digits."""
    return " ".join(_PARAMETERS.sub(" ", _ARRAY.sub("", native.strip())).split())
