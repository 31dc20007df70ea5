"""Are the rows in the target those that were in the source?  Compared, or said to be not verified."""

from __future__ import annotations

import hashlib
import queue
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.compute.brought import rows_brought
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader, SourceView
from dbmigrate.engines.registry import Side, side_error
from dbmigrate.errors import UsageError
from dbmigrate.ledger.entries import BatchMark, Scope
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.ledger.written import WrittenKeys
from dbmigrate.model.events import Sink, TableVerified
from dbmigrate.model.pace import Pace
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan
from dbmigrate.model.prepared import REASON_CONFLICT, REASON_ORPHAN, REASON_REFUSED, REASON_UNFIT, REASON_UNREADABLE
from dbmigrate.model.verdicts import ChunkVerdict, TableVerdict, Verdict, VerificationReport, overall
from dbmigrate.verify.ahead import AheadReader
from dbmigrate.verify.differences import SHOWN
from dbmigrate.verify.part_check import PartCheck
from dbmigrate.verify.part_log import NoLog, PartLog
from dbmigrate.verify.parts import Part, parts_of
from dbmigrate.verify.scope import VerifyScope, date_filter
from dbmigrate.verify.sides import ExpectedRows, Sides

NOT_COPIED = "not copied to its end by any run"
NO_DATES = "its watermark column does not arrive as a date, so its rows cannot be told by date"


class _Target(Struct, frozen=True):
    """One target of one table: its parts, or why it is not verified."""

    table: TablePlan
    number: int
    parts: tuple[Part, ...] = ()
    reason: str = ""

    @property
    def into(self) -> IntoPlan:
        return self.table.into[self.number]


