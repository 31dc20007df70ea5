"""Random histories of changes on both sides, passes, resyncs and their undo, compared with dictionaries at each step.

``DBMIGRATE_TEST_SEED`` repeats a history, ``DBMIGRATE_TEST_STEPS`` makes it longer.
"""

from __future__ import annotations

import copy
import os
import random
import time

import pytest

from tests.marks import seldom
from tests.run.job import Job, MakeJob
from tests.run.rejected import open_rejects
from tests.run.undoing import undo

SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", str(time.time_ns() % 1_000_000)))
STEPS = int(os.environ.get("DBMIGRATE_TEST_STEPS", "8"))
TABLE = "CREATE TABLE items (id {int} PRIMARY KEY, moment {int}, note {int})"
GROUP = '[[table]]\nsource = "items"\nwatermark = { column = "moment", overlap = "5s" }\n'


class _Model:
    """``target``: notes by key; ``ours``: keys that runs have written and not deleted since, with the notes as they
    were written last."""

    def __init__(self, moments: random.Random, *, deletes: bool) -> None:
        self.random = moments
        self.deletes = deletes
        self.now = 100
        self.mark = 0
        self.source: dict[int, tuple[int, int]] = {}
        self.target: dict[int, int] = {}
        self.ours: dict[int, int] = {}
        self.deleted: set[int] = set()
        self.open: set[int] = set()

    def pass_over(self) -> None:
        """Everything is read when rows came in below the overlap, else what is not older than it."""
        for key, (moment, note) in self.source.items():
            if self.everything or moment >= self.mark - 5:
                if key not in self.target:
                    self.target[key] = self.ours[key] = note
                    self.open.discard(key)
                elif self.target[key] != note:
                    self.open.add(key)
                else:
                    self.open.discard(key)
        if self.source:  # an empty table has no newest row, and leaves the mark where it was
            self.mark = max(moment for moment, _ in self.source.values())
            self.below = self._rows_below()

    everything = True
    below: frozenset[int] = frozenset()

    def _rows_below(self) -> frozenset[int]:
        return frozenset(key for key, (moment, _) in self.source.items() if moment < self.mark - 5)

    def look(self) -> None:
        self.everything = self.mark == 0 or self._rows_below() != self.below

    def resync(self) -> int:
        """How many rows it deletes."""
        for key, (moment, note) in self.source.items():
            if moment > self.mark:
                continue
            if key in self.target and self.target[key] != note and key in self.ours:
                self.target[key] = self.ours[key] = note
                self.open.discard(key)
            elif key not in self.target and key not in self.open:
                self.target[key] = self.ours[key] = note
        gone = [key for key in self.target if key in self.ours and key not in self.source]
        gone = [key for key in gone if self.target[key] == self.ours[key] and self.deletes and self.source]
        for key in gone:
            del self.target[key], self.ours[key]
            self.deleted.add(key)
        return len(gone)

    def state(self) -> tuple[object, ...]:
        """What an undo of a resync brings back."""
        return copy.deepcopy((self.target, self.ours, self.open))

    def restore(self, state: tuple[object, ...]) -> None:
        self.target, self.ours, self.open = copy.deepcopy(state)  # type: ignore[assignment]


@pytest.mark.parametrize("deletes", [False, True], ids=["lists", "deletes"])
@pytest.mark.parametrize("pair", ["sqlite-sqlite", seldom("sqlite-postgresql")])
def test_a_random_history(make_job: MakeJob, pair: str, *, deletes: bool) -> None:
    print(f"DBMIGRATE_TEST_SEED={SEED}")
    model = _Model(random.Random(f"{SEED} {pair}"), deletes=deletes)
    group = GROUP + ('resync = { deleted = "delete" }\n' if deletes else "")
    job = make_job(pair).both(TABLE).write(group + 'target_rows = "any"\n', commit_rows=5)
    _add(model, job)
    model.pass_over()
    job.run()
    for _ in range(STEPS):
        for change in model.random.sample([_add, _change, _delete, _delete, _others], 2 + deletes):
            change(model, job)
        if model.random.random() < 0.6:
            _resync(model, job)
        else:
            model.look()
            model.pass_over()
            job.run()
        assert dict(job.target.rows("SELECT id, note FROM items")) == model.target
        assert open_rejects(job) == [(key,) for key in sorted(model.open)]


def _resync(model: _Model, job: Job) -> None:
    before, rows = model.state(), job.target.counted("items")
    deleted = model.resync()
    found = job.resync()
    assert found.rejects_open == len(model.open)
    assert sum(table.deleted for table in found.tables) == deleted
    if found.run_id is not None and model.deletes and model.random.random() < 0.3:
        undo(job, found.run_id)
        assert job.target.counted("items") == rows
        model.restore(before)


def _add(model: _Model, job: Job) -> None:
    # A key that went and came again would be another row, by its moment, which the model does not keep.
    free = [key for key in range(60) if key not in model.source and key not in model.target]
    rows = []
    for key in model.random.sample(free, min(len(free), model.random.randint(3, 9))):
        model.now += 1
        late = model.random.random() < 0.2
        rows.append((key, model.now - (50 if late else 0), model.random.randint(0, 9)))
    if rows:
        job.source.insert("items", rows)
    model.source.update({key: (moment, note) for key, moment, note in rows})


def _change(model: _Model, job: Job) -> None:
    for key in model.random.sample(sorted(model.source), min(4, len(model.source))):
        moment, note = model.source[key]
        job.source.run(f"UPDATE items SET note = {note + 10} WHERE id = {key}")
        model.source[key] = (moment, note + 10)


def _delete(model: _Model, job: Job) -> None:
    for key in model.random.sample(sorted(model.source), min(2, len(model.source))):
        if key in model.open:
            continue  # its reject would have to be closed by a retry
        job.source.run(f"DELETE FROM items WHERE id = {key}")
        del model.source[key]


def _others(model: _Model, job: Job) -> None:
    """The applications delete a row and write one of their own."""
    if model.target:
        key = model.random.choice(sorted(model.target))
        if key not in model.open:
            job.target.run(f"DELETE FROM items WHERE id = {key}")
            del model.target[key]
    free = [key for key in range(60, 70) if key not in model.target]
    if model.deletes:
        free = [key for key in sorted(model.deleted) if key not in model.target and key not in model.source] + free
        mine = sorted(key for key in model.ours if key in model.target and key not in model.open)
        for key in model.random.sample(mine, min(2, len(mine))):
            job.target.run(f"UPDATE items SET note = -5 WHERE id = {key}")
            model.target[key] = -5
    if free:
        job.target.insert("items", [(free[0], 0, 77)])
        model.target[free[0]] = 77
        model.ours.pop(free[0], None)
