"""Which rows of a table a read is about, as SQLite's SQL."""

from __future__ import annotations

from dbmigrate.engines.conditions import ConditionWriter
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.model.table import Column


def literal(value: int | str, _column: Column) -> str:
    """A value as SQL text; moments are text in SQLite and compared as such."""
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def where(
    read: TableRead, collations: dict[str, str], schema: str = "main", also: str = ""
) -> tuple[str, list[int | str | bytes]]:
    """The WHERE clause of a read and its parameters; ``schema``: in which the source's tables are.

    ``also``: a further condition.
    """
    clauses: list[str] = []
    parameters: list[int | str | bytes] = []
    left = ", ".join(quote(k) for k in read.key)
    # Behind the columns a collation would keep SQLite from using the key's index: every range was found by reading the
    # index from its beginning.  Behind the bounds it says the same (sqlite.org/datatype3.html, section 7.1).
    right = ", ".join(f"? COLLATE {quote(collations[k.casefold()])}" for k in read.key)
    for bound, operator in ((read.key_range.after, ">"), (read.key_range.through, "<=")):
        if bound is not None:
            clauses.append(f"({left}) {operator} ({right})")
            parameters.extend(bound)
    if read.where is not None:
        writer = ConditionWriter(quote, literal, lambda table: f"{schema}.{quote(table.name.name)}")
        clauses.append(writer.sql(read.where, quote(read.table.name.name)))
    if also:
        clauses.append(also)
    return (f" WHERE {' AND '.join(clauses)}" if clauses else ""), parameters
