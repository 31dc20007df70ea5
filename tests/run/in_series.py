"""Jobs whose source has one table for each member of a series, and what fills them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dbmigrate.config.project import load_project
from dbmigrate.model.events import ignore
from dbmigrate.run.migration import Migration
from dbmigrate.run.undo.selection import UndoOptions
from dbmigrate.run.undo.undoing import undo_run
from tests.run.job import Job, create

SERIES = """
[series.workflow]
title  = "workflow"
values = { campaign = "text", weight = "integer", time_zone = "time_zone" }

[domains.call]
rule    = "allocate"
home    = "call.call_id"
columns = ["step.call_id"]
"""

TABLES = """
[[table]]
source      = "C_{workflow}_H"
key         = ["id"]
target_rows = "any"
incomplete  = true
watermark   = { column = "placed", overlap = "1s" }
filters     = { date = "placed" }
exclude     = ["extra"]
names       = { id = ["id", "ident"], placed = ["placed", "placed_at"], note = { first_of = ["note", "remark"], else = "NULL" } }
  [[table.into]]
  target  = "call"
  columns = { call_id = "to_json([member('tables'), id::varchar])::varchar", campaign = "member('campaign')", weight = "member('weight')", placed_utc = "timezone('UTC', timezone(member('time_zone'), placed))" }

[[table]]
source      = "C_{workflow}_D"
key         = ["id"]
target_rows = "any"
optional    = true
parent      = { table = "C_{workflow}_H", on = { id = "id" } }
  [[table.into]]
  target  = "step"
  key     = ["call_id"]
  columns = { call_id = "to_json([member('tables'), id::varchar])::varchar", took = "took" }
"""  # noqa: E501 - inline tables of TOML are one line

TARGETS = (
    "CREATE TABLE call (call_id {int} PRIMARY KEY, campaign {text}, weight {int}, note {text}, placed_utc {moment})",
    "CREATE TABLE step (call_id {int} NOT NULL, took {int})",
)


def member(name: str, tables: str, **said: Any) -> dict[str, Any]:
    defaults = {"campaign": f"{name} calls", "weight": 1, "time_zone": "America/New_York"}
    return {"name": name, "tables": tables, **defaults, **said}


def write(job: Job, members: Sequence[Mapping[str, Any]], tables: str = TABLES, **settings: Any) -> Job:
    job.write(tables, **settings)
    package = job.group_file.parent / "package.toml"
    package.write_text(package.read_text().replace("[source]", "consolidates = true\n[source]", 1) + SERIES)
    entries = [
        "[[series.workflow]]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in one.items())
        for one in members
    ]
    job.project.write_text(job.project.read_text() + "\n".join(entries))
    return job


def fill(job: Job, tables: str, count: int, *, first: int = 1, details: bool = True) -> None:
    """``count`` calls, an hour apart, and a step of every second one."""
    if first == 1:
        create(
            job.source,
            f"CREATE TABLE C_{tables}_H (id {{int}} PRIMARY KEY, placed {{moment}}, note {{text}}, extra {{int}})",
        )
        if details:
            create(job.source, f"CREATE TABLE C_{tables}_D (id {{int}} PRIMARY KEY, took {{int}})")
    numbers = range(first, first + count)
    job.source.insert(
        f"C_{tables}_H", [(n, f"2009-07-{n // 24 + 1:02d} {n % 24:02d}:00:00", f"{tables} {n}", n) for n in numbers]
    )
    if details:
        job.source.insert(f"C_{tables}_D", [(n, n * 10) for n in numbers if n % 2])


def calls(job: Job) -> list[tuple[Any, ...]]:
    """By value, each with what its step took."""
    return sorted(
        job.target.rows("SELECT c.campaign, c.note, s.took FROM call c LEFT JOIN step s ON s.call_id = c.call_id"),
        key=str,
    )


def expected(tables: str, campaign: str, count: int, *, details: bool = True) -> list[tuple[Any, ...]]:
    return [(campaign, f"{tables} {n}", n * 10 if n % 2 and details else None) for n in range(1, count + 1)]


def undo(job: Job, run_id: int, *workflows: str) -> str:
    return undo_run(load_project(job.project), run_id, UndoOptions(workflows=workflows), sink=ignore).state


def verdicts(job: Job, *workflows: str) -> dict[str, set[str]]:
    """Source table -> verdicts of both levels."""
    found: dict[str, set[str]] = {}
    for level in ("hashes", "source"):
        with Migration(load_project(job.project), workflows=workflows) as migration:
            for one in migration.verify(level=level).tables:
                found.setdefault(one.table.split(".")[-1], set()).add(str(one.verdict))
    return found
