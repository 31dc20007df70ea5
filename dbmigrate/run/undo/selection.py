"""What an undo was asked to take out, and whether the ledger lets it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from msgspec import Struct

from dbmigrate.engines.base import Engine
from dbmigrate.errors import PlanRefusedError, UsageError
from dbmigrate.ledger.entries import ENDED, MapShare, RunEntry
from dbmigrate.model.table import same_table
from dbmigrate.model.undone import UndoOutcome
from dbmigrate.undo.target import UndoTarget, find_target
from dbmigrate.write.link import TargetLink

Consent = Callable[[UndoOutcome], bool]
"""Shown what would be taken out and what was changed since; whether to go on."""


Comparer = Callable[[Collection[str]], Collection[tuple[str, str]]]
"""Asked for source tables: (source table, target) whose rows are those of the source, all of them and no others."""


class UndoOptions(Struct, frozen=True):
    """``groups``, ``tables`` (source tables), ``workflows`` (members): only these, all if empty; of each what is in
    the others.  ``consent`` None: nobody can be asked."""

    groups: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    dry_run: bool = False
    even_if_changed: bool = False
    consent: Consent | None = None
    script: Path | None = None
    """Write the SQL to this file instead of taking anything out."""
    as_source: Comparer | None = None
    """For rows of which nothing was recorded that they could be compared with."""


class Selection(Struct, frozen=True):
    """``names``: source tables that are taken out.  ``whole``: nothing of the run is left afterwards."""

    run: RunEntry
    names: frozenset[str]
    whole: bool
    targets: tuple[UndoTarget, ...]
    handed_out: tuple[MapShare, ...] = ()
    """Ids of maps; of a whole run only."""


def select(link: TargetLink, engine: Engine, run: RunEntry, options: UndoOptions) -> Selection:
    """What is taken out.  Raises UsageError, PlanRefusedError DBM-4057."""
    undoing = link.ledger.undoing
    planned: dict[str, Any] = link.ledger.plan_document(run.run_id)["tables"]
    written = [one for one in undoing.written(run.run_id) if one.table_name in planned]
    names = _named(planned, options)
    whole = {one.table_name for one in written} <= names | undoing.undone_tables(run.run_id)
    whole = (whole and not (options.groups or options.tables or options.workflows)) or names >= set(planned)
    if not whole and undoing.copied_state(run.run_id) not in ENDED:
        raise PlanRefusedError(
            f"run {run.run_id} has not ended, so it cannot be undone in part",
            code="DBM-4057",
            safe="Nothing was changed",
            next_step=f"Let it end with dbmigrate run, or take all of it out: dbmigrate undo {run.run_id}",
        )
    gone = undoing.undone_tables(run.run_id)
    targets = tuple(
        find_target(engine, planned[one.table_name]["group"], one, planned[one.table_name]["into"][one.target_name])
        for one in written
        if one.table_name in names - gone and one.rows_inserted + one.rows_updated + one.rows_deleted
    )
    shares = tuple(undoing.handed_out(run.run_id, run.package)) if whole else ()
    return Selection(run, frozenset(names), whole, targets, shares)


def _named(planned: dict[str, Any], options: UndoOptions) -> set[str]:
    groups = {table["group"] for table in planned.values()}
    if unknown := sorted(set(options.groups) - groups):
        raise UsageError(f"the run has no group {', '.join(unknown)}", next_step=f"It has {', '.join(sorted(groups))}")
    named: set[str] = set()
    for wanted in options.tables:
        found = {name for name in planned if same_table(name, wanted)}
        if not found:
            raise UsageError(f"the run has no table {wanted}", next_step="See: dbmigrate status --verbose")
        named |= found
    of_groups = {name for name, table in planned.items() if table["group"] in options.groups}
    chosen = of_groups | named if options.groups or options.tables else set(planned)
    return chosen & _of_workflows(planned, options.workflows) if options.workflows else chosen


def _of_workflows(planned: dict[str, Any], wanted: tuple[str, ...]) -> set[str]:
    """Tables of these members, as the run has recorded them."""
    members: dict[str, set[str]] = {}
    for name, table in planned.items():
        if "member" in table:
            members.setdefault(table["member"][1].casefold(), set()).add(name)
    if unknown := [each for each in wanted if each.casefold() not in members]:
        known = sorted({table["member"][1] for table in planned.values() if "member" in table})
        raise UsageError(
            f"the run has no workflow {', '.join(unknown)}", next_step=f"It has {', '.join(known) or 'none'}"
        )
    return set().union(*(members[each.casefold()] for each in wanted))