class Verifier:
    def __init__(
        self,
        plan: MigrationPlan,
        source: Engine,
        target: Engine,
        expected: ExpectedRows,
        sink: Sink,
        log: PartLog | None = None,
    ) -> None:
        self._plan = plan
        self._source = source
        self._target = target
        self._expected = expected
        self._sink = sink
        self._log = log or NoLog()
        self._logging = threading.Lock()

    def verify(self, scope: VerifyScope) -> VerificationReport:
        """Every table of the scope.  Raises UsageError, SourceError, TargetError."""
        scope.check()
        started = time.monotonic()
        targets = self.targets(scope)
        self._log.begin(_identity(self._plan, scope, targets), resume=scope.resume)
        parts = [part for target in targets for part in target.parts]
        chunks: dict[str, ChunkVerdict] = {}
        verdicts: list[TableVerdict] = []
        waiting = list(targets)
        for part, chunk in self._compared(parts, scope):
            chunks[part.name] = chunk
            while waiting and all(one.name in chunks for one in waiting[0].parts):
                verdicts.append(self._told(waiting.pop(0), chunks))
        verdicts += [self._told(target, chunks) for target in waiting]
        self._log.finish()
        return VerificationReport(tuple(verdicts), time.monotonic() - started)

    def targets(self, scope: VerifyScope) -> list[_Target]:
        """In the order of the plan."""
        with self._asked() as history:
            if history is None:
                chosen = scope.chosen(self._plan, () if scope.run_id is not None else None)
                return [_Target(table, n, reason=NOT_COPIED) for table in chosen for n in range(len(table.into))]
            of_run = None
            if scope.run_id is not None:
                of_run = history.tables_of_run(scope.run_id)
                if not of_run:
                    raise UsageError(
                        f"run {scope.run_id} has committed nothing", next_step="See the runs with dbmigrate status"
                    )
            closed, marks = history.closed_tables(), history.batch_marks()
            return [
                self._target_of(table, number, scope, marks, closed)
                for table in scope.chosen(self._plan, of_run)
                for number in range(len(table.into))
            ]

    def excused(self, table: TablePlan, *, by_key: bool) -> frozenset[str]:
        """Source rows that the target refused, or that it holds otherwise; on the reject list and not missing.

        ``by_key``: the keys of all rejected rows, also of those that a comparison by row leaves out beforehand.
        """
        with self._asked() as history:
            if history is None:
                return frozenset()
            reasons = (REASON_REFUSED, REASON_CONFLICT, REASON_ORPHAN)
            if by_key:
                return history.rejected_keys(table.name, (*reasons, REASON_UNFIT, REASON_UNREADABLE))
            return frozenset().union(*(history.refused_rows(table.name, reason) for reason in reasons))

    def brought(self, part: Part) -> int | None:
        """Rows that runs have brought into a whole target, each once, however often it was brought again."""
        with self._ledger() as ledger:
            if ledger is None:
                return None
            written = WrittenKeys(ledger.session, ledger.tables, self._scope)
            return rows_brought(written, part.table.name, part.into, part.rows)

    @contextmanager
    def sides(self, pace: Pace) -> Iterator[Sides]:
        """Both databases under one view each."""
        with ExitStack() as opened:
            source = _open(opened, self._source, "source", None)
            target = _open(opened, self._target, "target", None)
            yield Sides(source, target, self._expected, pace, self._target.whole_type)

    def _target_of(
        self,
        table: TablePlan,
        number: int,
        scope: VerifyScope,
        marks: Mapping[tuple[str, str], Sequence[BatchMark]],
        closed: Collection[str],
    ) -> _Target:
        into = table.into[number]
        found = marks.get((table.name, str(into.table.name)), ())
        if table.name not in closed or not found:
            return _Target(table, number, reason=NOT_COPIED)
        if scope.is_dated and date_filter(scope, table, into) is None:
            return _Target(table, number, reason=NO_DATES)
        return _Target(table, number, tuple(parts_of(table, number, found)))

    # The work

    def _compared(self, parts: Sequence[Part], scope: VerifyScope) -> Iterator[tuple[Part, ChunkVerdict]]:
        """Each part with its verdict, in the order of the parts, by as many workers as asked for."""
        pace = Pace(scope.max_rows_per_second)
        workers = max(1, min(scope.workers, len(parts)))
        with ExitStack() as opened:
            views = [self._view(opened, self._source, "source"), self._view(opened, self._target, "target")]
            idle: queue.SimpleQueue[Sides] = queue.SimpleQueue()
            streams = max(1, scope.workers // workers)
            for _ in range(workers):
                source = _open(opened, self._source, "source", views[0])
                target = _open(opened, self._target, "target", views[1])
                idle.put(Sides(source, target, self._expected, pace, self._target.whole_type, streams))

            def check(part: Part) -> ChunkVerdict:
                sides = idle.get()
                try:
                    return self._check(part, sides, scope)
                finally:
                    idle.put(sides)

            if workers == 1:
                yield from ((part, check(part)) for part in parts)
                return
            with ThreadPoolExecutor(workers, thread_name_prefix="dbmigrate-verify") as pool:
                futures = [pool.submit(check, part) for part in parts]
                try:
                    for part, future in zip(parts, futures, strict=True):
                        yield part, future.result()
                finally:
                    for future in futures:
                        future.cancel()

    def _view(self, opened: ExitStack, engine: Engine, side: Side) -> SourceView | None:
        """One view for all workers; None where each reader needs its own."""
        return _open_view(opened, engine, side) if engine.capabilities.supports_shared_snapshot else None

    def _check(self, part: Part, sides: Sides, scope: VerifyScope) -> ChunkVerdict:
        with self._logging:
            known = self._log.known(part.name)
        if known is not None:
            return known
        row_filter = date_filter(scope, part.table, part.into) if scope.is_dated else None
        with closing(PartCheck(part, sides, self.excused, brought=self.brought, row_filter=row_filter)) as check:
            verdict = check.verdict(scope.level)
        with self._logging:
            self._log.record(part.name, verdict)
        return verdict

    def _told(self, target: _Target, chunks: dict[str, ChunkVerdict]) -> TableVerdict:
        verdict = _joined(target, [chunks[part.name] for part in target.parts])
        self._sink(TableVerified(target.table.name, verdict.target, str(verdict.verdict), verdict.rows_found or 0))
        return verdict

    @contextmanager
    def _asked(self) -> Iterator[History | None]:
        """The history of this source and package; None where there is no ledger."""
        with self._ledger() as ledger:
            yield History(ledger.session, ledger.tables, self._scope) if ledger else None

    @property
    def _scope(self) -> Scope:
        return Scope(self._plan.source_identity, self._plan.package)

    @contextmanager
    def _ledger(self) -> Iterator[Ledger | None]:
        try:
            with read_ledger(self._target) as ledger:
                yield ledger
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be read", number=21) from None


def _joined(target: _Target, chunks: Sequence[ChunkVerdict]) -> TableVerdict:
    name, group = str(target.into.table.name), target.table.group
    if not chunks:
        return TableVerdict(group, target.table.name, name, Verdict.NOT_VERIFIED, None, None, target.reason)
    methods = dict.fromkeys(chunk.method for chunk in chunks)
    differences = tuple(one for chunk in chunks for one in chunk.differences)
    return TableVerdict(
        group,
        target.table.name,
        name,
        overall(chunk.verdict for chunk in chunks),
        sum(chunk.rows_expected or 0 for chunk in chunks),
        sum(chunk.rows_found or 0 for chunk in chunks),
        "; ".join(methods),
        differences[:SHOWN],
        sum(chunk.differences_total for chunk in chunks),
        sum(chunk.seconds for chunk in chunks),
        tuple(replace(chunk, differences=()) for chunk in chunks),
        all(chunk.differences_complete for chunk in chunks),
    )


def _identity(plan: MigrationPlan, scope: VerifyScope, targets: Sequence[_Target]) -> str:
    """Of what is compared with what: another plan, another commit or another level is another verification."""
    told = [plan.fingerprint, scope.level, str(scope.since), str(scope.until)]
    told += [f"{part.name} {part.rows} {part.digest}" for target in targets for part in target.parts]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _open_view(opened: ExitStack, engine: Engine, side: Side) -> SourceView:
    try:
        view = engine.open_view()
    except EngineFault as fault:
        raise side_error(fault, side, f"no consistent view of the {side}", number=2) from None
    opened.callback(view.close)
    return view


def _open(opened: ExitStack, engine: Engine, side: Side, shared: SourceView | None) -> Reader:
    """A reader under a consistent view, closed with ``opened``."""
    view = shared or _open_view(opened, engine, side)
    try:
        reader = view.open_reader()
    except EngineFault as fault:
        raise side_error(fault, side, f"no consistent view of the {side}", number=2) from None
    opened.callback(reader.close)
    return AheadReader(reader)
