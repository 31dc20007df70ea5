"""What every table of a run shares."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct, field

from dbmigrate.engines.base import Engine
from dbmigrate.errors import RejectLimitError
from dbmigrate.ledger.coverage import Coverage
from dbmigrate.ledger.entries import Scope, SourceState
from dbmigrate.model.events import Sink
from dbmigrate.run.profile import Profile
from dbmigrate.run.settings import CopySettings
from dbmigrate.run.steering.throttle import Throttle
from dbmigrate.run.streams import Streams


class RejectBudget(Struct):
    """Shared by the workers of a run."""

    limit: int
    used: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, rows: int, table: str) -> None:
        """Raises RejectLimitError when the limit is passed; called after the batch is committed."""
        with self._lock:
            self.used += rows
            passed = bool(rows) and self.used > self.limit
        if passed:
            raise RejectLimitError(
                f"more than {self.limit} rows were rejected",
                where=table,
                safe="Everything committed so far is kept and recorded, the rejected rows with their reasons",
                next_step="See the reasons with dbmigrate rejects; mend the source or the group file, "
                "or allow more with --max-rejects, then run again",
            )


class Stop(Protocol):
    """Asked after each batch."""

    def is_set(self) -> bool:
        """Whether the thread should end there."""


class RunContext(Struct, frozen=True):
    """What every table of a run shares."""

    run_id: int
    fence: int
    source: Engine
    target: Engine
    settings: CopySettings
    sink: Sink
    stop: Stop
    rejects: RejectBudget
    closed_before: frozenset[str] = frozenset()
    """Source tables that an earlier run has copied to their end, into the same targets."""
    touched_before: frozenset[str] = frozenset()
    """Source tables of which an earlier run, ended or abandoned, has left rows in a target."""
    coverage: Coverage = field(default_factory=lambda: Coverage(()))
    """What earlier runs of the same source and package prove."""
    scope: Scope | None = None
    """Whose rejects are settled."""
    with_open_rejects: frozenset[str] = frozenset()
    """Source tables that had open rejects when the run began."""
    throttle: Throttle = field(default_factory=Throttle)
    source_states: Mapping[str, SourceState] = field(default_factory=dict)
    """By source table: what one that is read to its end under the view at hand is recorded with."""
    profile: Profile = field(default_factory=Profile)
    streams: Streams = field(default_factory=Streams)
    """Of all tables together; one where source or target allow no more."""
    planned: frozenset[str] | None = None
    """Source tables of which the ledger had chunks of the run when the attempt began; None: it has to be asked."""
    expected_rows: Mapping[str, int] = field(default_factory=dict)
    """By source table, about: what all attempts of the run read; a table that nobody knows of is missing."""
