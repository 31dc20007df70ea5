"""The undo as a script of plain SQL for the database's own client; written batch by batch, in bounded memory.

Every statement asks the ledger first: the script does nothing once anything else has worked on the run since it
was written, and a batch that is out is not touched again, so it may be interrupted and run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

import pyarrow as pa
import sqlalchemy as sa

from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import INSERTED, UNDOING
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.plan import IntoPlan, Suspension
from dbmigrate.undo.findings import TargetFindings
from dbmigrate.undo.target import UndoTarget
from dbmigrate.undo.target_undo import TargetUndo

KEYS_PER_STATEMENT = 300


class UndoScript:
    """``fence``: of the attempt that wrote the script; it holds only while no other attempt, and no run, follows.

    ``moment``: written into the ledger as the time of the undo.
    """

    def __init__(
        self,
        engine: Engine,
        tables: LedgerTables,
        run_id: int,
        fence: int,
        newest_run: int,
        moment: str,
        file: TextIO,
    ) -> None:
        self._engine = engine
        self._tables = tables
        self._run_id = run_id
        self._fence = fence
        self._newest_run = newest_run
        self._moment = moment
        self._file = file

    def begin(self, facts: Iterable[str], suspensions: Sequence[Suspension]) -> None:
        self._lines([*(f"-- {one}".replace("\n", " ").replace("\r", " ") for one in facts), ""])
        self._lines(self._engine.script_settings)
        run = self._tables.run
        state = sa.update(run).where(run.c.run_id == self._run_id, self._same_fence()).values(state=UNDOING)
        self._transaction([self._render(state)])
        for one in suspensions:
            self._lines([f"-- {one.kind} {one.name} on {one.table}: {one.reason}", *_ended(one.suspend_sql)])

    def take_out(self, target: UndoTarget, undo: TargetUndo, findings: TargetFindings) -> None:
        """All batches of one target."""
        self._lines(["", f"-- {target.name}: {findings.to_delete:,} rows out, {findings.to_restore:,} rows put back"])
        for place, entries in undo.journal():
            condition = self._condition(target, place)
            statements: list[str] = []
            for kind, rows, tagged in entries:
                render = self._deletes if kind == INSERTED else self._updates
                statements += render(target.into, rows, tagged, condition)
            counts = findings.batches[place]
            deleted, gone = counts.get(INSERTED, (0, 0))
            restored = sum(rows - missing for kind, (rows, missing) in counts.items() if kind != INSERTED)
            missing = sum(missing for _, missing in counts.values())
            statements.append(self._step(target, place, condition, (deleted - gone, restored, missing)))
            self._transaction(statements)

    def take_out_whole(self, targets: Sequence[UndoTarget]) -> None:
        """A table without a key, if it still holds as many rows as were copied."""
        rows = sum(target.written.rows_inserted for target in targets)
        table = _named(targets[0].into)
        as_many = sa.select(sa.func.count()).select_from(table).scalar_subquery() == rows
        first = self._condition(targets[0], (0, 0))
        self._lines(["", f"-- {targets[0].name} has no key: it is emptied if it holds {rows:,} rows"])
        statements = [self._render(sa.delete(table).where(first, as_many))]
        nothing = sa.select(sa.func.count()).select_from(table).scalar_subquery() == 0
        for target in targets:
            condition = sa.and_(self._condition(target, (0, 0)), nothing)
            statements.append(self._step(target, (0, 0), condition, (target.written.rows_inserted, 0, 0)))
        self._transaction(statements)

    def end(
        self,
        names: Iterable[str],
        targets: Iterable[str],
        suspensions: Sequence[Suspension],
        *,
        state: str,
        taking_back: Iterable[sa.Update | sa.Delete],
    ) -> None:
        """Put back what was off, then tell the ledger.  ``names``: source tables; ``targets``: that held their rows."""
        self._lines([""])
        for one in reversed(suspensions):
            self._lines([f"-- {one.kind} {one.name} on {one.table}", *_ended(one.restore_sql)])
        undone, run = self._tables.undone_table, self._tables.run
        statements = []
        for name in sorted(names):
            known = sa.exists().where(undone.c.run_id == self._run_id, undone.c.table_name == name)
            chosen = sa.select(sa.literal(self._run_id), sa.literal(name), sa.literal(self._moment))
            row = chosen.where(self._same_fence(), ~known)
            statements.append(self._render(sa.insert(undone).from_select(["run_id", "table_name", "undone_at"], row)))
        reach = self._tables.undo_reach
        for name in sorted(targets):
            here = (reach.c.run_id == self._run_id, reach.c.target_name == name)
            known = sa.exists().where(*here, reach.c.newest_run_id == self._newest_run)
            chosen = sa.select(sa.literal(self._run_id), sa.literal(name), sa.literal(self._newest_run))
            row = chosen.where(self._same_fence(), ~known)
            columns = ["run_id", "target_name", "newest_run_id"]
            statements.append(self._render(sa.insert(reach).from_select(columns, row)))
        statements += [self._render(one.where(self._same_fence())) for one in taking_back]
        ended = sa.update(run).where(run.c.run_id == self._run_id, self._same_fence()).values(state=state)
        self._transaction([*statements, self._render(ended)])

    # Statements

    def _deletes(
        self, into: IntoPlan, rows: pa.RecordBatch, tagged: Sequence[str], condition: sa.ColumnElement[bool]
    ) -> Iterator[str]:
        for keys in _in_parts(list(zip(*self._literals(into, rows, tagged), strict=True))):
            yield self._render(
                sa.delete(_named(into)).where(among_keys(self._engine, rows.schema.names, keys), condition)
            )

    def _updates(
        self, into: IntoPlan, rows: pa.RecordBatch, tagged: Sequence[str], condition: sa.ColumnElement[bool]
    ) -> Iterator[str]:
        key = {name.casefold() for name in into.key}
        table = _named(into, rows.schema.names)
        for values in zip(*self._literals(into, rows, tagged), strict=True):
            row: dict[str, sa.ColumnElement[object]] = {
                name: sa.literal_column(value) for name, value in zip(rows.schema.names, values, strict=True)
            }
            same = [table.c[name] == value for name, value in row.items() if name.casefold() in key]
            old = {name: value for name, value in row.items() if name.casefold() not in key}
            yield self._render(sa.update(table).where(*same, condition).values(old))

    def _literals(self, into: IntoPlan, rows: pa.RecordBatch, tagged: Sequence[str]) -> list[list[str]]:
        columns = {column.name: column.target for column in into.columns}
        return [
            self._engine.literals(columns[name], values, tagged=name in tagged)
            for name, values in zip(rows.schema.names, rows.columns, strict=True)
        ]

    def _step(
        self,
        target: UndoTarget,
        place: tuple[int, int],
        condition: sa.ColumnElement[bool],
        counts: tuple[int, int, int],
    ) -> str:
        step = self._tables.undo_step
        names = ["run_id", "table_name", "chunk_no", "batch_no", "target_name"]
        names += ["rows_deleted", "rows_restored", "rows_missing", "undone_at"]
        values = [self._run_id, target.source_table, *place, target.name, *counts, self._moment]
        chosen = sa.select(*(sa.literal(value) for value in values)).where(condition)
        return self._render(sa.insert(step).from_select(names, chosen))

    def _same_fence(self) -> sa.ColumnElement[bool]:
        """Nothing has worked on the run since, and no run has begun."""
        run, later = self._tables.run.alias("r"), self._tables.run.alias("l")
        fence = sa.select(run.c.fence).where(run.c.run_id == self._run_id).scalar_subquery()
        newest = sa.select(sa.func.max(later.c.run_id)).scalar_subquery()
        return sa.and_(fence == self._fence, newest == self._newest_run)

    def _condition(self, target: UndoTarget, place: tuple[int, int]) -> sa.ColumnElement[bool]:
        step = self._tables.undo_step.alias("u")
        out = sa.exists().where(
            step.c.run_id == self._run_id,
            step.c.table_name == target.source_table,
            step.c.chunk_no == place[0],
            step.c.batch_no == place[1],
            step.c.target_name == target.name,
        )
        return sa.and_(self._same_fence(), ~out)

    def _render(self, statement: sa.ClauseElement) -> str:
        return self._engine.render_sql(statement)

    def _transaction(self, statements: Sequence[str]) -> None:
        begin = self._engine.capabilities.script_begin
        self._lines([*([begin] if begin else []), *_ended(statements), "COMMIT;"])

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._file.write(f"{line}\n")


def among_keys(engine: Engine, names: Sequence[str], keys: Sequence[Sequence[str]]) -> sa.ColumnElement[bool]:
    """``keys``: of each row its values as SQL."""
    listed = [engine.render_sql(sa.column(name)) for name in names]
    if engine.capabilities.has_row_values:
        values = ", ".join(f"({', '.join(key)})" for key in keys)
        return sa.literal_column(f"({', '.join(listed)}) IN (VALUES {values})")
    if len(listed) == 1:
        return sa.literal_column(f"{listed[0]} IN ({', '.join(key[0] for key in keys)})")
    each = (" AND ".join(f"{name} = {value}" for name, value in zip(listed, key, strict=True)) for key in keys)
    return sa.literal_column(f"(({') OR ('.join(each)}))")


def _named(into: IntoPlan, columns: Sequence[str] = ()) -> sa.TableClause:
    return sa.table(into.table.name.name, *(sa.column(name) for name in columns), schema=into.table.name.schema)


def _in_parts(keys: list[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    for first in range(0, len(keys), KEYS_PER_STATEMENT):
        yield keys[first : first + KEYS_PER_STATEMENT]


def _ended(statements: Iterable[str]) -> list[str]:
    return [f"{statement.rstrip().rstrip(';')};" for statement in statements]
