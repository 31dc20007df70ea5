"""The statements that move rows from staging into their table, common to all engines.

``s`` is staging, ``t`` the table; every fragment arrives quoted by the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dbmigrate.engines.session import StagedSide
from dbmigrate.model.table import ForeignKey, Table

Quote = Callable[[str], str]


def key_match(key: Sequence[str], quote: Quote) -> str:
    return " AND ".join(f"t.{quote(column)} = s.{quote(column)}" for column in key)


def insert_missing_sql(
    staging: str, table: str, match: str, columns: Sequence[str], quote: Quote, *, overriding: str = ""
) -> str:
    """An anti-join: only keys that the table does not hold.  Without a key every row is missing."""
    listed = ", ".join(quote(column) for column in columns)
    chosen = ", ".join(f"s.{quote(column)}" for column in columns)
    absent = f" WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {match})" if match else ""
    return f"INSERT INTO {table} ({listed}){overriding} SELECT {chosen} FROM {staging} s{absent}"


def present_count_sql(staging: str, table: str, match: str) -> str:
    """Staged rows whose key the table holds; each counts once, however often the table holds it."""
    return f"SELECT count(*) FROM {staging} s WHERE EXISTS (SELECT 1 FROM {table} t WHERE {match})"


def differing_count_sql(staging: str, table: str, match: str, differs: str) -> str:
    return f"SELECT count(*) FROM {staging} s WHERE EXISTS (SELECT 1 FROM {table} t WHERE {match} AND ({differs}))"


def differing_keys_sql(staging: str, table: str, match: str, differs: str, key: Sequence[str], quote: Quote) -> str:
    listed = ", ".join(f"s.{quote(column)}" for column in key)
    return f"SELECT {listed} FROM {staging} s JOIN {table} t ON {match} WHERE {differs}"


def staged_rows_sql(side: StagedSide, staging: str, table: str, match: str, differs: str) -> str:
    """A table expression, in brackets, for ``Writer.staged_rows``.  Staging comes first in each join: it is the
    small one, and the table has an index on the key."""
    pair = f"FROM {staging} s CROSS JOIN {table} t WHERE {match}"
    match side:
        case StagedSide.ABSENT:
            return f"(SELECT s.* FROM {staging} s WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {match}))"
        case StagedSide.PRESENT:
            return f"(SELECT t.* {pair})"
        case StagedSide.OVERWRITTEN:
            return f"(SELECT t.* {pair} AND ({differs}))"
        case StagedSide.OVERWRITING:
            return f"(SELECT s.* {pair} AND ({differs}))"


def delete_staged_sql(staging: str, table: str, match: str) -> str:
    return f"DELETE FROM {table} AS t WHERE EXISTS (SELECT 1 FROM {staging} s WHERE {match})"


def same_row(match: str, differs: str) -> str:
    """Where ``differs`` is unknown the rows are the same: it tells each difference, also one of NULL."""
    return f"{match} AND CASE WHEN {differs} THEN 1 ELSE 0 END = 0"


def referred_rows_sql(
    staging: str,
    table: str,
    match: str,
    child: str,
    pairs: Sequence[tuple[str, str]],
    own_key: Sequence[str],
    quote: Quote,
) -> str:
    """A table expression like that of ``staged_rows_sql``.  ``pairs``: (column of the child, the one it refers to).

    ``own_key``: of the table, where the child is the table itself.
    """
    refers = " AND ".join(f"c.{quote(own)} = t.{quote(referred)}" for own, referred in pairs)
    if own_key:
        refers += f" AND NOT ({' AND '.join(f'c.{quote(name)} = t.{quote(name)}' for name in own_key)})"
    return (
        f"(SELECT t.* FROM {staging} s CROSS JOIN {table} t WHERE {match}"
        f" AND EXISTS (SELECT 1 FROM {child} c WHERE {refers}))"
    )


def referring_pairs(table: Table, reference: ForeignKey) -> list[tuple[str, str]]:
    """(column of the child, column of the table that it refers to)."""
    return list(zip(reference.columns, reference.referred_columns or table.primary_key, strict=True))


def referring_count_sql(
    staging: str, table: str, match: str, child: str, columns: Sequence[str], referred: Sequence[str], quote: Quote
) -> str:
    """Rows of ``child`` that refer to rows of the table whose key is staged."""
    listed = ", ".join(quote(column) for column in columns)
    chosen = ", ".join(f"t.{quote(column)}" for column in referred)
    pair = f"SELECT {chosen} FROM {staging} s CROSS JOIN {table} t WHERE {match}"
    return f"SELECT count(*) FROM {child} WHERE ({listed}) IN ({pair})"


def update_differing_sql(staging: str, table: str, match: str, differs: str, assignments: str) -> str:
    return f"UPDATE {table} AS t SET {assignments} FROM {staging} s WHERE {match} AND ({differs})"


def compared_columns(columns: Sequence[str], key: Sequence[str]) -> list[str]:
    """The columns that are not part of the key."""
    folded = {name.casefold() for name in key}
    return [column for column in columns if column.casefold() not in folded]
