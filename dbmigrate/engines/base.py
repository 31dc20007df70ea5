"""What every engine must offer.  Engine facts are data (``Capabilities``) or methods here; no other
layer asks which engine it talks to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.conditions import Condition
from dbmigrate.model.doubts import DoubtKind, KeyComparison
from dbmigrate.model.keys import KeyRange, KeyValue
from dbmigrate.model.plan import Suspension, TablePlan
from dbmigrate.model.surroundings import Surroundings
from dbmigrate.model.table import Column, ForeignKey, Table, TableName
from dbmigrate.model.types import LogicalType


class Fault(StrEnum):
    """What kind of failure an engine's error is; decided by code, in one method per engine."""

    TRANSIENT = "transient"
    """Deadlock, serialisation failure, busy: the whole batch may be tried again."""
    CONNECTION = "connection"
    """The connection is gone; whether a COMMIT happened must be asked of the ledger."""
    ROW = "row"
    """A row is at fault: constraint, value out of range."""
    TERMINAL = "terminal"
    """Login, permission, missing object, disk full, internal."""


@dataclass(frozen=True, slots=True)
class Capabilities:
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


@dataclass(frozen=True, slots=True)
class TableRead:
    """One ordered, streaming read.  ``key`` empty: the table as it comes.

    ``where``: only rows that meet it.
    """

    table: Table
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    key_range: KeyRange = field(default_factory=KeyRange)
    where: Condition | None = None
    key_is_unique: bool = True
    """False: rows may share a key, so a read cannot go on from the last key it has seen."""
    most_rows: int | None = None
    """No more rows than this are wanted; a read may give more where stopping early costs nothing."""
    compares: bool = False
    """Each batch is only looked at by the thread that reads: tables with large values are read one at a time."""
    marks: bool = False
    """A large value may come as its mark (``model.large_values``)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows, and a sum of hashes of what identifies each, so that rows that came and as many that went are
    noticed; None where the engine has none.  Comparable with what the same source has told of the same table."""

    rows: int
    keys: str | None = None


BoundOf = Callable[[int | str | None], int | str | None]


@dataclass(frozen=True, slots=True)
class Survey:
    """Of a table and one of its columns.  ``mark``: as ``high_water_mark``; ``below``: the bound that was asked about;
    ``below_mark``: the one that belongs to the mark.  ``rest``: what the rows meet that are not below the first."""

    mark: int | str
    below: Tally
    below_mark: Tally
    rest: Condition


@dataclass(frozen=True, slots=True)
class StagedCounts:
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


@dataclass(frozen=True, slots=True)
class ServerSideRange:
    """Rows that the target fetched by itself; ``through_key``: key of the last, None at the end of the read."""

    rows: int
    through_key: KeyValue | None
    ended: bool


@dataclass(frozen=True, slots=True)
class StateNote:
    """``kind``: trigger, index, constraint, sequence, job, statistics or server."""

    kind: str
    subject: str
    message: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class LoadSign:
    """How busy a server is in one respect.  ``value`` None: this login cannot see it.

    From ``busy_from`` on the server's other users notice; from ``overloaded_from`` on they are kept from their work.
    """

    what: str
    value: float | None
    busy_from: float
    overloaded_from: float
    unit: str = ""


class EngineFault(Exception):  # noqa: N818 - raised by engines, turned into an error with context above
    """A driver's error with its sort; ``native_code`` is the engine's own number or SQLSTATE.

    ``next_step``: advice that only the engine can give, instead of the general one.
    """

    def __init__(self, fault: Fault, message: str, native_code: str = "", *, next_step: str = "") -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message
        self.native_code = native_code
        self.next_step = next_step


class PasswordFault(EngineFault):
    """The server wants a password and was given none, or the wrong one."""


class SourceFault(EngineFault):
    """The source failed while the target was fetching rows from it."""


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


