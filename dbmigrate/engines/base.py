"""What every engine must offer.  Engine facts are data (``Capabilities``) or methods here; no other
layer asks which engine it talks to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import pyarrow as pa
import sqlalchemy as sa
from msgspec import Struct

from dbmigrate.engines.moving import ServerSideMove, WholeMove
from dbmigrate.engines.reader import Reader, SourceView
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.session import Loader, Session, Writer
from dbmigrate.model.doubts import DoubtKind, KeyComparison
from dbmigrate.model.plan import Suspension, TablePlan
from dbmigrate.model.surroundings import Surroundings
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import LogicalType


class Capabilities(Struct, frozen=True):
    """Facts of an engine, each with its source in the engine's own module."""

    supports_transactional_bulk_load: bool
    supports_transactional_ddl: bool
    supports_parallel_writers: bool
    supports_shared_snapshot: bool
    supports_schemas: bool
    has_dynamic_types: bool
    max_identifier_bytes: int | None = None
    enforces_foreign_keys: bool = True
    """Whether a row without its parent is refused while it is loaded."""
    empty_text_is_null: bool = False
    """Whether '' is stored as NULL."""
    tells_load: bool = False
    """Whether there is a server whose load can be asked for (``load_signs``)."""
    has_row_values: bool = True
    """``(a, b) IN (VALUES (1, 2), (3, 4))``."""
    script_begin: str = "BEGIN;"
    """What begins a transaction in a script for the engine's own client; empty where one begins by itself."""

    @property
    def stages_in_transaction(self) -> bool:
        """Whether staging is a temporary table, loaded in the transaction that moves its rows.

        A definition that commits by itself would end that transaction.
        """
        return self.supports_transactional_bulk_load and self.supports_transactional_ddl


class StateNote(Struct, frozen=True):
    """``kind``: trigger, index, constraint, sequence, job, statistics or server."""

    kind: str
    subject: str
    message: str
    next_step: str = ""


class LoadSign(Struct, frozen=True):
    """How busy a server is in one respect.  ``value`` None: this login cannot see it.

    From ``busy_from`` on the server's other users notice; from ``overloaded_from`` on they are kept from their work.
    """

    what: str
    value: float | None
    busy_from: float
    overloaded_from: float
    unit: str = ""


