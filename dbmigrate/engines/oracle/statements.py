"""The statements of the write protocol, as text that a DBA can read (tests/engines/golden/oracle)."""

from __future__ import annotations

from collections.abc import Sequence

from dbmigrate.engines.oracle.carriers import carrier
from dbmigrate.engines.oracle.ddl import quote, quote_table
from dbmigrate.engines.oracle.types import is_large
from dbmigrate.engines.staging import compared_columns
from dbmigrate.model.table import Column, Table, TableName


def create_staging_sql(staging: TableName, table: Table, columns: Sequence[str]) -> str:
    """No redo for what can be loaded again.  Names of columns are the table's own."""
    listed = ", ".join(f"{quote(name)} {carrier(table.named(name)).declared}" for name in columns)
    return f"CREATE TABLE {quote_table(staging)} ({listed}) PCTFREE 0 NOLOGGING"


def staged_rows(staging: TableName, table: Table, columns: Sequence[str]) -> str:
    """Staging as the table's own types, to stand where a table stands."""
    parts = []
    for name in columns:
        whole = carrier(table.named(name)).of(quote(name))
        parts.append(whole if whole == quote(name) else f"{whole} AS {quote(name)}")
    return f"(SELECT {', '.join(parts)} FROM {quote_table(staging)})"


def insert_bound_sql(table: Table, columns: Sequence[str]) -> str:
    """Values as binds, for loading inside the transaction; LOBs must stand last (ORA-24816)."""
    listed = ", ".join(quote(name) for name in columns)
    values = []
    for number, name in enumerate(columns, 1):
        sent = carrier(table.named(name))
        # A LOB bind takes no function around it; the server converts it to the column's type.
        values.append(f":{number}" if sent.is_large else sent.of(f":{number}"))
    return f"INSERT INTO {quote_table(table.name)} ({listed}) VALUES ({', '.join(values)})"


def insert_staging_sql(staging: TableName, columns: Sequence[str]) -> str:
    """Values as binds into staging, where direct path cannot be used."""
    listed = ", ".join(quote(name) for name in columns)
    values = ", ".join(f":{number}" for number in range(1, len(columns) + 1))
    return f"INSERT INTO {quote_table(staging)} ({listed}) VALUES ({values})"


def bind_order(table: Table, columns: Sequence[str]) -> list[str]:
    """The same columns, LOBs last."""
    return sorted(columns, key=lambda name: carrier(table.named(name)).is_large)


def any_differs(table: Table, columns: Sequence[str], key: Sequence[str]) -> str:
    """Whether staged row ``s`` and present row ``t`` differ outside of the key."""
    compared = [table.named(name) for name in compared_columns(columns, key)]
    return " OR ".join(_differs(column) for column in compared) or "1 = 0"


def _differs(column: Column) -> str:
    """Not DECODE, which would take two NULLs for equal: it is documented for numbers and text only, and two moments in
    different zones are one only to ``<>``.  LOBs have no ``<>``."""
    name = quote(column.name)
    unequal = f"s.{name} <> t.{name}"
    if is_large(column.type.native):
        unequal = f"DBMS_LOB.COMPARE(s.{name}, t.{name}) <> 0"
    return f"({unequal} OR NVL2(s.{name}, 1, 0) <> NVL2(t.{name}, 1, 0))"


def delete_staged_sql(staged: str, into: str, match: str) -> str:
    return f"DELETE FROM {into} t WHERE EXISTS (SELECT 1 FROM {staged} s WHERE {match})"


def merge_differing_sql(staged: str, into: str, match: str, differs: str, compared: Sequence[str]) -> str:
    """MERGE that only updates; it never inserts, because a missing row is counted by itself."""
    assignments = ", ".join(f"t.{quote(name)} = s.{quote(name)}" for name in compared)
    return (
        f"MERGE INTO {into} t USING {staged} s ON ({match}) WHEN MATCHED THEN UPDATE SET {assignments} WHERE {differs}"
    )
