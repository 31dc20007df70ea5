"""Random histories of all that can happen to one table, against a plain computation with dictionaries.

Source rows come (some late), change, go; applications write and delete in the target; passes over all rows or over one
site, some of them killed and taken up again; retries, resyncs, undos.  After each step rows and open rejects must be
those of the model, and now and then the gap audit's numbers.

A pass that finds the source unchanged reads nothing, which must be true: rows change and change back, the file is
vacuumed, is overwritten with what it was earlier, changes its journal mode, and has its times put back.

``DBMIGRATE_TEST_SEED`` repeats a history, ``DBMIGRATE_TEST_STEPS`` makes it longer.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dbmigrate.errors import PlanRefusedError
from tests.run.job import Job, MakeJob, create
from tests.run.rejected import open_rejects
from tests.run.undoing import undo

SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", str(time.time_ns() % 1_000_000)))
STEPS = int(os.environ.get("DBMIGRATE_TEST_STEPS", "8"))
LIMIT, OVERLAP = 100, 5
TABLE = "CREATE TABLE items (id {int} PRIMARY KEY, moment {int}, site {int}, amount {int}%s)"
GROUP = (
    '[[table]]\nsource = "items"\ntarget_rows = "any"\nfilters = { site = "site" }\n'
    f'watermark = {{ column = "moment", overlap = "{OVERLAP}s" }}\n'
)
PLACES = ("after_chunk_plan", "before_commit", "after_commit", "after_staging_load", "after_move", "before_end")
Row = tuple[int, int, int]
"""Moment, site, amount."""


@dataclass
class Work:
    """What one run has done.  ``site`` None: all of them; ``is_pass`` with what it proves."""

    is_pass: bool
    site: int | None = None
    mark: int | None = None
    below: frozenset[int] = frozenset()
    based_on: int | None = None
    inserted: dict[int, Row] = field(default_factory=dict)
    before: dict[int, Row] = field(default_factory=dict)
    after: dict[int, Row] = field(default_factory=dict)
    is_out: bool = False
    writes: int = 0
    """Of the source, when the run came to it."""


@dataclass
class Refusal:
    run: int
    key: int
    closed_by: set[int] = field(default_factory=set)


@dataclass
class Model:
    now: int = 100
    writes: int = 0
    """To the source so far, also those that have left its rows as they were."""
    source: dict[int, Row] = field(default_factory=dict)
    target: dict[int, Row] = field(default_factory=dict)
    runs: dict[int, Work] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    reaches: list[tuple[int, int]] = field(default_factory=list)
    """Of undone runs that had written rows: from which run on up to which one others may have found these."""

    # What counts

    def counts(self, run: int) -> bool:
        return not self.runs[run].is_out

    @property
    def passes(self) -> dict[int, Work]:
        return {run: work for run, work in self.runs.items() if work.is_pass and not work.is_out}

    def open_refusals(self, key: int | None = None) -> list[Refusal]:
        return [
            one
            for one in self.refusals
            if self.counts(one.run) and not any(map(self.counts, one.closed_by)) and key in (None, one.key)
        ]

    @property
    def open(self) -> set[int]:
        return {one.key for one in self.open_refusals()}

    @property
    def ours(self) -> set[int]:
        return {key for work in self.runs.values() if not work.is_out for key in work.inserted}

    def cover(self, site: int | None) -> int | None:
        """The newest pass that proves its mark for these rows."""
        lasts: dict[int, bool] = {}
        for run, work in sorted(self.passes.items()):
            if work.based_on is None or work.based_on in lasts:
                found_lost = any(undone < run <= newest for undone, newest in self.reaches)
                lasts[run] = not found_lost and (work.based_on is None or lasts[work.based_on])
        marked = [run for run, last in lasts.items() if last and self.runs[run].mark is not None]
        return max((run for run in marked if self.runs[run].site in (site, None)), default=None)

    def mark(self, run: int) -> int:
        mark = self.runs[run].mark
        assert mark is not None
        return mark

    def keys_below(self, mark: int, site: int | None) -> frozenset[int]:
        return frozenset(
            key for key, (moment, of, _) in self.source.items() if moment < mark - OVERLAP and site in (None, of)
        )

    def reached(self, row: Row) -> bool | None:
        """Whether a run has come to the row; None if none was about it."""
        sites = {work.site for work in self.passes.values()}
        if not any(site in (None, row[1]) for site in sites):
            return None
        marks = {site: self.mark(run) for site in sites if (run := self.cover(site)) is not None}
        return any(site in (None, row[1]) and row[0] <= mark for site, mark in marks.items())

    # What is done

    def bring(self, run: int, key: int, *, updates: bool = False) -> None:
        row, work = self.source[key], self.runs[run]
        there = self.target.get(key)
        if row[2] >= LIMIT or (there not in (None, row) and not updates):
            for one in self.open_refusals(key):
                one.closed_by.add(run)
            self.refusals.append(Refusal(run, key))
            return
        if there is None:
            work.inserted[key] = row
        elif there != row:
            work.before[key], work.after[key] = there, row
        self.target[key] = row
        for one in self.open_refusals(key):
            one.closed_by.add(run)

    def pass_over(self, run: int, site: int | None) -> None:
        mark = max((moment for moment, _, _ in self.source.values()), default=None)
        based_on = None if mark is None else self.cover(site)
        if based_on is not None:
            cover = self.runs[based_on]
            if self.keys_below(self.mark(based_on), cover.site) != cover.below:
                based_on = None
        bound = None if based_on is None else self.mark(based_on) - OVERLAP
        below = frozenset[int]() if mark is None else self.keys_below(mark, site)
        self.runs[run] = Work(True, site, mark, below, based_on, writes=self.writes)
        for key, (moment, of, _) in sorted(self.source.items()):
            if site in (None, of) and (bound is None or moment >= bound):
                self.bring(run, key)

    def leave_alone(self, run: int, site: int | None, since: int) -> None:
        """The run says that nothing was written to the source since that one, and that there is nothing to do."""
        work = self.runs[since]
        assert (work.is_pass, work.is_out, work.site, work.writes) == (True, False, site, self.writes)
        assert work.mark is None or self.cover(site) == since
        assert not self.open
        self.runs[run] = Work(False)

    def retry(self, run: int) -> None:
        self.runs[run] = Work(False)
        for key in sorted(self.open):
            if key in self.source:
                self.bring(run, key)
            else:
                for one in self.open_refusals(key):
                    one.closed_by.add(run)

    def resync(self, run: int) -> None:
        self.runs[run] = Work(False)
        ours, listed = self.ours, self.open
        for key, row in sorted(self.source.items()):
            there = self.target.get(key)
            if not self.reached(row) or there == row:
                continue
            if (there is None and key not in listed) or (there is not None and key in ours):
                self.bring(run, key, updates=True)

    def refuses(self, run: int) -> bool:
        work = self.runs[run]
        wrote = {**work.inserted, **work.after}
        later = {key for other, done in self.runs.items() if other > run and not done.is_out for key in done.inserted}
        return any(self.target.get(key) != row for key, row in wrote.items()) or bool(later & work.inserted.keys())

    def take_out(self, run: int) -> None:
        work = self.runs[run]
        for key in work.inserted:
            del self.target[key]
        self.target.update(work.before)
        work.is_out = True
        if work.inserted or work.before:
            self.reaches.append((run, max(self.runs)))

    def gaps(self) -> tuple[int, int, int]:
        """Rejected, not yet, missing."""
        rejected = new = missing = 0
        for key, row in self.source.items():
            reached = self.reached(row)
            if reached is None or key in self.target:
                continue
            if not reached:
                new += 1
            elif key in self.open:
                rejected += 1
            else:
                missing += 1
        return rejected, new, missing


@dataclass
class Play:
    job: Job
    model: Model
    pick: random.Random
    kept: tuple[bytes, dict[int, Row]] | None = None
    misfit: int = LIMIT
    """Less: in this history no row is refused, so more passes find nothing to do."""
    alone: int = 0
    """Passes that have read nothing."""

    def deceive(self) -> str:
        """Writes to the source that leave its rows, its size or its times as they were; or none."""
        tricks = [self.touch, self.there_and_back]
        if self.job.source.is_sqlite:
            tricks += [self.vacuum, self.other_journal, self.overwrite, self.put_time_back]
        else:
            tricks += [self.make_room, self.rewrite]
        return self.pick.choice(tricks)()

    def touch(self) -> str:
        time.sleep(0.12)  # until the next write has another time
        return "time passes"

    def there_and_back(self) -> str:
        self.job.source.run("UPDATE items SET amount = amount + 1", "UPDATE items SET amount = amount - 1")
        self.model.writes += 1
        return "there and back"

    def vacuum(self) -> str:
        with closing(sqlite3.connect(self.job.source.place)) as connection:
            connection.execute("VACUUM")
        self.model.writes += 1
        return "vacuum"

    def make_room(self) -> str:
        """What comes next lies before rows that are older, unless it is updated and goes to the end."""
        self.job.source.run("UPDATE items SET amount = amount", "UPDATE items SET amount = amount WHERE id % 2 = 0")
        self._alone("VACUUM items")
        return "room made"

    def rewrite(self) -> str:
        how = self.pick.choice(["VACUUM FULL items", "CLUSTER items USING items_pkey", "VACUUM (FREEZE) items"])
        self._alone(how)
        return how

    def _alone(self, statement: str) -> None:
        with psycopg.connect(self.job.source.place, autocommit=True) as connection:
            connection.execute(statement)
        self.model.writes += 1

    def other_journal(self) -> str:
        with closing(sqlite3.connect(self.job.source.place)) as connection:
            [(mode,)] = connection.execute("PRAGMA journal_mode").fetchall()
            connection.execute(f"PRAGMA journal_mode = {'delete' if mode == 'wal' else 'wal'}")
        self.model.writes += 1
        return f"no longer {mode}"

    def overwrite(self) -> str:
        """What a copy of the file holds that was made earlier."""
        path = Path(self.job.source.place)
        if Path(f"{path}-wal").exists():
            return "nothing"
        if self.kept is None or self.pick.random() < 0.5:
            self.kept = path.read_bytes(), dict(self.model.source)
            return "kept a copy"
        status = path.stat()
        with path.open("r+b") as file:
            file.write(self.kept[0])
            file.truncate()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        self.model.source = dict(self.kept[1])
        self.model.writes += 1
        return "overwritten by the copy"

    def put_time_back(self) -> str:
        path = Path(self.job.source.place)
        status, said = path.stat(), self.add()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        return f"{said}, and the time put back"

    def add(self) -> str:
        free = [key for key in range(50) if key not in self.model.source]
        rows = {}
        for key in self.pick.sample(free, min(len(free), self.pick.randint(2, 7))):
            self.model.now += 1
            late = self.pick.choice([0, 0, 0, 3, 40])
            amount = self.pick.choice([self.misfit + 5, *range(10, 19)])
            rows[key] = (self.model.now - late, self.pick.randint(1, 2), amount)
        if rows:
            self.job.source.insert("items", [(key, *row) for key, row in rows.items()])
            self.model.writes += 1
        self.model.source |= rows
        return f"add {rows}"

    def change(self) -> str:
        keys = self.pick.sample(sorted(self.model.source), min(3, len(self.model.source)))
        for key in keys:
            moment, site, amount = self.model.source[key]
            row = (moment, site, self.pick.choice([min(amount + 1, self.misfit + 9), 20, self.misfit + 7]))
            self.job.source.run(f"UPDATE items SET amount = {row[2]} WHERE id = {key}")
            self.model.writes += 1
            self.model.source[key] = row
        return f"change {keys}"

    def purge(self) -> str:
        keys = self.pick.sample(sorted(self.model.source), min(2, len(self.model.source)))
        for key in keys:
            self.job.source.run(f"DELETE FROM items WHERE id = {key}")
            self.model.writes += 1
            del self.model.source[key]
        return f"purge {keys}"

    def others(self) -> str:
        """Applications delete a row and write one, perhaps under a key that the source has too."""
        said = []
        if self.model.target and self.pick.random() < 0.5:
            key = self.pick.choice(sorted(self.model.target))
            self.job.target.run(f"DELETE FROM items WHERE id = {key}")
            del self.model.target[key]
            said.append(f"delete {key}")
        key = self.pick.randrange(56)
        if key not in self.model.target and key not in self.model.ours:
            self.model.target[key] = (0, 9, 77)
            self.job.target.insert("items", [(key, 0, 9, 77)])
            said.append(f"insert {key}")
        return f"others {said}"

    def again(self) -> str:
        """Twice the same, so that the second may find nothing new."""
        site, said = self.pick.choice([None, None, 1]), self.touch()
        return f"{said}, {self.migrate(site=(site,))}, {self.migrate(site=(site,))}"

    def migrate(self, *, first: bool = False, site: tuple[int | None] | None = None) -> str:
        return self._migrate(self.pick.choice([None, 1, 2]) if site is None else site[0], first=first)

    def _migrate(self, site: int | None, *, first: bool) -> str:
        killed = self._killed(site) if self.pick.random() < 0.15 and not first else ""
        state, newest = ("", 0) if first else self._newest()
        if newest in self.model.runs or state != "copied":
            newest = self.job.run(filters=_filters(site), read_unchanged=self.pick.random() < 0.1).run_id
        since = self._since(newest)
        if since is not None:
            self.alone += 1
            self.model.leave_alone(newest, site, since)
            return f"run {newest} of site {site} as {since}{killed}"
        self.model.pass_over(newest, site)
        return f"run {newest} of site {site}{killed}"

    def _since(self, run: int) -> int | None:
        """The run that has read what this one has left alone."""
        state, chunk = self.job.target.ledger("source_state"), self.job.target.ledger("chunk")
        rows = self.job.target.rows(
            f"SELECT unchanged_since FROM {state} WHERE run_id = {run} AND unchanged_since IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {chunk} WHERE run_id = {run})"
        )
        return rows[0][0] if rows else None

    def _newest(self) -> tuple[str, int]:
        rows = self.job.target.rows(
            f"SELECT state, run_id FROM {self.job.target.ledger('run')} ORDER BY run_id DESC LIMIT 1"
        )
        return rows[0]

    def _killed(self, site: int | None) -> str:
        place = f"{self.pick.choice(PLACES)}:{self.pick.randint(1, 3)}"
        options = [] if site is None else ["--site", str(site)]
        subprocess.run(
            [sys.executable, "-c", "from dbmigrate.cli.main import main; main()", "run", *options],
            cwd=self.job.directory,
            env={**os.environ, "DBMIGRATE_STOP_AT": place},
            capture_output=True,
            check=False,
        )
        return f", killed at {place}"

    def retry(self) -> str:
        if not self.model.passes:
            return "nothing"
        outcome = self.job.retry()
        if outcome.run_id is not None:
            self.model.retry(outcome.run_id)
        return f"retry {outcome.run_id}"

    def resync(self) -> str:
        if not self.model.passes:
            return "nothing"
        outcome = self.job.resync()
        if outcome.run_id is not None:
            self.model.resync(outcome.run_id)
        return f"resync {outcome.run_id}"

    def take_out(self) -> str:
        runs = [run for run, work in self.model.runs.items() if not work.is_out]
        if not runs:
            return "nothing"
        run = self.pick.choice(runs)
        if self.model.refuses(run):
            with pytest.raises(PlanRefusedError):
                undo(self.job, run)
            return f"undo of {run} refused"
        undo(self.job, run)
        self.model.take_out(run)
        return f"undo of {run}"

    def check(self, said: list[str]) -> None:
        model, job = self.model, self.job
        found = {key: row for key, *row in job.target.rows("SELECT id, moment, site, amount FROM items")}
        assert found == {key: list(row) for key, row in model.target.items()}, said
        assert {key for (key,) in open_rejects(job)} == set(model.open), said
        if self.pick.random() < 0.4 and model.passes:
            [gaps] = job.gaps().tables
            assert (gaps.rows_rejected, gaps.rows_new, gaps.rows_missing) == model.gaps(), said


def _filters(site: int | None) -> dict[str, Any] | None:
    return None if site is None else {"site": [site]}


_LONG = ("sqlite-postgresql", "postgresql-sqlite", "postgresql-postgresql")


@pytest.mark.parametrize("pair", ["sqlite-sqlite", *(pytest.param(pair, marks=pytest.mark.long) for pair in _LONG)])
def test_any_history(make_job: MakeJob, pair: str) -> None:
    print(f"DBMIGRATE_TEST_SEED={SEED}")
    job = make_job(pair)
    create(job.source, TABLE % "")
    create(job.target, TABLE % f" CHECK (amount < {LIMIT})")
    job.write(GROUP, commit_rows=4)
    pick = random.Random(f"{SEED} {pair}")
    play = Play(job, Model(), pick, misfit=pick.choice([LIMIT, LIMIT // 2]))
    steps = [play.migrate, play.migrate, play.again, play.again, play.retry, play.resync, play.resync, play.take_out]
    changes = [play.add, play.add, play.change, play.purge, play.others, play.deceive, play.deceive]
    said = [play.add(), play.migrate(first=True)]
    for _ in range(STEPS):
        said += [change() for change in play.pick.sample(changes, play.pick.randint(0, 2))]
        said.append(play.pick.choice(steps)())
        play.check(said)
    print(f"{play.alone} of {len(play.model.runs)} runs have read nothing")
