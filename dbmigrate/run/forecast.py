"""How long a run will take, from the ledger, the last ``dbmigrate tune``, or a default."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.rates import Done, read_done
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.model.estimate import TimeEstimate
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.plan.estimate import Pace, estimate_time
from dbmigrate.run.settings import CopySettings

TUNED = Path("reports") / "tune.json"
"""Beside the project file."""


def done_before(plan: MigrationPlan, target: Engine) -> Done:
    """What the target's ledger says of it.  Raises EngineFault where it cannot be read."""
    with read_ledger(target) as ledger:
        return Done() if ledger is None else read_done(ledger, Scope(plan.source_identity, plan.package))


def forecast(
    plan: MigrationPlan, done: Done, source: Engine, target: Engine, settings: CopySettings, project: Path
) -> TimeEstimate:
    """Changes nothing."""
    pace = Pace(streams(source, target, settings.workers), settings.max_rows_per_second)
    return estimate_time(plan, done, pace, tuned_values_per_second=_tuned(project, plan))


def streams(source: Engine, target: Engine, workers: int) -> int:
    """Tables that go at once."""
    both = source.capabilities.supports_shared_snapshot and target.capabilities.supports_parallel_writers
    return workers if both else 1


def _tuned(project: Path, plan: MigrationPlan) -> float | None:
    """Of the same two databases; what cannot be read was never measured."""
    try:
        found: dict[str, Any] = json.loads((project.absolute().parent / TUNED).read_text(encoding="utf-8"))
        if (found["source_identity"], found["target_identity"]) != (plan.source_identity, plan.target_identity):
            return None
        speed = found["values_per_second"]
        return float(speed) if speed else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
