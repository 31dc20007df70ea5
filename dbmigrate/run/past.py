"""What earlier runs of the same source and package mean for this one."""

from __future__ import annotations

from typing import Self

from msgspec import Struct, field

from dbmigrate.errors import PlanRefusedError
from dbmigrate.ledger.coverage import Coverage
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.history import History
from dbmigrate.model.plan import MigrationPlan, TablePlan
from dbmigrate.model.scope import EVERYTHING
from dbmigrate.write.link import TargetLink


class Past(Struct, frozen=True):
    """Source tables, by name; runs older than the one at hand.

    ``closed``: copied to the end into the targets of the plan.  ``touched``: rows of it are in one of them.
    ``not_read_again``: all rows of its scope were read before, and it has no key by which new ones could be told.
    """

    closed: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    not_read_again: frozenset[str] = frozenset()
    coverage: Coverage = field(default_factory=lambda: Coverage(()))

    @classmethod
    def of(cls, link: TargetLink, plan: MigrationPlan, run_id: int) -> Self:
        """Raises PlanRefusedError DBM-4012 for a table that can neither be left nor read again."""
        scope = Scope(plan.source_identity, plan.package)
        history = History(link.writer, link.ledger.tables, scope, before=run_id)
        filled, pairs = history.closed_targets(), history.touched_targets()
        closed = {
            table.name for table in plan.tables if any(_targets(table) <= each for each in filled.get(table.name, ()))
        }
        touched = {table.name for table in plan.tables if any((table.name, into) in pairs for into in _targets(table))}
        keyless = {table.name for table in plan.tables if not table.key or not all(into.key for into in table.into)}
        coverage = history.coverage()
        read = {t.name for t in plan.tables if coverage.scopes(t.name) & {t.scope.text, EVERYTHING}}
        # Of which rows it was copied the ledger no longer says: they may be those of now.
        unknown = {name for name in closed if not coverage.scopes(name)}
        if stuck := sorted((touched & keyless) - (closed - history.partly_copied() - unknown)):
            raise PlanRefusedError(
                f"an earlier run has left a part of {', '.join(stuck)} in the target",
                code="DBM-4012",
                cause="without a key, these rows cannot be told from those that are missing",
                safe="Nothing was changed",
                next_step="Empty the target tables, if they hold nothing else, then run again",
            )
        return cls(frozenset(closed), frozenset(touched), frozenset(closed & keyless & read), coverage)


def _targets(table: TablePlan) -> frozenset[str]:
    return frozenset(str(into.table.name) for into in table.into)
