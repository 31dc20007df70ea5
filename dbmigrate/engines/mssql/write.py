"""Writes into SQL Server: bulk copy into staging, which commits by itself, then one transaction by key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql import columns as sql
from dbmigrate.engines.mssql.bulk import (
    LOAD_SECONDS,
    PROOF_SECONDS,
    BulkCopySwitch,
    bulk_rows,
    proof_row,
    proof_sql,
    proven_type,
)
from dbmigrate.engines.mssql.connection import BulkCopyRefusedError, Connection
from dbmigrate.engines.mssql.ddl import quote, quote_table, render_create_namespace, render_string
from dbmigrate.engines.mssql.read import read_table
from dbmigrate.engines.mssql.session import MssqlSession
from dbmigrate.engines.mssql.values import parameter_rows
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import StagedCounts, StagedSide
from dbmigrate.engines.staging import compared_columns, referred_rows_sql, referring_pairs, same_row
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.table import Column, ForeignKey, Table, TableName
from dbmigrate.model.types import Kind

STAGING_SCHEMA = "dbmigrate"
_ROWS_PER_INSERT = 1_000
_READ_ROWS, _READ_BYTES = 20_000, 16 * 1024 * 1024
ROWS_AFFECTED = ";\nSELECT @@ROWCOUNT AS affected"
"""The driver is told nothing of it: NOCOUNT is on."""

CollationsOf = Callable[[TableName], Mapping[str, str]]
"""Collations of a table's text columns, by folded column name."""


def named_columns(table: Table, names: Sequence[str]) -> list[Column]:
    """The table's columns of these names, in this order."""
    found = [table.column(name) for name in names]
    return [column for column in found if column is not None]


