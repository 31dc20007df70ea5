"""Random histories of new rows, mends, deletions, passes and retries, compared with sets after each step.

``DBMIGRATE_TEST_SEED`` repeats a history, ``DBMIGRATE_TEST_STEPS`` makes it longer.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from tests.run.job import Job, MakeJob, create
from tests.run.rejected import open_rejects

SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", str(time.time_ns() % 1_000_000)))
STEPS = int(os.environ.get("DBMIGRATE_TEST_STEPS", "12"))
LIMIT = 100


class _Model:
    """What must be where, by sets alone."""

    def __init__(self, moments: random.Random) -> None:
        self.random = moments
        self.source: dict[int, int] = {}
        self.target: dict[int, int] = {}
        self.open: set[int] = set()

    def pass_over(self) -> None:
        """A pass reads every row: a row that is there with another value is left alone and rejected."""
        for key, amount in self.source.items():
            self._bring(key, amount)

    def retry(self) -> None:
        for key in list(self.open):
            if key in self.source:
                self._bring(key, self.source[key])
            else:
                self.open.discard(key)

    def _bring(self, key: int, amount: int) -> None:
        if amount >= LIMIT or (key in self.target and self.target[key] != amount):
            self.open.add(key)
            return
        self.target[key] = amount
        self.open.discard(key)


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "sqlite-postgresql"])
@pytest.mark.long
def test_a_random_history(make_job: MakeJob, pair: str) -> None:
    print(f"DBMIGRATE_TEST_SEED={SEED}")
    model = _Model(random.Random(f"{SEED} {pair}"))
    job = make_job(pair)
    create(job.source, "CREATE TABLE items (id {int} PRIMARY KEY, amount {int})")
    create(job.target, f"CREATE TABLE items (id {{int}} PRIMARY KEY, amount {{int}} CHECK (amount < {LIMIT}))")
    job.write('[[table]]\nsource = "items"\n', commit_rows=5)
    _new_rows(model, job)
    model.pass_over()
    job.run()
    _assert_same(model, job)
    for _ in range(STEPS):
        step = model.random.choice([_new_rows, _mend, _delete, _spoil])
        step(model, job)
        if model.random.random() < 0.6:
            model.retry()
            found = job.retry()
            assert found.rejects_open == len(model.open)
        else:
            model.pass_over()
            job.run()
        _assert_same(model, job)


def _new_rows(model: _Model, job: Job) -> None:
    free = [key for key in range(-40, 80) if key not in model.source]
    chosen = model.random.sample(free, min(len(free), model.random.randint(1, 15)))
    rows = [(key, model.random.choice([1, 2, LIMIT, LIMIT + 1])) for key in chosen]
    job.source.insert("items", rows)
    model.source.update(rows)


def _mend(model: _Model, job: Job) -> None:
    for key in [key for key in model.open if key in model.source and model.random.random() < 0.7]:
        amount = model.target.get(key, 3)
        job.source.run(f"UPDATE items SET amount = {amount} WHERE id = {key}")
        model.source[key] = amount


def _spoil(model: _Model, job: Job) -> None:
    for key in model.random.sample(sorted(model.source), min(3, len(model.source))):
        amount = LIMIT + model.random.randint(0, 9)
        job.source.run(f"UPDATE items SET amount = {amount} WHERE id = {key}")
        model.source[key] = amount


def _delete(model: _Model, job: Job) -> None:
    for key in model.random.sample(sorted(model.source), min(4, len(model.source))):
        job.source.run(f"DELETE FROM items WHERE id = {key}")
        del model.source[key]


def _assert_same(model: _Model, job: Job) -> None:
    assert dict(job.target.rows("SELECT id, amount FROM items")) == model.target
    assert open_rejects(job) == [(key,) for key in sorted(model.open)], "each open reject once, and no other"
