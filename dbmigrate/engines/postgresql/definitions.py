"""How the tracking tables are made in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from dbmigrate.engines.postgresql.ddl import quote, quote_table, quote_text
from dbmigrate.engines.statements import COMPRESSED, definitions, text_and_parameters
from dbmigrate.model.table import TableName

Ask = Callable[[str], list[dict[str, Any]]]


def definition_texts(tables: Sequence[sa.Table], dialect: sa.Dialect) -> list[str]:
    """What makes the tables and their indexes where they are missing.  Tables that are there keep what they have."""
    return [text_and_parameters(definition, dialect)[0] for definition in definitions(tables)]


def storage_texts(ask: Ask, tables: Iterable[sa.Table]) -> list[str]:
    """To follow the definitions, of tables that are not there yet; a ledger works without.

    The server tries to compress a value of more than 2 kB before it stores it: in 170 kB that are compressed already
    it finds nothing, and takes 2 ms.  (A clause of CREATE TABLE only from 16 on.)
    """
    columns = [column for table in tables for column in table.columns if column.info.get(COMPRESSED)]
    if not columns:
        return []
    # To alter a table waits for whoever reads it, so that is not done to one in use.
    asked = ", ".join(f"({n}, {quote_text(_name(column))})" for n, column in enumerate(columns))
    absent = ask(f"SELECT n FROM (VALUES {asked}) named (n, name) WHERE to_regclass(name) IS NULL")
    return [
        f"ALTER TABLE {_name(column)} ALTER COLUMN {quote(column.name)} SET STORAGE EXTERNAL"
        for column in (columns[int(row["n"])] for row in absent)
    ]


def _name(column: sa.Column[Any]) -> str:
    return quote_table(TableName(column.table.name, column.table.schema))