class ServerSideMove(Protocol):
    """Rows that go from the source into the target as they are stored, without being looked at here."""

    session: Session
    """Where the rows are written, so where their ledger entry must be written too."""

    def pull(
        self, read: TableRead, into: Sequence[tuple[Table, Sequence[str], Sequence[str]]], rows: int
    ) -> ServerSideRange:
        """Inside the open transaction: the next ``rows`` rows of the read, in key order, into each
        (table, columns, source columns); all of them when the read has no key.

        Raises SourceFault where it is the source that failed.
        """

    def distinct_values(self, read: TableRead, column: Column) -> list[str]:
        """Outside a transaction: the different values of a source column among the rows of the read, as text.

        Raises SourceFault where it is the source that failed.
        """

    def pulled_rows(self, read: TableRead, columns: Sequence[Column]) -> Iterator[SourceBatch]:
        """These source columns of the rows in the read's range, as the last ``pull`` saw them, in key order.

        A column of ``Kind.STORAGE`` whose native type is one of whole numbers may come as such.
        Raises SourceFault where it is the source that failed.
        """

    def close(self) -> None:
        """Let go of what was opened for it; the transaction that is open is undone."""


class WholeMove(ServerSideMove, Protocol):
    """A move that can also take all rows of a read in one statement, which is a multiple faster."""

    def pull_whole(
        self, read: TableRead, into: Sequence[tuple[Table, Sequence[str], Sequence[str]]]
    ) -> tuple[int, ...]:
        """Inside the open transaction: every row of the read into each (table, columns, source columns), in any order;
        how many went into each.

        Raises SourceFault where it is the source that failed.
        """

    def key_rows(self, read: TableRead, columns: Sequence[Column], rows: int) -> Iterator[SourceBatch]:
        """These columns of the key, of the rows that ``pull_whole`` sees, in key order, at most ``rows`` at once;
        ``through_key`` is set.

        For another thread, while ``pull_whole`` is at work.
        """


class Reader(Protocol):
    """A connection that reads under one consistent view."""

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        """Rows in key order, in ``arrow_type`` of each column's logical type, lazily.

        Each yielded batch holds at most ``batch_rows`` rows and about ``batch_bytes`` bytes, and is
        never empty.
        """

    def count(self, read: TableRead) -> int: ...

    def count_if_same(self, read: TableRead, other: Reader, others: TableRead) -> int | None:
        """How many rows, where ``other`` holds the very same ones, value for value as they are stored: told by the
        databases, so that no row comes here.  None where rows differ, or where they cannot tell that none does.

        ``others``: the same columns under the other reader's names, in the same order.  A statement in its own
        transaction may be used, so what this says is of a state that is no older than the view's.

        Raises SourceFault where it is ``other`` that failed.
        """

    def tally(self, read: TableRead) -> Tally:
        """One scan; rows are known by ``read.key``."""

    def survey(self, read: TableRead, column: Column, bound: int | str, bound_of: BoundOf, /) -> Survey | None:
        """What ``high_water_mark`` and two tallies say, for less than these cost; None where there is no such way.

        ``bound_of``: a mark's; for one that is not less than the last, a bound that is not less either.
        """

    def split(self, read: TableRead, chunks: int) -> list[KeyRange]:
        """At most so many key ranges that together cover the read, in the order of the key; one range when it
        cannot be split, or is too small for that."""

    def high_water_mark(self, table: Table, column: str) -> int | str | None:
        """The greatest value of the column under this view, as the engine's text.

        An integer only where the column's type does not say that it holds numbers, and it holds nothing else.
        """

    def close(self) -> None: ...


class SourceView(Protocol):
    """One consistent view of the source, shared by readers."""

    description: str
    state_token: str | None
    """Of the state that this view sees: two views with one token see the same rows in every table.  At most 64
    characters.  None where that cannot be proved: a wrong token loses rows."""

    def open_reader(self) -> Reader: ...

    def close(self) -> None: ...


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
