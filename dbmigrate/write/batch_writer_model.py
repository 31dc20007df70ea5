"""A model of the write protocol, small enough to visit every state it can reach.

It is no part of a run.  ``tests/write/test_batch_writer_model.py`` visits all its states, holds it to the promises,
holds its steps to those that ``batch_writer`` and ``conductor`` take, and shows that each ``Flaw`` breaks a promise.

Two processes work on one run of a few rows, each with its own number of rows per commit.  At any step a process
may be killed and started again; a connection may be lost, and with it the answer to a COMMIT, which the server
then carries out now, later or never; the lock that keeps a second process out may be lost with its own
connection while the process goes on; and the server may crash, which ends all connections and loses the last of
the commits that nobody waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from msgspec import Struct

from dbmigrate.ledger.entries import FIRST_FENCE
from dbmigrate.write.stop_points import STOP_POINTS

DIRECT_PATH = (
    "before_begin",
    "begin",
    "hold_fence",
    "load",
    "after_load",
    "before_record",
    "record",
    "before_commit",
    "commit",
    "after_commit",
)
STAGED_PATH = (
    "before_begin",
    "load_staging",
    "after_staging_load",
    "begin",
    "hold_fence",
    "move",
    "after_move",
    "before_record",
    "record",
    "before_commit",
    "commit",
    "after_commit",
)
"""What ``BatchWriter`` does with a batch; the named stop points lie between the steps of the model, each of which
is done whole or not at all."""
STAGED_INSIDE_PATH = ("before_begin", "begin", "load_staging", "after_staging_load", *STAGED_PATH[4:])
"""Where staging takes part in the transaction.  It ends with it, so the model visits the wider case above, in which
staging outlives a crash."""
DIRECT_STEPS = tuple(step for step in DIRECT_PATH if step not in STOP_POINTS)
STAGED_STEPS = tuple(step for step in STAGED_PATH if step not in STOP_POINTS)
ASK_STEPS = ("reconnect", "begin", "await_commits", "hold_fence", "has_batch", "rollback")
"""What follows a lost connection; one step of the model, because it changes nothing."""
FIRST_START_STEPS = ("lock", "start_attempt")
"""Under a run's first fence nobody can have written a batch of it."""
START_STEPS = (*FIRST_START_STEPS, "read_resume")


class Flaw(Enum):
    """A way to build the protocol wrongly."""

    NONE = "as it is built"
    ENTRY_BEFORE_ROWS = "the entry is committed before the rows"
    ROWS_BEFORE_ENTRY = "the rows are committed before the entry"
    NO_FENCE = "batches do not look at the fence"
    GUESS_DONE = "a COMMIT without an answer is taken for done"
    GUESS_LOST = "a COMMIT without an answer is taken for lost, and entries have no unique key"
    ASK_TOO_SOON = "the ledger is asked while the COMMIT may still be at work, and entries have no unique key"
    SHARED_STAGING = "attempts share one staging table"
    NO_ANTI_JOIN = "staged rows go in whether they are there or not"
    BEFORE_NOT_LOOKED_FOR = "a batch goes in behind one that the server has lost"
    LAST_NOT_AWAITED = "no batch's COMMIT waits for the disk"


class Entry(NamedTuple):
    """Of the ledger: batch ``number`` took the rows after ``after`` through ``through``; ``fence`` of its writer."""

    number: int
    after: int
    through: int
    fence: int


class Work(NamedTuple):
    """An open transaction in the server.  ``holds``: it has looked at the fence and keeps it from changing."""

    rows: tuple[int, ...] = ()
    entry: Entry | None = None
    holds: bool = False
    fence: int = 0
    sent: bool = False
    """Its connection is gone, and COMMIT was on its way."""


class Process(NamedTuple):
    """``at``: the next step, or "off"; ``after``, ``number``: where it goes on."""

    at: str = "off"
    fence: int = 0
    after: int = 0
    number: int = 0
    open: Work | None = None


