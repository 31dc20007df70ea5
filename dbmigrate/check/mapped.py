"""What id domains make of values, as far as it can be told before a run."""

from __future__ import annotations

import pyarrow as pa

from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.domains import Domain, Rule
from dbmigrate.model.plan import ColumnPlan

_HANDED_OUT = 0
"""Stands for a number that the run will hand out: it fits."""


def is_handed_out(column: ColumnPlan) -> bool:
    """Whether the target's own numbers take the place of the column's values."""
    return column.domain is not None and column.domain.rule is not Rule.GIVEN


def as_mapped(column: ColumnPlan, values: pa.Array) -> pa.Array:
    """Values of a column with a domain as they will be fitted into the target; NULL stays NULL."""
    domain = column.domain
    if domain is None:
        return values
    encoded = values.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    if domain.rule is Rule.GIVEN:
        given = dict(domain.given)
        width = (column.wire.length or 0) if column.wire.fixed else 0
        named = [given.get(domain.normal(value)) for value in distinct]
        if not any(named):
            return values
        texts = [str(v) if to is None else to.ljust(width) for v, to in zip(distinct, named, strict=True)]
        return pa.array(texts, pa.string()).take(encoded.indices)
    numbers = [_number(domain, value) for value in distinct]
    if any(number is None for number in numbers):
        # A fixed value that is no number stays as it is.
        texts = [str(v) if number is None else str(number) for v, number in zip(distinct, numbers, strict=True)]
        return pa.array(texts, pa.string()).take(encoded.indices)
    return pc.take(pa.array(numbers, pa.int64()), encoded.indices)


def _number(domain: Domain, value: object) -> int | None:
    key = domain.normal(value)
    try:
        number = int(key)
    except ValueError:
        return None if key in domain.fixed else _HANDED_OUT
    kept = domain.keep or key in domain.fixed
    return number if kept and -(2**63) <= number < 2**63 else _HANDED_OUT
