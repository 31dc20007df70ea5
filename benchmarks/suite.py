"""Runs the cases and collects what came of them; a result that was not proven equal has no figure."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.databases import Database, Workplace
from benchmarks.equality import Digests, difference, digests
from benchmarks.shapes import SHAPES, Shape, narrow
from benchmarks.stopwatch import Pipeline, Reading, measure
from benchmarks.tools import DBMIGRATE, PEERS, ROUTES, SQLITE_POSTGRESQL, Job, Route, Tool, dbmigrate_command

VERIFY = "dbmigrate verify"
_SCALE_PARTS = (4, 2, 1)


@dataclass
class Line:
    """All repetitions of one tool in one case. ``missing``: why it did not run at all."""

    case: str
    tool: str
    row_count: int
    readings: list[Reading] = field(default_factory=list)
    missing: str = ""

    @property
    def fault(self) -> str:
        return self.missing or next((reading.fault for reading in self.readings if reading.fault), "")

    @property
    def median_seconds(self) -> float | None:
        """None unless each repetition ended well and was equal."""
        if self.fault or not self.readings:
            return None
        return statistics.median(reading.seconds for reading in self.readings)

    @property
    def peak_bytes(self) -> int | None:
        return None if self.median_seconds is None else max(reading.peak_bytes for reading in self.readings)


@dataclass(frozen=True)
class Settings:
    rows: int
    repetitions: int
    limit_seconds: float = 1800


@dataclass(frozen=True)
class Suite:
    place: Workplace
    settings: Settings
    say: Callable[[str], None]

    def run(self, cases: Sequence[str]) -> list[Line]:
        lines: list[Line] = []
        for case in cases:
            if case == "scale":
                lines += self.scale()
            elif case == "rerun":
                lines += self.rerun()
            else:
                shape, _, route = case.partition(" ")
                lines += self.compare(case, SHAPES[shape](self.settings.rows), _route(route), (DBMIGRATE, *PEERS))
        return lines

    def compare(self, case: str, shape: Shape, route: Route, tools: Sequence[Tool]) -> list[Line]:
        """Each tool in turn, each repetition beginning with another one."""
        tools = [tool for tool in tools if route in tool.routes]
        lines = {tool.name: Line(case, tool.name, shape.row_count, missing=tool.missing()) for tool in tools}
        ready = [tool for tool in tools if not lines[tool.name].missing]
        verified = Line(case, VERIFY, shape.row_count)
        source, expected = self._source(case, shape, route)
        for repetition in range(self.settings.repetitions):
            turn = repetition % len(ready)
            for tool in ready[turn:] + ready[:turn]:
                copied, later = self._attempt(
                    tool, shape, route, source, expected, ["verify"] if tool is DBMIGRATE else []
                )
                lines[tool.name].readings.append(copied)
                verified.readings += later
                self.say(f"{case}: {tool.name}, {_told(copied)}")
        self.place.drop(source)
        return [*lines.values(), *([verified] if verified.readings else [])]

    def scale(self) -> list[Line]:
        """dbmigrate alone, at a quarter, a half and the whole of the rows."""
        lines = []
        for part in _SCALE_PARTS:
            shape = narrow(self.settings.rows // part)
            lines += self.compare("scale", shape, SQLITE_POSTGRESQL, [DBMIGRATE])
        return [line for line in lines if line.tool != VERIFY]

    def rerun(self) -> list[Line]:
        """A second run that finds nothing new: of a table with a watermark, and of one told apart by its key."""
        shape = narrow(self.settings.rows)
        source, expected = self._source("rerun", shape, SQLITE_POSTGRESQL)
        lines = []
        for name, watermark in (("by watermark", "started"), ("by key", "")):
            line = Line(f"rerun {name}", DBMIGRATE.name, shape.row_count)
            again = ["run"] * self.settings.repetitions
            first, line.readings = self._attempt(
                DBMIGRATE, shape, SQLITE_POSTGRESQL, source, expected, again, watermark
            )
            if first.fault:
                line.readings = [first]
            self.say(f"{line.case}: {', '.join(map(_told, line.readings))}")
            lines.append(line)
        self.place.drop(source)
        return lines

    def _source(self, case: str, shape: Shape, route: Route) -> tuple[Database, Digests]:
        self.say(f"{case}: making {shape.row_count:,} rows")
        source = self.place.filled(route[0], shape)
        expected = digests(source, shape)
        if sum(digest.row_count for digest in expected.values()) != shape.row_count:
            raise RuntimeError(f"The source of {case} does not have its {shape.row_count} rows")
        return source, expected

    def _attempt(
        self,
        tool: Tool,
        shape: Shape,
        route: Route,
        source: Database,
        expected: Digests,
        then: Sequence[str],
        watermark: str = "",
    ) -> tuple[Reading, list[Reading]]:
        """The copy into a new target, and the verbs of dbmigrate after it; the target is compared after each."""
        target = self.place.empty(route[1], shape)
        try:
            with tempfile.TemporaryDirectory(dir=self.place.directory) as name:
                directory = Path(name)
                job = Job(shape, source, target, directory, watermark)
                copied = self._proven(tool.commands(job), job, expected)
                if copied.fault:
                    return copied, []
                return copied, [self._proven(dbmigrate_command(directory, verb), job, expected) for verb in then]
        finally:
            self.place.drop(target)

    def _proven(self, pipelines: Sequence[Pipeline], job: Job, expected: Digests) -> Reading:
        self.place.settle()
        reading = measure(pipelines, job.directory, self.settings.limit_seconds)
        if reading.fault:
            return reading
        unequal = difference(expected, digests(job.target, job.shape))
        return Reading(reading.seconds, reading.peak_bytes, f"not equal: {unequal}") if unequal else reading


def case_names() -> list[str]:
    return [f"{shape} {route_name(route)}" for shape in SHAPES for route in ROUTES] + ["scale", "rerun"]


def route_name(route: Route) -> str:
    return "-".join(route)


def _route(name: str) -> Route:
    return next(route for route in ROUTES if route_name(route) == name)


def _told(reading: Reading) -> str:
    return reading.fault or f"{reading.seconds:.2f} s, equal"