class Engine(Protocol):
    """One database.  Holds no connection of its own except for reflection.

    ``script_settings``: statements at the head of a script that holds ``literals``, so that they mean what they say.
    """

    name: str
    capabilities: Capabilities
    script_settings: tuple[str, ...]

    def identity(self) -> str:
        """The same text for two URLs that reach the same database; never holds a credential."""

    def server_version(self) -> str: ...

    def list_tables(self) -> list[TableName]: ...

    def list_unread(self) -> list[tuple[TableName, str]]:
        """What a query takes for a table and ``list_tables`` leaves out, each with the reason; no views."""

    def describe_table(self, name: TableName) -> Table | None:
        """The table as the catalogue has it (names compared without case), None if there is none."""

    def forget_catalog(self) -> None:
        """Descriptions are kept; after DDL the next question reads the catalogue again."""

    def expect_connections(self) -> None:
        """There will be some soon: what takes long before the first one may begin now, in a thread that ``dispose``
        waits for.  What fails there is tried again, and told, by the first one."""

    def filled(self, names: Collection[TableName]) -> set[TableName]:
        """Those of these tables that hold rows."""

    def filter_defects(self, table: Table, column: Column) -> str | None:
        """Why moments in this column cannot be compared with a date, or None."""

    def key_defects(self, table: Table, key: Sequence[str]) -> str | None:
        """Why these columns cannot order a keyset read (NULLs, mixed storage, float), or None."""

    def missing_permissions(self, tables: Sequence[TableName]) -> list[str]:
        """What this login lacks for filling these tables and keeping a ledger, in the engine's words."""

    def state_token(self) -> str | None:
        """As of a view that is opened now, if nobody is writing; None where it costs more than a look, too."""

    def open_view(self) -> SourceView: ...

    def open_session(self) -> Session:
        """For statements alone: cheaper than a writer where that can be."""

    def open_writer(self) -> Writer: ...

    def open_loader(self) -> Loader | None:
        """A session that loads faster than a writer does; None where there is none.  See ``takes``."""

    def takes(self, table: Table) -> bool:
        """Whether the loader can load every column of the table."""

    def create_scratch(
        self, session: Session, table: Table, columns: Sequence[str], key: Sequence[str], number: int
    ) -> TableName:
        """Make an empty table to measure loads in.

        Where ``stages_in_transaction``: an ordinary table with these columns and an index on the key, inside the open
        transaction of any session, so that it goes with it, however it ends.  Elsewhere: a staging table, because
        rows go there first; ``session`` is a writer, and it commits by itself.
        """

    def pulls_from(self, source: Engine, table: TablePlan) -> bool:
        """Whether this target can take the table's rows as the source stores them, under one consistent view."""

    def server_side_move(self, session: Session, source: Engine, reader: Reader) -> ServerSideMove:
        """Rows as ``reader`` of the source would see them; only where ``pulls_from`` says so.

        ``session``: the target's, if the engine can use it.
        """

    def move_streams(self, source: Engine) -> int | None:
        """How many streams of one table gain anything where its rows are pulled from there; None: any may."""

    def whole_move(self, move: ServerSideMove, table: TablePlan) -> WholeMove | None:
        """The same move, where it can take this table in one piece and will not take long; else None."""

    def acquire_lock(self, name: str) -> RunLock | None:
        """A lock that ends with this process however it ends; None if another process has it."""

    def refusals(self, column: Column, values: pa.Array) -> list[tuple[pa.Array, str]]:
        """Values this engine would refuse or change: (boolean mask, reason) pairs."""

    def value_limits(self, column: Column) -> frozenset[DoubtKind]:
        """The kinds of value that ``refusals`` would find in this target column, whatever its type can hold."""

    def keeps_every_character(self) -> bool:
        """Whether the ledger's texts may hold any character; where not, rows are spelled there in ASCII."""

    def key_comparison(self, table: Table, column: Column) -> KeyComparison:
        """When two texts are one key in this target's unique keys."""

    def operating_state(self, tables: Sequence[Table]) -> list[StateNote]:
        """What an operator should know before rows are moved into or out of these tables, and afterwards: switched-off
        triggers, invalid indexes, constraints that are not checked, sequences below the data, scheduled jobs, missing
        statistics, modes of the server.  Asks the catalogue only; nothing where all is as usual."""

    def load_signs(self, session: Session) -> list[LoadSign]:
        """How busy the server is with other work than ours, asked outside a transaction; empty where there is no
        server.  A question or two each time: it is asked every few seconds while a run is to be courteous."""

    def surroundings(self, tables: Sequence[Table], *, fills: bool) -> Surroundings:
        """How much these tables hold and, where they are to be filled, how much more fits; settings that matter.

        Asks the catalogue only.  What this login may not read, or the engine does not tell, says so.
        """

    def scan_sql(self) -> ScanSql:
        """SQL that finds values in doubt, for a source of this engine."""

    def wire_type(self, column: Column) -> LogicalType:
        """The type in which values are handed to this engine when it is the target."""

    def whole_type(self, logical: LogicalType) -> LogicalType:
        """The type in which every value of this one can be read: text where Arrow has no form for some of them."""

    def suspensions(self, tables: Sequence[Table], broken: Collection[tuple[TableName, TableName]]) -> list[Suspension]:
        """What must be off while these tables are loaded: insert triggers, and the foreign keys
        (from, to) that no loading order satisfies."""

    def delayed_indexes(self, tables: Sequence[Table]) -> list[Suspension]:
        """Indexes of these tables, which are empty, that can refuse no row and can be put back exactly as they are."""

    def is_back(self, session: Session, suspension: Suspension) -> bool:
        """Whether somebody has put it back by hand, exactly as it was."""

    def users_of(self, session: Session, table: TableName) -> list[str]:
        """Sessions of others that hold a lock on the table, for people; none where the engine does not tell."""

    def needs_finishing(self, table: Table) -> bool:
        """Whether ``finish_table`` has anything to do."""

    def finish_table(self, session: Session, table: Table) -> None:
        """After the last batch: identity values above the rows, statistics."""

    def literals(self, column: Column, values: pa.Array, *, tagged: bool = False) -> list[str]:
        """Values as SQL text of this engine, in the column's type; NULL as ``NULL``.

        ``tagged``: they travel with their storage class (``Kind.STORAGE``).
        """

    def render_sql(self, statement: sa.ClauseElement) -> str:
        """A SQLAlchemy Core statement or expression as text with its values in it, for scripts."""

    def render_create_schema(self, tables: Sequence[Table]) -> str:
        """DDL for tables described in neutral types."""

    def dispose(self) -> None: ...


class RunLock(Protocol):
    def release(self) -> None: ...
