"""What in an Oracle schema is switched off, unusable, not validated or scheduled.

Source of the views: Oracle Database Reference, ALL_TRIGGERS, ALL_INDEXES, ALL_CONSTRAINTS, ALL_SCHEDULER_JOBS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dbmigrate.engines.base import StateNote

Rows = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]

_QUESTIONS = (
    (
        "trigger",
        "SELECT table_name, trigger_name FROM all_triggers WHERE table_owner = :owner AND status = 'DISABLED'",
        "is switched off",
        "Switch it on if it should work: ALTER TRIGGER ... ENABLE",
    ),
    (
        "index",
        "SELECT table_name, index_name FROM all_indexes WHERE table_owner = :owner AND status = 'UNUSABLE'",
        "is unusable",
        "ALTER INDEX ... REBUILD",
    ),
    (
        "constraint",
        (
            "SELECT table_name, constraint_name FROM all_constraints WHERE owner = :owner"
            " AND (status = 'DISABLED' OR validated = 'NOT VALIDATED') AND constraint_type IN ('C', 'P', 'R', 'U')"
        ),
        "is off, or not checked against the rows there are",
        "ALTER TABLE ... ENABLE VALIDATE CONSTRAINT",
    ),
)


def operating_state(rows: Rows, owner: str, tables: Sequence[str]) -> Iterator[StateNote]:
    """``tables``: their names as the catalogue has them."""
    wanted = set(tables)
    for kind, sql, message, next_step in _QUESTIONS:
        for table, name in rows(sql, {"owner": owner}):
            if table in wanted:
                yield StateNote(kind, f"{table}.{name}", message, next_step)
    jobs = "SELECT job_name, repeat_interval FROM all_scheduler_jobs WHERE owner = :owner AND enabled = 'TRUE'"
    for name, interval in rows(jobs, {"owner": owner}):
        advice = "Stop it for the time of the migration if it deletes rows"
        yield StateNote("job", str(name), f"is scheduled: {interval or 'once'}", advice)
