"""Make each value exact in the target's type, by consent or not at all.

A value that does not fit is never cut, rounded or replaced silently: its row is refused with a reason,
unless the group file consents to that very change, which is then counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pyarrow as pa
from msgspec import Struct, field

from dbmigrate.compute.canonical import canonical_json, canonical_uuid, keeps_every_member
from dbmigrate.engines.base import Engine
from dbmigrate.engines.isolate import isolate
from dbmigrate.engines.moments import infinite
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.plan import ColumnPlan, IntoPlan
from dbmigrate.model.types import Kind, LogicalType, arrow_type
from dbmigrate.transform.exact_cast import exact_cast


class Fitted(Struct):
    """``rows`` in wire types; ``refused``: row number -> (column, reason); ``changes``: consented changes."""

    rows: pa.RecordBatch
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)
    changes: Counter[str] = field(default_factory=Counter)


def fit(into: IntoPlan, arrays: dict[str, pa.Array], engine: Engine) -> Fitted:
    """Fit every column of one target; rows that cannot be made to fit stay in place and are listed."""
    fitted = Fitted(pa.RecordBatch.from_arrays([], names=[]))
    columns = [_ColumnFit(column, engine, fitted).apply(arrays[column.name]) for column in into.columns]
    fitted.rows = pa.RecordBatch.from_arrays(columns, names=[column.name for column in into.columns])
    return fitted


class _ColumnFit:
    def __init__(self, column: ColumnPlan, engine: Engine, fitted: Fitted) -> None:
        self._column = column
        self._engine = engine
        self._fitted = fitted

    def apply(self, values: pa.Array) -> pa.Array:
        wire = self._column.wire
        values = self._null_rules(values)
        values = self._to_type(values, wire)
        if wire.kind is Kind.TEXT:
            values = self._to_length(values, wire)
        elif wire.kind is Kind.BYTES and wire.length is not None:
            self._refuse(pc.greater(pc.binary_length(values), wire.length), f"is longer than {wire.length} bytes")
        elif wire.kind in (Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ):
            values = self._to_fraction(values, wire)
        if not self._column.target.nullable:
            self._refuse(pc.is_null(values), "is NULL, the target column is NOT NULL")
        if wire.kind is Kind.STORAGE:
            return values
        for mask, reason in self._engine.refusals(self._column.target, values):
            self._refuse(mask, reason)
        return values

    def _null_rules(self, values: pa.Array) -> pa.Array:
        if pa.types.is_string(values.type):
            if "empty_as_null" in self._column.consents:
                empty = pc.fill_null(pc.equal(values, ""), False)
                self._count("empty_as_null", empty)
                values = pc.if_else(empty, pa.scalar(None, pa.string()), values)
            if "null_as_empty" in self._column.consents:
                self._count("null_as_empty", pc.is_null(values))
                values = pc.fill_null(values, "")
            if "strip_nul" in self._column.consents:
                self._count("strip_nul", pc.match_substring(values, "\x00"))
                values = pc.replace_substring(values, "\x00", "")
        return values

    def _to_type(self, values: pa.Array, wire: LogicalType) -> pa.Array:
        wanted = arrow_type(wire)
        if wire.kind is Kind.JSON:
            checked = self._isolated(canonical_json, values, pa.string(), "is not valid JSON")
            if wire.native != "jsonb":
                return checked
            return self._isolated(keeps_every_member, checked, pa.string(), "names a member twice, and jsonb keeps one")
        if wire.kind is Kind.UUID:
            return self._isolated(canonical_uuid, values, pa.string(), "is not a UUID")
        if values.type == wanted:
            return values
        if wire.kind is Kind.DECIMAL and "round" in self._column.consents and not pa.types.is_string(wanted):
            values = self._rounded(values, wire)
        return self._isolated(lambda part: exact_cast(part, wanted), values, wanted, f"does not fit {wire} exactly")

    def _rounded(self, values: pa.Array, wire: LogicalType) -> pa.Array:
        wide = pa.decimal256(76, 38)
        # A double stands for its shortest decimal here too: cast directly, 0.1 would have 55 digits.
        shown = pc.cast(values, pa.string()) if pa.types.is_floating(values.type) else values
        exact = self._isolated(lambda part: pc.cast(part, wide), shown, wide, f"does not fit {wire}")
        rounded = pc.round(exact, ndigits=wire.scale or 0, round_mode="half_towards_infinity")
        self._count("round", pc.not_equal(exact, rounded))
        return rounded

    def _to_length(self, values: pa.Array, wire: LogicalType) -> pa.Array:
        if wire.length is None:
            return values
        if not wire.fixed and (pc.max(pc.binary_length(values)).as_py() or 0) <= wire.length:
            return values  # a character has a byte or more, and these are counted already
        length = pc.utf8_length(values)
        if wire.fixed and "pad" in self._column.consents:
            self._count("pad", pc.less(length, wire.length))
            values = pc.utf8_rpad(values, wire.length, padding=" ")
        elif wire.fixed:
            self._refuse(pc.less(length, wire.length), f"is shorter than char({wire.length}) and would be padded")
        too_long = pc.greater(length, wire.length)
        if not pc.any(too_long).as_py():
            return values
        if "trim" in self._column.consents:
            blank = pc.and_(too_long, pc.less_equal(pc.utf8_length(pc.utf8_rtrim(values, " ")), wire.length))
            self._count("trim", blank)
            # Only as many blanks go as must: char(n) would be padded again to its width.
            values = pc.if_else(blank, pc.utf8_slice_codeunits(values, 0, wire.length), values)
            too_long = pc.and_(too_long, pc.invert(blank))
        if "truncate" in self._column.consents:
            self._count("truncate", too_long)
            return pc.if_else(too_long, pc.utf8_slice_codeunits(values, 0, wire.length), values)
        self._refuse(too_long, f"is longer than {wire.length} characters")
        return values

    def _to_fraction(self, values: pa.Array, wire: LogicalType) -> pa.Array:
        unit_digits = {"s": 0, "ms": 3, "us": 6, "ns": 9}[values.type.unit]
        digits = unit_digits if wire.fraction is None else wire.fraction
        if digits >= unit_digits:
            return values
        ticks = values.view(pa.int64())
        step = 10 ** (unit_digits - digits)
        # Floor division in Arrow goes towards zero: shift through the remainder made non-negative.
        remainder = pc.subtract(ticks, pc.multiply(pc.divide(ticks, step), step))
        inexact = pc.not_equal(remainder, 0)
        if values.type.unit == "us":
            # The numbers that they travel as are no moments.
            inexact = pc.and_(inexact, pc.invert(pc.or_(*infinite(values))))
        if not pc.any(inexact).as_py():
            return values
        if "round" in self._column.consents:
            self._count("round", inexact)
            adjusted = pc.subtract(ticks, pc.if_else(pc.less(remainder, 0), pc.add(remainder, step), remainder))
            return pc.if_else(inexact, adjusted.view(values.type), values)
        self._refuse(inexact, f"has more than {digits} digits of a second")
        return values

    def _isolated(
        self, convert: Callable[[pa.Array], pa.Array], values: pa.Array, wanted: pa.DataType, reason: str
    ) -> pa.Array:
        converted, failed = isolate(convert, values, wanted, reason)
        for row, why in failed.items():
            self._fitted.refused.setdefault(row, (self._column.name, why))
        return converted

    def _refuse(self, mask: pa.Array, reason: str) -> None:
        if not pc.any(mask).as_py():
            return
        for row in pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist():
            self._fitted.refused.setdefault(row, (self._column.name, reason))

    def _count(self, change: str, mask: pa.Array) -> None:
        number = pc.sum(mask).as_py() or 0
        if number:
            self._fitted.changes[f"{change} {self._column.name}"] += number
