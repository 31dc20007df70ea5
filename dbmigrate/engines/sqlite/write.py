"""Writes into SQLite: ADBC bulk ingest takes part in the open transaction."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.base import StagedCounts
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.values import to_storage
from dbmigrate.engines.staging import differing_count_sql, insert_missing_sql, key_match, update_differing_sql
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind


def _stored(table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    arrays = []
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        arrays.append(to_storage(_column(table, name), values))
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


def _column(table: Table, name: str) -> Column:
    column = table.column(name)
    if column is None:
        raise KeyError(name)
    return column


class SqliteWriter(AdbcSession):
    """One write connection; foreign keys are not enforced while loading (SQLite's default)."""

    def load(self, table: Table, batch: pa.RecordBatch) -> None:
        self.ingest(table.name.name, _stored(table, batch))

    def create_staging(self, table: Table, columns: Sequence[str], number: int) -> TableName:
        staging = TableName(f"dbmigrate_stage_{number}")
        listed = ", ".join(quote(column) for column in columns)
        self.begin()
        self.run_sql(f"DROP TABLE IF EXISTS {quote(staging.name)}")
        # CREATE TABLE AS keeps each column's affinity, which is all that matters here.
        self.run_sql(f"CREATE TABLE {quote(staging.name)} AS SELECT {listed} FROM {quote(table.name.name)} WHERE 0")
        self.commit()
        return staging

    def load_staging(self, staging: TableName, table: Table, batch: pa.RecordBatch) -> None:
        self.begin()
        self.run_sql(f"DELETE FROM {quote(staging.name)}")
        self.ingest(staging.name, _stored(table, batch))
        self.commit()

    def move_staged(
        self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str], *, upsert: bool
    ) -> StagedCounts:
        of, into = quote(staging.name), quote(table.name.name)
        match = key_match(key, quote)
        compared = [c for c in columns if c.casefold() not in {k.casefold() for k in key}]
        differs = " OR ".join(f"s.{quote(c)} IS NOT t.{quote(c)}" for c in compared) or "0"
        staged = self.query(f"SELECT count(*) FROM {of}")[0][0]
        present = self.query(f"SELECT count(*) FROM {of} s JOIN {into} t ON {match}")[0][0]
        differing = self.query(differing_count_sql(of, into, match, differs))[0][0]
        if upsert and differing:
            assignments = ", ".join(f"{quote(c)} = s.{quote(c)}" for c in compared)
            self.run_sql(update_differing_sql(of, into, match, differs, assignments))
        self.run_sql(insert_missing_sql(of, into, match, columns, quote))
        self.run_sql(f"DELETE FROM {of}")
        return StagedCounts(staged - present, differing if upsert else 0, present - differing, 0 if upsert else differing)

    def drop_staging(self, staging: TableName) -> None:
        self.run_sql(f"DROP TABLE IF EXISTS {quote(staging.name)}")


def wants_text_affinity(column: Column) -> bool:
    """Decimals that numeric affinity would turn into doubles."""
    return column.type.kind is Kind.DECIMAL and (column.type.precision or 99) > 15
