"""A watermark's newest value and the rows below a bound in one scan, which several processes of the server share.

The rows that do *not* lie below the bound are few, and mostly in the last pages: their first place is found in the
same scan, and from there on they are found again without another one.  Places are those of the view: a row that is
seen stays where it is while a snapshot sees it.
"""

from __future__ import annotations

from collections.abc import Callable

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.ddl import quote, quote_table, quote_text
from dbmigrate.engines.postgresql.read import compared, key_hash, literal, where
from dbmigrate.engines.reader import BoundOf, Survey, TableRead, Tally
from dbmigrate.model.conditions import AllOf, AnyOf, Compare, Condition, IsNull, Operator
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import Kind, simple

_WIDE = {
    Kind.INTEGER: "numeric",
    Kind.DECIMAL: "numeric",
    Kind.DATE: "date",
    Kind.TIMESTAMP: "timestamp",
    Kind.TIMESTAMPTZ: "timestamptz",
}
_SAVEPOINT = "before_survey"
_PLACE = Column("ctid", simple(Kind.TEXT, "tid"), nullable=False)


def survey(
    session: AdbcSession,
    read: TableRead,
    column: Column,
    bound: int | str,
    bound_of: BoundOf,
    from_clause: Callable[[Table], str],
) -> Survey | None:
    """Of a plain table, without conditions; rows are known by ``read.key``, as they are to a tally.

    None also where the server will not have it: the ordinary way says what is wrong, if anything is.
    """
    session.savepoint(_SAVEPOINT)
    try:
        found = _survey(session, read, column, bound, bound_of, from_clause)
    except EngineFault as fault:
        if fault.fault is Fault.CONNECTION:
            raise
        # Without this the transaction would be of no more use, and the view's state lost with it.
        session.rollback_to(_SAVEPOINT)
        return None
    session.release(_SAVEPOINT)
    return found


def _survey(
    session: AdbcSession,
    read: TableRead,
    column: Column,
    bound: int | str,
    bound_of: BoundOf,
    from_clause: Callable[[Table], str],
) -> Survey | None:
    if not _is_plain(session, read.table):
        return None
    of, hashed = f"FROM {from_clause(read.table)} AS t", key_hash(read) or "NULL::int8"
    below = f"t.{quote(column.name)} < {compared(bound, column)}"
    [(mark, first, rows, keys)] = session.query(
        f"SELECT max(t.{quote(column.name)})::text, (min(t.ctid) FILTER (WHERE ({below}) IS NOT TRUE))::text,"
        f" count(*) FILTER (WHERE {below}), (sum({hashed}) FILTER (WHERE {below}))::text {of}"
    )
    following = None if mark is None else bound_of(str(mark))
    # Where the newest rows have gone again, others than the rest may lie above its bound.
    if first is None or following is None or not _is_as_late(session, following, bound, column):
        return None
    above = Compare(column, Operator.AT_LEAST, bound)
    rest: Condition = AnyOf((above, IsNull(column))) if column.nullable else above
    rest = AllOf((Compare(_PLACE, Operator.AT_LEAST, str(first)), rest))
    passed = TableRead(read.table, read.columns, where=AllOf((rest, Compare(column, Operator.LESS, following))))
    [(more, more_keys)] = session.query(f"SELECT count(*), sum({hashed})::text {of}{where(passed, from_clause)}")
    then = _tally(read, int(rows), keys)
    if not more:
        return Survey(str(mark), then, then, rest)
    return Survey(str(mark), then, _tally(read, int(rows) + int(more), str(int(keys or 0) + int(more_keys or 0))), rest)


def _tally(read: TableRead, rows: int, keys: str | None) -> Tally:
    return Tally(rows, str(keys)) if read.key else Tally(rows)


def _is_plain(session: AdbcSession, table: Table) -> bool:
    """Whether its rows have places, which may be seen: no partitions, no rows of another storage, no rights on some
    columns alone."""
    name = quote_text(quote_table(table.name))
    found = session.query(
        f"SELECT 1 FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
        f" WHERE c.oid = to_regclass({name}) AND c.relkind = 'r' AND a.amname = 'heap'"
        f" AND has_table_privilege(c.oid, 'SELECT')"
    )
    return bool(found)


def _is_as_late(session: AdbcSession, following: int | str, bound: int | str, column: Column) -> bool:
    """As the server orders them."""
    native = _WIDE.get(column.type.kind, "text")
    [(late,)] = session.query(f"SELECT {literal(following, native)} >= {literal(bound, native)}")
    return bool(late)
