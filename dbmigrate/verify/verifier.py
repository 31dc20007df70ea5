"""Are the rows in the target those that were in the source?  Compared, or said to be not verified."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Protocol

import pyarrow as pa

from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.engines.base import Engine, EngineFault, Reader, TableRead
from dbmigrate.engines.registry import Side, side_error
from dbmigrate.errors import UsageError
from dbmigrate.ledger.entries import Scope, TargetTotals
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.events import Sink, TableVerified
from dbmigrate.model.outcome import RowDifference, TableVerdict, Verdict, VerificationReport
from dbmigrate.model.plan import IntoPlan, MigrationPlan, TablePlan
from dbmigrate.model.prepared import REASON_REFUSED
from dbmigrate.verify.buckets import BucketDigests, BucketHasher
from dbmigrate.verify.differences import bucket_groups, find_differences
from dbmigrate.verify.rows import found_rows


class ExpectedRows(Protocol):
    """The rows that a target should hold, made from the source."""

    def rows(
        self, table: TablePlan, number: int, reader: Reader, only: frozenset[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """For target ``number`` of the table; ``only``: just the source rows with these texts."""


LEVELS = ("counts", "hashes", "source")
BY_DIGESTS = "target against the digests recorded while copying"
BY_SOURCE = "source and target read again, row by row"
BY_COUNTS = "counts only: rows were not compared"
NOT_COPIED = "not copied to its end by any run"


class Verifier:
    def __init__(self, plan: MigrationPlan, source: Engine, target: Engine, expected: ExpectedRows, sink: Sink) -> None:
        self._plan = plan
        self._source = source
        self._target = target
        self._expected = expected
        self._sink = sink

    def verify(self, level: str, tables: Collection[str] | None) -> VerificationReport:
        """Every table of the plan, or the named ones."""
        if level not in LEVELS:
            raise UsageError(f"there is no verification level {level!r}", next_step=f"Use one of {', '.join(LEVELS)}")
        chosen = self._chosen(tables)
        started = time.monotonic()
        totals, closed = self._history()
        with ExitStack() as opened:
            source = _open(opened, self._source, "source")
            target = _open(opened, self._target, "target")
            verdicts = []
            for table in chosen:
                for number, into in enumerate(table.into):
                    verdict = self._verify_target(table, number, into, level, totals, closed, source, target)
                    rows = verdict.rows_found or 0
                    self._sink(TableVerified(table.name, verdict.target, str(verdict.verdict), rows))
                    verdicts.append(verdict)
        return VerificationReport(tuple(verdicts), time.monotonic() - started)

    def _chosen(self, tables: Collection[str] | None) -> list[TablePlan]:
        if tables is None:
            return list(self._plan.tables)
        wanted = {name.casefold() for name in tables}
        chosen = [table for table in self._plan.tables if table.name.casefold() in wanted]
        missing = wanted - {table.name.casefold() for table in chosen}
        if missing:
            raise UsageError(f"the plan has no table {', '.join(sorted(missing))}", next_step="See dbmigrate plan")
        return chosen

    def _history(self) -> tuple[dict[tuple[str, str], TargetTotals], set[str]]:
        """What earlier runs of this source and package have copied, by table and target; and what to its end."""
        with self._asked() as history:
            if history is None:
                return {}, set()
            totals = {(total.table_name, total.target_name): total for total in history.target_totals()}
            return totals, history.closed_tables()

    def _refused(self, table: TablePlan) -> frozenset[str]:
        """Source rows that the target refused; they are on the reject list and not missing."""
        with self._asked() as history:
            return frozenset() if history is None else history.refused_rows(table.name, REASON_REFUSED)

    @contextmanager
    def _asked(self) -> Iterator[History | None]:
        """The history of this source and package; None where there is no ledger."""
        try:
            with closing(self._target.open_writer()) as session:
                ledger = Ledger(session, has_schemas=self._target.capabilities.supports_schemas)
                if not ledger.exists():
                    yield None
                    return
                ledger.check_version()
                yield History(session, ledger.tables, Scope(self._plan.source_identity, self._plan.package))
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be read", number=21) from None

    def _verify_target(
        self,
        table: TablePlan,
        number: int,
        into: IntoPlan,
        level: str,
        totals: dict[tuple[str, str], TargetTotals],
        closed: set[str],
        source: Reader,
        target: Reader,
    ) -> TableVerdict:
        started = time.monotonic()
        known = totals.get((table.name, str(into.table.name)))
        if table.name not in closed or known is None:
            return self._verdict(table, into, Verdict.NOT_VERIFIED, None, None, NOT_COPIED, started)
        if level == "counts":
            return self._by_counts(table, into, known, target, started)
        connection = sealed_connection({})
        try:
            hasher = BucketHasher(into, connection)
            found = hasher.digests(found_rows(into, target))
            comparable = known.digest is not None and known.digest_name == DIGEST_NAME and not into.may_hold_rows
            if level == "hashes" and comparable and known.digest == found.total:
                return self._verdict(
                    table, into, Verdict.MATCH, found.total.rows, found.total.rows, BY_DIGESTS, started
                )
            return self._by_source(table, number, into, hasher, found, source, target, started)
        finally:
            connection.close()

    def _by_counts(
        self, table: TablePlan, into: IntoPlan, known: TargetTotals, target: Reader, started: float
    ) -> TableVerdict:
        try:
            found = target.count(TableRead(into.table, into.table.columns))
        except EngineFault as fault:
            raise side_error(fault, "target", f"count of {into.table.name} failed", number=40) from None
        expected = known.rows_inserted
        same = found >= expected if into.may_hold_rows else found == expected
        verdict = Verdict.NOT_VERIFIED if same else Verdict.MISMATCH
        return self._verdict(table, into, verdict, expected, found, BY_COUNTS, started)

    def _by_source(
        self,
        table: TablePlan,
        number: int,
        into: IntoPlan,
        hasher: BucketHasher,
        found: BucketDigests,
        source: Reader,
        target: Reader,
        started: float,
    ) -> TableVerdict:
        expected = hasher.digests(self._expected.rows(table, number, source))
        buckets = expected.differing(found)
        differences: list[RowDifference] = []
        refused = self._refused(table) if buckets else frozenset()
        # Where the target may hold rows of its own, or the source rows that were rejected, every bucket may
        # differ without a fault, and each has to be looked into.
        for group in bucket_groups(buckets, expected, found):
            differences = find_differences(
                into,
                hasher,
                group,
                self._expected.rows(table, number, source),
                found_rows(into, target),
                ignore_extra=into.may_hold_rows,
                excused=self._expected.rows(table, number, source, refused) if refused else (),
            )
            if differences:
                break
        same = not differences if into.may_hold_rows or refused else not buckets
        return self._verdict(
            table,
            into,
            Verdict.MATCH if same else Verdict.MISMATCH,
            expected.total.rows,
            found.total.rows,
            BY_SOURCE,
            started,
            tuple(differences),
        )

    def _verdict(
        self,
        table: TablePlan,
        into: IntoPlan,
        verdict: Verdict,
        expected: int | None,
        found: int | None,
        method: str,
        started: float,
        differences: tuple[RowDifference, ...] = (),
    ) -> TableVerdict:
        return TableVerdict(
            table.group,
            table.name,
            str(into.table.name),
            verdict,
            expected,
            found,
            method,
            differences,
            len(differences),
            time.monotonic() - started,
        )


def _open(opened: ExitStack, engine: Engine, side: Side) -> Reader:
    """A reader under one consistent view; both are closed with ``opened``."""
    try:
        view = engine.open_view()
        opened.callback(view.close)
        reader = view.open_reader()
    except EngineFault as fault:
        raise side_error(fault, side, f"no consistent view of the {side}", number=2) from None
    opened.callback(reader.close)
    return reader
