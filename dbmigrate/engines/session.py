"""Connections that write: sessions for statements, loaders for new rows, writers for all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

import pyarrow as pa
import sqlalchemy as sa
from msgspec import Struct

from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.table import Column, ForeignKey, Table, TableName


class StagedCounts(Struct, frozen=True):
    """What a move from staging did."""

    inserted: int
    updated: int
    present: int
    """Rows whose key was there already with the same values."""
    differing: int
    """Rows whose key was there already with other values, left alone (insert mode)."""


class StagedSide(StrEnum):
    """Which rows, where staging and the table meet by key."""

    ABSENT = "absent"
    """Rows of staging whose key the table does not hold: what a move inserts."""
    PRESENT = "present"
    """Rows of the table whose key staging holds."""
    OVERWRITTEN = "overwritten"
    """Rows of the table that differ from the staged row of their key: what an update changes."""
    OVERWRITING = "overwriting"
    """The staged rows of the same keys: what an update makes of them."""


class Session(Protocol):
    """One connection.  Nothing is committed unless ``commit`` says so."""

    def begin(self) -> None:
        """Start a write transaction."""

    def commit(self) -> None:
        """What was committed outlives a crash of the server, unless ``relax_durability`` was called."""

    def relax_durability(self) -> None:
        """Inside the open transaction: its COMMIT need not wait for the disk.

        A crash of the server may take the transaction then, always whole and with all that came after it.  A later
        COMMIT without this makes it last.
        """

    def rollback(self) -> None:
        """Undo the open transaction; harmless when there is none."""

    def execute(self, statement: sa.Executable) -> list[dict[str, Any]]:
        """Run a SQLAlchemy Core statement; rows as dictionaries (none for DML)."""

    def insert_rows(self, rows: Iterable[tuple[sa.Table, Mapping[str, Any]]]) -> None:
        """Into tracking tables, one after the other; in one trip where the driver can."""

    def run_sql(self, text: str) -> list[dict[str, Any]]:
        """Run SQL text that holds no values (DDL, scripts)."""

    def results(self, text: str) -> Iterator[Iterator[dict[str, Any]]]:
        """Run SQL text of a script; for each of its queries the rows as they come, never all of them in memory.

        Rows that the caller leaves are passed over.  The text has run to its end when there is no further result:
        the error of a later statement comes then.
        """

    def make_tables(self, schema: str | None, tables: Sequence[sa.Table]) -> None:
        """Make the schema and those of the tables that are missing; a transaction of its own.

        Text columns must tell apart whatever differs, and hold any character.
        """

    def add_tables(self, tables: Sequence[sa.Table]) -> None:
        """The same inside the open transaction, without a schema."""

    def take_notices(self) -> list[str]:
        """What people should know of how this session works, each told once."""

    def close(self) -> None: ...


class Loader(Session, Protocol):
    """A session that can also load batches."""

    def savepoint(self, name: str) -> None:
        """Inside the open transaction; a second one of this name hides the first."""

    def rollback_to(self, name: str) -> None:
        """Undo what came after the savepoint, which stays."""

    def release(self, name: str) -> None: ...

    def load(self, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        """Bulk-load into the table inside the open transaction.

        Columns arrive in ``arrow_type`` of the target column's logical type and are matched by name;
        ``tagged`` ones as text with their storage class (``Kind.STORAGE``).
        """

    def check_constraints(self) -> None:
        """Inside the open transaction: raise now, as a fault of a row, what would otherwise fail at COMMIT."""


class Writer(Loader, Protocol):
    """A session that can also stage batches, and take rows out."""

    def create_staging(self, table: Table, columns: Sequence[str], number: int) -> TableName:
        """Make (or empty) the staging table for this target; commits by itself.

        Where ``stages_in_transaction`` it is a temporary table, which ends with the session.
        """

    def load_staging(self, staging: TableName, table: Table, batch: pa.RecordBatch, tagged: Sequence[str] = ()) -> None:
        """Bulk-load into staging, inside the open transaction where ``stages_in_transaction``.

        Without an open transaction, and elsewhere, it commits by itself.
        """

    def move_staged(
        self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str], *, upsert: bool
    ) -> StagedCounts:
        """Inside the open transaction: rows from staging into the table, by key; then staging is empty."""

    def differing_keys(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> list[str]:
        """JSON texts of the keys that the table holds with other values than staging."""

    def staged_rows(
        self, side: StagedSide, staging: TableName, table: Table, columns: Sequence[Column], key: Sequence[str]
    ) -> Iterator[SourceBatch]:
        """These columns of the rows of that side, in ``arrow_type`` of each column's type, as a reader gives them.

        ``columns``: also those that are compared for the last two sides.
        """

    def referred_rows(
        self,
        staging: TableName,
        table: Table,
        columns: Sequence[Column],
        key: Sequence[str],
        child: Table,
        reference: ForeignKey,
    ) -> Iterator[SourceBatch]:
        """These columns of the rows of the table whose key staging holds and to which a row of ``child`` refers; a row
        that refers to itself alone is none of them."""

    def delete_staged(self, staging: TableName, table: Table, key: Sequence[str], columns: Sequence[str] = ()) -> int:
        """Inside the open transaction: the rows of the table whose key staging holds; how many they were.

        ``columns``: only where the row has staging's values in these, too, at the moment it is deleted.
        """

    def referring_rows(
        self, staging: TableName, table: Table, key: Sequence[str], child: Table, reference: ForeignKey
    ) -> int:
        """Rows of ``child`` that refer to rows of the table whose key staging holds."""

    def delete_all(self, table: Table) -> int:
        """Inside the open transaction: every row of the table; how many they were."""

    def update_staged(self, staging: TableName, table: Table, columns: Sequence[str], key: Sequence[str]) -> int:
        """Inside the open transaction: rows of the table take the values of staging, by key; how many have changed.

        Nothing is inserted."""

    def drop_staging(self, staging: TableName) -> None: ...
