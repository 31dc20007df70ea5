"""The tracking tables, in the target database.

Where the engine has schemas they are in schema ``dbmigrate``; elsewhere their names begin with
``dbmigrate_``.  Moments are ISO 8601 text in UTC by the client's clock, keys and documents JSON text:
the same in all engines.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa

from dbmigrate.engines.statements import COMPRESSED
from dbmigrate.model.table import TableName

LEDGER_VERSION = 3
SCHEMA = "dbmigrate"

_MOMENT = sa.String(32)
_NAME = sa.String(300)


@cache
def ledger_tables(*, has_schemas: bool) -> LedgerTables:
    """The tables, described once per process."""
    return LedgerTables(has_schemas=has_schemas)


class LedgerTables:
    """SQLAlchemy tables for one target."""

    def __init__(self, *, has_schemas: bool) -> None:
        self.metadata = sa.MetaData()
        self.schema = SCHEMA if has_schemas else None
        self._prefix = "" if has_schemas else f"{SCHEMA}_"
        self.run = self._table(
            "run",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("ledger_version", sa.Integer, nullable=False),
            sa.Column("project", _NAME, nullable=False),
            sa.Column("package", _NAME, nullable=False),
            sa.Column("package_release", sa.String(80), nullable=False),
            sa.Column("source_identity", sa.String(1000), nullable=False),
            sa.Column("target_identity", sa.String(1000), nullable=False),
            sa.Column("fingerprint", sa.String(64), nullable=False),
            sa.Column("plan", sa.Text, nullable=False),
            sa.Column("kind", sa.String(20), nullable=False),
            sa.Column("filters", sa.Text, nullable=False),
            sa.Column("pass_number", sa.Integer, nullable=False),
            sa.Column("fence", sa.BigInteger, nullable=False),
            sa.Column("state", sa.String(20), nullable=False),
            sa.Column("started_at", _MOMENT, nullable=False),
            sa.Column("ended_at", _MOMENT),
        )
        self.attempt = self._table(
            "attempt",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("fence", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("kind", sa.String(20), nullable=False),
            sa.Column("started_at", _MOMENT, nullable=False),
            sa.Column("ended_at", _MOMENT),
            sa.Column("outcome", sa.String(20)),
            sa.Column("host", _NAME, nullable=False),
            sa.Column("process_id", sa.BigInteger, nullable=False),
            sa.Column("os_user", _NAME, nullable=False),
            sa.Column("program_version", sa.String(40), nullable=False),
            sa.Column("accepted_changes", sa.Text),
        )
        self.chunk = self._table(
            "chunk",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("chunk_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("after_key", sa.Text),
            sa.Column("through_key", sa.Text),
            sa.Column("write_protocol", sa.String(20), nullable=False),
            sa.Column("planned_at", _MOMENT, nullable=False),
        )
        self.batch = self._table(
            "batch",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("chunk_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("batch_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("fence", sa.BigInteger, nullable=False),
            sa.Column("through_key", sa.Text),
            sa.Column("rows_read", sa.BigInteger, nullable=False),
            sa.Column("rows_rejected", sa.BigInteger, nullable=False),
            sa.Column("closes_chunk", sa.Integer, nullable=False),
            sa.Column("digest_name", sa.String(60), nullable=False),
            sa.Column("committed_at", _MOMENT, nullable=False),
        )
        self.batch_target = self._table(
            "batch_target",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("chunk_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("batch_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("target_name", _NAME, primary_key=True),
            sa.Column("rows_inserted", sa.BigInteger, nullable=False),
            sa.Column("rows_updated", sa.BigInteger, nullable=False),
            sa.Column("rows_present", sa.BigInteger, nullable=False),
            sa.Column("digest_first", sa.String(20)),
            sa.Column("digest_second", sa.String(20)),
            sa.Column("changes", sa.Text),
        )
        self.batch_key = self._table(
            "batch_key",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("chunk_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("batch_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("target_name", _NAME, primary_key=True),
            sa.Column("kind", sa.String(20), primary_key=True),
            sa.Column("rows", sa.BigInteger, nullable=False),
            sa.Column("digest_first", sa.String(20)),
            sa.Column("digest_second", sa.String(20)),
            # Compressed, or hashes, which do not shrink (``key_journal``).  A value of few rows with many columns would
            # shrink to a fourth, and there is one of at most 200 bytes a column in a batch.
            sa.Column("payload", sa.LargeBinary, nullable=False, info={COMPRESSED: True}),
        )
        self.table_scope = self._table(
            "table_scope",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("scope", sa.Text, nullable=False),
            sa.Column("based_on", sa.BigInteger),
            sa.Column("rows_below", sa.BigInteger),
            sa.Column("left_out", sa.Text),
            sa.Column("recorded_at", _MOMENT, nullable=False),
        )
        # Beside the count of rows in ``table_scope``: what came late and what was purged may be as many.
        self.scope_keys = self._table(
            "scope_keys",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("keys_below", sa.String(80), nullable=False),
        )
        # In which state of the source a table was read to its end; or (``unchanged_since``) which run has read it,
        # where this one has found the source in the same state.
        self.source_state = self._table(
            "source_state",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("fence", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("token", sa.String(64), nullable=False),
            sa.Column("terms", sa.String(64), nullable=False),
            sa.Column("unchanged_since", sa.BigInteger),
            sa.Column("recorded_at", _MOMENT, nullable=False),
        )
        self.high_water_mark = self._table(
            "high_water_mark",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("column_name", _NAME, nullable=False),
            sa.Column("value", sa.Text),
            sa.Column("lower_bound", sa.Text),
            sa.Column("frozen_at", _MOMENT, nullable=False),
        )
        self.key_map = self._table(
            "key_map",
            sa.Column("map_name", sa.String(100), primary_key=True),
            sa.Column("origin", sa.String(64), primary_key=True),
            sa.Column("source_key", _NAME, primary_key=True),
            sa.Column("target_key", _NAME, nullable=False),
            sa.Column("made", sa.Integer, nullable=False),
            sa.Column("run_id", sa.BigInteger, nullable=False),
        )
        # Asked whether a number is still free.
        sa.Index(f"{SCHEMA}_key_map_target", self.key_map.c.map_name, self.key_map.c.target_key)
        self.reject = self._table(
            "reject",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("chunk_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("batch_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("reject_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("source_key", sa.Text),
            sa.Column("reason", sa.String(40), nullable=False),
            sa.Column("column_name", _NAME),
            sa.Column("message", sa.Text, nullable=False),
            sa.Column("source_row", sa.Text),
        )
        # Rejects by the hash of what identifies their row: a primary key is an index in every engine.
        self.reject_key = self._table(
            "reject_key",
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("key_hash", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("chunk_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("batch_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("reject_no", sa.Integer, primary_key=True, autoincrement=False),
        )
        self.reject_outcome = self._table(
            "reject_outcome",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("chunk_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("batch_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("reject_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("by_run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("outcome", sa.String(20), nullable=False),
            sa.Column("recorded_at", _MOMENT, nullable=False),
        )
        self.undo_step = self._table(
            "undo_step",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("chunk_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("batch_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("target_name", _NAME, primary_key=True),
            sa.Column("rows_deleted", sa.BigInteger, nullable=False),
            sa.Column("rows_restored", sa.BigInteger, nullable=False),
            sa.Column("rows_missing", sa.BigInteger, nullable=False),
            sa.Column("undone_at", _MOMENT, nullable=False),
        )
        self.undone_table = self._table(
            "undone_table",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("table_name", _NAME, primary_key=True),
            sa.Column("undone_at", _MOMENT, nullable=False),
        )
        # Runs after ``run_id``, up to this one, may have found rows of it in the target before they were taken out.
        self.undo_reach = self._table(
            "undo_reach",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("target_name", _NAME, primary_key=True),
            sa.Column("newest_run_id", sa.BigInteger, primary_key=True, autoincrement=False),
        )
        self.suspension = self._table(
            "suspension",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("suspension_no", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("event", sa.String(20), primary_key=True),
            sa.Column("kind", sa.String(40), nullable=False),
            sa.Column("object_name", _NAME, nullable=False),
            sa.Column("table_name", _NAME, nullable=False),
            sa.Column("restore_sql", sa.Text, nullable=False),
            sa.Column("recorded_at", _MOMENT, nullable=False),
        )
        self.staging = self._table(
            "staging",
            sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("fence", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("staging_name", _NAME, primary_key=True),
            sa.Column("event", sa.String(20), primary_key=True),
            sa.Column("recorded_at", _MOMENT, nullable=False),
        )
        self.script_run = self._table(
            "script_run",
            sa.Column("script_run_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("side", sa.String(10), nullable=False),
            sa.Column("database_identity", sa.String(1000), nullable=False),
            sa.Column("script", sa.String(500), nullable=False),
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("outcome", sa.String(20), nullable=False),
            sa.Column("message", sa.Text),
            sa.Column("ended_at", _MOMENT, nullable=False),
        )

    def _table(self, name: str, *columns: sa.Column[object]) -> sa.Table:
        return sa.Table(f"{self._prefix}{name}", self.metadata, *columns, schema=self.schema)

    def staging_name(self, number: int) -> TableName:
        """Staging tables lie beside the tracking tables; engines name them alike."""
        return TableName(f"{self._prefix}stage_{number}", self.schema)

    def is_undone(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """Of rows of a tracking table: whether the run's work on that source table was taken out again."""
        undone = self.undone_table
        return sa.exists().where(undone.c.run_id == table.c.run_id, undone.c.table_name == table.c.table_name)

    @property
    def names(self) -> frozenset[str]:
        """Table names, for telling the ledger's tables from the user's."""
        return frozenset(table.name for table in self.metadata.tables.values())
