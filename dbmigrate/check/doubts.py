"""What has to be asked of each column before it is copied: the counterpart of what is refused during it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.model.doubts import REASONS, Doubt, DoubtKind
from dbmigrate.model.plan import ColumnPlan
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, LogicalType

_MOMENTS = (Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)
_UNIT_DIGITS = 6
_BLIND = frozenset({DoubtKind.NUMERAL, DoubtKind.BINARY_DIGITS})
"""Limits of a target that no source can tell by SQL."""
_PLAIN = {Kind.INTEGER, Kind.BYTES}
"""Any value of the right storage class is one."""


class Questions(Struct, frozen=True):
    """``doubts``: what a value may fail by.  ``must_read``: they are not all, so the column is to be read."""

    doubts: tuple[Doubt, ...]
    must_read: bool


def questions_of(
    source: Column, column: ColumnPlan, limits: frozenset[DoubtKind], *, trusts_types: bool = True
) -> Questions:
    """For a column that is copied.

    ``limits``: of the target engine, for its own column.  ``trusts_types`` False: the source enforces neither
    lengths nor digits, and whether a text is a date shows when it is read.
    """
    wire = column.wire
    doubts = _null_doubts(column)
    if wire.kind is Kind.STORAGE:
        return Questions(tuple(doubts), False)
    held = source.type if trusts_types else _untrusted(source.type)
    of_type = _type_doubts(held, wire, column)
    must_read = of_type is None or bool(limits & _BLIND)
    must_read = must_read or not (trusts_types or {held.kind, wire.kind} <= _PLAIN)
    doubts += of_type or []
    if wire.kind is Kind.TEXT and wire.length is not None and held.kind is Kind.TEXT:
        doubts += _length_doubts(held, wire, column)
    if wire.kind is Kind.BYTES and wire.length is not None:
        doubts.append(Doubt(DoubtKind.TOO_MANY_BYTES, f"is longer than {wire.length} bytes", wire.length))
    if source.type.kind is wire.kind and wire.kind in _MOMENTS and "round" not in column.consents:
        digits = _UNIT_DIGITS if wire.fraction is None else wire.fraction
        if digits < (_UNIT_DIGITS if held.fraction is None else held.fraction):
            doubts.append(Doubt(DoubtKind.FRACTION, f"has more than {digits} digits of a second", digits))
    nul_is_stripped = "strip_nul" in column.consents
    for limit in sorted(limits - _BLIND):
        if not (limit is DoubtKind.NUL and nul_is_stripped):
            doubts.append(Doubt(limit, REASONS.get(limit, f"{limit} cannot be kept")))
    return Questions(tuple(doubts), must_read)


def _untrusted(logical: LogicalType) -> LogicalType:
    return replace(logical, length=None, fixed=False, precision=None, scale=None, fraction=None)


def _null_doubts(column: ColumnPlan) -> list[Doubt]:
    if column.target.nullable:
        return []
    reason = REASONS[DoubtKind.NULL]
    found = [] if "null_as_empty" in column.consents else [Doubt(DoubtKind.NULL, reason)]
    if "empty_as_null" in column.consents and "null_as_empty" not in column.consents:
        found.append(Doubt(DoubtKind.EMPTY, reason))
    return found


def _type_doubts(source: LogicalType, wire: LogicalType, column: ColumnPlan) -> list[Doubt] | None:
    """None where only reading tells whether a value survives the change of its type."""
    pair = (source.kind, wire.kind)
    if wire.kind is Kind.JSON or wire.kind is Kind.UUID:
        return [] if source.kind is Kind.UUID and wire.kind is Kind.UUID else None
    if pair == (Kind.INTEGER, Kind.INTEGER):
        return _range_doubts(source, wire)
    if pair == (Kind.INTEGER, Kind.BOOLEAN):
        return [Doubt(DoubtKind.RANGE, f"does not fit {wire} exactly", low=0, high=1)]
    if wire.kind is Kind.DECIMAL and source.kind in (Kind.INTEGER, Kind.DECIMAL):
        return _digit_doubts(source, wire, column)
    if source.kind is wire.kind and wire.kind not in (Kind.FLOAT, Kind.OTHER):
        return []
    if pair == (Kind.FLOAT, Kind.FLOAT) and (source.bits or 64) <= (wire.bits or 64):
        return []
    if source.kind is Kind.OTHER and wire.kind is Kind.OTHER and source.native == wire.native:
        return []
    if wire.kind is Kind.TEXT and wire.length is None and source.kind in (Kind.JSON, Kind.XML, Kind.UUID, Kind.INTEGER):
        return []
    return None


def _range_doubts(source: LogicalType, wire: LogicalType) -> list[Doubt]:
    (low, high), (least, most) = _range(wire), _range(source)
    if low <= least and most <= high:
        return []
    return [Doubt(DoubtKind.RANGE, f"does not fit {wire} exactly", low=low, high=high)]


def _range(logical: LogicalType) -> tuple[int, int]:
    bits = logical.bits or 64
    return (0, 255) if bits == 8 else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _digit_doubts(source: LogicalType, wire: LogicalType, column: ColumnPlan) -> list[Doubt] | None:
    if wire.precision is None:
        return []
    scale = wire.scale or 0
    before = wire.precision - scale
    if source.kind is Kind.DECIMAL and source.precision is not None:
        held = source.scale or 0
        if source.precision - held <= before and held <= scale:
            return []
    rounds = "round" in column.consents
    return [Doubt(DoubtKind.DIGITS, f"does not fit {wire} exactly", before, scale=scale, rounds=rounds)]


def _length_doubts(source: LogicalType, wire: LogicalType, column: ColumnPlan) -> list[Doubt]:
    limit = wire.length or 0
    found = []
    if (
        wire.fixed
        and "pad" not in column.consents
        and not (source.fixed and source.length is not None and source.length >= limit)
    ):
        found.append(Doubt(DoubtKind.TOO_SHORT, f"is shorter than char({limit}) and would be padded", limit))
    fits = source.length is not None and source.length <= limit and not source.length_in_bytes
    if not fits and "truncate" not in column.consents:
        trims = "trim" in column.consents
        found.append(Doubt(DoubtKind.TOO_LONG, f"is longer than {limit} characters", limit, beside_blanks=trims))
    return found
