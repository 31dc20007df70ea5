"""The check behind the last run: counts, foreign keys, what is switched off, sequences, statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from dbmigrate.check.results import CheckResult, CheckStatus, ok, skipped
from dbmigrate.check.room import check_surroundings
from dbmigrate.engines.base import Engine, StateNote
from dbmigrate.engines.session import Session
from dbmigrate.errors import ExitCode
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.model.table import ForeignKey, Table, TableName

BEFORE = ("trigger", "index", "constraint", "job", "server")
"""What matters ahead of a run; sequences and statistics are looked at behind it."""


def state_before(plan: MigrationPlan, source: Engine, target: Engine) -> Iterator[CheckResult]:
    """Of both sides; none of it stands against a run."""
    sides = (
        ("source", source, [table.source for table in plan.tables], ("job",)),
        ("target", target, _targets(plan), BEFORE),
    )
    for side, engine, tables, kinds in sides:
        found = [note for note in engine.operating_state(tables) if note.kind in kinds]
        yield from (_warning(f"{side} {note.kind}", note) for note in found)
        if not found:
            yield ok(f"{side} state", f"nothing is switched off, invalid or scheduled in {len(tables)} tables")
    yield from check_surroundings(source, sides[0][2], target, sides[1][2])


def check_after(
    plan: MigrationPlan,
    target: Engine,
    totals: Sequence[Mapping[str, Any]],
    brought: Callable[[str, int], int | None],
    suspended: Sequence[str],
) -> Iterator[CheckResult]:
    """``totals``: what all runs have put in: target_name, rows_inserted, rows_deleted.  ``brought``: of a target
    and this count, with each row once, where that is known.  ``suspended``: still off, by the ledger."""
    tables = _targets(plan)
    with closing(target.open_session()) as session:
        yield from _counts(plan, target, session, totals, brought)
        yield from _foreign_keys(tables, target, session)
    for name in suspended:
        detail = f"{name} is still off, by the ledger"
        yield CheckResult(
            "switched off", CheckStatus.FAILED, detail, "Run again: its end puts it back", ExitCode.REFUSED
        )
    if not suspended:
        yield ok("switched off", "nothing: triggers and foreign keys are as they were")
    notes = target.operating_state(tables)
    yield from (_warning(note.kind, note) for note in notes)
    for kind, good in (
        ("sequence", "identity values lie above the data"),
        ("index", "no index is invalid"),
        ("constraint", "every constraint is checked"),
        ("statistics", "statistics are there"),
    ):
        if not any(note.kind == kind for note in notes):
            yield ok(kind, good)


def _targets(plan: MigrationPlan) -> list[Table]:
    return list({into.table.name: into.table for table in plan.tables for into in table.into}.values())


def _warning(name: str, note: StateNote) -> CheckResult:
    return CheckResult(name, CheckStatus.WARNING, f"{note.subject} {note.message}", note.next_step)


def _counts(
    plan: MigrationPlan,
    target: Engine,
    session: Session,
    totals: Sequence[Mapping[str, Any]],
    brought: Callable[[str, int], int | None],
) -> Iterator[CheckResult]:
    """Rows of each target against what the runs have put there; more may be there where the package allows it."""
    put: dict[str, int] = {}
    for total in totals:
        name = str(total["target_name"])
        put[name] = put.get(name, 0) + int(total["rows_inserted"]) - int(total.get("rows_deleted") or 0)
    shared = {str(into.table.name) for table in plan.tables for into in table.into if into.may_hold_rows}
    sql = target.scan_sql()
    wrong = 0
    for name, rows in sorted(put.items()):
        table = target.describe_table(TableName.parse(name))
        if table is None:
            gone = f"{name} is gone; the runs put {rows:,} rows into it"
            yield _failed("count", gone, f"Restore it, or make it again and: dbmigrate verify --table {name} --repair")
            wrong += 1
            continue
        [row] = session.run_sql(f"SELECT count(*) AS n FROM {sql.from_clause(table)}")
        there = int(next(iter(row.values())))
        if there < rows and (once := brought(name, rows)) is not None:
            rows = put[name] = once
        if there < rows or (there > rows and name not in shared):
            yield _failed("count", f"{name} holds {there:,} rows, the runs put {rows:,} into it", _advice(there - rows))
            wrong += 1
    if not put:
        yield skipped("count", "no run has put rows into this target yet")
    elif not wrong:
        yield ok("count", f"{len(put)} tables hold what the runs put into them, {sum(put.values()):,} rows")


def _foreign_keys(tables: Sequence[Table], target: Engine, session: Session) -> Iterator[CheckResult]:
    keys = [(table, key) for table in tables for key in table.foreign_keys]
    wrong = 0
    for table, key in keys:
        parent = target.describe_table(key.referred)
        condition = "" if parent is None else _orphans(table, key, parent, target)
        [row] = session.run_sql(f"SELECT count(*) AS n {condition}") if condition else [{"n": 0}]
        rows = int(next(iter(row.values())))
        if rows:
            wrong += 1
            where = f"{table.name} ({', '.join(key.columns)})"
            found = f"{where}: {rows:,} {'row has' if rows == 1 else 'rows have'} no row in {key.referred}"
            yield _failed("foreign key", found, f"See them with: SELECT c.* {condition}")
    if not wrong:
        yield ok("foreign key", f"{len(keys)} foreign keys of the target hold")


def _orphans(table: Table, key: ForeignKey, parent: Table, target: Engine) -> str:
    """The rest of a query, from FROM on, for the rows that break the foreign key."""
    sql = target.scan_sql()
    pairs = [(sql.name(own), sql.name(theirs)) for own, theirs in zip(key.columns, key.referred_columns, strict=True)]
    present = " AND ".join(f"c.{own} IS NOT NULL" for own, _ in pairs)
    match = " AND ".join(f"p.{theirs} = c.{own}" for own, theirs in pairs)
    return (
        f"FROM {sql.from_clause(table)} c WHERE {present} AND NOT EXISTS"
        f" (SELECT 1 FROM {sql.from_clause(parent)} p WHERE {match})"
    )


def _advice(more: int) -> str:
    if more > 0:
        return f"{more:,} too many: another program writes there. dbmigrate verify --level source names them by key"
    return f"{-more:,} missing. dbmigrate verify names them by key; dbmigrate verify --repair copies them again"


def _failed(name: str, detail: str, advice: str) -> CheckResult:
    return CheckResult(name, CheckStatus.FAILED, detail, advice, ExitCode.REFUSED)
