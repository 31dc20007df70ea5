"""A source that is read no faster than a run may go, and not at all while it is to pause.

For runs beside the passes: they keep their view of the source and their connections while they wait, but have no
transaction open in the target, because a batch is read only when the one before it is committed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.reader_over import ReaderOver
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.events import Notice, RunPaused, RunWentOn, Sink
from dbmigrate.run.steering.control import PAUSED, RUNNING, Control
from dbmigrate.run.steering.halt import Halt
from dbmigrate.run.steering.throttle import Throttle
from dbmigrate.run.steering.watch import Watch


class Restraint:
    """``control``: how others ask for a pause; None: nobody can."""

    def __init__(self, halt: Halt, throttle: Throttle, sink: Sink, control: Control | None) -> None:
        self._halt = halt
        self._throttle = throttle
        self._sink = sink
        self._control = control

    @contextmanager
    def at_work(self, courteous_to: Engine | None) -> Iterator[None]:
        """Somebody looks up whether to pause or to go slower until this ends.  ``courteous_to``: whose load counts."""
        with ExitStack() as opened:
            if self._control is not None and not opened.enter_context(self._control.held()):
                self._sink(Notice("no file can be kept beside the project file: dbmigrate pause has no effect"))
            watch = Watch(self._halt, self._throttle, self._sink, self._control, courteous_to)
            opened.enter_context(watch.at_work())
            yield

    def batch_rows(self, wanted: int) -> int:
        """About a second's worth where that is less."""
        return self._throttle.batch_rows(wanted)

    def spend(self, rows: int) -> None:
        """Return when the next rows may be taken."""
        self._throttle.spend(rows)
        reason = self._halt.pause_reason
        if not reason or self._halt.stop.is_set():
            return
        started = time.monotonic()
        if self._control is not None:
            self._control.tell(PAUSED, reason)
        self._sink(RunPaused(reason))
        self._halt.sit_out()
        if self._control is not None:
            self._control.tell(RUNNING)
        self._sink(RunWentOn(time.monotonic() - started))


class HeldBackReader(ReaderOver):
    """Another reader's batches, one by one."""

    def __init__(self, reader: Reader, restraint: Restraint) -> None:
        super().__init__(reader)
        self._restraint = restraint

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        rows = self._restraint.batch_rows(batch_rows)
        for batch in self._reader.read(read, batch_rows=rows, batch_bytes=batch_bytes):
            self._restraint.spend(batch.rows.num_rows)
            yield batch
