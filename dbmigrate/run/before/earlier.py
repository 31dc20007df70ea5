"""What the ledger says before a plan is made: who has filled which target, with which sets, and under which maps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from dbmigrate.config.filters import RowFilters
from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import UNDONE, Scope
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.model.domains import Rule
from dbmigrate.model.plan import Finding, IntoPlan, ReadMethod, TablePlan

Touched = frozenset[tuple[str, str]]
"""(source table, target table) pairs of which at least one row was committed."""


class Earlier(Struct, frozen=True):
    """``sets``: by source table, the filters of each run that copied it to its end.  ``documents``: plan documents
    of this source's runs, newest first, by run: the newest that names each touched pair, and
    the newest of each table in ``read_now``."""

    touched: Touched = frozenset()
    touched_by_others: Touched = frozenset()
    filled_by_packages: frozenset[str] = frozenset()
    """Target tables that hold rows which other packages have brought."""
    sets: Mapping[str, Sequence[RowFilters]] = field(default_factory=dict)
    documents: tuple[tuple[int, Mapping[str, Any]], ...] = ()
    read_now: frozenset[tuple[int, str]] = frozenset()
    """(run, source table) that was read to its end in the state in which the source is now."""

    @property
    def proven_keys(self) -> dict[str, tuple[str, ...]]:
        """By source table: the key by which it was read in batches in that state, so nothing in it is odd."""
        found: dict[str, tuple[str, ...]] = {}
        for run_id, document in self.documents:
            for name, table in document["tables"].items():
                if (run_id, name) in self.read_now and table["method"] == ReadMethod.KEYSET:
                    found.setdefault(name, tuple(table["key"]))
        return found

    def changed_maps(self, tables: Sequence[TablePlan]) -> list[Finding]:
        """Refusals for tables with rows that were migrated under another map: the same rows would go in twice."""
        return [
            finding
            for table in tables
            for into in table.into
            if (table.name, str(into.table.name)) in self.touched
            and (finding := self._changed_map(table, into)) is not None
        ]

    def _changed_map(self, table: TablePlan, into: IntoPlan) -> Finding | None:
        for run_id, document in self.documents:
            target = document["tables"].get(table.name, {}).get("into", {}).get(str(into.table.name))
            if target is None:
                continue
            before = {name: entry[3] for name, entry in target.get("domains", {}).items() if entry[1] == Rule.GIVEN}
            now = {
                column.name: dict(column.domain.given)
                for column in into.columns
                if column.domain is not None and column.domain.rule is Rule.GIVEN
            }
            differing = [name for name in {**before, **now} if before.get(name, {}) != now.get(name, {})]
            if differing:
                return Finding(
                    "DBM-4032",
                    f"{into.table.name}.{differing[0]}",
                    f"run {run_id} has migrated rows of {table.name} under another map",
                    "Put the map in migration.toml back as it was, or take that run out first",
                    refuses=True,
                )
            return _changed_key(run_id, target, table, into)
        return None


def _changed_key(run_id: int, before: Mapping[str, Any], table: TablePlan, into: IntoPlan) -> Finding | None:
    """Numbers are allocated for what a column is made of: made of something else, the same row gets another one."""
    allocated = {name for name, entry in before.get("domains", {}).items() if entry[1] == Rule.ALLOCATE}
    for column in into.columns:
        if column.name not in allocated or column.domain is None or column.domain.rule is not Rule.ALLOCATE:
            continue
        # With it comes the SQL parser.
        from dbmigrate.plan.spelled_keys import same_expression

        was, now = str(before["fed"][column.name][0]), column.source or column.expression or ""
        if not same_expression(was, now):
            return Finding(
                "DBM-4032",
                f"{into.table.name}.{column.name}",
                f"run {run_id} has allocated numbers for rows of {table.name} by another key: {was}, and now {now}",
                "Put the expression back as it was, or take that run out first",
                refuses=True,
            )
    return None


def read_earlier(target: Engine, source_identity: str, package: str, token: str | None = None) -> Earlier:
    """From the target's ledger; nothing where there is none.  ``token``: of the source, as it is recorded."""
    with read_ledger(target) as ledger:
        if ledger is None:
            return Earlier()
        all_runs = [run for run in ledger.runs() if run.state != UNDONE]
        runs = [run for run in all_runs if run.package == package]
        others = {run.source_identity for run in runs} - {source_identity}

        def history(identity: str) -> History:
            return History(ledger.session, ledger.tables, Scope(identity, package))

        own = history(source_identity)
        foreign = {run.scope for run in all_runs if run.package != package}
        by_packages = [History(ledger.session, ledger.tables, scope).touched_targets() for scope in foreign]
        touched = own.touched_targets()
        read_now = frozenset() if token is None else ledger.source_states.found_in(token)
        ours = [run.run_id for run in runs if run.source_identity == source_identity]
        return Earlier(
            frozenset(touched),
            frozenset().union(*(history(identity).touched_targets() for identity in others)),
            frozenset(target for pairs in by_packages for _, target in pairs),
            {name: [RowFilters.model_validate(each) for each in sets] for name, sets in own.filters_by_table().items()},
            tuple(_documents(ledger, ours, touched, _newest(read_now))),
            read_now,
        )


def _newest(read_now: Collection[tuple[int, str]]) -> set[int]:
    """Of each table the newest run that has read it in that state."""
    return set({name: run_id for run_id, name in sorted(read_now)}.values())


def _documents(
    ledger: Ledger, runs: Sequence[int], touched: Touched | set[tuple[str, str]], wanted: Collection[int]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """``runs``: newest first.  A document may be long, and there may be many."""
    unseen = set(touched)
    for run_id in runs:
        if unseen or run_id in wanted:
            document = ledger.plan_document(run_id)
            unseen -= {(name, target) for name, table in document["tables"].items() for target in table["into"]}
            yield run_id, document
