"""Clean the source of duplicates and nulls, keep what is taken out, and put it back.

A clean-up is one transaction.  Each step copies the rows it is about to change into a table of its own
(``dbmigrate_kept_N``) and writes the SQL that undoes it into ``dbmigrate_clean``, beside them in the source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from msgspec import Struct

from dbmigrate.check.clean_plan import CleanPlanner, CleanStep
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.registry import side_error
from dbmigrate.engines.session import Session
from dbmigrate.errors import PlanRefusedError, SourceError
from dbmigrate.ledger.clock import now
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.table import TableName

CHANGED_MEANWHILE = "DBM-5052"
NOT_ONE_TRANSACTION = "DBM-4115"
_AS_BEFORE = "It is one transaction, which was rolled back: the source is as it was before"
_FAILED = 50
_RESTORE_FAILED = 51

REGISTRY = "dbmigrate_clean"
KEPT = "dbmigrate_kept_"


class Cleaned(Struct, frozen=True):
    """A step that was carried out; ``kept`` holds the rows as they were."""

    number: int
    step: CleanStep
    kept: TableName
    restore: tuple[str, ...]


class Cleaner:
    """``source`` was opened for writing."""

    def __init__(self, source: Engine, session: Session) -> None:
        self._source = source
        self._session = session
        self._sql = source.scan_sql()
        self._registry = _registry()

    def clean(self, planner: CleanPlanner, tables: Sequence[TablePlan]) -> list[Cleaned]:
        """Every step of these tables that no reason stands against, in one transaction."""
        self._refuse_unless_one_transaction()
        try:
            with self._transaction():
                return self._clean(planner, tables)
        except EngineFault as fault:
            raise side_error(fault, "source", "the clean-up failed", safe=_AS_BEFORE, number=_FAILED) from None

    def _clean(self, planner: CleanPlanner, tables: Sequence[TablePlan]) -> list[Cleaned]:
        number = self._prepare()
        done: list[Cleaned] = []
        for table in tables:
            locked = False
            for step in planner.steps(table):
                if step.refusal:
                    continue
                if not locked and (lock := self._sql.lock(step.table)):
                    self._session.run_sql(lock)
                locked = True
                number += 1
                done.append(self._carry_out(number, step))
        return done

    def steps_to_restore(self) -> list[dict[str, str | int]]:
        """What was cleaned and not put back, newest first."""
        if self._source.describe_table(TableName(REGISTRY)) is None:
            return []
        table = self._registry
        rows = self._session.execute(sa.select(table).order_by(table.c.step_no.desc()))
        return [dict(row) for row in rows]

    def restore(self) -> list[dict[str, str | int]]:
        """Put back everything, newest first, in one transaction, and drop what was kept."""
        steps = self.steps_to_restore()
        if not steps:
            return []
        try:
            with self._transaction():
                for step in steps:
                    for statement in json.loads(str(step["restore_sql"])):
                        self._session.run_sql(statement)
                self._session.run_sql(f"DROP TABLE {self._sql.table(TableName(REGISTRY))}")
        except EngineFault as fault:
            what = "the clean-up could not be undone"
            raise side_error(fault, "source", what, safe=_AS_BEFORE, number=_RESTORE_FAILED) from None
        return steps

    def _refuse_unless_one_transaction(self) -> None:
        if self._source.capabilities.supports_transactional_ddl:
            return
        raise PlanRefusedError(
            "this source cannot be cleaned by dbmigrate",
            code=NOT_ONE_TRANSACTION,
            cause="it commits each definition by itself, so keeping rows and taking them out is not one transaction",
            safe="Nothing was changed",
            next_step="Clean it by hand: dbmigrate check --values names the rows",
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._session.begin()
            yield
            self._session.commit()
        except BaseException:
            self._session.rollback()
            raise

    def _prepare(self) -> int:
        """Makes the registry; the number of the last step in it."""
        table = self._registry
        self._session.add_tables([table])
        rows = self._session.execute(sa.select(sa.func.max(table.c.step_no).label("latest")))
        return int(rows[0]["latest"] or 0)

    def _carry_out(self, number: int, step: CleanStep) -> Cleaned:
        of = self._sql.from_clause(step.table)
        kept = TableName(f"{KEPT}{number}", step.table.name.schema)
        before = self._count(of)
        self._session.run_sql(self._sql.create_copy(kept, "*", f"FROM {of} WHERE {step.condition}"))
        held = self._count(self._sql.table(kept))
        if step.kind == "nulls":
            self._replace_nulls(step)
            remaining = self._count(f"{of} WHERE {step.condition}")
            as_expected = remaining == 0 and self._count(of) == before
        else:
            self._session.run_sql(f"DELETE FROM {of} WHERE {step.condition}")
            as_expected = self._count(of) == before - held
        if held != step.rows or not as_expected:
            raise SourceError(
                "the rows to be cleaned changed meanwhile",
                code=CHANGED_MEANWHILE,
                where=f"{step.table.name} ({', '.join(step.columns)})",
                cause=f"{step.rows:,} rows were counted, {held:,} were kept, {before:,} were there before",
                safe=_AS_BEFORE,
                next_step="Stop what writes to the source (purge jobs too), then clean again",
            )
        restore = self._restore_statements(step, kept)
        self._session.execute(
            sa.insert(self._registry).values(
                step_no=number,
                table_name=str(step.table.name),
                kind=step.kind,
                column_names=", ".join(step.columns),
                clean_rule=step.rule,
                kept_in=str(kept),
                row_count=held,
                restore_sql=json.dumps(restore),
                cleaned_at=now(),
            )
        )
        return Cleaned(number, step, kept, restore)

    def _replace_nulls(self, step: CleanStep) -> None:
        column = step.table.column(step.columns[0])
        if column is None or step.value is None:  # pragma: no cover - the plan has looked
            raise EngineFault(Fault.TERMINAL, f"no column {step.columns[0]}")
        name = step.table.name
        schema = name.schema if self._source.capabilities.supports_schemas else None
        table = sa.table(name.name, sa.column(column.name), schema=schema)
        cell = table.c[column.name]
        self._session.execute(
            sa.update(table).where(cell.is_(None)).values({column.name: self._sql.bound(column, step.value)})
        )

    def _restore_statements(self, step: CleanStep, kept: TableName) -> tuple[str, ...]:
        of, place = self._sql.from_clause(step.table), self._sql.table(kept)
        drop = f"DROP TABLE {place}"
        if step.kind == "nulls":
            own = self._sql.table(step.table.name)
            match = " AND ".join(f"k.{self._sql.name(name)} = {own}.{self._sql.name(name)}" for name in step.key)
            column = self._sql.name(step.columns[0])
            return (f"UPDATE {of} SET {column} = NULL WHERE EXISTS (SELECT 1 FROM {place} k WHERE {match})", drop)
        return (*self._sql.put_back(step.table, kept), drop)

    def _count(self, of: str) -> int:
        [row] = self._session.run_sql(f"SELECT count(*) AS n FROM {of}")
        return int(next(iter(row.values())))


def restore_script(source: Engine, steps: Sequence[dict[str, str | int]]) -> str:
    """The same as a file for the engine's own client; ``steps`` newest first, as ``steps_to_restore`` gives them."""
    lines = [
        "-- What:   puts back what dbmigrate clean took out of the source, and the NULLs it replaced",
        "-- When:   to undo a clean-up; before any other change of these tables",
        "-- Needs:  the login that cleaned, and the tables dbmigrate_kept_N as they are",
        "-- Effect: the tables are as they were before; the kept copies are dropped",
    ]
    for step in steps:
        lines += ["", f"-- {step['table_name']}: {step['row_count']} rows, {step['kind']} of {step['column_names']}"]
        lines += [f"{statement};" for statement in json.loads(str(step["restore_sql"]))]
    lines += ["", f"DROP TABLE {source.scan_sql().table(TableName(REGISTRY))};"]
    return "\n".join(lines) + "\n"


def _registry() -> sa.Table:
    return sa.Table(
        REGISTRY,
        sa.MetaData(),
        sa.Column("step_no", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("table_name", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("column_names", sa.String(1000), nullable=False),
        sa.Column("clean_rule", sa.String(400), nullable=False),
        sa.Column("kept_in", sa.String(300), nullable=False),
        sa.Column("row_count", sa.BigInteger, nullable=False),
        sa.Column("restore_sql", sa.Text, nullable=False),
        sa.Column("cleaned_at", sa.String(32), nullable=False),
    )


def planned(planner: CleanPlanner, tables: Sequence[TablePlan]) -> list[CleanStep]:
    """Every step as it looks now; a later one may find other rows once those before it are done."""
    return [step for table in tables for step in planner.steps(table)]
