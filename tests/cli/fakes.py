"""A migration that only looks like one: for what the command line makes of results."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from dbmigrate.model.estimate import Basis, TableTime, TimeEstimate
from dbmigrate.model.events import BatchCommitted, Notice, RunStarted, Sink, TableFinished, TableStarted, ignore
from dbmigrate.model.outcome import RunOutcome, TableOutcome
from dbmigrate.model.plan import (
    ColumnPlan,
    Finding,
    IntoPlan,
    LeftOutTable,
    MigrationPlan,
    ReadMethod,
    Suspension,
    TablePlan,
    WatermarkPlan,
)
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import integer, text
from dbmigrate.model.verdicts import RowDifference, TableVerdict, Verdict, VerificationReport
from dbmigrate.run.migration import StatusReport, VerifyScope


def made_plan(*findings: Finding) -> MigrationPlan:
    source = Table(TableName("Orders"), (Column("Id", integer(32)), Column("Note", text(50))), primary_key=("Id",))
    target = Table(
        TableName("OrderArchive"), (Column("Id", integer(64)), Column("Note", text(20)), Column("Site", text()))
    )
    columns = (
        ColumnPlan(target.columns[0], "Id", None, integer(64)),
        ColumnPlan(target.columns[1], "Note", None, text(20), frozenset({"truncate"})),
        ColumnPlan(target.columns[2], None, "'main'", text()),
    )
    table = TablePlan(
        "sales",
        source,
        ("Id",),
        True,
        ReadMethod.KEYSET,
        (IntoPlan(target, ("Id",), columns),),
        watermark=WatermarkPlan(source.columns[0], 86_400),
        row_estimate=1234,
        notes=("read in [brackets]",),
    )
    trigger = Suspension("trigger", "stamp", TableName("OrderArchive"), ("off",), ("on",), "would change rows")
    return MigrationPlan(
        package="shop",
        package_release="1",
        source_identity="a",
        target_identity="b",
        inputs=(("unit", "seconds"),),
        groups=("sales",),
        tables=(table,),
        suspensions=(trigger,),
        findings=findings,
        left_out=(LeftOutTable("Cache", "worthless"),),
    )


REFUSAL = Finding("DBM-4001", "Orders.Code", "nothing feeds it", "Name a source", refuses=True)


def outcome(*, rejected: int = 0, state: str = "copied") -> RunOutcome:
    table = TableOutcome(
        "sales", "Orders", ("OrderArchive",), 10, 10 - rejected, 0, 0, rejected, {"truncate Note": 3}, 0.5
    )
    return RunOutcome(7, 1, state, False, 0.5, (table,), rejected)


def verdict(kind: Verdict, *differences: RowDifference) -> VerificationReport:
    table = TableVerdict("sales", "Orders", "OrderArchive", kind, 10, 10, "digests", differences, len(differences), 0.1)
    return VerificationReport((table,), 0.1)


ESTIMATE = TimeEstimate(75.0, 1234, Basis.DEFAULT, (TableTime("Orders", 1234, 75.0, Basis.DEFAULT),), ("Unknown",))
MISSING = RowDifference("missing", "41", ("Note",), {"Note": "kept"}, {})
CHANGED = RowDifference(
    "changed", "42", ("Note", "Site"), {"Note": "long text", "Site": None}, {"Note": "long", "Site": ""}
)


def ledger(*, last_commit: str = "2026-11-22T10:00:00.000Z", rejects: int = 0) -> StatusReport:
    run: dict[str, Any] = {
        "run_id": 7,
        "kind": "pass",
        "filters": {},
        "pass_number": 1,
        "state": "copied",
        "started_at": "2026-11-22T09:00:00.000Z",
        "ended_at": "2026-11-22T10:00:01.000Z",
        "package": "shop",
        "package_release": "1",
        "attempts": [
            {
                "fence": 1,
                "started_at": "2026-11-22T09:00:00.000Z",
                "ended_at": None,
                "outcome": None,
                "host": "jump<1>",
                "process_id": 4,
                "os_user": "dba",
            }
        ],
        "tables": [
            {
                "table_name": "Orders",
                "rows_read": 10,
                "rows_rejected": rejects,
                "batches": 1,
                "first_commit": last_commit,
                "last_commit": last_commit,
                "closed": True,
                "left_out": {},
            }
        ],
        "marks": [{"table_name": "Orders", "column_name": "Id", "value": "10", "lower_bound": None}],
    }
    total = {
        "table_name": "Orders",
        "target_name": "OrderArchive",
        "rows_inserted": 10 - rejects,
        "rows_updated": 0,
        "rows_present": 0,
    }
    counts = (
        ({"table_name": "Orders", "reason": "constraint", "column_name": "Note", "rows": rejects},) if rejects else ()
    )
    return StatusReport("shop move", True, (run,), (total,), counts)


@dataclass
class FakeMigration:
    """Answers as it was told to; ``opened`` keeps what it was opened with."""

    plan_result: MigrationPlan = field(default_factory=made_plan)
    run_result: RunOutcome | BaseException = field(default_factory=outcome)
    verify_result: VerificationReport = field(default_factory=lambda: verdict(Verdict.MATCH))
    status_result: StatusReport = field(default_factory=ledger)
    opened: list[tuple[Any, Any]] = field(default_factory=list)
    options: list[Any] = field(default_factory=list)
    scopes: list[VerifyScope] = field(default_factory=list)
    during_run: Callable[[threading.Event], None] | None = None

    def __call__(self, project: Any, *, groups: Collection[str] | None = None, **_: Any) -> Self:
        self.opened.append((project, groups))
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def plan(self) -> MigrationPlan:
        return self.plan_result

    def estimate(self, plan: MigrationPlan) -> TimeEstimate:
        return ESTIMATE

    def expect_run(self) -> None:
        return

    def run(self, options: Any = None, *, sink: Sink = ignore, stop: threading.Event | None = None) -> RunOutcome:
        self.options.append(options)
        sink(RunStarted(7, 1, False, 1, 10))
        sink(TableStarted("sales", "Orders", ("OrderArchive",), 10, 0, "direct"))
        sink(BatchCommitted("Orders", 10, 10, 0, 100))
        sink(TableFinished("Orders", 10, 10, 0, 0.5))
        sink(Notice("mind the gap", "warning"))
        if self.during_run is not None and stop is not None:
            self.during_run(stop)
        if isinstance(self.run_result, BaseException):
            raise self.run_result
        return self.run_result

    def verify(self, *, scope: VerifyScope, sink: Sink = ignore, log: Any = None) -> VerificationReport:
        self.scopes.append(scope)
        return self.verify_result

    def status(self) -> StatusReport:
        return self.status_result
