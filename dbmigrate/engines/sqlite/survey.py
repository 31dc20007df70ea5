"""A watermark's newest value and the rows below a bound, in one scan of the column and one of row numbers.

The rows that do *not* lie below the bound are few, and mostly the last of the file: they give the newest value, and
with their first row number they are found again without a scan.  Those below are all others.  (10 M rows: 3.3 s where
newest value, tally and rows by themselves take 7 s, and 1 s with an index on the column.)
"""

from __future__ import annotations

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.conditions import ConditionWriter
from dbmigrate.engines.reader import BoundOf, Survey, TableRead, Tally
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.read import ROWID
from dbmigrate.engines.sqlite.tally import HASHED, tally_text
from dbmigrate.engines.sqlite.where import literal
from dbmigrate.model.conditions import AllOf, AnyOf, Compare, Condition, IsNull, Operator
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind, simple

_ROWID = Column(ROWID, simple(Kind.INTEGER, "integer"), nullable=False)


def survey(session: AdbcSession, read: TableRead, column: Column, bound: int | str, bound_of: BoundOf) -> Survey | None:
    """Of a table whose rows have numbers, without conditions."""
    table, name = quote(read.table.name.name), quote(column.name)
    writer = ConditionWriter(quote, literal, lambda other: quote(other.name.name))

    def where(condition: Condition) -> str:
        return writer.sql(condition, table)

    above = Compare(column, Operator.AT_LEAST, bound)
    rest: Condition = AnyOf((above, IsNull(column))) if column.nullable else above
    [(mark, storage, first, rows, keys)] = session.query(
        f"SELECT max({name}), typeof(max({name})), min(rowid), count(*), {HASHED} FROM {table} WHERE {where(rest)}"
    )
    if storage not in ("text", "integer"):
        return None
    following = bound_of(mark)
    # Where the newest rows have gone again, others than the rest may lie above its bound.
    if type(following) is not type(bound) or following < bound:  # type: ignore[operator]
        return None
    rest = AllOf((Compare(_ROWID, Operator.AT_LEAST, int(first)), rest))
    [(all_rows, all_keys)] = session.query(f"SELECT count(*), {HASHED} FROM {table}")
    below = int(all_rows) - int(rows), int(all_keys) - int(keys)
    passed = AllOf((rest, Compare(column, Operator.LESS, following)))
    [(more, more_keys)] = session.query(f"SELECT count(*), {HASHED} FROM {table} WHERE {where(passed)}")
    below_mark = below[0] + int(more), below[1] + int(more_keys or 0)
    return Survey(mark, _tally(*below), _tally(*below_mark), rest)


def _tally(rows: int, keys: int) -> Tally:
    return Tally(rows, tally_text(rows, keys if rows else None))
