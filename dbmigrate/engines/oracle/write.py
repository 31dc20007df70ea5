"""Writes into Oracle.

Staged, in thin mode: direct path load into a staging table, which commits by itself, then in one transaction
INSERT ... SELECT and the ledger's entry.  The same connection serves for both: the load comes before the
transaction, and is refused inside one, which it would commit.  Direct: array binds inside the transaction,
in thick mode, where the URL says ``bulk=arrays``, where the database is not AL32UTF8 (direct path writes
UTF-8 as it is), and for a table that is one transaction because it has no key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from decimal import Context, Decimal
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.oracle.carriers import carrier
from dbmigrate.engines.oracle.ddl import quote, quote_table
from dbmigrate.engines.oracle.read import read_table
from dbmigrate.engines.oracle.session import OracleSession, sorted_faults
from dbmigrate.engines.oracle.statements import (
    any_differs,
    bind_order,
    create_staging_sql,
    delete_staged_sql,
    insert_bound_sql,
    insert_staging_sql,
    merge_differing_sql,
    staged_rows,
)
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import StagedCounts, StagedSide
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
)
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.table import Column, ForeignKey, Table, TableName
from dbmigrate.model.types import Kind

STAGING_PREFIX = "DBMIGRATE_STAGE_"
LOAD_BYTES = 64 * 1024 * 1024
"""One message of a direct path load holds its rows once more; it ends at 1 GB (DPY-4041)."""
CHECK_CONSTRAINTS = "SET CONSTRAINTS ALL IMMEDIATE"
_NO_SUCH_TABLE = "ORA-00942"
_STAGED_ROWS, _STAGED_BYTES = 10_000, 16 * 1024 * 1024
_ALL_DIGITS = Context(prec=100)


class OracleWriter(OracleSession):
    """``owner``: the login, in whose schema staging lies; ``direct_path``: whether staging is loaded by it."""

    def __init__(
        self, connection: Any, of: sa.Dialect, *, owner: str, direct_path: bool, max_name_bytes: int = 128
    ) -> None:
        super().__init__(connection, of)
        self._owner = owner
        self._max_name_bytes = max_name_bytes
        self._direct_path = direct_path

    def load(self, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        if not batch.num_rows:
            return
        order = bind_order(table, batch.schema.names)
        arrays = []
        for name in order:
            sent = carrier(table.named(name))
            values = batch.column(name)
            # Only a bind without a function around it may be longer than a VARCHAR2.
            arrays.append(values if sent.is_large and sent.whole != "{0}" else sent.convert(values))
        self._bind_rows(insert_bound_sql(table, order), _table(order, arrays))

    def check_constraints(self) -> None:
        """COMMIT would check what is deferred, and undo the batch without naming a row (ORA-02091)."""
        self.run_sql(CHECK_CONSTRAINTS)

    def create_staging(self, table: Table, columns: Sequence[str], number: int) -> TableName:
        staging = self._staging(str(number))
        self.drop_staging(staging)
        self.run_sql(create_staging_sql(staging, table, columns))
        self.commit()
        return staging

    def load_staging(self, staging: TableName, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        if self._in_transaction:
            raise EngineFault(Fault.TERMINAL, "staging cannot be loaded inside a transaction, which it would commit")
        self.run_sql(f"TRUNCATE TABLE {quote_table(staging)}")
        if not batch.num_rows:
            return
        names = bind_order(table, batch.schema.names)
        rows = _table(names, [carrier(table.named(name)).convert(batch.column(name)) for name in names])
        if self._direct_path:
            size = max(1, min(batch.num_rows, batch.num_rows * LOAD_BYTES // max(1, rows.nbytes)))
            with sorted_faults():
                self._connection.direct_path_load(self._owner, staging.name, names, rows, batch_size=size)
        else:
            self._bind_rows(insert_staging_sql(staging, names), rows)
            self.commit()
        found = self._count(f"SELECT COUNT(*) FROM {quote_table(staging)}")
        if found != batch.num_rows:
            raise EngineFault(
                Fault.TERMINAL, f"{batch.num_rows} rows were loaded into {staging.name}, which holds {found}"
            )

    def move_staged(
        self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str], *, upsert: bool
    ) -> StagedCounts:
        """Staging keeps its rows until it is loaded again: taking them out here would write each of them to undo."""
        of, into = staged_rows(staging, table, columns), quote_table(table.name)
        match = key_match(key, quote)
        compared, differs = compared_columns(columns, key), any_differs(table, columns, key)
        staged = self._count(f"SELECT COUNT(*) FROM {quote_table(staging)}")
        present = self._count(present_count_sql(of, into, match)) if key else 0
        differing = self._count(differing_count_sql(of, into, match, differs)) if present else 0
        if upsert and differing:
            self.run_sql(merge_differing_sql(of, into, match, differs, compared))
        inserted = self.change(insert_missing_sql(of, into, match, columns, quote))
        if inserted != staged - present:
            raise EngineFault(Fault.TRANSIENT, f"rows of {table.name} were changed while they were moved")
        return StagedCounts(inserted, differing if upsert else 0, present - differing, 0 if upsert else differing)

    def differing_keys(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> list[str]:
        if not key:
            return []
        of, into, match = staged_rows(staging, table, columns), quote_table(table.name), key_match(key, quote)
        differs = any_differs(table, columns, key)
        rows = self.query(differing_keys_sql(of, into, match, differs, key, quote), decimals=True)
        kinds = [table.named(name) for name in key]
        return [
            json.dumps(
                [_shown(value, column) for value, column in zip(row, kinds, strict=True)],
                ensure_ascii=False,
                default=str,
            )
            for row in rows
        ]

    def staged_rows(
        self, side: StagedSide, staging: TableName, table: Table, columns: Sequence[Column], key: Sequence[str]
    ) -> Iterator[SourceBatch]:
        names = [column.name for column in columns]
        names += [name for name in key if name.casefold() not in {known.casefold() for known in names}]
        of, into = staged_rows(staging, table, names), quote_table(table.name)
        text = staged_rows_sql(side, of, into, key_match(key, quote), any_differs(table, names, key))
        read = TableRead(replace(table, columns=tuple(columns)), tuple(columns))
        return read_table(self._connection, read, lambda _: text, batch_rows=_STAGED_ROWS, batch_bytes=_STAGED_BYTES)

    def referred_rows(
        self,
        staging: TableName,
        table: Table,
        columns: Sequence[Column],
        key: Sequence[str],
        child: Table,
        reference: ForeignKey,
    ) -> Iterator[SourceBatch]:
        text = referred_rows_sql(
            staged_rows(staging, table, key),
            quote_table(table.name),
            key_match(key, quote),
            quote_table(child.name),
            referring_pairs(table, reference),
            key if child.name == table.name else (),
            quote,
        )
        read = TableRead(replace(table, columns=tuple(columns)), tuple(columns))
        return read_table(self._connection, read, lambda _: text, batch_rows=_STAGED_ROWS, batch_bytes=_STAGED_BYTES)

    def delete_staged(self, staging: TableName, table: Table, key: Sequence[str], columns: Sequence[str] = ()) -> int:
        of, match = staged_rows(staging, table, columns or key), key_match(key, quote)
        if columns:
            match = same_row(match, any_differs(table, columns, key))
        return self.change(delete_staged_sql(of, quote_table(table.name), match))

    def update_staged(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> int:
        compared = compared_columns(columns, key)
        if not compared:
            return 0
        of, into, match = staged_rows(staging, table, columns), quote_table(table.name), key_match(key, quote)
        return self.change(merge_differing_sql(of, into, match, any_differs(table, columns, key), compared))

    def referring_rows(
        self, staging: TableName, table: Table, key: Sequence[str], child: Table, reference: ForeignKey
    ) -> int:
        of, into, by = staged_rows(staging, table, key), quote_table(table.name), quote_table(child.name)
        match, referred = key_match(key, quote), reference.referred_columns or table.primary_key
        counted = referring_count_sql(of, into, match, by, reference.columns, referred, quote)
        return int(self.query(counted)[0][0])

    def delete_all(self, table: Table) -> int:
        return self.change(f"DELETE FROM {quote_table(table.name)}")

    def drop_staging(self, staging: TableName) -> None:
        try:
            self.run_sql(f"DROP TABLE {quote_table(self._staging(staging.name.rpartition('_')[2]))} PURGE")
        except EngineFault as fault:
            if fault.native_code != _NO_SUCH_TABLE:
                raise

    def _staging(self, number: str) -> TableName:
        """The ledger's name of it in upper case; shortened where a server ends names at 30 bytes."""
        name = STAGING_PREFIX + number
        if len(name) > self._max_name_bytes and number.isdecimal():
            name = STAGING_PREFIX + _base36(int(number))
        return TableName(name)

    def _count(self, text: str) -> int:
        return int(self.query(text)[0][0])

    def _bind_rows(self, text: str, rows: pa.Table) -> None:
        with sorted_faults(), self._connection.cursor() as cursor:
            cursor.executemany(text, rows)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return f"X{digits}"


def _table(names: Sequence[str], arrays: Sequence[pa.Array]) -> pa.Table:
    return pa.Table.from_arrays(list(arrays), names=list(names))


def _shown(value: Any, column: Column) -> Any:
    """As the batch holds it; the driver gives every number as Decimal and moments without their zone."""
    match column.type.kind:
        case Kind.INTEGER:
            return int(value)
        case Kind.DECIMAL if column.type.precision is None:
            return format(value, "f")
        case Kind.DECIMAL if column.type.precision is not None:
            return Decimal(str(value)).quantize(Decimal(1).scaleb(-(column.type.scale or 0)), context=_ALL_DIGITS)
        case Kind.TIMESTAMPTZ:
            return value.replace(tzinfo=UTC)
    return value
