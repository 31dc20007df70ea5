"""What ``dbmigrate tune`` has found, as a document."""

from __future__ import annotations

from typing import Any

from dbmigrate.model.tuning import Measured, Rate, TuneOutcome
from dbmigrate.report.documents import VERSION, now


def tune_document(outcome: TuneOutcome, *, source_identity: str, target_identity: str) -> dict[str, Any]:
    """Rates in rows per second of one stream; None for what was not measured."""
    return {
        "kind": "tune",
        "version": VERSION,
        "measured_at": now(),
        "source_identity": source_identity,
        "target_identity": target_identity,
        "seconds": round(outcome.seconds, 1),
        "wall": outcome.wall,
        "rows_per_second": round(outcome.rows_per_second),
        "values_per_second": round(outcome.values_per_second),
        "source_round_trip_ms": round(outcome.source_round_trip_seconds * 1000, 3),
        "target_round_trip_ms": round(outcome.target_round_trip_seconds * 1000, 3),
        "tables": [_table(one) for one in outcome.tables],
        "settings": {
            "commit_rows": outcome.advice.commit_rows,
            "commit_bytes": outcome.advice.commit_bytes,
            "workers": outcome.advice.workers,
        },
        "notes": list(outcome.notes),
        "written": False,
    }


def _table(measured: Measured) -> dict[str, Any]:
    return {
        "table": measured.table,
        "columns": measured.columns,
        "row_bytes": round(measured.row_bytes, 1),
        "commit_ms": round(measured.batch_seconds * 1000, 3),
        **{name: _rate(getattr(measured, name)) for name in ("read", "transform", "hash", "write", "move")},
        "by_streams": {str(number): round(speed) for number, speed in measured.by_streams},
    }


def _rate(rate: Rate) -> int | None:
    speed = rate.rows_per_second
    return None if speed is None else round(speed)
