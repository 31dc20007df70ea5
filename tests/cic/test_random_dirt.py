"""Dirt in the contact centre's own tables, where chance puts it: the check names each, a run rejects just those."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.model.plan import ColumnPlan, MigrationPlan, TablePlan
from dbmigrate.model.types import Kind
from dbmigrate.run.migration import Migration, RunOptions
from tests.cic.conftest import MakeSource
from tests.cic.contact_centre import Project, empty_target
from tests.databases import Database

GROUPS = ("recorder", "survey", "process_automation")
Place = tuple[str, str]


def spoiled(column: ColumnPlan, chance: random.Random) -> list[Any]:
    """Values that PostgreSQL cannot take in this column, whatever its consents."""
    kind, wire, found = column.target.type.kind, column.wire, list[Any]()
    if kind is Kind.TEXT and not column.consents:
        found += ["x" * (wire.length + 1 + chance.randrange(9))] if wire.length and not wire.fixed else []
        found.append("a\0b")
    elif kind is Kind.INTEGER:
        found += ["many", 2 ** (wire.bits or 64)] if (wire.bits or 64) < 64 else ["many"]
    elif kind in (Kind.TIMESTAMP, Kind.DATE) and not column.consents:
        found.append("yesterday")
    elif kind is Kind.UUID:
        found.append("nobody")
    return found


def dirty_places(plan: MigrationPlan, source: Database) -> list[tuple[TablePlan, ColumnPlan]]:
    """Columns that are copied into one target and that nothing else hangs on."""
    parents = {table.orphans.parent.name.name for table in plan.tables if table.orphans}
    found = []
    for table in plan.tables:
        name = table.source.name.name
        if (
            len(table.into) > 1
            or name in parents
            or not table.key
            or not source.rows(f'SELECT 1 FROM "{name}" LIMIT 1')
        ):
            continue
        [into] = table.into
        computed = " ".join(column.expression or "" for column in into.columns).casefold()
        bound = {*table.key, *into.key, *(own for own, _ in (table.orphans.on if table.orphans else ()))}
        bound |= {table.watermark.column} if table.watermark else set()
        found += [
            (table, column)
            for column in into.columns
            if column.source and column.domain is None and column.source not in bound
            and column.source.casefold() not in computed
        ]  # fmt: skip
    return found


def spoil(source: Database, plan: MigrationPlan, chance: random.Random) -> Counter[Place]:
    """(table, column) -> rows; a row is spoiled once."""
    done: Counter[Place] = Counter()
    taken: set[tuple[str, int]] = set()
    places = dirty_places(plan, source)
    for table, column in chance.sample(places, min(40, len(places))):
        values = spoiled(column, chance)
        name = table.source.name.name
        [(row,)] = source.rows(f'SELECT rowid FROM "{name}" ORDER BY random() LIMIT 1')
        if not values or (name, row) in taken:
            continue
        taken.add((name, row))
        value = chance.choice(values)
        shown = f"'{value}'".replace("\0", "' || char(0) || '") if isinstance(value, str) else str(value)
        source.run(f'UPDATE "{name}" SET "{column.source}" = {shown} WHERE rowid = {row}')
        done[name, str(column.source)] += 1
    for number in range(chance.randrange(1, 5)):
        lost = uuid.UUID(int=chance.getrandbits(128))
        source.run(f"""INSERT INTO "IR_TagMap" ("RecordingId", "TagId") VALUES ('{lost}', {number})""")
        done["IR_TagMap", "RecordingId"] += 1
    return done


@pytest.mark.long
def test_what_is_spoiled_is_named_and_rejected_and_nothing_else(
    contact_centre: MakeSource, tmp_path: Path, postgres_databases: Callable[[], str]
) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    source = contact_centre("source", 3)
    target = empty_target("postgresql", tmp_path, postgres_databases())
    project = Project(tmp_path, "dirty", source, target, GROUPS)
    with Migration(load_project(project.path)) as migration:
        plan = migration.plan()
        assert migration.scan_values(plan).refused == []
        done = spoil(source, plan, random.Random(seed))
        found: Counter[Place] = Counter()
        for one in migration.scan_values(migration.plan()).refused:
            found[one.table, one.column.partition(" -> ")[0]] += one.count
        assert found == done
        migration.run(RunOptions(max_rejects=1_000))
        rejected: Counter[str] = Counter()
        for count in migration.status().reject_counts:
            rejected[str(count["table_name"])] += int(count["rows"])
    wanted: Counter[str] = Counter()
    for (table, _), rows in done.items():
        wanted[table] += rows
    assert rejected == wanted
    assert project.unproven("source") == []
