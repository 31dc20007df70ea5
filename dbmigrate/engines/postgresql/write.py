"""Writes into PostgreSQL: ADBC ingest (COPY binary) inside our own transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.base import EngineFault, Fault, StagedCounts, StagedSide, TableRead
from dbmigrate.engines.postgresql.ddl import quote, quote_table
from dbmigrate.engines.postgresql.read import read_table
from dbmigrate.engines.postgresql.values import sent_as_text, to_copy
from dbmigrate.engines.staging import (
    compared_columns,
    delete_staged_sql,
    differing_count_sql,
    differing_keys_sql,
    insert_missing_sql,
    key_match,
    present_count_sql,
    referred_rows_sql,
    referring_count_sql,
    referring_pairs,
    same_row,
    staged_rows_sql,
    update_differing_sql,
)
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.table import Column, ForeignKey, Table, TableName
from dbmigrate.model.types import Kind

STAGING_SCHEMA = "dbmigrate"
_TEMPORARY = "pg_temp"
# No equality (json, xml, point), or one that takes different values for equal: -0.0 and 0.0, one month and 30 days.
# Text is compared under "C", because a collation may take "a" and "A" for equal.
_COMPARED_AS_TEXT = (Kind.OTHER, Kind.XML, Kind.JSON, Kind.FLOAT)
_OVERRIDING = " OVERRIDING SYSTEM VALUE"
_READ_ROWS, _READ_BYTES = 20_000, 16 * 1024 * 1024


def _columns(table: Table, batch: pa.RecordBatch) -> list[Column]:
    found = [table.column(name) for name in batch.schema.names]
    return [column for column in found if column is not None]


class PostgresWriter(AdbcSession):
    """One write connection."""

    def load(self, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        columns = _columns(table, batch)
        arrays = [to_copy(column, values) for column, values in zip(columns, batch.columns, strict=True)]
        ready = pa.RecordBatch.from_arrays(arrays, names=[column.name for column in columns])
        cast = [column for column, values in zip(columns, batch.columns, strict=True) if sent_as_text(column, values)]
        if cast:
            self._load_with_casts(table, columns, ready, cast)
        else:
            temporary = table.name.schema == _TEMPORARY
            schema = None if temporary else table.name.schema
            self.ingest(table.name.name, ready, schema=schema, temporary=temporary)

    def _load_with_casts(
        self, table: Table, columns: list[Column], batch: pa.RecordBatch, cast: Sequence[Column]
    ) -> None:
        """Values without an Arrow form go as text into a temporary table and are cast by the server."""
        named = {column.name for column in cast}
        digest = hashlib.sha256(f"{table.name}|{[(c.name, c.name in named) for c in columns]}".encode()).hexdigest()[
            :16
        ]
        carrier = f"dbmigrate_cast_{digest}"
        declared = ", ".join(f"{quote(c.name)} {'text' if c.name in named else c.type.native}" for c in columns)
        self.run_sql(f"CREATE TEMP TABLE IF NOT EXISTS {carrier} ({declared}) ON COMMIT DELETE ROWS")
        self.run_sql(f"TRUNCATE pg_temp.{carrier}")
        self.ingest(carrier, batch, temporary=True)
        chosen = ", ".join(f"{quote(c.name)}::{c.type.native}" if c.name in named else quote(c.name) for c in columns)
        listed = ", ".join(quote(column.name) for column in columns)
        into = quote_table(table.name)
        self.run_sql(f"INSERT INTO {into} ({listed}){_OVERRIDING} SELECT {chosen} FROM pg_temp.{carrier}")
        # Afterwards: an error in a query that returns rows reaches us without its SQLSTATE.
        for column in cast:
            self._refuse_changed(carrier, column)

    def _refuse_changed(self, carrier: str, column: Column) -> None:
        """A cast to ``bit(3)``, ``varchar(3)[]`` or ``interval(2)`` cuts, and one to ``numeric(100,2)`` rounds,
        without a word; and text that the server spells in another way could not be verified afterwards."""
        name, native = quote(column.name), column.type.native
        if column.type.kind is Kind.DECIMAL:
            changed = f"{name}::{native} IS DISTINCT FROM {name}::numeric"
        elif column.type.kind is Kind.OTHER:
            changed = f"{name}::{native}::text IS DISTINCT FROM {name}"
        else:
            return  # infinity has one spelling
        if self.query(f"SELECT EXISTS (SELECT 1 FROM pg_temp.{carrier} WHERE {changed})")[0][0]:
            raise EngineFault(Fault.ROW, f"{column.name}: {native} would change the value", "22000")

    def check_constraints(self) -> None:
        self.run_sql("SET CONSTRAINTS ALL IMMEDIATE")

    def create_staging(self, table: Table, columns: Sequence[str], number: int) -> TableName:
        staging = TableName(f"dbmigrate_stage_{number}", _TEMPORARY)
        listed = ", ".join(quote(column) for column in columns)
        self.begin()
        self.run_sql("SET LOCAL synchronous_commit TO off")  # nothing is lost with a table that ends with the session
        self.run_sql(f"DROP TABLE IF EXISTS {quote_table(staging)}")
        self.run_sql(
            f"CREATE TEMP TABLE {quote(staging.name)} AS SELECT {listed} FROM {quote_table(table.name)} WITH NO DATA"
        )
        self.commit()
        return staging

    def load_staging(self, staging: TableName, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        with self.transaction():
            self.run_sql(f"TRUNCATE {quote_table(staging)}")
            self.load(replace(table, name=staging), batch, tagged)

    def move_staged(
        self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str], *, upsert: bool
    ) -> StagedCounts:
        of, into = quote_table(staging), quote_table(table.name)
        match = key_match(key, quote)
        compared, differs = compared_columns(columns, key), _any_differs(table, columns, key)
        staged = self.query(f"SELECT count(*) FROM {of}")[0][0]
        present = self.query(present_count_sql(of, into, match))[0][0] if key else 0
        differing = self.query(differing_count_sql(of, into, match, differs))[0][0] if present else 0
        if upsert and differing:
            assignments = ", ".join(f"{quote(c)} = s.{quote(c)}" for c in compared)
            self.run_sql(update_differing_sql(of, into, match, differs, assignments))
        self.run_sql(insert_missing_sql(of, into, match, columns, quote, overriding=_OVERRIDING))
        self.run_sql(f"DELETE FROM {of}")
        return StagedCounts(
            staged - present, differing if upsert else 0, present - differing, 0 if upsert else differing
        )

    def differing_keys(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> list[str]:
        if not key:
            return []
        of, into, match = quote_table(staging), quote_table(table.name), key_match(key, quote)
        sql = differing_keys_sql(of, into, match, _any_differs(table, columns, key), key, quote)
        return [json.dumps(list(row), ensure_ascii=False, default=str) for row in self.query(sql)]

    def staged_rows(
        self, side: StagedSide, staging: TableName, table: Table, columns: Sequence[Column], key: Sequence[str]
    ) -> Iterator[SourceBatch]:
        differs = _any_differs(table, [column.name for column in columns], key)
        of = staged_rows_sql(side, quote_table(staging), quote_table(table.name), key_match(key, quote), differs)
        read = TableRead(replace(table, columns=tuple(columns)), tuple(columns))
        return read_table(self, read, lambda _: of, batch_rows=_READ_ROWS, batch_bytes=_READ_BYTES)

    def referred_rows(
        self,
        staging: TableName,
        table: Table,
        columns: Sequence[Column],
        key: Sequence[str],
        child: Table,
        reference: ForeignKey,
    ) -> Iterator[SourceBatch]:
        of = referred_rows_sql(
            quote_table(staging),
            quote_table(table.name),
            key_match(key, quote),
            quote_table(child.name),
            referring_pairs(table, reference),
            key if child.name == table.name else (),
            quote,
        )
        read = TableRead(replace(table, columns=tuple(columns)), tuple(columns))
        return read_table(self, read, lambda _: of, batch_rows=_READ_ROWS, batch_bytes=_READ_BYTES)

    def delete_staged(self, staging: TableName, table: Table, key: Sequence[str], columns: Sequence[str] = ()) -> int:
        match = key_match(key, quote)
        if columns:
            match = same_row(match, _any_differs(table, columns, key))
        return self._changed(delete_staged_sql(quote_table(staging), quote_table(table.name), match))

    def referring_rows(
        self, staging: TableName, table: Table, key: Sequence[str], child: Table, reference: ForeignKey
    ) -> int:
        of, into, by = quote_table(staging), quote_table(table.name), quote_table(child.name)
        match, referred = key_match(key, quote), reference.referred_columns or table.primary_key
        return int(self.query(referring_count_sql(of, into, match, by, reference.columns, referred, quote))[0][0])

    def delete_all(self, table: Table) -> int:
        return self._changed(f"DELETE FROM {quote_table(table.name)} AS t")

    def update_staged(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> int:
        match, compared = key_match(key, quote), compared_columns(columns, key)
        if not compared:
            return 0
        assignments = ", ".join(f"{quote(c)} = s.{quote(c)}" for c in compared)
        of, into = quote_table(staging), quote_table(table.name)
        return self._changed(update_differing_sql(of, into, match, _any_differs(table, columns, key), assignments))

    def _changed(self, statement: str) -> int:
        """Rows that an UPDATE or DELETE of a table ``t`` has touched; the driver does not say."""
        counted = f"WITH changed AS ({statement} RETURNING 1) SELECT count(*) AS n FROM changed"
        # What the target has against a row must come with its SQLSTATE, which gets lost where rows come by COPY.
        batches = self.stream(counted, (), {"adbc.postgresql.use_copy": "false"})
        return sum(int(rows) for batch in batches for rows in batch.column("n").to_pylist())

    def drop_staging(self, staging: TableName) -> None:
        self.run_sql(f"DROP TABLE IF EXISTS {quote_table(staging)}")


def _differs(table: Table, name: str) -> str:
    column = table.column(name)
    kind = Kind.OTHER if column is None else column.type.kind
    cast = "::text" if kind in _COMPARED_AS_TEXT else '::text COLLATE "C"' if kind is Kind.TEXT else ""
    return f"s.{quote(name)}{cast} IS DISTINCT FROM t.{quote(name)}{cast}"


def _any_differs(table: Table, columns: Sequence[str], key: Sequence[str]) -> str:
    return " OR ".join(_differs(table, column) for column in compared_columns(columns, key)) or "false"
