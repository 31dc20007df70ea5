"""Writes into PostgreSQL: ADBC ingest (COPY binary) inside our own transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pyarrow as pa
import sqlalchemy as sa
from msgspec.structs import replace

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.postgresql.ddl import quote, quote_table
from dbmigrate.engines.postgresql.definitions import definition_texts, storage_texts
from dbmigrate.engines.postgresql.loading import OVERRIDING, TEMPORARY, Loads
from dbmigrate.engines.postgresql.read import read_table
from dbmigrate.engines.postgresql.session import CHECK_CONSTRAINTS, RELAX_DURABILITY
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import StagedCounts, StagedSide
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
# No equality (json, xml, point), or one that takes different values for equal: -0.0 and 0.0, one month and 30 days.
# Text is compared under "C", because a collation may take "a" and "A" for equal.
_COMPARED_AS_TEXT = (Kind.OTHER, Kind.XML, Kind.JSON, Kind.FLOAT)
_READ_ROWS, _READ_BYTES = 20_000, 16 * 1024 * 1024


class PostgresWriter(Loads, AdbcSession):
    """One write connection."""

    def relax_durability(self) -> None:
        self._tell(RELAX_DURABILITY)

    def check_constraints(self) -> None:
        self._tell(CHECK_CONSTRAINTS)

    def make_tables(self, schema: str | None, tables: Sequence[sa.Table]) -> None:
        """In one trip instead of one for each definition."""
        made, stored = definition_texts(tables, self._dialect), storage_texts(self.run_sql, tables)
        if schema is not None:
            made.insert(0, f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self.begin()
        try:
            self._tell(";".join([*made, *stored]))
        except EngineFault:
            # One by one, what the server objects to is told with its own statement instead of with all of them.  How
            # values are stored is left to it: event triggers may forbid ALTER TABLE.
            self.rollback()
            super().make_tables(schema, tables)
            return
        self.commit()

    def create_staging(self, table: Table, columns: Sequence[str], number: int) -> TableName:
        staging = TableName(f"dbmigrate_stage_{number}", TEMPORARY)
        listed = ", ".join(quote(column) for column in columns)
        # Statements that come together are one transaction.  Nothing is lost with a table that ends with the session.
        self._tell(
            f"{RELAX_DURABILITY};DROP TABLE IF EXISTS {quote_table(staging)};"
            f"CREATE TEMP TABLE {quote(staging.name)} AS SELECT {listed} FROM {quote_table(table.name)} WITH NO DATA"
        )
        return staging

    def load_staging(self, staging: TableName, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        with self.transaction():
            self._tell(f"TRUNCATE {quote_table(staging)}")
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
        missing = insert_missing_sql(of, into, match, columns, quote, overriding=OVERRIDING)
        self._tell(f"{missing};DELETE FROM {of}")
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
        self._tell(f"DROP TABLE IF EXISTS {quote_table(staging)}")


def _differs(table: Table, name: str) -> str:
    column = table.column(name)
    kind = Kind.OTHER if column is None else column.type.kind
    cast = "::text" if kind in _COMPARED_AS_TEXT else '::text COLLATE "C"' if kind is Kind.TEXT else ""
    return f"s.{quote(name)}{cast} IS DISTINCT FROM t.{quote(name)}{cast}"


def _any_differs(table: Table, columns: Sequence[str], key: Sequence[str]) -> str:
    return " OR ".join(_differs(table, column) for column in compared_columns(columns, key)) or "false"
