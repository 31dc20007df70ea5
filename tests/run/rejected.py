"""The rejects of a test's target, asked with plain SQL."""

from __future__ import annotations

import json

from tests.run.job import Job

_SAME = " AND ".join(f"o.{name} = r.{name}" for name in ("run_id", "table_name", "chunk_no", "batch_no", "reject_no"))


def open_rejects(job: Job) -> list[tuple[object, ...]]:
    """Keys of the rejects that no run which counts has closed, each as often as it is listed."""
    ledger = job.target.ledger
    rows = job.target.rows(
        f"SELECT r.source_key FROM {ledger('reject')} r JOIN {ledger('run')} n ON n.run_id = r.run_id"
        f" WHERE n.state <> 'undone' AND NOT EXISTS (SELECT 1 FROM {ledger('reject_outcome')} o"
        f" JOIN {ledger('run')} b ON b.run_id = o.by_run_id WHERE {_SAME} AND b.state <> 'undone')"
    )
    return sorted(tuple(json.loads(key)) for (key,) in rows)


def outcomes(job: Job) -> list[tuple[int, str, str, int]]:
    """(run that rejected, key, outcome, run that closed), in order."""
    ledger = job.target.ledger
    return [
        (run, key, outcome, by)
        for run, key, outcome, by in job.target.rows(
            f"SELECT r.run_id, r.source_key, o.outcome, o.by_run_id FROM {ledger('reject')} r"
            f" JOIN {ledger('reject_outcome')} o ON {_SAME} ORDER BY 1, 2, 4"
        )
    ]
