"""Looks up every moment, while a run is at work, whether it is to pause or to go slower.

The rule for a run that is to be courteous: the target is asked how busy it is every five seconds.  From a sign's
first mark on the run goes at half speed; from its second mark on it pauses, until two looks in a row find every
sign below the second mark.  A look that fails changes nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from dbmigrate.engines.base import Engine, LoadSign
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.question_line import QuestionLine
from dbmigrate.model.events import Notice, Sink
from dbmigrate.run.steering.control import Control
from dbmigrate.run.steering.halt import Halt
from dbmigrate.run.steering.throttle import Throttle

SECONDS_BETWEEN_LOOKS = 5.0
CALM_LOOKS = 2
_TICK_SECONDS = 0.2
_OPERATOR, _LOAD = "operator", "load"


class Watch:
    """A thread beside the run.  ``courteous_to``: the target whose load is to be looked at; None: nobody asked."""

    def __init__(
        self, halt: Halt, throttle: Throttle, sink: Sink, control: Control | None, courteous_to: Engine | None
    ) -> None:
        self._halt = halt
        self._sink = sink
        self._control = control
        self._load = _Load(halt, throttle, sink, courteous_to) if courteous_to is not None else None
        self._ended = threading.Event()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Looks until the run ends.  Nothing is watched where nobody could ask for anything."""
        if self._control is None and self._load is None:
            yield
            return
        thread = threading.Thread(target=self._work, name="dbmigrate-watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _work(self) -> None:
        try:
            while not self._ended.wait(_TICK_SECONDS):
                if self._control is not None:
                    self._obey(self._control.request)
                if self._load is not None:
                    self._load.look()
        finally:
            if self._load is not None:
                self._load.close()

    def _obey(self, request: str) -> None:
        if request:
            self._halt.pause(_OPERATOR, request)
        else:
            self._halt.go_on(_OPERATOR)


class _Load:
    """What the target's load means for the run."""

    def __init__(self, halt: Halt, throttle: Throttle, sink: Sink, target: Engine) -> None:
        self._halt = halt
        self._throttle = throttle
        self._sink = sink
        self._target = target
        self._line = QuestionLine(target)
        self._next_look = 0.0
        self._calm = 0
        self._said: set[str] = set()
        if not target.capabilities.tells_load:
            self._say_once("courtesy: the target has no server whose load could be asked for")

    def look(self) -> None:
        """At most every five seconds."""
        if not self._target.capabilities.tells_load or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + SECONDS_BETWEEN_LOOKS
        try:
            signs = self._target.load_signs(self._line.session())
        except EngineFault as fault:
            self._line.close()
            self._say_once(f"courtesy: the target's load could not be asked for: {fault.message}")
            return
        for sign in signs:
            if sign.value is None:
                self._say_once(f"courtesy: the login cannot see: {sign.what.rstrip(':')}")
        self._act([sign for sign in signs if sign.value is not None])

    def _act(self, signs: Sequence[LoadSign]) -> None:
        overloaded = [sign for sign in signs if (sign.value or 0) >= sign.overloaded_from]
        busy = [sign for sign in signs if (sign.value or 0) >= sign.busy_from]
        self._calm = 0 if overloaded else self._calm + 1
        if overloaded:
            self._halt.pause(_LOAD, f"the target is overloaded: {_text(overloaded[0], overloaded[0].overloaded_from)}")
        elif self._calm >= CALM_LOOKS:
            self._halt.go_on(_LOAD)
        if bool(busy) is self._throttle.is_slowed:
            return
        self._throttle.is_slowed = bool(busy)
        if busy:
            self._sink(Notice(f"the target is busy: {_text(busy[0], busy[0].busy_from)}; going at half speed"))
        else:
            self._sink(Notice("the target is no longer busy; going at full speed"))

    def _say_once(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._sink(Notice(text, "warning"))

    def close(self) -> None:
        with suppress(EngineFault):
            self._line.close()


def _text(sign: LoadSign, mark: float) -> str:
    unit = f" {sign.unit}" if sign.unit else ""
    return f"{sign.what} {sign.value or 0:,.0f}{unit} (from {mark:,.0f}{unit} on)"