class MssqlWriter(MssqlSession):
    """One write connection; bulk copy opens another beside it for each load."""

    def __init__(
        self, connection: Connection, collations: CollationsOf, bulk_copy: BulkCopySwitch | None = None
    ) -> None:
        super().__init__(connection)
        self._collations = collations
        self._bulk_copy = bulk_copy or BulkCopySwitch(on=connection.has_bulk_copy)
        self._identity_insert: str | None = None

    # Inside the transaction

    def load(self, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        """By parameters: bulk copy would commit by itself."""
        columns = named_columns(table, batch.schema.names)
        into = quote_table(table.name)
        with_identity = any(column.identity for column in columns)
        listed = ", ".join(quote(column.name) for column in columns)
        values = [self._placed_parameter(table, column) for column in columns]
        try:
            if with_identity:
                self._switch_identity_insert(into)
            self._insert(f"INSERT INTO {into} ({listed})", values, parameter_rows(columns, batch))
            self.run_sql("SELECT 1 AS still_open")
        finally:
            self._switch_identity_insert(None)

    def _placed_parameter(self, table: Table, column: Column) -> str:
        collation = self._collations(table.name).get(column.name.casefold())
        return sql.staged_value(column, sql.parameter(column, collation))

    # Staging

    def check_constraints(self) -> None:
        """Nothing: SQL Server has no deferred constraints."""

    def create_staging(self, table: Table, columns: Sequence[str], number: int) -> TableName:
        staging = TableName(f"stage_{number}", STAGING_SCHEMA)
        self.run_sql(render_create_namespace(STAGING_SCHEMA))
        self.drop_staging(staging)
        self.run_sql(create_staging_sql(staging, named_columns(table, columns), self._collations(table.name)))
        return staging

    def load_staging(self, staging: TableName, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        columns = named_columns(table, batch.schema.names)
        self.run_sql(f"TRUNCATE TABLE {quote_table(staging)}")
        if batch.num_rows == 0:
            return
        if not self._copied_in_bulk(staging, table, columns, batch):
            self._sent_as_parameters(staging, table, columns, batch)
        self._refuse_lost_rows(staging, batch.num_rows)
        self._refuse_changed_xml(staging, columns)

    def _sent_as_parameters(
        self, staging: TableName, table: Table, columns: Sequence[Column], batch: pa.RecordBatch
    ) -> None:
        collations = self._collations(table.name)
        values = [sql.parameter(c, collations.get(c.name.casefold())) for c in columns]
        listed = ", ".join(quote(column.name) for column in columns)
        into = f"INSERT INTO {quote_table(staging)} WITH (TABLOCK) ({listed})"
        self._insert(into, values, parameter_rows(columns, batch))

    def _copied_in_bulk(
        self, staging: TableName, table: Table, columns: Sequence[Column], batch: pa.RecordBatch
    ) -> bool:
        """False: the server would not, or not exactly, and staging is empty; such rows go as parameters."""
        filled = [c for c, values in zip(columns, batch.columns, strict=True) if values.null_count < len(values)]
        if not self._bulk_copy.serves(filled):
            return False
        try:
            if unproven := self._bulk_copy.unproven(filled):
                self._prove(staging, table, columns, batch, unproven)
                if not self._bulk_copy.serves(filled):
                    return False
            self._connection.bulk_copy(quote_table(staging), bulk_rows(columns, batch), LOAD_SECONDS)
        except BulkCopyRefusedError as refused:
            # If the connection is lost this tells so, with its code; a row at fault is found by the parameters.
            self.run_sql(f"TRUNCATE TABLE {quote_table(staging)}")
            self._bulk_copy.on = False
            self._notices.append(f"bulk copy was refused, rows go as parameters, which is slower: {refused}")
            return False
        return True

    def _prove(
        self,
        staging: TableName,
        table: Table,
        columns: Sequence[Column],
        batch: pa.RecordBatch,
        unproven: Sequence[Column],
    ) -> None:
        """One row by bulk copy and by parameters; the server says which columns came out different."""
        row = proof_row(batch)
        self._connection.bulk_copy(quote_table(staging), bulk_rows(columns, row), PROOF_SECONDS)
        self._sent_as_parameters(staging, table, columns, row)
        [(pairs, *differing)] = self.query(proof_sql(quote_table(staging), columns))
        if pairs != 4:
            raise BulkCopyRefusedError(f"one row was copied, and {pairs} pairs of two rows are there")
        self.run_sql(f"TRUNCATE TABLE {quote_table(staging)}")
        changed = {column.name for column, pairs_of in zip(columns, differing, strict=True) if pairs_of}
        for column in unproven:
            if column.name in changed:
                self._bulk_copy.changed.add(proven_type(column))
                self._notices.append(
                    f"this server's bulk copy changes values of type {proven_type(column)} (column {column.name} of"
                    f" {table.name}): rows of tables that have them go as parameters, which is slower"
                )
            else:
                self._bulk_copy.kept.add(proven_type(column))

    def _refuse_lost_rows(self, staging: TableName, rows: int) -> None:
        [(found,)] = self.query(f"SELECT COUNT_BIG(*) FROM {quote_table(staging)}")
        if found != rows:
            raise EngineFault(Fault.TERMINAL, f"{rows} rows were loaded into {staging}, which holds {found}")

    def _refuse_changed_xml(self, staging: TableName, columns: Sequence[Column]) -> None:
        """The ``xml`` type drops declarations and blanks without a word."""
        for column in columns:
            if column.type.kind is not Kind.XML:
                continue
            name = quote(column.name)
            kept = f"CAST(CAST({name} AS xml) AS nvarchar(max))"
            [(changed,)] = self.query(
                f"SELECT COUNT_BIG(*) FROM {quote_table(staging)} WHERE {sql.differs(column, name, kept)}"
            )
            if changed:
                raise EngineFault(Fault.ROW, f"{column.name}: xml would change the text of the value", "22000")

    def move_staged(
        self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str], *, upsert: bool
    ) -> StagedCounts:
        moved = StagedMove(staging, table, columns, key)
        [(staged,)] = self.query(f"SELECT COUNT_BIG(*) FROM {moved.of}")
        # Missing rows first: what is counted afterwards cannot be new, and a first load needs no more than this.
        try:
            if any(column.identity for column in moved.columns):
                self._switch_identity_insert(moved.into)
            [(inserted,)] = self.query(moved.insert_missing() + ROWS_AFFECTED)
        finally:
            self._switch_identity_insert(None)
        present = staged - inserted
        differing = 0
        if present and moved.compared:
            [(differing,)] = self.query(moved.count_differing())
            if upsert and differing:
                self.run_sql(moved.update_differing())
        self.run_sql(f"TRUNCATE TABLE {moved.of}")
        return StagedCounts(inserted, differing if upsert else 0, present - differing, 0 if upsert else differing)

    def differing_keys(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> list[str]:
        moved = StagedMove(staging, table, columns, key)
        if not key or not moved.compared:
            return []
        return [json.dumps(list(row), ensure_ascii=False, default=str) for row in self.query(moved.differing_keys())]

    def staged_rows(
        self, side: StagedSide, staging: TableName, table: Table, columns: Sequence[Column], key: Sequence[str]
    ) -> Iterator[SourceBatch]:
        moved = StagedMove(staging, table, [column.name for column in columns], key)
        read = TableRead(replace(table, columns=tuple(columns)), tuple(columns))
        collations = self._collations(table.name)
        return read_table(
            self._connection, read, collations, moved.rows(side), batch_rows=_READ_ROWS, batch_bytes=_READ_BYTES
        )

    def referred_rows(
        self,
        staging: TableName,
        table: Table,
        columns: Sequence[Column],
        key: Sequence[str],
        child: Table,
        reference: ForeignKey,
    ) -> Iterator[SourceBatch]:
        moved = StagedMove(staging, table, key, key)
        pairs, own = referring_pairs(table, reference), key if child.name == table.name else ()
        of = moved.referred(quote_table(child.name), pairs, own)
        read = TableRead(replace(table, columns=tuple(columns)), tuple(columns))
        collations = self._collations(table.name)
        return read_table(self._connection, read, collations, of, batch_rows=_READ_ROWS, batch_bytes=_READ_BYTES)

    def delete_staged(self, staging: TableName, table: Table, key: Sequence[str], columns: Sequence[str] = ()) -> int:
        return self._changed(StagedMove(staging, table, columns or key, key).delete_present())

    def referring_rows(
        self, staging: TableName, table: Table, key: Sequence[str], child: Table, reference: ForeignKey
    ) -> int:
        moved = StagedMove(staging, table, key, key)
        pairs = zip(reference.columns, reference.referred_columns or table.primary_key, strict=True)
        [(found,)] = self.query(moved.count_referring(quote_table(child.name), list(pairs)))
        return int(found)

    def delete_all(self, table: Table) -> int:
        return self._changed(f"DELETE FROM {quote_table(table.name)}")

    def update_staged(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> int:
        moved = StagedMove(staging, table, columns, key)
        return self._changed(moved.update_differing()) if moved.compared else 0

    def _changed(self, statement: str) -> int:
        [(affected,)] = self.query(statement + ROWS_AFFECTED)
        return int(affected)

    def drop_staging(self, staging: TableName) -> None:
        self.run_sql(f"IF OBJECT_ID({render_string(str(staging))}) IS NOT NULL DROP TABLE {quote_table(staging)}")

    # Under both

    def _insert(self, into: str, values: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """``values``: SQL for each column, with one ``?``."""
        self._refuse_if_broken()
        try:
            for start in range(0, len(rows), _ROWS_PER_INSERT):
                self._connection.insert(*without_empty_columns(into, values, rows[start : start + _ROWS_PER_INSERT]))
        except EngineFault:
            self._broken = self._in_transaction
            raise

    def _switch_identity_insert(self, into: str | None) -> None:
        """On for one table at a time; off again even after an error, for the next table's sake."""
        if self._identity_insert is not None:
            before, self._identity_insert = self._identity_insert, None
            with suppress(EngineFault):  # the first error is the one to show
                self._connection.execute(f"SET IDENTITY_INSERT {before} OFF")
        if into is not None:
            self.run_sql(f"SET IDENTITY_INSERT {into} ON")
            self._identity_insert = into


def without_empty_columns(
    into: str, values: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> tuple[str, list[tuple[Any, ...]]]:
    """A driver knows no type for a column of nothing but None; NULL is written out for it."""
    filled = [position for position in range(len(values)) if any(row[position] is not None for row in rows)]
    # One parameter must be left, or there would be nothing to send for each row.
    filled = filled or [0]
    shown = [value if position in filled else "NULL" for position, value in enumerate(values)]
    text = f"{into} VALUES ({', '.join(shown)})"
    return text, [tuple(row[position] for position in filled) for row in rows]


def create_staging_sql(staging: TableName, columns: Sequence[Column], collations: Mapping[str, str]) -> str:
    """A heap without keys, defaults or computed columns."""
    lines = [f"{quote(c.name)} {sql.staged_type(c, collations.get(c.name.casefold()))} NULL" for c in columns]
    body = ",\n    ".join(lines)
    return f"CREATE TABLE {quote_table(staging)} (\n    {body}\n)"


class StagedMove:
    """The statements that move rows from staging into their table; ``s`` is staging, ``t`` the table.

    No MERGE: it takes part in triggers and constraints in ways of its own, and not every server has it.
    """

    def __init__(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> None:
        self.of, self.into = quote_table(staging), quote_table(table.name)
        self.columns = named_columns(table, columns)
        self._key = named_columns(table, key)
        self.compared = named_columns(table, compared_columns(columns, key))

    def insert_missing(self) -> str:
        listed = ", ".join(quote(column.name) for column in self.columns)
        chosen = ", ".join(_staged(column) for column in self.columns)
        text = f"INSERT INTO {self.into} ({listed})\nSELECT {chosen}\nFROM {self.of} AS s"
        if self._key:
            text += f"\nWHERE NOT EXISTS (SELECT 1 FROM {self.into} AS t WHERE {self._match()})"
        return text

    def count_differing(self) -> str:
        return (
            f"SELECT COUNT_BIG(*)\nFROM {self.of} AS s\n"
            f"WHERE EXISTS (SELECT 1 FROM {self.into} AS t WHERE {self._match()} AND ({self._differs()}))"
        )

    def differing_keys(self) -> str:
        listed = ", ".join(f"s.{quote(column.name)}" for column in self._key)
        return f"SELECT {listed}\nFROM {self.of} AS s JOIN {self.into} AS t ON {self._match()}\nWHERE {self._differs()}"

    def update_differing(self) -> str:
        assignments = ", ".join(f"{quote(column.name)} = {_staged(column)}" for column in self.compared)
        return (
            f"UPDATE t SET {assignments}\nFROM {self.into} AS t JOIN {self.of} AS s ON {self._match()}\n"
            f"WHERE {self._differs()}"
        )

    def delete_present(self) -> str:
        """Where columns are compared: only rows that are as they were staged."""
        match = same_row(self._match(), self._differs()) if self.compared else self._match()
        return f"DELETE t\nFROM {self.into} AS t\nWHERE EXISTS (SELECT 1 FROM {self.of} AS s WHERE {match})"

    def referred(self, child: str, pairs: Sequence[tuple[str, str]], own_key: Sequence[str]) -> str:
        """As ``referred_rows_sql``."""
        return referred_rows_sql(self.of, self.into, self._match(), child, pairs, own_key, quote)

    def count_referring(self, child: str, pairs: Sequence[tuple[str, str]]) -> str:
        """Rows of ``child`` whose columns hold the key of a row that is staged; ``pairs``: (theirs, referred)."""
        same = " AND ".join(f"t.{quote(referred)} = c.{quote(own)}" for own, referred in pairs)
        return (
            f"SELECT COUNT_BIG(*)\nFROM {child} AS c\nWHERE EXISTS (SELECT 1"
            f" FROM {self.of} AS s JOIN {self.into} AS t ON {self._match()} WHERE {same})"
        )

    def rows(self, side: StagedSide) -> str:
        """The rows of that side, in the table's own types, as they stand behind FROM."""
        staged = {column.name: column for column in (*self.columns, *self._key)}.values()
        chosen = ", ".join(f"{_compared(column)} AS {quote(column.name)}" for column in staged)
        pair = f"FROM {self.of} AS s JOIN {self.into} AS t ON {self._match()}"
        differs = self._differs() if self.compared else "1 = 0"
        match side:
            case StagedSide.ABSENT:
                absent = f"NOT EXISTS (SELECT 1 FROM {self.into} AS t WHERE {self._match()})"
                return f"(SELECT {chosen} FROM {self.of} AS s WHERE {absent})"
            case StagedSide.PRESENT:
                return f"(SELECT t.* {pair})"
            case StagedSide.OVERWRITTEN:
                return f"(SELECT t.* {pair} WHERE {differs})"
            case StagedSide.OVERWRITING:
                return f"(SELECT {chosen} {pair} WHERE {differs})"

    def _match(self) -> str:
        return "\n  AND ".join(sql.same(column, f"t.{quote(column.name)}", _compared(column)) for column in self._key)

    def _differs(self) -> str:
        return "\n   OR ".join(
            sql.differs(column, _compared(column), f"t.{quote(column.name)}") for column in self.compared
        )


def _staged(column: Column) -> str:
    return sql.staged_value(column, f"s.{quote(column.name)}")


def _compared(column: Column) -> str:
    return sql.compared_value(column, f"s.{quote(column.name)}")
