"""What is done to rows on their way into PostgreSQL, whichever session sends them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol

import pyarrow as pa

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.ddl import quote, quote_table
from dbmigrate.engines.postgresql.values import sent_as_text, to_copy
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import Kind

TEMPORARY = "pg_temp"
OVERRIDING = " OVERRIDING SYSTEM VALUE"


class Sender(Protocol):
    def ingest(
        self, table: str, batch: pa.RecordBatch, *, schema: str | None = None, temporary: bool = False
    ) -> None: ...

    def run_sql(self, text: str) -> list[dict[str, Any]]: ...


def columns_of(table: Table, batch: pa.RecordBatch) -> list[Column]:
    found = [table.column(name) for name in batch.schema.names]
    return [column for column in found if column is not None]


class Loads:
    """The part of a session that loads batches."""

    def load(self: Sender, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        columns = columns_of(table, batch)
        arrays = [to_copy(column, values) for column, values in zip(columns, batch.columns, strict=True)]
        ready = pa.RecordBatch.from_arrays(arrays, names=[column.name for column in columns])
        cast = [column for column, values in zip(columns, batch.columns, strict=True) if sent_as_text(column, values)]
        if cast:
            _load_with_casts(self, table, columns, ready, cast)
        else:
            temporary = table.name.schema == TEMPORARY
            schema = None if temporary else table.name.schema
            self.ingest(table.name.name, ready, schema=schema, temporary=temporary)


def _load_with_casts(
    sender: Sender, table: Table, columns: list[Column], batch: pa.RecordBatch, cast: Sequence[Column]
) -> None:
    """Values without an Arrow form go as text into a temporary table and are cast by the server."""
    named = {column.name for column in cast}
    digest = hashlib.sha256(f"{table.name}|{[(c.name, c.name in named) for c in columns]}".encode()).hexdigest()[:16]
    carrier = f"dbmigrate_cast_{digest}"
    declared = ", ".join(f"{quote(c.name)} {'text' if c.name in named else c.type.native}" for c in columns)
    sender.run_sql(f"CREATE TEMP TABLE IF NOT EXISTS {carrier} ({declared}) ON COMMIT DELETE ROWS")
    sender.run_sql(f"TRUNCATE pg_temp.{carrier}")
    sender.ingest(carrier, batch, temporary=True)
    chosen = ", ".join(f"{quote(c.name)}::{c.type.native}" if c.name in named else quote(c.name) for c in columns)
    listed = ", ".join(quote(column.name) for column in columns)
    into = quote_table(table.name)
    sender.run_sql(f"INSERT INTO {into} ({listed}){OVERRIDING} SELECT {chosen} FROM pg_temp.{carrier}")
    # Afterwards: an error in a query that returns rows reaches us without its SQLSTATE.
    for column in cast:
        _refuse_changed(sender, carrier, column)


def _refuse_changed(sender: Sender, carrier: str, column: Column) -> None:
    """A cast to ``bit(3)``, ``varchar(3)[]`` or ``interval(2)`` cuts, and one to ``numeric(100,2)`` rounds,
    without a word; and text that the server spells in another way could not be verified afterwards."""
    name, native = quote(column.name), column.type.native
    if column.type.kind is Kind.DECIMAL:
        changed = f"{name}::{native} IS DISTINCT FROM {name}::numeric"
    elif column.type.kind is Kind.OTHER:
        changed = f"{name}::{native}::text IS DISTINCT FROM {name}"
    else:
        return  # infinity has one spelling
    if sender.run_sql(f"SELECT 1 AS one FROM pg_temp.{carrier} WHERE {changed} LIMIT 1"):
        raise EngineFault(Fault.ROW, f"{column.name}: {native} would change the value", "22000")
