"""What a migration will do, as frozen values that every stage shares."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from dbmigrate.model.domains import Domain
from dbmigrate.model.scope import ALL_ROWS, TableScope
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType


class ReadMethod(StrEnum):
    KEYSET = "keyset"
    """Ordered by a unique, not null key; each batch commits by itself."""
    ONE_TRANSACTION = "one_transaction"
    """No usable key: the whole table is one transaction in the target."""


class WriteMode(StrEnum):
    INSERT = "insert"
    UPSERT = "upsert"


class ColumnPlan(Struct, frozen=True):
    """One target column.  Exactly one of ``source`` (copied) and ``expression`` (DuckDB SQL) is set."""

    target: Column
    source: str | None
    expression: str | None
    wire: LogicalType
    """The type in which the value is handed to the target and hashed: the target's, except where
    both sides keep storage classes (SQLite to SQLite)."""
    consents: frozenset[str] = frozenset()
    domain: Domain | None = None
    """The id domain whose map the value goes through before it is fitted."""

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def is_mapped(self) -> bool:
        """Whether the map can change a value."""
        return self.domain is not None and not self.domain.keeps_values


class IntoPlan(Struct, frozen=True):
    """One target of one read."""

    table: Table
    key: tuple[str, ...]
    columns: tuple[ColumnPlan, ...]
    mode: WriteMode = WriteMode.INSERT
    may_hold_rows: bool = False
    """Rows that this program did not write may be in the target."""
    distinct: bool = False
    """One row for each key among the source rows, not one for each source row."""
    keeps_hashes: bool = False
    """A hash of each row that is written is kept in the ledger: such a row may be deleted while it holds."""

    @property
    def tagged(self) -> tuple[str, ...]:
        """Columns whose values travel with their storage class."""
        return tuple(column.name for column in self.columns if column.wire.kind is Kind.STORAGE)


class WatermarkPlan(Struct, frozen=True):
    of: Column
    overlap_seconds: int

    @property
    def column(self) -> str:
        return self.of.name


class ResyncPlan(Struct, frozen=True):
    """Whether rows that changed in the source are updated, and rows that went from it deleted; else they are listed."""

    updates: bool = True
    deletes: bool = False


class OrphanRule(Struct, frozen=True):
    """Rows without a row of ``parent`` go on the reject list.  ``on``: pairs of (own column, parent's column)."""

    parent: Table
    on: tuple[tuple[str, str], ...]


class MemberPlan(Struct, frozen=True):
    """One member of a series; ``reason``: why it is left out, or (``excused``) may lack tables."""

    series: str
    name: str
    tables: str
    values: tuple[tuple[str, object], ...] = ()
    taken: bool = True
    excused: bool = False
    reason: str = ""


class TablePlan(Struct, frozen=True):
    """One read and its targets."""

    group: str
    source: Table
    key: tuple[str, ...]
    key_is_enforced: bool
    method: ReadMethod
    into: tuple[IntoPlan, ...]
    watermark: WatermarkPlan | None = None
    level: int = 0
    """Tables of a lower level are complete before a higher level of the same group starts."""
    scope: TableScope = ALL_ROWS
    """Source table whose rows this one's rows belong to."""
    orphans: OrphanRule | None = None
    resync: ResyncPlan = ResyncPlan()
    member: tuple[str, str] | None = None
    """(series, member) of a table that is one of many."""
    moves_server_side: bool = False
    row_estimate: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return str(self.source.name)

    @property
    def read_columns(self) -> tuple[Column, ...]:
        return self.source.columns


INDEX = "index"


class Suspension(Struct, frozen=True):
    """A target constraint, trigger or index that is off during the load and put back after it.

    ``may_stay``: the load is only slower with it.
    """

    kind: str
    name: str
    table: TableName
    suspend_sql: tuple[str, ...]
    restore_sql: tuple[str, ...]
    reason: str
    may_stay: bool = False


class Finding(Struct, frozen=True):
    """Something the plan noticed.  ``refuses`` findings end with exit 4."""

    code: str
    subject: str
    message: str
    next_step: str = ""
    refuses: bool = False


class LeftOutTable(Struct, frozen=True):
    table: str
    reason: str


class MigrationPlan(Struct, frozen=True):
    package: str
    package_release: str
    source_identity: str
    target_identity: str
    inputs: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    tables: tuple[TablePlan, ...]
    suspensions: tuple[Suspension, ...] = ()
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOutTable, ...] = ()
    filters: tuple[tuple[str, object], ...] = ()
    """What the operator left out, by dimension; empty for all rows."""
    members: tuple[MemberPlan, ...] = ()
    """Of the package's series, those that were not asked for included."""
    document: dict[str, object] = field(default_factory=dict)
    """What must not change between an interrupted run and its resume; see ``plan.fingerprint``."""
    fingerprint: str = ""

    def table(self, source: str) -> TablePlan:
        for table in self.tables:
            if table.name == source:
                return table
        raise KeyError(source)

    @property
    def refusals(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.refuses)
