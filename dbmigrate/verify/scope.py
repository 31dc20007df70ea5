"""What a verification is about, and how hard it may work."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from datetime import UTC, date, datetime

import pyarrow as pa
from msgspec import Struct

from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.errors import UsageError
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan
from dbmigrate.model.table import same_table
from dbmigrate.model.types import Kind

LEVELS = ("counts", "hashes", "source")

_MOMENTS = {Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ}

RowFilter = Callable[[pa.RecordBatch], pa.RecordBatch]


class VerifyScope(Struct, frozen=True):
    """``tables``: source tables, None for all of the plan.  ``run_id``: tables of which that run has committed
    something.  ``since`` (inclusive) and ``until`` (exclusive): ISO 8601, rows by the table's watermark column."""

    level: str = "hashes"
    tables: Collection[str] | None = None
    run_id: int | None = None
    since: str | None = None
    until: str | None = None
    workers: int = 1
    max_rows_per_second: int | None = None
    resume: bool = False
    """Go on with the verification of this scope that was interrupted."""

    @property
    def is_dated(self) -> bool:
        return self.since is not None or self.until is not None

    def check(self) -> None:
        """Raises UsageError."""
        if self.level not in LEVELS:
            raise UsageError(
                f"there is no verification level {self.level!r}", next_step=f"Use one of {', '.join(LEVELS)}"
            )
        for bound in (self.since, self.until):
            if bound is not None:
                moment(bound)
        if self.is_dated and self.level == "counts":
            raise UsageError(
                "counts are of whole tables, not of dates", next_step="Use --level source, or leave the dates out"
            )

    def chosen(self, plan: MigrationPlan, of_run: Collection[str] | None) -> list[TablePlan]:
        """``of_run``: the tables of the run, None where no run was asked for."""
        chosen = list(plan.tables)
        if self.tables is not None:
            missing = [name for name in self.tables if not any(same_table(table.name, name) for table in chosen)]
            if missing:
                raise UsageError(f"the plan has no table {', '.join(sorted(missing))}", next_step="See dbmigrate plan")
            chosen = [table for table in chosen if any(same_table(table.name, name) for name in self.tables)]
        return chosen if of_run is None else [table for table in chosen if table.name in of_run]


def moment(text: str) -> datetime:
    """A date or a moment; without a time zone it is UTC.  Raises UsageError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a date", next_step="Write 2024-04-15 or 2024-04-15T13:00:00") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def date_filter(scope: VerifyScope, table: TablePlan, into: IntoPlan) -> RowFilter | None:
    """Keeps the wire rows whose watermark column lies between the dates; None where they cannot be told.

    The same filter is applied to both sides, so that it needs nothing of the engines.
    """
    watermark = table.watermark
    column = None
    if watermark is not None:
        column = next((c for c in into.columns if (c.source or "").casefold() == watermark.column.casefold()), None)
    if column is None:
        return None
    kinds = {column.wire.kind, column.target.type.kind}
    if not kinds & _MOMENTS:
        return None
    name = column.name

    def keep(rows: pa.RecordBatch) -> pa.RecordBatch:
        values = rows.column(name)
        if pa.types.is_string(values.type):
            values = _moments_of(values)
        kept = pc.is_valid(values)
        if scope.since is not None:
            kept = pc.and_(kept, pc.greater_equal(values, _bound(scope.since, values.type)))
        if scope.until is not None:
            kept = pc.and_(kept, pc.less(values, _bound(scope.until, values.type)))
        return rows.filter(pc.fill_null(kept, False))

    return keep


def _moments_of(values: pa.Array) -> pa.Array:
    """Of text with its storage class in front (SQLite to SQLite); NULL for what is no moment."""
    with closing(sealed_connection({})) as connection:
        connection.register("told", pa.table({"v": values}))
        found = connection.sql("SELECT TRY_CAST(substr(v, 2) AS TIMESTAMP) FROM told").to_arrow_table()
    return found.column(0).combine_chunks()


def _bound(text: str, kind: pa.DataType) -> pa.Scalar:
    value: datetime | date = moment(text)
    if pa.types.is_date(kind):
        return pa.scalar(moment(text).date(), kind)
    if kind.tz is None:
        value = moment(text).astimezone(UTC).replace(tzinfo=None)
    return pa.scalar(value, kind)
