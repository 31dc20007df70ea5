"""A random history of source rows, foreign rows, runs and undos, against a plain computation of keys and values.

``DBMIGRATE_TEST_SEED`` repeats a history.
"""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass, field

import pytest

from dbmigrate.errors import PlanRefusedError
from tests.databases import Database
from tests.run.job import Job, MakeJob
from tests.run.undoing import undo

pytestmark = pytest.mark.long

SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", str(time.time_ns() % 1_000_000)))
STEPS = int(os.environ.get("DBMIGRATE_TEST_STEPS", "22"))
CALLS, STOCK = "calls", "stock"
GROUP = (
    f'[[table]]\nsource = "{CALLS}"\ntarget_rows = "any"\nwatermark = {{ column = "at", overlap = "30s" }}\n'
    f'[[table]]\nsource = "{STOCK}"\nmode = "upsert"\n'
)
Values = dict[int, str]


@dataclass
class Work:
    """What one run has done to one table."""

    inserted: Values = field(default_factory=dict)
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    is_out: bool = False


@dataclass
class Model:
    source: dict[str, Values] = field(default_factory=lambda: {CALLS: {}, STOCK: {}})
    target: dict[str, Values] = field(default_factory=lambda: {CALLS: {}, STOCK: {}})
    runs: dict[int, dict[str, Work]] = field(default_factory=dict)

    def run(self, number: int) -> None:
        self.runs[number] = {}
        for table, rows in self.source.items():
            work, target = Work(), self.target[table]
            for key, value in rows.items():
                if key not in target:
                    work.inserted[key] = value
                elif table == STOCK and target[key] != value:
                    work.before[key], work.after[key] = target[key], value
            target.update(work.inserted)
            target.update(work.after)
            self.runs[number][table] = work

    def refuses(self, number: int, tables: tuple[str, ...]) -> bool:
        for table in tables:
            work = self.runs[number][table]
            later = {
                key
                for other, done in self.runs.items()
                if other > number and not done[table].is_out
                for key in done[table].inserted
            }
            wrote = {**work.inserted, **work.after}
            if not work.is_out and any(self.target[table].get(key) != value for key, value in wrote.items()):
                return True
            if not work.is_out and later & work.inserted.keys():
                return True
        return False

    def undo(self, number: int, tables: tuple[str, ...]) -> None:
        for table in tables:
            work = self.runs[number][table]
            if not work.is_out:
                for key in work.inserted:
                    del self.target[table][key]
                self.target[table].update(work.before)
                work.is_out = True


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "sqlite-postgresql"])
def test_any_history(make_job: MakeJob, pair: str) -> None:
    print(f"DBMIGRATE_TEST_SEED={SEED}")
    pick = random.Random(f"{SEED} {pair}")
    job = make_job(pair)
    job.both(f"CREATE TABLE {CALLS} (id {{int}} PRIMARY KEY, note {{text}}, at {{moment}})")
    job.both(f"CREATE TABLE {STOCK} (id {{int}} PRIMARY KEY, note {{text}})").write(GROUP, commit_rows=4)
    model, said = Model(), []
    for number in range(STEPS):
        step = pick.choice(
            [source_grows, source_grows, others_write, others_delete, migrate, migrate, take_out, take_out]
        )
        said.append(step(job, model, pick, number))
        for table, rows in model.target.items():
            found = dict(job.target.rows(f"SELECT id, note FROM {table}"))
            assert found == rows, f"{table} after {said}"
    for run in sorted(model.runs, reverse=True):
        if not model.refuses(run, (CALLS, STOCK)):
            undo(job, run)
            model.undo(run, (CALLS, STOCK))
    assert dict(job.target.rows(f"SELECT id, note FROM {STOCK}")) == model.target[STOCK], said


def source_grows(job: Job, model: Model, pick: random.Random, number: int) -> str:
    calls = {key: f"call {key}" for key in {pick.randrange(60) for _ in range(5)} - model.source[CALLS].keys()}
    moment = f"2024-05-01 10:{number:02}:00"
    job.source.insert(CALLS, [(key, note, moment) for key, note in calls.items()]) if calls else None
    model.source[CALLS].update(calls)
    stock = {pick.randrange(15): f"stock {pick.randrange(4)}" for _ in range(3)}
    job.source.run(f"DELETE FROM {STOCK} WHERE id IN ({', '.join(map(str, stock))})")
    job.source.insert(STOCK, list(stock.items()))
    model.source[STOCK].update(stock)
    return f"source grows by {sorted(calls)}, {stock}"


def others_write(job: Job, model: Model, pick: random.Random, number: int) -> str:
    """Rows of their own, some of which the source has too."""
    key = pick.randrange(80)
    if key not in model.target[CALLS]:
        _insert(job.target, CALLS, (key, f"call {key}", "2024-05-01 00:00:00"))
        model.target[CALLS][key] = f"call {key}"
    key = pick.randrange(20)
    if key not in model.target[STOCK]:
        _insert(job.target, STOCK, (key, "own"))
        model.target[STOCK][key] = "own"
    return "others write"


def others_delete(job: Job, model: Model, pick: random.Random, number: int) -> str:
    """Now and then, and never a row of calls that no pass would bring back: it would be below the mark."""
    if not model.target[STOCK] or pick.random() < 0.6:
        return "nothing"
    key = pick.choice(sorted(model.target[STOCK]))
    job.target.run(f"DELETE FROM {STOCK} WHERE id = {key}")
    del model.target[STOCK][key]
    return f"others delete stock {key}"


def migrate(job: Job, model: Model, pick: random.Random, number: int) -> str:
    outcome = job.run()
    model.run(outcome.run_id)
    return f"run {outcome.run_id}"


def take_out(job: Job, model: Model, pick: random.Random, number: int) -> str:
    if not model.runs:
        return "nothing"
    run = pick.choice(sorted(model.runs))
    part = pick.choice([(), (), (CALLS,), (STOCK,)])
    tables = part or (CALLS, STOCK)
    if model.refuses(run, tables):
        with pytest.raises(PlanRefusedError):
            undo(job, run, tables=part)
        return f"undo of {run} {part} refused"
    undo(job, run, tables=part)
    model.undo(run, tables)
    return f"undo of {run} {part}"


def _insert(database: Database, table: str, row: tuple[object, ...]) -> None:
    database.insert(table, [row])


STEPS_TO_CHOOSE = (source_grows, source_grows, others_write, others_delete, migrate, migrate, take_out, take_out)