class State(NamedTuple):
    """``rows``: how often each row is in the target.  ``orphans``: transactions whose connection is gone.
    ``soft``: what is committed and not on disk, in order.  ``staging``: rows by owner; ``lock``: number of the process
    that has it, or -1."""

    rows: tuple[int, ...]
    processes: tuple[Process, ...]
    ledger: frozenset[Entry] = frozenset()
    fence: int = 0
    copied: bool = False
    lock: int = -1
    orphans: tuple[Work, ...] = ()
    soft: tuple[Work, ...] = ()
    staging: frozenset[tuple[int, tuple[int, ...]]] = frozenset()
    stale_commits: int = 0
    starts: int = 0
    kills: int = 0
    losses: int = 0
    crashes: int = 0


class Protocol(Struct, frozen=True):
    """``commit_rows`` of each process; ``present``: rows that the target held before (staged only)."""

    rows: int = 3
    commit_rows: tuple[int, ...] = (1, 2)
    staged: bool = False
    present: frozenset[int] = frozenset()
    starts: int = 3
    kills: int = 1
    losses: int = 1
    crashes: int = 1
    flaw: Flaw = Flaw.NONE

    @property
    def steps(self) -> tuple[str, ...]:
        """Of one batch."""
        steps = STAGED_STEPS if self.staged else DIRECT_STEPS
        body = steps[: steps.index("hold_fence") + 1]
        put = "move" if self.staged else "load"
        if self.flaw is Flaw.ENTRY_BEFORE_ROWS:
            return (*body, "record", "commit", "begin", put, "commit")
        if self.flaw is Flaw.ROWS_BEFORE_ENTRY:
            return (*body, put, "commit", "begin", "record", "commit")
        return steps

    def first(self) -> State:
        rows = tuple(int(row in self.present) for row in range(self.rows))
        return State(rows, tuple(Process() for _ in self.commit_rows))

    def following(self, state: State) -> Iterator[tuple[str, State]]:
        """Every state that one event can lead to, with the event's name."""
        for which, process in enumerate(state.processes):
            if process.at == "off":
                if state.starts < self.starts and not state.copied:
                    yield f"{which} starts", self._with(state, which, Process("lock"), starts=state.starts + 1)
                continue
            yield from ((f"{which} {process.at}", after) for after in self._step(state, which, process))
            if state.kills < self.kills:
                yield f"{which} is killed", self._killed(state, which, process)
            if state.losses < self.losses:
                yield from self._losses(state, which, process)
        if state.lock >= 0 and state.processes[state.lock].at == "off":
            yield "the lock of a dead process is noticed", state._replace(lock=-1)
        for work in set(state.orphans):
            rest = list(state.orphans)
            rest.remove(work)
            gone = state._replace(orphans=tuple(rest))
            yield "an orphan is rolled back", gone
            if work.sent:
                yield "an orphan is committed", self._committed(gone, work)
        if state.crashes < self.crashes:
            for kept in range(len(state.soft) + 1):
                yield f"the server crashes and loses {len(state.soft) - kept} commits", self._crashed(state, kept)

    # One process

    def _step(self, state: State, which: int, process: Process) -> Iterator[State]:
        """Nothing where it has to wait."""
        name, _, place = process.at.partition("@")
        match name:
            case "lock":
                # Its own dead predecessor's lock has to be noticed first, too.
                if state.lock < 0:
                    yield self._with(state._replace(lock=which), which, process._replace(at="start_attempt"))
                else:
                    yield self._with(state, which, Process())
            case "start_attempt":
                if not self._held(state):
                    fence = state.fence + 1
                    raised = state._replace(fence=fence, copied=False, soft=())
                    begun = process._replace(at="read_resume", fence=fence)
                    yield self._with(raised, which, self._at_batch(begun, 0, 0) if fence == FIRST_FENCE else begun)
            case "read_resume":
                last = max(state.ledger, default=None)
                after, number = (0, 0) if last is None else (last.through, last.number + 1)
                yield self._with(state, which, self._at_batch(process, after, number))
            case "ask":
                yield from self._ask(state, which, process)
            case "end":
                says_so = process.fence == state.fence
                lock = -1 if state.lock == which else state.lock
                soft = () if says_so else state.soft
                done = state._replace(copied=state.copied or says_so, lock=lock, soft=soft)
                yield self._with(done, which, Process())
            case _:
                yield from self._batch_step(state, which, process, name, int(place))

    def _batch_step(self, state: State, which: int, process: Process, name: str, place: int) -> Iterator[State]:
        going_on = process._replace(at=self._named(place + 1))
        work = process.open or Work(fence=process.fence)
        rows = self._batch_rows(which, process)
        match name:
            case "load_staging":
                owner = 0 if self.flaw is Flaw.SHARED_STAGING else process.fence
                others = {one for one in state.staging if one[0] != owner}
                yield self._with(state._replace(staging=frozenset({*others, (owner, rows)})), which, going_on)
            case "begin":
                yield self._with(state, which, going_on._replace(open=work))
            case "hold_fence":
                if not self._has_batch_before(state, process):
                    yield self._ended(state, which)
                elif self.flaw is Flaw.NO_FENCE:
                    yield self._with(state, which, going_on)
                elif process.fence == state.fence:
                    yield self._with(state, which, going_on._replace(open=work._replace(holds=True)))
                else:
                    yield self._ended(state, which)
            case "load":
                yield self._with(state, which, going_on._replace(open=work._replace(rows=rows)))
            case "move":
                owner = 0 if self.flaw is Flaw.SHARED_STAGING else process.fence
                staged = next((held for name, held in state.staging if name == owner), ())
                if self.flaw is not Flaw.NO_ANTI_JOIN:
                    staged = tuple(row for row in staged if not state.rows[row])
                yield self._with(state, which, going_on._replace(open=work._replace(rows=staged)))
            case "record":
                yield from self._record(state, which, process, going_on, work)
            case "commit":
                done = self._committed(self._with(state, which, going_on._replace(open=None)), work)
                yield done if place + 1 < len(self.steps) else self._batch_done(done, which)

    def _record(self, state: State, which: int, process: Process, going_on: Process, work: Work) -> Iterator[State]:
        entry = Entry(process.number, process.after, self._through(which, process), process.fence)
        if self._entries_are_unique:
            if any(one.entry is not None and one.entry.number == entry.number for one in self._others(state, which)):
                return  # waits until the other transaction has ended
            if any(one.number == entry.number for one in state.ledger):
                yield self._ended(state, which)
                return
        yield self._with(state, which, going_on._replace(open=work._replace(entry=entry)))

    def _ask(self, state: State, which: int, process: Process) -> Iterator[State]:
        """After a lost connection: is the batch in?"""
        again = self._at_batch(process, process.after, process.number)
        if self.flaw is Flaw.GUESS_DONE:
            yield self._batch_done(self._with(state, which, process), which)
        elif self.flaw is Flaw.GUESS_LOST:
            yield self._with(state, which, again)
        elif self.flaw is Flaw.ASK_TOO_SOON or not self._held(state):
            if process.fence != state.fence and self.flaw is not Flaw.NO_FENCE:
                yield self._ended(state, which)
            elif any((one.number, one.fence) == (process.number, process.fence) for one in state.ledger):
                yield self._batch_done(self._with(state, which, process), which)
            else:
                yield self._with(state, which, again)

    def _batch_done(self, state: State, which: int) -> State:
        process = state.processes[which]
        return self._with(state, which, self._at_batch(process, self._through(which, process), process.number + 1))

    def _at_batch(self, process: Process, after: int, number: int) -> Process:
        at = "end" if after >= self.rows else self._named(0)
        return process._replace(at=at, after=after, number=number, open=None)

    def _named(self, place: int) -> str:
        return f"{self.steps[place]}@{place}" if place < len(self.steps) else "off"

    def _through(self, which: int, process: Process) -> int:
        return min(self.rows, process.after + self.commit_rows[which])

    def _batch_rows(self, which: int, process: Process) -> tuple[int, ...]:
        return tuple(range(process.after, self._through(which, process)))

    # What goes wrong

    def _ended(self, state: State, which: int) -> State:
        """It gives up in order: rolls back and lets go of the lock."""
        lock = -1 if state.lock == which else state.lock
        return self._with(state._replace(lock=lock), which, Process())

    def _killed(self, state: State, which: int, process: Process) -> State:
        orphans = (*state.orphans, process.open) if process.open else state.orphans
        return self._with(state, which, Process(), orphans=tuple(sorted(orphans, key=repr)), kills=state.kills + 1)

    def _losses(self, state: State, which: int, process: Process) -> Iterator[tuple[str, State]]:
        losses = state.losses + 1
        if process.open is not None:
            for sent in (False, True) if process.at.startswith("commit") else (False,):
                orphans = tuple(sorted((*state.orphans, process.open._replace(sent=sent)), key=repr))
                waiting = process._replace(at="ask", open=None)
                what = "the answer to a COMMIT" if sent else "a connection"
                yield f"{which} loses {what}", self._with(state, which, waiting, orphans=orphans, losses=losses)
        if state.lock == which:
            yield f"{which} loses its lock", state._replace(lock=-1, losses=losses)

    def _crashed(self, state: State, kept: int) -> State:
        """Who was at a batch asks what has become of it; who had said that all is done says it again."""
        rows, lost = list(state.rows), state.soft[kept:]
        for row in (row for work in lost for row in work.rows):
            rows[row] -= 1
        processes = tuple(
            process if process.at in ("off", "end") else
            process._replace(at="ask", open=None) if "@" in process.at or process.at == "ask" else Process()
            for process in state.processes
        )  # fmt: skip
        return state._replace(
            rows=tuple(rows),
            processes=processes,
            ledger=state.ledger - {work.entry for work in lost},
            lock=-1,
            orphans=(),
            soft=(),
            crashes=state.crashes + 1,
        )

    # The server

    def _has_batch_before(self, state: State, process: Process) -> bool:
        if process.number == 0 or self.flaw is Flaw.BEFORE_NOT_LOOKED_FOR:
            return True
        return any(entry.number == process.number - 1 for entry in state.ledger)

    def _lasts(self, work: Work) -> bool:
        """The last batch is waited for, and all before it with it."""
        ends = work.entry is not None and work.entry.through >= self.rows
        return ends and self.flaw is not Flaw.LAST_NOT_AWAITED

    def _committed(self, state: State, work: Work) -> State:
        rows = list(state.rows)
        for row in work.rows:
            rows[row] += 1
        ledger = state.ledger | {work.entry} if work.entry else state.ledger
        stale = state.stale_commits + int(work.fence != state.fence)
        soft = () if self._lasts(work) else (*state.soft, work)
        return state._replace(rows=tuple(rows), ledger=ledger, stale_commits=stale, soft=soft)

    @property
    def _entries_are_unique(self) -> bool:
        return self.flaw not in (Flaw.GUESS_LOST, Flaw.ASK_TOO_SOON)

    def _others(self, state: State, which: int) -> list[Work]:
        open_ones = [one.open for other, one in enumerate(state.processes) if other != which and one.open]
        return [*open_ones, *state.orphans]

    def _held(self, state: State) -> bool:
        """Whether a transaction keeps the fence from changing."""
        return any(work.holds for work in (*state.orphans, *(p.open for p in state.processes if p.open)))

    def _with(self, state: State, which: int, process: Process, **changed: Any) -> State:
        processes = (*state.processes[:which], process, *state.processes[which + 1 :])
        return state._replace(processes=processes, **changed)

    # The promises

    def broken_promise(self, state: State) -> str:
        """Empty while every promise holds."""
        if any(rows > 1 for rows in state.rows):
            return "a row is doubled"
        recorded = {row for entry in state.ledger for row in range(entry.after, entry.through)}
        there = {row for row, rows in enumerate(state.rows) if rows}
        if not recorded <= there:
            return "the ledger has a row that is not in the target"
        if not there <= recorded | self.present:
            return "the target has a row that is not in the ledger"
        if state.stale_commits:
            return "a process that was taken over has committed"
        if state.copied and there != set(range(self.rows)):
            return "the run is said to be copied, and a row is missing"
        return ""
