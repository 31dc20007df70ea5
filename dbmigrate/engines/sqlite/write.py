"""Writes into SQLite: ADBC bulk ingest takes part in the open transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property

import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import StagedCounts, StagedSide
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.read import read_table
from dbmigrate.engines.sqlite.values import split_tagged, to_storage
from dbmigrate.engines.staging import (
    compared_columns,
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
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.table import Column, ForeignKey, Table, TableName

_TEMPORARY = "temp"
_TERMS_IN_A_ROW = 100
_READ_ROWS, _READ_BYTES = 20_000, 16 * 1024 * 1024


def _stored(table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    arrays = []
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        arrays.append(to_storage(table.named(name), values))
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


class SqliteWriter(AdbcSession):
    """One write connection; foreign keys are not enforced while loading (SQLite's default)."""

    def load(self, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        if tagged:
            self._load_tagged(table, batch, {name.casefold() for name in tagged})
        else:
            stored = _stored(table, batch)
            for name, values in zip(stored.schema.names, stored.columns, strict=True):
                if pa.types.is_string(values.type):
                    self._refuse_respelled(name, values)
            self.ingest(table.name.name, stored, temporary=table.name.schema == _TEMPORARY)

    def _load_tagged(self, table: Table, batch: pa.RecordBatch, tagged: set[str]) -> None:
        """Values with their storage class: split by class into a temporary table, put together by SQLite."""
        names: list[str] = []
        arrays: list[pa.Array] = []
        chosen: list[str] = []
        for number, (name, values) in enumerate(zip(batch.schema.names, batch.columns, strict=True)):
            if name.casefold() in tagged:
                parts = split_tagged(values)
                self._refuse_respelled(name, parts[2], parts[-1])
                # Most columns hold one class alone, and a table has at most 2000 columns.
                used = {f"c{number}{letter}": part for letter, part in zip("irtbx", parts, strict=True) if _holds(part)}
                carriers, parts = list(used), tuple(used.values())
                chosen.append(_put_together(carriers))
            else:
                parts = (to_storage(table.named(name), values),)
                carriers = [f"c{number}"]
                chosen.append(carriers[0])
            names += carriers
            arrays += parts
        if not names:  # all NULL, and yet as many rows
            names, arrays = ["c"], [pa.nulls(batch.num_rows, pa.int64())]
        self.run_sql("DROP TABLE IF EXISTS temp.dbmigrate_tagged")
        # Columns without a type have no affinity, so nothing is converted on the way.
        self.run_sql(f"CREATE TEMP TABLE dbmigrate_tagged ({', '.join(names)})")
        self.ingest("dbmigrate_tagged", pa.RecordBatch.from_arrays(arrays, names=names), temporary=True)
        listed = ", ".join(quote(name) for name in batch.schema.names)
        schema = _TEMPORARY if table.name.schema == _TEMPORARY else "main"
        self.run_sql(
            f"INSERT INTO {schema}.{quote(table.name.name)} ({listed})"
            f" SELECT {', '.join(chosen)} FROM temp.dbmigrate_tagged ORDER BY rowid"
        )

    def _refuse_respelled(self, name: str, texts: pa.Array, broken: pa.Array | None = None) -> None:
        """A file in UTF-16 keeps U+FFFD in the place of two characters (READ_UTF8 in SQLite's utf.c), and has no place
        for bytes that are not UTF-8.

        ``broken``: such bytes.
        """
        if self._keeps_utf_8:
            return
        if pc.any(pc.match_substring_regex(texts, "[\ufffe\uffff]")).as_py() or (
            broken and broken.null_count < len(broken)
        ):
            raise EngineFault(Fault.ROW, f"{name} holds text that a SQLite file in UTF-16 would keep as other text")

    @cached_property
    def _keeps_utf_8(self) -> bool:
        return self.query("PRAGMA encoding") == [("UTF-8",)]

    def check_constraints(self) -> None:
        """Nothing waits for COMMIT: only foreign keys could, and they are not enforced."""

    def create_staging(self, table: Table, columns: Sequence[str], number: int) -> TableName:
        staging = TableName(f"dbmigrate_stage_{number}", _TEMPORARY)
        listed = ", ".join(quote(column) for column in columns)
        # Nothing else may be written: a write lock would wait for other sessions, and a temporary table needs none.
        self.run_sql(f"DROP TABLE IF EXISTS temp.{quote(staging.name)}")
        # CREATE TABLE AS keeps each column's affinity, which is all that matters here.
        self.run_sql(
            f"CREATE TEMP TABLE {quote(staging.name)} AS SELECT {listed} FROM main.{quote(table.name.name)} WHERE 0"
        )
        return staging

    def load_staging(self, staging: TableName, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        with self.transaction():
            self.run_sql(f"DELETE FROM {quote(staging.name)}")
            self.load(replace(table, name=staging), batch, tagged)

    def move_staged(
        self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str], *, upsert: bool
    ) -> StagedCounts:
        of, into = quote(staging.name), quote(table.name.name)
        match = key_match(key, quote)
        compared, differs = compared_columns(columns, key), _differs(columns, key)
        staged = self.query(f"SELECT count(*) FROM {of}")[0][0]
        present = self.query(present_count_sql(of, into, match))[0][0] if key else 0
        differing = self.query(differing_count_sql(of, into, match, differs))[0][0] if present else 0
        if upsert and differing:
            assignments = ", ".join(f"{quote(c)} = s.{quote(c)}" for c in compared)
            self.run_sql(update_differing_sql(of, into, match, differs, assignments))
        self.run_sql(insert_missing_sql(of, into, match, columns, quote))
        self.run_sql(f"DELETE FROM {of}")
        return StagedCounts(
            staged - present, differing if upsert else 0, present - differing, 0 if upsert else differing
        )

    def differing_keys(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> list[str]:
        if not key:
            return []
        of, into, match = quote(staging.name), quote(table.name.name), key_match(key, quote)
        rows = self.query(differing_keys_sql(of, into, match, _differs(columns, key), key, quote))
        return [json.dumps(list(row), ensure_ascii=False, default=str) for row in rows]

    def staged_rows(
        self, side: StagedSide, staging: TableName, table: Table, columns: Sequence[Column], key: Sequence[str]
    ) -> Iterator[SourceBatch]:
        differs = _differs([column.name for column in columns], key)
        of = staged_rows_sql(side, quote(staging.name), quote(table.name.name), key_match(key, quote), differs)
        read = TableRead(replace(table, columns=tuple(columns)), tuple(columns))
        return read_table(self, read, {}, batch_rows=_READ_ROWS, batch_bytes=_READ_BYTES, of=of)

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
            quote(staging.name),
            quote(table.name.name),
            key_match(key, quote),
            quote(child.name.name),
            referring_pairs(table, reference),
            key if child.name == table.name else (),
            quote,
        )
        read = TableRead(replace(table, columns=tuple(columns)), tuple(columns))
        return read_table(self, read, {}, batch_rows=_READ_ROWS, batch_bytes=_READ_BYTES, of=of)

    def delete_staged(self, staging: TableName, table: Table, key: Sequence[str], columns: Sequence[str] = ()) -> int:
        # A row value IN a list is looked up in the table's index; a correlated EXISTS reads the table for each batch.
        listed, of, into = ", ".join(quote(column) for column in key), quote(staging.name), quote(table.name.name)
        chosen = f"SELECT {listed} FROM {of}"
        if columns:
            same = same_row(key_match(key, quote), _differs(columns, key))
            chosen = (
                f"SELECT {', '.join(f't.{quote(name)}' for name in key)} FROM {of} s CROSS JOIN {into} t WHERE {same}"
            )
        self.run_sql(f"DELETE FROM {into} WHERE ({listed}) IN ({chosen})")
        return int(self.query("SELECT changes()")[0][0])

    def referring_rows(
        self, staging: TableName, table: Table, key: Sequence[str], child: Table, reference: ForeignKey
    ) -> int:
        of, into, by = quote(staging.name), quote(table.name.name), quote(child.name.name)
        match, referred = key_match(key, quote), reference.referred_columns or table.primary_key
        return int(self.query(referring_count_sql(of, into, match, by, reference.columns, referred, quote))[0][0])

    def delete_all(self, table: Table) -> int:
        self.run_sql(f"DELETE FROM {quote(table.name.name)}")
        return int(self.query("SELECT changes()")[0][0])

    def update_staged(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> int:
        match, compared = key_match(key, quote), compared_columns(columns, key)
        if not compared:
            return 0
        assignments = ", ".join(f"{quote(c)} = s.{quote(c)}" for c in compared)
        of, into = quote(staging.name), quote(table.name.name)
        self.run_sql(update_differing_sql(of, into, match, _differs(columns, key), assignments))
        return int(self.query("SELECT changes()")[0][0])

    def drop_staging(self, staging: TableName) -> None:
        self.run_sql(f"DROP TABLE IF EXISTS {quote(staging.name)}")


def _holds(values: pa.Array) -> bool:
    return bool(values.null_count < len(values))


def _put_together(carriers: Sequence[str]) -> str:
    """At most one of them is not NULL; ``x`` carries the bytes of a text."""
    values = [f"CAST({name} AS TEXT)" if name.endswith("x") else name for name in carriers]
    return values[0] if len(values) == 1 else f"coalesce({', '.join(values)})" if values else "NULL"


def _differs(columns: Sequence[str], key: Sequence[str]) -> str:
    """Staging has no collations, so text is compared by its bytes; 1 and 1.0 are equal to SQLite, but not the same."""
    names = [quote(column) for column in compared_columns(columns, key)]
    return _any_of([f"(s.{c} IS NOT t.{c} OR typeof(s.{c}) <> typeof(t.{c}))" for c in names]) or "0"


def _any_of(terms: Sequence[str]) -> str:
    """In a tree as flat as can be: SQLite takes a row of ORs as one inside the other, and at most 1000 deep."""
    if len(terms) <= _TERMS_IN_A_ROW:
        return " OR ".join(terms)
    half = len(terms) // 2
    return f"({_any_of(terms[:half])}) OR ({_any_of(terms[half:])})"
